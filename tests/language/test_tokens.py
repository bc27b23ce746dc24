"""Words as plain objects: they say of a text exactly what spaCy's own say."""

from __future__ import annotations

import pytest

from foreigndesk.language import Language

TEXT = (
    "Chad's foreign minister, Ali Daoud, said on 3 May that 2,000 peacekeepers who were sent to "
    'the north — "the last reserve" — would leave, and that Niger and Mali had agreed.\n\n'
    "Was the border, which the army of Niger closed in 2019, ever opened again? No,  they said.\n\n"
    "Troops to go home by June"
)
PLAIN = (
    "i idx text lower_ lemma_ pos_ tag_ dep_ ent_type_ ent_iob_ whitespace_ is_space is_punct "
    "is_alpha is_upper is_title is_quote like_num"
).split()


@pytest.fixture(scope="module")
def docs(language: Language):
    """Our document and spaCy's of one text."""
    ours = language.parse_text(TEXT).doc
    return ours, ours.parse


@pytest.mark.model
def test_words_have_the_attributes_of_spacy(docs):
    ours, theirs = docs
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        for name in PLAIN:
            assert getattr(mine, name) == getattr(other, name), (mine, name)
        assert mine.is_sent_start == bool(other.is_sent_start)
        assert (mine.head.i, mine.left_edge.i) == (other.head.i, other.left_edge.i)


@pytest.mark.model
@pytest.mark.parametrize("name", ["children", "subtree", "ancestors", "conjuncts"])
def test_words_know_their_tree(docs, name: str):
    ours, theirs = docs
    for mine, other in zip(ours, theirs, strict=True):
        assert [t.i for t in getattr(mine, name)] == [t.i for t in getattr(other, name)]
    assert all(t.is_ancestor(c) for t in ours for c in t.children)


@pytest.mark.model
def test_sentences_entities_and_runs_are_those_of_spacy(docs):
    ours, theirs = docs
    assert [(s.start, s.end, s.text) for s in ours.sents] == [
        (s.start, s.end, s.text) for s in theirs.sents
    ]
    assert [(e.start_char, e.end_char, e.label_) for e in ours.ents] == [
        (e.start_char, e.end_char, e.label_) for e in theirs.ents
    ]
    assert all(t.sent == ours[t.i : t.i + 1].sent and t in list(t.sent) for t in ours)
    for start in range(len(ours)):
        for end in range(start + 1, min(start + 9, len(ours)) + 1):
            assert ours[start:end].root.i == theirs[start:end].root.i
            assert ours[start:end].text == theirs[start:end].text


@pytest.mark.model
@pytest.mark.parametrize("mode", ["contract", "expand"])
def test_characters_give_the_same_words(docs, mode: str):
    ours, theirs = docs
    for start in range(0, len(TEXT), 3):
        for end in range(start + 1, min(start + 30, len(TEXT)) + 1, 2):
            mine = ours.char_span(start, end, alignment_mode=mode)
            other = theirs.char_span(start, end, alignment_mode=mode)
            if other is None:
                assert mine is None
            else:
                assert mine is not None
                assert (mine.start, mine.end) == (other.start, other.end)


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\n\n", "Oslo"])
def test_the_shortest_texts(language: Language, text: str):
    doc = language.parse_text(text).doc
    assert doc.text == doc.parse.text
    assert [(s.start, s.end) for s in doc.sents] == [(s.start, s.end) for s in doc.parse.sents]
    assert len(doc.ents) == len(doc.parse.ents)
    assert doc.between(0, 9) == list(doc)


@pytest.mark.model
def test_places_outside_the_text(docs):
    ours, _ = docs
    assert ours[-1].i == len(ours) - 1
    assert ours[2:].text.startswith(ours[2].text)
    assert ours[5:3].text == ""
    assert list(ours[0:6][-2:]) == [ours[4], ours[5]]
    assert ours.char_span(len(TEXT) + 5, len(TEXT) + 9, alignment_mode="expand") is None
    with pytest.raises(IndexError):
        ours[0].nbor(-1)
    with pytest.raises(IndexError):
        ours[-1].nbor()
