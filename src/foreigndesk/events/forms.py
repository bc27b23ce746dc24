"""Under which forms a word is looked up in the lexicon: lemmas, spellings, hyphens, parser slips."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

HYPHENS = ("-", "‑", "–")
# first parts after which a word still tells its own act ("counter-attack", "cyber-attack")
_NONE: Final[frozenset[str]] = frozenset()
KEEPING = frozenset(("counter", "cyber", "gang", "dive"))


def _solid(forms: set[str]) -> set[str]:
    """Give forms also without their hyphens ("re-establish", "reestablish")."""
    return forms | {form.replace("-", "") for form in forms if "-" in form[1:]}


def last_parts(forms: frozenset[str]) -> frozenset[str]:
    """Give the last parts of hyphened words that tell the act by themselves."""
    joined = [f for f in forms if "-" in f]
    if not joined:
        return _NONE
    return frozenset(f.rpartition("-")[2] for f in joined if f.partition("-")[0] in KEEPING)


def lemmas(token: Token) -> frozenset[str]:
    """Give the forms under which a token is looked up: lemma, lower case, joined compound."""
    lemma, low = token.lemma_.lower(), token.lower_
    forms = _noun_forms(lemma, low, token.tag_ in ("NNS", "NNPS", "NNP", "NN"))
    if not token.i:
        return forms
    last = token.nbor(-1)
    if token.i >= 2 and last.text in HYPHENS and not last.whitespace_:
        before = token.nbor(-2).lower_
        joined = {f"{before}-{f}" for f in forms} | {f"{before}{f}" for f in (lemma, low)}
        return forms | joined
    if last.lower_ in ("air", "cease", "hunger", "death"):
        return forms | {f"{last.lower_}{lemma}"}
    return forms


@lru_cache(maxsize=16384)
def _noun_forms(lemma: str, low: str, noun: bool) -> frozenset[str]:
    forms = {lemma, low}
    if noun and low.endswith("s") and len(low) > 3:
        forms.add(low[:-1])
        if low.endswith("ies"):
            forms.add(low[:-3] + "y")
    return frozenset(_solid(forms))


# past forms that the parser does not know for what they are
IRREGULAR = {
    "retook": "retake",
    "retaken": "retake",
    "overran": "overrun",
    "withdrew": "withdraw",
    "bade": "bid",
}


def _stems(word: str) -> set[str]:
    """Give what a past or progressive form may come from, where the parser's lemma is wrong."""
    for ending in ("ed", "ing"):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) > 2:
            double = stem[-1] == stem[-2]
            last = {stem[:-1]} if double else set()
            last |= {stem[:-1] + "y"} if word.endswith("ied") else set()
            return {stem, stem + "e"} | last
    return set()


def hyphened(token: Token, forms: frozenset[str]) -> frozenset[str]:
    """Give the forms of a verb with the word that a hyphen joins to it ("cyber-attack")."""
    if token.i < 2 or token.nbor(-1).text not in HYPHENS or token.nbor(-1).whitespace_:
        return _NONE
    return frozenset(f"{token.nbor(-2).lower_}-{form}" for form in forms)


def verb_lemmas(token: Token) -> frozenset[str]:
    """Give the lemmas of a verb form; spaCy's own first, British spellings folded."""
    return _verb_forms(token.lemma_.lower(), token.lower_)


@lru_cache(maxsize=16384)
def _verb_forms(lemma: str, low: str) -> frozenset[str]:
    forms = _solid({lemma, *_stems(low)})
    if low in IRREGULAR:
        forms.add(IRREGULAR[low])
    for form in tuple(forms):
        if form.endswith(("ise", "yse")):
            forms.add(form[:-2] + "ze")
        elif form.endswith(("ize", "yze")):
            forms.add(form[:-2] + "se")
        elif form.endswith("our"):
            forms.add(form[:-3] + "or")
    return frozenset(forms)
