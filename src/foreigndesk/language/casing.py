"""Headline Case into sentence case, letter by letter, so that offsets hold."""

from __future__ import annotations

import re
from functools import cache

from foreigndesk.codebook.tables import resource

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


@cache
def common_words() -> frozenset[str]:
    """The words that are lower case in running English even where a headline lifts them."""
    text = resource("foreigndesk.language", "common_words.txt").read_text("utf-8")
    return frozenset(
        w for line in text.split("\n") if not line.startswith("#") for w in line.split()
    )


def is_headline_case(text: str) -> bool:
    """Say whether nearly all longer words of a text begin with a capital."""
    long_words = [w for w in _WORD.findall(text) if len(w) > 3]
    if len(long_words) < 3:
        return False
    capitals = sum(w[0].isupper() for w in long_words)
    return bool(capitals / len(long_words) > 0.75)


def sentence_case(text: str, body: str) -> str:
    """Give a headline in sentence case; text that is not in headline case comes back as it is.

    A word goes to lower case if the body has it in lower case, or it is a common word and the
    body does not have it with a capital inside a sentence. The result is as long as the text.
    """
    if not is_headline_case(text):
        return text
    lower = {w for w in _WORD.findall(body) if w[0].islower()}
    inside = {m.group(1) for m in re.finditer(r"[\w,;] ([A-Z][\w'’-]+)", body)}
    shouting = text.isupper()

    def fix(match: re.Match[str]) -> str:
        word = match.group()
        folded = word.lower()
        if len(folded) != len(word):
            return word
        if word.isupper() and len(word) > 1 and not shouting:
            return word
        stem = re.sub(r"['’]s$", "", folded)
        if stem in lower or folded in lower:
            return folded
        if word.capitalize() in inside:
            return word.capitalize() if shouting else word
        if _common(stem):
            return folded
        return word.capitalize() if shouting else word

    return _WORD.sub(fix, text)


def _common(word: str) -> bool:
    words = common_words()
    if word in words:
        return True
    for ending, put in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("d", ""),
        ("ly", ""),
    ):
        if word.endswith(ending) and word[: -len(ending)] + put in words:
            return True
    if len(word) > 5 and word.endswith(("ed", "ing")):
        stem = word.removesuffix("ed").removesuffix("ing")
        return stem[-1] == stem[-2] and stem[:-1] in words
    return False
