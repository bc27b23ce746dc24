"""Reprints, known by their text and not by a credit line.

Articles are compared by sketches of their shingles (bottom-k sketches, Broder 1997).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from foreigndesk.records import Article

SKETCH: Final = 96  # hashes kept of an article: enough to tell 0.5 from 0.3 of shared shingles
MARKS: Final = 12  # of those, the ones by which alike texts are found (missed: one in 170 at 0.35)
REPRINT: Final = 0.35  # share of shingles in common above which one text is a reprint
SHINGLE: Final = 6
_WORD = re.compile(r"\w+")


def sketch(text: str) -> frozenset[int]:
    """Give the sketch of a text: the smallest hashes of its shingles; nothing where it is empty."""
    words = [w.lower() for w in _WORD.findall(text)]
    if not words:
        return frozenset()
    hashes = {
        int.from_bytes(
            hashlib.blake2b(" ".join(words[i : i + SHINGLE]).encode(), digest_size=6).digest(),
            "big",
        )
        for i in range(max(1, len(words) - SHINGLE + 1))
    }
    return frozenset(sorted(hashes)[:SKETCH])


def article_sketch(article: Article) -> frozenset[int]:
    """Give the sketch of an article's own text."""
    return sketch(" ".join(article.parts("body", "quote", "list")))


def marks(of: frozenset[int]) -> tuple[int, ...]:
    """Give the hashes of a sketch by which texts like it are found."""
    return tuple(sorted(of)[:MARKS])


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Estimate the share of shingles that two texts have in common (0 to 1)."""
    if not one or not other:
        return 0.0
    union = sorted(one | other)[:SKETCH]
    return sum(h in one and h in other for h in union) / len(union)


def alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether one text is a reprint of the other."""
    return likeness(one, other) >= REPRINT


def stamp(article: Article) -> str:
    """Give the time by which articles are ordered; an article's id decides between equals."""
    return article.published or article.day


def origin_name(article: Article) -> str:
    """Give the name of an article that others go back to: its outlet's, else its address."""
    return article.outlet or article.address or article.id


class Reprints:
    """Groups articles whose text is the same; the group is named by its earliest article."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Compare all articles that share a mark; the order given does not matter."""
        ordered = sorted(articles, key=lambda a: (stamp(a), a.id))
        self._first: dict[str, Article] = {}
        index: dict[int, list[int]] = {}
        sketches = [article_sketch(a) for a in ordered]
        for number, article in enumerate(ordered):
            near = sorted({n for h in marks(sketches[number]) for n in index.get(h, ())})
            origin = article
            for other in near:
                if alike(sketches[number], sketches[other]):
                    origin = self._first[ordered[other].id]
                    break
            self._first[article.id] = origin
            for value in marks(sketches[number]):
                index.setdefault(value, []).append(number)

    def origin(self, article: Article) -> Article:
        """Give the earliest article with the same text (the article itself where there is none)."""
        return self._first.get(article.id, article)
