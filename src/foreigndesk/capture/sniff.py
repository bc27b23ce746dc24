"""What bytes are: their media type, their encoding, and whether they are text at all."""

from __future__ import annotations

import codecs
import re
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC: Final = (
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3", "a database"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
)
GZIP: Final = b"\x1f\x8b"
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:\-]{1,40})", re.I
)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.:\-]{1,40})")
_HTML = re.compile(
    # A comment ends with the first "-->" for good: else many comments could be parted in many ways.
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?>.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body|"
    rb"meta|title|article|main|div|section|h1|p)\b",
    re.I | re.S,
)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
# What browsers do (the WHATWG encoding standard): a declared Latin-1 is windows-1252.
_BROWSER: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
}
# Python codecs that are no page encodings, and would misread one.
_REFUSED: Final = frozenset(
    [
        "unicode-escape",
        "raw-unicode-escape",
        "unicode_escape",
        "raw_unicode_escape",
        "idna",
        "punycode",
        "undefined",
        "utf-7",
        "mbcs",
        "oem",
    ]
)


def bom(data: bytes) -> str:
    """Give the encoding that a byte-order mark declares, "" where there is none."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), "")


def binary(data: bytes) -> str:
    """Say what these bytes are if they are no text ("a PDF document"), "" if they may be."""
    for mark, words in _MAGIC:
        if data.startswith(mark):
            return words
    if bom(data).startswith(("utf-16", "utf-32")):
        return ""
    head = data[:200_000]
    if b"\x00" in head:
        return "binary data (it has null bytes)"
    if len(_CONTROL.findall(head)) > 0.02 * len(head):
        return "binary data"
    return ""


def is_html(data: bytes) -> bool:
    """Say whether the bytes begin as an HTML page does."""
    head = data[:8000]
    mark = bom(head)
    if mark:
        head = head.decode(mark, "replace").encode()
    return _HTML.match(head) is not None


def declared(data: bytes) -> str:
    """Give the encoding that the page declares: byte-order mark, XML head, HTML meta; or ""."""
    if mark := bom(data):
        return mark
    found = _XML.search(data[:300]) or _META.search(data[:4096]) or _META.search(data[:100_000])
    return found.group(1).decode("ascii").lower() if found else ""


def decode_text(data: bytes, encoding: str) -> tuple[str, str]:
    """Give the bytes as text, and a sentence on what was wrong with their encoding, or "".

    ``encoding`` is the declared one or "". A byte-order mark rules, then UTF-8 where the
    bytes are valid UTF-8 and hold non-ASCII, then the declared encoding, and last
    windows-1252. Raises nothing.
    """
    if mark := bom(data):
        return data.decode(mark, "replace").lstrip("\ufeff"), ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        where = error.start
    name = _codec(encoding)
    # A declared UTF-16 cannot be true where the declaration could be read as ASCII.
    if name and not name.startswith(("utf-16", "utf-32", "utf-8", "utf_")):
        try:
            return data.decode(name), ""
        except UnicodeError:
            text = data.decode(name, "replace")
            if text.count("\ufffd") <= 0.01 * len(text):
                return text, f"some bytes are not valid {encoding}; they were replaced"
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") <= 0.002 * len(text):  # a few broken letters in a UTF-8 page
        return text, f"some bytes are not valid UTF-8 (the first at byte {where}); replaced"
    said = f"declared as {encoding}, but " if encoding else ""
    return (
        data.decode("cp1252", "replace"),
        f"{said}not valid UTF-8 (byte {where}): read as windows-1252",
    )


def _codec(encoding: str) -> str:
    """Give Python's name for a declared encoding as a browser would take it, "" if unknown."""
    try:
        name = codecs.lookup(encoding).name if encoding else ""
    except (LookupError, ValueError):
        return ""
    if name in _REFUSED or not getattr(codecs.lookup(encoding or "utf-8"), "_is_text_encoding", 1):
        return ""
    return _BROWSER.get(name, name)
