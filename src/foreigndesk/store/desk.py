"""A desk: the file that keeps what was read, and the questions it answers."""

from __future__ import annotations

import datetime
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, TypeVar

from foreigndesk.records import (
    Actor,
    Article,
    Capture,
    Claim,
    Event,
    Judgement,
    Mention,
    Page,
    Place,
    Reading,
    Stance,
    decode,
)
from foreigndesk.store.rows import text_of, write_capture, write_reading
from foreigndesk.store.schema import (
    DeskError,
    SeveralIdsError,
    UnknownIdError,
    connect,
    copied,
    desk_errors,
    storable,
)

T = TypeVar("T")

_KINDS: Final = ("evt", "clm", "art", "tsr")
_NAMED: Final = ("events", "claims", "articles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as it stands on the desk, with the text that tells it and its stance.

    ``stance`` is that of the leading telling, None where the reading has none; ``day`` the
    article's ISO day; ``version`` the coder's.
    """

    event: Event
    stance: Stance | None
    article: Article
    day: str
    version: str

    @property
    def sentence(self) -> str:
        """The evidence of the leading telling, as written."""
        return self.event.tellings[0].evidence.of(self.article.text) if self.event.tellings else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article found by its words, with the place that matched (marked [thus])."""

    article: Article
    day: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that could not be captured or read: where, at which stage, what, when (UTC)."""

    address: str
    stage: str
    message: str
    noted: str


class Desk:
    """One SQLite file. Many may read while one writes; each page is written whole or not at all.

    A version argument picks the records of one coder version; "" means the current reading of
    each article. Every method raises DeskError where the file fails.
    """

    def __init__(self, base: sqlite3.Connection, path: Path) -> None:
        """Wrap an open connection; use ``Desk.open``."""
        self._base = base
        self.path = path

    @classmethod
    def open(cls, path: Path | str, *, create: bool = True) -> Desk:
        """Open a desk file, making it where it is missing unless ``create`` is false.

        Raises DeskError with one line: no such file, not a desk, made by a newer version,
        unreadable.
        """
        where = Path(path)
        return cls(connect(where, create=create), where)

    def copy(self) -> Desk:
        """Give a copy in memory, for what a file that cannot be written lacks."""
        return Desk(copied(self._base, self.path), self.path)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # ------------------------------------------------------------------ writing

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing, as the only writer; for the store's other modules."""
        with desk_errors(self.path):
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    def write(self, reading: Reading, capture: Capture | None = None) -> bool:
        """Keep a reading (and its capture) in one transaction.

        It becomes the current reading of its article; those of other versions stay. Gives
        False, and changes nothing, where this version's reading is on the desk already.
        """
        with self.transaction() as base:
            if capture is not None:
                write_capture(base, capture)
            return write_reading(base, reading)

    def note(self, address: str, stage: str, message: str, *, capture: str = "") -> None:
        """Keep a problem that made no reading; the same one again is not noted twice."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self.transaction() as base:
            base.execute(
                "INSERT OR IGNORE INTO problems VALUES (NULL, ?, ?, ?, ?, ?)",
                (storable(address), capture, stage, storable(message), now),
            )

    def judge(self, judgement: Judgement) -> None:
        """Append a person's judgement."""
        with self.transaction() as base:
            base.execute(
                "INSERT INTO judgements VALUES (NULL, ?, ?, ?, ?, ?)",
                (
                    judgement.id,
                    judgement.act,
                    judgement.target,
                    judgement.when,
                    text_of(judgement),
                ),
            )

    def change(self, given: Iterable[tuple[str, Sequence[object]]]) -> None:
        """Run statements with their values in one transaction; for the store's other modules."""
        with self.transaction() as base:
            for sql, values in given:
                base.execute(sql, values)

    # ------------------------------------------------------------------ reading

    def query(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Give the rows of a SELECT; for the other modules of the store."""
        with desk_errors(self.path):
            cursor = self._base.cursor()
            cursor.row_factory = sqlite3.Row
            return cursor.execute(sql, values).fetchall()

    def has(self, article: str, version: str) -> bool:
        """Say whether this version's reading of an article is on the desk."""
        sql = "SELECT 1 FROM pages WHERE article = ? AND version = ?"
        return bool(self.query(sql, (article, version)))

    def capture(self, ident: str) -> Capture:
        """Give a capture with its bytes. Raises UnknownIdError."""
        rows = self.query("SELECT * FROM captures WHERE id = ?", (ident,))
        if not rows:
            raise UnknownIdError(f"{self.path}: there is no capture {ident}")
        row = dict(rows[0])
        row.pop("size")
        return Capture(**{**row, "data": zlib.decompress(row["data"])})

    def articles(
        self,
        *,
        since: str = "",
        until: str = "",
        outlet: str = "",
        teasers: bool = False,
        limit: int = 0,
        version: str = "",
    ) -> list[Article]:
        """Give the articles, newest first; days are ISO and both ends count."""
        query = _Query(version)
        query.add("a.day >= ?", since)
        query.add("a.day <= ?", until)
        query.add("a.outlet = ?", outlet)
        if not teasers:
            query.where.append("a.kind = 'article'")
        rows = self.query(
            f"SELECT a.record FROM articles a JOIN pages p ON p.reading = a.reading "  # noqa: S608
            f"WHERE {query} GROUP BY a.id ORDER BY a.day DESC, a.row DESC {query.limit(limit)}",
            query.values,
        )
        return [decode(r["record"], Article) for r in rows]

    def events(
        self,
        *,
        since: str = "",
        until: str = "",
        kind: str = "",
        country: str = "",
        status: str = "",
        source: str = "",
        article: str = "",
        background: bool = True,
        limit: int = 0,
        version: str = "",
    ) -> list[Told]:
        """Give the events, those of the newest articles first, in an article's own order.

        ``since`` and ``until`` are ISO days of the article, ``kind`` a PLOVER type,
        ``country`` that of an actor, ``source`` a source kind, ``article`` a full id;
        ``background`` false leaves out what is only recalled; ``limit`` 0 gives all.
        """
        query = _Query(version)
        query.add("e.day >= ?", since)
        query.add("e.day <= ?", until)
        query.add("e.type = ?", kind)
        query.add("e.status = ?", status)
        query.add("e.source_kind = ?", source)
        query.add("e.article = ?", article)
        query.add(
            "EXISTS (SELECT 1 FROM parties x WHERE x.reading = e.reading AND x.event = e.id "
            "AND x.role = 'actor' AND x.country = ?)",
            country,
        )
        if not background:
            query.where.append("e.background = 0")
        return self._told(query, limit)

    def _told(self, query: _Query, limit: int = 0) -> list[Told]:
        # The same teaser stands on many pages: its events come once, from the newest of them.
        rows = self.query(
            "SELECT e.record AS event, e.day, k.version, s.record AS stance, "  # noqa: S608
            "a.record AS article FROM "
            "(SELECT max(e.row) AS row, e.day, e.reading, p.version FROM events e "
            f"JOIN pages p ON p.reading = e.reading WHERE {query} GROUP BY e.id, p.version "
            f"ORDER BY e.day DESC, e.reading DESC, e.row {query.limit(limit)}) k "
            "JOIN events e ON e.row = k.row "
            "JOIN articles a ON a.reading = e.reading AND a.id = e.article "
            "LEFT JOIN stances s ON s.reading = e.reading AND s.event = e.id AND s.telling = 0 "
            "ORDER BY k.day DESC, k.reading DESC, k.row",
            query.values,
        )
        return [
            Told(
                event=decode(r["event"], Event),
                stance=decode(r["stance"], Stance) if r["stance"] else None,
                article=decode(r["article"], Article),
                day=r["day"],
                version=r["version"],
            )
            for r in rows
        ]

    def event(self, ident: str, *, version: str = "") -> Told:
        """Give one event by its id or the beginning of it. Raises UnknownIdError."""
        return self._one("e.id = ?", self.resolve(ident, "events"), version)

    def _one(self, condition: str, ident: str, version: str) -> Told:
        # Without a version the current reading's; where only older ones tell it, the newest.
        query = _Query(version, (condition, ident))
        found = self._told(query, 1)
        if not found and not version:
            found = self._told(_Query("", (condition, ident), old=True), 1)
        if not found:
            raise UnknownIdError(f"{self.path}: there is no event {ident} in version {version}")
        return found[0]

    def claim(self, ident: str) -> Claim:
        """Give one claim, the newest reading's, by its id or the beginning of it."""
        full = self.resolve(ident, "claims")
        rows = self.query("SELECT record FROM claims WHERE id = ? ORDER BY row DESC", (full,))
        return decode(rows[0]["record"], Claim)

    def claims(self, article: str = "", *, version: str = "") -> list[Claim]:
        """Give the claims of an article (of all where none is named), in reading order."""
        query = _Query(version)
        query.add("c.article = ?", article)
        rows = self.query(
            f"SELECT c.record FROM claims c JOIN pages p ON p.reading = c.reading "  # noqa: S608
            f"WHERE {query} GROUP BY c.id ORDER BY min(c.row)",
            query.values,
        )
        return [decode(r["record"], Claim) for r in rows]

    def article(self, ident: str) -> Article:
        """Give one article or teaser by its id or the beginning of it."""
        full = self.resolve(ident, "articles")
        rows = self.query("SELECT record FROM articles WHERE id = ? ORDER BY row DESC", (full,))
        return decode(rows[0]["record"], Article)

    def resolve(self, ident: str, *tables: str) -> str:
        """Give the full id that begins thus ("evt-3fa", or "3fa"); it must be the only one.

        ``tables`` limits the search to "events", "claims", "articles". Raises UnknownIdError
        where nothing, or more than one thing, begins so.
        """
        ident = storable(ident)
        found: set[str] = set()
        for table in (tables or _NAMED) if ident else ():
            for start in (ident, *(f"{kind}-{ident}" for kind in _KINDS)):
                rows = self.query(
                    f"SELECT DISTINCT id FROM {table} WHERE id >= ? AND id < ? LIMIT 6",  # noqa: S608
                    (start, start + "\U0010ffff"),
                )
                found.update(r["id"] for r in rows)
        if ident in found:
            return ident
        if len(found) == 1:
            return found.pop()
        if not found:
            raise UnknownIdError(f"{self.path}: nothing on this desk has the id {ident}")
        some = ", ".join(sorted(found)[:4])
        raise SeveralIdsError(f"{self.path}: {ident} is the beginning of several ids: {some} ...")

    def reading_of(self, article: str, *, version: str = "") -> Reading:
        """Give the whole reading of the page that an article or teaser stands on.

        Without a version the current one. Raises UnknownIdError.
        """
        ident = self.resolve(article, "articles")
        query = _Query(version)
        query.add("a.id = ?", ident)
        rows = self.query(
            f"SELECT p.* FROM articles a JOIN pages p ON p.reading = a.reading "  # noqa: S608
            f"WHERE {query} ORDER BY (p.article = a.id) DESC, p.reading DESC LIMIT 1",
            query.values,
        )
        if not rows:
            raise UnknownIdError(f"{self.path}: {ident} was not read by version {version}")
        return self.load(rows[0])

    def readings(self, *, version: str = "") -> Iterator[Reading]:
        """Yield every page's reading, in the order in which they came in."""
        query = _Query(version)
        for row in self.query(
            f"SELECT p.* FROM pages p WHERE {query} ORDER BY p.reading",  # noqa: S608
            query.values,
        ):
            yield self.load(row)

    def load(self, row: sqlite3.Row) -> Reading:
        """Give the reading of a row of pages; for the store's other modules."""

        def load(table: str, kind: type[T]) -> tuple[T, ...]:
            sql = f"SELECT record FROM {table} WHERE reading = ? ORDER BY row"  # noqa: S608
            return tuple(decode(r["record"], kind) for r in self.query(sql, (row["reading"],)))

        article, *teasers = load("articles", Article)
        return Reading(
            page=Page(
                capture=row["capture"],
                article=article,
                teasers=tuple(teasers),
                problems=decode(row["page_problems"], tuple[str, ...]),
            ),
            mentions=load("mentions", Mention),
            actors=load("actors", Actor),
            places=load("places", Place),
            events=load("events", Event),
            claims=load("claims", Claim),
            stances=load("stances", Stance),
            outcome=row["outcome"],
            problems=decode(row["problems"], tuple[str, ...]),
            version=row["version"],
        )

    def search(self, text: str, *, limit: int = 20) -> list[Hit]:
        """Give the articles and teasers that hold all these words, the best first."""
        text = storable(text).replace('"', " ").replace("\0", " ")
        words = " ".join(f'"{w}"' for w in text.split())
        if not words:
            return []
        rows = self.query(
            "SELECT a.record, a.day, snippet(articles_fts, 0, '[', ']', ' ... ', 16) AS excerpt "
            "FROM articles_fts f JOIN articles a ON a.row = f.rowid "
            "JOIN pages p ON p.reading = a.reading "
            "WHERE articles_fts MATCH ? AND p.current = 1 ORDER BY rank",
            (words,),
        )
        hits: dict[str, Hit] = {}
        for r in rows:
            article = decode(r["record"], Article)
            hits.setdefault(article.id, Hit(article=article, day=r["day"], excerpt=r["excerpt"]))
            if len(hits) >= limit:
                break
        return list(hits.values())

    def counts(self) -> dict[str, int]:
        """Give how many of each there are in the current readings, and of problems."""
        found = {"pages": self._count("SELECT count(*) FROM pages WHERE current = 1")}
        for table, ident in (
            ("articles", "id"),
            ("events", "id"),
            ("claims", "id"),
            ("mentions", "row"),
        ):
            found[table] = self._count(
                f"SELECT count(DISTINCT t.{ident}) FROM {table} t "  # noqa: S608
                "JOIN pages p ON p.reading = t.reading WHERE p.current = 1"
            )
        found["problems"] = len(self.problems())
        return found

    def _count(self, sql: str) -> int:
        return int(self.query(sql)[0][0])

    def versions(self) -> dict[str, int]:
        """Give each coder version on the desk with the number of its pages."""
        rows = self.query("SELECT version, count(*) AS n FROM pages GROUP BY version")
        return {r["version"]: r["n"] for r in rows}

    def problems(self) -> list[Trouble]:
        """Give what could not be captured or read, and the current readings' own problems."""
        found = [
            Trouble(address=r["address"], stage=r["stage"], message=r["message"], noted=r["noted"])
            for r in self.query("SELECT * FROM problems ORDER BY row")
        ]
        for r in self.query(
            "SELECT p.problems, p.page_problems, a.address, a.id FROM pages p "
            "JOIN articles a ON a.reading = p.reading AND a.id = p.article "
            "WHERE p.current = 1 AND (p.problems <> '[]' OR p.page_problems <> '[]')"
        ):
            for stage, column in (("page", "page_problems"), ("reading", "problems")):
                for message in decode(r[column], tuple[str, ...]):
                    where = r["address"] or r["id"]
                    found.append(Trouble(address=where, stage=stage, message=message, noted=""))
        once: dict[tuple[str, str], Trouble] = {}  # a reading repeats what its page complains of
        for trouble in found:
            once.setdefault((trouble.address, trouble.message), trouble)
        return list(once.values())

    def judgements(self, target: str = "") -> list[Judgement]:
        """Give the judgements (on one target where it is named), in the order they came in."""
        sql = "SELECT record FROM judgements WHERE ? IN ('', target) ORDER BY row"
        return [decode(r["record"], Judgement) for r in self.query(sql, (target,))]


class _Query:
    """The conditions of a SELECT and their values. ``old`` takes every version."""

    def __init__(self, version: str, *first: tuple[str, str], old: bool = False) -> None:
        self.where: list[str] = ["1"] if old else []
        self.values: list[object] = []
        if version:
            self.add("p.version = ?", version)
        elif not old:
            self.where.append("p.current = 1")
        for condition, value in first:
            self.add(condition, value)

    def add(self, condition: str, value: str) -> None:
        """Add a condition with one mark; an empty value means no condition."""
        if value:
            self.where.append(condition)
            self.values.append(value)

    def limit(self, number: int) -> str:
        """Give the LIMIT clause; 0 means none."""
        return f"LIMIT {int(number)}" if number > 0 else ""

    def __str__(self) -> str:
        return " AND ".join(f"({w})" for w in self.where)


__all__ = ["Desk", "DeskError", "Hit", "Told", "Trouble", "UnknownIdError"]
