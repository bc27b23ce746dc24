"""How parties and sources are called when a person reads of them: names, not codes and keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from foreigndesk.actors.tables import STATE_COLUMNS
from foreigndesk.codebook.tables import read_table, resource
from foreigndesk.developments.types import Report

_SPECIAL: Final = {
    "IGO": "intergovernmental bodies",
    "UNO": "United Nations",
    "EUR": "European Union",
    "NGO": "non-governmental organisations",
    "ISM": "Islamist movements",
    "IMG": "international militant groups",
    "MNC": "multinational firms",
}
_CODE: Final = re.compile(r"\b[A-Z]{3}\b")


@cache
def _countries() -> dict[str, str]:
    table = resource("foreigndesk.actors", "data", "states.tsv")
    found: dict[str, str] = {}
    rows = sorted(read_table(table, STATE_COLUMNS), key=lambda row: bool(row["counts_with"]))
    for row in rows:  # a part carries the code of the state that it belongs to: it comes after
        found.setdefault(row["iso3"], row["name"])
    return found


def country(code: str) -> str:
    """Give the name of a country's or PLOVER's code; a name stays as it is."""
    return _SPECIAL.get(code) or _countries().get(code) or code


def listed(names: Iterable[str]) -> str:
    """Give names as a sentence has them: "A", "A and B", "A, B and C"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def parties(codes: Iterable[str], *told: Report) -> str:
    """Name parties: a country by its name, another as the reports write it."""
    written = {code: name for report in told for code, name in report.names}
    named = (country(c) if _CODE.fullmatch(c) else written.get(c, c) for c in sorted(codes))
    return listed(dict.fromkeys(named))


def source(key: str, written: Mapping[str, str] | None = None) -> str:
    """Name who ultimately says so, by the key of ``origins``; ``written`` has names by key."""
    kind, _, name = key.partition(":")
    if kind == "state":
        return country(name)
    if kind == "people":
        return f"people in {country(name)}"
    return (written or {}).get(key) or name or key


def written_of(reports: Iterable[Report]) -> dict[str, str]:
    """Give the names of the sources of reports by their keys, as first written."""
    found: dict[str, str] = {}
    for report in reports:
        if report.said_by:
            found.setdefault(report.origin, report.said_by)
    return found


def in_words(text: str) -> str:
    """Give a line with the codes of countries in it written as names."""
    return _CODE.sub(lambda found: country(found[0]), text)
