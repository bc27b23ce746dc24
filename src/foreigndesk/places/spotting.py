"""Spotting the words of a text that name a place: the index proposes, the sentence decides.

Every run of capitalised words that the gazetteer knows is weighed: how well known the place
is, what the parser took the words for, the words before and after. Names of people, bodies
and teams that hold a place name are thus left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Final

from foreigndesk.places.gazetteer import Candidate, Gazetteer
from foreigndesk.places.words import words

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc, Token

LONGEST: Final = 6
BAR: Final = 1.0
COUNTY: Final = frozenset({"County", "Parish", "Township"})
_DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Tokens ``start`` to ``end`` (end excluded) that may name one of ``candidates``.

    ``weight`` says how surely they name a place at all; ``nationality`` marks words for a
    people; ``parent`` the tokens of a larger place written after a comma, as their own range;
    ``body`` a name inside the name of a body ("Kentucky State Police"); ``above`` a larger place
    written after a smaller one.
    """

    start: int
    end: int
    candidates: tuple[Candidate, ...]
    weight: float
    nationality: bool = False
    parent: tuple[int, int] | None = None
    body: bool = False
    above: bool = False


def written(doc: Doc, start: int, end: int) -> str:
    """Give the characters of a run of tokens."""
    words = doc.tokens
    text = words[end - 1].text
    for place in range(end - 2, start - 1, -1):
        text = f"{words[place].text}{words[place].whitespace_}{text}"
    return text


def _capital(token: Token) -> bool:
    return token.text[:1].isupper()


def lookup(
    doc: Doc, start: int, end: int, index: Gazetteer, *, above: bool = False
) -> tuple[Candidate, ...]:
    """Give what the gazetteer has for a run of tokens, short forms only as they are written.

    ``above`` says that the run stands where a larger place does ("Edmonton, Ky"): there all
    short forms count.
    """
    text = written(doc, start, end)
    if "\n" in text or (not text[-1].isalnum() and text[-1] != "."):
        return ()
    letters = text.replace(".", "")
    found = index.find(text)
    if len(letters) <= 4 and found and above:
        return found
    if len(letters) <= 3 and found:
        # "us", "Me" and "OR" are words: two and three letters count in capitals or with a point
        if not (letters.isupper() or "." in text):
            found = tuple(c for c in found if c.kind in ("city", "country") and len(letters) == 3)
        elif len(letters) == 2 and "." not in text:
            kinds = ("country", "region", *(("division",) if text in words()["short"] else ()))
            found = tuple(c for c in found if c.kind in kinds)
    return found


def inside(small: Candidate, large: Candidate) -> bool:
    """Whether one place lies in another, as far as the index knows."""
    if large.kind == "country":
        return small.country == large.country and small.kind != "country"
    if large.kind == "division":
        if small.division and large.division and small.division == large.division:
            return small.ref != large.ref
        if small.country != large.country or small.kind in ("country", "region"):
            return False
        known = small.division[:2] in ("US", "CA", "AU")
        return not known and distance(small, large) < 250
    return large.kind == "region" and small.kind == "city" and distance(small, large) < 300


def distance(a: Candidate, b: Candidate) -> float:
    """Give the kilometres between two places, near enough for choosing."""
    east = (a.lon - b.lon + 180) % 360 - 180
    return 111.2 * hypot(a.lat - b.lat, east * cos(radians((a.lat + b.lat) / 2)))


def parent_after(doc: Doc, end: int, index: Gazetteer) -> tuple[int, int] | None:
    """Give the tokens of a larger place after a comma ("Paris, Texas"), or None."""
    if end + 1 >= len(doc) or doc[end].text not in (",", "("):
        return None
    start = end + 1
    for stop in range(min(start + 4, len(doc)), start, -1):
        if not (_capital(doc[start]) and _capital(doc[stop - 1])):
            continue
        found = lookup(doc, start, stop, index, above=True)
        if any(c.kind in ("country", "division", "region") for c in found):
            # "his dealings in Russia, U.S. officials said"
            describes = doc[stop - 1].dep_ in ("compound", "amod") and doc[stop - 1].head.i >= stop
            return None if describes and found[0].kind == "country" else (start, stop)
    return None


def _entity_weight(doc: Doc, start: int, end: int) -> float:
    tokens = doc.tokens
    label = tokens[start].ent_type_
    if not label:
        return -0.4
    first = start
    while first > 0 and tokens[first].ent_iob_ == "I":
        first -= 1
    last = first + 1
    while last < len(tokens) and tokens[last].ent_iob_ == "I":
        last += 1
    while last > end and tokens[last - 1].text in ("'s", "’s", ",", "."):
        last -= 1
    words_in = [t for t in tokens[first:last] if t.lower_ != "the"]
    whole = len(words_in) <= end - start
    if label in ("GPE", "LOC"):
        return 2.5 if whole else 1.0
    if label == "FAC":
        return 1.0 if whole else -0.5
    if label == "NORP":
        return 0.6
    if label == "ORG":
        return 0.0 if whole else -1.7
    if label == "PERSON":
        return -1.0 if whole else -3.0
    return -0.6


def _dateline_weight(doc: Doc, start: int, end: int) -> float:
    """Weigh a name in capitals that opens a paragraph ("BEIRUT —", "OSLO (Wire)")."""
    opens = start == 0 or "\n" in doc[start - 1].text
    if not opens or end >= len(doc) or not written(doc, start, end).isupper():
        return 0.0
    if doc[end].text in ("-", "–", "—", "--", "(", ",", ":"):
        return 2.5
    return 0.0 if doc[end].text.isupper() else 1.5


def _size_weight(best: Candidate) -> float:
    if best.kind == "point":
        return -0.2  # a seat or a base: mostly its people, a place only where told so
    if best.kind in ("country", "region"):
        return 2.6
    weight = max(-1.2, min(2.0, (best.rank - 4.2) * 0.9))
    if best.ref.startswith("extra:") and best.kind == "city":
        weight += 0.5  # in our table because the news is there
    return weight if best.first else weight - 0.7


def _neighbour_weight(doc: Doc, start: int, end: int) -> float:
    """Weigh the words before and after a name."""
    known = words()
    weight = 0.0
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    if before is not None and not before.is_space:
        if before.lower_ in known["preposition"]:
            weight += 1.2
        elif before.lower_ == "of":
            weight += 0.4
            if start > 1 and doc[start - 2].lower_ in known["kind"]:
                weight += 1.5
        elif before.text in known["title"]:
            weight -= 3.0
        elif before.text in known["forename"]:
            weight -= 2.5
        elif before.pos_ == "PROPN" and _capital(before) and before.ent_type_ not in ("GPE", "LOC"):
            weight -= 1.2
        elif before.text in ("&",):
            weight -= 1.5
    if after is not None and not after.is_space:
        if after.lower_ in known["kind"] and not _capital(after):
            weight += 1.2
        elif after.text in known["organisation"]:
            weight -= 1.8
        elif after.text in known["title"]:
            weight += 0.3
        elif after.text in known["facility"] or after.text in known["landform"]:
            weight -= 0.8
        elif after.pos_ == "PROPN" and _capital(after) and after.ent_type_ not in ("GPE", "LOC"):
            weight -= 1.5 if after.ent_type_ != "ORG" else 0.5
        elif after.text == "&":
            weight -= 1.5
        elif after.text == "(" or after.text in ("—", "–", "--"):
            weight += 0.5
    return weight


def _word_weight(doc: Doc, start: int, end: int, best: Candidate) -> float:
    """Weigh what the words are otherwise: common words, forenames, no proper noun."""
    known = words()
    weight = 0.0
    if end - start == 1:
        token = doc[start]
        if token.text in known["ordinary"] or token.lower_ in known["direction"]:
            weight -= 2.2
        if token.text in known["forename"] and best.kind != "country":
            weight -= 1.2
        if token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_.lower() in known["siege"]:
            weight += 1.6
        if token.pos_ not in ("PROPN", "NOUN", "ADJ"):
            weight -= 1.5
        if token.is_sent_start and best.kind not in ("country", "region"):
            weight -= 0.3
    return weight


def _modifies(doc: Doc, start: int, end: int) -> bool:
    """Whether a word for a people stands before what it describes ("Turkish troops")."""
    last = doc[end - 1]
    if last.tag_ in ("NNS", "NNPS"):
        return False
    if last.dep_ == "conj" and last.head.i < start:  # "the Russian and Turkish governments"
        last = last.head
    return last.head.i >= end and last.dep_ in ("amod", "compound", "nmod", "poss", "npadvmod")


def _bare_direction(doc: Doc, start: int) -> bool:
    """Whether a word is a direction and no division of that name ("the West", "Eastern time")."""
    known = words()
    after = doc[start + 1].lower_ if start + 1 < len(doc) else ""
    return doc[start].lower_ in known["direction"] and after not in known["division"]


def _counted(doc: Doc, start: int) -> bool:
    """Whether a short form is part of a date or a count ("350 B.C.")."""
    return start > 0 and doc[start - 1].like_num and "." in doc[start].text


def _name_at(doc: Doc, start: int, index: Gazetteer, people: frozenset[str]) -> Name | None:
    """Give the best name that begins with a token, longer ones first, or None."""
    tokens = doc.tokens
    for end in range(min(start + LONGEST, len(tokens)), start, -1):
        first = tokens[end - 1].text[:1]
        if not (first.isupper() or first.isdigit()):
            continue
        single = end - start == 1
        joined = single and start > 1 and not doc[start - 1].whitespace_
        if joined and doc[start - 1].text in _DASHES and doc[start - 2].text[:1].islower():
            continue
        text = written(doc, start, end)
        home = index.nationality(text)
        if home is not None:
            if not _modifies(doc, start, end):
                return None
            weight = 2.0 + min(0.0, _entity_weight(doc, start, end))
            return Name(start=start, end=end, candidates=(home,), weight=weight, nationality=True)
        found = lookup(doc, start, end, index)
        if not found or (single and (_bare_direction(doc, start) or _counted(doc, start))):
            continue
        if end < len(doc) and doc[end].text in COUNTY:  # the town may lie in another state
            found = tuple(c for c in found if c.kind in ("division", "region"))
        if not found or (end < len(doc) and doc[end].text in words()["street"]):
            continue
        parent = parent_after(doc, end, index)
        weight = (
            _size_weight(found[0])
            + _entity_weight(doc, start, end)
            + _neighbour_weight(doc, start, end)
            + _dateline_weight(doc, start, end)
            + _word_weight(doc, start, end, found[0])
        )
        if not single:
            weight += 0.5
        if single and text in people:  # an article on a Georgia Stevens or a Michael Jordan
            if text in words()["forename"]:
                weight -= 3.5
            elif found[0].kind != "country":
                weight -= 2.0
        if parent is not None:
            above = lookup(doc, *parent, index, above=True)
            if any(inside(c, a) for c in found for a in above):
                weight += 3.0
            else:
                parent = None
        if weight >= BAR:
            return Name(start=start, end=end, candidates=found, weight=weight, parent=parent)
    return None


def people_in(doc: Doc) -> frozenset[str]:
    """Give the names of people in a text: words that persons of two or more names bear."""
    return frozenset(
        token.text
        for entity in doc.ents
        if entity.label_ == "PERSON" and len(entity) > 1
        for token in entity
        if token.text[:1].isupper()
    )


def spot(doc: Doc, index: Gazetteer) -> Iterator[Name]:
    """Yield the place names of a text, in order, none overlapping another."""
    people = people_in(doc)
    position = 0
    for token in doc:
        if token.i < position or not _capital(token):
            continue
        name = _name_at(doc, token.i, index, people)
        if name is None:
            continue
        yield name
        position = name.end
        if name.parent is not None:
            start, end = name.parent
            above = lookup(doc, start, end, index, above=True)
            further = parent_after(doc, end, index)
            yield Name(
                start=start, end=end, candidates=above, weight=name.weight, parent=further,
                above=True,
            )  # fmt: skip
            position = end


def _named(token: Token) -> list[Token]:
    """Give the words that a noun calls a place: "the villages of X and Y", "X, a town near Z"."""
    doc = token.doc
    if token.text in COUNTY:
        before = doc[token.i - 1] if token.i else token
        return [token] if before.pos_ == "PROPN" and before.ent_type_ != "PERSON" else []
    if token.dep_ == "appos" and token.head.i < token.i:
        return [] if token.head.ent_type_ == "PERSON" else [token.head]
    if token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "of":
        first = [c for c in doc[token.i + 1].children if c.dep_ == "pobj"]
        return first + [c for f in first for c in f.children if c.dep_ == "conj"]
    return []


def called(doc: Doc, taken: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield names that the text calls a place or a county."""
    kinds = words()["kind"]
    for token in doc:
        lemma = token.lemma_
        if lemma not in kinds and token.text not in COUNTY and lemma.lower() not in kinds:
            continue
        for name in _named(token):
            start = name.i
            while start > 0 and doc[start - 1].dep_ == "compound" and _capital(doc[start - 1]):
                start -= 1
            run = range(start, name.i + 1)
            if name.pos_ != "PROPN" or not _capital(name) or taken.intersection(run):
                continue
            if doc[start].text in words()["title"] or (name.text.isupper() and len(name) < 6):
                continue
            yield start, name.i + 1


def unknown(doc: Doc, taken: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield token ranges that the parser takes for a place and the gazetteer does not know."""
    known = words()
    told = list(called(doc, taken))
    yield from told
    taken = taken | {i for start, end in told for i in range(start, end)}
    for entity in doc.ents:
        start, end = entity.start, entity.end
        if entity.label_ not in ("GPE", "LOC", "FAC"):
            continue
        while start < end and not _capital(doc[start]):
            start += 1
        while end > start and not (_capital(doc[end - 1]) or doc[end - 1].text[:1].isdigit()):
            end -= 1
        if start == end or taken.intersection(range(start, end)):
            continue
        heads = known["facility"] | known["landform"]
        if not heads.intersection(t.text for t in doc[start:end]):
            before = doc[start - 1].lower_ if start else ""
            if entity.label_ == "FAC" or before not in known["scene"] or end - start > 3:
                continue
            if all(t.text.isupper() and len(t) < 6 for t in doc[start:end]):
                continue
        yield start, end
