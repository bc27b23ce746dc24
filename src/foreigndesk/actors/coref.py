"""What pronouns, "the two countries", "the bloc" and bare "the army" point back to.

Everything looks backwards in the article; nothing here knows a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

from foreigndesk.actors.names import NameFinder
from foreigndesk.actors.registry import STATE_KINDS
from foreigndesk.actors.tables import SPECIAL, word_lists, words_by
from foreigndesk.language.tokens import Doc, Token
from foreigndesk.records import Party

_PERSON = frozenset("he she his her him hers".split())
_THING = frozenset(("it", "its"))
_FIRST = frozenset("i we us me our my ours mine ourselves".split())
_WE = frozenset("we us our ours ourselves".split())
_PLURAL = frozenset("they their them theirs".split())
_NOMINAL = frozenset(
    "nsubj nsubjpass dobj pobj poss conj appos attr ROOT dative oprd nmod compound".split()
)
# adjectives that tell nothing new of a body that was named
_WIDE = frozenset("regional global international continental multilateral 27-nation".split())
_LAST = frozenset(("LEG", "JUD", "COP"))
_AGAIN = _LAST | {"MIL", "REB"}
SPEECH = 6  # sentences that a quotation may run on
PAIR = 3  # sentences that "both sides" looks back for two told as a pair
SENTENCES = 3  # sentences that a pronoun looks back
Resolve = Callable[[Token], tuple[Party, ...]]


class Referents:
    """Finds antecedents in one parsed text."""

    def __init__(
        self, doc: Doc, names: NameFinder, resolve: Resolve, person: Callable[[Token], bool]
    ) -> None:
        self._doc = doc
        self._names = names
        self._resolve = resolve
        self._person = person
        self._lists = word_lists()
        self._sentence = [n for n, s in enumerate(doc.sents) for _ in range(len(s))]
        self._starts = [s.start for s in doc.sents]
        self._lemmas: dict[str, list[Token]] = {}
        for token in doc:
            if token.pos_ in ("NOUN", "PROPN"):
                self._lemmas.setdefault(token.lemma_.lower(), []).append(token)
        self._counts = Counter(
            h.chosen.country
            for h in names.hits
            if h.chosen and h.chosen.country and h.chosen.country not in SPECIAL
        )

    def pronoun(self, token: Token) -> tuple[Party, ...]:
        """Give what a personal, possessive or relative pronoun stands for."""
        word = token.lower_
        if token.tag_ in ("WDT", "WP", "WP$") or word == "that":
            return self._relative(token)
        if word in _FIRST:
            return self._speaker(token)
        if word in _PERSON:
            kind = "person"
        elif word in _THING:
            kind = "thing"
        elif word in _PLURAL:
            kind = "plural"
        else:
            return ()
        best: tuple[float, tuple[Party, ...]] | None = None
        here = self._sentence[token.i]
        for candidate in self._before(token, SENTENCES):
            score = self._fit(candidate, kind, token, here)
            if score is None or (best is not None and score <= best[0]):
                continue
            found = self._resolve(candidate)
            if found and kind == "plural" and candidate.dep_ != "conj":
                for other in candidate.conjuncts:
                    if other.i < token.i:
                        found += tuple(p for p in self._resolve(other) if p not in found)
            if found:
                best = (score, found)
        if best is None:
            return ()
        return tuple(replace(p, how=f"'{token.text}' for {p.name}") for p in best[1])

    def _speaker(self, token: Token) -> tuple[Party, ...]:
        """Give whose words "we" or "I" stands in: the subject of the nearest verb of saying."""
        here = self._sentence[token.i]
        spoken = self._lists["saying"]
        if token.lower_ in _WE and not self._inside_quotes(token):
            before = self._last_subject(here)
            if before:
                return tuple(replace(p, how=f"'{token.text}' for {p.name}") for p in before)
        for number in (here, here + 1, *range(here - 1, max(-1, here - SPEECH), -1)):
            if not 0 <= number < len(self._starts):
                continue
            end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self._doc)
            for i in range(self._starts[number], end):
                verb = self._doc[i]
                if verb.pos_ != "VERB" or verb.lemma_.lower() not in spoken:
                    continue
                for subject in verb.children:
                    if subject.dep_ == "nsubj" and subject.lower_ not in _FIRST:
                        found = self._resolve(subject)
                        if found:
                            return tuple(
                                replace(p, how=f"'{token.text}' said by {p.name}") for p in found
                            )
        return ()

    def _inside_quotes(self, token: Token) -> bool:
        """Whether a quotation that opened in the same paragraph is still open."""
        marks = 0
        for i in range(token.i - 1, max(-1, token.i - 400), -1):
            other = self._doc[i]
            if other.is_space and "\n" in other.text:
                break
            marks += other.text in ("“", "”", '"', "''", "``")
        return marks % 2 == 1

    def _last_subject(self, here: int) -> tuple[Party, ...]:
        """Give the subject of the sentence before, where it has one that is a body."""
        if here == 0:
            return ()
        first = self._doc[self._starts[here - 1]]
        root = first.sent.root
        if root.lemma_.lower() in self._lists["saying"]:
            return ()
        for subject in root.children:
            # the parser takes "The Coalition complies" for one noun
            begins = subject.dep_ == "compound" and subject.i <= first.i + 1
            if (subject.dep_ == "nsubj" or begins) and subject.pos_ != "PRON":
                found = self._resolve(subject)
                return found if all(p.sector != "UNK" for p in found) else ()
        return ()

    def _before(self, token: Token, sentences: int) -> Iterator[Token]:
        first = self._starts[max(0, self._sentence[token.i] - sentences)]
        for other in reversed(self._doc.tokens[first : token.i]):
            if other.pos_ in ("NOUN", "PROPN", "ADJ") and other.dep_ in _NOMINAL:
                yield other

    def _fit(self, candidate: Token, kind: str, token: Token, here: int) -> float | None:
        hit = self._names.at.get(candidate.i)
        if hit is not None and candidate.i != hit.end - 1:
            return None
        plural = candidate.tag_ in ("NNS", "NNPS")
        person = (hit is not None and hit.kind == "person") or candidate.ent_type_ == "PERSON"
        if kind == "person" and (
            plural or not (person or (hit is None and self._person(candidate)))
        ):
            return None
        if kind == "person" and candidate.dep_ in ("compound", "nmod"):
            return None
        if kind == "thing" and (plural or person):
            return None
        if kind == "plural" and candidate.dep_ in ("compound", "nmod"):
            return None
        clash = (
            token.dep_ != "poss" and candidate.dep_ == "nsubj" and candidate.head.i == token.head.i
        )
        if clash:
            return None
        score = -4.0 * (here - self._sentence[candidate.i]) - 0.02 * (token.i - candidate.i)
        if candidate.dep_ in ("nsubj", "nsubjpass"):
            score += 3.0
        elif candidate.dep_ in ("compound", "nmod", "pobj"):
            score -= 1.5
        if kind == "plural":
            paired = any(c.i < token.i for c in candidate.conjuncts)
            score += 1.5 if plural or (paired and candidate.dep_ != "conj") else -1.5
            if person and not paired:
                score -= 4.0
        if kind == "person" and person:
            score += 1.0
        return score

    def _relative(self, token: Token) -> tuple[Party, ...]:
        verb = token.head
        while verb.dep_ not in ("relcl", "ROOT") and verb.head.i != verb.i:
            verb = verb.head
        if verb.dep_ != "relcl" or verb.head.i >= token.i:
            return ()
        found = list(self._resolve(verb.head))
        for other in verb.head.children:
            if other.dep_ == "appos" and not found:
                found += self._resolve(other)
        return tuple(replace(p, how=f"'{token.text}' for {p.name}") for p in found)

    def both(self, token: Token) -> tuple[Party, ...]:
        """Give the two parties of "the two countries".

        The pair just named, else the two that the article speaks of most, else the last two.
        """
        lemma, here = token.lemma_.lower(), self._sentence[token.i]
        states = lemma not in self._lists["any_side"]
        for other in self._before(token, PAIR):
            if other.dep_ == "conj" and other.head.i < other.i:
                if self._subject_of(other, self._verb(token)):
                    continue  # "Turkey and Malaysia urged both sides"
                pair = self._coordinated(other, states=states)
                if len(pair) == 2:
                    return self._marked(token, pair)
        found: dict[str, Party] = {}
        for other in self._before(token, len(self._starts)):
            if other.i not in self._names.at and other.pos_ != "PROPN":
                continue
            if other.dep_ in ("compound", "nmod", "amod"):  # "the Ukraine conflict"
                continue
            if other.dep_ == "pobj" and other.head.lower_ in self._lists["locative"]:
                continue  # "raised the situation in Ukraine"
            if self._subject_of(other, self._verb(token)):
                continue
            for party in self._resolve(other):
                if states and party.country in SPECIAL:
                    continue
                if party.country or party.actor:
                    found.setdefault(party.country or party.name, party)
            if len(found) >= 2:
                last = tuple(found.values())[1::-1]
                most = states or lemma in ("side", "party")
                return self._marked(token, self._two_most(last, here) if most else last)
        return ()

    @staticmethod
    def _subject_of(token: Token, verb: Token) -> bool:
        while token.dep_ == "conj" and token.head.i != token.i:
            token = token.head
        return token.dep_ == "nsubj" and token.head == verb

    @staticmethod
    def _verb(token: Token) -> Token:
        while token.head.i != token.i and token.pos_ not in ("VERB", "AUX"):
            token = token.head
        return token

    def _coordinated(self, last: Token, *, states: bool) -> tuple[Party, ...]:
        """Give two parties told as "X and Y", no more than two."""
        if any(c.dep_ == "conj" for c in last.children) or last.head.dep_ == "conj":
            return ()
        pair = self._resolve(last.head) + self._resolve(last)
        distinct = {p.country or p.name: p for p in pair if p.country or p.actor}
        if len(distinct) == 1 and len(pair) == 2 and pair[0].name != pair[1].name:
            distinct = {p.name: p for p in pair}  # a state and a part of it
        if states and any(p.country in SPECIAL for p in distinct.values()):
            return ()
        return tuple(distinct.values())

    def _two_most(self, last: tuple[Party, ...], here: int) -> tuple[Party, ...]:
        """Give the two states that the article speaks of clearly more than of any other."""
        ranked = self._counts.most_common(3)
        if len(ranked) < 2 or (len(ranked) > 2 and ranked[1][1] < 2 * ranked[2][1]):
            return last
        if {p.country for p in last} == {c for c, _ in ranked[:2]} or ranked[1][1] < 2:
            return last
        named = {h.chosen.country: h for h in reversed(self._names.hits) if h.chosen}
        found = []
        for country, _ in ranked[:2]:
            c = named[country].chosen
            if c is None or self._sentence[named[country].start] > here + 1:
                return last
            found.append(Party(name=c.name, actor=c.id, country=country, sector="GOV", how=c.kind))
        return tuple(found)

    def pair(self, token: Token, sector_of: Callable[[Token], str]) -> tuple[Party, ...]:
        """Give the two whom "the ministers" met: the only two of the sentences before."""
        if not self._definite(token):
            return ()
        found: dict[str, Party] = {}
        for other in self._before(token, SENTENCES - 1):
            if sector_of(other) != "GOV" and other.ent_type_ != "PERSON":
                continue
            if other.dep_ in ("compound", "nmod"):
                continue
            for party in self._resolve(other):
                if party.country and party.sector == "GOV":
                    found.setdefault(party.country, party)
        return self._marked(token, tuple(found.values())[::-1]) if len(found) == 2 else ()

    def _marked(self, token: Token, parties: tuple[Party, ...]) -> tuple[Party, ...]:
        return tuple(replace(p, how=f"'{token.text}' for {p.name}") for p in parties)

    def back(self, token: Token, lemma: str, *, bare: bool = False) -> tuple[Party, ...]:
        """Give what a definite noun ("the bloc", "the militia") names again; ``bare`` any."""
        kinds = words_by("back_to_").get(lemma, ())
        if not kinds or not (bare or self._definite(token)):
            return ()
        for hit in reversed(self._names.hits):
            if hit.start >= token.i or hit.chosen is None:
                continue
            kind = "state" if hit.chosen.kind in STATE_KINDS else hit.chosen.kind
            if kind not in kinds or token.i - hit.start > 250:
                continue
            if kind == "state" and hit.chosen.kind not in ("state", "capital", "adjective"):
                continue
            if self._subject_of(self._doc[hit.end - 1], self._verb(token)):
                continue  # "France withdrew its troops from the country"
            c = hit.chosen
            return (
                Party(name=c.name, actor=c.id, country=c.country, sector=c.sector,
                      how=f"'{token.text}' for {c.name}"),
            )  # fmt: skip
        return ()

    @staticmethod
    def _definite(token: Token) -> bool:
        return any(
            c.dep_ == "det" and c.lower_ in ("the", "this", "that") for c in token.children
        ) and not any(
            c.dep_ in ("amod", "compound", "prep", "nummod") and c.lower_ not in _WIDE
            for c in token.children
        )

    def same_head(self, token: Token, lemma: str) -> tuple[Party, ...]:
        """Give the party of the same noun earlier: "the army" after "Sudan's army"."""
        words = self._lists["same_force"] if lemma in self._lists["same_force"] else (lemma,)
        before = [t for word in words for t in self._lemmas.get(word, [])]
        for other in sorted(before, key=lambda t: (t.lemma_.lower() != lemma, -t.i)):
            if other.i < token.i and token.i - other.i < 400:
                found = tuple(p for p in self._resolve(other) if p.country)
                if found:
                    return found
        return ()

    def of_sector(self, token: Token, sector: str, sector_of: Callable[[Token], str]) -> str:
        """Give whose "the lawmakers", "the rebels" are: those of their kind named before.

        The last of their kind for parliaments, courts and police; for those who fight only where
        the article has named no other.
        """
        if sector not in _AGAIN or not self._definite(token):
            return ""
        found: list[str] = []
        first = max(0, token.i - 400)
        for i in range(token.i - 1, first - 1, -1):
            other = self._doc[i]
            if other.pos_ not in ("NOUN", "PROPN"):
                continue
            hit = self._names.at.get(i)
            if hit is not None:
                c = hit.chosen
                if c is not None and i == hit.end - 1 and c.sector == sector and c.country:
                    found.append(c.country)
            elif sector_of(other) == sector or (
                other.ent_type_ == "PERSON" and other.dep_ not in ("compound", "nmod")
            ):
                found += [
                    p.country for p in self._resolve(other)[:1] if p.country and p.sector == sector
                ]
            if found and sector in _LAST:
                return found[0]
        return found[0] if found and len(set(found)) == 1 else ""

    @staticmethod
    def _clause(token: Token) -> int:
        """The verb of the clause that a token stands in."""
        while token.head.i != token.i and token.pos_ not in ("VERB", "AUX"):
            token = token.head
        return token.i

    def elsewhere(self, token: Token, not_there: str) -> str:
        """Give the country that a sentence speaks of most beside one ("ethnic Serbs in Kosovo")."""
        here = self._sentence[token.i]
        named = Counter(
            h.chosen.country
            for h in self._names.hits
            if h.chosen and h.chosen.country and self._sentence[h.start] == here
        )
        for country in (not_there, *SPECIAL):
            del named[country]
        ranked = named.most_common(2)
        return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else ""

    def _topic_country(self, token: Token, here: int) -> str:
        """Give the state that the sentence before spoke of first, for an office without a state.

        "Somalia rejected it. A foreign ministry spokesman said Nairobi should stop": not Kenya's.
        """
        if here == 0 or token.dep_ != "nsubj" or token.head.lemma_ not in self._lists["saying"]:
            return ""
        before = [
            h
            for h in self._names.hits
            if self._sentence[h.start] == here - 1 and h.chosen and h.chosen.kind in STATE_KINDS
        ]
        if not before or before[0].chosen is None:
            return ""
        word = self._doc[before[0].end - 1]
        leads = word.dep_ == "nsubj" or (
            word.dep_ in ("poss", "amod", "compound", "nmod") and word.head.dep_ == "nsubj"
        )
        country = before[0].chosen.country
        return country if leads and country not in SPECIAL else ""

    def _deed(self, token: Token) -> int:
        """The verb over the one that a token is the object of: "quoted" in "quoted as warning"."""
        verb = token.head
        if token.dep_ != "dobj" or verb.dep_ not in ("pcomp", "xcomp"):
            return -1
        return self._clause(verb.head)

    @cached_property
    def _named(self) -> list[tuple[str, int, Token, bool]]:
        """The countries named: each with its sentence, its word, and whether it is a scene."""
        found: list[tuple[str, int, Token, bool]] = []
        for hit in self._names.hits:
            c = hit.chosen
            if c is None or not c.country or c.country in SPECIAL:
                continue
            word = self._doc[hit.end - 1]
            local = word.dep_ == "pobj" and word.head.lower_ in self._lists["locative"]
            local = local and c.kind in STATE_KINDS
            matter = word.head.head
            if local and matter.lemma_.lower() in self._lists["topic"] and matter.dep_ == "dobj":
                continue  # "discussed the crisis in Syria"
            name = self._doc[hit.start : hit.end].text
            scene = local and name not in self._lists["seat_of_bodies"]
            found.append((c.country, self._sentence[hit.start], word, scene))
        return found

    def context(self, token: Token) -> str:
        """Give the country that an official body without one belongs to, "" where unclear."""
        verb = token.head
        near: list[str] = []
        here = self._sentence[token.i]
        for country, where, word, scene in self._named:
            if where == here and scene:
                return country
            if here - 3 <= where < here or (
                where == here and word.i < token.i and word.head.i != verb.i
            ):
                near.append(country)
        if near and len(set(near)) == 1:
            return near[0]
        if len(self._counts) == 1:
            mine = self._clause(token)
            for hit in self._names.hits:
                c = hit.chosen
                if c is None or c.country not in self._counts:
                    continue
                if self._clause(self._doc[hit.end - 1]) != mine:
                    return c.country
        mine = self._clause(token)  # "the army warned Israel": not Israel's army
        words = [
            (h.chosen.country, self._doc[h.end - 1])
            for h in self._names.hits
            if h.chosen and h.start > token.i
        ]
        facing = {c for c, word in words if mine in (self._clause(word), self._deed(word))}
        topic = self._topic_country(token, here)
        if topic and topic not in facing:
            return topic
        ranked = [r for r in self._counts.most_common() if r[0] not in facing][:2]
        if ranked and ranked[0][1] >= 2 and (len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1]):
            return ranked[0][0]
        return ""
