"""Actors without a code of their own: a person, an organisation, a group, by the name as written.

What a country's code has kept for it, by week and pair, is added up here from the newest events
that name the actor; each development counts once a week, as it does there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from foreigndesk.store.charting import Course, Link, Spoken, Sum, spoken_of
from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import Kept
from foreigndesk.store.likely import developments_by_row

TOLD: Final = 1_000  # newest events of an actor that are looked at
SHOWN: Final = 8  # developments given
RECENT: Final = 4_000  # newest events among which a list of actors is found


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor by its name: as written most, the code it counts with ("" without), what it has.

    The course and links are as a country's, over its newest events; ``developments`` are the
    newest that it is in.
    """

    name: str
    country: str
    course: tuple[Course, ...]
    links: tuple[Link, ...]
    developments: tuple[Kept, ...]


_EVENTS: Final = """
SELECT v.reading, v.id AS event, v.day, x.role, r.development, d.kind,
    CASE WHEN r.judged IN ('', '-') THEN v.status ELSE r.judged ->> '$.status' END
        IN ('happened', 'ongoing') AS done
FROM (SELECT row, reading, event, role FROM parties WHERE name = ?1 COLLATE NOCASE
    UNION SELECT row, reading, event, role FROM parties WHERE actor = ?1
    ORDER BY row DESC LIMIT ?2) x
JOIN pages p ON p.reading = x.reading AND p.current = 1
JOIN events v ON v.reading = x.reading AND v.id = x.event AND v.background = 0
JOIN reports r ON r.event = v.id
JOIN developments d ON d.row = r.development
WHERE x.role IN ('actor', 'recipient') AND length(v.day) >= 10
"""


def named_actor(desk: Desk, key: str, *, limit: int = 40) -> Named:
    """Give what the newest events tell of an actor by its name, or by its id."""
    rows = desk.query(
        f"SELECT date(t.day, 'weekday 0', '-6 days') AS week, t.*, o.role AS other_role, "  # noqa: S608
        f"o.name, o.country, o.actor FROM ({_EVENTS}) t LEFT JOIN parties o "
        "ON o.reading = t.reading AND o.event = t.event AND o.role IN ('actor', 'recipient')",
        (key, TOLD),
    )
    names = desk.query(
        "SELECT name, country FROM parties WHERE name = ?1 COLLATE NOCASE OR actor = ?1 "
        "ORDER BY row DESC LIMIT 1",
        (key,),
    )
    folded = (names[0]["name"] if names else key).lower()
    weeks: dict[str, Sum] = {}
    pairs: dict[str, Sum] = {}
    newest: dict[int, str] = {}
    counted: set[tuple[str, int]] = set()
    met: set[tuple[str, int, str]] = set()
    for r in rows:
        week, development, done = r["week"], r["development"], bool(r["done"])
        newest[development] = max(newest.get(development, ""), r["day"])
        if (week, development) not in counted:
            counted.add((week, development))
            weeks.setdefault(week, Sum()).add(r["kind"], development, done=done)
        other = r["country"] or (r["name"] or "").lower()
        itself = (r["name"] or "").lower() == folded or key == r["actor"]
        beside = r["role"] == r["other_role"] == "recipient"
        if other and not itself and not beside and (week, development, other) not in met:
            met.add((week, development, other))
            pairs.setdefault(other, Sum()).add(r["kind"], development, done=done)
    made = [
        Link(
            one=folded,
            other=other,
            cooperation=round(s.up, 1),
            conflict=round(s.down, 1),
            developments=len(s.developments),
            planned=s.planned,
            lean=round(s.lean, 1),
        )
        for other, s in pairs.items()
    ]
    latest = sorted(newest, key=lambda row: (newest[row], row), reverse=True)
    return Named(
        name=names[0]["name"] if names else key,
        country=names[0]["country"] if names else "",
        course=tuple(
            Course(week=w, cooperation=round(s.up, 1), conflict=round(s.down, 1), planned=s.planned)
            for w, s in sorted(weeks.items())
        ),
        links=tuple(sorted(made, key=lambda k: (-k.developments, k.other))[:limit]),
        developments=tuple(developments_by_row(desk, latest[:SHOWN])),
    )


def said_by(desk: Desk, name: str, *, limit: int = 12) -> tuple[Spoken, ...]:
    """Give what a source of this name said last."""
    rows = desk.query(
        "SELECT c.id, c.source_name, c.record, a.id AS article, a.day, a.text FROM "
        "(SELECT * FROM claims WHERE source_name = ? COLLATE NOCASE ORDER BY row DESC LIMIT ?) c "
        "JOIN pages p ON p.reading = c.reading AND p.current = 1 "
        "JOIN articles a ON a.reading = c.reading AND a.id = c.article",
        (name, limit),
    )
    return spoken_of(rows)


def active_names(desk: Desk, *, limit: int = 40) -> tuple[tuple[str, int], ...]:
    """Give the actors without a code among the newest events, and in how many each acts."""
    rows = desk.query(
        "SELECT x.name, count(DISTINCT e.id) AS n FROM (SELECT reading, id FROM events "
        "ORDER BY row DESC LIMIT ?) e CROSS JOIN parties x ON x.reading = e.reading "
        "AND x.event = e.id WHERE x.country = '' AND x.role IN ('actor', 'recipient') "
        "GROUP BY lower(x.name) ORDER BY n DESC, 1 LIMIT ?",
        (RECENT, limit),
    )
    return tuple((r["name"], r["n"]) for r in rows)
