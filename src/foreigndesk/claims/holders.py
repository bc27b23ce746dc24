"""Who holds a view: the noun that a cue's act is ascribed to, by the grammar of its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foreigndesk.claims.cues import lemma

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

SUBJECTS: Final = frozenset({"nsubj", "csubj", "expl"})
PASSIVE: Final = frozenset({"nsubjpass", "csubjpass"})
_LIGHT: Final = frozenset(
    "make give issue express voice offer have hold deliver raise share launch repeat release draw get "
    "take renew publish file reaffirm reiterate announce".split()
)


def subject(verb: Token) -> Token | None:
    """Find who a verb's act is ascribed to: its subject, or that of the verb it hangs on."""
    at, steps = verb, 0
    while steps < 6:
        steps += 1
        for child in at.children:
            if child.dep_ in SUBJECTS and child.dep_ != "expl":
                return child
            if child.dep_ in PASSIVE and at != verb:
                return child
        passive = any(c.dep_ in PASSIVE or c.dep_ == "auxpass" for c in at.children)
        if passive or bare_passive(at):
            return agent(at)
        if at.dep_ in {"acl", "relcl"}:
            return at.head if at.head.pos_ in {"NOUN", "PROPN", "PRON"} else None
        if at.dep_ == "xcomp":
            for child in at.head.children:
                if (
                    child.dep_ in {"dobj", "dative"}
                    and child.i < at.i
                    and at.head.lemma_ != "promise"
                ):
                    return child
        if at.dep_ in {
            "conj",
            "xcomp",
            "advcl",
            "pcomp",
            "prep",
            "ccomp",
            "dep",
            "acomp",
            "parataxis",
        }:
            if at.dep_ == "ccomp" and at.head.i > at.i:
                return None
            if at.dep_ == "advcl" and at.head.pos_ in {"NOUN", "PROPN"} and at.tag_ == "VBG":
                return at.head
            at = at.head
            continue
        return None
    return None


def bare_passive(verb: Token) -> bool:
    """Say whether a verb is a participle that stands for a passive: "accused by", "Asked if …"."""
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "advcl":
        return not any(c.dep_ in SUBJECTS or c.dep_ in {"aux", "auxpass"} for c in verb.children)
    return verb.dep_ in {"acl", "relcl"}


def agent(verb: Token) -> Token | None:
    """Give the by-phrase's noun of a passive, None where it has none."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and lemma(child) == "by"):
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    return None


def is_passive(verb: Token) -> bool:
    """Say whether a verb stands in the passive."""
    return bare_passive(verb) or any(
        c.dep_ in PASSIVE or c.dep_ == "auxpass" for c in verb.children
    )


def source_head(head: Token) -> Token | None:
    """Find the noun that a cue's act is ascribed to."""
    if head.pos_ in {"VERB", "AUX"}:
        return agent(head) if is_passive(head) else subject(head)
    if head.pos_ == "ADJ":
        if head.dep_ in {"acomp", "oprd", "conj"}:
            return subject(head.head)
        return head.head if head.dep_ in {"amod", "relcl", "acl"} else None
    for child in head.children:
        if child.dep_ == "poss":
            return child
    for child in head.children:
        if child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from"}:
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return noun
    for child in head.children:
        if child.dep_ in {"compound", "nmod"} and child.ent_type_ in {"ORG", "GPE"}:
            return child  # "a World Bank forecast that"
    if head.dep_ == "dobj" and lemma(head.head) in _LIGHT:
        return subject(head.head)
    return None
