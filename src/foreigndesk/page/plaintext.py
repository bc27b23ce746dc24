"""Plain-text captures taken apart: head, article, and the blocks of other stories under it.

The head is what stands above the first paragraph: the date shown as today, outlet, section,
title, publication date, byline, standfirst, in any order that pages have them in. Blank lines
part paragraphs; within a block each line is a paragraph, unless the lines are wrapped.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from foreigndesk.page.dates import date_line, read_date, read_month
from foreigndesk.page.fields import Draft, read_byline, read_dateline, take_dateline
from foreigndesk.page.teasers import read_teasers
from foreigndesk.page.text import clean, clean_lines, fold, unmarked
from foreigndesk.page.words import (
    is_block,
    is_caption,
    is_footer,
    is_furniture,
    is_outlet,
    is_section,
    words,
)
from foreigndesk.records import ParagraphKind

Block = list[str]
_SENTENCE_END: Final = re.compile(r"[.!?…][\"'”’)\]]*$")
_INNER_END: Final = re.compile(r"[.!?][\"'”’)\]]*\s+[\"'“‘(]?[A-Z0-9]")
_BULLET: Final = re.compile(r"^(?:[-*•‣▪◦●–]|\d{1,2}[.)])\s+(?=\S)")
_BYLINE: Final = re.compile(r"^(?:(?:written|reported|posted|story|words)\s+)?by:?\s+\S", re.I)
_LABEL: Final = re.compile(r"^([A-Za-z' ]{2,24}?)\s*:\s*(\S.*)$")
_URL: Final = re.compile(r"^https?://\S+$")
_SPACED_DATE: Final = re.compile(
    r"^(today(?: is)?|published(?: on)?|posted(?: on)?|(?:last )?updated(?: on)?)\s+(.*)$", re.I
)
MAX_PLAIN: Final = 2_000_000  # characters
_MAX_TITLE: Final = 300
_MAX_STANDFIRST: Final = 400


def read_plain(text: str, *, titled: bool = True) -> tuple[Draft, list[Draft]]:
    """Give the drafts of a plain-text page's article and of its teasers.

    ``titled`` says whether the text can begin with a title (a JSONL row that names its title
    may not repeat it). Raises nothing.
    """
    draft = Draft()
    if len(text) > MAX_PLAIN:
        draft.problems.append(f"only the first {MAX_PLAIN:,} characters were read")
        text = text[:MAX_PLAIN]
    blocks = _blocks(clean_lines(unmarked(text)))
    blocks, below = _split_teasers(blocks)
    rest = _read_head(draft, blocks, titled=titled)
    _read_body(draft, rest)
    take_dateline(draft)
    return draft, read_teasers(below, draft.shown or draft.published)


def _blocks(text: str) -> list[Block]:
    """Give the runs of lines between blank lines, wrapped lines joined."""
    blocks: list[Block] = [[]]
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [_unwrapped(block) for block in blocks if block]


def _unwrapped(block: Block) -> Block:
    """Join lines that a mail or terminal program wrapped at a fixed width."""
    inner = block[:-1]
    if len(block) < 2 or max(map(len, block)) > 100 or any(map(_special, block)):
        return block
    if len(block) == 2 and not block[1][:1].islower():
        return block
    full = sum(len(line) >= 45 for line in inner)
    runs_on = sum(not _SENTENCE_END.search(a) or b[:1].islower() for a, b in pairwise(block))
    if full == len(inner) and runs_on * 2 > len(inner) and not _BULLET.match(block[0]):
        return [" ".join(block)]
    return block


def _split_teasers(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Part the article from what begins with the heading of a block of other stories.

    A heading needs something that looks like teasers after it, and text before it.
    """
    seen = 0
    for number, block in enumerate(blocks):
        seen += sum(map(len, block))
        if seen < 200 and number < 2:
            continue
        for at, line in enumerate(block):
            if at and not is_block(block[at - 1]) and len(block[at - 1]) > 200:
                continue
            if is_block(line) and (block[at + 1 :] or number + 1 < len(blocks)):
                head = [block[:at]] if at else []
                return blocks[:number] + head, [block[at:], *blocks[number + 1 :]]
    return blocks, []


def _read_head(draft: Draft, blocks: list[Block], *, titled: bool) -> list[Block]:
    """Fill the draft from the lines above the first paragraph; give the blocks of the body."""
    lines = [(n, line) for n, block in enumerate(blocks[:12]) for line in block]
    plain: list[tuple[int, int]] = []  # index into lines of the lines that may be the title
    after_title = False
    end = len(lines)
    for index, (_, line) in enumerate(lines):
        if _head_line(draft, line):
            continue
        if is_furniture(line) and len(line) < 60:
            continue
        if not titled:
            after_title = True
        if after_title or _is_paragraph(line) or index > 30:
            end = index
            break
        if _titles(draft, lines, index):
            after_title = True
            continue
        plain.append((index, len(line)))
    taken = _standfirst(draft, lines, end)
    used = lines[:taken]
    left: list[Block] = []
    for number, block in enumerate(blocks):
        gone = sum(1 for n, _ in used if n == number)
        if block[gone:]:
            left.append(block[gone:])
    return left


def _titles(draft: Draft, lines: list[tuple[int, str]], index: int) -> bool:
    """Take a line of the head as outlet, section or title; say whether it was the title."""
    line = lines[index][1]
    following = [text for _, text in lines[index + 1 : index + 6]]
    ahead = [text for text in following if not _special(text)]
    more = bool(ahead) and not _is_paragraph(ahead[0]) and len(ahead[0]) <= _MAX_TITLE
    if more and is_section(line) and draft.put("section", _crumb(line), "line above the title"):
        return False
    if more and is_outlet(line) and draft.put("outlet", line, "line above the title"):
        return False
    small = len(line.split()) <= 3 and not _SENTENCE_END.search(line)
    dated = draft.shown and not draft.published and any(date_line(t) for t in following[:1])
    if more and small and dated and draft.put("section", line, "line above the title"):
        return False
    if len(line) > _MAX_TITLE:
        return False
    return draft.put("title", line, "first line that reads as a title")


def _crumb(line: str) -> str:
    """Give the last part of a trail ("Home > World > Asia")."""
    return re.split(r"\s*[>»›|/]\s*", line)[-1].strip() or line


def _special(line: str) -> bool:
    return _head_line(Draft(), line)


def _head_line(draft: Draft, line: str) -> bool:
    """Take a line that says by its form or label what it is; say whether it was one."""
    if _dated_label(draft, line) or _labelled(draft, line):
        return True
    if when := date_line(line, base=draft.shown):
        draft.put("published", when, "date line") or draft.put("updated", when, "second date line")
        return True
    if month := read_month(line):
        if draft.put("published", month, "date line (a month; its first day)"):
            draft.problems.append(f"the page's date is only a month: {line}")
        return True
    if line.lower().strip("[]().") in words().labels.undated:
        return True
    if _URL.match(line):
        draft.put("address", line, "address line")
        return True
    if not _BYLINE.match(line) or len(line) > 160 or _SENTENCE_END.search(line.rstrip(".")):
        return False
    names = read_byline(re.split(r"\s[|•·]\s", line)[0])
    return draft.put("authors", names, "byline")


def _dated_label(draft: Draft, line: str) -> bool:
    """Take a line "Today : 18 October", "Published on 17 October | Updated on …"."""
    found = _SPACED_DATE.match(line)
    if not found:
        return False
    label, value = found[1].lower().split()[0], found[2].lstrip(": ")
    name = {"today": "shown", "updated": "updated", "last": "updated"}.get(label, "published")
    return _put_date(draft, name, value, f"line “{found[1]}”")


def _labelled(draft: Draft, line: str) -> bool:
    found = _LABEL.match(line)
    if not found or len(line) > _MAX_STANDFIRST:
        return False
    label, value = " ".join(found[1].lower().split()), found[2].strip()
    labels = words().labels
    for name in ("shown", "published", "updated"):
        if label in getattr(labels, name):
            return _put_date(draft, name, value, f"line “{found[1]}:”")
    for name in ("section", "outlet", "address", "title", "standfirst"):
        if label in getattr(labels, name):
            return draft.put(name, value, f"line “{found[1]}:”")
    if label in labels.authors:
        return draft.put("authors", read_byline(value), f"line “{found[1]}:”")
    return False


def _put_date(draft: Draft, name: str, value: str, where: str) -> bool:
    """Take a date that may have a second, labelled one after it ("… | Updated …")."""
    first, *others = re.split(r"\s*[|•·]\s*", value)
    when = date_line(first, base=draft.shown) or date_line(re.sub(r"\(.*?\)", "", first))
    if not when:
        return False
    draft.put(name, when, where)
    for other in others:
        found = _SPACED_DATE.match(other)
        if found and (then := read_date(found[2].lstrip(": "))):
            draft.put("updated", then, "same line, after the publication date")
    return True


def _is_paragraph(line: str) -> bool:
    """Say whether a line of the head is running text rather than a title."""
    if len(line) > 220 or _BULLET.match(line):
        return True
    if _INNER_END.search(line) and _SENTENCE_END.search(line) and len(line) > 90:
        return True
    return len(line) > 140 and line.endswith(".")


def _standfirst(draft: Draft, lines: list[tuple[int, str]], end: int) -> int:
    """Take the standfirst where one stands at ``end``; give the index of the first body line.

    It is the one paragraph after the title that has no full stop at its end, or that a
    byline, a date or a paragraph with a dateline follows.
    """
    while end < len(lines) and fold(lines[end][1]) == fold(draft.title) and draft.title:
        end += 1  # the title once more
    if not draft.title or draft.standfirst or end + 1 >= len(lines):
        return end
    line, after = lines[end][1], lines[end + 1][1]
    if len(line) > _MAX_STANDFIRST or line.endswith(":") or _no_standfirst(line):
        return end
    base = draft.published or draft.shown
    heads_body = _special(after) or (
        read_dateline(after, base) is not None and read_dateline(line, base) is None
    )
    open_end = not _SENTENCE_END.search(line) and len(line.split()) >= 5
    if not (heads_body or open_end):
        return end
    draft.put("standfirst", line, "paragraph after the title")
    end += 1
    while end < len(lines) and (_head_line(draft, lines[end][1]) or is_furniture(lines[end][1])):
        end += 1
    return end


def _no_standfirst(line: str) -> bool:
    return is_block(line) or is_caption(line) or is_furniture(line) or bool(_BULLET.match(line))


def _read_body(draft: Draft, blocks: list[Block]) -> None:
    """Give the draft its paragraphs, each with its kind; furniture and the page's foot go."""
    for number, block in enumerate(blocks):
        for place, line in enumerate(block):
            if is_footer(line) and (number or draft.body):
                return
            if is_furniture(line) or not re.search(r"[^\W_]", line):
                continue
            kind = _kind(line, last=number + 1 == len(blocks) and line == block[-1])
            if kind == "heading" and any(len(other) < 90 for other in block[place + 1 : place + 4]):
                kind = "body"  # one of several short lines: verse, an address
            if kind == "quote":
                line = line.lstrip("> ")
            elif kind == "list":
                line = _BULLET.sub("", line, count=1)
            if text := clean(line):
                draft.body.append((text, kind))


def _kind(line: str, *, last: bool) -> ParagraphKind:
    if is_caption(line):
        return "caption"
    if line.startswith(">"):
        return "quote"
    if _BULLET.match(line):
        return "list"
    short = len(line.split()) <= 12 and len(line) < 90
    if short and not last and not re.search(r"[.,;:!…\"”’']$", line):
        return "heading"
    return "body"
