"""Second looks at a text: names said again, and names inside other names.

What an article has once clearly named as a place is the same place when it says it again
("a Churchill doctor"). Names inside the names of bodies ("Kentucky State Police", "University of
Manitoba") are no place where anything happens, but they tell where an article is at home, and
so help to choose between namesakes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foreigndesk.places.gazetteer import Gazetteer
from foreigndesk.places.spotting import LONGEST, Name, called, lookup, people_in, written
from foreigndesk.places.words import words

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc, Token

# log10 of the population from which a town's name is taken for the town without further proof
KNOWN_TOWN: Final = 5.0
_COMMON: Final = ("ordinary", "forename", "facility", "organisation", "landform", "title")


def _capital(token: Token) -> bool:
    return token.text[:1].isupper()


def _within_a_name(doc: Doc, start: int, end: int) -> bool:
    """Whether capitalised words beside a name make one longer name with it, no person's."""
    first = doc[start]
    if first.ent_type_ == "PERSON":
        return False
    after = doc[end] if end < len(doc) else None
    before = doc[start - 1] if start else None
    known = words()
    if before is not None and (before.text in known["title"] or before.text in known["forename"]):
        return False
    if after is not None and after.text in known["street"]:
        return False
    if after is not None and (after.text in known["organisation"] or _is_name_word(after)):
        return True
    if after is not None and after.lower_ in known["service"]:
        return True
    if before is None:
        return False
    if before.lower_ == "of" and start > 1:
        return _is_name_word(doc[start - 2])
    return _is_name_word(before) and not before.is_sent_start


def _is_name_word(token: Token) -> bool:
    return _capital(token) and token.pos_ == "PROPN" and token.ent_type_ != "PERSON"


@dataclass(frozen=True, slots=True)
class _Said:
    """What the article has named as places and as people."""

    places: frozenset[str]
    people: frozenset[str]


def _alone(doc: Doc, start: int, end: int) -> bool:
    """Whether a name stands in no longer name of a person."""
    beside = [doc[start - 1]] if start else []
    if end < len(doc):
        beside.append(doc[end])
    if beside[-1:] and beside[-1].text in words()["street"]:
        return False
    return not any(_capital(t) and t.ent_type_ == "PERSON" for t in beside)


def _at(doc: Doc, start: int, index: Gazetteer, said: _Said, free: int) -> Name | None:
    known = words()
    for end in range(min(start + LONGEST, free), start, -1):
        if not _capital(doc.tokens[end - 1]):
            continue
        text = written(doc, start, end)
        if any(text in known[k] for k in _COMMON) or text.lower() in known["direction"]:
            continue
        if text.startswith(("St.", "St ", "Saint ")):
            continue
        again = text in said.places
        if not again and len(text) <= 3 and text not in known["short"]:
            continue
        found = lookup(doc, start, end, index)
        if not found or found[0].kind == "point":
            continue
        best = found[0]
        if _within_a_name(doc, start, end):
            if again or (best.first and (best.kind != "city" or best.rank >= KNOWN_TOWN)):
                return Name(start=start, end=end, candidates=found, weight=0.0, body=True)
        elif again and text not in said.people and _alone(doc, start, end):
            return Name(start=start, end=end, candidates=found, weight=0.0)
    return None


def attached(doc: Doc, names: Sequence[Name], index: Gazetteer) -> Iterator[Name]:
    """Yield what is called a place or said again and the places inside the names of bodies."""
    taken = {i for name in names for i in range(name.start, name.end)}
    for start, end in called(doc, frozenset(taken)):
        found = lookup(doc, start, end, index)
        if found:
            yield Name(start=start, end=end, candidates=found, weight=0.0)
            taken.update(range(start, end))
    said = _Said(
        places=frozenset(written(doc, n.start, n.end) for n in names if not n.nationality),
        people=people_in(doc),
    )
    reached = 0
    for token in doc:
        position = token.i
        if position < reached or position in taken or not _capital(token):
            continue
        end = min(len(doc), position + LONGEST)
        free = next((i for i in range(position + 1, end) if i in taken), end)
        name = _at(doc, position, index, said, free)
        if name is not None:
            yield name
            reached = name.end
