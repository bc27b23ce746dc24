"""The words of time, read from ``words.tsv``."""

from __future__ import annotations

from functools import cache
from typing import Final

from foreigndesk.codebook.tables import read_table, resource

WORD_COLUMNS = ("word", "kind", "value")
KINDS: Final = (
    "month", "weekday", "number", "ordinal", "season", "unit", "deictic", "holiday", "modal",
    "forward",
)  # fmt: skip


@cache
def words() -> dict[str, dict[str, str]]:
    """Give each kind's words, lower case, with their values. Raises TableError on a wrong row."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for row in read_table(resource("foreigndesk.times", "data", "words.tsv"), WORD_COLUMNS):
        if row["kind"] not in found:
            raise row.error("kind", f"{row['kind']} is none of {', '.join(KINDS)}")
        found[row["kind"]][row["word"].lower()] = row["value"]
    return found


def number(kind: str, word: str) -> int:
    """Give the number that a word of a kind has. Raises KeyError where it has none."""
    text = " ".join(word.lower().rstrip(".").split())
    if kind == "ordinal" and text[:1].isdigit():
        text = text[:-2]
    return int(text) if text.isdigit() else int(words()[kind][text])
