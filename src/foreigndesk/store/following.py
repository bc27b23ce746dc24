"""Following: the kept developments brought up to date with what was read and judged since."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Final

from foreigndesk.codebook.tables import resource
from foreigndesk.developments import Report
from foreigndesk.developments.judged import Judged, standing_judgements
from foreigndesk.records import Judgement, decode
from foreigndesk.store.composing import Composing
from foreigndesk.store.desk import Desk
from foreigndesk.store.keeping import Tally
from foreigndesk.store.kept import (
    Asked,
    Kept,
    NotedChange,
    Revision,
    count_developments,
    development_of_event,
    developments_of_article,
    every_development,
    kept_counts,
    kept_development,
    kept_developments,
    kept_id,
    machine_report,
    machine_told,
    noted_changes,
    revisions,
)
from foreigndesk.store.pairs import pair_firsts, pair_weeks
from foreigndesk.store.relinking import Links
from foreigndesk.store.schema import DeskError
from foreigndesk.store.taking import Taking

__all__ = [
    "Asked",
    "Followed",
    "Kept",
    "NotedChange",
    "Revision",
    "count_developments",
    "development_of_event",
    "developments_of_article",
    "every_development",
    "follow",
    "followed",
    "kept_counts",
    "kept_development",
    "kept_developments",
    "kept_id",
    "machine_report",
    "machine_told",
    "noted_changes",
    "pair_firsts",
    "pair_weeks",
    "revisions",
    "up_to_date",
]

# What decides which developments come out: a change to one of these makes them anew.
_MAKERS: Final = (
    "__init__.py", "contradictions.py", "judged.py", "linking.py", "naming.py", "origins.py",
    "outlets.py", "phrases.py",
    "reports.py", "reprints.py", "standing.py", "telling.py", "types.py",
)  # fmt: skip
# What is computed anew from the readings; developments, names and revisions stay.
_DERIVED: Final = (
    "followed_articles", "article_hashes", "source_names", "components", "report_keys",
    "owning_keys", "recalled",
    "pair_weeks", "pair_firsts", "pair_sums", "pair_months", "dull_marks", "development_tellings", "owned_groups",
)  # fmt: skip
PAGES: Final = 500  # taken in at once
REPORTS: Final = 5_000  # written at once, or one development more

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
    for name in ("words.tsv", "phrases.tsv"):
        digest.update(resource("foreigndesk.developments", "data", name).read_bytes())
    return digest.hexdigest()


def _state(desk: Desk) -> dict[str, str]:
    return {r["what"]: r["value"] for r in desk.query("SELECT * FROM following")}


def _newest(desk: Desk, column: str, table: str) -> int:
    rows = desk.query(f"SELECT coalesce(max({column}), 0) AS n FROM {table}")  # noqa: S608
    return int(rows[0]["n"])


def up_to_date(desk: Desk) -> bool:
    """Say whether the kept developments have all that was read and judged."""
    done, read = _state(desk), _newest(desk, "reading", "pages")
    judged = _newest(desk, "row", "judgements")
    if not done and not read:
        return True
    (row,) = desk.query("SELECT EXISTS (SELECT 1 FROM pending) AS some")
    goal = {"maker": maker(), "reading": str(read), "judgement": str(judged)}
    return goal.items() <= done.items() and not row["some"]


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

    Writes nothing where nothing is new, and else only what that touches, in transactions short
    enough that others can write in between; a kill loses none of what is to be done.
    ``progress`` is told how many pages are done and how many there are. Raises DeskError where
    the desk cannot be written.
    """
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    if up_to_date(desk):
        return Followed(pages=0, began=0, changed=0, gone=0, time=now)
    run = _Run(desk, now)
    with desk.transaction() as base:
        run.begin(base)
    pages = 0
    while (taken := run.take()) is not None:
        pages += taken
        if progress is not None:
            progress(pages, pages + run.waiting)
    with desk.transaction() as base:
        run.judge(base)
    tally = Tally()
    while (more := run.compose()) is not None:
        tally += more
    return Followed(
        pages=pages, began=tally.began, changed=tally.changed, gone=tally.gone, time=now
    )


@dataclass(slots=True)
class _Run:
    """One following: its steps, each a transaction."""

    desk: Desk
    now: str
    waiting: int = 0
    _cache: dict[int, Report] = field(default_factory=dict)
    _seen: int = -1

    def _links(self, base: sqlite3.Connection) -> Links:
        # What another process wrote since makes what is in memory stale.
        ((version,),) = base.execute("PRAGMA data_version")
        if version != self._seen:
            self._cache.clear()
            self._seen = version
        return Links(base, self._cache)

    def _taking(self, base: sqlite3.Connection) -> Taking:
        standing = standing_judgements(self.desk.judgements())
        return Taking(self.desk, self._links(base), standing)

    def begin(self, base: sqlite3.Connection) -> None:
        """Begin anew where other code than today's made what is kept."""
        if _state(self.desk).get("maker") == maker():
            return
        for table in _DERIVED:
            base.execute(f"DELETE FROM {table}")  # noqa: S608
        base.execute("DELETE FROM pending WHERE kind <> 'development'")
        base.execute('UPDATE reports SET component = 0, "group" = 0, owns = 0')
        base.execute("INSERT OR IGNORE INTO pending SELECT 'development', row FROM developments")
        _note(base, maker=maker(), reading="0", judgement="0")

    def take(self) -> int | None:
        """Take in some pages; give how many, None where none waits."""
        with self.desk.transaction() as base:
            cursor = int(_state(self.desk)["reading"])
            rows = base.execute(
                "SELECT reading, article, current FROM pages WHERE reading > ? "
                "ORDER BY reading LIMIT ?",
                (cursor, PAGES),
            ).fetchall()
            if not rows:
                return None
            self._taking(base).pages([article for _, article, current in rows if current])
            _note(base, reading=str(rows[-1][0]))
            ((self.waiting,),) = base.execute(
                "SELECT count(*) FROM pages WHERE reading > ?", (rows[-1][0],)
            )
            return len(rows)

    def judge(self, base: sqlite3.Connection) -> None:
        """Heed the judgements, and the undoings, that are new."""
        cursor = int(_state(self.desk)["judgement"])
        rows = base.execute(
            "SELECT row, record FROM judgements WHERE row > ? ORDER BY row", (cursor,)
        ).fetchall()
        if rows:
            self._taking(base).rejudge(decode(record, Judgement) for _, record in rows)
            _note(base, judgement=str(rows[-1][0]))

    def compose(self) -> Tally | None:
        """Write some of the developments that wait; None where none does."""
        with self.desk.transaction() as base:
            taking = self._taking(base)
            taking.links.settle()
            ties, cuts = taking.ties()
            judged = Judged(reports=(), ties=ties, cuts=cuts, idle=())
            composing = Composing(taking.links, judged, self.now)
            composing.ready()
            return composing.compose(REPORTS)


def _note(base: sqlite3.Connection, **values: str) -> None:
    base.executemany("INSERT OR REPLACE INTO following VALUES (?, ?)", values.items())
