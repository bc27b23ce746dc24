"""Outlets by their names: which of those known a source is, cites or credits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from foreigndesk.developments.phrases import alternatives
from foreigndesk.records import Source

_WORD = re.compile(r"\w+")
_THE = re.compile(r"^[Tt]he ")
_NAME: Final = r"[A-Z][\w&'’-]*(?:\s+[A-Z][\w&'’-]*){0,3}"


@cache
def _credit() -> re.Pattern[str]:
    credit = alternatives("credit")
    return re.compile(rf"{credit}\s+(?:the\s+)?({_NAME})")


def fold(name: str) -> str:
    """Give a name in lower case without articles and marks."""
    return " ".join(w for w in _WORD.findall(name.lower()) if w not in ("the", "a", "an"))


def outlet_key(outlet: str) -> str:
    """Give the key of an outlet that tells in its own voice, or on unnamed sources."""
    return f"outlet:{fold(outlet)}"


def names_of(source: Source) -> tuple[str, ...]:
    """Give the names, folded, under which a source may be an outlet or cite one."""
    given = (source.name, source.described, source.affiliation, *source.chain)
    return tuple(dict.fromkeys(folded for folded in map(fold, given) if folded))


class Outlets:
    """The outlets that are known; of several that fit, the first by name counts."""

    def __init__(self, names: Iterable[str]) -> None:
        """Take in outlets by name."""
        self.names = frozenset(n for n in names if fold(n))
        self._by_word: dict[str, list[str]] = {}
        self._by_last: dict[str, list[str]] = {}
        self._folded = {name: fold(name) for name in sorted(self.names)}
        self._by_fold: dict[str, str] = {}
        for name, folded in self._folded.items():
            first, *_, last = folded.split() if " " in folded else (folded, folded)
            self._by_word.setdefault(first, []).append(name)
            self._by_last.setdefault(last, []).append(name)
            self._by_fold.setdefault(folded, name)

    def named(self, folded: str) -> str:
        """Give the outlet that a folded name is or holds; "" for none."""
        words = folded.split()
        if not words:
            return ""
        found = [
            name
            for word in set(words)
            for name in self._by_word.get(word, ())
            if f" {self._folded[name]} " in f" {folded} "
        ]
        found += [
            name
            for name in self._by_last.get(words[-1], ())
            if self._folded[name].endswith(f" {folded}")
        ]
        return min(found, default="")

    def cited(self, source: Source) -> str:
        """Give the outlet that a source is or cites; "" where it is none of those known."""
        return next((o for name in names_of(source) if (o := self.named(name))), "")

    def telling(self, said: str, own: str = "") -> str:
        """Give the outlet other than ``own`` whose report a text says something to be."""
        words, mine = set(_WORD.findall(said.lower())), fold(own)
        near = sorted(name for word in words for name in self._by_word.get(word, ()))
        for name in near:
            if self._folded[name] == mine:
                continue
            named = rf"(?:the\s+)?{re.escape(_THE.sub('', name))}"
            if re.search(
                rf"{named}\s+(?:has\s+|had\s+)?{alternatives('tells')}\b", said, re.IGNORECASE
            ):
                return name
        return ""

    def credited(self, text: str) -> str:
        """Give the outlet that a text names first as the one that it has its report from."""
        credit = _credit().search(text)
        return self._by_fold.get(fold(credit[1]), "") if credit else ""

    def concern(self, text: str) -> bool:
        """Whether one of these outlets may matter to what a text tells."""
        return bool(self.telling(text) or self.credited(text))
