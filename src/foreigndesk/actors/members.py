"""Who belongs to which body, from when to when: reads ``members.tsv`` and checks every row.

A row gives codes, or takes over another body's members ("=United Nations") less some
("-CODE"); what comes out is one stay a member, dates as in the table.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from foreigndesk.codebook.tables import Row, TableError

Stay = tuple[str, str, str]  # member, from, to ("" open)
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@lru_cache(maxsize=4096)
def _first(day: str) -> date:
    return date.fromisoformat((day + "-01-01")[:10]) if day else date.min


@lru_cache(maxsize=4096)
def _last(day: str) -> date:
    if not day:
        return date.max
    if len(day) == 4:
        return date(int(day), 12, 31)
    if len(day) == 7:
        return (date.fromisoformat(f"{day}-28") + timedelta(4)).replace(day=1) - timedelta(1)
    return date.fromisoformat(day)


def is_day(text: str) -> bool:
    """Whether a cell is a year, a month or a day that the calendar has."""
    try:
        return bool(_ISO.fullmatch(text)) and _last(text) >= _first(text)
    except ValueError:
        return False


def _overlap(one: Stay, other: Stay) -> bool:
    return _first(one[1]) <= _last(other[2]) and _first(other[1]) <= _last(one[2])


def _cut(stay: Stay, start: str, end: str) -> Stay | None:
    """The part of a stay from ``start`` to ``end``."""
    lo = max(stay[1], start, key=_first)
    hi = min(stay[2], end, key=_last)
    return (stay[0], lo, hi) if _first(lo) <= _last(hi) else None


def _without(stay: Stay, gap: Stay) -> Iterator[Stay]:
    """What a gap leaves of a stay: the time before it and the time after it."""
    if not _overlap(stay, gap):
        yield stay
        return
    if gap[1] and _first(stay[1]) < _first(gap[1]):
        yield (stay[0], stay[1], str(_first(gap[1]) - timedelta(1)))
    if gap[2] and _last(gap[2]) < _last(stay[2]):
        yield (stay[0], str(_last(gap[2]) + timedelta(1)), stay[2])


@dataclass(slots=True)
class _Rows:
    """The rows of one body: its own members, the bodies it takes over, who is left out."""

    own: list[tuple[Stay, Row]] = field(default_factory=list)
    taken: list[tuple[Stay, Row]] = field(default_factory=list)
    gaps: dict[str, list[Stay]] = field(default_factory=dict)


def _dates(row: Row) -> None:
    for column in ("from", "to"):
        if row[column] and not is_day(row[column]):
            raise row.error(column, f"{row[column]!r} is no date like 2024, 2024-05 or 2024-05-31")
    if _first(row["from"]) > _last(row["to"]):
        raise row.error("to", f"{row['to']} lies before {row['from']}")


def _gather(rows: Iterable[Row], bodies: Container[str], codes: Container[str]) -> dict[str, _Rows]:
    found: dict[str, _Rows] = {}
    for row in rows:
        if row["body"] not in bodies:
            raise row.error("body", f"{row['body']!r} is no body of bodies.tsv")
        _dates(row)
        mine = found.setdefault(row["body"], _Rows())
        if row["member"].startswith("="):
            mine.taken.append(((row["member"][1:], row["from"], row["to"]), row))
            continue
        left_out = row["member"].startswith("-")
        members = row["member"].removeprefix("-").split("|")
        for code in members:
            if code not in codes:
                raise row.error("member", f"{code!r} is no ISO 3166 alpha-3 or PLOVER code")
            stay = (code, row["from"], row["to"])
            if left_out:
                mine.gaps.setdefault(code, []).append(stay)
            else:
                mine.own.append((stay, row))
    return found


def _inherit(body: str, rows: dict[str, _Rows], path: tuple[str, ...]) -> list[tuple[Stay, Row]]:
    mine = rows[body]
    found = list(mine.own)
    for (other, start, end), row in mine.taken:
        if other not in rows or other in (*path, body):
            raise row.error("member", f"{other!r} has no members to take over")
        for stay, _ in _inherit(other, rows, (*path, body)):
            part = _cut(stay, start, end)
            kept = [part] if part else []
            for gap in mine.gaps.get(stay[0], ()):
                kept = [left for one in kept for left in _without(one, gap)]
            found += [(one, row) for one in kept]
    return found


def _apart(found: list[tuple[Stay, Row]]) -> None:
    """Raise TableError where two stays of one member share a day."""
    before: dict[str, list[Stay]] = {}
    for stay, row in found:
        for other in before.setdefault(stay[0], []):
            if _overlap(stay, other):
                raise row.error("member", f"{stay[0]} is a member twice at one time")
        before[stay[0]].append(stay)


def stays(
    rows: Iterable[Row], bodies: Container[str], codes: Container[str]
) -> dict[str, tuple[Stay, ...]]:
    """Give each body's members with the dates of their stay, in the table's order.

    Raises TableError naming line and column for a body or code that no table has, for a date
    that is none, for a body without members taken over, and for stays that overlap.
    """
    gathered = _gather(rows, bodies, codes)
    found: dict[str, tuple[Stay, ...]] = {}
    for body, mine in gathered.items():
        inherited = _inherit(body, gathered, ())
        _apart(inherited)
        if not mine.taken and mine.gaps:
            raise TableError(f"members.tsv: {body} leaves out members and takes over none")
        found[body] = tuple(stay for stay, _ in inherited)
    return found
