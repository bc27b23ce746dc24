"""The words by which pages label their parts, as data: one typed loader for ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache

import msgspec

from foreigndesk.codebook.tables import resource


class Labels(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The labels of head lines, by the field that they fill."""

    shown: tuple[str, ...]
    published: tuple[str, ...]
    updated: tuple[str, ...]
    section: tuple[str, ...]
    outlet: tuple[str, ...]
    address: tuple[str, ...]
    authors: tuple[str, ...]
    title: tuple[str, ...]
    standfirst: tuple[str, ...]
    undated: tuple[str, ...]


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Single words."""

    words: frozenset[str]


class Lines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whole lines, beginnings of lines, and lines after which nothing comes."""

    starts: tuple[str, ...]
    whole: frozenset[str] = frozenset()
    footer: tuple[str, ...] = ()


class Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands about a name in a byline."""

    roles: frozenset[str]


class Datelines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What looks like a dateline's place and is none."""

    not_places: frozenset[str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in ``words.toml``, lower case."""

    months: dict[str, int]
    zones: dict[str, float]
    labels: Labels
    sections: Vocabulary
    outlets: Vocabulary
    blocks: Lines
    furniture: Lines
    captions: Lines
    bylines: Roles
    datelines: Datelines


@cache
def words() -> Words:
    """Give the shipped words (read once; msgspec.ValidationError where the file is broken)."""
    source = resource("foreigndesk.page", "data", "words.toml")
    return msgspec.convert(tomllib.loads(source.read_text(encoding="utf-8")), Words)


def _flat(line: str) -> str:
    return " ".join(line.replace("’", "'").lower().strip(" \t:•·-–—|>»#*…").split())


def is_block(line: str) -> bool:
    """Say whether a line is the heading of a block of other stories."""
    flat = _flat(line)
    if not flat or len(flat.split()) > 6 or line.rstrip().endswith((".", ",", "?")):
        return False
    table = words().blocks
    return flat in table.whole or any(flat.startswith(start + " ") for start in table.starts)


def is_furniture(line: str) -> bool:
    """Say whether a line is a button, an advertisement or the like."""
    flat = _flat(line)
    table = words().furniture
    if not flat or flat in table.whole:
        return True
    lower = line.lower().replace("’", "'")
    return len(flat.split()) <= 30 and any(lower.startswith(start) for start in table.starts)


def is_footer(line: str) -> bool:
    """Say whether a line is a page's foot: a copyright line or the like."""
    lower = line.lower()
    return len(lower) < 200 and any(mark in lower for mark in words().furniture.footer)


def is_caption(line: str) -> bool:
    """Say whether a line is a picture's caption or credit."""
    lower = line.lower()
    return len(lower) < 400 and any(lower.startswith(start) for start in words().captions.starts)


def is_section(line: str) -> bool:
    """Say whether a line can only be the name of a section ("World News", "Asia")."""
    parts = line.lower().replace(">", " ").replace("»", " ").replace("›", " ").split()
    return 0 < len(parts) <= 6 and all(p.strip(",:") in words().sections.words for p in parts)


def is_outlet(line: str) -> bool:
    """Say whether a line can be an outlet's name: short, in capitals, with such a word."""
    parts = line.split()
    if not 1 < len(parts) <= 6 or line.endswith((".", "?", "!", ":")):
        return False
    if not all(p[:1].isupper() or p in ("of", "the", "and", "&", "for") for p in parts):
        return False
    return parts[-1].lower() in words().outlets.words
