"""What is new on the desk since a day, or since a time: bounded lists, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import Kept, NotedChange, line_of

What = Literal["changed", "began", "told", "quiet"]
LISTED: Final = 20  # of each kind
CHANGES: Final = 12  # of each development, the last ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A development that is news; ``changes`` of its standing are the last, ``more`` the rest."""

    line: Kept
    changes: tuple[NotedChange, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Developments that changed, began, were told again, or went quiet: newest first.

    ``found`` says how many there are; ``items`` are the first of them.
    """

    what: What
    items: tuple[Item, ...]
    found: int

    @property
    def left(self) -> int:
        """How many are not listed."""
        return self.found - len(self.items)


_SINCE_DAY: Final = "d.background = 0 AND d.last >= ?1"
_MOVED: Final = (
    "EXISTS (SELECT 1 FROM development_changes c WHERE c.development = d.row AND c.day >= ?1)"
)
_OF_DAY: Final[dict[What, str]] = {
    "changed": f"{_SINCE_DAY} AND d.first < ?1 AND {_MOVED}",
    "began": f"{_SINCE_DAY} AND d.first >= ?1",
    "told": f"{_SINCE_DAY} AND d.first < ?1 AND NOT {_MOVED}",
    "quiet": "d.quiet = 1 AND d.due >= date(?1, '-7 days') AND +d.background = 0 AND +d.last < ?1",
}
_SINCE_TIME: Final = "d.background = 0 AND d.changed >= ?1"
_HEARD: Final = (
    "EXISTS (SELECT 1 FROM development_changes c WHERE c.development = d.row AND c.noted >= ?1)"
)
_SILENT: Final = (
    "d.quiet = 1 AND NOT EXISTS "
    '(SELECT 1 FROM development_revisions r WHERE r."to" = d.id AND r.noted >= ?1)'
)
_OF_TIME: Final[dict[What, str]] = {
    "changed": f"{_SINCE_TIME} AND d.began < ?1 AND {_HEARD}",
    "began": f"{_SINCE_TIME} AND d.began >= ?1",
    "told": f"{_SINCE_TIME} AND d.began < ?1 AND NOT {_HEARD} AND NOT ({_SILENT})",
    "quiet": f"{_SINCE_TIME} AND d.began < ?1 AND NOT {_HEARD} AND {_SILENT}",
}


def news_of_day(desk: Desk, day: str, *, limit: int = LISTED) -> tuple[News, ...]:
    """Give what is new by the articles' days (ISO); ``limit`` of each kind, 0 for all."""
    return tuple(_news(desk, what, _OF_DAY[what], "day", day, limit) for what in _OF_DAY)


def news_of_time(desk: Desk, time: str, *, limit: int = LISTED) -> tuple[News, ...]:
    """Give what is new by when the desk had it (ISO time, UTC); as ``news_of_day``."""
    return tuple(_news(desk, what, _OF_TIME[what], "noted", time, limit) for what in _OF_TIME)


def _news(desk: Desk, what: What, where: str, column: str, since: str, limit: int) -> News:
    rows = desk.query(
        "SELECT * FROM developments WHERE row IN "  # noqa: S608
        f"(SELECT d.row FROM developments d WHERE {where} "
        f"ORDER BY d.last DESC, d.reports DESC, d.id DESC LIMIT {limit or -1}) "
        "ORDER BY last DESC, reports DESC, id DESC",
        (since,),
    )
    found = len(rows)
    if limit and found == limit:
        counted = desk.query(f"SELECT count(*) FROM developments d WHERE {where}", (since,))  # noqa: S608
        found = int(counted[0][0])
    items = tuple(
        _changed(desk, line_of(r), r["row"], column, since)
        if what == "changed"
        else Item(line=line_of(r))
        for r in rows
    )
    return News(what=what, items=items, found=found)


def _changed(desk: Desk, line: Kept, row: int, column: str, since: str) -> Item:
    rows: Sequence[dict[str, str]] = [
        dict(r)
        for r in desk.query(
            "SELECT stage, standing, day, article, noted FROM development_changes "  # noqa: S608
            f"WHERE development = ? AND {column} >= ? ORDER BY number",
            (row, since),
        )
    ]
    changes = [NotedChange(development=line.id, **r) for r in rows[-CHANGES:]]
    return Item(line=line, changes=tuple(changes), more=max(0, len(rows) - CHANGES))
