"""Reprints, known by their text and not by a credit line.

Articles are compared by sketches of their shingles (bottom-k sketches, Broder 1997). A passage
that stands on many pages of one site (its footer), or on very many pages at all, makes no two of
them candidates: else each page would be compared with every other one.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from foreigndesk.developments.outlets import fold
from foreigndesk.records import Article

SKETCH: Final = 96  # hashes kept of an article: enough to tell 0.5 from 0.3 of shared shingles
MARKS: Final = 12  # of those, the ones by which alike texts are found (missed: one in 170 at 0.35)
REPRINT: Final = 0.35  # share of shingles in common above which one text is a reprint
SHINGLE: Final = 6
OF_SITE: Final = 40  # pages of one site from which a passage on them tells none of its reprints
AT_ALL: Final = 1_000  # pages beyond which a passage tells no reprints
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


def site_of(article: Article) -> str:
    """Give where an article stands: its outlet's name, else its address's host; "" for neither."""
    return fold(article.outlet) or (urlsplit(article.address).hostname or "")


def tells(by_site: Mapping[str, int], total: int, site: str) -> bool:
    """Whether a passage may tell what a site's pages reprint, or what reprints them.

    ``by_site`` says on how many pages of each site it stands, ``total`` on how many at all.
    """
    return total <= AT_ALL and not (site and by_site.get(site, 0) >= OF_SITE)


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Estimate the share of shingles that two texts have in common (0 to 1)."""
    if not one or not other:
        return 0.0
    union = sorted(one | other)[:SKETCH]
    return sum(h in one and h in other for h in union) / len(union)


def alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether one text is a reprint of the other."""
    common = len(one & other)
    if common < REPRINT * min(SKETCH, len(one) + len(other) - common):
        return False  # too little in common, whichever hashes are the smallest
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
        """Compare all articles that share a telling mark; the order given does not matter."""
        ordered = sorted(articles, key=lambda a: (stamp(a), a.id))
        self._first: dict[str, Article] = {}
        sketches = [article_sketch(a) for a in ordered]
        sites = [site_of(a) for a in ordered]
        counts: dict[int, Counter[str]] = {}
        for number, site in enumerate(sites):
            for mark in marks(sketches[number]):
                counts.setdefault(mark, Counter())[site] += 1
        index: dict[int, list[int]] = {}
        for number, article in enumerate(ordered):
            mine = [
                h
                for h in marks(sketches[number])
                if tells(counts[h], counts[h].total(), sites[number])
            ]
            near = sorted({n for h in mine for n in index.get(h, ())})
            origin = article
            for other in near:
                if alike(sketches[number], sketches[other]):
                    origin = self._first[ordered[other].id]
                    break
            self._first[article.id] = origin
            for mark in mine:
                index.setdefault(mark, []).append(number)

    def origin(self, article: Article) -> Article:
        """Give the earliest article with the same text (the article itself where there is none)."""
        return self._first.get(article.id, article)
