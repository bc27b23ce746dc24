"""Questions to the kept developments: lists without their reports, and one of them whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypedDict, Unpack

from foreigndesk.developments import Development, Report
from foreigndesk.developments.regimes import BODIES, JOINING
from foreigndesk.developments.types import order
from foreigndesk.records import decode
from foreigndesk.store.desk import Desk
from foreigndesk.store.schema import SeveralIdsError, UnknownIdError, storable

_END = "\U0010ffff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A development as a line of a list; ``kept_development`` gives it whole.

    ``stage`` and ``standing`` are those of the furthest stage that anybody speaks of,
    ``standings`` of each (("planned", "acknowledged"), ...); ``open`` says in words what is not
    settled; ``due`` is the day by which a plan was to be carried out ("" without); ``began`` and
    ``changed`` are the times (ISO, UTC) at which the desk first had it and last saw it change.
    """

    id: str
    name: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    first: str
    last: str
    stage: str
    standing: str
    standings: tuple[tuple[str, str], ...]
    articles: int
    reports: int
    independent: int
    disputed: bool
    open: tuple[str, ...]
    background: bool
    due: str
    began: str
    changed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A link that was made or changed: what, the event ("" where it is of all), from, to, when.

    ``what`` is linked (an event joined a development), moved, merged (one went into another),
    split (one came out of another) or dropped (an event is told no more).
    """

    what: str
    event: str
    was: str
    now: str
    noted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedChange:
    """A change of a development's standing, with the time (ISO, UTC) when the desk noted it."""

    development: str
    stage: str
    standing: str
    day: str
    article: str
    noted: str


class _Where:
    """Conditions of a SELECT over developments d, and their values."""

    def __init__(self) -> None:
        self.parts: list[str] = ["1"]
        self.values: list[object] = []

    def add(self, condition: str, *values: object) -> None:
        self.parts.append(condition)
        self.values += values

    def one_of(self, column: str, given: Iterable[str], *, end: str = "") -> None:
        words = list(given)
        if words:
            self.add(f"{column} IN ({', '.join('?' * len(words))}){end}", *words)

    def __str__(self) -> str:
        return " AND ".join(f"({p})" for p in self.parts)


class Asked(TypedDict, total=False):
    """What developments are asked for; what is left out asks for anything.

    ``kinds`` are PLOVER types; ``countries`` parties of which one fits, ``pair`` two that must
    both be; ``standing`` how any stage stands; ``since`` and ``until`` ISO days between which an
    article tells it; ``open`` whether something is unsettled; ``background`` whether it is only
    recalled; ``course`` whether it has gone on: over several articles, and days or sources;
    ``articles_at_least`` how many tell it; ``changed_since`` an ISO time (UTC) since when the
    desk has seen it change; ``changed_after`` such a time after which it changed, among the 2,000
    that changed last; ``quiet_since`` the ISO day since when it is past its date without a report;
    ``words`` must stand in its name or in one sentence that tells it. ``within`` are parties of
    which one fits besides; ``contexts`` PLOVER's of which its events have one, ``section`` that of
    an article that tells it: among the 2,500 newest such events, the 1,500 newest such articles.
    """

    kinds: Sequence[str]
    countries: Sequence[str]
    pair: tuple[str, str] | None
    standing: str
    since: str
    until: str
    open: bool | None
    background: bool | None
    course: bool | None
    articles_at_least: int
    changed_since: str
    changed_after: str
    quiet_since: str
    words: str
    within: Sequence[str]
    contexts: Sequence[str]
    section: str


_OF_CONTEXT: Final = (  # an index has each context's events in this order
    "SELECT * FROM (SELECT event, day FROM event_contexts WHERE context = ? "
    "ORDER BY day DESC LIMIT 2500)"
)


def _of_contexts(where: _Where, contexts: Sequence[str]) -> None:
    if contexts:
        each = " UNION ALL ".join(_OF_CONTEXT for _ in contexts)
        where.add(
            f"d.row IN (SELECT r.development FROM (SELECT event FROM ({each}) "  # noqa: S608
            "ORDER BY day DESC LIMIT 2500) c JOIN events e ON e.row = c.event "
            "JOIN reports r ON r.event = e.id)",
            *contexts,
        )


_FLAGS: Final = (
    ("open", "d.open"),
    ("background", "d.background"),
    ("course", "(d.articles > 1 AND (d.independent > 1 OR d.first <> d.last))"),
)
_BOUNDS: Final = (
    ("since", "d.last >= ?"),
    ("until", "d.first <= ?"),
    ("articles_at_least", "d.articles >= ?"),
    ("changed_since", "d.changed >= ?"),
    (
        "changed_after",
        "d.row IN (SELECT row FROM developments WHERE changed > ? ORDER BY changed DESC LIMIT 2000)",
    ),
    (
        "section",
        "d.row IN (SELECT r.development FROM (SELECT id FROM articles "
        "WHERE record ->> '$.section' = ? ORDER BY day DESC LIMIT 1500) a "
        "JOIN reports r ON r.article = a.id)",
    ),
    ("quiet_since", "d.quiet = 1 AND d.due >= date(?, '-7 days')"),
)


def _where(asked: Asked) -> _Where:
    where, given = _Where(), dict(asked)
    where.one_of("d.type", asked.get("kinds", ()))
    of = "d.row IN (SELECT development FROM development_parties WHERE code"
    where.one_of(of, asked.get("countries", ()), end=")")
    within = "EXISTS (SELECT 1 FROM development_parties x WHERE x.development = d.row AND +x.code"
    where.one_of(within, asked.get("within", ()), end=")")
    _of_contexts(where, asked.get("contexts", ()))
    for code in asked.get("pair") or ():
        where.add(f"{of} = ?)", code)
    if standing := asked.get("standing"):
        where.add("d.standing = ? OR d.standings LIKE ?", standing, f'%"{standing}"%')
    for name, column in _FLAGS:
        if given.get(name) is not None:
            where.add(f"{column} = ?", int(bool(given[name])))
    for name, condition in _BOUNDS:
        if given.get(name):
            where.add(condition, given[name])
    if asked.get("since") and asked.get("until"):
        where.add(
            "EXISTS (SELECT 1 FROM reports r WHERE r.development = d.row AND r.day BETWEEN ? AND ?)",
            asked["since"],
            asked["until"],
        )
    _words(where, asked.get("words", ""))
    return where


def kept_developments(
    desk: Desk,
    *,
    by: Literal["last", "changed"] = "last",
    limit: int = 0,
    after: str = "",
    **asked: Unpack[Asked],
) -> list[Kept]:
    """Give the developments that are asked for, newest first, without their reports.

    ``by`` says what newest is: the day of the last article, or the time at which the desk last
    saw a change. ``limit`` 0 gives all; ``after`` is the id of the last one seen: those that
    follow it.
    """
    where = _where(asked)
    if after:
        row = f"SELECT {by}, reports, id FROM developments WHERE id = ?"  # noqa: S608
        where.add(f"(d.{by}, d.reports, d.id) < ({row})", after)
    return _kept(desk, where, limit, by)


def with_bodies(desk: Desk, state: str, *, limit: int = 0) -> list[Kept]:
    """Give the developments in which a state may join or leave a body, so many a kind of body."""
    return [
        kept
        for body in BODIES
        if body != state and _met(desk, state, body)
        for kept in kept_developments(
            desk, pair=(state, body), kinds=JOINING, background=False, limit=limit
        )
    ]


def _met(desk: Desk, one: str, other: str) -> bool:
    """Whether the record has anything between two at all: asked first, since it is cheap."""
    pair = sorted((one, other))
    return bool(desk.query("SELECT 1 FROM pair_weeks WHERE one = ? AND other = ? LIMIT 1", pair))


def told_most(desk: Desk, *, limit: int, among: int, **asked: Unpack[Asked]) -> list[Kept]:
    """Give the developments told most among the newest so many that are asked for."""
    where = _where(asked)
    rows = desk.query(
        f"SELECT * FROM (SELECT d.* FROM developments d WHERE {where} "  # noqa: S608
        f"ORDER BY d.last DESC, d.reports DESC, d.id DESC LIMIT {among}) ORDER BY articles DESC, "
        f"independent DESC, first, last DESC, reports DESC, id DESC LIMIT {limit}",
        where.values,
    )
    return [line_of(r) for r in rows]


def count_developments(desk: Desk, **asked: Unpack[Asked]) -> int:
    """Give how many developments are asked for."""
    where = _where(asked)
    rows = desk.query(
        f"SELECT count(*) AS n FROM developments d WHERE {where}",  # noqa: S608
        where.values,
    )
    return int(rows[0]["n"])


def _kept(desk: Desk, where: _Where, limit: int, by: str = "last") -> list[Kept]:
    rows = desk.query(
        f"SELECT d.* FROM developments d WHERE {where} "  # noqa: S608
        f"ORDER BY d.{by} DESC, d.reports DESC, d.id DESC LIMIT {limit if limit > 0 else -1}",
        where.values,
    )
    return [line_of(r) for r in rows]


def _words(where: _Where, words: str) -> None:
    each = [w for w in storable(words).replace('"', " ").replace("\0", " ").split() if w]
    if not each:
        return
    likes = [f"%{w.replace('%', '').replace('_', ' ')}%" for w in each]
    named = " AND ".join("d.name LIKE ?" for _ in likes)
    said = " AND ".join("json_extract(r.record, '$.sentence') LIKE ?" for _ in likes)
    where.add(
        f"({named}) OR d.row IN (SELECT r.development FROM articles_fts f "  # noqa: S608
        f"JOIN articles a ON a.row = f.rowid JOIN reports r ON r.article = a.id "
        f"WHERE articles_fts MATCH ? AND {said})",
        *likes,
        " ".join(f'"{w}"' for w in each),
        *likes,
    )


def line_of(row: sqlite3.Row) -> Kept:
    """Give a row of the developments as a line of a list."""
    return Kept(
        id=row["id"],
        name=row["name"],
        type=row["type"],
        actors=decode(row["actors"], tuple[str, ...]),
        recipients=decode(row["recipients"], tuple[str, ...]),
        first=row["first"],
        last=row["last"],
        stage=row["stage"],
        standing=row["standing"],
        standings=decode(row["standings"], tuple[tuple[str, str], ...]),
        articles=row["articles"],
        reports=row["reports"],
        independent=row["independent"],
        disputed=bool(row["disputed"]),
        open=decode(row["opens"], tuple[str, ...]),
        background=bool(row["background"]),
        due=row["due"],
        began=row["began"],
        changed=row["changed"],
    )


def kept_counts(desk: Desk) -> dict[str, int]:
    """Give how many pages were followed, and the reports and developments that came of them."""
    (row,) = desk.query(
        "SELECT (SELECT count(*) FROM followed_articles) AS pages, "
        "(SELECT count(*) FROM reports) AS reports, "
        "(SELECT count(*) FROM developments) AS developments"
    )
    return dict(row)


# --------------------------------------------------------------------------- one


def kept_id(desk: Desk, ident: str) -> str:
    """Give the full id of the development that has, or once had, this id or one that begins so.

    Raises UnknownIdError where none has, or several have.
    """
    return str(
        desk.query("SELECT id FROM developments WHERE row = ?", (_row(desk, ident),))[0]["id"]
    )


def _row(desk: Desk, ident: str) -> int:
    ident = storable(ident)
    found: dict[str, int] = {}
    for start in (ident, f"dev-{ident}") if ident else ():
        for row in desk.query(
            "SELECT n.id, coalesce(r.development, n.development) AS development "
            "FROM development_names n LEFT JOIN reports r ON r.event = n.event "
            "WHERE n.id >= ? AND n.id < ? LIMIT 50",
            (start, start + _END),
        ):
            if row["development"] is not None:
                found[row["id"]] = row["development"]
    if ident in found:
        return found[ident]
    several = set(found.values())
    if len(several) == 1:
        return several.pop()
    if several:
        some = ", ".join(sorted(found)[:4])
        raise SeveralIdsError(f"{desk.path}: {ident} is the beginning of several ids: {some} ...")
    raise UnknownIdError(f"{desk.path}: {' '.join(ident.split())} is no development on this desk")


def kept_development(desk: Desk, ident: str, *, newest: int = 0) -> Development:
    """Give one development whole, by its id, a former one, or the beginning of either.

    With ``newest`` it has so many of its reports only, the last ones, and their figures; all
    else is as it is over all of them. Raises UnknownIdError.
    """
    found = development_at(desk, _row(desk, ident), newest=newest)
    assert found is not None  # an id that resolves is that of a row
    return found


def development_at(desk: Desk, row: int, *, newest: int = 0) -> Development | None:
    """Give the development of a row, as ``kept_development``; None where there is none."""
    light = desk.query("SELECT record FROM developments WHERE row = ?", (row,))
    if not light:
        return None
    told = desk.query(
        "SELECT record, judged FROM reports WHERE development = ? "
        "ORDER BY day DESC, article DESC, event DESC LIMIT ?",
        (row, newest if newest > 0 else -1),
    )
    reports = tuple(decode(r["judged"] or r["record"], Report) for r in reversed(told))
    return replace(
        decode(light[0]["record"], Development),
        reports=reports,
        figures=tuple((r.day, r.origin, f) for r in reports for f in r.figures),
    )


def size_of(desk: Desk, ident: str) -> tuple[int, int]:
    """Give how many reports and articles a development has. Raises UnknownIdError."""
    sql = "SELECT reports, articles FROM developments WHERE row = ?"
    (row,) = desk.query(sql, (_row(desk, ident),))
    return row["reports"], row["articles"]


def machine_report(desk: Desk, event: str) -> Report:
    """Give what the machine told of an event, by its id or the beginning of it.

    Raises UnknownIdError.
    """
    event = storable(event)
    for start in (event, f"evt-{event}") if event else ():
        rows = desk.query(
            "SELECT record FROM reports WHERE event >= ? AND event < ? ORDER BY event LIMIT 2",
            (start, start + _END),
        )
        found = [decode(r["record"], Report) for r in rows]
        if len(found) == 1 or (found and found[0].event == start):
            return found[0]
        if found:
            raise SeveralIdsError(f"{desk.path}: {event} is the beginning of several ids")
    raise UnknownIdError(f"{desk.path}: {' '.join(event.split())} is no event on this desk")


def machine_told(desk: Desk, keys: Iterable[str]) -> list[Report]:
    """Give what the machine told under these keys (see ``told_key``), in order."""
    found = []
    for key in sorted(set(keys)):
        rows = desk.query("SELECT record FROM reports WHERE told = ?", (key,))
        found += [decode(r["record"], Report) for r in rows]
    return sorted(found, key=order)


def every_development(desk: Desk, given: Iterable[Kept] | None = None) -> list[Development]:
    """Give the developments whole: those of a list, or all on the desk, newest first."""
    kept = kept_developments(desk) if given is None else given
    return [kept_development(desk, k.id) for k in kept]


def developments_of_article(desk: Desk, article: str) -> list[Kept]:
    """Give the developments that an article (by its full id) tells, newest first."""
    where = _Where()
    where.add("d.row IN (SELECT development FROM reports WHERE article = ?)", article)
    return _kept(desk, where, 0)


def development_of_event(desk: Desk, event: str) -> Kept | None:
    """Give the development that an event (by its full id) is of; None where it is of none."""
    where = _Where()
    where.add("d.row IN (SELECT development FROM reports WHERE event = ?)", event)
    return next(iter(_kept(desk, where, 1)), None)


def revisions(
    desk: Desk, *, since: str = "", development: str = "", limit: int = 0
) -> list[Revision]:
    """Give the links that were made or changed, newest first.

    ``since`` is an ISO time (UTC) by which they were noted, ``development`` a full id that they
    lead to or from.
    """
    rows = desk.query(
        "SELECT * FROM development_revisions WHERE noted >= ? AND (? = '' OR \"to\" = ? OR "
        '"from" = ?) ORDER BY row DESC LIMIT ?',
        (since, development, development, development, limit if limit > 0 else -1),
    )
    return [
        Revision(what=r["what"], event=r["event"], was=r["from"], now=r["to"], noted=r["noted"])
        for r in rows
    ]


def noted_changes(desk: Desk, since: str = "") -> list[NotedChange]:
    """Give the changes of standing noted at an ISO time (UTC) or later."""
    rows = desk.query(
        "SELECT d.id, c.* FROM development_changes c JOIN developments d "
        "ON d.row = c.development WHERE c.noted >= ? ORDER BY c.noted, d.id, c.number",
        (since,),
    )
    return [
        NotedChange(
            development=r["id"],
            stage=r["stage"],
            standing=r["standing"],
            day=r["day"],
            article=r["article"],
            noted=r["noted"],
        )
        for r in rows
    ]
