"""The body of an HTML page: what trafilatura finds, read twice so that no paragraph is lost.

Its careful mode drops paragraphs that are rich in links, in the middle of a story too; its plain
mode keeps them and takes other stories along. The careful reading is the frame here, and the
plain one fills the holes in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

import lxml.html
from lxml import etree
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from foreigndesk.page.fields import Draft
from foreigndesk.page.text import clean
from foreigndesk.records import ParagraphKind

Piece = tuple[str, ParagraphKind]
_FAULTS: Final = (
    etree.LxmlError,
    RecursionError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    AssertionError,
)
_RUNNING: Final = 80  # characters from which a paragraph is running text
_LEAD: Final = 4  # pieces before the first that both readings have, at most
_ENDS: Final = tuple(".!?…:”\"'»)。！？」")


def read_body(tree: HtmlElement, draft: Draft) -> list[Piece]:
    """Give the paragraphs of a page's story, or else every long one in the page."""
    source = etree.tostring(tree, encoding="unicode")
    pieces = _filled(_extracted(source, draft, careful=True), _extracted(source, draft))
    if pieces:
        return pieces
    plain = [clean(str(p.xpath("string()"))) for p in tree.iter("p") if not _aside(p)]
    return [(text, "body") for text in plain if len(text) > 40]


def _extracted(source: str, draft: Draft, *, careful: bool = False) -> list[Piece]:
    """Give the paragraphs that trafilatura finds in one of its modes."""
    try:
        found = bare_extraction(
            lxml.html.fromstring(source),
            with_metadata=False,
            include_comments=False,
            include_tables=False,
            favor_precision=careful,
        )
    except _FAULTS as error:
        said = f"the body was read the plain way ({type(error).__name__})"
        if said not in draft.problems:
            draft.problems.append(said)
        return []
    body = getattr(found, "body", None)
    return list(_pieces(body)) if body is not None else []


def _filled(careful: list[Piece], plain: list[Piece]) -> list[Piece]:
    """Give the careful reading with its holes filled from the plain one."""
    if sum(_runs(p) for p in careful) < 2 < sum(_runs(p) for p in plain):
        return plain
    often = Counter(text for text, _ in plain)
    match = SequenceMatcher(None, [t for t, _ in careful], [t for t, _ in plain], autojunk=False)
    found: list[Piece] = []
    for op, i, j, k, m in match.get_opcodes():
        ours, theirs = careful[i:j], plain[k:m]
        if op in ("equal", "delete") or j == len(careful) or (i == 0 and len(theirs) > _LEAD):
            found += ours
            continue
        fill = [p for p in theirs if _runs(p) and often[p[0]] == 1]
        if not ours:
            found += fill
        elif _size(theirs) > _size(ours) and _same_story(ours, theirs):
            found += theirs
        else:
            found += ours
    return found


def _runs(piece: Piece) -> bool:
    """Say whether a piece is a paragraph of running text."""
    text, kind = piece
    return kind in ("body", "quote") and len(text) >= _RUNNING and text.endswith(_ENDS)


def _size(pieces: list[Piece]) -> int:
    return sum(len(text) for text, _ in pieces)


def _same_story(ours: list[Piece], theirs: list[Piece]) -> bool:
    """Say whether each careful piece begins as a plain one does: only more of the same."""
    starts = {text[:30] for text, _ in theirs}
    return all(text[:30] in starts for text, _ in ours)


def _aside(element: HtmlElement) -> bool:
    return any(a.tag in ("nav", "footer", "aside", "form") for a in element.iterancestors())


def _pieces(body: etree._Element) -> Iterator[Piece]:
    """Yield the paragraphs of trafilatura's tree with their kinds."""
    for element in body:
        tag = element.tag if isinstance(element.tag, str) else ""
        kind: ParagraphKind = {"head": "heading", "quote": "quote"}.get(tag, "body")  # type: ignore[assignment]
        if tag == "list":
            for item in element.iter("item"):
                yield from ((text, "list") for text in _texts(item))
        elif tag in ("table", "graphic", "comments"):
            continue
        else:
            yield from ((text, kind) for text in _texts(element))
        if element.tail and (text := clean(element.tail)):
            yield text, "body"


def _texts(element: etree._Element) -> Iterator[str]:
    """Yield an element's texts: line breaks and inner paragraphs part them."""
    words: list[str] = []

    def gather(node: etree._Element) -> None:
        words.append(node.text or "")
        for child in node:
            if child.tag in ("lb", "p", "item"):
                words.append("\0")
            if child.tag != "graphic":
                gather(child)
            if child.tag in ("p", "item"):
                words.append("\0")
            words.append(child.tail or "")

    gather(element)
    for part in "".join(words).split("\0"):
        if text := clean(part):
            yield text
