"""HTML pages taken apart: trafilatura for the body, the page's own words for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from foreigndesk.page.body import Piece, read_body
from foreigndesk.page.dates import date_line
from foreigndesk.page.fields import Draft, take_dateline
from foreigndesk.page.links import read_linked
from foreigndesk.page.metadata import Metadata, guessed_date, read_metadata
from foreigndesk.page.text import clean_lines, fold, without, without_scripts
from foreigndesk.page.words import is_block, is_caption, is_footer, is_furniture

MAX_HTML: Final = 3_000_000  # characters after scripts and styles are gone
MAX_TAGS: Final = 100_000  # real pages have some thousands; each costs as much as a hundred letters
_DEPTH: Final = 220  # elements within elements; real pages have some forty


def read_html(text: str, address: str) -> tuple[Draft, list[Draft], str]:
    """Give the drafts of an HTML page's article and teasers, and the language it declares.

    Raises nothing: a page whose markup cannot be read has its text read plainly.
    """
    draft = Draft()
    light = without_scripts(text, ("style", "svg", "noscript", "template"))
    light = _shortened(light, draft)
    tree = _parsed(light)
    if tree is None:
        draft.problems.append("the page's HTML holds nothing to read")
        return draft, [], ""
    hint = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    page = Metadata(tree)
    read_metadata(draft, page)
    if not draft.published:
        draft.put("published", guessed_date(tree), "a date in the page (htmldate)")
    teasers = read_linked(tree, draft.title)
    captions = {fold(str(e.xpath("string()"))) for e in tree.iter("figcaption")} - {""}
    pieces = read_body(tree, draft)
    draft.body = list(_kept(pieces, draft, captions, {fold(t.title) for t in teasers}))
    _standfirst_from_body(draft)
    take_dateline(draft)
    return draft, teasers, hint.strip().lower()


def _shortened(text: str, draft: Draft) -> str:
    """Bound a page: without its other scripts where it is too long, then cut."""
    if len(text) > MAX_HTML:
        text = re.sub(r"(?i)<script(?![^<>]{0,300}ld\+json)", "<script data-drop", text)
        text = without(text, "<script data-drop", "</script>")
    if len(text) > MAX_HTML:
        draft.problems.append(f"the page's HTML is cut after {MAX_HTML:,} characters")
        text = text[:MAX_HTML]
    parts = text.split("<", MAX_TAGS + 1)
    if len(parts) > MAX_TAGS + 1:
        draft.problems.append(f"the page's HTML is cut after {MAX_TAGS:,} tags")
        text = text[: -len(parts[-1]) - 1]
    return text


def _parsed(text: str) -> HtmlElement | None:
    """Parse HTML, None where there is nothing or it is nested beyond reason."""
    text = clean_lines(re.sub(r"^\s*<\?xml[^>]{0,300}\?>", "", text))
    if not text.strip():
        return None
    try:
        tree = lxml.html.document_fromstring(text)
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    deep = [(tree, 0)]
    while deep:
        element, depth = deep.pop()
        if depth > _DEPTH:
            words = str(element.xpath("string()"))
            element.clear()
            element.text = words[:200_000]
            continue
        deep += [(child, depth + 1) for child in element if isinstance(child.tag, str)]
    return tree


def _kept(
    pieces: list[Piece], draft: Draft, captions: set[str], titles: set[str]
) -> Iterator[Piece]:
    """Yield the paragraphs without title, furniture, and the blocks of other stories."""
    title, standfirst = fold(draft.title), fold(draft.standfirst)
    for number, (text, kind) in enumerate(pieces):
        folded = fold(text)
        if not folded or (is_furniture(text) and kind != "heading"):
            continue
        if number < 8 and _about(text, draft):
            continue
        if folded == title or (number < 6 and folded == standfirst and kind != "heading"):
            continue
        if is_footer(text) and number * 2 > len(pieces):
            return
        if kind in ("heading", "body") and is_block(text):
            if number * 2 > len(pieces) and not _story_after(pieces[number + 1 :]):
                return
            continue
        if folded in titles and kind in ("list", "heading", "body"):
            continue
        if folded in captions or (kind == "body" and is_caption(text)):
            kind = "caption"
        yield text, kind


def _about(text: str, draft: Draft) -> bool:
    """Say whether a paragraph at the top is only the byline or the date."""
    if len(text) > 160:
        return False
    names = {word for name in draft.authors for word in fold(name).split()}
    words = fold(text).split()
    if names and names <= set(words) and len(words) <= len(names) + 3:
        return True
    return bool(date_line(text)) or (text.lower().startswith("by ") and len(words) < 6)


def _story_after(pieces: list[Piece]) -> bool:
    """Say whether running text goes on after a heading of other stories (an inset)."""
    return sum(kind == "body" and len(text) > 120 for text, kind in pieces) >= 2


def _standfirst_from_body(draft: Draft) -> None:
    """Prefer the standfirst as the page prints it, where the metadata cut it short.

    A description that is only the beginning of the first paragraphs is no standfirst.
    """
    said = fold(draft.standfirst.rstrip(".… "))
    if not said:
        return
    for number, (text, kind) in enumerate(draft.body[:3]):
        folded = fold(text)
        if folded == said or (folded.startswith(said) and len(folded) <= len(said) * 1.3):
            draft.standfirst = text
            del draft.body[number]
            return
        if kind in ("body", "quote") and folded.startswith(said[: max(40, len(said) - 30)]):
            draft.standfirst = ""
            draft.provenance.pop("standfirst", None)
            return
