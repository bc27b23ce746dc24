"""The bench's own machinery: digests, floors, figures by path, marks."""

from __future__ import annotations

import pytest
from bench.__main__ import figure
from bench.floors import Aim, Bench, Floor, benches, raised, sunk
from bench.harness import BenchError, digest, rows_of, table_of
from bench.plv import unmark

BENCH = Bench(
    name="x",
    module="x",
    scorer="x",
    gold="x",
    figures=(
        Aim(path="f1", bar="", peer="", lower_is_better=False),
        Aim(path="mae", bar="", peer="", lower_is_better=True),
    ),
)


def test_floors_only_rise():
    floor = Floor(digest="d", figures={"f1": 70.0, "mae": 0.5})
    new = raised(BENCH, floor, {"f1": 65.0, "mae": 0.4}, "d", lower=False)
    assert new.figures == {"f1": 70.0, "mae": 0.4}


def test_lower_takes_the_figure_as_it_is():
    floor = Floor(digest="d", figures={"f1": 70.0, "mae": 0.5})
    assert raised(BENCH, floor, {"f1": 65.0, "mae": 0.6}, "d", lower=True).figures["f1"] == 65.0


def test_a_figure_under_its_floor_is_named():
    floor = Floor(digest="d", figures={"f1": 70.0, "mae": 0.5})
    assert sunk(BENCH, floor, {"f1": 70.0, "mae": 0.5}) == []
    assert sunk(BENCH, None, {"f1": 1.0, "mae": 9.0}) == []
    assert sunk(BENCH, floor, {"f1": 69.9, "mae": 0.51}) == [
        "x f1: 69.9, the floor is 70",
        "x mae: 0.51, the floor is 0.5",
    ]


def test_every_bench_names_figures_and_gold():
    assert len(benches()) >= 4
    for bench in benches():
        assert bench.gold
        assert bench.figures, bench.name


def test_figure_by_path():
    assert figure({"event": {"f1": 50.5}}, "event.f1") == 50.5
    with pytest.raises(BenchError, match=r"no figure 'event\.p'"):
        figure({"event": {"f1": 50.5}}, "event.p")


def test_digest_knows_a_changed_file(tmp_path):
    (tmp_path / "a.txt").write_text("one")
    before = digest(tmp_path)
    assert digest(tmp_path) == before
    (tmp_path / "a.txt").write_text("two")
    assert digest(tmp_path) != before


def test_rows_and_tables(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"a": 1}\n\n{"a": 2}\n')
    assert [r["a"] for r in rows_of(tmp_path / "a.jsonl")] == [1, 2]
    (tmp_path / "a.tsv").write_text('id\ttext\n1\tHe said "no"\n')
    assert list(table_of(tmp_path / "a.tsv")) == [{"id": "1", "text": 'He said "no"'}]


def test_unmark():
    plain, spans = unmark("<s>Peru</s> thanked <t>Chile's</t> navy.")
    assert plain == "Peru thanked Chile's navy."
    assert plain[slice(*spans["s"])] == "Peru"
    assert plain[slice(*spans["t"])] == "Chile's"
    assert unmark("No <s>mark here")[1] == {}
