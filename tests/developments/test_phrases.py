"""Every row of the phrases is needed: its sentence has it and no other row's, the other has none."""

from __future__ import annotations

import re

import pytest

from foreigndesk.codebook.tables import Row, as_of, resource
from foreigndesk.developments.phrases import KINDS, found, pattern, rows, source_of, words

TABLE = resource("foreigndesk.developments", "data", "phrases.tsv")


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r['kind']}: {r['phrase'][:30]}")
def test_a_row_is_in_its_sentence_and_not_in_the_other(row: Row):
    assert found(row["kind"], row["said"]) == {row["phrase"]}
    assert pattern(row["kind"]).search(row["said"])
    assert not pattern(row["kind"]).search(row["unsaid"]), row["unsaid"]


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r['kind']}: {r['phrase'][:30]}")
def test_each_form_of_a_row_is_found(row: Row):
    for at, part in enumerate(row["phrase"].split()):
        for form in part.split("/"):
            spoken = [p.split("/")[0] for p in row["phrase"].split()]
            spoken[at] = form
            text = f"It was {' '.join(spoken).replace('*', 'xx')} in Lund."
            assert pattern(row["kind"]).search(text), text


def test_the_table_says_its_day_and_has_every_kind():
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", as_of(TABLE))
    assert {r["kind"] for r in rows()} == KINDS
    phrases = [(r["kind"], r["phrase"]) for r in rows()]
    assert len(phrases) == len(set(phrases))


def test_months_keep_their_capital():
    assert pattern("month").search("in May")
    assert not pattern("month").search("it may")


def test_single_words_are_a_set():
    assert {"that", "under"} <= words("stop")
    assert source_of("will/would not") == r"(?:will|would)\s+(?:not)"
