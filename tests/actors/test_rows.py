"""Mentions in sentences of ours: country, sector and actor on a day must come out.

A country "!XYZ" is a trap: anything but that. "-" is a party without a country; two
countries are joined by "+".
"""

from __future__ import annotations

from pathlib import Path

import pytest

from foreigndesk.actors import Cast, registry
from foreigndesk.codebook.tables import Row, read_table
from foreigndesk.language import Language, Parsed, plain_article
from foreigndesk.records import Party

pytestmark = pytest.mark.model

COLUMNS = ("sentence", "mention", "day", "country", "sector", "actor")
ROWS = list(read_table(Path(__file__).parent / "rows.tsv", COLUMNS))


@pytest.fixture(scope="module")
def casts(language: Language) -> dict[tuple[str, str], tuple[Parsed, Cast]]:
    keys = list(dict.fromkeys((r["sentence"], r["day"]) for r in ROWS))
    parsed = language.parse(plain_article(s, day=d) for s, d in keys)
    return {k: (p, Cast(p, registry())) for k, p in zip(keys, parsed, strict=True)}


def resolve(casts: dict[tuple[str, str], tuple[Parsed, Cast]], row: Row) -> tuple[Party, ...]:
    parsed, cast = casts[row["sentence"], row["day"]]
    mention, _, number = row["mention"].partition("#")
    start = -1
    for _ in range(int(number or 1)):
        start = row["sentence"].index(mention, start + 1)
    return cast.span(start, start + len(mention), parsed)


@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.line}-{r['mention'][:30]}")
def test_row(casts: dict[tuple[str, str], tuple[Parsed, Cast]], row: Row) -> None:
    found = resolve(casts, row)
    countries = {p.country for p in found}
    if row["country"].startswith("!"):
        assert row["country"][1:] not in countries, found
        return
    assert found
    wanted = {"" if c == "-" else c for c in row["country"].split("+")}
    assert countries == wanted, found
    if row["sector"]:
        assert {p.sector for p in found} == {row["sector"]}, found
    if row["actor"]:
        names = [a.name for p in found if (a := registry().get(p.actor))] + [p.name for p in found]
        assert any(row["actor"] in name for name in names), found


def test_there_are_enough_rows() -> None:
    assert len(ROWS) >= 400
    assert sum(r["country"].startswith("!") for r in ROWS) >= 100
