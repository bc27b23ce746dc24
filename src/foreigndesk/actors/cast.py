"""The cast of one article: which party a noun phrase stands for.

Names are looked up as runs of words, descriptions by their role noun and nationality,
surnames and pronouns by what the article named before them.
"""

from __future__ import annotations

from spacy.tokens import Token

from foreigndesk.actors.registry import Candidate, Registry
from foreigndesk.language import Parsed
from foreigndesk.records import Party

_LOCATIVE = frozenset(("in", "at", "near", "outside", "inside", "around", "across", "within"))
_INNER = ("compound", "amod", "nmod", "poss", "nummod", "det")
_BOTH = frozenset(("country", "nation", "side", "government", "leader", "state", "neighbour"))
MAX_NAME = 6  # words of the longest names in the tables


class Cast:
    """Resolves noun phrases of one parsed article to parties."""

    def __init__(self, parsed: Parsed, registry: Registry, *, day: str = "") -> None:
        self._registry = registry
        self._day = day or parsed.article.day
        self._surnames: dict[str, Party] = {}
        self._pairs: dict[int, tuple[Party, ...]] = {}
        self._order: list[tuple[int, Party]] = []
        self._memo: dict[int, tuple[Party, ...]] = {}
        for token in parsed.doc:
            if token.pos_ == "PROPN":
                self._introduce(token)

    def parties(self, token: Token) -> tuple[Party, ...]:
        """Give the parties that the noun phrase headed by a token stands for, () for none."""
        if token.i not in self._memo:
            self._memo[token.i] = ()  # breaks loops of phrases that own each other
            self._memo[token.i] = self._parties(token)
        return self._memo[token.i]

    def modifier(self, token: Token) -> tuple[Party, ...]:
        """Give the parties that an adjective, compound or possessive names."""
        found = self._name(token)
        return (self._party(found, token.text, "modifier"),) if found else ()

    def span(self, start: int, end: int, parsed: Parsed) -> tuple[Party, ...]:
        """Give the best parties inside a character span: the head's, else any name's."""
        tokens = [t for t in parsed.doc if t.idx < end and t.idx + len(t) > start]
        heads = [t for t in tokens if t.head not in tokens or t.head is t]
        for token in (*heads, *reversed(tokens)):
            found = self.parties(token) or self.modifier(token)
            if found:
                return found
        return ()

    def _introduce(self, token: Token) -> None:
        found = self._name(token)
        if found and found.kind == "person":
            party = self._party(found, found.name, "name")
            self._surnames[token.lower_] = party
            self._surnames[
                found.name.split()[0 if found.country in ("PRK", "CHN") else -1].lower()
            ] = party
        if found:
            self._order.append((token.i, self._party(found, token.text, "name")))

    def _name(self, token: Token) -> Candidate | None:
        """The longest run of words ending at a token that is a name in the tables."""
        doc, last = token.doc, token.i + 1
        for first in range(max(0, last - MAX_NAME), last):
            words = [t.text for t in doc[first:last]]
            if not (words[0][:1].isupper() or len(words) == 1):
                continue
            if not words[-1][:1].isupper():
                continue
            found = self._registry.words(words, self._day)
            if found is not None:
                return found
        return None

    def _party(self, found: Candidate, name: str, how: str) -> Party:
        return Party(name=name, actor=found.id, country=found.country, sector=found.sector, how=how)

    def _parties(self, token: Token) -> tuple[Party, ...]:
        if token.pos_ == "PRON":
            return self._pronoun(token)
        found = self._name(token)
        if found is not None:
            if found.kind == "capital" and token.dep_ == "pobj" and token.head.lower_ in _LOCATIVE:
                return ()
            return (self._party(found, self._phrase(token), found.kind),)
        lemma = token.lemma_.lower()
        if lemma in _BOTH and any(
            c.lower_ in ("both", "two") for c in token.children if c.i < token.i
        ):
            return self._both(token)
        described = self._described(token, lemma)
        if described:
            return described
        if token.lower_ in self._surnames and token.pos_ == "PROPN":
            return (self._surnames[token.lower_],)
        if token.pos_ == "PROPN" and token.ent_type_ in ("PERSON", "ORG"):
            return (Party(name=self._phrase(token), sector="UNK", how="unknown name"),)
        return ()

    def _described(self, token: Token, lemma: str) -> tuple[Party, ...]:
        role = self._registry.roles.get(lemma) or self._registry.roles.get(token.lower_)
        if role is None or token.pos_ not in ("NOUN", "PROPN"):
            return ()
        kind, sector, plural_only = role
        if plural_only and token.tag_ in ("NN", "NNP"):
            return ()
        country, owner = self._nationality(token)
        if kind == "state" and not country:
            return ()
        if not sector and owner is not None:
            sector = owner.sector
        return (
            Party(
                name=self._phrase(token),
                country=country,
                sector=sector or "UNK",
                how=f"role '{lemma}'",
            ),
        )

    def _nationality(self, token: Token) -> tuple[str, Candidate | None]:
        for child in token.children:
            if child.dep_ in ("compound", "amod", "nmod", "poss"):
                found = self._name(child)
                if found:
                    return found.country, found
                inner = self._nationality(child) if child.dep_ == "poss" else ("", None)
                if inner[0]:
                    return inner
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "in", "from", "for", "to"):
                for place in child.children:
                    found = self._name(place) if place.dep_ == "pobj" else None
                    if found and (child.lower_ != "to" or token.lemma_ in ("envoy", "ambassador")):
                        return ("", None) if child.lower_ == "to" else (found.country, found)
        return "", None

    def _both(self, token: Token) -> tuple[Party, ...]:
        found: dict[str, Party] = {}
        for place, party in reversed(self._order):
            if place < token.i and party.country:
                found.setdefault(party.country, party)
            if len(found) == 2:
                break
        return tuple(reversed(found.values())) if len(found) == 2 else ()

    def _pronoun(self, token: Token) -> tuple[Party, ...]:
        """The nearest party named before that a pronoun may stand for."""
        word = token.lower_
        if word not in ("he", "she", "it", "they", "his", "her", "its", "their", "him", "them"):
            return ()
        persons = {p.actor for p in self._surnames.values()}
        wants_person = word in ("he", "she", "his", "her", "him")
        for place, party in reversed(self._order):
            if place >= token.i or token.i - place > 80:
                continue
            if (party.actor in persons) == wants_person:
                return (Party(name=party.name, actor=party.actor, country=party.country,
                              sector=party.sector, how=f"'{token.text}'"),)  # fmt: skip
        return ()

    @staticmethod
    def _phrase(token: Token) -> str:
        start = token.i
        for child in token.children:
            if child.i < token.i and child.dep_ in _INNER and child.dep_ != "det":
                start = min(start, child.left_edge.i)
        return token.doc[start : token.i + 1].text
