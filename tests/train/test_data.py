"""Every sentence that the model is trained on: marked, labelled, and coded as the codebook codes."""

import json
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from foreigndesk.codebook import codebook
from foreigndesk.records import Status

FOLDER = Path(__file__).resolve().parents[2] / "train" / "data"
FILES = sorted(FOLDER.glob("*.jsonl"))
#: a type needs at least so many sentences of its own
ENOUGH = 150


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def codes(act, status):
    """Give the codes that a row of this act and status may have."""
    if act == "NONE":
        return {"NONE"}
    code = codebook().plover_type(act, status)
    if not code:  # a cooperation denied is a refusal, a hostile act denied is none
        return {"REJECT", "NONE"} if codebook().types[act].quad in (1, 2) else {"NONE"}
    if act == "RETREAT" and code != act:  # promised it is AGREE, declared CONCEDE
        code, declared = "AGREE", {"CONCEDE"}
    else:
        declared = set()
    # an act that may have been done already keeps its type
    return {code, *declared} | ({act} if status == "possible" else set())


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_rows_are_marked_and_coded(path):
    wrong = []
    for number, row in enumerate(rows(path), 1):
        marked = row["marked"]
        once = all(marked.count(m) == 1 for m in ("<s>", "</s>", "<t>", "</t>"))
        filled = "<s></s>" not in marked and "<t></t>" not in marked
        known = row["status"] in get_args(Status) and (
            row["act"] == "NONE" or row["act"] in codebook().types
        )
        if not (once and filled and known and row["code"] in codes(row["act"], row["status"])):
            wrong.append((number, row))
    assert not wrong, wrong[:5]


def test_no_sentence_twice_with_the_same_marks():
    seen = Counter(row["marked"] for path in FILES for row in rows(path))
    assert not [m for m, n in seen.items() if n > 1]


def test_every_type_has_its_sentences():
    found = Counter(row["code"] for path in FILES for row in rows(path))
    short = {c: found[c] for c in [*codebook().types, "NONE"] if found[c] < ENOUGH}
    assert not short
