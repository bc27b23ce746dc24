"""The gate: which tellings of a text the learned second opinion is asked about, and what it may do.

The lexicon codes; the model is asked where the lexicon is unsure: about the one act of a sentence,
told by a word whose meaning hangs on its company (*blocked*, *took*), between two parties that the
frame found. Acts told by their own name (*demanded*, *refused*) are the lexicon's alone, and so are
frames that fit closely. Of several acts in one sentence the model could not say which is meant.

Where the model is much surer of another act, the telling gets that act. Its rule then is
``model@DIGEST``, and its path names the entry that the lexicon would have used. The model makes no
event and takes none away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import log
from typing import Final

from foreigndesk.events.coder import IN_CONTENT
from foreigndesk.events.second import Opinion, Second, told
from foreigndesk.events.tellings import Coded
from foreigndesk.language.tokens import Token

# set on the dev halves of `sentences` and `tuples` (docs/second_opinion.md)
MARGIN: Final = log(30)  # how much likelier another act must be held than the lexicon's
SURE: Final = log(0.8)  # how likely its code must be held
CLOSE: Final = 5.0  # a frame that scores as much fits closely
LONGEST: Final = 70  # words; of a longer sentence the model would read only a part
NEAR: Final = "the lexicon's nearest"
_BEFORE: Final = frozenset("det amod compound nmod poss nummod quantmod predet".split())

Span = tuple[int, int]
Question = tuple[str, Span, Span]


class Gate:
    """Asks the model about the tellings that pass. It is loaded when the first one passes."""

    def __init__(self, model: Callable[[], Second | None]) -> None:
        """Take what gives the model, None where it is not installed."""
        self._model = model

    def __call__(self, found: Sequence[Coded]) -> list[Coded]:
        """Give the tellings of an article, some with another act."""
        kept = list(found)
        asked = dict(_unsure(kept))
        model = self._model() if asked else None
        if model is None:
            return kept
        for number, opinion in zip(asked, model.opinions(asked.values()), strict=True):
            kept[number] = settled(kept[number], opinion)
        return kept


def _unsure(found: list[Coded]) -> Iterator[tuple[int, Question]]:
    in_each = Counter(c.match.trigger.sent.start for c in found)
    for number, coded in enumerate(found):
        entry, roles = coded.match.entry, coded.match.roles
        if entry.type in IN_CONTENT or entry.pos not in ("V", "N") or coded.match.score >= CLOSE:
            continue
        actors = roles.get("A", [])
        others = [*roles.get("R", []), *actors[1:]]
        parties = len(coded.actors) + len(coded.recipients)
        if in_each[coded.match.trigger.sent.start] == 1 and actors and others and parties > 1:
            question = _question(actors[0], others[0])
            if question is not None:
                yield number, question


def _question(one: Token, two: Token) -> Question | None:
    """Give a sentence and where two phrases stand in it, None where it cannot be asked about."""
    sentence = one.sent
    if two.sent.start != sentence.start or sentence.end - sentence.start > LONGEST:
        return None
    (a, b), (c, d) = _phrase(one), _phrase(two)
    if a < d and c < b:
        return None
    start = sentence.start_char
    return sentence.text, (a - start, b - start), (c - start, d - start)


def _phrase(head: Token) -> Span:
    """Give the characters of a noun phrase from its first modifier to its head."""
    first = head.i
    for child in head.children:
        if child.i < head.i and child.dep_ in _BEFORE:
            first = min(first, child.left_edge.i)
    return head.doc[first].idx, head.idx + len(head)


def settled(coded: Coded, opinion: Opinion) -> Coded:
    """Give a telling the act that the model holds, where it is much surer of it."""
    entry = coded.match.entry
    best = told(opinion, opinion.best)[0]
    more = opinion.types[best] - opinion.types[entry.type]
    if best == entry.type or more < MARGIN or opinion.codes[opinion.best] < SURE:
        return coded
    other = replace(
        entry, rule=opinion.rule, type=best, modes=(), contexts=(), flags=frozenset(), slots=()
    )
    path = [*coded.match.path, f"{NEAR}: {entry.rule}"]
    return replace(coded, match=replace(coded.match, entry=other, path=path))
