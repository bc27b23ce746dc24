"""Kept developments are those that a full computation gives, and go on resolving."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from tests.store.made import reading

from foreigndesk.developments import developments
from foreigndesk.developments.judged import judgement, told_key
from foreigndesk.developments.relations import firsts, weeks
from foreigndesk.store import Desk, UnknownIdError, following
from foreigndesk.store.following import (
    development_of_event,
    developments_of_article,
    every_development,
    follow,
    kept_development,
    kept_developments,
    noted_changes,
    pair_firsts,
    pair_weeks,
    revisions,
    up_to_date,
)


def full(desk: Desk):
    return list(developments(list(desk.readings()), desk.judgements()))


def test_following_keeps_what_a_full_computation_gives(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        for number in range(1, 4):
            desk.write(reading(number))
            assert not up_to_date(desk)
            follow(desk)
            assert up_to_date(desk)
            assert every_development(desk) == full(desk)


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        desk.write(reading(1))
        first = follow(desk)
        assert first.pages == 1
        assert first.began
        before = kept_developments(desk)
        again = follow(desk)
        assert (again.pages, again.began, again.changed) == (0, 0, 0)
        assert kept_developments(desk) == before


def test_one_is_found_by_the_beginning_of_its_id_its_article_and_its_event(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        desk.write(reading(1))
        follow(desk)
        for one in full(desk):
            assert kept_development(desk, one.id) == one
            assert kept_development(desk, one.id[4:]) == one
            event = one.reports[0].event
            held = development_of_event(desk, event)
            assert held is not None
            assert held.id == one.id
            assert one.id in [k.id for k in developments_of_article(desk, one.reports[0].article)]
        with pytest.raises(UnknownIdError, match="no development"):
            kept_development(desk, "dev-nothing")


def test_the_last_reports_of_one_can_be_had_alone(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        for number in range(1, 5):
            desk.write(reading(number, day=f"2026-03-0{number}"))
        follow(desk)
        (line,) = kept_developments(desk)
        whole = kept_development(desk, line.id)
        last = kept_development(desk, line.id, newest=2)
        assert line.reports == len(whole.reports) == 4
        assert last.reports == whole.reports[-2:]
        assert (last.changes, last.independent) == (whole.changes, whole.independent)


def test_a_pair_is_what_relations_give(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        for number in range(1, 4):
            desk.write(reading(number))
        follow(desk)
        found = full(desk)
        codes = sorted({c for d in found for r in d.reports for c in r.actors | r.recipients})
        for one in codes:
            for other in codes:
                if one != other:
                    assert pair_weeks(desk, one, other) == weeks(found, one, other)
                    assert pair_firsts(desk, one, other) == firsts(found, one, other)


def test_a_judgement_is_followed_and_merged_ids_go_on_resolving(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        desk.write(reading(1))
        desk.write(reading(2, day="2026-06-02"))
        follow(desk)
        one, other, *_ = full(desk)
        when = f"{date(2026, 3, 3)}T00:00:00+00:00"
        keys = [told_key(d.reports[0]) for d in (one, other)]
        desk.judge(judgement("merge", keys[0], keys[1], who="me", when=when, why=""))
        follow(desk)
        assert every_development(desk) == full(desk)
        assert kept_development(desk, one.id) == kept_development(desk, other.id)
        assert "merged" in {r.what for r in revisions(desk)}
        desk.judge(judgement("reject", keys[0], "", who="me", when=when, why=""))
        follow(desk)
        assert every_development(desk) == full(desk)
        assert development_of_event(desk, one.reports[0].event) is None


def test_changes_are_noted_when_the_desk_has_them(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        desk.write(reading(1))
        first = follow(desk)
        assert {c.noted for c in noted_changes(desk, first.time)} == {first.time}
        desk.write(reading(2))
        second = follow(desk)
        assert all(c.noted == second.time for c in noted_changes(desk, second.time))
        assert len(noted_changes(desk, "")) >= len(noted_changes(desk, second.time))


def test_a_list_is_paged_and_filtered(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as desk:
        for number in range(1, 6):
            desk.write(reading(number, day=f"2026-{2 * number:02}-02"))
        follow(desk)
        everything = kept_developments(desk)
        seen, after = [], ""
        while page := kept_developments(desk, limit=1, after=after):
            seen += page
            after = page[-1].id
        assert seen == everything
        lately = kept_developments(desk, by="changed")
        assert lately == sorted(everything, key=lambda k: (k.changed, k.reports, k.id))[::-1]
        assert kept_developments(desk, by="changed", after=lately[0].id) == lately[1:]
        one = random.Random(1).choice(everything)
        assert one in kept_developments(desk, kinds=(one.type,), countries=one.actors)
        assert one in kept_developments(desk, standing=one.standing, since=one.last)
        assert not kept_developments(desk, until="1900-01-01")
        assert one in kept_developments(desk, words=one.name.split(":")[0])
        assert not kept_developments(desk, words="zebra")


def test_other_code_makes_them_anew_and_their_times_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with Desk.open(tmp_path / "a.desk") as desk:
        for number in range(1, 6):
            desk.write(reading(number, day=f"2026-{2 * number:02}-02"))
        follow(desk)
        before, noted = kept_developments(desk), revisions(desk)
        monkeypatch.setattr(following, "maker", lambda: "other code")
        assert not up_to_date(desk)
        done = follow(desk)
        assert (done.pages, done.began, done.changed, done.gone) == (5, 0, 0, 0)
        assert kept_developments(desk) == before
        assert revisions(desk) == noted
        assert every_development(desk) == full(desk)


@pytest.mark.parametrize("step", ["take", "judge", "compose"])
@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_kill_loses_nothing(
    step: str, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(following, "PAGES", 2)
    monkeypatch.setattr(following, "REPORTS", 1)
    real, done = getattr(following._Run, step), []

    def killed(*words: object) -> object:
        done.append(1)
        if len(done) > after:
            raise KeyboardInterrupt
        return real(*words)

    with Desk.open(tmp_path / "a.desk") as desk:
        for number in range(1, 7):
            desk.write(reading(number, day=f"2026-{2 * number:02}-02"))
        with monkeypatch.context() as here:
            here.setattr(following._Run, step, killed)
            try:
                follow(desk)
            except KeyboardInterrupt:
                assert not up_to_date(desk)
        follow(desk)
        assert up_to_date(desk)
        assert every_development(desk) == full(desk)


WORKER = """
import sys
sys.path.insert(0, sys.argv[1])
from foreigndesk.store import Desk
from foreigndesk.store.following import follow
from tests.store.made import reading
first = int(sys.argv[3])
with Desk.open(sys.argv[2]) as desk:
    for number in range(first, first + 12):
        desk.write(reading(number, day=f"2026-{1 + number % 9:02}-02"))
        follow(desk)
"""


def test_two_processes_write_and_follow_at_once(tmp_path: Path):
    path = tmp_path / "a.desk"
    Desk.open(path).close()
    root = Path(__file__).resolve().parents[2]
    both = [
        subprocess.Popen([sys.executable, "-B", "-c", WORKER, str(root), str(path), str(first)])
        for first in (1, 101)
    ]
    assert [worker.wait(timeout=120) for worker in both] == [0, 0]
    with Desk.open(path) as desk:
        follow(desk)
        assert every_development(desk) == full(desk)
        assert desk.counts()["pages"] == 24
