"""The words that speak for or against a name being a place, read from ``words.tsv``."""

from __future__ import annotations

from functools import cache
from typing import Final

from foreigndesk.codebook.tables import read_table, resource

WORD_COLUMNS = ("word", "kind")
KINDS: Final = (
    "preposition", "kind", "title", "organisation", "facility", "landform", "direction",
    "ordinary", "forename", "division", "settlement", "scene", "deed", "short", "site", "meeting", "margin",
    "dwell", "motion", "carry", "unit", "plight", "attitude", "duel", "flight", "service",
    "street", "siege", "speech",
)  # fmt: skip


@cache
def words() -> dict[str, frozenset[str]]:
    """Give the words of each kind (read once). Raises TableError where a row is wrong."""
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for row in read_table(resource("foreigndesk.places", "data", "words.tsv"), WORD_COLUMNS):
        if row["kind"] not in found:
            raise row.error("kind", f"{row['kind']} is none of {', '.join(KINDS)}")
        found[row["kind"]].add(row["word"])
    return {kind: frozenset(members) for kind, members in found.items()}
