"""The names that pages mention and no table knows, counted over a desk."""

from __future__ import annotations

from dataclasses import dataclass

from foreigndesk.store.desk import Desk

# An unknown name's country and sector are what its article said of it, where it said it.
_SQL = """
WITH named AS (
    SELECT m.name, m.reading, m.ref, json_extract(m.record, '$.how') AS how
    FROM mentions m JOIN pages p ON p.reading = m.reading
    WHERE p.current = 1 AND m.of = 'actor' AND m.name <> ''
)
SELECT n.name, count(DISTINCT n.reading) AS pages, count(*) AS mentions,
    max(n.how LIKE 'unknown person%') AS person, max(a.country) AS country,
    max(json_extract(a.record, '$.sectors[0]')) AS sector
FROM named n LEFT JOIN actors a ON a.reading = n.reading AND a.id = n.ref
WHERE n.how LIKE 'unknown%' GROUP BY n.name
ORDER BY pages DESC, mentions DESC, n.name LIMIT ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """A name that nothing resolves, on how many pages and how often; what is told of it.

    ``kind`` is "person" or "" where that is not known; ``country`` and ``sector`` are codes.
    """

    name: str
    pages: int
    mentions: int
    kind: str
    country: str
    sector: str


def unresolved(desk: Desk, *, limit: int = 50) -> list[Unresolved]:
    """Give the names that most pages mention and nothing resolves; ``limit`` 0 gives all."""
    return [
        Unresolved(
            name=row["name"],
            pages=row["pages"],
            mentions=row["mentions"],
            kind="person" if row["person"] else "",
            country=row["country"] or "",
            sector="" if row["sector"] in (None, "UNK") else row["sector"],
        )
        for row in desk.query(_SQL, (limit or -1,))
    ]
