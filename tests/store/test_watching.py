"""Watches look only at what was written since the last look, and hear what going through all does."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.developments.scenarios import report
from tests.store.test_incremental import batches, settle, take, world

from foreigndesk.developments.watches import Alert, Watch, alerts
from foreigndesk.store import Desk, watching
from foreigndesk.store.following import every_development
from foreigndesk.store.watching import add_watch, look, noted_alerts, remove_watch

WATCHES = (
    Watch(id="wat-1", name="all", made=""),
    Watch(id="wat-2", name="two", made="", countries=("PRK", "RUS")),
    Watch(id="wat-3", name="kind", made="", types=("AID", "SANCTION"), since="2024-02-01"),
    Watch(id="wat-4", name="word", made="", words=("words",), statuses=("denied",)),
    Watch(id="wat-5", name="stands", made="", standings=("disputed", "acknowledged")),
)


def quietly(desk: Desk) -> int:
    return look(desk, lambda _: None)


def ids(desk: Desk) -> set[str]:
    return {n.alert.id for n in noted_alerts(desk)}


class All:
    """Goes through every development at each look."""

    def __init__(self) -> None:
        self.known: dict[str, Alert] = {}

    def look(self, desk: Desk, held: tuple[Watch, ...]) -> None:
        found = every_development(desk)
        for watch in held:
            begun = frozenset(
                a.event for a in self.known.values() if (a.what, a.watch) == ("began", watch.id)
            )
            for alert in alerts(watch, found, begun):
                self.known.setdefault(alert.id, alert)


@pytest.mark.parametrize("seed", range(10))
def test_what_is_heard_is_what_going_through_all_gives(seed: int, tmp_path: Path):
    draw = random.Random(seed)
    found, every = world(draw, 60), All()
    with Desk.open(tmp_path / "a.desk") as desk:
        for number, batch in enumerate(batches(found, draw)):
            if number < len(WATCHES):
                add_watch(desk, WATCHES[number])
            take(desk, batch)
            settle(desk)
            if draw.random() < 0.7:
                quietly(desk)
                every.look(desk, WATCHES[: number + 1])
        quietly(desk)
        every.look(desk, WATCHES)
        assert ids(desk) == set(every.known)
        assert {n.alert.what for n in noted_alerts(desk)} >= {"began", "standing", "status"}
        assert quietly(desk) == 0


def test_only_what_was_written_since_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    looked: list[int] = []
    real = watching.development_at

    def counted(desk: Desk, row: int, **more: int) -> object:
        looked.append(row)
        return real(desk, row, **more)

    monkeypatch.setattr(watching, "development_at", counted)
    kinds = ("AID", "SANCTION", "PROTEST", "ACCUSE")
    with Desk.open(tmp_path / "a.desk") as desk:
        add_watch(desk, WATCHES[0])
        for number, kind in enumerate(kinds):
            take(desk, [report(number, f"2026-03-0{number + 1} A {kind} FRA>MLI happened FRA")])
        settle(desk)
        assert quietly(desk) == len(kinds)
        looked.clear()
        take(desk, [report(9, "2026-03-05 B SANCTION FRA>MLI denied MLI")])
        settle(desk)
        quietly(desk)
        assert len(looked) == 1
        looked.clear()
        assert quietly(desk) == 0
        assert looked == []
        add_watch(desk, Watch(id="wat-9", name="new", made="", types=("PROTEST",)))
        assert quietly(desk) == 1  # a new watch goes through what it may fit
        assert len(looked) == 1


def test_a_plan_that_nobody_told_again_is_heard_when_its_day_went_by(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        add_watch(desk, WATCHES[0])
        take(desk, [report(0, "2026-03-01 A MOBILIZE FRA>MLI planned FRA on=2026-03-10")])
        settle(desk)
        quietly(desk)
        take(desk, [report(1, "2026-03-17 A PROTEST DNK>NOR happened DNK")])
        settle(desk)
        quietly(desk)
        assert "quiet" not in {n.alert.what for n in noted_alerts(desk)}
        take(desk, [report(2, "2026-03-18 A PROTEST DNK>NOR happened DNK words=x")])
        settle(desk)
        quietly(desk)
        (quiet,) = [n.alert for n in noted_alerts(desk) if n.alert.what == "quiet"]
        assert "planned for 2026-03-10" in quiet.why


@pytest.mark.parametrize("after", range(4))
def test_a_kill_while_looking_loses_no_alert(
    after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    draw = random.Random(after)
    found = world(draw, 40)
    heard = []
    for killed in (False, True):
        with Desk.open(tmp_path / f"{killed}.desk") as desk:
            for watch in WATCHES[:2]:
                add_watch(desk, watch)
            for half in (found[:20], found[20:]):
                take(desk, half)
                settle(desk)
                with monkeypatch.context() as here:
                    here.setattr(watching, "AT_ONCE", 3)
                    if killed:
                        here.setattr(watching, "_note", dying(after))
                        with pytest.raises(KeyboardInterrupt):
                            quietly(desk)
                        here.undo()
                    quietly(desk)
            heard.append(ids(desk))
    assert heard[0] == heard[1]


def dying(after: int):
    real, done = watching._note, []

    def note(*given: object) -> None:
        done.append(1)
        real(*given)  # type: ignore[arg-type]
        if len(done) > after:
            raise KeyboardInterrupt

    return note


def test_a_watch_that_was_removed_hears_nothing_more(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        add_watch(desk, WATCHES[0])
        remove_watch(desk, WATCHES[0])
        take(desk, [report(0, "2026-03-01 A AID FRA>MLI happened FRA")])
        settle(desk)
        assert quietly(desk) == 0
        add_watch(desk, WATCHES[0])  # and goes through all when it comes again
        assert quietly(desk) == 1
