"""Teasers on HTML pages: the blocks of other stories about the article."""

from __future__ import annotations

from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from foreigndesk.page.dates import read_date
from foreigndesk.page.fields import Draft, take_dateline
from foreigndesk.page.text import clean, fold
from foreigndesk.page.words import is_block

MAX_LINKED: Final = 60
_HEADINGS: Final = ("h2", "h3", "h4", "h5")
_HOLDERS: Final = ("section", "aside", "div", "nav", "ul")


def read_linked(tree: HtmlElement, title: str) -> list[Draft]:
    """Give the drafts of the teasers in a page's blocks of other stories.

    A block is the smallest section, aside or div that holds a heading by which pages name
    such blocks ("Related stories") and links after it. Only items that have their own
    excerpt beside the title are taken: a bare headline tells too little to be read.
    """
    drafts: list[Draft] = []
    seen = {fold(title)}
    for heading in [e for tag in _HEADINGS for e in tree.iter(tag)][:200]:
        label = clean(heading.text_content()[:200])
        if not is_block(label):
            continue
        holder = heading.getparent()
        while holder is not None and not (
            holder.tag in _HOLDERS and sum(1 for _ in islice(holder.iter("a"), 2)) > 1
        ):
            holder = holder.getparent()
        if holder is None or holder.tag == "body" or any(True for _ in holder.iter("h1")):
            continue
        for item in _items(holder):
            draft = _teaser(item, label)
            if draft and fold(draft.title) not in seen and len(drafts) < MAX_LINKED:
                seen.add(fold(draft.title))
                drafts.append(draft)
    return drafts


def _items(holder: HtmlElement) -> list[HtmlElement]:
    """Give the items of a block: its articles, else its list items, else its link boxes."""
    for tag in ("article", "li"):
        if found := list(holder.iter(tag)):
            return found[:MAX_LINKED]
    boxes = [a.getparent() for a in holder.iter("a")]
    return [b for b in dict.fromkeys(boxes) if b is not None and b is not holder][:MAX_LINKED]


def _teaser(item: HtmlElement, label: str) -> Draft | None:
    """Give the draft of one item, None where it has no title with an excerpt."""
    links = [a for a in item.iter("a") if len(clean(a.text_content()[:400]).split()) > 2]
    if not links:
        return None
    draft = Draft(block=label.strip(" :"))
    heads = [e for tag in ("h2", "h3", "h4", "h5") for e in item.iter(tag)]
    draft.put("title", clean((heads or links)[0].text_content()[:400]), "link in the block")
    draft.put("address", links[0].get("href") or "", "link in the block")
    for element in item.iter("time"):
        when = element.get("datetime") or element.text_content()
        draft.put("published", read_date(when), "time element in the block")
    for element in item.iter("p"):
        text = clean(element.text_content()[:1000])
        if len(text) > 40 and fold(text) != fold(draft.title):
            draft.body.append((text, "body"))
    if not draft.body:
        return None
    take_dateline(draft)
    return draft
