"""`watch`: alerts come once, say why, outlive a kill, and go out as Atom."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tests.developments.scenarios import SCENARIOS, reports
from tests.store.made import capture, reading
from typer.testing import CliRunner

from foreigndesk.cli import watch as watch_command
from foreigndesk.cli.app import app
from foreigndesk.developments.watches import Watch, alerts
from foreigndesk.store import Desk
from foreigndesk.store.watching import noted_alerts

runner = CliRunner()
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "a.desk"
    with Desk.open(path) as base:
        base.write(reading(1), capture(1))
    return path


def run(*words: str | Path, code: int = 0) -> str:
    done = runner.invoke(app, [str(w) for w in words])
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    assert "Traceback" not in done.output
    return done.stdout


def told(desk: Path, *words: str) -> list[str]:
    lines = run("watch", "alerts", "--desk", desk, "--json", *words).splitlines()
    return [json.loads(line)["alert"]["what"] for line in lines]


def test_an_alert_comes_once_and_says_why(desk: Path):
    run("watch", "add", "north", "--type", "MOBILIZE", "--desk", desk)
    text = run("watch", "alerts", "--desk", desk)
    assert "Norland: troop deployment to Estia  began" in text
    assert "watch “north” (MOBILIZE): it began (The Lund Courier, 2026-03-02)" in " ".join(
        text.split()
    )
    assert run("watch", "alerts", "--desk", desk) == "Nothing new.\n"
    assert told(desk, "--all") == ["began"]
    with Desk.open(desk) as base:
        base.write(reading(2, day="2026-03-05", status="denied"), capture(2))
    assert "began" not in told(desk)


def test_an_older_article_does_not_begin_it_again(desk: Path):
    run("watch", "add", "north", "--desk", desk)
    assert told(desk) == ["began"]
    with Desk.open(desk) as base:
        base.write(reading(3, day="2026-02-27"), capture(3))
    assert "began" not in told(desk)


def test_a_kill_while_telling_loses_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch):
    run("watch", "add", "north", "--desk", desk)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(watch_command, "_print_alert", killed)
    assert runner.invoke(app, ["watch", "alerts", "--desk", str(desk)]).exit_code != 0
    monkeypatch.undo()
    assert told(desk) == ["began"]
    assert told(desk) == []


def test_the_feed_is_whole_and_each_entry_has_its_id(desk: Path, tmp_path: Path):
    run("watch", "add", "north", "--desk", desk)
    feed = tmp_path / "alerts.xml"
    for _ in range(2):
        run("watch", "alerts", "--desk", desk, "--atom", feed)
        root = ElementTree.parse(feed).getroot()
        (entry,) = root.findall(f"{ATOM}entry")
        with Desk.open(desk) as base:
            (noted,) = noted_alerts(base)
        assert entry.findtext(f"{ATOM}id") == f"urn:foreigndesk:{noted.alert.id}"
        assert entry.findtext(f"{ATOM}updated") == noted.noted
        assert "watch “north”" in str(entry.findtext(f"{ATOM}summary"))
    assert [p.name for p in tmp_path.glob(".alerts*")] == []
    assert told(desk) == ["began"]  # the feed is no telling on the terminal


def test_watches_are_listed_and_removed(desk: Path):
    run(
        "watch",
        "add",
        "a",
        "--country",
        "prk",
        "--country",
        "RUS",
        "--word",
        "troops",
        "--desk",
        desk,
    )
    assert run("watch", "list", "--desk", desk).startswith(
        "a  North Korea and Russia · “troops”  wat-"
    )
    run("watch", "add", "a", "--desk", desk, code=2)
    run("watch", "remove", "a", "--desk", desk)
    run("watch", "remove", "a", "--desk", desk, code=1)
    assert run("watch", "list", "--desk", desk).startswith("No watches")
    run("watch", "add", "b", "--standing", "likely", "--desk", desk, code=2)


def heard(**asked: object) -> list[tuple[str, str]]:
    from foreigndesk.developments import of_reports

    found = of_reports(reports(SCENARIOS[0]))
    one = Watch(id="wat-1", name="w", made="", **asked)  # type: ignore[arg-type]
    return [(a.what, a.day) for a in alerts(one, found)]


def test_what_a_watch_hears_of_a_course():
    assert heard() == [
        ("began", "2024-10-17"),
        ("standing", "2024-10-18"),
        ("standing", "2024-10-18"),
        ("standing", "2024-10-21"),
        ("standing", "2025-04-28"),
    ]  # that sources differ is told by the change to disputed
    assert heard(standings=("acknowledged",)) == [("standing", "2025-04-28")]
    assert heard(statuses=("denied",)) == [("status", "2024-10-21")]
    assert heard(countries=("PRK", "RUS"), types=("AID",), since="2025-01-01") == [
        ("standing", "2025-04-28")
    ]
    assert heard(countries=("PRK", "USA")) == []
    assert heard(words=("parliament",)) == []
    assert heard(place="Kursk") == []


def test_delivery_fails_in_one_line_and_shows_no_secret(desk: Path):
    hook = "http://127.0.0.1:9/hook/s3cret"
    said = run("watch", "add", "north", "--webhook", hook, "--desk", desk)
    done = runner.invoke(app, ["watch", "deliver", "--desk", str(desk)])
    assert done.exit_code == 1
    listed = " ".join(run("watch", "list", "--desk", desk).split())
    assert "webhook http://127.0.0.1:9/…: 0 sent, 1 waiting; last error: 127.0.0.1 is at" in listed
    assert "s3cret" not in said + done.output + listed
    run("watch", "remove", "north", "--desk", desk)
    assert run("watch", "deliver", "--desk", desk) == ""


def test_the_loop_sends_again_and_again(desk: Path, monkeypatch: pytest.MonkeyPatch):
    looks: list[float] = []

    def rest(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("foreigndesk.cli.deliver.time.sleep", rest)
    run("watch", "add", "north", "--webhook", "http://127.0.0.1:9/", "--desk", desk)
    done = runner.invoke(app, ["watch", "run", "--every", "5", "--json", "--desk", str(desk)])
    assert looks == [5, 5]
    assert done.stdout.splitlines()[:1] == ['{"failed":1,"sent":0}']


def test_a_channel_that_cannot_be_is_wrong_usage(desk: Path):
    run("watch", "add", "x", "--webhook", "ftp://a.example/", "--desk", desk, code=2)
    run("watch", "add", "x", "--notify", "nobody", "--desk", desk, code=2)
