"""The page stage: a capture taken apart into its article, its teasers, and what went wrong."""

from __future__ import annotations

from typing import Final

from foreigndesk.capture import decode_text
from foreigndesk.page.fields import Draft, finish
from foreigndesk.page.html import read_html
from foreigndesk.page.plaintext import read_plain
from foreigndesk.page.rows import read_row
from foreigndesk.page.tongue import language_name, language_of
from foreigndesk.records import Capture, Page

__all__ = ["take_apart"]

MAX_BYTES: Final = 8_000_000  # what is read of one page; news pages are well below
_SIGNS: Final = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x7fELF",
    b"\x1f\x8b",
)


def take_apart(capture: Capture) -> Page:
    """Take a captured page apart: its article, the teasers around it, and the problems.

    HTML, plain text and rows of JSONL are read by their media type. Of pages over
    8,000,000 bytes only the beginning is read. Raises nothing for bad input: what cannot be
    read gives an article without text, and a sentence in ``problems`` that says why.
    """
    data = capture.data[:MAX_BYTES]
    problems: list[str] = []
    if len(capture.data) > MAX_BYTES:
        problems.append(
            f"the page has {len(capture.data):,} bytes; only the first {MAX_BYTES:,} were read"
        )
    if _garbage(data):
        problems.append("this is binary data, not a page of text")
        return _page(capture, Draft(), [], problems)
    text, trouble = decode_text(data, capture.encoding)
    if trouble:
        problems.append(trouble)
    hint = ""
    if capture.media in ("text/html", "application/xhtml+xml"):
        draft, teasers, hint = read_html(text, capture.address)
    elif capture.media == "application/json":
        draft, teasers = read_row(text)
    else:
        draft, teasers = read_plain(text[:MAX_BYTES])
    return _page(capture, draft, teasers, problems, hint)


def _garbage(data: bytes) -> bool:
    """Say whether bytes are no text: a known binary's sign, or null bytes without a BOM."""
    if data.startswith(_SIGNS):
        return True
    head = data[:100_000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    controls = sum(head.count(bytes([c])) for c in range(32) if c not in (9, 10, 11, 12, 13, 27))
    return controls * 50 > len(head) or head.count(b"\x00") * 1000 > len(head)


def _page(
    capture: Capture,
    draft: Draft,
    teasers: list[Draft],
    problems: list[str],
    hint: str = "",
) -> Page:
    """Finish the drafts: address, language, problems for a person."""
    if not draft.address:
        draft.address = capture.address
        if capture.address:
            draft.provenance["address"] = f"capture ({capture.how})" if capture.how else "capture"
    words = " ".join([draft.title, draft.standfirst, *(text for text, _ in draft.body[:200])])
    language = language_of(words, hint)
    if language:
        draft.provenance["language"] = "words of the text"
    article = finish(capture, draft, language=language)
    small = tuple(
        finish(capture, teaser, language=language, kind="teaser", parent=article.id)
        for teaser in teasers
    )
    problems += draft.problems
    if not article.text and not problems:
        problems.append("the page holds no text")
    elif article.text:
        if language and language != "en":
            problems.append(f"the page is in {language_name(language)}, not in English")
        if not article.title:
            problems.append("no title found")
        if not article.published:
            problems.append("no publication date found")
        if not draft.body:
            problems.append("no body text found")
    unique = tuple(dict.fromkeys(problems))
    seen = {a.id: a for a in small}
    return Page(capture=capture.id, article=article, teasers=tuple(seen.values()), problems=unique)
