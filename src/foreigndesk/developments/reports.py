"""Readings in, reports out: one for each event that an article tells, teasers left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from foreigndesk.codebook.tables import read_table, resource
from foreigndesk.developments.origins import doers, origin_of, together
from foreigndesk.developments.outlets import Outlets
from foreigndesk.developments.phrases import pattern
from foreigndesk.developments.phrases import words as stopped
from foreigndesk.developments.reprints import Reprints, origin_name
from foreigndesk.developments.types import Report, order
from foreigndesk.records import Event, Party, Reading, Stance

_WORD = re.compile(r"[A-Za-z][a-z]{3,}")


def codes(parties: Sequence[Party]) -> frozenset[str]:
    """Give the country codes of parties, names folded where a party has no code."""
    return frozenset(p.country or p.name.lower() for p in parties)


def reports(readings: Sequence[Reading]) -> list[Report]:
    """Give every report of the readings, in order of day, article and event id."""
    live = sorted(readings, key=lambda r: (r.page.article.day, r.page.article.id))
    reprints = Reprints([r.page.article for r in live])
    outlets = Outlets(r.page.article.outlet for r in live)
    found: list[Report] = []
    for reading in live:
        found += reports_of(reading, origin_name(reprints.origin(reading.page.article)), outlets)
    return sorted(found, key=order)


def reports_of(reading: Reading, first: str, outlets: Outlets) -> Iterator[Report]:
    """Yield the reports of one reading.

    ``first`` names the article that it reprints (itself where it reprints none), ``outlets``
    are all that are known.
    """
    for event in reading.events:
        if event.article != reading.page.article.id:
            continue
        stance = reading.stance(event)
        origin, self_said, name = origin_of(reading, event, stance, first, outlets)
        # Who will not confirm, or says what might be, does not own up.
        self_said = self_said and stance.status not in ("possible", "conditional")
        made = replace(_report(reading, event, stance, origin, self_said), said_by=name)
        also = _others(reading, event, stance, first, outlets)
        yield _owned(made, reading, event) or _together(made, event, also)


@cache
def _words() -> dict[str, frozenset[str]]:
    table = resource("foreigndesk.developments", "data", "words.tsv")
    return {r["kind"]: frozenset(r["words"].split()) for r in read_table(table, ("kind", "words"))}


@cache
def _owning() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_words()['own']))})\b", re.IGNORECASE)


_REACH: Final = 30  # characters between a party's name and the verb by which it owns up


def _owned(report: Report, reading: Reading, event: Event) -> Report | None:
    """Give the report as the doer's own where the sentence says that it owned up to the act."""
    if report.status not in ("happened", "ongoing", "planned"):
        return None
    telling = event.tellings[0]
    text = reading.page.article.text
    before = text[telling.evidence.start : telling.trigger.start]
    for party in event.actors:
        at = before.find(party.name)
        if at < 0 or not party.country or party.country not in doers(event):
            continue
        after = before[at + len(party.name) :]
        verb = _owning().search(after)
        if pattern("neither").search(before[:at]):
            continue
        if verb and verb.start() <= _REACH and not pattern("not").search(after[: verb.start()]):
            key = f"state:{party.country}"
            return replace(report, origin=key, said_by="", self_said=True, acknowledges=True)
    return None


def _others(
    reading: Reading, event: Event, stance: Stance, first: str, outlets: Outlets
) -> dict[str, None]:
    """Give the governments that say it too: with the leading source, or in another telling."""
    found = dict.fromkeys(together(reading, stance.source))
    for other in reading.stances:
        if other.event != event.id or other.telling == 0 or other.status != stance.status:
            continue
        origin, _, _ = origin_of(reading, event, other, first, outlets)
        found.update(dict.fromkeys((origin, *together(reading, other.source))))
    return {o: None for o in found if o.startswith("state:")}


def _together(report: Report, event: Event, others: Iterable[str]) -> Report:
    """Give the report with all who say so where governments say one thing."""
    also = tuple(o for o in others if o != report.origin)
    if not also or not report.origin.startswith("state:"):
        return report
    own = report.self_said or any(o.removeprefix("state:") in doers(event) for o in also)
    return replace(report, also=also, self_said=own)


def _report(reading: Reading, event: Event, stance: Stance, origin: str, self_said: bool) -> Report:
    article = reading.page.article
    evidence = event.tellings[0].evidence
    sentence = evidence.of(article.text)
    around = article.text[max(0, evidence.start - 300) : evidence.end + 100]
    names = [(p.country or p.name.lower(), p.name) for p in (*event.actors, *event.recipients)]
    words = frozenset(w.lower() for w in _WORD.findall(sentence)) - stopped("stop")
    objects = frozenset(k for k, ws in _words().items() if k != "own" and ws & words)
    source = stance.source
    chain = dict.fromkeys((article.outlet, source.name or source.described, *source.chain, origin))
    return Report(
        event=event.id,
        article=article.id,
        outlet=article.outlet or article.address,
        day=article.day,
        type=event.type,
        modes=event.modes,
        actors=codes(event.actors),
        recipients=codes(event.recipients),
        against=codes(event.against),
        names=tuple(names),
        place=event.place.name if event.place and event.place.precision != "country" else "",
        country=event.place.country if event.place else "",
        start=event.time.start,
        end=event.time.end,
        dated=not event.time.fallback,
        background=event.background,
        status=stance.status,
        certainty=stance.certainty,
        source=stance.source,
        origin=origin,
        self_said=self_said,
        figures=event.figures,
        sentence=sentence,
        words=words,
        yet=stance.status == "denied" and bool(pattern("yet").search(sentence)),
        retracts=bool(pattern("retract").search(around)),
        chain=tuple(c for c in chain if c),
        objects=objects,
    )
