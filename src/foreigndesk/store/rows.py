"""Records into rows: one reading's records, written inside the caller's transaction."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable

from foreigndesk.records import Article, Capture, Event, Reading, Stance, encode


def text_of(record: object) -> str:
    """Give a record as JSON text."""
    return encode(record).decode("utf-8")


def insert(base: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Insert rows (all columns but the row number, in the schema's order)."""
    for row in rows:
        marks = ", ".join("?" * len(row))
        base.execute(f"INSERT INTO {table} VALUES (NULL, {marks})", row)  # noqa: S608


def write_capture(base: sqlite3.Connection, capture: Capture) -> None:
    """Keep a capture's bytes, compressed; one that is there already stays as it is."""
    base.execute(
        "INSERT OR IGNORE INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            capture.id,
            capture.address,
            capture.how,
            capture.fetched,
            capture.media,
            capture.encoding,
            capture.digest,
            len(capture.data),
            zlib.compress(capture.data, 6),
        ),
    )


def write_reading(base: sqlite3.Connection, reading: Reading) -> bool:
    """Write every record of a reading and make it the current one of its article.

    Gives False, and writes nothing, where this version's reading of the article is there.
    """
    page = reading.page
    known = base.execute(
        "SELECT 1 FROM pages WHERE article = ? AND version = ?", (page.article.id, reading.version)
    ).fetchone()
    if known:
        return False
    base.execute("UPDATE pages SET current = 0 WHERE article = ?", (page.article.id,))
    number = base.execute(
        "INSERT INTO pages VALUES (NULL, ?, ?, ?, ?, 1, ?, ?)",
        (
            page.capture,
            page.article.id,
            reading.version,
            reading.outcome,
            text_of(page.problems),
            text_of(reading.problems),
        ),
    ).lastrowid
    assert number is not None  # an INSERT that did not raise has made a row
    days = _days(reading)
    insert(base, "articles", (_article(number, a, days[a.id]) for a in _articles(reading)))
    _write_mentions(base, number, reading)
    _write_events(base, number, reading, days)
    _write_claims(base, number, reading)
    return True


def _articles(reading: Reading) -> tuple[Article, ...]:
    return (reading.page.article, *reading.page.teasers)


def _days(reading: Reading) -> dict[str, str]:
    """Give each text's day; a teaser without one of its own stands under the page's."""
    return {a.id: a.day or reading.page.article.day for a in _articles(reading)}


def _article(number: int, article: Article, day: str) -> tuple[object, ...]:
    return (
        number,
        article.id,
        article.kind,
        article.address,
        article.outlet,
        day,
        article.title,
        article.text,
        text_of(article),
    )


def _write_mentions(base: sqlite3.Connection, number: int, reading: Reading) -> None:
    insert(
        base,
        "mentions",
        (
            (number, m.span.text, m.span.start, m.of, m.name, m.ref, text_of(m))
            for m in reading.mentions
        ),
    )
    insert(
        base,
        "actors",
        ((number, a.id, a.name, a.kind, a.country, text_of(a)) for a in reading.actors),
    )
    insert(
        base,
        "places",
        (
            (number, p.id, p.name, p.country, p.lat, p.lon, p.precision, text_of(p))
            for p in reading.places
        ),
    )


def _write_events(
    base: sqlite3.Connection, number: int, reading: Reading, days: dict[str, str]
) -> None:
    leading = {s.event: s for s in reading.stances if s.telling == 0}
    for event in reading.events:
        stance = leading.get(event.id)
        insert(base, "events", [_event(number, event, stance, days.get(event.article, ""))])
        insert(
            base,
            "parties",
            (
                (number, event.id, role, p.name, p.actor, p.country, p.sector, text_of(p))
                for role, parties in (
                    ("actor", event.actors),
                    ("recipient", event.recipients),
                    ("against", event.against),
                )
                for p in parties
            ),
        )
        insert(
            base,
            "tellings",
            (
                (number, event.id, n, t.evidence.start, t.evidence.end, t.rule, text_of(t))
                for n, t in enumerate(event.tellings)
            ),
        )


def _event(number: int, event: Event, stance: Stance | None, day: str) -> tuple[object, ...]:
    return (
        number,
        event.id,
        event.article,
        day,
        event.type,
        stance.status if stance else "",
        stance.certainty if stance else None,
        stance.source.kind if stance else "",
        stance.source.name if stance else "",
        event.time.start,
        event.time.end,
        event.place.name if event.place else "",
        event.place.country if event.place else "",
        int(event.background),
        text_of(event),
    )


def _write_claims(base: sqlite3.Connection, number: int, reading: Reading) -> None:
    insert(
        base,
        "stances",
        (
            (
                number,
                s.event,
                s.telling,
                s.status,
                s.certainty,
                s.source.kind,
                s.source.name,
                s.claim,
                text_of(s),
            )
            for s in reading.stances
        ),
    )
    insert(
        base,
        "claims",
        (
            (
                number,
                c.id,
                c.article,
                c.source.kind,
                c.source.name,
                c.speech,
                c.rule,
                text_of(c),
            )
            for c in reading.claims
        ),
    )
