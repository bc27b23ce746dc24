"""Where an event happened: chosen among the places of its sentence by grammar, not by count.

A place is the scene where a preposition of place ties it to the event's clause or to what the
event is done to ("killed twelve people in Kharkiv"), where it is the thing attacked or visited,
or names the deed ("the Aleppo offensive"). Whoever acts is no scene, nor where somebody says it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from foreigndesk.places.resolve import PlaceMention
from foreigndesk.places.words import words
from foreigndesk.records import Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_FINENESS: Final = {"point": 0, "city": 1, "region": 2, "country": 3}
_UP: Final = frozenset(
    {"pobj", "compound", "poss", "nmod", "appos", "amod", "npadvmod", "conj", "dep", "pcomp"}
)
_ARGUMENTS: Final = frozenset({"dobj", "nsubj", "nsubjpass", "pobj", "attr", "dative", "conj"})


def _tokens(doc: Doc, mention: PlaceMention) -> Span | None:
    return doc.char_span(mention.span.start, mention.span.end, alignment_mode="expand")


def _clause(trigger: Token) -> dict[int, int]:
    """Give the words of a trigger's clause that a place may hang on, with how far off each is."""
    reach = {trigger.i: 0}
    node, far = trigger, 0
    while node.head.i != node.i and node.pos_ not in ("VERB", "AUX"):
        if node.dep_ in ("relcl", "acl", "advcl", "ccomp", "parataxis"):
            break
        node, far = node.head, far + 1
        reach.setdefault(node.i, far)
    while node.pos_ in ("VERB", "AUX") and node.dep_ in ("conj", "xcomp") and node.head.i != node.i:
        node, far = node.head, far + 1
        reach.setdefault(node.i, far)
    return reach


def _preposition(token: Token) -> tuple[Token | None, Token]:
    """Climb from a place's word to its preposition; gives that (or None) and the noun reached."""
    node = token
    while node.head.i != node.i:
        if node.dep_ == "pobj" and node.head.pos_ in ("ADP", "SCONJ", "ADV"):
            return node.head, node
        if node.dep_ not in _UP:
            return None, node
        node = node.head
    return None, node


def _on_noun(noun: Token, word: str, reach: dict[int, int], trigger: Token) -> int | None:
    """Give how far a place on a noun ("people in Kharkiv") is from the trigger, or None."""
    if word in ("from", "of", "to", "with") and noun.i != trigger.i:
        return None
    if noun.i in reach:
        return reach[noun.i]
    if noun.dep_ in _ARGUMENTS and noun.head.i in reach and noun.dep_ not in ("nsubj",):
        return reach[noun.head.i] + 1
    if noun.dep_ == "pobj" and noun.head.head.i in reach:
        return reach[noun.head.head.i] + 2
    return None


def _distance(tokens: Span, place: Place, trigger: Token, reach: dict[int, int]) -> int | None:
    """Give how near a place is to a trigger's clause as its scene, None where it is no scene."""
    known = words()
    root = tokens.root
    deed = trigger.lemma_.lower() in known["deed"]
    preposition, noun = _preposition(root)
    if preposition is None:
        if (
            noun.i == trigger.i
            and root.i != trigger.i
            and root.dep_ in ("compound", "amod", "nmod", "poss")
        ):
            return 0 if deed and place.precision != "country" else None
        if noun.dep_ in ("dobj", "nsubjpass") and noun.head.i == trigger.i and deed:
            return 0
        return None
    word = preposition.lower_
    held = preposition.head
    while held.pos_ == "ADP" and held.head.i != held.i:  # "from inside Gaza", "out of Kabul"
        held = held.head
    if word in known["scene"] or word in ("from", "to", "into", "toward", "towards"):
        if held.pos_ in ("VERB", "AUX"):
            return reach.get(held.i)
        far = _on_noun(held, word, reach, trigger)
        return far if word in known["scene"] or held.i == trigger.i else None
    if held.i == trigger.i and deed and word in ("of", "on", "for", "against", "over"):
        return 0
    return None


def event_place(
    trigger: Token, mentions: Sequence[PlaceMention], *, dateline: Place | None = None
) -> Place | None:
    """Give the place of the event that a word tells, or None where its sentence names none.

    ``dateline`` is given back where the sentence has no scene: pass it only for what is news
    of the article itself.
    """
    sentence = trigger.sent
    reach = _clause(trigger)
    best: tuple[tuple[int, int, int], Place] | None = None
    for mention in mentions:
        if mention.place is None or mention.how == "nationality":
            continue
        if not sentence.start_char <= mention.span.start < sentence.end_char:
            continue
        tokens = _tokens(trigger.doc, mention)
        if tokens is None or tokens.start <= trigger.i < tokens.end:
            continue
        far = _distance(tokens, mention.place, trigger, reach)
        if far is None:
            continue
        key = (far, _FINENESS[mention.place.precision], abs(tokens.start - trigger.i))
        if best is None or key < best[0]:
            best = (key, mention.place)
    return best[1] if best is not None else dateline
