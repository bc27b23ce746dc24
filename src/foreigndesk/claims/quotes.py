"""Quotations in a text: where the marks open and close, whatever marks an outlet uses.

Straight, curly, single, low and French marks are read, paragraph by paragraph. A quotation
that is left open runs to its paragraph's end (the usual way of carrying one speech over several
paragraphs). Only the outermost quotation is given; one inside another is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foreigndesk.records import Paragraph

_DOUBLE = '"“”„«»'
_CLOSERS = {'"': '"”', "“": '”“"', "”": '”"', "„": "“”", "«": "»", "»": "«", "``": "''", "''": "''"}
_PAIRS = ("``", "''")
_SINGLE = {"‘": "’", "'": "'", "‚": "‘’", "‹": "›"}
_MARK = re.compile("[" + _DOUBLE + "".join(_SINGLE) + "]|``|''")
_BEFORE_OPEN = " \t\n\u00a0([{—–-/:…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Characters ``start`` to ``end`` of a text, marks included; ``closed`` if both are there."""

    start: int
    end: int
    mark: str
    closed: bool = True

    def inner(self, text: str) -> str:
        """Give the words between the marks."""
        size = len(self.mark)
        return text[self.start + size : self.end - (size if self.closed else 0)]


def quotations(text: str, paragraphs: Iterable[Paragraph]) -> tuple[Quotation, ...]:
    """Give the outermost quotations of a text in order, none across a paragraph's end."""
    found: list[Quotation] = []
    for paragraph in paragraphs:
        found.extend(_scan(text, paragraph.start, paragraph.end))
    return tuple(found)


def _scan(text: str, start: int, end: int) -> Iterator[Quotation]:
    at = start
    while found := _MARK.search(text, at, end):
        at = found.start()
        mark = text[at : at + 2] if text[at : at + 2] in _PAIRS else text[at]
        if (mark in _DOUBLE or mark in _PAIRS) and _opens(text, at, start, end, len(mark)):
            close = _double_close(text, at, end, mark)
            yield Quotation(start=at, end=close or end, mark=mark, closed=close is not None)
            at = close or end
        elif mark in _SINGLE and _opens(text, at, start, end, 1):
            close = _single_close(text, at, end, mark)
            if close:
                yield Quotation(start=at, end=close, mark=mark)
            at = close or at + 1
        else:
            at += 1


def _opens(text: str, at: int, start: int, end: int, size: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + size] if at + size < end else " "
    if text[at] in "„«":
        return True
    if text[at] in "“" and not after.isspace():
        return True
    if text[at] == "”" and not before.isspace():
        return False
    if text[at] in "'‘‚" and (after.isdigit() or not (after.isalnum() or after in '“"[…#')):
        return False
    return (before in _BEFORE_OPEN or before in _DOUBLE) and not after.isspace()


def _double_close(text: str, at: int, end: int, mark: str) -> int | None:
    """Give the offset after the closing mark, None where the paragraph ends without one."""
    closers = _CLOSERS[mark]
    if mark in _PAIRS:
        found = text.find(closers, at + 2, end)
        return found + 2 if found >= 0 else None
    if mark == "“" and (nested := _nested_close(text, at, end)):
        return nested
    for place in range(at + 1, end):
        if text[place] in closers and _may_close(text, place, end):
            return place + 1
    return None


def _nested_close(text: str, at: int, end: int) -> int | None:
    """Give the end of a quotation with curly ones of its own in it, None where they do not pair."""
    depth, nested = 1, False
    for place in range(at + 1, end):
        if (
            text[place] == "“"
            and text[place - 1].isspace()
            and text[place + 1 : place + 2].islower()
        ):
            depth, nested = depth + 1, True
        elif text[place] == "”":
            depth -= 1
            if depth == 0:
                return place + 1 if nested else None
    return None


def _may_close(text: str, at: int, end: int) -> bool:
    """A mark between space and letter opens; it cannot close what is open."""
    after = text[at + 1] if at + 1 < end else " "
    if text[at] in "”»«":
        return True
    return not (text[at - 1].isspace() and (after.isalnum() or after == "["))


def _single_close(text: str, at: int, end: int, mark: str) -> int | None:
    """Tell a closing mark from an apostrophe: nothing of a word may follow it."""
    doubtful: int | None = None
    for place in range(at + 2, end):
        if text[place] not in _SINGLE[mark]:
            if text[place] in _DOUBLE and doubtful is None and mark == "'":
                return None
            continue
        after = text[place + 1] if place + 1 < end else " "
        if after.isalnum():
            continue
        if text[place - 1] == "s" and after == " " and text[place + 2 : place + 3].islower():
            doubtful = place + 1
            continue
        return place + 1
    return doubtful
