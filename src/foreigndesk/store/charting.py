"""What maps, networks and courses are drawn from: sums over what the desk holds.

Each looks at a stretch of days or at the newest so many records, and says which: no question
goes through the whole of a large desk.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Final

from foreigndesk.codebook import codebook
from foreigndesk.records import Claim, decode
from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import Asked, Kept, told_most
from foreigndesk.store.packing import packed
from foreigndesk.store.search import Filter, event_conditions

EVENTS: Final = 4_000  # newest events that a list of actors looks at
PLACED: Final = 2_000  # newest events with a place that a map looks at
LINKED: Final = 20_000  # newest weeks of developments that a network or an actor sums up
AMONG: Final = 400  # newest developments among which those told most are found
TELLING: Final = 400  # newest events of an actor among which who tells of it is counted
CLAIMS: Final = 3_000  # newest claims among which an actor's own words are found
FIRM: Final = ("happened", "ongoing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place with what is told to have happened, or be coming, there.

    ``lat`` and ``lon`` in degrees stand for a point only with the precision "point" or "city";
    ``firm`` is how many events are told as happened or under way.
    """

    name: str
    country: str
    lat: float | None
    lon: float | None
    precision: str
    cooperation: int
    conflict: int
    firm: int

    @property
    def events(self) -> int:
        """How many events."""
        return self.cooperation + self.conflict


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What two actors did to each other over some weeks.

    Scores are sums over developments and weeks by PLOVER's scale, of what is told as happened
    or under way; ``planned`` counts the developments that are only planned or possible, and
    ``lean`` adds up what these would score.
    """

    one: str
    other: str
    cooperation: float
    conflict: float
    developments: int
    planned: int
    lean: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """An actor's or the desk's week: scores up and down, or counts by quad class."""

    week: str
    cooperation: float
    conflict: float
    planned: int


@dataclass(slots=True)
class Sum:
    """Scores of a week or a pair, added up development by development."""

    up: float = 0.0
    down: float = 0.0
    planned: int = 0
    lean: float = 0.0
    developments: set[int] = field(default_factory=set)

    def add(self, kind: str, development: int, *, done: bool) -> None:
        """Add a development by the type that scores it."""
        self.developments.add(development)
        self.add_all(kind, 1, done=done)

    def add_all(self, kind: str, number: int, *, done: bool) -> None:
        """Add so many developments without saying which."""
        score = number * codebook().types[kind].score
        if not done:
            self.planned += number
            self.lean += score
            return
        if score > 0:
            self.up += score
        else:
            self.down += score


def spots(desk: Desk, wanted: Filter) -> tuple[Spot, ...]:
    """Give the places of the newest events that a filter asks for, the most told first."""
    where = event_conditions(desk, wanted)
    rows = packed(
        desk,
        "SELECT t.place, t.place_country AS country, t.record ->> '$.place.lat' AS lat, "  # noqa: S608
        "t.record ->> '$.place.lon' AS lon, t.record ->> '$.place.precision' AS precision, "
        f"t.type, t.status FROM events t WHERE {where} AND t.place <> '' "
        f"ORDER BY t.day DESC, t.row DESC LIMIT {PLACED}",
        where.values,
        tuple[str, str, float | None, float | None, str | None, str, str],
    )
    sums: dict[tuple[object, ...], Counter[str]] = {}
    for *key, kind, status in rows:
        told = sums.setdefault(tuple(key), Counter())
        told["conflict" if codebook().types[kind].quad >= 3 else "cooperation"] += 1
        told["firm"] += status in FIRM
    made = [
        Spot(
            name=str(key[0]),
            country=str(key[1]),
            lat=float(str(key[2])) if key[2] is not None else None,
            lon=float(str(key[3])) if key[3] is not None else None,
            precision=str(key[4]),
            cooperation=told["cooperation"],
            conflict=told["conflict"],
            firm=told["firm"],
        )
        for key, told in sums.items()
    ]
    return tuple(sorted(made, key=lambda s: (-s.events, s.name)))


@cache
def _score() -> str:
    """Give SQL for the score of a development ``d`` by its kind."""
    kinds = " ".join(f"WHEN '{k}' THEN {float(t.score)!r}" for k, t in codebook().types.items())
    return f"CASE d.kind {kinds} END"


_STANDS: Final = "CROSS JOIN developments d INDEXED BY developments_stand ON d.row = p.development"
_WEEKS: Final = "SELECT one, other, week, done, development FROM pair_weeks WHERE"
_SPAN: Final = "week >= ?1 AND (?2 = '' OR week <= ?2)"
_OF: Final = f"{_WEEKS} one = ?3 AND {_SPAN} UNION ALL {_WEEKS} other = ?3 AND {_SPAN}"
_NODES: Final = "one GLOB '[A-Z][A-Z][A-Z]' AND other GLOB '[A-Z][A-Z][A-Z]'"  # others have none


def links(
    desk: Desk, *, since: str = "", until: str = "", actor: str = "", limit: int = 60
) -> tuple[Link, ...]:
    """Give the pairs with the most developments between two days, with their scores.

    Weeks count by their Monday, without ``actor`` the newest 20,000 of developments. With
    ``actor`` (a code) only its pairs.
    """
    # All is added up in SQLite, out of indexes: other readers' threads need not wait for it.
    source = _OF if actor else f"{_WEEKS} {_SPAN} ORDER BY week DESC LIMIT {LINKED}"
    rows = desk.query(
        "WITH told AS MATERIALIZED (SELECT p.one, p.other, p.done, p.development, "  # noqa: S608
        f"{_score()} AS score FROM ({source}) p {_STANDS} WHERE {_NODES}) "
        "SELECT one, other, total(CASE WHEN done AND score > 0 THEN score END) AS up, "
        "total(CASE WHEN done AND score <= 0 THEN score END) AS down, "
        "count(DISTINCT development) AS developments, sum(NOT done) AS planned, "
        "total(CASE WHEN NOT done THEN score END) AS lean "
        "FROM told GROUP BY one, other ORDER BY developments DESC, one, other LIMIT ?4",
        (since, until, actor, limit),
    )
    return tuple(
        Link(
            one=r["one"],
            other=r["other"],
            cooperation=round(r["up"], 1),
            conflict=round(r["down"], 1),
            developments=r["developments"],
            planned=r["planned"],
            lean=round(r["lean"], 1),
        )
        for r in rows
    )


def counted_since(desk: Desk, code: str, *, most: int = LINKED) -> str:
    """Give the Monday since when an actor has ``most`` developments' weeks; "" where it has less.

    One who is told of more often than that has its page from there on.
    """
    (row,) = desk.query(
        "SELECT max((SELECT coalesce(max(week), '') FROM (SELECT week FROM pair_weeks "
        "WHERE one = ?1 ORDER BY week DESC LIMIT 1 OFFSET ?2)), "
        "(SELECT coalesce(max(week), '') FROM (SELECT week FROM pair_weeks "
        "WHERE other = ?1 ORDER BY week DESC LIMIT 1 OFFSET ?2)))",
        (code, most),
    )
    return (date.fromisoformat(row[0]) + timedelta(days=7)).isoformat() if row[0] else ""


def span_of_weeks(desk: Desk) -> tuple[str, str]:
    """Give the first and last Monday of which anything between two actors is told."""
    row = desk.query(
        "SELECT (SELECT min(week) FROM pair_weeks), (SELECT max(week) FROM pair_weeks)"
    )[0]
    return row[0] or "", row[1] or ""


def actor_course(desk: Desk, code: str, *, since: str = "") -> tuple[Course, ...]:
    """Give an actor's weeks, all pairs of it together, oldest first; each development once."""
    rows = desk.query(
        "SELECT p.week, d.kind, p.done, count(DISTINCT p.development) AS n "  # noqa: S608
        f"FROM ({_OF}) p {_STANDS} GROUP BY p.week, d.kind, p.done",
        (since, "", code),
    )
    sums: dict[str, Sum] = {}
    for r in rows:
        sums.setdefault(r["week"], Sum()).add_all(r["kind"], r["n"], done=bool(r["done"]))
    return tuple(
        Course(week=w, cooperation=round(s.up, 1), conflict=round(s.down, 1), planned=s.planned)
        for w, s in sums.items()
    )


def event_course(
    desk: Desk, *, since: str, until: str, kinds: Collection[str] = ()
) -> tuple[tuple[str, int, int], ...]:
    """Give for each day and quad class how many events articles of that day tell as news.

    ``kinds`` are the types that count; without any all do.
    """
    mixed = desk.query("SELECT 1 FROM pages WHERE current = 0 LIMIT 1")
    only = "AND reading IN (SELECT reading FROM pages WHERE current = 1)" if mixed else ""
    rows = packed(
        desk,
        "SELECT day, type, count(*) AS n FROM events WHERE day >= ? AND day <= ? "  # noqa: S608
        f"AND background = 0 {only} GROUP BY day, type",
        (since, until),
        tuple[str, str, int],
    )
    sums: Counter[tuple[str, int]] = Counter()
    for day, kind, number in rows:
        if not kinds or kind in kinds:
            sums[(day[:10], codebook().types[kind].quad)] += number
    return tuple((day, quad, n) for (day, quad), n in sorted(sums.items()))


def active_actors(desk: Desk, *, limit: int = 80) -> tuple[tuple[str, dict[int, int]], ...]:
    """Give the actors of the newest events with their counts by quad class, busiest first."""
    rows = desk.query(
        "SELECT x.country, e.type, count(*) AS n FROM (SELECT reading, id, type FROM events "
        "ORDER BY row DESC LIMIT ?) e CROSS JOIN parties x ON x.reading = e.reading AND x.event = e.id "
        "WHERE x.country GLOB '[A-Z][A-Z][A-Z]' AND x.role = 'actor' GROUP BY 1, 2",
        (EVENTS,),
    )
    sums: dict[str, Counter[int]] = {}
    for r in rows:
        sums.setdefault(r["country"], Counter())[codebook().types[r["type"]].quad] += r["n"]
    ranked = sorted(sums.items(), key=lambda s: (-s[1].total(), s[0]))[:limit]
    return tuple((code, dict(counts)) for code, counts in ranked)


_LAST: Final = "ORDER BY t.day DESC, t.row DESC"


def speakers(desk: Desk, code: str, *, limit: int = 12) -> tuple[tuple[str, str, int], ...]:
    """Give who tells of an actor: source kind, name, how many events.

    Of a code the 400 events that came in last are looked at, of a name those with the last days.
    """
    values: list[object] = [code]
    if len(code) == 3 and code.isupper():
        newest = " UNION ".join(
            f"SELECT * FROM (SELECT reading, event FROM parties x WHERE country = ?1 "  # noqa: S608
            f"AND role = '{role}' AND EXISTS (SELECT 1 FROM pages p WHERE p.reading = x.reading "
            f"AND p.current = 1) ORDER BY reading DESC LIMIT {TELLING})"
            for role in ("actor", "recipient")
        )
        found = (
            f"({newest} ORDER BY reading DESC, event LIMIT {TELLING}) n "
            "JOIN events t ON t.reading = n.reading AND t.id = n.event"
        )
    else:
        where = event_conditions(desk, Filter(party=code))
        found, values = (
            f"(SELECT * FROM events t WHERE {where} {_LAST} LIMIT {TELLING})",  # noqa: S608
            where.values,
        )
    rows = desk.query(
        f"SELECT source_kind, source_name, count(*) AS n FROM {found} "  # noqa: S608
        f"WHERE source_name <> '' GROUP BY 1, 2 ORDER BY n DESC, 2 LIMIT {int(limit)}",
        values,
    )
    return tuple((r["source_kind"], r["source_name"], r["n"]) for r in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What one of an actor's own people said: who, the words, where and on which ISO day."""

    who: str
    words: str
    claim: str
    article: str
    day: str


def spoken(desk: Desk, code: str, *, limit: int = 12) -> tuple[Spoken, ...]:
    """Give what an actor's own people said last, among the newest claims."""
    rows = desk.query(
        "SELECT c.id, c.source_name, c.record, a.id AS article, a.day, a.text FROM "
        "(SELECT * FROM claims WHERE row > (SELECT max(row) - ?1 FROM claims) "
        "AND record ->> '$.source.party.country' = ?2 ORDER BY row DESC LIMIT ?3) c "
        "JOIN articles a ON a.id = c.article AND a.reading = c.reading",
        (CLAIMS, code, limit),
    )
    return spoken_of(rows)


def spoken_of(rows: Iterable[sqlite3.Row]) -> tuple[Spoken, ...]:
    """Give what rows of claims, each with its article's text, have somebody say."""
    return tuple(
        Spoken(
            who=r["source_name"],
            words=" … ".join(s.of(r["text"]) for s in decode(r["record"], Claim).content),
            claim=r["id"],
            article=r["article"],
            day=r["day"],
        )
        for r in rows
    )


def running(
    desk: Desk,
    *,
    since: str,
    until: str,
    codes: Collection[str] = (),
    kinds: Collection[str] = (),
    standing: str = "",
    limit: int = 40,
) -> tuple[Kept, ...]:
    """Give developments that were told between two days, those told most first."""
    asked: Asked = {"since": since, "until": until, "background": False}
    if codes:
        asked["countries"] = tuple(codes)
    if kinds:
        asked["kinds"] = tuple(kinds)
    if standing:
        asked["standing"] = standing
    ranked = told_most(desk, limit=limit, among=AMONG, **asked)
    return tuple(sorted(ranked, key=lambda k: (k.first, k.last, k.id)))
