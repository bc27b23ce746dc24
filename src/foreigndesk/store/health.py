"""How the desk's sources do: what each outlet brought in, when last, and what failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from foreigndesk.store.desk import Desk, Trouble

_RECENT: Final = 5_000  # readings and claims that the counts look back over


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet: its pages among the newest, days of its articles, the last capture (UTC)."""

    name: str
    pages: int
    first: str
    last: str
    fetched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says things: the source's kind and name, and in how many claims and articles."""

    kind: str
    name: str
    claims: int
    articles: int


def outlets(desk: Desk) -> list[Outlet]:
    """Give the outlets among the newest readings, the most heard first."""
    rows = desk.query(
        "SELECT a.outlet, count(*), min(nullif(a.day, '')), max(a.day), max(c.fetched) "
        "FROM pages p CROSS JOIN articles a ON a.reading = p.reading AND a.id = p.article "
        "LEFT JOIN captures c ON c.id = p.capture WHERE p.current = 1 AND p.reading > "
        "(SELECT coalesce(max(reading), 0) FROM pages) - ? "
        "GROUP BY +a.outlet ORDER BY 2 DESC, 1 LIMIT 200",
        (_RECENT,),
    )
    return [
        Outlet(name=r[0], pages=r[1], first=r[2] or "", last=r[3] or "", fetched=r[4] or "")
        for r in rows
    ]


def voices(desk: Desk, *, limit: int = 60) -> list[Voice]:
    """Give the named and unnamed sources of the newest claims, the most heard first."""
    rows = desk.query(
        "SELECT source_kind, source_name, count(*), count(DISTINCT article) FROM claims "
        "WHERE row > (SELECT coalesce(max(row), 0) FROM claims) - ? AND source_name <> '' "
        "GROUP BY 1, 2 ORDER BY 4 DESC, 3 DESC, 2 LIMIT ?",
        (_RECENT, limit),
    )
    return [Voice(kind=r[0], name=r[1], claims=r[2], articles=r[3]) for r in rows]


def recent_troubles(desk: Desk, *, limit: int = 100) -> list[Trouble]:
    """Give what could not be captured or read, the newest first."""
    rows = desk.query("SELECT * FROM problems ORDER BY row DESC LIMIT ?", (limit,))
    return [
        Trouble(address=r["address"], stage=r["stage"], message=r["message"], noted=r["noted"])
        for r in rows
    ]


def outcomes(desk: Desk) -> dict[str, int]:
    """Give how many current pages were read, skipped, failed."""
    rows = desk.query("SELECT outcome, count(*) FROM pages WHERE current = 1 GROUP BY outcome")
    return {r[0]: r[1] for r in rows}
