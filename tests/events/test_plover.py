"""PLOVER's own code of acts to come."""

from __future__ import annotations

import pytest

from foreigndesk.events.entries import lexicon
from foreigndesk.events.plover import is_promise, plover_code


def rule(head: str, pos: str, kind: str) -> str:
    return next(e.rule for e in lexicon().all() if (e.head, e.pos, e.type) == (head, pos, kind))


def test_a_promised_retreat_is_agreeing_and_a_declared_one_conceding() -> None:
    promised, declared = rule("release", "V", "RETREAT"), rule("ceasefire", "N", "RETREAT")
    assert is_promise(promised)
    assert not is_promise(declared)
    assert plover_code("RETREAT", "planned", promised) == "AGREE"
    assert plover_code("RETREAT", "planned", declared) == "CONCEDE"
    assert plover_code("RETREAT", "happened", promised) == "RETREAT"


@pytest.mark.parametrize(
    ("act", "status", "code"),
    [
        ("AID", "planned", "AGREE"),
        ("ASSAULT", "possible", "THREATEN"),
        ("ASSAULT", "denied", ""),
        ("CONCEDE", "planned", "CONCEDE"),
    ],
)
def test_other_acts_take_the_codebooks_code(act: str, status: str, code: str) -> None:
    assert plover_code(act, status, "no such rule") == code  # type: ignore[arg-type]
