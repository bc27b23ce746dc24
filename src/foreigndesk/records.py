"""The records of Foreign Desk: frozen data types, spans, ids and their codec.

Everything here is plain data. A record never changes once made; a record derived from
text names the text it lies in (``Span.text`` is the id of an article or of a teaser read
as a small article) and the version of the code that made it. Ids are hashes of
length-prefixed identity fields, so reading the same page twice gives the same ids.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

import msgspec

Status = Literal["happened", "ongoing", "planned", "expected", "possible", "conditional", "denied"]
SourceKind = Literal["author", "named", "unnamed", "document"]
Speech = Literal["direct", "mixed", "indirect"]
ParagraphKind = Literal["title", "standfirst", "body", "heading", "quote", "list", "caption"]
Precision = Literal["point", "city", "region", "country"]
TimePrecision = Literal["day", "week", "month", "season", "year", "decade", "open"]
Tense = Literal["past", "present", "future"]

STATUSES: Final[tuple[Status, ...]] = (
    "happened",
    "ongoing",
    "planned",
    "expected",
    "possible",
    "conditional",
    "denied",
)


def record_id(kind: str, *fields: object) -> str:
    """Give the id of a record: its kind, a hyphen and a hash of its identity fields.

    Each field is written as text with its length before it, so that ("ab", "c") and
    ("a", "bc") differ. ``kind`` is a short word ("evt", "art"). The hash is the first
    80 bits of BLAKE2b in hexadecimal.
    """
    digest = hashlib.blake2b(digest_size=10)
    for value in (kind, *fields):
        data = str(value).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return f"{kind}-{digest.hexdigest()}"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (end excluded) of the text whose id is ``text``."""

    text: str
    start: int
    end: int

    def of(self, text: str) -> str:
        """Give the characters of this span out of the whole text."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Say whether both lie in the same text and share a character."""
        return self.text == other.text and self.start < other.end and other.start < self.end


# --------------------------------------------------------------------------- capture, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes of a page as they came in: where from, when, how, and their digest.

    ``how`` is "file", "url", "stdin", "jsonl" or "feed"; ``fetched`` an ISO time in UTC;
    ``media`` the media type as declared or sniffed ("text/html", "text/plain",
    "application/json" for one row of a JSONL file); ``encoding`` as declared, or "".
    """

    id: str
    address: str
    how: str
    fetched: str
    media: str
    encoding: str
    digest: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A stretch of ``Article.text`` and what kind of paragraph it is."""

    start: int
    end: int
    kind: ParagraphKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One text to be read: the page's article, or one of its teasers read as a small one.

    ``text`` is title, standfirst and paragraphs joined by blank lines; ``paragraphs``
    say where each lies in it. Dates are ISO days (or ISO times for ``published`` where the
    page gives one), "" where unknown. ``shown`` is the date that the page displays as
    "today"; ``provenance`` says of each field where it was found
    (("published", "json-ld datePublished"), …). ``language`` is an ISO 639-1 code.
    """

    id: str
    capture: str
    kind: Literal["article", "teaser"] = "article"
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
    language: str = ""
    text: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    block: str = ""
    provenance: tuple[tuple[str, str], ...] = ()

    def parts(self, *kinds: ParagraphKind) -> tuple[str, ...]:
        """Give the texts of the paragraphs of these kinds, in order."""
        return tuple(self.text[p.start : p.end] for p in self.paragraphs if p.kind in kinds)

    @property
    def day(self) -> str:
        """The ISO day that relative dates count from: published, dateline, or shown."""
        return (self.published or self.dateline_date or self.shown)[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A capture taken apart: its article, the teasers around it, and what went wrong.

    ``problems`` are sentences for a person ("no publication date found").
    """

    capture: str
    article: Article
    teasers: tuple[Article, ...] = ()
    problems: tuple[str, ...] = ()


# --------------------------------------------------------------------------- mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A row of the actor registry, or an actor that an article introduced itself.

    ``country`` is ISO 3166-1 alpha-3 or one of PLOVER's codes (KOS, IGO, UNO, EUR, NGO,
    ISM, IMG, MNC) or "" where unknown; ``sectors`` are PLOVER's, the first the primary.
    ``kind`` is "state", "person", "office", "igo", "group", "force", "party", "court",
    "ngo", "firm", "people" or "other".
    """

    id: str
    name: str
    kind: str
    country: str
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on the map. ``lat`` and ``lon`` in degrees (WGS 84), None where unresolved.

    ``precision`` says what the point stands for: with "country" or "region" it is only a
    representative point, never the exact place.
    """

    id: str
    name: str
    country: str
    lat: float | None
    lon: float | None
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """An interval of whole days, both ends included, ISO; "" for an open end.

    ``fallback`` marks the publication date standing in for a date the text does not give;
    ``tense`` places it against the publication date.
    """

    start: str
    end: str
    precision: TimePrecision
    tense: Tense
    fallback: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words of a text that stand for an actor, a place or a time.

    ``of`` is "actor", "place" or "time"; ``ref`` the id of the Actor or Place (for a time
    "START/END"), "" where nothing is known; ``how`` names the rule or table that tied it.
    """

    span: Span
    of: Literal["actor", "place", "time"]
    name: str
    ref: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor in a role: name as written, actor id, country and sector codes (or "")."""

    name: str
    actor: str = ""
    country: str = ""
    sector: str = ""
    how: str = ""


# --------------------------------------------------------------------------- events


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a telling gives: ``of`` is what it counts.

    ``of``: "troops", "killed", "wounded", "arrested", "displaced", "money", "weapons",
    "people". ``low`` ≤ ``best`` ≤ ``high`` in ``unit`` ("persons", "USD", "tanks");
    ``bound`` is "", "about", "at-least", "at-most", "range".
    """

    of: str
    low: float
    best: float
    high: float
    unit: str
    bound: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One place where a text tells an event: the sentence, the words, and the rule.

    ``rule`` names the lexicon entry ("assault.tsv:bomb/V#2") or the model and version.
    ``path`` is how actor and recipient were found, in words.
    """

    evidence: Span
    trigger: Span
    rule: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A happening that an article tells, coded after PLOVER (see docs/codebook.md).

    ``type`` is the act itself; how far it has got is the ``Stance``'s. ``tellings`` are in
    order of fullness: the first leads.
    """

    id: str
    article: str
    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    against: tuple[Party, ...]
    place: Place | None
    time: Time
    figures: tuple[Figure, ...]
    tellings: tuple[Telling, ...]
    background: bool
    version: str


# --------------------------------------------------------------------------- claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says so. ``grade`` is AP's: "record", "background" (unnamed but described),
    "deep" (a bare "source"), "" for the author and documents.

    ``described`` is what an unnamed source is called ("a senior official"); ``chain`` the
    sources behind it, nearest first ("intelligence" for "the minister said that
    intelligence showed").
    """

    kind: SourceKind
    name: str = ""
    party: Party | None = None
    role: str = ""
    affiliation: str = ""
    described: str = ""
    grade: str = ""
    chain: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A source's stand: who (source), by what words (cue), on what (content)."""

    id: str
    article: str
    source: Source
    source_spans: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    speech: Speech
    rule: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """What the claims stage says of one telling of an event.

    ``certainty`` runs from -3 (certainly not) to +3 (certainly so), the UW factuality
    scale (Lee et al. 2015); ``claim`` is the id it rests on, "" for the author; ``why``
    are the reasons in words.
    """

    event: str
    telling: int
    status: Status
    certainty: float
    source: Source
    claim: str
    why: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Every record of one page: a pure function of page, tables and version.

    ``outcome`` is "read", "skipped" (nothing to code: another language, the gate) or
    "failed", with ``problems`` saying why.
    """

    page: Page
    mentions: tuple[Mention, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    stances: tuple[Stance, ...] = ()
    outcome: Literal["read", "skipped", "failed"] = "read"
    problems: tuple[str, ...] = ()
    version: str = ""

    def text(self, ident: str) -> str:
        """Give the text whose id is ``ident``: the article's or a teaser's.

        Raises KeyError where the page has no such text.
        """
        for article in (self.page.article, *self.page.teasers):
            if article.id == ident:
                return article.text
        raise KeyError(ident)

    def stance(self, event: Event) -> Stance:
        """Give the stance of an event's leading telling (KeyError where there is none)."""
        for stance in self.stances:
            if stance.event == event.id and stance.telling == 0:
                return stance
        raise KeyError(event.id)


# --------------------------------------------------------------------------- developments


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's correction. It is appended; what the machine said stays.

    ``act`` is "reject", "recode", "resolve", "merge", "split", "confirm" or "grade";
    ``target`` the digest of what was told (see developments), ``value`` the new word.
    """

    id: str
    act: str
    target: str
    value: str
    who: str
    when: str
    why: str
    undone: bool = False


T = TypeVar("T")
_encoder = msgspec.json.Encoder(order="deterministic")


def encode(record: object) -> bytes:
    """Give a record as JSON bytes; the same record always gives the same bytes."""
    return _encoder.encode(record)


def decode(data: bytes | str, kind: type[T]) -> T:
    """Read a record of the given type back from JSON (msgspec.DecodeError where broken)."""
    return msgspec.json.decode(data, type=kind)


def plain(record: object) -> Any:
    """Give a record as dicts, lists, strings and numbers, for templates and exports."""
    return msgspec.to_builtins(record)
