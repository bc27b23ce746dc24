"""The learned second opinion: its word pieces, its word with the lexicon's, its absence."""

import math

import pytest

from foreigndesk.codebook import codebook
from foreigndesk.events.second import (
    FRAME,
    LENGTH,
    MARKS,
    Opinion,
    Pieces,
    denied_code,
    second_opinion,
    settle,
    told,
)

WORDS = "[PAD] [UNK] [CLS] [SEP] the iran ##ian ##s army shell ##ed sy ##ria , . u cafe".split()
VOCABULARY = [*WORDS, *MARKS]
CODES = ["NONE", *codebook().types]
STATUSES = "happened ongoing planned expected possible conditional denied".split()


def pieces(text, one, two):
    made = Pieces(VOCABULARY)(text, one, two)
    return " ".join(VOCABULARY[i] for i in made)


def test_marks_stand_round_the_two_spans():
    text = "The Iranian army shelled Syria."
    found = pieces(text, (0, 16), (25, 30))
    assert found == (
        f"[CLS] {MARKS[0]} the iran ##ian army {MARKS[1]} shell ##ed "
        f"{MARKS[2]} sy ##ria {MARKS[3]} . [SEP]"
    )


def test_the_second_span_may_come_first():
    found = pieces("Syria, the army", (11, 15), (0, 5))
    assert found == (f"[CLS] {MARKS[2]} sy ##ria {MARKS[3]} , the {MARKS[0]} army {MARKS[1]} [SEP]")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Café", "cafe"),
        ("u.", "u ."),
        ("xyzzy army", "[UNK] army"),
        ("armies", "[UNK]"),
        ("the  army\u00a0,", "the army ,"),
        ("a" * 200, "[UNK]"),
    ],
)
def test_words_to_pieces(text, found):
    whole = pieces(text, (0, 0), (0, 0)).split()
    assert " ".join(p for p in whole if p not in MARKS and p not in ("[CLS]", "[SEP]")) == found


def test_no_more_is_read_than_was_trained():
    text = "the army , " * 100
    assert len(Pieces(VOCABULARY)(text, (0, 3), (4, 8))) == LENGTH


def opinion(**codes):
    rest = (1 - sum(codes.values())) / (len(CODES) - len(codes))
    logs = {c: math.log(codes.get(c, rest)) for c in CODES}
    return Opinion(
        codes=logs,
        types=logs,
        statuses={s: math.log(0.7 if s == "happened" else 0.05) for s in STATUSES},
        rule="model@test",
    )


def test_the_lexicon_keeps_its_word_where_its_frame_fits():
    doubt = opinion(REJECT=0.5, ACCUSE=0.4)
    assert settle(doubt, "ACCUSE", "frame", 8.0) == "ACCUSE"


def test_the_model_has_the_word_where_it_is_sure_and_the_lexicon_is_not():
    sure = opinion(REJECT=0.95)
    assert settle(sure, "ACCUSE", "head", -1.0) == "REJECT"
    assert settle(sure, "", "", 0.0) == "REJECT"


def test_none_is_no_code_of_a_marked_pair():
    assert settle(opinion(NONE=0.9, AID=0.05), "", "", 0.0) == "AID"
    assert opinion(NONE=0.9, AID=0.05).best == "AID"


def test_a_score_counts_up_to_a_bound():
    near = opinion(REJECT=0.6, ACCUSE=0.6 * math.exp(-FRAME) * 0.2)
    assert settle(near, "ACCUSE", "frame", 8.0) == settle(near, "ACCUSE", "frame", 800.0)


@pytest.mark.parametrize("code", codebook().types)
def test_what_is_told_has_the_code(code):
    act, status = told(opinion(**{code: 0.8}), code)
    assert (codebook().plover_type(act, status) or denied_code(act)) == code or act == "RETREAT"


def test_a_future_code_is_told_by_what_is_planned():
    held = opinion(CONSULT=0.9)
    planned = Opinion(
        codes=held.codes,
        types=held.types,
        statuses={s: math.log(0.7 if s == "planned" else 0.05) for s in STATUSES},
        rule="model@test",
    )
    assert told(planned, "AGREE") == ("CONSULT", "planned")


def test_the_packaged_model_reads_a_plain_sentence():
    model = second_opinion()
    if model is None:
        pytest.skip("the model or its runtime is not installed")
    text = "Denmark expelled two Iranian diplomats on Friday."
    (held,) = model.opinions([(text, (0, 7), (17, 38))])
    assert held.best == "SANCTION"
    assert sum(math.exp(p) for p in held.codes.values()) == pytest.approx(1, abs=1e-4)
    assert held.rule.startswith("model@")
    assert model.opinions([]) == []


def test_batches_change_nothing():
    model = second_opinion()
    if model is None:
        pytest.skip("the model or its runtime is not installed")
    short = ("Iran freed a sailor.", (0, 4), (11, 19))
    long = (
        "Talks between Chad and the rebels, which had been put off twice, went on in Doha.",
        (14, 18),
        (23, 33),
    )
    alone = [model.opinions([row])[0] for row in (short, long)]
    both = model.opinions([short, long])
    assert [o.best for o in alone] == [o.best for o in both]
