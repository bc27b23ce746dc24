"""Cleaning text for reading: one kind of white space, no controls, no markup."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

# Zero-width marks, bidi controls, soft hyphens, byte-order marks, variation selectors, tags.
_UNSEEN: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_BREAKS: Final = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,10})\b[^<>]{0,2000}>")
_KNOWN: Final = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|img|section|article|font|table|tr|td)"
    r"\b[^<>]{0,2000}>",
    re.I,
)
_INLINE: Final = frozenset(
    "a b i u em strong span font small sup sub mark abbr cite code q".split()
)
_UNREAD: Final = ("script", "style", "noscript", "template", "svg")


def clean_lines(text: str) -> str:
    """Give text with line breaks as "\\n" and nothing unseen in it, composed (NFC)."""
    text = _UNSEEN.sub("", _CONTROLS.sub("", _BREAKS.sub("\n", text)))
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """Give text as one paragraph: every run of white space one space, nothing unseen."""
    return " ".join(clean_lines(text).split())


def unmarked(text: str) -> str:
    """Give text without the markup that it is laden with; text without markup as it is.

    Block elements become line breaks, inline ones vanish, entities become characters.
    """
    if sum(1 for _ in zip(range(3), _KNOWN.finditer(text), strict=False)) == 3:
        text = without_scripts(text)
        text = _TAG.sub(lambda m: "" if m[2].lower() in _INLINE else "\n\n", text)
        return html.unescape(text)
    if re.search(r"&(?:amp|quot|nbsp|#39|#x27|rsquo|lsquo|rdquo|ldquo|mdash|ndash);", text):
        return html.unescape(text)
    return text


def without_scripts(text: str, tags: tuple[str, ...] = _UNREAD) -> str:
    """Give HTML without its comments and these elements; in time linear in its length."""
    text = without(text, "<!--", "-->")
    for tag in tags:
        text = without(text, f"<{tag}", f"</{tag}>")
    return text


def without(text: str, opening: str, closing: str) -> str:
    """Give text without every stretch from ``opening`` to ``closing``; an unclosed one stays."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters change length; then case must be exact
        lower = text
    parts: list[str] = []
    at = 0
    while (start := lower.find(opening, at)) >= 0:
        end = lower.find(closing, start)
        if end < 0:
            break
        parts += [text[at:start], " "]
        at = end + len(closing)
    return "".join(parts) + text[at:]


def unescaped(text: str) -> str:
    """Give a metadata value without entities (twice escaped ones too) and tags, cleaned."""
    return clean(re.sub(r"<[^<>]{0,300}>", "", html.unescape(html.unescape(text))))


def fold(text: str) -> str:
    """Give text for comparing: case folded, letters and digits only, single spaces."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()
