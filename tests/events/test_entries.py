"""Every row of the lexicon reads, and says what it must."""

from __future__ import annotations

import re

import pytest

from foreigndesk.codebook.tables import Row, TableError
from foreigndesk.events.entries import entry_of, lexicon

ENTRIES = sorted(lexicon().all(), key=lambda e: (e.type, e.line))


def test_the_lexicon_is_there() -> None:
    assert len(ENTRIES) > 700
    assert len(lexicon().support) > 100


def test_every_entry_marks_a_party_in_its_example() -> None:
    wrong = [e.rule for e in ENTRIES if not re.search(r"<([ar])>[^<]+</\1>", e.example)]
    assert wrong == []


def test_no_two_rows_are_the_same() -> None:
    seen: set[str] = set()
    twice = [e.rule for e in ENTRIES if e.rule in seen or seen.add(e.rule)]
    assert twice == []


def row(**cells: str) -> Row:
    base = {"head": "bomb", "pos": "V", "frame": "obj>R", "modes": "", "flags": "", "example": ""}
    return Row(table="assault.tsv", line=7, cells=base | cells)


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("pos", "X", "must be one of"),
        ("frame", "obj>>R", "cannot read the slot"),
        ("frame", "obj=@nothing", "no class"),
        ("modes", "phone", "no mode"),
        ("flags", "loud", "no flag"),
        ("flags", "ctx:loud", "no context"),
    ],
)
def test_a_wrong_cell_is_named(column: str, value: str, says: str) -> None:
    with pytest.raises(TableError, match=f"assault.tsv, line 7, column {column}: .*{says}"):
        entry_of("ASSAULT", row(**{column: value}), {})
