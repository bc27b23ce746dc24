"""The gate: what the second opinion is asked about in reading, and what it may change."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest

from foreigndesk.actors import Cast, registry
from foreigndesk.codebook import codebook
from foreigndesk.events.coder import code_events
from foreigndesk.events.gate import NEAR, Gate
from foreigndesk.events.second import Opinion
from foreigndesk.language import Language

pytestmark = pytest.mark.model

CODES = ["NONE", *codebook().types]


class Stub:
    """A model that holds the same of every pair, and keeps what it was asked."""

    def __init__(self, code: str, sure: float) -> None:
        rest = (1 - sure) / (len(CODES) - 1)
        logs = {c: math.log(sure if c == code else rest) for c in CODES}
        status = {"happened": math.log(0.9), "denied": math.log(0.1)}
        others = "ongoing planned expected possible conditional".split()
        statuses = status | dict.fromkeys(others, math.log(1e-6))
        self.held = Opinion(codes=logs, types=logs, statuses=statuses, rule="model@stub")
        self.asked: list[tuple[str, str]] = []

    def opinions(self, asked: Iterable[tuple[str, tuple[int, int], tuple[int, int]]]):
        rows = list(asked)
        self.asked += [(t[a:b], t[c:d]) for t, (a, b), (c, d) in rows]
        return [self.held] * len(rows)


def read(language: Language, text: str, stub: Stub | None):
    parsed = language.parse_text(text, day="2024-10-17")
    gate = Gate(lambda: stub)  # type: ignore[arg-type,return-value]
    return code_events(parsed, Cast(parsed, registry()), day="2024-10-17", second=gate)


UNSURE = "Turkish police arrested two Dutch reporters on Monday."
NAMED = "Iran rejected a Saudi offer of talks on Monday."


def test_the_model_has_the_word_where_the_lexicon_is_unsure(language: Language):
    stub = Stub("ASSAULT", 0.95)
    (event,) = read(language, UNSURE, stub)
    assert stub.asked == [("Turkish police", "two Dutch reporters")]
    assert event.type == "ASSAULT"
    assert event.tellings[0].rule == "model@stub"
    assert any(w.startswith(f"{NEAR}: coerce:arrest") for w in event.tellings[0].path)
    assert [p.country for p in event.recipients] == ["NLD"]


@pytest.mark.parametrize(("code", "sure"), [("COERCE", 0.95), ("ASSAULT", 0.2), ("NONE", 0.99)])
def test_the_lexicon_keeps_its_word(language: Language, code: str, sure: float):
    (event,) = read(language, UNSURE, Stub(code, sure))
    assert event.type == "COERCE"
    assert event.tellings[0].rule.startswith("coerce:arrest")


def test_an_act_told_by_its_name_is_not_asked_about(language: Language):
    stub = Stub("ASSAULT", 0.99)
    assert [e.type for e in read(language, NAMED, stub)] == ["REJECT"]
    assert stub.asked == []


@pytest.mark.parametrize(
    "text",
    [
        "France has shut out Algerian growers from its markets.",  # the lexicon says nothing
        "France expressed condolences to Algeria.",  # a use that the lexicon knows as no event
        "Police arrested nobody.",  # no second party
        "Turkish police arrested two Dutch reporters and the army shelled Syria.",  # two acts
    ],
)
def test_what_does_not_pass_the_gate(language: Language, text: str):
    stub = Stub("SANCTION", 0.99)
    found = read(language, text, stub)
    assert stub.asked == []
    assert all(not e.tellings[0].rule.startswith("model@") for e in found)


def test_without_the_model_the_lexicon_stands_alone(language: Language):
    for text in (UNSURE, NAMED):
        parsed = language.parse_text(text, day="2024-10-17")
        alone = code_events(parsed, Cast(parsed, registry()), day="2024-10-17")
        assert read(language, text, None) == alone
