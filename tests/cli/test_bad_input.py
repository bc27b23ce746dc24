"""What is wrong with what a person gives is said in one line; the desk stays as it was."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.store.made import capture, reading
from typer.testing import CliRunner

from foreigndesk.cli.app import app
from foreigndesk.store import Desk
from foreigndesk.store.watching import watches


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty desk."""
    Desk.open(tmp_path / "a.desk").close()
    return tmp_path / "a.desk"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\n\xff\xfe{}", "line 2: this is not UTF-8"),
        (b"not json\n", "line 1: "),
        (b'{"x":' + b"[" * 100_000, "line 1: nested too deep"),
        (b'{"id":"j","act":"confirm","target":"t","value":"","who":"\\ud800"}', "line 1: "),
    ],
)
def test_judgements_that_cannot_be_read_are_said_in_a_line(path: Path, data: bytes, said: str):
    file = path.with_name("j.jsonl")
    file.write_bytes(data)
    for given in (str(file), "-"):
        done = CliRunner().invoke(app, ["judge", "import", given, "--desk", str(path)], input=data)
        assert done.exit_code == 1
        assert f"{given}, {said}" in done.stderr
        assert "nothing was imported" in done.stderr
        assert len(done.stderr.splitlines()) == 1
    with Desk.open(path, create=False) as desk:
        assert not desk.judgements()


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 70 + ".example", "203.0.113.5"])
def test_where_nobody_can_listen_is_said_in_a_line(path: Path, host: str):
    done = CliRunner().invoke(app, ["desk", "--desk", str(path), "--port", "0", "--host", host])
    assert done.exit_code == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"The desk cannot listen on {host} port 0: ")


def test_a_token_is_one_that_a_header_can_carry(path: Path):
    file = path.with_name("token")
    file.write_text("пароль пароль пароль", encoding="utf-8")
    done = CliRunner().invoke(app, ["desk", "--desk", str(path), "--token-file", str(file)])
    assert done.exit_code == 2
    assert "letters, digits" in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize("fault", [28, 27])
def test_a_feed_that_the_disk_does_not_take_is_said_in_a_line(
    path: Path, fault: int, monkeypatch: pytest.MonkeyPatch
):
    feed = path.with_name("alerts.atom")
    feed.write_text("the one before")

    def full(*_: object) -> None:
        raise OSError(fault, os.strerror(fault))

    monkeypatch.setattr(Path, "replace", full)
    done = CliRunner().invoke(app, ["watch", "alerts", "--desk", str(path), "--atom", str(feed)])
    assert done.exit_code == 1
    assert done.stderr == f"{feed}: cannot be written: {os.strerror(fault)}\n"
    assert feed.read_text() == "the one before"
    assert sorted(p.name for p in path.parent.iterdir()) == ["a.desk", "alerts.atom"]


def test_a_damaged_record_is_said_in_a_line(path: Path):
    with Desk.open(path) as desk:
        desk.write(reading(1), capture(1))
        desk.change([("UPDATE events SET record = '{'", ())])
    done = CliRunner().invoke(app, ["export", "--desk", str(path)])
    assert done.exit_code == 3
    assert done.stderr.startswith(f"{path}: a record in it is damaged")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("url", ["http://[::1", "http://a.example:99999/", "ftp://a.example/", "x"])
def test_a_webhook_that_cannot_be_leaves_no_watch(path: Path, url: str):
    given = ["watch", "add", "Talks", "--webhook", url, "--desk", str(path)]
    assert CliRunner().invoke(app, given).exit_code == 2
    with Desk.open(path, create=False) as desk:
        assert watches(desk) == []
