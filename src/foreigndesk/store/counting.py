"""How many a search finds, up to a bound, and what may be searched for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from foreigndesk.store.desk import Desk
from foreigndesk.store.search import (
    Conditions,
    Filter,
    article_conditions,
    claim_conditions,
    event_conditions,
)

COUNTED: Final = 1_000  # up to which what is found is counted
WINDOW: Final = 5_000  # newest pages over which actors are counted
PARTNERS: Final = 2_000  # newest developments over which partners are counted


def count_found(desk: Desk, what: str, wanted: Filter) -> int:
    """Give how many events, claims or articles there are; 1,001 stands for more than 1,000."""
    of: dict[str, Callable[[Desk, Filter, str], Conditions]] = {
        "events": event_conditions,
        "claims": claim_conditions,
        "articles": article_conditions,
    }
    where = of[what](desk, wanted, "")
    rows = desk.query(
        f"SELECT count(*) FROM (SELECT 1 FROM {what} t WHERE {where} LIMIT {COUNTED + 1})",  # noqa: S608
        where.values,
    )
    return int(rows[0][0])


def actor_counts(desk: Desk, *, limit: int = 200) -> list[tuple[str, str, int]]:
    """Give the actors of the newest pages: code, a name as written, events; most events first."""
    rows = desk.query(
        "SELECT country, max(name), count(*) FROM parties WHERE reading > "
        "(SELECT coalesce(max(reading), 0) FROM pages) - ? AND +role IN ('actor', 'recipient') "
        "AND length(country) = 3 GROUP BY +country ORDER BY 3 DESC, 1 LIMIT ?",
        (WINDOW, limit),
    )
    return [(r[0], r[1], int(r[2])) for r in rows]


def partners(desk: Desk, code: str, *, limit: int = 30) -> list[tuple[str, int]]:
    """Give the other parties of an actor's newest developments, the most frequent first."""
    rows = desk.query(
        "SELECT x.code, count(DISTINCT x.development) FROM (SELECT DISTINCT development "
        "FROM development_parties WHERE code = ? ORDER BY development DESC LIMIT ?) n "
        "JOIN development_parties x ON x.development = n.development WHERE x.code <> ? "
        "GROUP BY x.code ORDER BY 2 DESC, 1 LIMIT ?",
        (code, PARTNERS, code, limit),
    )
    return [(r[0], int(r[1])) for r in rows]


def actor_name(desk: Desk, code: str) -> str:
    """Give a name that texts call a code by; "" where none has it."""
    rows = desk.query("SELECT name FROM parties WHERE country = ? LIMIT 1", (code,))
    return str(rows[0][0]) if rows else ""
