"""Under which forms a word is looked up in the lexicon: lemmas, spellings, hyphens, parser slips."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

HYPHENS = ("-", "‑", "–")
# first parts after which a word still tells its own act ("counter-attack", "cyber-attack")
KEEPING = frozenset(("counter", "cyber", "gang", "dive"))


def _solid(forms: set[str]) -> set[str]:
    """Give forms also without their hyphens ("re-establish", "reestablish")."""
    return forms | {form.replace("-", "") for form in forms if "-" in form[1:]}


def last_parts(forms: frozenset[str]) -> frozenset[str]:
    """Give the last parts of hyphened words that tell the act by themselves."""
    return frozenset(f.rpartition("-")[2] for f in forms if f.partition("-")[0] in KEEPING)


def lemmas(token: Token) -> frozenset[str]:
    """Give the forms under which a token is looked up: lemma, lower case, joined compound."""
    lemma = token.lemma_.lower()
    low = token.lower_
    forms = {lemma, low}
    if token.tag_ in ("NNS", "NNPS", "NNP", "NN") and low.endswith("s") and len(low) > 3:
        forms.add(low[:-1])
        if low.endswith("ies"):
            forms.add(low[:-3] + "y")
    forms = _solid(forms)
    if token.i >= 2 and token.nbor(-1).text in ("-", "‑", "–") and not token.nbor(-1).whitespace_:
        before = token.nbor(-2).lower_
        forms |= {f"{before}-{f}" for f in tuple(forms)}
        forms |= {f"{before}{f}" for f in (lemma, low)}
    elif token.i >= 1 and token.nbor(-1).lower_ in ("air", "cease", "hunger", "death"):
        forms.add(f"{token.nbor(-1).lower_}{lemma}")
    return frozenset(forms)


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
        return frozenset()
    return frozenset(f"{token.nbor(-2).lower_}-{form}" for form in forms)


def verb_lemmas(token: Token) -> frozenset[str]:
    """Give the lemmas of a verb form; spaCy's own first, British spellings folded."""
    lemma = token.lemma_.lower()
    forms = _solid({lemma, *_stems(token.lower_)})
    if token.lower_ in IRREGULAR:
        forms.add(IRREGULAR[token.lower_])
    for form in tuple(forms):
        if form.endswith(("ise", "yse")):
            forms.add(form[:-2] + "ze")
        elif form.endswith(("ize", "yze")):
            forms.add(form[:-2] + "se")
        elif form.endswith("our"):
            forms.add(form[:-3] + "or")
    return frozenset(forms)
