"""Names that no table has: people and bodies that the article introduces itself.

They keep their name and take sector and country from title, appositive or owner; later
mentions by surname or abbreviation are tied to the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from foreigndesk.actors.grammar import is_former, phrase
from foreigndesk.actors.names import NameFinder, place_country
from foreigndesk.actors.registry import Registry, past, pieces
from foreigndesk.actors.roles import Describer, role_at
from foreigndesk.actors.tables import PARTICLES, surnames, word_lists
from foreigndesk.language.casing import common_words
from foreigndesk.language.tokens import Doc, Token
from foreigndesk.records import Party

# sectors whose bare titles and nouns belong to the country that the text speaks of
OF_A_STATE = frozenset("GOV MIL COP JUD LEG SPY OPP REB PTY CVL LAB MED".split())
# sectors of people whom an article names without a country because they are of where it was written
AT_HOME = frozenset("GOV LEG PTY OPP JUD COP".split())
_ROLES_OF_NAMES = frozenset("nsubj nsubjpass agent poss dobj pobj conj".split())
_NAMING = frozenset(("PERSON", "ORG", "NORP", ""))


class Unknowns:
    """Resolves proper names outside the tables, in one parsed text."""

    def __init__(
        self,
        doc: Doc,
        names: NameFinder,
        registry: Registry,
        describer: Describer,
        context: Callable[[Token], str],
        gloss: Callable[[Token], tuple[str, str]],
        apposed: Callable[[Token], tuple[str, str]],
        dateline: Callable[[], str],
        day: str,
    ) -> None:
        self._doc = doc
        self._names = names
        self._registry = registry
        self._describer = describer
        self._context = context
        self._gloss = gloss
        self._apposed = apposed
        self._dateline = dateline
        self._day = day
        self._lists = word_lists()
        self._full: dict[str, list[tuple[int, Party | Token]]] = {}
        self._acronyms: dict[str, tuple[int, Token]] = {}
        self._initials: dict[str, tuple[int, Token]] | None = None
        self._introduce()
        self._abbreviate()

    def _abbreviate(self) -> None:
        """Note "Iraqi Security Forces (ISF)": an abbreviation that the text defines."""
        doc = self._doc
        opened = [t for t in doc[1:-2] if t.text == "("]
        for token in (doc[t.i + 1] for t in opened):
            if doc[token.i + 1].text != ")":
                continue
            if not token.text.isupper() or len(token.text) < 2:
                continue
            name = doc[token.i - 2]
            hit = self._names.at.get(name.i)
            letters = [
                t.text[:1].upper() for t in doc[max(0, name.i - 9) : name.i + 1] if t.is_alpha
            ]
            if token.text[0] in letters and (name.pos_ in ("PROPN", "NOUN") or hit):
                self._acronyms.setdefault(token.text, (token.i, name))

        for hit in self._names.hits:
            if hit.chosen is not None and hit.end - hit.start > 2:
                words = [t for t in doc[hit.start : hit.end] if t.text[:1].isupper()]
                short = "".join(t.text[0] for t in words)
                self._acronyms.setdefault(short, (hit.end, doc[hit.end - 1]))

    def defined(self, token: Token) -> Token | None:
        """Give the head of the name that an abbreviation was defined for in this text."""
        found = self._acronyms.get(token.text)
        if found is None and token.text.isupper() and 2 < len(token.text) < 7:
            found = self._spelt_out(token)
        return found[1] if found and token.i >= found[0] else None

    def _spelt_out(self, token: Token) -> tuple[int, Token] | None:
        """Find the name before a bare abbreviation whose initials it is made of."""
        letters, doc = token.text, self._doc
        if self._initials is None:
            self._initials = {}
            run: list[Token] = []
            for word in doc:
                if word.text[:1].isupper() and word.text.isalpha() and len(word) > 1:
                    run.append(word)
                elif word.lower_ not in ("of", "for", "the", "and"):
                    run = []
                for size in range(3, min(len(run), 6) + 1):
                    short = "".join(w.text[0] for w in run[-size:])
                    self._initials.setdefault(short, (word.i, run[-1]))
        found = self._initials.get(letters)
        if found is not None and found[0] < token.i and found[1].text != letters:
            self._acronyms[letters] = found
            return found
        return None

    def _introduce(self) -> None:
        for hit in self._names.hits:
            c = hit.chosen
            if c is not None and c.kind == "person":
                party = Party(name=c.name, actor=c.id, country=c.country, sector=c.sector,
                              how=f"{c.table}: short for {c.name}{past(c, self._day)}")  # fmt: skip
                for short in surnames(c.name, c.country) or (c.name,):
                    if " " not in short:
                        self._full.setdefault(short.lower(), []).append((hit.start, party))
        for entity in self._doc.ents:
            last = entity[-1]
            if last.text in ("'s", "’s") and len(entity) > 1:
                last = entity[-2]
            if len(entity) > 1 and entity.label_ == "PERSON" and last.i not in self._names.at:
                self._full.setdefault(last.lower_, []).append((entity.start, last))

    def party(self, token: Token) -> Party | None:
        """Give the party of a proper name, None where it names a place, day or thing."""
        noble = token.ent_type_ == "PERSON" and token.text[1:2] in ("'", "’")  # "d'Ávila"
        if not (token.text[:1].isupper() or noble) or self._inside(token):
            return None
        short = self.surname(token)
        if short is not None:
            return short
        if token.ent_type_ not in _NAMING:
            return None
        if token.ent_type_ == "" and token.dep_ not in _ROLES_OF_NAMES:
            return None
        if (token.ent_type_ != "PERSON" or self.goes_there(token)) and place_country(token):
            return None
        return self._named(token)

    @staticmethod
    def _inside(token: Token) -> bool:
        """Whether a longer name has the token within it and another word as its head."""
        head = token.head
        if head.i == token.i or head.ent_type_ != token.ent_type_ or not token.ent_type_:
            return False
        if token.dep_ in ("compound", "nmod", "amod") and head.pos_ == "PROPN":
            return True
        first, last = sorted((head.i, token.i))
        return all(token.doc[i].ent_iob_ == "I" for i in range(first + 1, last + 1)) and (
            token.dep_ not in ("conj", "appos")
        )

    def surname(self, token: Token) -> Party | None:
        """Give whom a single name stands for: someone introduced before, or an office-holder."""
        alone = not any(
            c.dep_ in ("compound", "flat") and c.pos_ == "PROPN" and not self._is_title(c)
            for c in token.children
        ) and not (token.dep_ == "compound" and token.head.ent_type_ == "PERSON"
                   and token.head.pos_ == "PROPN")  # fmt: skip
        if not alone:
            return None
        rows = self._full.get(token.lower_, [])
        before = [r for r in rows if r[0] < token.i] or rows
        for _, who in reversed(before):
            if isinstance(who, Party):
                return who
            if who.i != token.i:
                found = self._named(who)
                return replace(found, how=f"unknown person: short for {found.name}")
        return self._office_holder(token)

    def _is_title(self, token: Token) -> bool:
        low = token.lower_.rstrip(".")
        return low in self._lists["title"] or role_at(token, self._registry) is not None

    def _office_holder(self, token: Token) -> Party | None:
        """A bare surname of a leader: Putin, or Johnson with his title or office before it."""
        words = pieces(token.text)
        found = [c for c in self._registry.names.get(words, ()) if c.kind == "surname"]
        if not found or not token.text[:1].isupper() or token.ent_type_ == "DATE":
            return None
        if token.text.isupper() and len(token.text) > 3 and token.ent_type_ == "GPE":
            return None
        if self._lists["given_name"] & {token.text}:
            return None
        titled = any(self._is_title(c) for c in token.children if c.i < token.i) or (
            token.i > 0 and token.nbor(-1).lower_.rstrip(".") in self._lists["title"]
        )
        heads = token.dep_ == "compound" and token.head.lemma_.lower() in self._lists["rule"]
        holding = [c for c in found if c.holds(self._day)] if self._day else found
        pool = holding or [c for c in found if not c.start or c.start <= (self._day or "9")]
        if not pool:
            return None
        here = {h.chosen.country for h in self._names.hits if h.chosen}
        local = [c for c in pool if c.country in here]
        if len({c.country for c in pool}) > 1:
            pool = local
        if not pool or len({c.country for c in pool}) > 1:
            return None
        plain = token.text.lower() in common_words() or token.text in self._lists["common_surname"]
        person = token.ent_type_ == "PERSON" or titled or heads
        if token.ent_type_ in ("GPE", "LOC", "FAC") and len(found[0].form) < 5:
            return None
        if plain and not (titled or heads or (local and person)):
            return None
        if not person and token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "poss", "agent",
                                              "compound", "conj"):  # fmt: skip
            return None
        if not (titled or heads) and not self._alone(token):
            return None
        chosen = self._registry.choose(pool, self._day)
        sector = "ELI" if is_former(token) else chosen.sector
        return Party(
            name=phrase(token), actor=chosen.id, country=chosen.country, sector=sector,
            how=f"{chosen.table}: surname of {chosen.name}{past(chosen, self._day)}",
        )  # fmt: skip

    def _alone(self, token: Token) -> bool:
        """Whether no other capitalised word makes a longer name of a surname."""
        doc = token.doc
        for i in (token.i - 1, token.i + 1):
            if not 0 <= i < len(doc) or doc[i].pos_ != "PROPN" or doc[i].sent != token.sent:
                continue
            role = role_at(doc[i], self._registry) if i > token.i else None
            if i not in self._names.at and (
                not self._is_title(doc[i]) or (role is not None and role.kind == "people")
            ):
                return False
        return True

    def _without_initial(self, token: Token) -> Party | None:
        """ "Gerald R. Ford": a known person with a middle initial that no table has."""
        first = token
        while first.i and first.nbor(-1).ent_type_ == "PERSON" and first.ent_iob_ == "I":
            first = first.nbor(-1)
        words = [t.text for t in token.doc[first.i : token.i + 1]]
        short = [w for w in words if len(w.rstrip(".")) > 1]
        if len(short) == len(words) or len(short) < 2:
            return None
        found = self._registry.words(short, self._day)
        if found is None or found.kind != "person":
            return None
        return Party(
            name=phrase(token), actor=found.id, country=found.country, sector=found.sector,
            how=f"{found.table}: {found.name}{past(found, self._day)}",
        )  # fmt: skip

    def goes_there(self, token: Token) -> bool:
        """Whether a lone name stands where a place stands: "shipped to Vladivostok"."""
        alone = not any(c.dep_ in ("compound", "flat", "appos") for c in token.children)
        there = token.dep_ == "pobj" and token.head.head.pos_ == "VERB" and (
            token.head.lower_ in self._lists["locative"]
            or (token.head.lower_ in ("to", "from")
                and token.head.head.lemma_.lower() in self._lists["motion"])
        )  # fmt: skip
        return alone and there

    @staticmethod
    def _whole(token: Token) -> str:
        """A person's name with its particles: "Pieter van den Bosch"."""
        first = token
        while (
            first.i
            and not first.is_sent_start
            and (
                first.ent_iob_ == "I"
                or first.nbor(-1).lower_ in PARTICLES
                or (first.lower_ in PARTICLES and first.nbor(-1).tag_ == "NNP")
            )
        ):
            first = first.nbor(-1)
        said = phrase(token)
        whole = token.doc[first.i : token.i + 1].text
        return whole if len(whole) > len(said) else said

    def _named(self, token: Token) -> Party:
        """The name itself, with what its title, appositive or owner says of it."""
        person = token.ent_type_ == "PERSON"
        known = self._without_initial(token) if person else None
        if known is not None:
            return known
        how = "unknown person" if person else "unknown name"
        country, sector = self._gloss(token)
        name = self._whole(token) if person else phrase(token)
        if country:
            how = f"{how}: by a gloss"
            return Party(name=name, country=country, sector=sector, how=how)
        owner = self._describer.before(token)
        if owner is not None:
            country, how = owner.country, f"{how}: {owner.how}"
        vague = False
        for child in token.children:
            role = None
            if child.dep_ in ("compound", "nmod", "amod") and child.i < token.i:
                role = role_at(child, self._registry)
            if child.dep_ == "appos":
                role = role_at(child, self._registry)
            if role is None:
                continue
            inner = self._describer.described(child, role)
            if inner is not None and inner.country and not country:
                country = inner.country
            told = inner.sector if inner else self._describer.sector(role, None, child)
            if not sector or (vague and child.dep_ == "appos"):
                sector = told  # "Father Mbaye, a priest"
            vague = role.words in self._lists["called"]
            country = country or self._describer.office_country(role)
            how = f"{how}: {role.words}"
        if owner is None and not country:
            owner = self._describer.after(token)
            if owner is not None:
                country, how = owner.country, f"{how}: {owner.how}"
        if not sector and token.dep_ == "appos":
            role = role_at(token.head, self._registry)
            inner = self._describer.described(token.head, role) if role else None
            if role and inner:
                country, sector = country or inner.country, inner.sector
        if not country:
            country, what = self._apposed(token)
            sector = sector or what
            how = f"{how}: by its apposition" if country else how
        if sector in ("GOV", "MIL", "LEG") and is_former(token):
            sector = "ELI"
        if not country and (sector in OF_A_STATE or sector == "PTY") and owner is None:
            country = self._context(token)
            how = f"{how}, by the article's country" if country else how
        if not country and sector in AT_HOME and owner is None:  # "presidential candidate Anaya"
            country = self._dateline()
            how = f"{how}, by the dateline" if country else how
        return Party(name=name, country=country, sector=sector or "UNK", how=how)
