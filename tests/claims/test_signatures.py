"""The tables of predicates and modifiers: every row read, typed, dated, and of use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from foreigndesk.claims import signatures
from foreigndesk.claims.signatures import (
    KINDS,
    MODIFIER_COLUMNS,
    OPERATORS,
    PREDICATE_COLUMNS,
    read_grades_and_modifiers,
    read_predicates,
    tables,
)
from foreigndesk.codebook.tables import TableError, as_of, read_table, resource
from foreigndesk.records import STATUSES

PREDICATES = resource("foreigndesk.claims", "data", "predicates.tsv")
MODIFIERS = resource("foreigndesk.claims", "data", "modifiers.tsv")


def test_tables_are_dated() -> None:
    for source in (PREDICATES, MODIFIERS):
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", as_of(source))


def test_every_predicate_row() -> None:
    seen: set[tuple[str, str, str]] = set()
    for row in read_table(PREDICATES, PREDICATE_COLUMNS):
        for frame in row.words("frame"):
            key = (row["lemma"], row["pos"], frame)
            assert key not in seen, f"line {row.line}: {key} stands twice"
            seen.add(key)
        assert row["example"].count("*") == 2, f"line {row.line}: one act between stars"
        assert row["status"] in STATUSES, f"line {row.line}: no status {row['status']!r}"
    assert len(seen) >= 1000


def test_every_modifier_row() -> None:
    grades, modifiers = read_grades_and_modifiers()
    assert {g.status for g in grades.values()} == set(STATUSES)
    assert {m.kind for m in modifiers} == KINDS
    seen: set[tuple[str, str]] = set()
    for modifier in modifiers:
        key = (modifier.kind, " ".join(modifier.words))
        assert key not in seen, f"{key} stands twice"
        assert modifier.words
        assert all(w == w.lower() for w in modifier.words)
        seen.add(key)


def test_grades_keep_their_order() -> None:
    grades, _ = read_grades_and_modifiers()
    assert grades["fact"].value > grades["alleged"].value > grades["may"].value > 0
    assert grades["undone"].value < grades["unlikely"].value < 0
    for grade in grades.values():
        assert (grade.value < 0) == (grade.status == "denied" or grade.name == "unreal")


def test_effects_are_used() -> None:
    grades, modifiers = read_grades_and_modifiers()
    used = {m.effect for m in modifiers}
    for signature in read_predicates(grades):
        used |= {signature.positive, signature.negative}
    assert OPERATORS - {"none"} <= used
    code = {"nominal", "undone", "unreal", "scheduled", "generic"}
    assert set(grades) - used <= code, "a grade that no row and no rule gives"


def test_speech_predicates_keep_their_own_time() -> None:
    assert {"say", "report", "announce"} <= tables().speech
    assert not {"deny", "predict", "want"} & tables().speech


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("manage\tX\tto\tsame\tnot\tHe *went*.\thappened", "pos"),
        ("manage\tV\tupon\tsame\tnot\tHe *went*.\thappened", "frame"),
        ("manage\tV\tto\tsurely\tnot\tHe *went*.\thappened", "positive"),
        ("manage\tV\tto\tsame\tsurely\tHe *went*.\thappened", "negative"),
    ],
)
def test_bad_predicate_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, column: str
) -> None:
    grades, _ = read_grades_and_modifiers()
    table = tmp_path / "predicates.tsv"
    table.write_text("\t".join(PREDICATE_COLUMNS) + "\n" + line + "\n", encoding="utf-8")
    monkeypatch.setattr(signatures, "resource", lambda *_: table)
    with pytest.raises(TableError, match=rf"line 2, column {column}"):
        read_predicates(grades)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("sure\tgrade\tcertain\t3\t", "effect"),
        ("sure\tgrade\thappened\tmuch\t", "value"),
        ("sure\tgrade\thappened\t4\t", "value"),
        ("maybe\tparticle\tnot\t\t", "kind"),
        ("maybe\tadverb\tsurely\t\t", "effect"),
    ],
)
def test_bad_modifier_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, column: str
) -> None:
    table = tmp_path / "modifiers.tsv"
    table.write_text("\t".join(MODIFIER_COLUMNS) + "\n" + line + "\n", encoding="utf-8")
    monkeypatch.setattr(signatures, "resource", lambda *_: table)
    with pytest.raises(TableError, match=rf"line 2, column {column}"):
        read_grades_and_modifiers()
