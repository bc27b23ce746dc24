"""The morning brief is bounded, says what it leaves off, and is what going through all gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.store import test_incremental as piecewise

from foreigndesk.store import Desk
from foreigndesk.store.following import kept_developments, noted_changes, revisions
from foreigndesk.store.news import News, news_of_day, news_of_time

EARLY, LATE = "2026-03-02T00:00:00+00:00", "2026-03-03T00:00:00+00:00"


def shown(news: tuple[News, ...]) -> dict[str, list[tuple[str, list[str]]]]:
    return {n.what: [(i.line.id, [c.day for c in i.changes]) for i in n.items] for n in news}


def through_all(desk: Desk, *, day: str = "", time: str = "") -> dict[str, list[str]]:
    """Sort every development by what its news is, one by one."""
    found: dict[str, list[str]] = {"changed": [], "began": [], "told": [], "quiet": []}
    moved = {c.development for c in noted_changes(desk) if (c.day >= day and c.noted >= time)}
    quiet = {k.id for k in kept_developments(desk, quiet_since=day or "0001-01-01")}
    joined = {r.now for r in revisions(desk, since=time)}
    for one in kept_developments(desk, background=False):
        new = one.first >= day if day else one.began >= time
        if one.last < day if day else one.changed < time:
            if day and one.id in quiet:
                found["quiet"].append(one.id)
        elif new:
            found["began"].append(one.id)
        elif one.id in moved:
            found["changed"].append(one.id)
        else:
            silent = not day and one.id in quiet and one.id not in joined
            found["quiet" if silent else "told"].append(one.id)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_the_brief_is_what_going_through_all_gives(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    draw = random.Random(seed)
    found = sorted(piecewise.world(draw, 80), key=lambda r: r.day)
    with Desk.open(tmp_path / "a.desk") as desk:
        for batch, now in ((found[:60], EARLY), (found[60:], LATE)):
            monkeypatch.setattr(piecewise, "NOW", now)
            for told in piecewise.batches(batch, draw):
                piecewise.take(desk, told)
            piecewise.settle(desk)
        days = sorted({r.day for r in found if len(r.day) == 10})
        some = 0
        for day in draw.sample(days, 8):
            news = news_of_day(desk, day, limit=0)
            told = {what: [i for i, _ in items] for what, items in shown(news).items()}
            assert told == through_all(desk, day=day)
            assert all(d >= day for _, days in shown(news)["changed"] for d in days)
            some += sum(map(len, told.values()))
            for one, whole in zip(news_of_day(desk, day, limit=2), news, strict=True):
                assert (one.items, one.found) == (whole.items[:2], len(whole.items))
                assert one.left == max(0, len(whole.items) - 2)
        news = news_of_time(desk, LATE, limit=0)
        told = {what: [i for i, _ in items] for what, items in shown(news).items()}
        assert told == through_all(desk, time=LATE)
        assert some


def test_the_brief_reads_indexes_and_no_table_through(tmp_path: Path):
    from foreigndesk.store import news

    with Desk.open(tmp_path / "a.desk") as desk:
        for where in (*news._OF_DAY.values(), *news._OF_TIME.values()):
            plan = desk.query(
                f"EXPLAIN QUERY PLAN SELECT count(*) FROM developments d WHERE {where}",
                ("2026-03-01",),
            )
            steps = " ".join(r["detail"] for r in plan)
            assert "SCAN" not in steps, steps
            assert "USING COVERING INDEX developments_" in steps or "quiet" in steps
