"""Searching a desk by words and fields: events, claims and articles, a page of them at a time.

A search goes through the newest first and gives a cursor with which to go on. Each condition
that few rows fit drives the search through its index; one that many fit is checked on the way.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

from foreigndesk.codebook.sections import Section, regions, themes
from foreigndesk.records import Article, Claim, Event, Stance, decode
from foreigndesk.store.desk import Desk, Told
from foreigndesk.store.kept import kept_id
from foreigndesk.store.schema import storable

T = TypeVar("T")

FEW: Final = 4_000  # rows up to which a condition drives the search
BETWEEN: Final = 12_000  # events of one of two parties up to which they drive the search
COMMON: Final = 1_000  # articles with a word from which on the newest are looked through for it
NEWEST: Final = 5_000  # articles with the words asked for that a search looks through


class CursorError(ValueError):
    """A cursor that this desk did not give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is searched for; an empty field asks for anything.

    ``words`` must stand in the article ("in quotes" as a phrase, ``troop*`` as a beginning);
    ``actor``, ``recipient`` and ``party`` (either) are a code (PRK), an actor's id or a name as
    written; ``type``, ``mode``, ``status`` and ``kind`` (of source) are the codebook's words;
    ``source`` is who says so, by name; ``place`` a place's name, ``country`` the code of where;
    ``since`` and ``until`` ISO days of articles, both counting. ``background`` false leaves out
    what is only recalled. ``region`` and ``theme`` are the slugs of ``codebook.sections``;
    ``development`` is the id of the one that the events are of.
    """

    words: str = ""
    actor: str = ""
    recipient: str = ""
    party: str = ""
    type: str = ""
    mode: str = ""
    status: str = ""
    kind: str = ""
    source: str = ""
    outlet: str = ""
    section: str = ""
    place: str = ""
    country: str = ""
    region: str = ""
    theme: str = ""
    development: str = ""
    since: str = ""
    until: str = ""
    background: bool = True

    def to_query(self) -> str:
        """Give the filter as a query string, empty fields left out."""
        given = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "background"}
        pairs = [(name, value) for name, value in given.items() if value]
        return urlencode(pairs + ([] if self.background else [("background", "no")]))

    @classmethod
    def from_query(cls, query: str) -> Filter:
        """Read a filter out of a query string; names that are no field of it are passed over."""
        known = {f.name for f in fields(cls)}
        pairs = dict(parse_qsl(query, keep_blank_values=False, max_num_fields=200))
        shown = pairs.pop("background", "") != "no"
        return cls(**{n: storable(v) for n, v in pairs.items() if n in known}, background=shown)


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A page of what was found; ``next`` is the cursor to go on with, "" at the end."""

    items: tuple[T, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim with the article that holds it and the article's ISO day."""

    claim: Claim
    article: Article
    day: str

    @property
    def content(self) -> str:
        """What is said, as written."""
        return " … ".join(s.of(self.article.text) for s in self.claim.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An article that was found, with an excerpt where words were asked for."""

    article: Article
    day: str
    excerpt: str = ""


def match_words(words: str) -> str:
    """Give what a person typed as an FTS5 query: words, "a phrase", begin*; "" where nothing.

    Whatever is typed, it is only ever words: no operator and no column gets through.
    """
    found = []
    for number, part in enumerate(storable(words).replace("\0", " ").split('"')):
        if number % 2:
            phrase = " ".join(part.split())
            found += [f'"{phrase}"'] if any(c.isalnum() for c in phrase) else []
            continue
        for word in part.split():
            bare = word.rstrip("*")
            if any(c.isalnum() for c in bare):
                found.append(f'"{bare}"' + ("*" if word.endswith("*") else ""))
    return " ".join(found)


# --------------------------------------------------------------------------- the cursor


def cursor(day: str, row: int) -> str:
    """Give the cursor that goes on after a row of a day."""
    plain = f"{row}|{day}"
    return base64.urlsafe_b64encode(f"{_check(plain)}|{plain}".encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[str, int]:
    """Give the day and row of a cursor. Raises CursorError where it is not as it was given."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        check, _, plain = base64.b64decode(padded, b"-_", validate=True).decode().partition("|")
        row, _, day = plain.partition("|")
        if check == _check(plain) and _ROW.fullmatch(row):
            return day, int(row)
    except (binascii.Error, UnicodeError) as error:
        raise CursorError(_NO_CURSOR) from error
    raise CursorError(_NO_CURSOR)


_ROW: Final = re.compile(r"[0-9]{1,18}")
_NO_CURSOR: Final = "that cursor is not one that this desk gave"


def _check(plain: str) -> str:
    return hashlib.blake2b(plain.encode(), digest_size=4, key=b"cursor").hexdigest()


# --------------------------------------------------------------------------- conditions


@dataclass(slots=True)
class Conditions:
    """Conditions on rows ``t``, with the values of their question marks."""

    desk: Desk
    parts: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, sql: str, *values: object) -> None:
        """Add a condition."""
        self.parts.append(sql)
        self.values += values

    def number(self, rows: str, *values: object, most: int) -> int:
        """Give how many rows a SELECT gives, one more than ``most`` for all that are more."""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM ({rows}) LIMIT {most + 1})"  # noqa: S608
        return int(self.desk.query(sql, values)[0][0])

    def either(self, rows: str, check: str, *values: object, counted: str = "") -> None:
        """Ask for what ``rows`` (a SELECT of row numbers) gives, or check each row by ``check``.

        ``counted`` is a cheaper SELECT with as many rows.
        """
        few = self.number(counted or rows, *values, most=FEW)
        self.add(f"t.row IN ({rows})" if few <= FEW else check, *values)

    def days(self, column: str, wanted: Filter, after: str) -> None:
        """Ask for the filter's days, and for what follows a cursor."""
        if wanted.since:
            self.add(f"{column} >= ?", wanted.since)
        if wanted.until:
            self.add(f"{column} <= ?", wanted.until)
        if after:
            self.add(f"({column}, t.row) < (?, ?)", *read_cursor(after))

    def __str__(self) -> str:
        return " AND ".join(self.parts) or "1"


def _coded(word: str) -> bool:
    return len(word) == 3 and word.isupper()


def _between(where: Conditions, actor: str, recipient: str) -> None:
    """Ask for what one code does to another: through the events of the one that has fewer."""
    sides = [("actor", actor), ("recipient", recipient)]
    sql = "SELECT 1 FROM parties WHERE role = ? AND country = ?"
    told = [where.number(sql, *side, most=BETWEEN) for side in sides]
    if min(told) > BETWEEN:
        for role, code in sides:
            _party(where, code, role)
        return
    (role, code), (as_, other) = sides if told[0] <= told[1] else sides[::-1]
    where.add(
        "t.row IN (SELECT v.row FROM parties x JOIN events v ON v.reading = x.reading "  # noqa: S608
        f"AND v.id = x.event WHERE x.country = ? AND x.role = '{role}' AND EXISTS (SELECT 1 FROM "
        f"parties y WHERE y.country = ? AND y.role = '{as_}' AND y.reading = x.reading "
        "AND y.event = x.event))",
        code,
        other,
    )


def _party(where: Conditions, word: str, role: str) -> None:
    if not word:
        return
    roles = f"x.role = '{role}'" if role else "x.role IN ('actor', 'recipient')"
    if _coded(word):
        one, check, values = "x.country = ?", "x.country = ?", [word]
    else:
        # A plus keeps SQLite from going through all of a name's rows for each event it checks.
        one = "(x.actor = ? OR x.name = ? COLLATE NOCASE)"
        check, values = "(+x.actor = ? OR +x.name = ? COLLATE NOCASE)", [word, word]
    where.either(
        f"SELECT v.row FROM parties x JOIN events v ON v.reading = x.reading AND v.id = x.event "  # noqa: S608
        f"WHERE {one} AND {roles}",
        f"EXISTS (SELECT 1 FROM parties x WHERE x.reading = t.reading AND x.event = t.id "  # noqa: S608
        f"AND {roles} AND {check})",
        *values,
        counted=f"SELECT 1 FROM parties x WHERE {one} AND {roles}",  # noqa: S608
    )


_ROLES: Final = "x.role IN ('actor', 'recipient')"


def _sections(where: Conditions, wanted: Filter, *, articles: bool = False) -> None:
    """Ask for events with a party in a region and of a theme, or for articles that tell such."""
    if wanted.region:
        told = "FROM parties x JOIN events v ON v.reading = x.reading AND v.id = x.event"
        of = (f"{_ROLES} AND x.country IN", f"{_ROLES} AND +x.country IN")
        _section(where, regions().get(wanted.region), told, of, articles=articles)
    if wanted.theme:
        told = "FROM event_contexts x JOIN events v ON v.row = x.event AND v.day = x.day"
        of = ("x.context IN", "x.context IN")
        _section(where, themes().get(wanted.theme), told, of, articles=articles)


def _section(
    where: Conditions,
    section: Section | None,
    told: str,
    of: tuple[str, str],
    *,
    articles: bool,
) -> None:
    if section is None:
        where.add("0")
        return
    marks = f"({', '.join('?' * len(section.codes))})"
    table = told.split(" JOIN ")[0]
    end = " JOIN articles a ON a.reading = v.reading AND a.id = v.article" if articles else ""
    here = "v.reading = t.reading AND v.article = t.id" if articles else "v.row = t.row"
    where.either(
        f"SELECT {'a' if articles else 'v'}.row {told}{end} WHERE {of[0]} {marks}",
        f"EXISTS (SELECT 1 {told} WHERE {here} AND {of[1]} {marks})",
        *section.codes,
        counted=f"SELECT 1 {table} WHERE {of[0]} {marks}",
    )


def event_conditions(desk: Desk, wanted: Filter, after: str = "") -> Conditions:
    """Give the conditions on rows ``t`` of events, for the store's own questions."""
    where = Conditions(desk)
    where.add("EXISTS (SELECT 1 FROM pages p WHERE p.reading = t.reading AND p.current = 1)")
    for column, value in (
        ("t.type", wanted.type),
        ("t.status", wanted.status),
        ("t.source_kind", wanted.kind),
        ("t.place_country", wanted.country),
    ):
        if value:
            where.add(f"{column} = ?", value)
    if wanted.source:
        where.either(
            "SELECT row FROM events WHERE source_name = ? COLLATE NOCASE",
            "t.source_name = ? COLLATE NOCASE",
            wanted.source,
        )
    if wanted.place:
        where.add("t.place = ? COLLATE NOCASE", wanted.place)
    if wanted.mode:
        where.add("instr(t.record, ?) > 0", f'"{storable(wanted.mode)}"')
    if _coded(wanted.actor) and _coded(wanted.recipient):
        _between(where, wanted.actor, wanted.recipient)
    else:
        _party(where, wanted.actor, "actor")
        _party(where, wanted.recipient, "recipient")
    _party(where, wanted.party, "")
    if not wanted.background:
        where.add("+t.background = 0")
    if wanted.development:
        where.add(
            "t.id IN (SELECT r.event FROM reports r JOIN developments d ON d.row = r.development "
            "WHERE d.id = ?)",
            kept_id(desk, wanted.development),
        )
    _sections(where, wanted)
    _of_articles(where, wanted, "events")
    where.days("t.day", wanted, after)
    return where


def _walked(desk: Desk, wanted: Filter, words: str) -> bool:
    """Whether so many articles have the words, and nothing else is asked, that a page is soon full."""
    if replace(wanted, words="", since="", until="") != Filter():
        return False
    sql = "SELECT count(*) FROM (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?)"
    return bool(desk.query(sql, (words, COMMON + 1))[0][0] > COMMON)


def _of_articles(where: Conditions, wanted: Filter, table: str) -> None:
    """Ask that the article that tells a row fits what is asked of articles."""
    words = match_words(wanted.words)
    if words:
        newest = "FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
        where.add(
            f"EXISTS (SELECT 1 FROM articles a WHERE {_HERE} AND +a.row IN (SELECT rowid {newest}))"  # noqa: S608
            if _walked(where.desk, wanted, words)
            else f"t.article IN (SELECT id FROM articles WHERE row IN (SELECT rowid {newest}))",  # noqa: S608
            words,
            NEWEST,
        )
    elif wanted.words:
        where.add("0")
    for column, value in (("a.outlet", wanted.outlet), (_SECTION, wanted.section)):
        if value:
            where.either(
                f"SELECT v.row FROM articles a JOIN {table} v ON v.reading = a.reading "  # noqa: S608
                f"AND v.article = a.id WHERE {column} = ?",
                f"EXISTS (SELECT 1 FROM articles a WHERE {_HERE} AND +({column}) = ?)",  # noqa: S608
                value,
                counted=f"SELECT 1 FROM articles a WHERE {column} = ?",  # noqa: S608
            )


_HERE: Final = "a.reading = t.reading AND a.id = t.article"
_SECTION: Final = "a.record ->> '$.section'"


def claim_conditions(desk: Desk, wanted: Filter, after: str) -> Conditions:
    """Give what claims must fit."""
    where = Conditions(desk)
    where.add("EXISTS (SELECT 1 FROM pages p WHERE p.reading = t.reading AND p.current = 1)")
    if wanted.kind:
        where.add("t.source_kind = ?", wanted.kind)
    if wanted.source:
        where.either(
            "SELECT row FROM claims WHERE source_name = ? COLLATE NOCASE",
            "t.source_name = ? COLLATE NOCASE",
            wanted.source,
        )
    _of_articles(where, wanted, "claims")
    day = "(SELECT a.day FROM articles a WHERE a.reading = t.reading AND a.id = t.article)"
    if wanted.since:
        where.add(f"{day} >= ?", wanted.since)
    if wanted.until:
        where.add(f"{day} <= ?", wanted.until)
    if after:
        where.add("t.row < ?", read_cursor(after)[1])
    return where


def article_conditions(desk: Desk, wanted: Filter, after: str) -> Conditions:
    """Give what articles must fit."""
    where = Conditions(desk)
    where.add("t.kind = 'article'")
    where.add("EXISTS (SELECT 1 FROM pages p WHERE p.reading = t.reading AND p.current = 1)")
    words = match_words(wanted.words)
    if words:
        where.add(
            f"{'+' * _walked(desk, wanted, words)}t.row IN "  # noqa: S608
            "(SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT ?)",
            words,
            NEWEST,
        )
    elif wanted.words:
        where.add("0")
    if wanted.outlet:
        where.add("t.outlet = ?", wanted.outlet)
    if wanted.section:
        where.add("t.record ->> '$.section' = ?", wanted.section)
    _sections(where, wanted, articles=True)
    where.days("t.day", wanted, after)
    return where


# --------------------------------------------------------------------------- searches


def search_events(desk: Desk, wanted: Filter, *, after: str = "", limit: int = 30) -> Found[Told]:
    """Give events, newest first. Raises CursorError."""
    where = event_conditions(desk, wanted, after)
    rows = desk.query(
        "SELECT k.*, e.record AS event, s.record AS stance, a.record AS article, p.version "  # noqa: S608
        f"FROM (SELECT t.row, t.day, t.reading, t.id FROM events t WHERE {where} "
        f"ORDER BY t.day DESC, t.row DESC LIMIT {int(limit) + 1}) k "
        "JOIN events e ON e.row = k.row JOIN pages p ON p.reading = k.reading "
        "JOIN articles a ON a.reading = k.reading AND a.id = e.article "
        "LEFT JOIN stances s ON s.reading = k.reading AND s.event = k.id AND s.telling = 0 "
        "ORDER BY k.day DESC, k.row DESC",
        where.values,
    )
    made = [
        Told(
            event=decode(r["event"], Event),
            stance=decode(r["stance"], Stance) if r["stance"] else None,
            article=decode(r["article"], Article),
            day=r["day"],
            version=r["version"],
        )
        for r in rows[:limit]
    ]
    return Found(tuple(made), _next(rows, limit))


def search_claims(desk: Desk, wanted: Filter, *, after: str = "", limit: int = 30) -> Found[Said]:
    """Give claims, those that came in last first. Raises CursorError.

    Of the filter's fields ``words``, ``source``, ``kind``, ``outlet``, ``section``, ``since``
    and ``until`` apply.
    """
    where = claim_conditions(desk, wanted, after)
    rows = desk.query(
        "SELECT k.row, t.record AS claim, a.record AS article, a.day "  # noqa: S608
        f"FROM (SELECT t.row FROM claims t WHERE {where} ORDER BY t.row DESC "
        f"LIMIT {int(limit) + 1}) k JOIN claims t ON t.row = k.row "
        "JOIN articles a ON a.reading = t.reading AND a.id = t.article ORDER BY k.row DESC",
        where.values,
    )
    made = [
        Said(claim=decode(r["claim"], Claim), article=decode(r["article"], Article), day=r["day"])
        for r in rows[:limit]
    ]
    return Found(tuple(made), _next(rows, limit))


def search_articles(desk: Desk, wanted: Filter, *, after: str = "", limit: int = 30) -> Found[Seen]:
    """Give articles, newest first, with an excerpt where words are asked for.

    Of the filter's fields ``words``, ``outlet``, ``section``, ``region``, ``theme``, ``since``
    and ``until`` apply. Raises CursorError.
    """
    where = article_conditions(desk, wanted, after)
    words = match_words(wanted.words)
    rows = desk.query(
        f"SELECT t.row, t.day, t.record FROM articles t WHERE {where} "  # noqa: S608
        f"ORDER BY t.day DESC, t.row DESC LIMIT {int(limit) + 1}",
        where.values,
    )
    excerpts = _excerpts(desk, words, [r["row"] for r in rows[:limit]])
    made = [
        Seen(article=decode(r["record"], Article), day=r["day"], excerpt=excerpts.get(r["row"], ""))
        for r in rows[:limit]
    ]
    return Found(tuple(made), _next(rows, limit))


def _next(rows: Sequence[object], limit: int) -> str:
    if len(rows) <= limit or not limit:
        return ""
    last = rows[limit - 1]
    return cursor(last["day"], last["row"])  # type: ignore[index]


def _excerpts(desk: Desk, words: str, shown: Sequence[int]) -> dict[int, str]:
    if not words or not shown:
        return {}
    rows = desk.query(
        "SELECT rowid, snippet(articles_fts, 0, '[', ']', ' … ', 24) FROM articles_fts "  # noqa: S608
        f"WHERE articles_fts MATCH ? AND rowid IN ({', '.join('?' * len(shown))})",
        (words, *shown),
    )
    return {r[0]: r[1] for r in rows}
