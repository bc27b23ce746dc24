"""The language stage: offsets hold, paragraphs do not run together, headlines are read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foreigndesk.language import Language, ModelError, plain_article
from foreigndesk.language.casing import sentence_case

HEADLINE = "North Korea Prepares Troop Deployment To Ukraine"


@pytest.mark.model
def test_headlines_are_parsed_in_sentence_case_at_the_same_offsets(language: Language):
    article = plain_article("North Korea is sending troops to Ukraine.", title=HEADLINE)
    parsed = next(language.parse([article]))
    first = [t for t in parsed.doc if t.idx < len(HEADLINE)]
    verb = next(t for t in first if t.text.lower() == "prepares")
    assert verb.pos_ == "VERB"
    assert verb.text == "prepares"
    assert article.text[verb.idx : verb.idx + len(verb)] == "Prepares"


@pytest.mark.model
def test_no_sentence_crosses_a_paragraph(language: Language):
    parsed = language.parse_text("A line without a stop\n\nAnother of the same kind\n\nThe end")
    assert len(parsed.sentences) == 3
    assert all("\n\n" not in s.text.strip() for s in parsed.sentences)


@pytest.mark.model
def test_tokens_given_are_kept(language: Language):
    words = ["The", "U.S.", "did", "n't", "co", "-", "operate", "."]
    parsed = language.parse_tokens(words)
    assert [t.text for t in parsed.doc] == words
    assert parsed.article.text == " ".join(words)


@pytest.mark.model
def test_paragraph_at(language: Language):
    parsed = language.parse_text("First one.\n\nSecond one.")
    assert parsed.paragraph_at(3).start == 0
    assert parsed.paragraph_at(14).start == 12


def test_a_missing_model_says_how_to_get_it():
    with pytest.raises(ModelError, match="pip install no-such-model"):
        Language("no_such_model")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_sentence_case_keeps_every_offset(title: str, body: str):
    assert len(sentence_case(title, body)) == len(title)


def test_names_of_the_body_stay_names():
    cased = "".join(sentence_case(HEADLINE, "In North Korea and Ukraine."))
    assert "North Korea" in cased
    assert "Ukraine" in cased


@pytest.mark.model
def test_what_goes_on_without_a_stop_is_cut_and_a_paragraph_only_at_a_stop(language: Language):
    for wild in ("Officials said that " * 400, "killed 12 " * 900, "“France said ‘" * 500):
        parsed = language.parse_text(wild)
        assert max(map(len, parsed.sentences)) <= 801
        assert max(len(t.subtree) for t in parsed.doc) <= 801
    told = "The two ministers met in the capital on Monday, and they spoke of trade. "
    parsed = language.parse_text(told * 60)
    assert {s.text.strip() for s in parsed.sentences} == {told.strip()}


@pytest.mark.model
def test_nothing_has_no_sentence(language: Language):
    assert language.parse_text("").sentences == ()
