"""Every row of the tables of bodies and of their members is well formed."""

import re

import pytest

from foreigndesk.codebook import codebook
from foreigndesk.codebook.tables import as_of, read_table, resource

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


def test_members_belong_to_a_body_of_the_table(bodies, members, codes):
    names = {row["name"] for row in bodies if row["kind"] == "igo"}
    seen = set()
    for row in members:
        assert row["body"] in names, f"line {row.line}: {row['body']}"
        assert row["member"] in codes, f"line {row.line}: {row['member']}"
        key = (row["body"], row["member"], row["from"])
        assert key not in seen, f"line {row.line}"
        seen.add(key)
        dates_hold(row)


@pytest.mark.parametrize(
    ("body", "day", "count"),
    [("NATO", "2025-01-01", 32), ("European Union", "2022-01-01", 27), ("ASEAN", "2024-01-01", 10)],
)
def test_the_number_of_members_on_a_day(members, body, day, count):
    on_the_day = [
        r for r in members
        if r["body"] == body and r["from"] <= day and (not r["to"] or day <= r["to"])
    ]  # fmt: skip
    assert len(on_the_day) == count


def test_the_tables_say_what_day_they_are_of():
    for name in ("bodies.tsv", "members.tsv"):
        assert as_of(resource("foreigndesk.actors", "data", name)) == "2026-11-23"
