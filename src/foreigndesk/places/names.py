"""Names of places as they are looked up: without case, accents, points and apostrophes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DROP = re.compile(r"[.'’‘`ʼʻʿʾ]")
_GAP = re.compile(r"[\s\-‐‑–—,/()]+")
_WHOLE = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "&": "and"}
_LETTERS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i",
    "ħ": "h", "ə": "e",
})  # fmt: skip


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """Give the form under which a place name is kept in the index and looked up.

    "St. Louis" and "Saint Louis", "Türkiye" and "Turkiye", "Port-au-Prince" and
    "Port au Prince" come out alike. A name of nothing but signs gives "".
    """
    text = name.lower().translate(_LETTERS)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    words = _GAP.sub(" ", _DROP.sub("", text)).split()
    if len(words) > 1:
        words = [_WHOLE.get(w, w) for w in words]
    return " ".join(words)


def shown(name: str) -> str:
    """Give a name as the press writes it: without the marks of a transliteration.

    "Ḩamāh" becomes "Hamah" and "‘Adan" "Adan"; the letters of a Latin alphabet stay ("Iğdır").
    """
    apart = unicodedata.normalize("NFD", name)
    if "\u0304" not in apart and "h\u0327" not in apart.lower() and apart[:1] not in "‘ʻʿ’":
        return name
    kept = "".join(c for c in apart if c not in "\u0304\u0327\u0323")
    return unicodedata.normalize("NFC", kept.lstrip("‘ʻʿ’"))
