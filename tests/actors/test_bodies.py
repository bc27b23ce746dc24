"""Every row of the tables of bodies and of their members is well formed."""

import re

import pytest

from foreigndesk.actors import registry
from foreigndesk.actors.members import stays
from foreigndesk.codebook import codebook
from foreigndesk.codebook.tables import TableError, as_of, read_table, resource

BODY_COLUMNS = ("name", "aliases", "kind", "country", "sector", "from", "to", "note")
MEMBER_COLUMNS = ("body", "member", "from", "to")
KINDS = {"igo", "group", "force", "party", "court", "ngo", "firm", "media"}
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@pytest.fixture(scope="module")
def bodies():
    return list(read_table(resource("foreigndesk.actors", "data", "bodies.tsv"), BODY_COLUMNS))


@pytest.fixture(scope="module")
def members():
    return list(read_table(resource("foreigndesk.actors", "data", "members.tsv"), MEMBER_COLUMNS))


@pytest.fixture(scope="module")
def codes():
    states = resource("foreigndesk.actors", "data", "states.tsv").read_text("utf-8").split("\n")
    known = {s.split("\t")[0] for s in states if s and not s.startswith("#")} - {"iso3"}
    return known | set(codebook().countries)


def dates_hold(row):
    start, end = row["from"], row["to"]
    for value in (start, end):
        assert not value or DATE.fullmatch(value), f"line {row.line}: {value}"
    assert not (start and end) or start[:4] <= end[:4], f"line {row.line}: {start} > {end}"


def test_every_body_has_known_codes_and_dates(bodies, codes):
    sectors = set(codebook().sectors)
    for row in bodies:
        assert row["kind"] in KINDS, f"line {row.line}: {row['kind']}"
        assert row["country"] in codes, f"line {row.line}: {row['country']}"
        assert row["sector"] in sectors, f"line {row.line}: {row['sector']}"
        assert row["name"]
        dates_hold(row)


def test_no_body_is_named_twice_and_no_alias_repeats_in_a_row(bodies):
    names = [row["name"] for row in bodies]
    assert len(names) == len(set(names))
    for row in bodies:
        written = (row["name"], *row.words("aliases"))
        assert len(written) == len(set(written)), f"line {row.line}"


def test_there_are_as_many_of_each_kind_as_the_desk_needs(bodies):
    least = {
        "igo": 80, "group": 200, "force": 100, "party": 100, "court": 40, "ngo": 60, "firm": 60,
        "media": 40,
    }  # fmt: skip
    for kind, number in least.items():
        assert sum(row["kind"] == kind for row in bodies) >= number, kind


def test_members_belong_to_a_body_of_the_table_and_never_twice_at_one_time(members, codes):
    bodies = {b["name"] for b in _bodies() if b["kind"] in ("igo", "court")}
    found = stays(members, bodies, codes)  # raises where a row is wrong
    assert len(found) >= 120
    assert found == registry().members


def _bodies():
    return read_table(resource("foreigndesk.actors", "data", "bodies.tsv"), BODY_COLUMNS)


@pytest.mark.parametrize(
    ("body", "day", "count"),
    [
        ("NATO", "2025-01-01", 32), ("European Union", "2022-01-01", 27),
        ("ASEAN", "2024-01-01", 10), ("United Nations", "1959-12-31", 83),
        ("United Nations", "2024-01-01", 193), ("UN Security Council", "2024-06-01", 15),
        ("UN Security Council", "2026-06-01", 15), ("UN Security Council", "2013-06-01", 15),
        ("World Health Organization", "2024-01-01", 194), ("UNESCO", "2022-01-01", 193),
        ("International Monetary Fund", "2025-01-01", 191), ("World Bank", "2025-01-01", 189),
        ("World Trade Organization", "2025-01-01", 166), ("Interpol", "2024-01-01", 196),
        ("Organisation for the Prohibition of Chemical Weapons", "2024-01-01", 193),
        ("International Maritime Organization", "2025-01-01", 176),
        ("OSCE", "2024-01-01", 57), ("Council of Europe", "2024-01-01", 46),
        ("European Commission", "2022-01-01", 27), ("Eurogroup", "2024-01-01", 20),
        ("Organisation of Islamic Cooperation", "2011-01-01", 57), ("OECD", "2024-01-01", 38),
        ("Commonwealth of Nations", "2024-01-01", 56), ("CELAC", "2024-01-01", 33),
        ("APEC", "2024-01-01", 21), ("Pacific Islands Forum", "2024-01-01", 18),
        ("East Asia Summit", "2024-01-01", 18), ("OPEC+", "2024-06-01", 22),
        ("Caribbean Community", "2024-01-01", 15),
    ],
)  # fmt: skip
def test_the_number_of_members_on_a_day(body, day, count):
    on_the_day = [
        member for member, start, end in registry().members[body]
        if start <= day and (not end or day[: len(end)] <= end)
    ]  # fmt: skip
    assert len(on_the_day) == count


HEADER = "body\tmember\tfrom\tto"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["A\tXXX"], "line 2, column member: 'XXX' is no ISO"),
        (["Z\tFRA"], "line 2, column body: 'Z' is no body"),
        (["A\tFRA\t2004-13"], "line 2, column from"),
        (["A\tFRA\t2004\t2003"], "line 2, column to: 2003 lies before"),
        (["A\tFRA\t2004", "A\tFRA\t2009"], "line 3, column member: FRA is a member twice"),
        (["A\t=B\t2004"], "line 2, column member: 'B' has no members"),
        (["A\t=B", "B\t=A"], "has no members to take over"),
        (["B\tFRA\t1999", "A\t=B", "A\tFRA\t2001"], "line 3, column member: FRA is a member"),
        (["A\t-FRA"], "leaves out members and takes over none"),
    ],
)
def test_a_wrong_row_of_members_is_named(tmp_path, rows, said):
    path = tmp_path / "members.tsv"
    path.write_text("\n".join((HEADER, *rows)), "utf-8")
    with pytest.raises(TableError, match=re.escape(said)):
        stays(read_table(path, MEMBER_COLUMNS), {"A", "B"}, {"FRA"})


def test_members_taken_over_less_some(tmp_path):
    path = tmp_path / "members.tsv"
    rows = ("B\tFRA|DEU\t1990", "A\t=B\t2000", "A\t-FRA\t2004\t2008-03", "A\tITA")
    path.write_text("\n".join((HEADER, *rows)), "utf-8")
    found = stays(read_table(path, MEMBER_COLUMNS), {"A", "B"}, {"FRA", "DEU", "ITA"})
    assert found["A"] == (
        ("ITA", "", ""), ("FRA", "2000", "2003-12-31"), ("FRA", "2008-04-01", ""),
        ("DEU", "2000", ""),
    )  # fmt: skip


def test_the_tables_say_what_day_they_are_of():
    for name in ("bodies.tsv", "members.tsv"):
        assert as_of(resource("foreigndesk.actors", "data", name)) == "2026-11-23"
