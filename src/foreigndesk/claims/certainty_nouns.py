"""Acts that are named by nouns: what their determiners, adjectives and clauses say of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from foreigndesk.claims.signatures import Modifier, tables
from foreigndesk.claims.veridicality import Held, grade, phrase_at, preposition_at, turned, weaker

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

VERBAL: Final = frozenset(("VERB", "AUX"))
COPULAS: Final = frozenset(("be", "remain", "stay", "seem", "look"))
# Verbs that predicate something of their object: "regard X as a matter of time".
JUDGEMENTS: Final = frozenset(
    (
        "regard",
        "see",
        "view",
        "consider",
        "call",
        "describe",
        "declare",
        "deem",
        "judge",
        "pronounce",
    )
)


def phrase_about(noun: Token) -> tuple[Token, str, str] | None:
    """Find what a copula says of a noun: (copula, effect, words), None where it says nothing.

    "The talks are under way": under way; "the raid is a hoax"; "sanctions are on the table".
    """
    copula = noun.head
    judged = noun.dep_ == "dobj" and copula.lemma_ in JUDGEMENTS
    if noun.dep_ not in ("nsubj", "nsubjpass", "attr") and not judged:
        return None
    if copula.lemma_ not in COPULAS and not judged:
        return None
    last = max((t.i for t in copula.subtree), default=copula.i)
    for token in noun.doc[copula.i + 1 : last + 1]:
        if copula.i not in (token.head.i, token.head.head.i, token.head.head.head.i):
            continue
        entry = phrase_at(token, "phrase")
        if entry is not None and token.i > noun.i and _predicated(token, entry):
            return copula, entry.effect, " ".join(entry.words)
    return None


def _predicated(token: Token, entry: Modifier) -> bool:
    """Say whether a phrase stands alone: "is over", not "changed over the years"."""
    return len(entry.words) > 1 or not any(c.dep_ == "pobj" for c in token.children)


def definite(noun: Token) -> bool:
    """Say whether a noun's determiner presupposes it: the, this, a possessive, a past mark."""
    for child in noun.children:
        if child.dep_ == "poss":
            return True
        if child.dep_ in ("det", "amod", "nummod"):
            for kind in ("determiner", "adjective"):
                entry = tables().modifier(kind, child.lower_)
                if entry is not None and entry.effect == "fact":
                    return True
    return False


def only_supposed(noun: Token) -> bool:
    """Say whether a noun is the indefinite subject of "would": "an attack would widen the war"."""
    if noun.dep_ not in ("nsubj", "nsubjpass") or definite(noun):
        return False
    if not any(
        c.dep_ == "det" and c.lower_ in ("a", "an", "another", "any") for c in noun.children
    ):
        return False
    return any(c.dep_ == "aux" and c.lower_ == "would" for c in noun.head.children)


_SO: Final = frozenset({"true", "successful", "so", "necessary"})


def _if_so(noun: Token) -> str:
    """Give the words of a condition set beside a noun: "the visit, if confirmed, …"."""
    after = noun.doc[noun.i + 1 : noun.i + 7]
    opened = next(
        (t for t in after if t.lower_ == "if" and t.nbor(-1).text in {",", "(", "–"}), None
    )
    if opened is None or any(
        t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in after if t.i < opened.i
    ):
        return ""
    for token in noun.doc[opened.i + 1 : opened.i + 4]:
        if token.tag_ in {"VBN", "VBZ", "VBP"} or token.lower_ in _SO:
            return noun.doc[opened.i : token.i + 1].text
        if token.pos_ != "ADV" and token.lower_ not in {"it", "they"}:
            return ""
    return ""


def modified(noun: Token, held: Held) -> Held:
    """Apply a noun's own determiner and adjectives to what its clause says of it."""
    if (beside := _if_so(noun)) and not held.denied:
        return grade("conditional", f"hangs on '{beside}'")
    if not held.denied and noun.i and noun.nbor(-1).lower_ == "not":
        held = turned(held).because("'not'")
    for child in noun.children:
        if child.dep_ in ("det", "neg"):
            held = _determined(child, held)
        elif child.dep_ in ("amod", "compound", "advmod", "nmod", "prep", "acl"):
            held = _described(noun, child, held)
    return held


def _determined(word: Token, held: Held) -> Held:
    entry = tables().modifier("determiner", word.lower_)
    if entry is None:
        return held
    if entry.effect == "not":
        return turned(held).because(f"'{word.text}'") if not held.denied else held
    if entry.effect == "open" and held.real:
        return weaker(held, grade("possible", f"'{word.text}'"))
    return held


def _described(noun: Token, word: Token, held: Held) -> Held:
    entry = phrase_at(word, "adjective")
    if entry is None or entry.effect in ("own", "none", "same", "fact") or word.i > noun.i:
        return held
    why = f"'{word.text} {noun.text}'"
    if entry.effect == "not":
        return turned(held).because(why) if held.real else held
    if entry.effect == "ongoing":
        return grade("ongoing", why) if held.status == "happened" else held
    before = [t.lower_ for t in word.doc[max(0, word.i - 2) : word.i]]
    if held.denied or (before == ["long", "-"] and word.tag_ in ("VBN", "JJ")):
        return held  # "mounted its long-threatened invasion"
    return weaker(held, grade(entry.effect, why))


def default_noun(noun: Token, hold: Callable[[Token], Held]) -> Held:
    """Read a noun that nothing in the tables governs, by its clause and its article."""
    above = next((t for t in noun.ancestors if t.pos_ in VERBAL), None)
    fact = grade("nominal", f"'{noun.text}' is named as a fact")
    if noun.dep_ == "pobj":
        entry = preposition_at(noun.head)
        if entry is not None and entry.effect in ("fact", "likely"):
            return grade(entry.effect, f"'{noun.head.text} {noun.text}'")
        if entry is not None and entry.effect == "not":
            return grade("undone", f"'{noun.head.text} {noun.text}'")
        if entry is not None and entry.effect == "purpose" and noun.i == noun.head.i + 1:
            over = hold(above) if above is not None else fact
            if over.denied:
                return weaker(turned(fact), over)
        if entry is not None and entry.effect == "conditional" and not definite(noun):
            return grade("conditional", f"'{noun.head.text} {noun.text}'")
    if above is None or definite(noun):
        return fact
    over = hold(above)
    if over.real:
        return fact
    if over.denied:
        direct = noun.head.i == above.i and noun.dep_ in ("dobj", "nsubj", "nsubjpass", "attr")
        return weaker(turned(fact), over) if direct else fact
    return weaker(fact, over).because(*over.why)


def speaks(noun: Token) -> bool:
    """Say whether a noun names an act of speech that stands though it is spurned (an offer)."""
    return any(
        s.positive in ("asked", "own", "alleged", "try") or s.lemma in ("offer", "proposal", "bid")
        for s in tables().predicates.get((noun.lemma_.lower(), "N"), ())
    )
