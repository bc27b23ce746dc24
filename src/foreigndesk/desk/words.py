"""The desk's words: days, statuses, standings, types and parties as a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from foreigndesk.codebook import codebook
from foreigndesk.developments import naming

STATUS_WORDS: Final = {
    "happened": "happened",
    "ongoing": "under way",
    "planned": "planned",
    "expected": "expected",
    "possible": "possible",
    "conditional": "conditional",
    "denied": "denied",
}
STANDING_WORDS: Final = {
    "acknowledged": "a party to it says so itself",
    "corroborated": "two or more independent sources say so, at least one of them named",
    "disputed": "one source asserts it, another denies it",
    "denied": "only denials stand",
    "retracted": "the outlet that told it took it back",
    "unconfirmed": "not more than one independent source, or none of them named",
}
STAGE_WORDS: Final = {"planned": "planned", "ongoing": "under way", "happened": "happened"}
SOURCE_WORDS: Final = {
    "author": "the outlet's own voice",
    "named": "a named source",
    "unnamed": "an unnamed source",
    "document": "a document",
}
ACT_WORDS: Final = {
    "confirm": "Confirmed",
    "reject": "Left out",
    "recode": "Recoded to",
    "resolve": "Resolved",
    "split": "Split off",
    "merge": "Merged",
    "grade": "Graded",
}
QUAD_WORDS: Final = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}
# What turns the direction of writing about, or hides in it: shown as what it is.
_CONTROLS: Final = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\x00-\x08\x0b-\x1f\x7f]"
)


def plainly(text: object) -> str:
    """Give text without controls that reorder or hide what follows them."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", str(text))


def day(text: str) -> str:
    """Give an ISO day as 17 October 2024; what is none stays as it is."""
    try:
        there = date.fromisoformat(text[:10])
    except ValueError:
        return text or "no date"
    return f"{there.day} {there:%B %Y}"


def short_day(text: str) -> str:
    """Give an ISO day as 17 Oct 2024."""
    try:
        there = date.fromisoformat(text[:10])
    except ValueError:
        return text or "no date"
    return f"{there.day} {there:%b %Y}"


def days(first: str, last: str) -> str:
    """Give two days as one span."""
    if not last or first[:10] == last[:10]:
        return short_day(first)
    return f"{short_day(first)} – {short_day(last)}"


def headline(text: str) -> str:
    """Give a name as a heading begins: with a capital, its controls shown."""
    shown = plainly(text)
    return shown[:1].upper() + shown[1:]


def signed(number: float, digits: int = -1) -> str:
    """Give a score with its sign, as +2.5, −9 or 0; ``digits`` after the point, -1 as few as do."""
    said = f"{number:+g}" if digits < 0 else f"{number:+.{digits}f}"
    return said.replace("-", "−") if number else said.lstrip("+")


def course(changes: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Give changes of standing (day, stage, standing) for a line: a year only where it is new."""
    made, year = [], ""
    for when, stage, standing in changes:
        if not when:
            made.append(("…", "", ""))
            continue
        said = short_day(when)
        made.append((said if when[:4] != year else said.rpartition(" ")[0], stage, standing))
        year = when[:4]
    return made


def counted(number: int, word: str, plural: str = "") -> str:
    """Give 1 article, 2 articles, 12,000 articles."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def quad(kind: str) -> int:
    """Give the quad class of a PLOVER type (1–4); 0 for what is none."""
    found = codebook().types.get(kind)
    return found.quad if found else 0


def side(kind: str) -> str:
    """Give "cooperation" or "conflict" for a type."""
    return "conflict" if quad(kind) >= 3 else "cooperation"


def origin(key: str) -> str:
    """Say a source of independence ("state:KOR") in words."""
    kind, _, name = key.partition(":")
    return f"government of {country(name)}" if kind == "state" else name or key


country = naming.country


def excerpt(text: str) -> list[tuple[str, bool]]:
    """Split a search excerpt ("the [troops] went") into parts and whether each matched."""
    parts = re.split(r"\[([^\[\]]*)\]", text)
    return [(part, bool(number % 2)) for number, part in enumerate(parts) if part]


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "plainly": plainly,
    "day": day,
    "short_day": short_day,
    "quad": quad,
    "side": side,
    "origin": origin,
    "country": country,
    "in_words": naming.in_words,
    "excerpt": excerpt,
    "headline": headline,
    "signed": signed,
    "course": course,
}
GLOBALS: Final[dict[str, Any]] = {
    "days": days,
    "counted": counted,
    "STATUS": STATUS_WORDS,
    "STANDING": STANDING_WORDS,
    "STAGE": STAGE_WORDS,
    "SOURCE": SOURCE_WORDS,
    "QUAD": QUAD_WORDS,
    "ACT": ACT_WORDS,
}
