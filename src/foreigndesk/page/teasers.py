"""Blocks of other stories under a plain-text article, taken apart into teasers."""

from __future__ import annotations

import re
from typing import Final

from foreigndesk.page.dates import date_line
from foreigndesk.page.fields import Draft, read_byline, take_dateline
from foreigndesk.page.text import fold
from foreigndesk.page.words import is_block, is_footer, is_furniture, is_section

MAX_TEASERS: Final = 200
_END: Final = re.compile(r"[.…][\"'”’)\]]*$")


def read_teasers(blocks: list[list[str]], base: str) -> list[Draft]:
    """Give the drafts of the teasers in these blocks of lines.

    ``base`` is the ISO day that "2 hours ago" counts from. A teaser begins with its title,
    often given twice (picture and link), and ends with its date where the block dates them;
    where the first teaser has its date above it, all have.
    """
    lines = [line for block in blocks for line in block]
    drafts: list[Draft] = []
    heading = ""
    dates_first = False
    current: Draft | None = None
    for number, line in enumerate(lines):
        if is_footer(line) or len(drafts) >= MAX_TEASERS:
            break
        follows = lines[number + 1] if number + 1 < len(lines) else ""
        if is_block(line) and fold(line) != fold(follows):
            heading, current = line.strip(" :"), None
            dates_first = bool(date_line(follows, base=base))
            continue
        when = date_line(line, base=base)
        if not when and (is_furniture(line) or (is_section(line) and len(line) < 30)):
            continue
        if current is None or _begins(current, line, follows, when, dates_first=dates_first):
            if when and not dates_first:
                continue  # a stray date between two teasers
            current = Draft(block=heading)
            drafts.append(current)
        _add(current, line, when)
    found = [draft for draft in drafts if draft.title]
    for draft in found:
        take_dateline(draft)
    return found


def _begins(draft: Draft, line: str, follows: str, when: str, *, dates_first: bool) -> bool:
    """Say whether a line begins another teaser than the one that is being gathered."""
    if when:
        return dates_first
    if not draft.title or fold(line) == fold(draft.title):
        return False
    if follows and fold(line) == fold(follows):
        return True
    if draft.published and not dates_first:
        return True
    reads_as_title = not _END.search(line) and len(line) <= 200
    return reads_as_title and not line.lower().startswith("by ")


def _add(draft: Draft, line: str, when: str) -> None:
    if when:
        draft.put("published", when, "date in the block")
    elif not draft.title:
        draft.put("title", line, "first line of the teaser")
    elif fold(line) == fold(draft.title):
        return
    elif line.lower().startswith("by ") and len(line) < 100:
        draft.put("authors", read_byline(line), "byline in the block")
    else:
        draft.body.append((line, "body"))
