"""The article page: the text with what is told in it marked, and the record in the margin."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from foreigndesk.desk.common import Shelf, render, shelf
from foreigndesk.desk.words import SOURCE_WORDS
from foreigndesk.records import (
    Article,
    Claim,
    Event,
    Paragraph,
    Reading,
    Source,
    Span,
    Stance,
)
from foreigndesk.store import Desk
from foreigndesk.store.following import developments_of_article

router = APIRouter(include_in_schema=False)

_STOPS: Final = re.compile("[,.;:!?)\"'\u2019\u201d]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a paragraph: its text, the event that its words trigger, claims it is in.

    ``status`` is how this telling of the event is told. ``ends`` are the claims whose content
    ends with it, or with the stop before it: there the source's chip stands.
    """

    text: str
    event: str
    status: str
    claims: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event for the margin: its number, the event, and its stance where it has one."""

    number: int
    event: Event
    stance: Stance | None
    rule: str
    path: tuple[str, ...]
    sentence: str


@router.get("/article/{ident}", response_class=HTMLResponse)
def article_page(
    request: Request, shelved: Annotated[Shelf, Depends(shelf)], ident: str, version: str = ""
) -> HTMLResponse:
    """Give an article or teaser with its record, as read by the current or a named version."""
    with shelved.desk() as desk:
        full = desk.resolve(ident, "articles")
        reading = desk.reading_of(full, version=version)
        page = reading.page
        article = next((t for t in page.teasers if t.id == full), page.article)
        entries = _entries(reading, article)
        claims = {c.id: c for c in reading.claims if c.article == article.id}
        told = {(t.event, t.telling): t.status for t in reading.stances}
        current = reading if not version else desk.reading_of(full)
        return render(
            request,
            "article.html",
            article=article,
            page=page,
            paragraphs=[
                (p.kind, pieces(article, p, reading.events, claims.values(), told))
                for p in article.paragraphs
                or (Paragraph(start=0, end=len(article.text), kind="body"),)
            ],
            entries=entries,
            numbers={e.event.id: e for e in entries},
            claims=claims,
            chips=lambda ids: list({_name(claims[i].source): claims[i] for i in ids}.values()),
            saying=saying(article, claims.values()),
            reading=reading,
            version_asked=version,
            versions=versions_of(desk, page.article.id),
            differences=differences(current, reading) if version else [],
            reprints=reprints_of(desk, page.article.id),
            followed=developments_of_article(desk, article.id),
            address=safe_address(article.address),
        )


def _entries(reading: Reading, article: Article) -> list[Entry]:
    told = [e for e in reading.events if e.article == article.id]
    leads = {s.event: s for s in reading.stances if s.telling == 0}
    return [
        Entry(
            number=number,
            event=event,
            stance=leads.get(event.id),
            rule=event.tellings[0].rule if event.tellings else "",
            path=event.tellings[0].path if event.tellings else (),
            sentence=event.tellings[0].evidence.of(article.text) if event.tellings else "",
        )
        for number, event in enumerate(told, 1)
    ]


def pieces(
    article: Article,
    paragraph: Paragraph,
    events: Iterable[Event],
    claims: Iterable[Claim],
    told: Mapping[tuple[str, int], str] | None = None,
) -> list[Piece]:
    """Split a paragraph where a mark begins or ends; marks may nest and overlap.

    ``told`` is how each telling of an event is told.
    """
    here = Span(text=article.id, start=paragraph.start, end=paragraph.end)
    triggers = [
        (t.trigger, e.id, (told or {}).get((e.id, n), ""))
        for e in events
        if e.article == article.id
        for n, t in enumerate(e.tellings)
        if t.trigger.overlaps(here)
    ]
    said = [(s, c.id) for c in claims for s in c.content if s.overlaps(here)]
    last = {c.id: max((s.end for s in c.content), default=-1) for c in claims}
    cuts = {here.start, here.end}
    for span in (*(t[0] for t in triggers), *(s for s, _ in said)):
        cuts |= {max(here.start, span.start), min(here.end, span.end)}
    edges = sorted(cuts)
    made = []
    for start, end in itertools.pairwise(edges):
        inside = tuple(dict.fromkeys(c for s, c in said if s.start <= start and end <= s.end))
        marks = (t[1:] for t in triggers if t[0].start <= start and end <= t[0].end)
        event, status = next(marks, ("", ""))
        made.append(
            Piece(
                text=article.text[start:end],
                event=event,
                status=status,
                claims=inside,
                ends=tuple(c for c in inside if last[c] == end),
            )
        )
    return _past_stops(made)


def _past_stops(given: list[Piece]) -> list[Piece]:
    """Move chips past the comma or full stop that follows what is said."""
    made: list[Piece] = []
    for piece in given:
        stop = _STOPS.match(piece.text) if made and made[-1].ends and not piece.event else None
        if stop is None:
            made.append(piece)
            continue
        ends = made[-1].ends
        made[-1] = replace(made[-1], ends=())
        if stop.end() == len(piece.text):
            made.append(replace(piece, ends=(*ends, *piece.ends)))
        else:
            made.append(replace(piece, text=stop[0], ends=ends))
            made.append(replace(piece, text=piece.text[stop.end() :]))
    return made


def _name(source: Source) -> str:
    return source.name or source.described or SOURCE_WORDS[source.kind]


def saying(
    article: Article, claims: Iterable[Claim]
) -> list[tuple[Source, list[tuple[Claim, str]]]]:
    """Give each source of an article with what it says, in the order of the text."""
    found: dict[tuple[str, str], tuple[Source, list[tuple[Claim, str]]]] = {}
    for claim in claims:
        key = (claim.source.kind, _name(claim.source).casefold())
        words = " … ".join(" ".join(s.of(article.text).split()) for s in claim.content)
        found.setdefault(key, (claim.source, []))[1].append((claim, words))
    return list(found.values())


def versions_of(desk: Desk, article: str) -> list[str]:
    """Give the coder versions that have read an article, the current one first."""
    sql = "SELECT version FROM pages WHERE article = ? ORDER BY current DESC, reading DESC"
    return [r["version"] for r in desk.query(sql, (article,))]


def reprints_of(desk: Desk, article: str) -> list[Article]:
    """Give the other articles of the same text."""
    rows = desk.query(
        "SELECT o.article FROM followed_articles o JOIN followed_articles f "
        "ON f.origin = o.origin WHERE f.article = ? AND o.article <> ? ORDER BY o.stamp LIMIT 30",
        (article, article),
    )
    return [desk.article(r["article"]) for r in rows]


def differences(current: Reading, other: Reading) -> list[str]:
    """Say what another version read otherwise: events gained, lost, and of another status."""
    now, then = _lines(current), _lines(other)
    lines = [f"only now: {now[k]}" for k in now if k not in then]
    lines += [f"only in that version: {then[k]}" for k in then if k not in now]
    lines += [
        f"{then[k]} in that version, {now[k]} now" for k in now if k in then and now[k] != then[k]
    ]
    return lines


def _lines(reading: Reading) -> dict[tuple[int, str], str]:
    status = {s.event: s.status for s in reading.stances if s.telling == 0}
    found = {}
    for event in reading.events:
        if not event.tellings:
            continue
        at = event.tellings[0].trigger
        text = reading.text(event.article)
        words = f"{event.type} {status.get(event.id, '')} (“{at.of(text)}”)"
        found[(at.start, event.type)] = words
    return found


def safe_address(address: str) -> str:
    """Give an address that a link may go to; "" for what is no web address."""
    return address if address.startswith(("http://", "https://")) else ""
