"""Who ultimately says so: the unit of independence between reports.

Reprints, outlets that cite an outlet, two outlets that quote one spokesman, a government and
its state media are one.
"""

from __future__ import annotations

from typing import Final

from foreigndesk.developments.outlets import Outlets, fold, outlet_key
from foreigndesk.records import Event, Reading, Source, Stance

_OFFICIAL: Final = frozenset(("GOV", "MIL", "SPY", "LEG", "COP", "JUD", "JRN", ""))
_SHARED: Final = frozenset(
    ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT")
)  # acts to which the recipient is a party as much as the doer


def origin_of(
    reading: Reading, event: Event, stance: Stance, first: str, outlets: Outlets
) -> tuple[str, bool, str]:
    """Give the key of who ultimately says so, whether a party says it itself, and a name.

    The name is as the text writes it, "" where the key names a country.

    Keys: "state:RUS" for a government, its officials and its state media; "who:NAME" for
    another named source; "outlet:NAME" for what an outlet tells in its own voice or on
    unnamed sources (each outlet's unnamed sources count once). Officials who speak unnamed
    count with their government: what both say may well be one word. ``first`` names the article
    that this one reprints (itself where it reprints none).
    """
    source = stance.source
    cited = outlets.cited(source)
    if cited:
        return outlet_key(cited), False, cited
    party = source.party
    if source.kind == "named" and party is not None and party.country:
        official = party.sector in _OFFICIAL
        if not official:
            return f"who:{fold(party.name)}", False, party.name
        return f"state:{party.country}", party.country in doers(event), ""
    if source.kind in ("named", "document") and source.name:
        return f"who:{fold(source.name)}", False, source.name
    if source.kind == "unnamed" and party is not None and party.country:
        official = party.sector in _OFFICIAL
        return f"{'state' if official else 'people'}:{party.country}", False, ""
    cited = _credited(reading, event, source, outlets)
    return outlet_key(cited or first), False, cited or first


def doers(event: Event) -> frozenset[str]:
    """Give the countries of those who may own up to an act: of a friendly act, both sides."""
    both = event.type in _SHARED
    parties = (*event.actors, *event.recipients) if both else event.actors
    return frozenset(p.country for p in parties if p.country)


def _credited(reading: Reading, event: Event, source: Source, outlets: Outlets) -> str:
    """Give the other outlet that a text in its own voice credits with the report ("" for none).

    An outlet is credited in the sentence itself; anywhere in the text where the sentence only
    speaks of "a newspaper", or where the text says whose report it is.
    """
    text = reading.page.article.text
    sentence = event.tellings[0].evidence.of(text)
    press = source.kind == "unnamed" and source.party is not None and source.party.sector == "JRN"
    own = reading.page.article.outlet
    return outlets.telling(text if press else sentence, own) or outlets.credited(text)


def together(reading: Reading, source: Source) -> tuple[str, ...]:
    """Give the governments that speak together as one source ("Seoul and Kyiv say")."""
    if source.span is None or " and " not in source.name:
        return ()
    states = {a.id: a.country for a in reading.actors if a.country and a.kind != "igo"}
    found = sorted(
        (m.span.start, states[m.ref])
        for m in reading.mentions
        if m.of == "actor" and m.ref in states and m.span.overlaps(source.span)
    )
    return tuple(dict.fromkeys(f"state:{country}" for _, country in found))
