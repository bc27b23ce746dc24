"""Readings in, reports out: one for each event that an article tells, teasers left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from foreigndesk.developments.origins import Reprints, origin_of
from foreigndesk.developments.types import Report
from foreigndesk.records import Event, Party, Reading, Stance

_WORD = re.compile(r"[A-Za-z][a-z]{3,}")
_RETRACT: Final = re.compile(
    r"\b(?:correction|retract(?:s|ed|ion)?|withdr(?:aws|ew|awn) (?:its|the|this) (?:report|story)|"
    r"an earlier version|wrongly (?:said|stated|reported)|takes? back)\b",
    re.IGNORECASE,
)
STOP: Final = frozenset(
    "that this with from have been were their they will would could said says more than over "
    "also after before which when what about into there some other most many such only year "
    "years week month could should being during while where against between under".split()
)


def codes(parties: Sequence[Party]) -> frozenset[str]:
    """Give the country codes of parties, names folded where a party has no code."""
    return frozenset(p.country or p.name.lower() for p in parties)


def reports(readings: Sequence[Reading]) -> list[Report]:
    """Give every report of the readings, in order of day, article and event id."""
    live = sorted(readings, key=lambda r: (r.page.article.day, r.page.article.id))
    reprints = Reprints([r.page.article for r in live])
    outlets = frozenset(r.page.article.outlet for r in live if r.page.article.outlet)
    found: list[Report] = []
    for reading in live:
        first = reprints.origin(reading.page.article)
        for event in reading.events:
            if event.article != reading.page.article.id:
                continue
            stance = reading.stance(event)
            origin, self_said = origin_of(reading, event, stance, first, outlets)
            found.append(_report(reading, event, stance, origin, self_said))
    return sorted(found, key=lambda r: (r.day, r.article, r.event))


def _report(reading: Reading, event: Event, stance: Stance, origin: str, self_said: bool) -> Report:
    article = reading.page.article
    evidence = event.tellings[0].evidence
    sentence = evidence.of(article.text)
    around = article.text[max(0, evidence.start - 300) : evidence.end + 100]
    names = [(p.country or p.name.lower(), p.name) for p in (*event.actors, *event.recipients)]
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
        place=event.place.name if event.place else "",
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
        words=frozenset(w.lower() for w in _WORD.findall(sentence)) - STOP,
        retracts=bool(_RETRACT.search(around)),
    )
