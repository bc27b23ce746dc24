"""Descriptions: role nouns with the state or body they belong to.

"South Korea's military", "the foreign minister of Chad", "protesters in Cairo": the role
gives the sector, what owns it the country.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from foreigndesk.actors.grammar import is_former, phrase
from foreigndesk.actors.names import Hit, NameFinder, place_country
from foreigndesk.actors.registry import STATE_KINDS, Registry, pieces
from foreigndesk.actors.tables import BODY_KINDS, word_lists, words_by
from foreigndesk.language.tokens import Token
from foreigndesk.records import Party

LONGEST = 4  # words of a role noun
_MODIFIERS = frozenset("compound amod nmod poss npadvmod nummod".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role noun found: its words, kind, PLOVER sector and the first of its tokens."""

    words: str
    kind: str
    sector: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """What a role belongs to: a country, the sector and kind of the owner, and how."""

    country: str
    sector: str = ""
    kind: str = ""
    actor: str = ""
    how: str = ""


@lru_cache(maxsize=16384)
def _singular(lemma: str, low: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Give the forms under which a noun's last word is looked up, each with its pieces."""
    forms = [lemma, low]
    if low.endswith("ies"):
        forms.append(low[:-3] + "y")
    if low.endswith("men"):
        forms.append(low[:-3] + "man")
    if low.endswith("s"):
        forms.append(low[:-1])
    return tuple((form, pieces(form)) for form in dict.fromkeys(forms))


def _ahead(token: Token, registry: Registry) -> Role | None:
    """A role noun whose head comes first: "secretary of state", "chief of staff"."""
    doc = token.doc.tokens
    if token.i + 2 >= len(doc) or doc[token.i + 1].lower_ != "of":
        return None
    words: tuple[str, ...] = (*pieces(token.lemma_.lower()), "of")
    for after in doc[token.i + 2 : token.i + 4]:
        words += pieces(after.text)
        found = registry.roles.get(words)
        if found is not None:
            return Role(words=" ".join(words), kind=found[0], sector=found[1], start=token.i)
    return None


def role_at(token: Token, registry: Registry) -> Role | None:
    """Give the longest role noun that ends at a token, None where it is none."""
    if token.pos_ not in ("NOUN", "PROPN") and token.tag_ not in ("NN", "NNS"):
        return None
    ahead = _ahead(token, registry)
    if ahead is not None:
        return ahead
    singular = _singular(token.lemma_.lower(), token.lower_)
    longest = 0
    for _, parts in singular:
        longest = max(longest, registry.ends.get(parts[-1], 0) if parts else LONGEST)
    if not longest:
        return None
    before: list[tuple[tuple[str, ...], int]] = [((), token.i)]
    words: tuple[str, ...] = ()
    i = token.i
    while i > 0 and len(words) < LONGEST - 1:
        prev = token.doc.tokens[i - 1]
        if (prev.is_sent_start and token.is_sent_start) or prev.is_space:
            break
        cut = prev.pos_ in ("PUNCT", "ADP") or (prev.pos_ == "VERB" and prev.dep_ != "amod")
        if cut and prev.text not in ("-", "–", "'s", "’s", "'"):
            break
        words = pieces(prev.text) + words
        i -= 1
        before.append((words, i))
    for words, start in reversed(before):
        if len(words) >= longest:
            continue
        for last, parts in singular:
            found = registry.roles.get((*words, *parts))
            if found is not None:
                kind, sector, plural_only = found
                plural = token.tag_ in ("NNS", "NNPS") or token.lower_ != token.lemma_.lower()
                plural = plural or token.lower_ in word_lists()["invariant"]
                if plural_only and not plural and not token.lower_.endswith("s"):
                    continue
                return Role(words=" ".join((*words, last)), kind=kind, sector=sector, start=start)
    return None


class Describer:
    """Finds whom a noun belongs to, in one parsed text."""

    def __init__(
        self,
        names: NameFinder,
        registry: Registry,
        resolve: Callable[[Token], tuple[Party, ...]],
        surname: Callable[[Token], Party | None],
    ) -> None:
        self._names = names
        self._registry = registry
        self._resolve = resolve
        self._surname = surname
        self._lists = word_lists()

    def owner(self, token: Token, depth: int = 0) -> Owner | None:
        """Give what a noun belongs to by its modifiers, possessor or prepositions."""
        found = self.before(token, depth) or self.after(token, depth)
        if found is None and depth < 2 and token.dep_ == "conj" and token.head.pos_ != "VERB":
            first = token.head
            if token.i - first.i <= 3 and not any(
                c.dep_ in ("det", "poss") or (c.i < token.i and c.text[:1].isupper())
                for c in token.children
            ):
                found = self.before(first, depth + 1)
        return found

    def before(self, token: Token, depth: int = 0) -> Owner | None:
        """Give what a noun belongs to by what stands before it."""
        children = [
            c for c in token.children
            if c.i < token.i and c.dep_ in _MODIFIERS
        ]  # fmt: skip
        for child in sorted(children, key=lambda c: c.dep_ != "poss"):
            for inner in (child, *child.conjuncts):
                found = self._of_hit(inner)
                if found:
                    return found
            if child.pos_ == "PROPN" and child.dep_ != "poss" and child.i not in self._names.at:
                leader = self._surname(child)
                if leader is not None and leader.country:
                    how = f"of {leader.name}"
                    return Owner(country=leader.country, kind="person", actor=leader.actor, how=how)
            if child.dep_ == "poss":
                parties = self._resolve(child)
                if parties:
                    p = parties[0]
                    return Owner(country=p.country, sector=p.sector, actor=p.actor, how="possessor")
            country = place_country(child) if child.i not in self._names.at else ""
            if country:
                return Owner(country=country, kind="city", how=child.text)
            if depth < 3:
                found = self.before(child, depth + 1)
                if found:
                    return found
        i = token.i - 1
        # a nationality right before the head that the parser hung elsewhere
        if i >= 0 and token.doc[i].sent == token.sent and i in self._names.at:
            hit = self._names.at[i]
            if (
                hit.kind in ("adjective", "state")
                and token.doc[i].whitespace_
                and (token.doc[i].head.i >= token.i)
            ):
                return self._of_hit(token.doc[i])
        return None

    def _of_hit(self, token: Token) -> Owner | None:
        hit = self._names.at.get(token.i)
        if hit is None:
            return self._led(token)
        c = hit.chosen
        if c is None:
            return Owner(country=hit.country, kind="city", how="its name") if hit.country else None
        if hit.tail and hit.tail not in self._lists["leading"] and len(hit.tail) > 2:
            doc = token.doc
            after = doc[hit.end + 1] if hit.end + 1 < len(doc) else None
            if (
                after is not None
                and after.tag_ in ("VBN", "VBD", "VBG", "JJ")
                and (after.i not in self._names.at)
            ):
                return None
        return Owner(
            country=c.country, sector=c.sector, kind=c.kind, actor=c.id, how=f"{c.name} ({c.kind})"
        )

    def _led(self, token: Token) -> Owner | None:
        """The state in "Saudi-led" where the parser makes "led" the modifier."""
        if token.lower_ not in self._lists["leading"] or token.i < 2:
            return None
        hit = self._names.at.get(token.i - 2)
        if hit is None or hit.chosen is None or token.nbor(-1).text not in ("-", "–"):
            return None
        return Owner(country=hit.chosen.country, kind="state", how=f"led by {hit.chosen.name}")

    def after(self, token: Token, depth: int = 0) -> Owner | None:
        """Give what a noun belongs to by its prepositions ("of Chad", "based in Beirut")."""
        best: Owner | None = None
        preps = [c for c in token.children if c.i > token.i and c.dep_ == "prep"]
        for child in token.children:
            if child.dep_ == "acl" and child.lower_ in self._lists["staying"]:
                preps += [c for c in child.children if c.dep_ == "prep"]
            if child.dep_ == "acl" and child.lower_ in self._lists["leaving"]:
                fled = [c for c in child.children if c.dep_ == "dobj"]
                preps += [c for c in child.children if c.dep_ == "prep"]
                preps += [c for noun in fled for c in noun.children if c.dep_ == "prep"]
        for child in preps:
            word = child.lower_
            serves = word == "to" and token.lemma_.lower() in self._lists["serving"]
            if word not in self._lists["from_prep"] and not serves:
                continue
            for place in child.children:
                if place.dep_ != "pobj":
                    continue
                found = self._place_owner(place, word, depth)
                if found and (best is None or word == "of"):
                    best = found
        return best

    def _place_owner(self, place: Token, word: str, depth: int) -> Owner | None:
        hit: Hit | None = self._names.at.get(place.i)
        if hit is not None:
            c = hit.chosen
            if c is None:
                there = hit.country if word != "for" else ""
                return (
                    Owner(country=there, kind="city", how=f"{word} {place.text}") if there else None
                )
            if c.kind in BODY_KINDS and word in ("at", "in", "from", "for", "near", "outside"):
                return Owner(country=c.country, sector="", kind=c.kind, how=f"{word} {c.name}")
            if word in ("for", "at") and c.kind not in STATE_KINDS:
                return Owner(country=c.country, sector="", how=f"{word} {c.name}")
            return Owner(
                country=c.country, sector=c.sector, kind=c.kind, actor=c.id, how=f"{word} {c.name}"
            )
        country = place_country(place) if word != "for" else ""
        if country:
            return Owner(country=country, kind="city", how=f"{word} {place.text}")
        if depth < 2:
            inner = self.owner(place, depth + 1)
            if inner is None and place.pos_ == "PROPN":
                told = [p for p in self._resolve(place) if p.how.endswith("apposition")]
                if told:  # "chief executive of Rheinwerk, a German company"
                    return Owner(country=told[0].country, kind="firm", how=f"{word} {told[0].name}")
            if inner and inner.country:
                role = role_at(place, self._registry)
                if role is not None and inner.kind != "city" and role.kind == "organ":
                    return replace(inner, sector=role.sector, kind="organ")
                return inner
        return None

    def office_country(self, role: Role) -> str:
        """Give the country whose very own office a bare title names (Taoiseach), or ""."""
        return next(iter(words_by("office_of_").get(role.words, ())), "")

    def sector(self, role: Role, owner: Owner | None, token: Token) -> str:
        """Give the sector of a role, as its owner bends it."""
        if role.kind == "office" and is_former(token):
            return "ELI"
        sector = self._bent(role.sector, role, owner)
        return "OPP" if sector == "PTY" and self._opposed(token) else sector

    def _bent(self, sector: str, role: Role, owner: Owner | None) -> str:
        if owner is not None and role.words in self._lists["state_or_firm"]:
            sector = "GOV" if owner.kind in STATE_KINDS else sector
        if owner is None or not owner.sector:
            return sector
        if owner.kind == "group" and sector == "MIL":  # "a senior Islamic State commander"
            return owner.sector
        body = owner.kind in ("group", "force", "party", "igo", "ngo", "firm")
        if body and sector in ("GOV", "", "PTY", "BUS", "SOC", "REB"):
            return owner.sector
        if sector == "GOV" and (owner.kind == "organ" or owner.sector == "MIL"):
            return owner.sector
        return sector or owner.sector

    @staticmethod
    def _opposed(token: Token) -> bool:
        """Whether "opposition" stands before a party or before what a leader leads."""
        nouns = [token]
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                nouns += [c for c in child.children if c.dep_ == "pobj"]
        return any(t.lower_ == "opposition" for n in nouns for t in token.doc[n.left_edge.i : n.i])

    def _chamber(self, token: Token) -> Owner | None:
        """Give the chamber of a committee that is named by its subject ("House China Committee")."""
        if token.lower_ not in ("committee", "subcommittee", "panel"):
            return None
        parts = [c for c in token.children if c.i < token.i and c.dep_ in _MODIFIERS]
        if any(c.dep_ == "poss" for c in parts):
            return None
        words = [t.lower_ for c in parts for t in c.subtree]
        for name, known in self._lists.items():
            if name.startswith("chamber_of_") and known & set(words):
                return Owner(country=name.removeprefix("chamber_of_"), kind="organ", how="chamber")
        return None

    def described(self, token: Token, role: Role) -> Party | None:
        """Give the party of a role noun whose owner is told beside it, None without owner."""
        owner = self._chamber(token) or self.owner(token)
        if owner is None or not owner.country:
            # a role of several words may hide the owner behind its first word
            for i in range(role.start, token.i):
                owner = owner or self.before(token.doc[i], 0)
        if owner is None:
            return None
        return Party(
            name=phrase(token),
            country=owner.country,
            sector=self.sector(role, owner, token) or "UNK",
            how=f"role '{role.words}', {owner.how}",
        )
