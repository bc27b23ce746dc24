"""The phrases of ``data/phrases.tsv``: what pacts, corrections, cancellations are known by."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from foreigndesk.codebook.tables import Row, read_table, resource

COLUMNS: Final = ("kind", "phrase", "said", "unsaid")
KINDS: Final = frozenset(
    "pact penalty join leave retract yet not neither tells credit cancel postpone role month stop".split()
)
_CAPITAL: Final = ("month",)  # "May" is a month, "may" is none
_FORM: Final = re.compile(r"\*?[\w'’-]+\*?")


@cache
def rows() -> tuple[Row, ...]:
    """Give the rows of the table. Raises TableError where one is not as it should be."""
    table = resource("foreigndesk.developments", "data", "phrases.tsv")
    found = tuple(read_table(table, COLUMNS))
    for row in found:
        if row["kind"] not in KINDS:
            raise row.error("kind", f"{row['kind']!r} is none of {', '.join(sorted(KINDS))}")
        for column in ("phrase", "said", "unsaid"):
            if not row[column]:
                raise row.error(column, "it is empty")
        for form in row["phrase"].replace(" ", "/").split("/"):
            if not _FORM.fullmatch(form):
                raise row.error("phrase", f"{form!r} is no word")
    return found


def source_of(phrase: str) -> str:
    """Give a phrase as a regular expression without its bounds."""
    parts = []
    for part in phrase.split():
        forms = (re.escape(form).replace(r"\*", r"\w*") for form in part.split("/"))
        parts.append(f"(?:{'|'.join(forms)})")
    return r"\s+".join(parts)


@cache
def alternatives(kind: str) -> str:
    """Give the phrases of a kind as one regular expression without its bounds."""
    return f"(?:{'|'.join(source_of(r['phrase']) for r in rows() if r['kind'] == kind)})"


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """Give what finds a phrase of a kind in a text."""
    flags = re.NOFLAG if kind in _CAPITAL else re.IGNORECASE
    return re.compile(rf"\b{alternatives(kind)}(?!\w)", flags)


@cache
def words(kind: str) -> frozenset[str]:
    """Give the single words of a kind."""
    return frozenset(w for r in rows() if r["kind"] == kind for w in r["phrase"].split("/"))


def found(kind: str, text: str) -> frozenset[str]:
    """Give the phrases of a kind that a text has: each as its row has it."""
    return frozenset(
        r["phrase"]
        for r in rows()
        if r["kind"] == kind and _one(r["phrase"], kind).search(text) is not None
    )


@cache
def _one(phrase: str, kind: str) -> re.Pattern[str]:
    flags = re.NOFLAG if kind in _CAPITAL else re.IGNORECASE
    return re.compile(rf"\b{source_of(phrase)}(?!\w)", flags)
