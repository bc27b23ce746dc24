"""Whom a role of a frame stands for: the parties of a phrase, and where to look when it names none.

A phrase that is itself no actor leads to one: its owner (*the offensive of the army*), the members
that it gives as examples (*countries, including Germany*), the state whose place it is (*a suburb
of Aleppo*). An act whose frame left its recipient open may name it inside what is promised, asked
for or refused (*threatened to cut aid to Mali*), or in where it happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from foreigndesk.events import syntax
from foreigndesk.events.entries import classes
from foreigndesk.events.frames import Match
from foreigndesk.records import Party

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

# acts that happen to whoever is where they happen
AT_A_PLACE: Final = frozenset("ASSAULT COERCE AID RETREAT SANCTION".split())
_NOMINAL: Final = ("NOUN", "PROPN", "PRON")
_EXAMPLES: Final = frozenset(("including", "like", "as", "excluding"))
_ESPECIALLY: Final = frozenset("particularly especially notably mainly chiefly namely".split())
_IN: Final = ("in", "into", "inside", "near", "at", "outside", "around", "across", "from", "on")
_COMPASS: Final = frozenset(
    f"{ns}{ew}" for ns in ("", "north", "south") for ew in ("", "east", "west")
) - {""} | {"north", "south"}
_FAR = 4  # how many prepositions deep a place may lie


class CastLike(Protocol):
    """What the coder asks of the actor stage."""

    def parties(self, token: Token) -> tuple[Party, ...]:
        """Give the parties that the noun phrase headed by a token stands for."""

    def modifier(self, token: Token) -> tuple[Party, ...]:
        """Give the parties that a modifier (adjective, compound, possessive) names."""

    def seat(self, token: Token) -> tuple[Party, ...]:
        """Give the state that a place belongs to, of a capital that does not act or a city."""


def distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Give parties once each, in order."""
    seen: dict[tuple[str, str, str], Party] = {}
    for party in parties:
        seen.setdefault((party.actor or party.name.lower(), party.country, party.sector), party)
    return tuple(seen.values())


class Sides:
    """Resolves the roles of matches in one article."""

    def __init__(self, cast: CastLike) -> None:
        """Take the article's cast of actors."""
        self._cast = cast
        self._known: dict[int, tuple[Party, ...]] = {}

    def resolve(self, token: Token) -> tuple[Party, ...]:
        """Give the parties of a phrase, or of its members or owner where it is itself no actor."""
        known = self._known.get(token.i)
        if known is None:
            known = self._known[token.i] = self._resolve(token)
        return known

    def _resolve(self, token: Token) -> tuple[Party, ...]:
        own = self._cast.parties(token)
        if own and any(p.country for p in own):
            return distinct([*own, *self._shared(token, own[0])])
        members = distinct(p for t in examples(token) for p in self._cast.parties(t))
        return distinct([*own, *members]) or self._owner(token, 0)

    def _shared(self, token: Token, first: Party) -> tuple[Party, ...]:
        """Give the other states of one office or force ("Indian and Chinese troops")."""
        if token.pos_ != "NOUN":
            return ()
        words = [p for m in syntax.modifiers(token) for p in self._cast.modifier(m)]
        for name in ("of", "from"):
            for step in syntax.preps(token, name):
                words += [p for t in syntax.with_conjuncts(step) for p in self._cast.parties(t)]
        countries = {p.country for p in words if p.country}
        if first.country not in countries:
            return ()
        return tuple(
            replace(first, actor="", country=country, name=token.text)
            for country in sorted(countries - {first.country})
        )

    def _owner(self, token: Token, depth: int) -> tuple[Party, ...]:
        if depth > 2 or token.pos_ not in ("NOUN", "PROPN", "VERB"):
            return ()
        for joint in ("between", "among"):
            both = [c for t in syntax.preps(token, joint) for c in syntax.with_conjuncts(t)]
            if both:
                return distinct(p for t in both for p in self._cast.parties(t))
        said = [c for c in token.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD")]
        meant = [c for c in said if c.lemma_.lower() in classes()["meant"]]
        steps = [
            *syntax.children(token, "poss"),
            *(t for c in meant for t in syntax.preps(c, "for")),
            *(t for c in said for t in syntax.preps(c, "by")),
            *syntax.preps(token, "by"),
            *syntax.preps(token, "of"),
            *syntax.preps(token, "from"),
        ]
        for step in steps:
            own = distinct(p for t in syntax.with_conjuncts(step) for p in self._cast.parties(t))
            found = own or self._owner(step, depth + 1)
            if found:
                return found
        return distinct(p for m in syntax.modifiers(token) for p in self._cast.modifier(m))

    def role(self, match: Match, role: str) -> tuple[Party, ...]:
        """Give the parties that fill a role of a match."""
        found: list[Party] = []
        for token in match.roles.get(role, []):
            if role == "R" and syntax.is_verb(token):
                # "deploy troops to assist Russian forces"
                helped = [
                    c for t in syntax.logical_objects(token) for c in syntax.with_conjuncts(t)
                ]
                found += [p for t in helped for p in self.resolve(t)]
                continue
            before = token.head == match.trigger and token.i < match.trigger.i
            if before and token.dep_ in ("amod", "compound", "nmod"):
                found += self._cast.modifier(token)
            else:
                found += self.resolve(token) or self._near(token, role)
        return distinct(found)

    def _near(self, token: Token, role: str) -> tuple[Party, ...]:
        """Give who stands behind a thing: whose text asks (*sent a letter demanding*), whose place."""
        if role != "A":
            return self.place(token) if role == "R" else ()
        if token.pos_ != "NOUN" or token.dep_ not in ("dobj", "pobj"):
            return ()
        return distinct(p for t in syntax.noun_owners(token) for p in self.resolve(t))

    # ------------------------------------------------------------------ places

    def place(self, token: Token) -> tuple[Party, ...]:
        """Give the state in which what a phrase names lies (*an area west of Damascus*)."""
        for step in _down(token, _FAR):
            found = self._cast.seat(step)
            if not found and step != token and step.ent_type_ in ("GPE", "LOC"):
                found = self._cast.parties(step)
            if found and found[0].country:
                return found[:1]
        return ()

    def scene(self, trigger: Token) -> tuple[Party, ...]:
        """Give the state in which an act takes place, by the places that hang on it."""
        verbs = [trigger, *syntax.children(trigger, "prep")]
        if trigger.pos_ in _NOMINAL and syntax.is_verb(trigger.head):
            verbs.append(trigger.head)
        for word in verbs:
            for name in _IN:
                for noun in syntax.preps(word, name):
                    found = self._cast.parties(noun)
                    if found and found[0].country and found[0].sector in ("GOV", ""):
                        return tuple(replace(p, sector="") for p in found[:1])
                    found = self.place(noun)
                    if found:
                        return found
        return ()

    def above(self, match: Match) -> tuple[Party, ...]:
        """Give who suffers by a deed told as a cause (*was isolated by the sanctions of …*)."""
        node = match.trigger.head if match.trigger.dep_ == "acl" else match.trigger
        while node.head != node and not syntax.is_verb(node):
            node = node.head
        if (
            (match.entry.pos != "N" and match.trigger.dep_ != "acl")
            or not syntax.is_verb(node)
            or not syntax.is_passive(node)
        ):
            return ()
        return distinct(p for t in syntax.logical_objects(node) for p in self.resolve(t))

    def owners(self, match: Match, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """Give whose a thing is that an act is done to (*closed the Iranian consulate*)."""
        mine = {p.country or p.name.lower() for p in actors}
        if not syntax.is_verb(match.trigger):
            return ()
        for thing in syntax.logical_objects(match.trigger):
            for token in syntax.with_conjuncts(thing):
                theirs = tuple(p for p in self.resolve(token) if p.country not in mine)
                if theirs and any(p.country for p in theirs):
                    return theirs
        return ()

    # ------------------------------------------------------------------ content

    def content(self, match: Match, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """Give the other side of an act from what is asked for, promised, threatened or refused.

        For a request that is who should act; else whom the wished-for act touches.
        """
        mine = {p.country or p.name.lower() for p in actors}

        def other(parties: tuple[Party, ...]) -> tuple[Party, ...]:
            return tuple(p for p in parties if (p.country or p.name.lower()) not in mine)

        for head in match.content:
            if match.entry.type in ("REQUEST", "ACCUSE"):
                doers = [c for t in subjects_of(head) for c in syntax.with_conjuncts(t)]
                found = other(distinct(p for t in doers for p in self.resolve(t)))
                if found or (match.entry.type == "ACCUSE" and doers):
                    return found
            for token in _arguments(head):
                found = other(self.resolve(token))
                if found and any(p.country for p in found):
                    return found
        for head in [match.trigger, *match.content]:
            for clause in syntax.children(head, "advcl"):
                if any(c.lower_ in ("if", "unless", "until") for c in clause.children):
                    doers = [c for t in subjects_of(clause) for c in syntax.with_conjuncts(t)]
                    found = other(distinct(p for t in doers for p in self.resolve(t)))
                    if found:
                        return found
        return ()


def subjects_of(head: Token) -> list[Token]:
    """Give who should act in a wish: the clause's own subject, or who is to do the noun."""
    if syntax.is_verb(head) or head.pos_ == "AUX":
        return syntax.surface_subjects(head)
    return [*syntax.children(head, "poss"), *syntax.preps(head, "by"), *syntax.preps(head, "from")]


def examples(token: Token) -> Iterator[Token]:
    """Yield the members that a phrase gives (*states such as Iran and Syria*)."""
    if token.pos_ not in _NOMINAL:
        return
    for child in token.children:
        if child.i < token.i:
            continue
        if child.dep_ == "prep" and child.lower_ in _EXAMPLES:
            such = child.lower_ != "as" or any(c.lower_ == "such" for c in child.children)
            nouns = [c for c in child.children if c.dep_ == "pobj"] if such else []
        elif child.dep_ in ("appos", "conj") and child.pos_ == "PROPN":
            marked = any(c.lower_ in _ESPECIALLY for c in child.children)
            nouns = [child] if marked or child.dep_ == "appos" else []
        else:
            continue
        for noun in nouns:
            yield from syntax.with_conjuncts(noun)


def _down(token: Token, depth: int) -> Iterator[Token]:
    """Yield a phrase's head and the nouns of its places, the nearest first."""
    yield token
    if depth == 0:
        return
    for child in token.children:
        if child.dep_ in ("compound", "nmod") and child.pos_ == "PROPN":
            yield child
        # "an area west of Damascus": an adverb, though the parser may call it an adjective
        beside = child.dep_ in ("prep", "advmod") or child.lower_ in _COMPASS
        if beside and child.i > token.i:
            yield from _under(child, depth)


def _under(preposition: Token, depth: int) -> Iterator[Token]:
    for noun in preposition.children:
        if noun.dep_ == "pobj":
            yield from _down(noun, depth - 1)
        elif noun.dep_ == "prep":
            yield from _under(noun, depth - 1)


def _arguments(head: Token) -> Iterator[Token]:
    """Yield the nouns that an act inside a content touches: objects, then obliques, then owners."""
    found: list[Token] = []
    heads = [head, *syntax.children(head, "xcomp", "ccomp", "conj")]
    for step in syntax.children(head, "prep"):  # "would respond by expelling envoys"
        heads += syntax.children(step, "pcomp")
    for word in heads:
        if syntax.is_verb(word):
            found += syntax.logical_objects(word)
            found += syntax.children(word, "dative")
    for word in [*heads, *found]:
        for child in word.children:
            if child.dep_ in ("prep", "dative", "agent"):
                found += [c for c in child.children if c.dep_ == "pobj"]
    found += [g for t in found for c in t.children if c.dep_ == "prep" for g in c.children]
    seen: set[int] = set()
    for token in found:
        for one in syntax.with_conjuncts(token):
            if one.i not in seen and one.pos_ in _NOMINAL:
                seen.add(one.i)
                yield one
