"""Who fights and is not named where it stands: the enemy, the coalition, "militants" in a lead.

And who is named by the town he is of ("two New Yorkers").
"""

from __future__ import annotations

from dataclasses import replace

from foreigndesk.actors.grammar import phrase
from foreigndesk.actors.names import NameFinder, city_people
from foreigndesk.actors.registry import Registry
from foreigndesk.actors.roles import Role
from foreigndesk.actors.tables import word_lists
from foreigndesk.language.tokens import Token
from foreigndesk.records import Party


def only_fighters(told: set[str], sector: str) -> bool:
    """Whether fighters are told of by nothing but that they fight."""
    return sector == "REB" and not told - {
        "the",
        "a",
        "some",
        "dozen",
        "suspected",
        "armed",
        "many",
    }


def townspeople(token: Token) -> tuple[Party, ...]:
    """ "Two New Yorkers", "a Muscovite"."""
    if not token.text[:1].isupper() or token.dep_ in ("compound", "amod", "nmod"):
        return ()
    one = token.text.removesuffix("s")
    before = token.nbor(-1).text if token.i else ""
    plural = one != token.text
    single = any(c.lower_ in ("a", "an", "one") for c in token.children)
    country = city_people().get(f"{before} {one}") or city_people().get(one, "")
    if not country or not (plural or single):
        return ()
    return (Party(name=phrase(token), country=country, sector="CVL", how="people of a town"),)


class Fighters:
    """The armed groups and coalitions that one parsed text names."""

    def __init__(self, names: NameFinder, registry: Registry, day: str) -> None:
        """Take the names of the text, the registry and the day (ISO) of the page."""
        self._names = names
        self._registry = registry
        self._day = day

    def coalition(self, token: Token) -> tuple[Party, ...]:
        """ "The coalition" in a text about whom a known coalition fights."""
        against = dict(w.split("=") for w in word_lists()["coalition_against"])
        for hit in self._names.hits:
            name = against.get(hit.chosen.name, "") if hit.chosen is not None else ""
            for c in self._registry.find(name, self._day) if name else ():
                how = f"'{token.text}' for those who fight {hit.chosen and hit.chosen.name}"
                return (
                    Party(name=c.name, actor=c.id, country=c.country, sector=c.sector, how=how),
                )
        return ()

    def enemy(self, token: Token, role: Role) -> tuple[Party, ...]:
        """The one armed group that the article names, else no known party."""
        groups = {
            h.chosen.id: h.chosen
            for h in self._names.hits
            if h.chosen and h.chosen.kind == "group" and h.chosen.sector == "REB"
        }
        party = Party(name=phrase(token), sector=role.sector, how=f"role '{role.words}'")
        if len(groups) != 1:
            return (party,)
        (c,) = groups.values()
        how = f"'{token.text}' for {c.name}"
        return (replace(party, actor=c.id, country=c.country, sector=c.sector, how=how),)
