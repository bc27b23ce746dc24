"""The fields of an article: what a draft gathers, datelines, bylines, and the finished record."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final, Literal

from foreigndesk.page.dates import read_date
from foreigndesk.page.text import clean, fold
from foreigndesk.page.words import words
from foreigndesk.records import Article, Capture, Paragraph, ParagraphKind, record_id

MAX_TEXT: Final = 150_000  # characters of one article, some 25,000 words: no news is as long
MAX_PARAGRAPHS: Final = 5_000
_LETTERS: Final = re.compile(r"[^\W_]")


@dataclass(slots=True, kw_only=True)
class Draft:
    """What has been found of an article so far; ``body`` is (text, kind) in order."""

    address: str = ""
    outlet: str = ""
    section: str = ""
    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    dateline_place: str = ""
    dateline_date: str = ""
    published: str = ""
    updated: str = ""
    shown: str = ""
    block: str = ""
    body: list[tuple[str, ParagraphKind]] = field(default_factory=list)
    provenance: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def put(self, name: str, value: str | tuple[str, ...], where: str) -> bool:
        """Fill a field that is still empty and note where its value stood; say if it did."""
        if not value or getattr(self, name):
            return False
        setattr(self, name, value)
        self.provenance[name] = where
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A dateline: place, ISO day ("" where none), agency, and the text after it."""

    place: str
    day: str
    agency: str
    rest: str


@cache
def _dateline_pattern() -> re.Pattern[str]:
    months = "|".join(sorted(words().months, key=len, reverse=True))
    day = rf"(?:(?:{months})\.?\s+\d{{1,2}}|\d{{1,2}}\s+(?:{months})\.?)(?:,?\s+\d{{4}})?"
    word = r"(?:[^\W\d_][\w.’'-]*)"
    # A comma that does not begin the date may part a town from its country or state.
    place = rf"{word}(?:[ /]{word}){{0,3}}(?:,\s+(?!(?i:{day})){word}(?:\s{word}){{0,2}})?"
    return re.compile(
        rf"^(?P<place>{place})(?:(?:,\s*|\s+)(?P<day>(?i:{day})))?\s*"
        r"(?:[,:]?\s*[(\[](?P<agency>[^()\[\]]{2,40})[)\]])?\s*"
        r"(?P<dash>--|[-–—―:])?(?P<gap>\s*)"
    )


def read_dateline(text: str, base: str) -> Dateline | None:
    """Give the dateline at the beginning of a paragraph, None where there is none.

    ``base`` is the ISO day near which a date without a year lies. A place in capitals needs
    a dash or an agency after it; one in small letters a date or an agency, and a dash.
    """
    found = _dateline_pattern().match(text)
    if not found:
        return None
    place, agency, dash = found["place"].strip(), found["agency"] or "", found["dash"] or ""
    rest = text[found.end() :]
    if not rest or not _place_like(place):
        return None
    if dash == ":" or (dash == "-" and not found["gap"]):
        return None
    first = re.split(r"[,/]", place)[0].strip()
    if first.isupper():
        if not dash and not (agency and rest[0].isupper()):
            return None
    elif not dash or not (found["day"] or agency):
        return None
    return Dateline(
        place=_in_case(place),
        day=_near(found["day"] or "", base),
        agency=agency.strip(),
        rest=rest,
    )


def _place_like(place: str) -> bool:
    flat = place.lower()
    if len(flat.replace(".", "")) < 3 or flat in words().datelines.not_places:
        return False
    parts = re.split(r"[\s/,]+", place)
    small = {"of", "the", "de", "la", "al", "el", "del", "da", "an", "en", "sur", "am", "le", "and"}
    return all(p[:1].isupper() or p in small for p in parts if p) and flat not in words().months


def _in_case(place: str) -> str:
    """Put a place in capitals into ordinary case, word by word; initials stay."""
    return re.sub(
        r"[^\W\d_]{3,}",
        lambda m: m[0].capitalize() if m[0].isupper() else m[0],
        place,
    )


def _near(written: str, base: str) -> str:
    """Give the ISO day of "Oct 17" as of ``base``: the last such day not well after it."""
    if not written:
        return ""
    if re.search(r"\d{4}", written):
        return read_date(written)[:10]
    if not base:
        return ""
    try:
        limit = date.fromisoformat(base[:10])
    except ValueError:
        return ""
    for year in (limit.year, limit.year - 1):
        day = read_date(f"{written} {year}")[:10]
        if day and (date.fromisoformat(day) - limit).days <= 2:
            return day
    return ""


def take_dateline(draft: Draft) -> None:
    """Move the dateline at the beginning of the body from the text into its fields.

    The standfirst may bear it too. A correction or note may stand above it, so the first
    three paragraphs are looked at.
    """
    base = draft.published or draft.updated or draft.shown
    if draft.standfirst and (found := read_dateline(draft.standfirst, base)):
        draft.standfirst = found.rest
        _note_dateline(draft, found, "beginning of the standfirst")
    for number, (text, kind) in enumerate(draft.body[:3]):
        if kind in ("body", "quote") and (found := read_dateline(text, base)):
            draft.body[number] = (found.rest, kind)
            _note_dateline(draft, found, "beginning of the body")
            return


def _note_dateline(draft: Draft, found: Dateline, where: str) -> None:
    draft.put("dateline_place", found.place, where)
    draft.put("dateline_date", found.day, where)
    if found.agency:
        draft.provenance.setdefault("agency", f"{found.agency} (dateline)")


def read_byline(text: str) -> tuple[str, ...]:
    """Give the names in a byline ("By Ann Roe and Joe Doe in Kyiv"), each once."""
    text = re.sub(r"https?://\S+|\S+@\S+|@\w+", " ", clean(text))
    text = re.sub(
        r"^(?:(?:written|reported|posted|story|words|text|report)\s+)?(?:by|von|par|por|av|af|di)(?::\s*|\s+)",
        "",
        text,
        flags=re.I,
    )
    names: list[str] = []
    for part in re.split(
        r"\s*(?:,|;|\||\s/\s|\s•\s|\s·\s|\b(?:and|und|og|och|et|with)\b|&)\s*", text
    ):
        part = re.sub(r"\s*\(.*", "", part)
        if ":" in part:
            continue
        part = re.split(r"\s+(?:in|at|for|from)\s+", part)[0].strip(" .-–—:()")
        parts = part.split()
        if not parts or len(parts) > 6 or not _LETTERS.search(part):
            continue
        if all(p.lower() in words().bylines.roles for p in parts) or date_like(part):
            continue
        if len(parts) > 1 and sum(p.lower() in words().bylines.roles for p in parts) * 2 > len(
            parts
        ):
            continue
        if fold(part) not in [fold(n) for n in names]:
            names.append(part)
    return tuple(names[:30])


def date_like(text: str) -> bool:
    """Say whether a text holds a date (so is no name)."""
    return bool(re.search(r"\d", text))


def finish(
    capture: Capture,
    draft: Draft,
    *,
    language: str = "",
    kind: Literal["article", "teaser"] = "article",
    parent: str = "",
) -> Article:
    """Make the article of a draft: text, paragraphs with their offsets, id.

    The id rests on address (where it is one of the web), outlet, date and text, so the same
    page captured twice, or from two folders, keeps its id; a teaser's on its page's too.
    """
    pieces: list[tuple[str, ParagraphKind]] = []
    if draft.title:
        pieces.append((draft.title, "title"))
    if draft.standfirst:
        pieces.append((draft.standfirst, "standfirst"))
    pieces += [(text, kind) for text, kind in draft.body if _LETTERS.search(text)]
    parts: list[str] = []
    paragraphs: list[Paragraph] = []
    at = 0
    for piece, of in pieces[:MAX_PARAGRAPHS]:
        if at + len(piece) > MAX_TEXT:
            piece = piece[: max(0, MAX_TEXT - at)].rsplit(" ", 1)[0].rstrip()
            draft.problems.append(f"the text is cut after {MAX_TEXT} characters")
        if piece:
            paragraphs.append(Paragraph(start=at, end=at + len(piece), kind=of))
            parts.append(piece)
            at += len(piece) + 2
        if at > MAX_TEXT - 2:
            break
    if len(pieces) > MAX_PARAGRAPHS:
        draft.problems.append(f"the text is cut after {MAX_PARAGRAPHS} paragraphs")
    text = "\n\n".join(parts)
    web = draft.address if "://" in draft.address else ""
    fields = (draft.outlet, draft.section, draft.published, draft.shown, text)
    return Article(
        id=record_id("tea" if kind == "teaser" else "art", parent, web, *fields),
        capture=capture.id,
        kind=kind,
        address=draft.address,
        outlet=draft.outlet,
        section=draft.section,
        title=draft.title,
        standfirst=draft.standfirst,
        authors=draft.authors,
        dateline_place=draft.dateline_place,
        dateline_date=draft.dateline_date,
        published=draft.published,
        updated=draft.updated,
        shown=draft.shown,
        language=language,
        text=text,
        paragraphs=tuple(paragraphs),
        block=draft.block,
        provenance=tuple(sorted(draft.provenance.items())),
    )
