"""Every row of the actor tables, a user's tables over them, and how a reading is explained."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from foreigndesk.actors import registry, registry_with
from foreigndesk.actors.registry import key
from foreigndesk.actors.tables import (
    BODY_COLUMNS,
    BODY_KINDS,
    PEOPLE_COLUMNS,
    ROLE_COLUMNS,
    SECTORS,
    STATE_COLUMNS,
    TRAP_COLUMNS,
    check_row,
    countries,
    data,
    surnames,
    word_lists,
)
from foreigndesk.codebook.tables import Row, TableError, as_of, read_table

DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
ISO3 = re.compile(r"[A-Z]{3}")
STATES = list(read_table(data("states.tsv"), STATE_COLUMNS))
PEOPLE = list(read_table(data("people.tsv"), PEOPLE_COLUMNS))
ROLES = list(read_table(data("roles.tsv"), ROLE_COLUMNS))


@pytest.mark.parametrize(
    "name", ["states", "people", "roles", "bodies", "members", "traps", "words"]
)
def test_every_table_says_its_date(name: str) -> None:
    assert DATE.fullmatch(as_of(data(f"{name}.tsv")))


def test_rows_of_states() -> None:
    seen = set()
    for row in STATES:
        assert ISO3.fullmatch(row["iso3"]), row
        assert not row["cow"] or row["cow"].isdigit(), row
        state, _, mark = row["counts_with"].partition("=")
        assert not state or state in countries(), row
        assert mark in ("", "PRE"), row
        for word in row.words("metonyms"):
            assert word.partition("=")[2] in SECTORS, row
        for word in row.words("former"):
            assert re.fullmatch(r"[^=]+=(\d{4}(-\d\d)?)?\.\.\d{4}(-\d\d)?", word), row
        assert (row["iso3"], row["name"]) not in seen, row
        seen.add((row["iso3"], row["name"]))


def test_no_two_states_share_a_name() -> None:
    owner: dict[tuple[str, ...], str] = {}
    for row in STATES:
        for name in (row["name"], *row.words("aliases")):
            assert owner.setdefault(key(name), row["iso3"]) == row["iso3"], name


def test_rows_of_people() -> None:
    seen = set()
    for row in PEOPLE:
        check_row(Row(table="people.tsv", line=row.line, cells={**row.cells, "kind": "person"}),
                  frozenset(("person",)))  # fmt: skip
        assert row["office"], row
        assert row["from"], row
        ident = (row["name"], row["office"], row["country"], row["from"])
        assert ident not in seen, row
        seen.add(ident)
    assert len(PEOPLE) >= 600


# offices that more than one hold at a time
SHARED = frozenset(
    """senator|representative|opposition politician|opposition figure|dissident|cleric|special envoy
    leader of the AfD|presidential candidate|member of the presidency|vice premier
    foreign ministry spokesperson|vice chairman of the Central Military Commission
    Supreme Court justice|businessman|activist|drug lord|rebel commander|jihadist commander
    al-Qaeda commander|Hezbollah commander|Hamas commander|Hamas official|Fatah politician
    journalist|army general|deputy defence minister|opposition leader|White House adviser
    democracy activist|warlord|commander|former president's son""".replace("\n", "|")
    .replace("    ", "")
    .split("|")
)


def _day(text: str) -> date:
    return date.fromisoformat((text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10])


def test_one_holder_of_an_office_at_a_time() -> None:
    held: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for row in PEOPLE:
        end = _day(row["to"]) if row["to"] else date.max
        assert _day(row["from"]) <= end, row
        if row["office"] not in SHARED:
            held.setdefault((row["country"], row["office"]), []).append(
                (_day(row["from"]), end, row["name"])
            )
    for office, terms in held.items():
        for (_, end, name), (start, _, after) in pairwise(sorted(terms)):
            assert start >= end - timedelta(days=1), (office, name, end, after, start)


# offices of the powers and of states in conflict that may be empty no longer than this many days,
# from the first holder in the table on
@pytest.mark.parametrize(
    ("country", "office", "days"),
    [
        ("USA", "president", 1), ("USA", "secretary of defense", 45), ("RUS", "president", 1),
        ("RUS", "foreign minister", 1), ("RUS", "defence minister", 31), ("CHN", "president", 1),
        ("CHN", "foreign minister", 1), ("CHN", "defence minister", 70), ("CHN", "premier", 1),
        ("GBR", "prime minister", 1), ("GBR", "foreign secretary", 1), ("FRA", "president", 1),
        ("GBR", "defence secretary", 1), ("FRA", "prime minister", 1), ("FRA", "foreign minister", 1),
        ("FRA", "defence minister", 25), ("DEU", "chancellor", 1), ("DEU", "foreign minister", 1),
        ("DEU", "defence minister", 1), ("UKR", "president", 1), ("UKR", "foreign minister", 300),
        ("ISR", "prime minister", 1), ("ISR", "defence minister", 31), ("IRN", "president", 1),
        ("IRN", "foreign minister", 1), ("TUR", "prime minister", 45), ("TUR", "president", 1),
        ("IND", "prime minister", 1), ("IND", "president", 1), ("KOR", "president", 65),
        ("JPN", "prime minister", 1), ("SAU", "king", 1), ("SYR", "president", 60),
        ("POL", "prime minister", 120), ("BRA", "president", 1), ("PSE", "president", 70),
        ("ETH", "prime minister", 1), ("VEN", "president", 20), ("TWN", "president", 1),
    ],
)  # fmt: skip
def test_offices_that_are_never_long_empty(country: str, office: str, days: int) -> None:
    terms = sorted(
        (_day(r["from"]), _day(r["to"]) if r["to"] else date.max)
        for r in PEOPLE if (r["country"], r["office"]) == (country, office) and r["from"] >= "1985"
    )  # fmt: skip
    assert terms
    for (_, end), (start, _) in pairwise(terms):
        assert (start - end).days <= days, (end, start)


def test_rows_of_roles() -> None:
    seen = set()
    for row in ROLES:
        assert row["kind"] in ("office", "people", "organ", "state", "group"), row
        assert row["sector"] in SECTORS or (not row["sector"] and row["kind"] == "group"), row
        assert row["plural_only"] in ("", "1"), row
        assert (row["head"], row["plural_only"]) not in seen, row
        seen.add((row["head"], row["plural_only"]))


def test_rows_of_bodies() -> None:
    for row in read_table(data("bodies.tsv"), BODY_COLUMNS):
        check_row(row, BODY_KINDS)


def test_rows_of_traps_and_words() -> None:
    names = [row["name"].lower() for row in read_table(data("traps.tsv"), TRAP_COLUMNS)]
    assert len(names) == len(set(names))
    for row in read_table(data("traps.tsv"), TRAP_COLUMNS):
        assert not row["country"] or row["country"] in countries(), row
    assert all(word_lists().values())
    for entry in word_lists()["division"]:
        assert entry.partition("=")[2] in countries(), entry


def test_the_registry_loads_quickly() -> None:
    start = time.perf_counter()
    registry_with([])
    assert time.perf_counter() - start < 2.0  # bar 0.2 s on a free machine; loose for shared ones


@pytest.mark.parametrize(
    ("name", "country", "short"),
    [
        ("Kim Jong Un", "PRK", "Kim"),
        ("Xi Jinping", "CHN", "Xi"),
        ("Ursula von der Leyen", "EUR", "von der Leyen"),
        ("Bashar al-Assad", "SYR", "Assad"),
        ("Nguyen Phu Trong", "VNM", "Trong"),
        ("Andrés Manuel López Obrador", "MEX", "López Obrador"),
    ],
)
def test_surnames(name: str, country: str, short: str) -> None:
    assert short in surnames(name, country)


def test_a_name_is_read_by_the_day() -> None:
    assert registry().words(["Donald", "Trump"], "2019-05-01").sector == "GOV"
    assert registry().words(["Donald", "Trump"], "2022-05-01").sector == "ELI"
    assert registry().words(["Donald", "Trump"], "2025-05-01").sector == "GOV"
    assert registry().find("recep tayyip erdoğan")[0].country == "TUR"


def test_why_says_dates_and_table() -> None:
    lines = registry().why("Mario Draghi", "2024-10-17")
    assert any("people.tsv" in line and "prime minister" in line for line in lines)
    assert "until" in lines[-1]
    assert registry().why("Nobody Atall") == ("Nobody Atall: no table has this name",)
    assert any("as of 2025-11-30" in line for line in registry().why("Xi Jinping", "2027-02-01"))


def test_get_gives_the_actor_of_an_id() -> None:
    state = registry().find("Russia")[0]
    actor = registry().get(state.id)
    assert actor is not None
    assert (actor.country, actor.kind) == ("RUS", "state")
    assert registry().get("act-none") is None


def test_an_overlay_extends_and_overrides(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "name,aliases,kind,country,sector,from,to\n"
        '"River Front","RFX|Riverists",group,NGA,REB,2019,\n'
        "Hamas,,party,PSE,GOV,,\n",
        encoding="utf-8",
    )
    mine = registry_with([path])
    assert mine.find("Riverists")[0].country == "NGA"
    assert mine.find("Hamas")[0].sector == "GOV"
    assert registry().find("Hamas")[0].sector == "REB"
    assert not registry().find("Riverists")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("X,,group,XXX,REB,,", "country"),
        ("X,,band,NGA,REB,,", "kind"),
        ("X,,group,NGA,WAR,,", "sector"),
        ("X,,group,NGA,REB,soon,", "from"),
        ("X,,group,NGA,REB,2020,2019", "to"),
        (",,group,NGA,REB,,", "name"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, column: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"name,aliases,kind,country,sector,from,to\n\n{row}\nGood,,ngo,,,,\n", "utf-8")
    with pytest.raises(TableError, match=f"mine.csv, line 3, column {column}"):
        registry_with([path])
    kept = registry_with([path], skip_bad=True)
    assert kept.find("Good")
    assert len(kept.complaints) == 1


def test_a_wrong_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("title,kind\nX,ngo\n", "utf-8")
    with pytest.raises(TableError, match=r"line 1, column name"):
        registry_with([path], skip_bad=True)


def test_every_fault_of_every_row_is_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "name,kind,country,sector,from,to\nX,band,XXX,WAR,2024-13,2023\nY,ngo,,,,\nY,ngo,,,,\n",
        "utf-8",
    )
    with pytest.raises(TableError) as caught:
        registry_with([path])
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == [
        *(f"mine.csv, line 2, column {c}" for c in ("kind", "country", "sector", "from")),
        "mine.csv, line 4, column name",
    ]
    assert registry_with([path], skip_bad=True).find("Y")


def test_find_gives_each_reading_once() -> None:
    for name in ("Kim", "Bush", "Washington", "U.S."):
        found = registry().find(name)
        assert len({(c.name, c.kind, c.office, c.start, c.country) for c in found}) == len(found)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name,kind\n\xff\xfe,state\n", "own.csv, line 2: this is not UTF-8"),
        (b"name,kind\n" + b"a" * 200_000 + b",state\n", "own.csv, line 2: this is no CSV: field"),
        (b"", "own.csv: the file is empty"),
        (b"# only a comment\n\n", "own.csv: the file is empty"),
    ],
)
def test_a_file_that_is_no_table_is_said(tmp_path: Path, data: bytes, said: str):
    path = tmp_path / "own.csv"
    path.write_bytes(data)
    with pytest.raises(TableError, match=re.escape(said)):
        registry_with([path], skip_bad=True)
