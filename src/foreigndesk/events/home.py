"""Whose people a party without a country are: where they protest, and whose rulers they defy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from foreigndesk.events.frames import Match
    from foreigndesk.events.sides import Sides
    from foreigndesk.records import Party

# parties of no office, whose blocking of a road is a protest and no order
CROWD: Final = frozenset("CVL LAB EDU AGR REF OPP JRN MED SOC REL PTY".split())
# who is what they are against the rulers of their own country
DEFIANT: Final = frozenset(("REB", "OPP"))
# nouns that name those who rule at home, not a state that acts abroad
RULERS: Final = frozenset(
    "government president regime junta cabinet rule constitution parliament capital".split()
)
# who, named without a country, speaks to the rulers of their own
AT_HOME: Final = frozenset(("LEG", "JUD"))
STREET: Final = frozenset(("PROTEST",))


def crowd(parties: tuple[Party, ...]) -> bool:
    """Whether an act is done by people without an office."""
    return bool(parties) and all(p.sector in CROWD for p in parties)


def _guessed(party: Party) -> bool:
    """Whether a party's country is only that of the article around it."""
    return "by the article's country" in party.how or "by the dateline" in party.how


def at_home(
    match: Match, actors: tuple[Party, ...], recipients: tuple[Party, ...], sides: Sides
) -> tuple[Party, ...]:
    """Give actors without a country the one whose streets they fill or whose rulers they defy."""
    if not actors and match.entry.type == "COERCE" and "arrest" in match.entry.modes:
        there = sides.scene(match.trigger)  # "was arrested in Chad": by its police
        how = "the law where it happened"
        return tuple(replace(p, sector="COP", how=f"{p.how}, {how}") for p in there)
    if not actors:
        return actors
    if any(p.country for p in actors) and not all(map(_guessed, actors)):
        return actors
    country = ""
    if match.entry.type in STREET and all(p.sector != "GOV" for p in actors):
        country = next((p.country for p in sides.scene(match.trigger)), "")
    if not country and all(p.sector in (CROWD | DEFIANT | AT_HOME) for p in actors):
        theirs = {p.country for p in recipients if p.country}
        ruled = any(w in RULERS for p in recipients for w in p.name.lower().split())
        country = next(iter(theirs)) if ruled and len(theirs) == 1 else ""
    if not country:
        return actors
    how = "by where or against whom they act"
    return tuple(replace(p, country=country, how=f"{p.how}, {how}") for p in actors)
