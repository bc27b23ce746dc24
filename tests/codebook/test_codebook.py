"""PLOVER as data, its rules for what is not yet done, and the reader of tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreigndesk.codebook import codebook
from foreigndesk.codebook.tables import TableError, read_table
from foreigndesk.records import STATUSES, Status

BOOK = codebook()


def test_all_sixteen_types_with_their_quads():
    quads = {1: "AGREE CONSULT SUPPORT CONCEDE", 2: "COOPERATE AID RETREAT"}
    quads |= {3: "REQUEST REJECT ACCUSE THREATEN", 4: "PROTEST SANCTION MOBILIZE COERCE ASSAULT"}
    assert {t.name for t in BOOK.types.values()} == set(" ".join(quads.values()).split())
    for quad, names in quads.items():
        assert {BOOK.types[n].quad for n in names.split()} == {quad}


def test_sizes():
    assert len(BOOK.contexts) == 37
    assert len(BOOK.types["ASSAULT"].modes) >= 14
    assert all(-10 <= s <= 10 for t in BOOK.types.values() for s in (t.score, *t.modes.values()))


@pytest.mark.parametrize(
    ("act", "status", "code"),
    [
        ("CONSULT", "happened", "CONSULT"),
        ("CONSULT", "planned", "AGREE"),
        ("AID", "possible", "AGREE"),
        ("RETREAT", "planned", "CONCEDE"),
        ("CONCEDE", "planned", "CONCEDE"),
        ("ASSAULT", "conditional", "THREATEN"),
        ("SANCTION", "expected", "THREATEN"),
        ("ASSAULT", "ongoing", "ASSAULT"),
        ("AID", "denied", ""),
    ],
)
def test_plover_type(act: str, status: Status, code: str):
    assert BOOK.plover_type(act, status) == code


def test_every_act_and_status_has_a_code_or_none():
    for act in BOOK.types:
        for status in STATUSES:
            assert BOOK.plover_type(act, status) in {*BOOK.types, ""}


def test_intensity_is_the_strongest_modes():
    assert BOOK.intensity("CONSULT", ("visit", "phone")) == 4
    assert BOOK.intensity("ASSAULT", ()) == -9


def table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "t.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_wrong_row_names_its_line(tmp_path: Path):
    path = table(tmp_path, "# as_of: 2026-11-23\nname\tcode\nPeru\tPER\tmore\n")
    with pytest.raises(TableError, match="line 3"):
        list(read_table(path, ("name", "code")))


def test_a_missing_column_is_named(tmp_path: Path):
    path = table(tmp_path, "# as_of: 2026-11-23\nname\nPeru\n")
    with pytest.raises(TableError, match="code"):
        list(read_table(path, ("name", "code")))


def test_rows_short_of_cells_are_filled(tmp_path: Path):
    path = table(tmp_path, "# as_of: 2026-11-23\nname\tcode\nPeru\n")
    assert [r["code"] for r in read_table(path, ("name", "code"))] == [""]
