"""`desk --read-token`: what it prints, and that two tokens which are one are refused."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from foreigndesk.cli.app import app
from foreigndesk.store import Desk


@pytest.fixture
def started(tmp_path, monkeypatch):
    """A function that runs the command as far as serving, and gives its line and the settings."""
    path = tmp_path / "x.desk"
    with Desk.open(path):
        pass
    served = []

    def serve(made, listening) -> None:
        listening.close()
        served.append(made)

    monkeypatch.setattr("foreigndesk.desk.serving.serve", serve)

    def run(*words: str):
        done = CliRunner().invoke(app, ["desk", "--desk", str(path), "--port", "0", *words])
        return done, served[-1].state.shelf.settings if served else None

    return run


def test_a_second_token_is_made_and_printed(started):
    done, settings = started("--read-token", "--json")
    told = json.loads(done.stdout.splitlines()[0])
    assert told["read_token"] == settings.read_token
    assert len(settings.read_token) >= 16
    assert told["token"] == settings.token != settings.read_token
    assert told["reading"].endswith(f"?token={settings.read_token}")


def test_without_it_there_is_none(started):
    done, settings = started("--json")
    assert set(json.loads(done.stdout.splitlines()[0])) == {"address", "token"}
    assert settings.read_token == ""


def test_two_tokens_that_are_one_are_refused(started, tmp_path):
    file = tmp_path / "token"
    file.write_text("one-and-the-same-token\n")
    done, settings = started("--token-file", str(file), "--read-token-file", str(file))
    assert done.exit_code == 2
    assert settings is None
