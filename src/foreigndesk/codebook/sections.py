"""Sections for readers: regions of the world as sets of countries, themes as sets of contexts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from foreigndesk.codebook.tables import read_table, resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section: ``slug`` for addresses, ``name`` for readers, ``codes`` of what belongs to it."""

    slug: str
    name: str
    codes: tuple[str, ...]


_COLUMNS: Final = {"regions": "countries", "themes": "contexts"}


def _read(what: str) -> dict[str, Section]:
    column = _COLUMNS[what]
    table = resource("foreigndesk.codebook", f"{what}.tsv")
    return {
        row["slug"]: Section(slug=row["slug"], name=row["name"], codes=tuple(row[column].split()))
        for row in read_table(table, ("slug", "name", column))
    }


@cache
def regions() -> dict[str, Section]:
    """Give the regions of the world by slug; their codes are countries."""
    return _read("regions")


@cache
def themes() -> dict[str, Section]:
    """Give the themes by slug; their codes are PLOVER's contexts."""
    return _read("themes")
