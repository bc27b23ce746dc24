"""How firm an act is told: rows of ours, the predicates' examples, and the reasons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreigndesk.claims import Assessment, assess
from foreigndesk.claims.signatures import PREDICATE_COLUMNS
from foreigndesk.codebook.tables import read_table, resource
from foreigndesk.language import Language, plain_article
from foreigndesk.records import STATUSES

pytestmark = pytest.mark.model

ROWS = Path(__file__).with_name("status_rows.tsv")
PREDICATES = resource("foreigndesk.claims", "data", "predicates.tsv")


def unstarred(sentence: str) -> tuple[str, int, int]:
    """Give a sentence without its two stars, and where the words between them lie."""
    before, act, after = sentence.replace("\\n", "\n").split("*")
    return before + act + after, len(before), len(before) + len(act)


def told(language: Language, sentences: list[str]) -> Iterator[Assessment]:
    """Assess the starred act of each sentence, parsed in one batch."""
    marked = [unstarred(s) for s in sentences]
    parses = language.parse([plain_article(text) for text, _, _ in marked], batch=64)
    for (_, start, end), parsed in zip(marked, parses, strict=True):
        yield assess(parsed, start, end)


def one(language: Language, sentence: str) -> Assessment:
    """Assess one starred sentence."""
    return next(told(language, [sentence]))


def test_status_rows(language: Language) -> None:
    rows = [(r["sentence"], r["status"]) for r in read_table(ROWS, ("sentence", "status"))]
    assert len(rows) >= 200
    assert {status for _, status in rows} == set(STATUSES)
    found = told(language, [s for s, _ in rows])
    wrong = [
        (s, want, a.status) for (s, want), a in zip(rows, found, strict=True) if a.status != want
    ]
    assert not wrong


def test_predicate_examples(language: Language) -> None:
    rows = list(read_table(PREDICATES, PREDICATE_COLUMNS))
    assert len(rows) >= 1000
    found = told(language, [r["example"] for r in rows])
    wrong = [
        (r["lemma"], r["frame"], r["example"], r["status"], a.status)
        for r, a in zip(rows, found, strict=True)
        if a.status != r["status"]
    ]
    assert not wrong


def test_firmer_words_stand_higher(language: Language) -> None:
    ladder = [
        "The army did not *cross* the river.",
        "The army is unlikely to *cross* the river.",
        "The army may *cross* the river.",
        "The army plans to *cross* the river.",
        "The army *crossed* the river.",
    ]
    values = [a.certainty for a in told(language, ladder)]
    assert values == sorted(values)
    assert len(set(values)) == len(values)


def test_reasons_name_the_words(language: Language) -> None:
    found = one(language, "According to reports, around 900 troops may be *mobilized*.")
    assert "'may' over 'mobilized'" in found.why
    found = one(language, "The army failed to *cross* the river.")
    assert any("'failed' over 'cross'" in w for w in found.why)


def test_hint_gives_way_to_what_the_sentence_denies(language: Language) -> None:
    text, start, end = unstarred("The premier *pledged* grain to the islands.")
    parsed = language.parse_text(text)
    assert assess(parsed, start, end).status == "happened"
    assert assess(parsed, start, end, hint="planned").status == "planned"
    assert assess(parsed, start, end, hint="denied").status == "denied"
    text, start, end = unstarred("The premier never *pledged* grain to the islands.")
    assert assess(language.parse_text(text), start, end, hint="planned").status == "denied"


def test_nominal_is_the_callers_word(language: Language) -> None:
    text, start, end = unstarred("The *deployment* to the island was cancelled.")
    found = assess(language.parse_text(text), start, end, nominal=True)
    assert found.status == "denied"
    assert found.certainty < 0


def test_no_word_there(language: Language) -> None:
    parsed = language.parse_text("The army left.")
    with pytest.raises(ValueError, match="no word lies at characters 90 to 95"):
        assess(parsed, 90, 95)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(alphabet="if notmay will?,. \n\"'—deploy", min_size=1, max_size=60))
def test_any_text_is_read(language: Language, text: str) -> None:
    parsed = language.parse_text(text)
    for token in parsed.doc:
        if not token.is_space:
            found = assess(parsed, token.idx, token.idx + len(token))
            assert found.status in STATUSES
            assert -3 <= found.certainty <= 3
