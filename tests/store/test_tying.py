"""`development ID` shows what a development ends, seen from both."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.store.made import capture, reading
from typer.testing import CliRunner

from foreigndesk.cli.app import app
from foreigndesk.store import Desk
from foreigndesk.store.following import every_development, follow
from foreigndesk.store.tying import kept_ties


def test_a_withdrawal_ends_a_deployment(tmp_path: Path):
    path = tmp_path / "a.desk"
    left = reading(2, day="2026-04-20", status="happened")
    left = replace(left, events=tuple(replace(e, type="RETREAT") for e in left.events))
    with Desk.open(path) as desk:
        desk.write(reading(1, status="happened"), capture(1))
        desk.write(left, capture(2))
        follow(desk)
        found = {d.type: d for d in every_development(desk)}
        ((tie, _),) = kept_ties(desk, found["RETREAT"])
        assert (tie.earlier, tie.later) == (found["MOBILIZE"].id, found["RETREAT"].id)
        assert kept_ties(desk, found["MOBILIZE"])[0][0] == tie
    for kind, word in (("RETREAT", "Ends: "), ("MOBILIZE", "Ended by: ")):
        done = CliRunner().invoke(app, ["development", found[kind].id, "--desk", str(path)])
        assert done.exit_code == 0, done.exception
        assert word in done.stdout
