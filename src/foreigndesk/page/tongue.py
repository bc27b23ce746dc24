"""The language that a text is in."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any, Final

_SAMPLE: Final = 4_000  # characters; more does not make the answer surer
_SHORT: Final = 150
_NAMES: Final = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "ms": "Malay", "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip


@cache
def _identifier() -> Any:
    """Give py3langid's model, loaded once (about half a second)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(text: str, hint: str = "") -> str:
    """Give the ISO 639-1 code of a text's language, "" where it has too few letters to tell.

    ``hint`` is what the page declares ("en-GB"); it decides for texts under 150 characters
    unless the words clearly speak against it.
    """
    said = hint.split("-")[0].split("_")[0].strip().lower()
    letters = sum(c.isalpha() for c in text[: 4 * _SAMPLE])
    if letters < 12:
        return said if letters and len(said) == 2 else ""
    middle = max(0, (len(text) - _SAMPLE) // 3)
    code, sure = _identifier().classify(text[middle : middle + _SAMPLE])
    if letters < _SHORT and sure < 0.95:
        return (said if len(said) == 2 else "") or ("en" if _latin(text) else str(code))
    return str(code)


def language_name(code: str) -> str:
    """Give a language's English name for a person, or its code where we have none."""
    return _NAMES.get(code, f"the language “{code}”")


def _latin(text: str) -> bool:
    kinds = Counter(c.isascii() for c in text[:_SAMPLE] if c.isalpha())
    return kinds[True] > 0.97 * kinds.total()
