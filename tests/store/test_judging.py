"""A judgement outlives the coder that it corrected."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.store.made import capture, reading

from foreigndesk.developments.judged import judgement, told_key
from foreigndesk.store import Desk
from foreigndesk.store.following import every_development, follow
from foreigndesk.store.judging import judgement_log


def states(desk: Desk) -> list[tuple[str, str]]:
    follow(desk)
    return [(e.judgement.value, e.state) for e in judgement_log(desk)]


def kinds(desk: Desk) -> list[str]:
    follow(desk)
    return sorted(d.type for d in every_development(desk))


def test_a_recoding_with_which_a_newer_coder_agrees_is_listed_as_idle(tmp_path: Path):
    newer = reading(1, version="2.0+bb")
    events = tuple(replace(e, type="AID") if e.type == "MOBILIZE" else e for e in newer.events)
    newer = replace(newer, events=events)
    with Desk.open(tmp_path / "a.desk") as desk:
        desk.write(reading(1), capture(1))
        follow(desk)
        (one,) = every_development(desk)
        target = told_key(one.reports[0])
        when = "2026-03-03T00:00:00+00:00"
        desk.judge(judgement("recode", target, "AID", who="mara", when=when, why="a gift"))
        assert states(desk) == [("AID", "applies")]
        assert kinds(desk) == ["AID"]
        desk.write(newer, capture(1))
        assert kinds(desk) == ["AID"]
        assert states(desk) == [("AID", "idle")]  # listed, not dropped
        assert len(list(desk.judgements())) == 1
        desk.write(replace(reading(1, version="3.0+cc")), capture(1))
        assert states(desk) == [("AID", "applies")]  # and back where it is needed again
