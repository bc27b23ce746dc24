"""Following: the kept developments brought up to date with what was read and judged since."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Final

from foreigndesk.codebook.tables import resource
from foreigndesk.developments import Development, Report, of_reports
from foreigndesk.developments.judged import told_key
from foreigndesk.developments.reports import reports
from foreigndesk.store.desk import Desk
from foreigndesk.store.keeping import Tally, keep
from foreigndesk.store.kept import (
    Kept,
    NotedChange,
    Revision,
    development_of_event,
    developments_of_article,
    every_development,
    kept_development,
    kept_developments,
    kept_id,
    noted_changes,
    revisions,
)
from foreigndesk.store.pairs import pair_firsts, pair_weeks
from foreigndesk.store.rows import text_of
from foreigndesk.store.schema import DeskError

__all__ = [
    "Followed",
    "Kept",
    "NotedChange",
    "Revision",
    "development_of_event",
    "developments_of_article",
    "every_development",
    "follow",
    "followed",
    "kept_development",
    "kept_developments",
    "kept_id",
    "noted_changes",
    "pair_firsts",
    "pair_weeks",
    "revisions",
    "up_to_date",
]

# What decides which developments come out: a change to one of these makes them anew.
_MAKERS: Final = (
    "__init__.py", "contradictions.py", "judged.py", "linking.py", "origins.py", "reports.py",
    "standing.py", "types.py",
)  # fmt: skip

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What following brought: pages taken in, developments that began, changed, went into others.

    ``time`` is the ISO time (UTC) under which it is noted.
    """

    pages: int
    began: int
    changed: int
    gone: int
    time: str


@cache
def maker() -> str:
    """Give the digest of the code and tables that make developments of readings."""
    digest = hashlib.blake2b(digest_size=12)
    for name in _MAKERS:
        digest.update(resource("foreigndesk.developments", name).read_bytes())
    digest.update(resource("foreigndesk.developments", "data", "words.tsv").read_bytes())
    return digest.hexdigest()


def _state(desk: Desk) -> dict[str, str]:
    return {r["what"]: r["value"] for r in desk.query("SELECT * FROM following")}


def _goal(desk: Desk) -> dict[str, str]:
    (row,) = desk.query(
        "SELECT (SELECT coalesce(max(reading), 0) FROM pages) AS reading, "
        "(SELECT coalesce(max(row), 0) FROM judgements) AS judgement"
    )
    return {
        "maker": maker(),
        "reading": str(row["reading"]),
        "judgement": str(row["judgement"]),
    }


def up_to_date(desk: Desk) -> bool:
    """Say whether the kept developments have all that was read and judged."""
    goal = _goal(desk)
    return goal.items() <= _state(desk).items() or goal["reading"] == goal["judgement"] == "0"


@contextmanager
def followed(desk: Desk, progress: Progress | None = None) -> Iterator[Desk]:
    """Give a desk whose developments are up to date, for as long as the block lasts.

    This one, followed; where it lacks something and its file cannot be written, a copy of it in
    memory.
    """
    try:
        follow(desk, progress)
    except DeskError as error:
        if not isinstance(error.__cause__, sqlite3.OperationalError) or not any(
            sign in str(error.__cause__) for sign in ("readonly", "no such table")
        ):
            raise
    else:
        yield desk
        return
    with desk.copy() as copy:
        follow(copy, progress)
        yield copy


def follow(desk: Desk, progress: Progress | None = None) -> Followed:
    """Bring the kept developments up to date with the readings and judgements written since.

    Writes nothing where nothing is new. ``progress`` is told how many pages are done and how
    many there are. Raises DeskError where the desk cannot be written.
    """
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    if up_to_date(desk):
        return Followed(pages=0, began=0, changed=0, gone=0, time=now)
    with desk.transaction() as base:
        before, goal = _state(desk), _goal(desk)
        pages = int(goal["reading"]) - int(before.get("reading", "0"))
        tally = _all(desk, base, now)
        base.executemany("INSERT OR REPLACE INTO following VALUES (?, ?)", goal.items())
    if progress is not None:
        progress(pages, pages)
    return Followed(
        pages=pages, began=tally.began, changed=tally.changed, gone=tally.gone, time=now
    )


def _all(desk: Desk, base: sqlite3.Connection, now: str) -> Tally:
    """Compute every development anew and write what differs."""
    found = reports(list(desk.readings()))
    made = of_reports(found, desk.judgements())
    before = dict(
        base.execute("SELECT event, development FROM reports WHERE development IS NOT NULL")
    )
    touched = [row for (row,) in base.execute("SELECT row FROM developments")]
    _write_reports(base, found, made, before)
    return keep(base, made, before, touched, now)


def _write_reports(
    base: sqlite3.Connection,
    found: Sequence[Report],
    made: Sequence[Development],
    before: Mapping[str, int],
) -> None:
    base.execute("DELETE FROM reports")
    judged = {r.event: r for d in made for r in d.reports}
    for number, report in enumerate(found):
        kept = judged.get(report.event)
        said = "-" if kept is None else "" if kept == report else text_of(kept)
        base.execute(
            "INSERT INTO reports VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                report.event,
                report.article,
                report.day,
                told_key(report),
                number,
                number,
                before.get(report.event),
                text_of(report),
                said,
            ),
        )
