"""What came to the desk since a page was opened: counted without going through the desk.

A mark says how far the desk had got. What is asked looks only at what came after it, and at the
newest of that alone where much came: then it says that there is more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import Asked, count_developments
from foreigndesk.store.search import (
    Conditions,
    Filter,
    article_conditions,
    claim_conditions,
    event_conditions,
)

READINGS: Final = 2_000  # newest readings, or developments changed, that a count looks at
COUNTED: Final = 999  # up to which it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a desk has got: its newest reading, alert and judgement, and its latest change.

    ``changed`` is the ISO time (UTC) at which a development last became another.
    """

    reading: int = 0
    alert: int = 0
    judgement: int = 0
    changed: str = ""

    def behind(self, other: Mark) -> bool:
        """Whether the desk had got farther in anything at the other mark."""
        return (
            self.reading < other.reading
            or self.alert < other.alert
            or self.judgement < other.judgement
            or self.changed < other.changed
        )

    def __str__(self) -> str:
        """Give the mark as an address carries it."""
        return f"{self.reading}.{self.alert}.{self.judgement}.{self.changed}"


_MARK: Final = re.compile(
    r"([0-9]{1,15})\.([0-9]{1,15})\.([0-9]{1,15})\.([0-9T:.+-]{0,40})", re.ASCII
)


def read_mark(text: str) -> Mark | None:
    """Read a mark as ``str`` gave it; None where it is none."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    reading, alert, judgement = (int(n) for n in found.groups()[:3])
    return Mark(reading=reading, alert=alert, judgement=judgement, changed=found[4])


def mark_of(desk: Desk) -> Mark:
    """Give how far a desk has got now."""
    row = desk.query(
        "SELECT (SELECT max(reading) FROM pages), (SELECT max(row) FROM alerts), "
        "(SELECT max(row) FROM judgements), (SELECT max(changed) FROM developments)"
    )[0]
    return Mark(reading=row[0] or 0, alert=row[1] or 0, judgement=row[2] or 0, changed=row[3] or "")


@dataclass(frozen=True, slots=True)
class Arrived:
    """How many came; ``more`` says that there may be more than were counted."""

    number: int
    more: bool = False


_OF: Final[dict[str, Callable[[Desk, Filter, str], Conditions]]] = {
    "events": event_conditions,
    "claims": claim_conditions,
    "articles": article_conditions,
}


def arrived(desk: Desk, what: str, wanted: Filter, since: Mark, *, placed: bool = False) -> Arrived:
    """Give how many events, claims or articles that a filter asks for came since a mark.

    ``placed`` counts only events that name a place.
    """
    newest = mark_of(desk).reading
    floor = max(since.reading, newest - READINGS)
    if newest <= since.reading:
        return Arrived(0)
    where = _OF[what](desk, wanted, "")
    if placed:
        where.add("t.place <> ''")
    rows = desk.query(
        f"SELECT count(*) FROM (SELECT 1 FROM {what} t INDEXED BY {what}_reading "  # noqa: S608
        f"WHERE t.reading > ? AND {where} LIMIT {COUNTED + 1})",
        (floor, *where.values),
    )
    return _arrived(int(rows[0][0]), floor > since.reading)


def changed_since(desk: Desk, mark: Mark, asked: Asked) -> Arrived:
    """Give how many developments that are asked for began or became others since a mark."""
    if mark_of(desk).changed <= mark.changed:
        return Arrived(0)
    since: Asked = {**asked, "changed_after": mark.changed}
    found = count_developments(desk, **since)
    return _arrived(found, found >= READINGS)


def alerts_since(desk: Desk, since: Mark, watch: str = "") -> Arrived:
    """Give how many alerts, of all watches or of one, were noted since a mark."""
    sql = "SELECT count(*) FROM alerts WHERE row > ? AND ? IN ('', watch)"
    return _arrived(int(desk.query(sql, (since.alert, watch))[0][0]))


def judgements_since(desk: Desk, since: Mark) -> Arrived:
    """Give how many judgements, or takings back, came since a mark."""
    sql = "SELECT count(*) FROM judgements WHERE row > ?"
    return _arrived(int(desk.query(sql, (since.judgement,))[0][0]))


def _arrived(number: int, more: bool = False) -> Arrived:
    return Arrived(min(number, COUNTED), more or number > COUNTED)
