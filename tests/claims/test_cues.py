"""The cue table: every example is read, and the claim it shows comes from its own row."""

from __future__ import annotations

import pytest

from foreigndesk.claims import find_claims
from foreigndesk.claims.cues import FRAMES, cues, outlets, source_nouns
from foreigndesk.language import plain_article

SHOWN = cues().rows


@pytest.fixture(scope="module")
def read(language):
    """Give each example's text and claims by the line of its row."""
    parses = language.parse(plain_article(cue.example) for cue in SHOWN)
    return {
        cue.line: (parsed.article.text, find_claims(parsed))
        for cue, parsed in zip(SHOWN, parses, strict=True)
    }


def test_the_table_is_large_and_shows_what_it_says():
    assert len(SHOWN) >= 1500
    assert not [f"line {cue.line}: {cue.rule}" for cue in SHOWN if not cue.example]
    assert {(c.pos, c.frame) for c in SHOWN} == {(p, f) for p in FRAMES for f in FRAMES[p]}


def test_no_row_stands_twice():
    seen = [(c.words, c.pos, c.frame) for c in cues().rows]
    assert len(seen) == len(set(seen))


def test_every_example_is_read_by_its_own_row(read):
    wrong = []
    for cue in SHOWN:
        _, claims = read[cue.line]
        words = " ".join(cue.words)
        own = f"cues.tsv:{words}/V/" if cue.frame == "quote" else cue.rule
        if not any(c.rule.startswith(own) and c.source_spans and c.content for c in claims):
            wrong.append(f"line {cue.line}: {words}/{cue.pos}/{cue.frame}: {cue.example}")
    assert not wrong, "\n".join(wrong)


def test_quotations_are_direct_speech(read):
    wrong = []
    for cue in SHOWN:
        if cue.frame == "quote":
            _, claims = read[cue.line]
            own = [c for c in claims if c.rule.startswith(f"cues.tsv:{' '.join(cue.words)}/V/")]
            wrong += [cue.example for c in own if c.speech != "direct"]
    assert not wrong, "\n".join(wrong)


def test_tables_of_sources_are_read():
    assert len(source_nouns()) > 800
    assert len(outlets()) > 150
