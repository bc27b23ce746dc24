"""The reading: a page in, every record of it out. A pure function of page, tables and version.

``Reader`` loads the model once. The stages run in the order of docs/design.md: the article and
each teaser (read as a small article of its own) are parsed, actors, places and times found,
events coded, and each telling of each event gets its stance: status, certainty and the claim
it rests on.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from foreigndesk.actors import Cast, Registry, registry
from foreigndesk.claims import assess, find_claims, rests_on
from foreigndesk.codebook import codebook
from foreigndesk.codebook.tables import coder_digest, files_digest
from foreigndesk.events.coder import code_events
from foreigndesk.events.entries import lexicon
from foreigndesk.events.gate import Gate
from foreigndesk.events.plover import plover_code
from foreigndesk.events.relation import hint_of, relation
from foreigndesk.events.second import (
    Opinion,
    denied_code,
    second_opinion,
    second_rule,
    settle,
    told,
)
from foreigndesk.language import DEFAULT_MODEL, Language, Parsed, plain_article
from foreigndesk.places import PlaceMention, event_place, find_places
from foreigndesk.records import (
    Actor,
    Article,
    Claim,
    Event,
    Mention,
    Page,
    Place,
    Reading,
    Source,
    Stance,
    Status,
)
from foreigndesk.times import TimeMention, event_time, find_times

VERSION: Final = "foreigndesk 0.1.0"
AUTHOR: Final = Source(kind="author")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationFound:
    """The relation between two marked actors: act, status, PLOVER's own code and the rule.

    ``rule`` is an entry of the lexicon, or the model and its version where it overruled the
    lexicon; ``near`` then is the lexicon's own best entry, "" where it had none.
    """

    type: str
    status: Status
    plover_type: str
    rule: str
    step: str
    near: str = ""


@dataclass(slots=True, kw_only=True)
class _Found:
    """What the stages found in the texts of one page."""

    mentions: list[Mention] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    stances: list[Stance] = field(default_factory=list)


class Reader:
    """Reads pages with one loaded model. Make it once; reading changes nothing in it."""

    def __init__(
        self,
        *,
        model: str = DEFAULT_MODEL,
        language: Language | None = None,
        actors: Registry | None = None,
        overlays: Sequence[Path] = (),
        second: bool = True,
    ) -> None:
        """Load the model (or take a loaded one) and the tables.

        ``overlays`` are a user's own actor tables (CSV); where ``actors`` is given, it has them
        already, and they are only named in the version. ``second``: ask the learned second
        opinion, where it is installed. Raises
        ``foreigndesk.language.ModelError`` where the model is missing and
        ``foreigndesk.codebook.tables.TableError`` where a row of a table is wrong.
        """
        self._language = language or Language(model)
        self._registry = actors or _registry(overlays)
        self._second = second
        self._gate = Gate(second_opinion) if second else None
        self._hints = {entry.rule: hint_of(entry) for entry in lexicon().all()}
        asked = second_rule() if second else ""
        own = f"; {asked}" if asked else ""
        own += f"; own actors {files_digest(overlays)}" if overlays else ""
        self.version = f"{VERSION}+{coder_digest()}; {self._language.model_version}{own}"

    # ------------------------------------------------------------------ pages

    def read(self, page: Page) -> Reading:
        """Give every record of one page."""
        return next(self.read_all([page]))

    def read_all(self, pages: Iterable[Page]) -> Iterator[Reading]:
        """Yield the reading of each page, in order."""
        for page in pages:
            if page.article.language not in ("", "en"):
                why = f"the page is in '{page.article.language}'; only English is read"
                yield self._empty(page, page.problems or (why,))
            elif not page.article.text.strip() and not page.teasers:
                yield self._empty(page, page.problems or ("the page has no text",))
            else:
                yield self._read(page)

    def _empty(self, page: Page, problems: tuple[str, ...]) -> Reading:
        return Reading(page=page, outcome="skipped", problems=problems, version=self.version)

    def _read(self, page: Page) -> Reading:
        found = _Found()
        texts = [a for a in (page.article, *page.teasers) if a.text.strip()]
        for parsed in self._language.parse(texts):
            self._stages(parsed, found)
        return Reading(
            page=page,
            mentions=tuple(found.mentions),
            actors=tuple(found.actors.values()),
            places=tuple(found.places.values()),
            events=tuple(found.events),
            claims=tuple(found.claims),
            stances=tuple(found.stances),
            problems=page.problems,
            version=self.version,
        )

    # ------------------------------------------------------------------ bare text

    def code(self, sentence: str, *, day: str = "") -> Reading:
        """Read a typed sentence (or a few) as an article of its own."""
        return next(self.code_all([sentence], day=day))

    def code_all(self, sentences: Iterable[str], *, day: str = "") -> Iterator[Reading]:
        """Yield the reading of each sentence, in order."""
        for parsed in self._language.parse(plain_article(s, day=day) for s in sentences):
            yield self.read_parsed(parsed)

    def read_parsed(self, parsed: Parsed) -> Reading:
        """Read a text that is parsed already (pre-tokenised input comes this way)."""
        found = _Found()
        self._stages(parsed, found)
        return Reading(
            page=Page(capture="", article=parsed.article),
            mentions=tuple(found.mentions),
            actors=tuple(found.actors.values()),
            places=tuple(found.places.values()),
            events=tuple(found.events),
            claims=tuple(found.claims),
            stances=tuple(found.stances),
            version=self.version,
        )

    def relations(
        self, asked: Iterable[tuple[str, Span | None, Span | None]]
    ) -> Iterator[RelationFound | None]:
        """Yield, for each text with two marked spans, the relation from the first to the second."""
        rows = list(asked)
        held = self._opinions(rows)
        parses = self._language.parse(plain_article(text) for text, _, _ in rows)
        for i, ((_, source, target), parsed) in enumerate(zip(rows, parses, strict=True)):
            yield self._relation(parsed, source, target, held.get(i))

    def _opinions(self, rows: list[tuple[str, Span | None, Span | None]]) -> dict[int, Opinion]:
        model = second_opinion() if self._second else None
        if model is None:
            return {}
        # a side that nobody marked stands empty at the edge of the sentence
        asked = [(t, one or (0, 0), two or (len(t), len(t))) for t, one, two in rows]
        return dict(enumerate(model.opinions(asked)))

    def _relation(
        self, parsed: Parsed, source: Span | None, target: Span | None, held: Opinion | None
    ) -> RelationFound | None:
        made = relation(parsed, source, target, cast=Cast(parsed, self._registry))
        found = None
        if made is not None:
            firm = assess(parsed, made.start, made.end, nominal=made.nominal, hint=made.hint)
            found = RelationFound(
                type=made.type,
                status=firm.status,
                plover_type=plover_code(made.type, firm.status, made.rule)
                or denied_code(made.type),
                rule=made.rule,
                step=made.step,
            )
        if held is None:
            return found
        code = (
            settle(held, found.plover_type, made.step, made.score) if found and made else held.best
        )
        if found and found.plover_type == code:
            return found
        act, status = told(held, code)
        return RelationFound(
            type=act,
            status=status,
            plover_type=code,
            rule=held.rule,
            step="model",
            near=found.rule if found else "",
        )

    # ------------------------------------------------------------------ stages

    def _stages(self, parsed: Parsed, found: _Found) -> None:
        article: Article = parsed.article
        day = article.day
        cast = Cast(parsed, self._registry, day=day)
        places = find_places(parsed)
        times = find_times(parsed, day=_anchor(article))
        events = code_events(
            parsed,
            cast,
            day=day,
            place_of=lambda t: event_place(t, places),
            time_of=lambda t: event_time(t, times, day=day),
            second=self._gate,
        )
        claims = find_claims(parsed, cast)
        for event in events:
            stances = tuple(
                self._stance(parsed, event, i, claims) for i in range(len(event.tellings))
            )
            event, stances = _settled(event, stances)
            found.events.append(event)
            found.stances += stances
        found.claims += claims
        found.mentions += [
            *cast.mentions(),
            *(_place_mention(parsed, p) for p in places),
            *(_time_mention(parsed, t) for t in times),
        ]
        found.actors |= {a.id: a for a in cast.actors()}
        found.places |= {p.place.id: p.place for p in places if p.place is not None}

    def _stance(
        self, parsed: Parsed, event: Event, number: int, claims: tuple[Claim, ...]
    ) -> Stance:
        telling = event.tellings[number]
        span = telling.trigger
        claim = rests_on(
            claims,
            span.start,
            span.end,
            text=parsed.article.text,
            actors=event.actors,
            spoken=codebook().types[event.type].quad in (1, 3),
        )
        firm = assess(parsed, span.start, span.end, hint=self._hints.get(telling.rule, ""))
        return Stance(
            event=event.id,
            telling=number,
            status=firm.status,
            certainty=firm.certainty,
            source=claim.source if claim else AUTHOR,
            claim=claim.id if claim else "",
            why=firm.why,
            version=self.version,
        )


def _anchor(article: Article) -> str:
    """Give the day that dates are read from: the last of the month where only that is known."""
    day = article.day
    if not any(f == "published" and "(a month;" in how for f, how in article.provenance):
        return day
    first = date.fromisoformat(day)
    return first.replace(day=monthrange(first.year, first.month)[1]).isoformat()


def _place_mention(parsed: Parsed, found: PlaceMention) -> Mention:
    ref = found.place.id if found.place else ""
    name = found.span.of(parsed.article.text)
    return Mention(span=found.span, of="place", name=name, ref=ref, how=found.how)


def _time_mention(parsed: Parsed, found: TimeMention) -> Mention:
    ref = f"{found.time.start}/{found.time.end}"
    name = found.span.of(parsed.article.text)
    return Mention(span=found.span, of="time", name=name, ref=ref, how=found.rule)


def _registry(overlays: Sequence[Path]) -> Registry:
    if not overlays:
        return registry()
    from foreigndesk.actors import registry_with

    return registry_with(overlays)


def _settled(event: Event, stances: tuple[Stance, ...]) -> tuple[Event, tuple[Stance, ...]]:
    """Mark an act as background where it is under way and only recalled in a by-clause."""
    lead = stances[0]
    if event.background and lead.status == "planned":
        # a date long past does not belong to what is still to come
        return replace(event, background=False), stances
    return event, stances
