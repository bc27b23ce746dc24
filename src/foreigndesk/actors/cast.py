"""The cast of one article: which party a noun phrase stands for.

Names are looked up whole, descriptions by their role noun and owner, surnames, pronouns and
definite nouns by what the article named before them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from foreigndesk.actors.coref import Referents
from foreigndesk.actors.fighters import Fighters, only_fighters, townspeople
from foreigndesk.actors.glosses import Glosses
from foreigndesk.actors.grammar import capital_acts, is_former, people_sector, phrase
from foreigndesk.actors.names import Hit, NameFinder, cities, divisions, place_country
from foreigndesk.actors.registry import Candidate, Registry, key, past, pieces
from foreigndesk.actors.roles import Describer, Role, role_at
from foreigndesk.actors.tables import SPECIAL, word_lists
from foreigndesk.actors.unknown import OF_A_STATE, Unknowns
from foreigndesk.language import Parsed
from foreigndesk.language.tokens import Token
from foreigndesk.records import Actor, Mention, Party, Span, record_id


class Cast:
    """Resolves noun phrases of one parsed article to parties."""

    def __init__(self, parsed: Parsed, registry: Registry, *, day: str = "") -> None:
        self._parsed = parsed
        self._registry = registry
        self._day = day or parsed.article.day
        self._lists = word_lists()
        self._memo: dict[int, tuple[Party, ...]] = {}
        self._roles: dict[int, Role | None] = {}
        self.names = NameFinder(parsed.doc, registry, self._day)
        self._fighters = Fighters(self.names, registry, self._day)
        self._glosses = Glosses(parsed.doc, self.names, registry)
        self._describer = Describer(self.names, registry, self.parties, self._surname)
        self._refs = Referents(parsed.doc, self.names, self.parties, self._is_person)
        self._unknown = Unknowns(
            parsed.doc, self.names, registry, self._describer, self._refs.context,
            self._glosses.person, self._glosses.apposed, self._dateline, self._day,
        )  # fmt: skip

    # ------------------------------------------------------------------ what others ask

    def parties(self, token: Token) -> tuple[Party, ...]:
        """Give the parties that the noun phrase headed by a token stands for, () for none."""
        if token.i not in self._memo:
            self._memo[token.i] = ()  # breaks loops of phrases that own each other
            self._memo[token.i] = self._parties(token)
        return self._memo[token.i]

    def modifier(self, token: Token) -> tuple[Party, ...]:
        """Give the parties that an adjective, compound or possessive names."""
        hit = self.names.at.get(token.i)
        if hit is None or hit.chosen is None:
            found = self._unknown.surname(token) if token.pos_ == "PROPN" and hit is None else None
            return (found,) if found else ()
        c = hit.chosen
        return (self._party(c, self._words(hit), f"{c.kind} as modifier"),)

    def seat(self, token: Token) -> tuple[Party, ...]:
        """Give the state that a place belongs to, of a capital that does not act or a city.

        For roles that the grammar gives to places: the host of "flew to Moscow", the victim
        of "shelled Aleppo". The sector is GOV for a capital, else "".
        """
        hit = self.names.at.get(token.i)
        if hit is not None:
            if hit.chosen is None or hit.kind != "capital":
                return ()
            return (self._party(hit.chosen, self._words(hit), "seat of government"),)
        placed = token.ent_type_ != "PERSON" or self._unknown.goes_there(token)
        country = place_country(token) if placed else ""
        if not country:
            return ()
        return (Party(name=phrase(token), country=country, how=f"{token.text} lies there"),)

    def span(self, start: int, end: int, parsed: Parsed) -> tuple[Party, ...]:
        """Give the best parties inside a character span.

        The head's, else any name's, else the country of a city or province.
        """
        tokens = parsed.doc.between(start, end)
        inside = {t.i for t in tokens}
        heads = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
        nouns = [t for t in heads if t.pos_ in ("NOUN", "PROPN", "PRON", "ADJ")]
        for token in (*nouns, *heads):
            found = self.parties(token)
            if found:
                return found
        for token in reversed(tokens):
            hit = self.names.at.get(token.i)
            if hit and hit.kind == "capital" and token.dep_ not in ("compound", "nmod", "amod"):
                continue
            found = self.modifier(token)
            if found:
                return found
        for token in heads:
            found = self.seat(token) if token.i not in self.names.at else ()
            if found:
                return found
        return ()

    def mentions(self) -> tuple[Mention, ...]:
        """Give the words that stand for an actor, with the actor's id, in order."""
        return tuple(m for m, _ in self._all)

    def actors(self) -> tuple[Actor, ...]:
        """Give the actors that the article mentions, each once, in order of first mention."""
        seen: dict[str, Actor] = {}
        for mention, party in self._all:
            if mention.ref and mention.ref not in seen:
                known = self._registry.get(mention.ref)
                seen[mention.ref] = known or Actor(
                    id=mention.ref, name=party.name,
                    kind="person" if party.how.startswith("unknown person") else "other",
                    country=party.country, sectors=tuple(s for s in (party.sector,) if s),
                )  # fmt: skip
        return tuple(seen.values())

    # ------------------------------------------------------------------ resolving

    def _parties(self, token: Token) -> tuple[Party, ...]:
        if token.pos_ == "PRON" or (token.dep_ == "poss" and token.tag_ == "PRP$"):
            return self._refs.pronoun(token)
        defined = self._unknown.defined(token)
        if defined is not None:
            return self.parties(defined)
        hit = self.names.at.get(token.i)
        if hit is not None:
            return self._of_hit(token, hit)
        if token.pos_ not in ("NOUN", "PROPN", "NUM", "DET", "ADJ", "X"):
            return ()
        lemma = token.lemma_.lower()
        if self._is_both(token, lemma):
            return self._each(token)
        if token.tag_ == "NNS" and lemma in self._lists["met"]:
            pair = self._refs.pair(token, self._role_sector)
            if pair:
                return pair
        if token.tag_ == "NNS" and lemma in ("party", "side"):
            words = {c.lower_ for c in token.children if c.i < token.i}
            if words & self._lists["all_sides"]:  # "all parties should show restraint"
                return (Party(name=phrase(token), sector="GOV", how="states without a name"),)
            if words <= {"the"} and words and not any(h.kind == "party" for h in self.names.hits):
                both = self._refs.both(token)  # "urged the parties to respect the ruling"
                if both:
                    return both
        if token.pos_ in ("NOUN", "PROPN"):
            there = townspeople(token)
            if there:
                return there
            found = self._described(token, lemma)
            if found is not None:
                return found
        if token.pos_ in ("PROPN", "X") or (token.text.isupper() and len(token.text) > 2):
            korean = self._korean(token)
            if korean:
                return korean
            named = self._unknown.party(token)
            return (named,) if named else ()
        if token.pos_ == "NOUN" and token.tag_ == "NN" and token.text.istitle():
            held = self._unknown.surname(token)  # "Sunak conceded": a name read as a noun
            if held is not None:
                return (held,)
        if token.pos_ in ("NUM", "NOUN", "ADJ"):
            return self._quantity(token)
        return ()

    def _party(self, c: Candidate, name: str, how: str) -> Party:
        return Party(
            name=name, actor=c.id, country=c.country, sector=c.sector,
            how=f"{c.table}: {how}{past(c, self._day)}",
        )  # fmt: skip

    def _words(self, hit: Hit) -> str:
        doc = self._parsed.doc
        last = doc[hit.end - 1]
        return self._parsed.article.text[doc[hit.start].idx : last.idx + len(last)]

    def _of_hit(self, token: Token, hit: Hit) -> tuple[Party, ...]:
        c = hit.chosen
        if c is None:
            return ()
        root = self._parsed.doc[hit.start : hit.end].root
        if c.kind == "capital" and not capital_acts(root):
            return ()
        if c.kind in ("court", "force", "igo", "party", "group") and token.i == root.i:
            theirs = self._generic(root, c)
            if theirs is not None:
                return (theirs,)
        if hit.tail in self._lists["leading"] and token.dep_ == "npadvmod":
            return (self._party(c, self._words(hit), c.kind),)
        party = self._party(c, self._words(hit), c.kind)
        if c.kind in ("adjective", "people"):
            noun = c.kind == "people" or root.dep_ not in ("amod", "compound", "nmod")
            if noun:
                sector = people_sector(root, adjective=c.kind == "adjective")
                ethnic = any(t.lower_ == "ethnic" for t in root.children)
                country = self._refs.elsewhere(root, c.country) if ethnic else party.country
                return (replace(party, sector=sector, country=country),)
        if c.kind == "person":
            sector = "ELI" if is_former(root) and c.sector == "GOV" else c.sector
            return (replace(party, sector=sector, name=phrase(root) or party.name),)
        return (party,)

    def _generic(self, root: Token, c: Candidate) -> Party | None:
        """ "Mexico's Senate": a name that many states have, in the hands of another's."""
        role = self._role(root)
        if role is None or c.country in SPECIAL or key(c.form) not in self._registry.roles:
            return None
        party = self._describer.described(root, role) or self._glossed(root, role)
        if party is None:
            country = self._refs.context(root)
            party = Party(name=phrase(root), country=country, sector=role.sector,
                          how=f"role '{role.words}', by the article's country")  # fmt: skip
        return party if party.country and party.country != c.country else None

    def _glossed(self, token: Token, role: Role) -> Party | None:
        """ "The Senate, Kenya's upper house": whose the article itself says that it is."""
        country = self._glosses.country(token)
        if not country:
            return None
        how = f"role '{role.words}', by the article's own gloss"
        return Party(name=phrase(token), country=country, sector=role.sector, how=how)

    def _is_both(self, token: Token, lemma: str) -> bool:
        if token.lower_ == "both" and token.dep_ not in ("preconj", "cc", "det", "predet"):
            return token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj", "poss")
        if lemma not in self._lists["both_heads"] or token.tag_ not in ("NNS", "NNPS"):
            return False
        words = {t.lower_ for t in token.doc[token.left_edge.i : token.i]}
        if words & {"dozen", "other", "hundred", "thousand", "million", "more"}:
            return False
        if lemma == "people" and not words & {"the", "both", "these", "those"}:
            return False  # "killed two people"
        return any(
            c.i < token.i and c.lower_ in self._lists["both"] for c in token.children
        ) and not any(c.dep_ == "amod" and c.i in self.names.at for c in token.children)

    def _described(self, token: Token, lemma: str) -> tuple[Party, ...] | None:
        role = self._role(token)
        if role is None:
            return self._refs.back(token, lemma) or None
        if lemma in self._lists["relational"]:
            return self._relation(token)
        if lemma in self._lists["coalition_word"] and not self._describer.owner(token):
            club = self._refs.back(token, lemma) or self._fighters.coalition(token)
            if club:
                return club
        party = (
            self._describer.described(token, role)
            or self._of_many(token, role)
            or self._glossed(token, role)
        )
        if role.kind == "state":
            return self._state(token, lemma, party)
        if party is not None and party.country:
            return (self._identified(party, role),)
        country, what = self._glosses.apposed(token) if token.pos_ == "PROPN" else ("", "")
        if country:
            sector = what or (party.sector if party else "") or role.sector or "UNK"
            how = f"role '{role.words}', by its apposition"
            return (Party(name=phrase(token), country=country, sector=sector, how=how),)
        for child in token.children:
            if child.dep_ == "appos" and child.i > token.i:
                named = self.parties(child)
                if named and named[0].country:
                    own = token.pos_ == "PROPN" and child.pos_ == "NOUN"
                    return tuple(replace(p, name=phrase(token)) for p in named) if own else named
        again = self._refs.back(token, lemma)
        if again:
            return again
        if role.kind == "group":
            return self._group(token, role, party)
        return self._bare(token, lemma, role, party)

    def _each(self, token: Token) -> tuple[Party, ...]:
        """ "The two armies": the two sides, each by what the noun says of it."""
        role, states = self._role(token), ("GOV", "CVL")
        sector = role.sector if role and role.kind in ("organ", "office") else ""
        return tuple(
            replace(p, sector=sector) if sector and p.sector in states else p
            for p in self._refs.both(token)
        )

    def _surname(self, token: Token) -> Party | None:
        return self._unknown.surname(token)

    def _is_person(self, token: Token) -> bool:
        role = self._role(token)
        return role is not None and role.kind in ("office", "people")

    def _role(self, token: Token) -> Role | None:
        if token.i not in self._roles:
            self._roles[token.i] = role_at(token, self._registry)
        return self._roles[token.i]

    def _role_sector(self, token: Token) -> str:
        role = self._role(token)
        return role.sector if role is not None else ""

    def _identified(self, party: Party, role: Role) -> Party:
        """The party with an id that all phrases of one country and sector share."""
        if not party.country or role.kind in ("office", "people"):
            return party
        ident = record_id("act", "organ", party.country, party.sector)
        return replace(party, actor=ident)

    def _state(self, token: Token, lemma: str, party: Party | None) -> tuple[Party, ...]:
        name = phrase(token)
        if token.tag_ in ("NNS", "NNPS"):
            return (Party(name=name, sector="GOV", how="states without a name"),)
        again = self._refs.back(token, lemma)
        if again:
            return again
        if party is not None and party.country:
            return (party,)
        return ()

    def _group(self, token: Token, role: Role, party: Party | None) -> tuple[Party, ...]:
        last = role.words.split()[-1]
        if last in self._lists["world"] or role.words in self._lists["world"]:
            return (Party(name=phrase(token), sector="GOV", how="states without a name"),)
        if party is not None:
            return (party,)
        return ()

    def _of_many(self, token: Token, role: Role) -> Party | None:
        """ "Coalition forces": those of the coalition that the article named before."""
        if role.sector != "MIL":
            return None
        for child in token.children:
            many = child.lemma_.lower()
            if child.i == token.i - 1 and many in self._lists["of_many"]:
                again = self._refs.back(child, many, bare=True)
                if not again and many in self._lists["coalition_word"]:
                    again = self._fighters.coalition(child)
                for party in again:
                    return replace(party, name=phrase(token), sector=role.sector)
        return None

    def _relation(self, token: Token) -> tuple[Party, ...]:
        """Allies, rivals, counterparts: named by their nationality, never by whose they are."""
        adjectives = [
            c for c in token.children
            if c.i < token.i and c.dep_ in ("amod", "compound", "nmod") and c.i in self.names.at
        ]  # fmt: skip
        found = self.modifier(adjectives[0]) if adjectives else ()
        club = any(p.sector == "IGO" for p in found)  # "its NATO allies"
        if found and (club or token.lemma_.lower() in ("counterpart", "neighbor", "neighbour")):
            return tuple(replace(p, name=phrase(token)) for p in found)
        for child in token.children:
            if child.dep_ == "appos":
                named = self.parties(child)
                if named:
                    return named
        if token.lemma_.lower() in ("friend", "critic", "supporter", "opponent", "sponsor"):
            owner = self._describer.owner(token)
            country = owner.country if owner else ""
            return (Party(name=phrase(token), country=country, sector="CVL", how="relation"),)
        return (Party(name=phrase(token), sector="GOV", how="relation without a name"),)

    def _bare(self, token: Token, lemma: str, role: Role, party: Party | None) -> tuple[Party, ...]:
        """A role noun with no owner beside it: the same noun before, else the context."""
        if role.words == "state" and token.tag_ == "NNS":  # "Sahel states quit the bloc"
            return (Party(name=phrase(token), sector="GOV", how="states without a name"),)
        told = {c.lemma_.lower() for c in token.children if c.i < token.i}
        if "enemy" in told:  # "enemy fighters": whoever they are, not the article's own side
            return self._fighters.enemy(token, role)
        if (
            only_fighters(told, role.sector)
            and token.tag_ == "NNS"
            and lemma in self._lists["fighters"]
        ):
            sole = self._fighters.enemy(token, role)
            if sole[0].country:  # "militants" in a lead, whose name comes after
                return sole
        sector = party.sector if party else self._describer.sector(role, None, token)
        base = party or Party(name=phrase(token), sector=sector or "UNK", how=f"role '{lemma}'")
        if sector not in OF_A_STATE or (base.country in SPECIAL and base.country):
            return (base,)
        own = self._describer.office_country(role)
        if not own and role.kind in ("organ", "office") and token.tag_ in ("NN", "NNP"):
            before = self._refs.same_head(token, lemma)
            if before:
                return tuple(replace(p, how=f"'{token.text}' for {p.name}") for p in before[:1])
        shared = lemma != "government" and (told | {lemma}) & self._lists["of_many"]
        if own or party is not None or shared:
            return (replace(base, country=own),)
        if token.tag_ in ("NNS", "NNPS"):
            country = self._refs.of_sector(token, base.sector, self._role_sector)
            if country:
                how = f"'{token.text}' for those named before"
                return (replace(base, country=country, how=how),)
        country = self._refs.context(token)
        if country:
            return (replace(base, country=country, how=f"{base.how}, by the article's country"),)
        country = self._dateline()
        how = f"{base.how}, by the dateline" if country else base.how
        return (replace(base, country=country, how=how),)

    def _dateline(self) -> str:
        """Give the country of the article's dateline, "" where bodies of many states sit."""
        place = self._parsed.article.dateline_place.title()
        if not place or {place, place.split(",")[0]} & self._lists["seat_of_bodies"]:
            return ""
        for part in (place, *(p.strip() for p in reversed(place.split(",")))):
            for c in self._registry.find(part, self._day):
                if c.kind in ("state", "capital") and c.country not in SPECIAL:
                    return c.country
            country = divisions().get(part) or cities().get(" ".join(pieces(part)))
            if country:
                return country
        return ""

    def _korean(self, token: Token) -> tuple[Party, ...]:
        """ "The North", "the South" in a text about the two Koreas."""
        if token.text not in ("North", "South"):
            return ()
        code = "PRK" if token.text == "North" else "KOR"
        for hit in self.names.hits:
            c = hit.chosen
            if c and c.country in ("PRK", "KOR") and c.kind in ("state", "adjective", "capital"):
                found = self._registry.find("North Korea" if code == "PRK" else "South Korea")
                return (self._party(found[0], token.text, "short name"),) if found else ()
        return ()

    def _quantity(self, token: Token) -> tuple[Party, ...]:
        """ "Dozens of protesters": the party of what is counted."""
        if token.lemma_.lower() not in self._lists["crowd_quantity"] and token.pos_ != "NUM":
            return ()
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        return self.parties(noun)
        return ()

    # ------------------------------------------------------------------ the record

    @cached_property
    def _all(self) -> list[tuple[Mention, Party]]:
        found: list[tuple[Mention, Party]] = []
        covered = -1
        for token in self._parsed.doc:
            if token.i <= covered or token.pos_ not in ("PROPN", "NOUN", "PRON", "ADJ", "X"):
                continue
            hit = self.names.at.get(token.i)
            if hit is not None:
                covered = hit.end - 1
            parties = self.parties(token)
            if not parties and hit is not None and hit.kind != "capital":
                parties = self.modifier(token)
            if len(parties) == 0 or (token.dep_ in ("compound", "nmod") and hit is None):
                continue
            start = self._parsed.doc[hit.start] if hit else self._first(token)
            last = self._parsed.doc[hit.end - 1] if hit else token
            span = Span(text=self._parsed.article.id, start=start.idx, end=last.idx + len(last))
            for party in parties:
                ref = party.actor or self._local_id(party)
                found.append(
                    (Mention(span=span, of="actor", name=party.name, ref=ref, how=party.how), party)
                )
        return found

    def _local_id(self, party: Party) -> str:
        if not party.how.startswith("unknown"):
            return ""
        return record_id("act", "local", self._parsed.article.id, party.name.lower())

    def _first(self, token: Token) -> Token:
        size = len(phrase(token).split())
        return self._parsed.doc[max(token.i - size + 1, token.left_edge.i)] if size > 1 else token
