"""Signatures: what a word implies for the act beside it, read from the shipped tables.

``predicates.tsv`` gives each predicate (verb, noun or adjective) and frame what it says of
its complement when it is itself asserted and when it is negated (implicative signatures);
``modifiers.tsv`` gives the grades that those signatures name, and the adverbs, adjectives,
modals, determiners, conjunctions and prepositions that bear on how firm an act is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, get_args

from foreigndesk.codebook.tables import Row, read_table, resource
from foreigndesk.records import Status

PREDICATE_COLUMNS: Final = ("lemma", "pos", "frame", "positive", "negative", "example", "status")
MODIFIER_COLUMNS: Final = ("words", "kind", "effect", "value", "note")
FRAMES: Final = frozenset(
    "that to ing np subj of for from on about against in into to-np with by at over".split()
)
KINDS: Final = frozenset(
    (
        "adverb adjective modal determiner condition phrase "
        "preposition conjunction frequency stative date"
    ).split()
)
# Effects that are no grade: they speak of the complement's own form or the host's state.
OPERATORS: Final = frozenset(("own", "same", "not", "none", "spurn"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A way of holding an act: its status and its value on the -3 to +3 scale."""

    name: str
    status: Status
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a predicate in one frame implies: effects when asserted and when negated."""

    lemma: str
    pos: str
    frames: tuple[str, ...]
    positive: str
    negative: str
    example: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Modifier:
    """A word (or words) that shifts an act by itself, and the effect it has."""

    words: tuple[str, ...]
    kind: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Both tables, indexed: predicates by head lemma and part of speech, longest first."""

    grades: dict[str, Grade]
    predicates: dict[tuple[str, str], tuple[Signature, ...]]
    modifiers: dict[str, dict[str, tuple[Modifier, ...]]]
    speech: frozenset[str]

    def modifier(self, kind: str, word: str) -> Modifier | None:
        """Give the one-word modifier of a kind, None where there is none."""
        for entry in self.modifiers[kind].get(word, ()):
            if len(entry.words) == 1:
                return entry
        return None


def read_grades_and_modifiers() -> tuple[dict[str, Grade], list[Modifier]]:
    """Read modifiers.tsv. Raises TableError naming line and column of a bad cell."""
    grades: dict[str, Grade] = {}
    modifiers: list[Modifier] = []
    source = resource("foreigndesk.claims", "data", "modifiers.tsv")
    for row in read_table(source, MODIFIER_COLUMNS):
        if row["kind"] == "grade":
            grades[row["words"]] = _grade(row)
            continue
        if row["kind"] not in KINDS:
            raise row.error("kind", f"{row['kind']!r} is none of {', '.join(sorted(KINDS))}")
        _known(row, "effect", grades)
        for words in row.words("words"):
            modifiers.append(
                Modifier(words=tuple(words.split()), kind=row["kind"], effect=row["effect"])
            )
    return grades, modifiers


def _grade(row: Row) -> Grade:
    for status in get_args(Status):
        if status == row["effect"]:
            break
    else:
        raise row.error("effect", f"{row['effect']!r} is no status")
    try:
        value = float(row["value"])
    except ValueError as error:
        raise row.error("value", f"{row['value']!r} is no number") from error
    if not -3 <= value <= 3:
        raise row.error("value", "must lie between -3 and 3")
    return Grade(name=row["words"], status=status, value=value)


def _known(row: Row, column: str, grades: dict[str, Grade]) -> None:
    if row[column] not in OPERATORS and row[column] not in grades:
        raise row.error(column, f"{row[column]!r} is no grade of modifiers.tsv and no operator")


def read_predicates(grades: dict[str, Grade]) -> list[Signature]:
    """Read predicates.tsv. Raises TableError naming line and column of a bad cell."""
    found: list[Signature] = []
    source = resource("foreigndesk.claims", "data", "predicates.tsv")
    for row in read_table(source, PREDICATE_COLUMNS):
        if row["pos"] not in ("V", "N", "A"):
            raise row.error("pos", f"{row['pos']!r} is none of V, N, A")
        for frame in row.words("frame"):
            if frame not in FRAMES:
                raise row.error("frame", f"{frame!r} is none of {', '.join(sorted(FRAMES))}")
        _known(row, "positive", grades)
        _known(row, "negative", grades)
        found.append(
            Signature(
                lemma=row["lemma"],
                pos=row["pos"],
                frames=row.words("frame"),
                positive=row["positive"],
                negative=row["negative"],
                example=row["example"],
                status=row["status"],
            )
        )
    return found


@cache
def tables() -> Tables:
    """Give both tables, read once."""
    grades, modifiers = read_grades_and_modifiers()
    predicates: dict[tuple[str, str], list[Signature]] = {}
    speech: set[str] = set()
    for signature in read_predicates(grades):
        key = (signature.lemma.split()[0], signature.pos)
        predicates.setdefault(key, []).append(signature)
        if signature.pos == "V" and "that" in signature.frames and signature.positive == "own":
            speech.add(signature.lemma)
    by_kind: dict[str, dict[str, tuple[Modifier, ...]]] = {kind: {} for kind in KINDS}
    for modifier in modifiers:
        index = by_kind[modifier.kind]
        index[modifier.words[0]] = (*index.get(modifier.words[0], ()), modifier)
    return Tables(
        grades=grades,
        predicates={
            key: tuple(sorted(rows, key=lambda s: -len(s.lemma.split())))
            for key, rows in predicates.items()
        },
        modifiers=by_kind,
        speech=frozenset(speech),
    )
