"""The index of places: its tables, its names, its building and opening."""

import sqlite3

import pytest

from foreigndesk.codebook.tables import read_table, resource
from foreigndesk.places import build, gazetteer
from foreigndesk.places.build import (
    COUNTRY_COLUMNS,
    DIVISION_COLUMNS,
    EXTRA_COLUMNS,
    REGION_COLUMNS,
    Entry,
)
from foreigndesk.places.gazetteer import cache_folder, index_path, open_gazetteer
from foreigndesk.places.gazetteer import gazetteer as gazetteer_once
from foreigndesk.places.names import name_key, shown
from foreigndesk.places.words import KINDS, words


def table(name, columns):
    return list(read_table(resource("foreigndesk.places", "data", name), columns))


def on_the_globe(row):
    assert -90 <= float(row["lat"]) <= 90, f"line {row.line}"
    assert -180 <= float(row["lon"]) <= 180, f"line {row.line}"


def test_every_country_has_a_code_a_point_and_names_of_its_own():
    rows = table("countries.tsv", COUNTRY_COLUMNS)
    codes = [row["iso3"] for row in rows]
    assert len(codes) == len(set(codes)) >= 245
    seen = {}
    for row in rows:
        on_the_globe(row)
        assert len(row["iso3"]) == 3
        for name in {name_key(n) for n in (row["name"], *row.words("aliases"))}:
            assert seen.setdefault(name, row["iso3"]) == row["iso3"], f"line {row.line}: {name}"


def test_every_region_has_a_point_and_a_known_country():
    rows = table("regions.tsv", REGION_COLUMNS)
    codes = {row["iso3"] for row in table("countries.tsv", COUNTRY_COLUMNS)}
    assert len(rows) >= 150
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        on_the_globe(row)
        assert not row["country"] or row["country"] in codes, f"line {row.line}"


def test_every_addition_has_a_point_a_kind_and_a_country():
    codes = {row["iso3"] for row in table("countries.tsv", COUNTRY_COLUMNS)}
    for row in table("extra.tsv", EXTRA_COLUMNS):
        on_the_globe(row)
        assert row["kind"] in ("city", "point"), f"line {row.line}"
        assert row["country"] in codes, f"line {row.line}"
        assert not row["population"] or float(row["population"]) > 0


def test_every_short_form_is_of_a_division_once():
    rows = table("divisions.tsv", DIVISION_COLUMNS)
    assert len({row["code"] for row in rows}) == len(rows)
    assert all(row["code"][2] == "-" for row in rows)


def test_the_words_are_of_known_kinds():
    assert set(words()) == set(KINDS)
    assert all(words().values())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("St. Louis", "Saint Louis"), ("Türkiye", "Turkiye"), ("Port-au-Prince", "Port au Prince"),
        ("Sana'a", "Sanaa"), ("Łódź", "Lodz"), ("W.Va.", "WVa"), ("Deir ez-Zor", "deir ez zor"),
    ],
)  # fmt: skip
def test_spellings_of_a_name_meet(one, other):
    assert name_key(one) == name_key(other)


def entry(name, **other):
    fields = {"ref": "x:1", "names": (name,), "country": "UKR", "division": "", "lat": 1.0,
              "lon": 2.0, "kind": "city", "rank": 5.0} | other  # fmt: skip
    return Entry(**fields)


def test_an_index_is_written_whole_and_read_back(tmp_path, monkeypatch):
    monkeypatch.setattr(
        build, "entries", lambda: iter([entry("Kyiv", names=("Kyiv", "Kiev")), entry("Odesa")])
    )
    target = tmp_path / "deep" / "places.sqlite"
    build.build(target)
    assert [p.name for p in target.parent.iterdir()] == ["places.sqlite"]
    index = open_gazetteer(target)
    assert index.find("Kiev")[0].name == "Kyiv"
    assert not index.find("Kiev")[0].first
    assert index.find("KYIV")[0].place.precision == "city"
    assert index.find("Nowhere") == index.find("") == ()


def test_a_failed_build_leaves_nothing(tmp_path, monkeypatch):
    def broken():
        yield entry("Kyiv")
        raise OSError("disk full")

    monkeypatch.setattr(build, "entries", broken)
    with pytest.raises(OSError, match="disk full"):
        build.build(tmp_path / "places.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_index_is_refused(tmp_path):
    wrong = tmp_path / "places.sqlite"
    wrong.write_text("no index")
    with pytest.raises(sqlite3.Error):
        open_gazetteer(wrong)


def test_the_cache_folder_can_be_named(monkeypatch, tmp_path):
    monkeypatch.setenv("FOREIGNDESK_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    assert index_path().parent == tmp_path


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("Kiev", "UKR", "city"), ("Burma", "MMR", "country"), ("Türkiye", "TUR", "country"),
        ("Donbas", "UKR", "region"), ("Tigray", "ETH", "region"), ("Ky.", "USA", "region"),
        ("Gaza Strip", "PSE", "region"), ("Rangoon", "MMR", "city"), ("Kosovo", "KOS", "country"),
        ("Tripoli", "LBY", "city"), ("Taiwan", "TWN", "country"), ("Bavaria", "DEU", "region"),
    ],
)  # fmt: skip
def test_the_best_known_place_of_a_name_comes_first(name, country, precision):
    first = gazetteer().find(name)[0]
    assert (first.country, first.place.precision) == (country, precision)


def test_nationality_words_name_their_country():
    index = gazetteer()
    assert index.nationality("Turkish").country == "TUR"
    assert index.nationality("European").name == "Europe"
    assert index.nationality("Ankara") is None
    assert index.country("UKR").name == "Ukraine"
    assert index.country("XXX") is None


@pytest.fixture
def small_index(monkeypatch, tmp_path):
    """A cache folder of its own, where an index is built in no time from two places."""
    common = {"country": "SWE", "lat": 55.7, "lon": 13.19}
    lund = Entry(ref="g1", names=("Lund",), division="SE-M", kind="city", rank=4.9, **common)
    skane = Entry(ref="d1", names=("Skane",), division="SE-M", kind="division", rank=6, **common)
    sweden = Entry(ref="iso:SWE", names=("Sweden",), division="", kind="country", rank=9, **common)
    monkeypatch.setenv("FOREIGNDESK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(build, "entries", lambda: iter((lund, skane, sweden)))
    gazetteer_once.cache_clear()
    yield tmp_path / "cache"
    gazetteer_once.cache_clear()


def test_a_broken_index_is_built_again(small_index):
    small_index.mkdir()
    index_path().write_bytes(b"half an index")
    found = gazetteer_once().find("Lund")
    assert [c.ref for c in found] == ["g1"]
    assert gazetteer_once().area(found[0]) == "Skane, Sweden"


def test_a_folder_that_cannot_be_written_is_one_clear_line(small_index):
    small_index.parent.joinpath("cache").write_text("a file where the folder should be")
    with pytest.raises(OSError, match="FOREIGNDESK_CACHE names another folder") as raised:
        gazetteer_once()
    assert raised.value.filename == str(small_index)


@pytest.mark.parametrize(
    ("name", "form"),
    [("Ḩamāh", "Hamah"), ("‘Adan", "Adan"), ("Iğdır", "Iğdır"), ("Şırnak", "Şırnak"), ("", "")],
)
def test_a_name_is_shown_as_the_press_writes_it(name, form):
    assert shown(name) == form
