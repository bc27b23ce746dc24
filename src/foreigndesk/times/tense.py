"""Which way a sentence points in time: the tense of the verb that a time hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreigndesk.records import Tense
from foreigndesk.times.words import words

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token


def governor(token: Token) -> Token:
    """Give the verb that a word hangs on, or the sentence's head where there is none."""
    node = token
    while node.pos_ not in ("VERB", "AUX") and node.head.i != node.i:
        node = node.head
    while node.pos_ == "AUX" and node.dep_ in ("aux", "auxpass") and node.head.i != node.i:
        node = node.head
    return node


def _auxiliaries(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("aux", "auxpass") or c.tag_ == "MD"]


def verb_tense(verb: Token) -> Tense:
    """Give the tense of a verb with its auxiliaries: past, present or future.

    An infinitive points forward from the verb that governs it ("plans to", "agreed to"); so
    does a participle of planning ("is scheduled").
    """
    known = words()
    helpers = _auxiliaries(verb)
    lower = {h.lower_ for h in helpers}
    perfect = any(h.lemma_ == "have" for h in helpers)
    if any(h.tag_ == "MD" for h in helpers) or lower & known["modal"].keys() or "'ll" in lower:
        return "past" if perfect and lower & {"would", "could", "should", "might"} else "future"
    if any(h.tag_ == "TO" for h in helpers):
        return "past" if perfect else "future"
    if any(c.lower_ == "going" for c in verb.children):
        return "future"
    present = any(h.tag_ in ("VBZ", "VBP") for h in helpers)
    if verb.tag_ == "VBG":
        if any(h.tag_ == "VBD" for h in helpers):
            return "past"
        if (
            not helpers
            and verb.head.i != verb.i
            and verb.dep_ in ("advcl", "xcomp", "acl", "pcomp")
        ):
            return verb_tense(governor(verb.head)) if verb.head.pos_ in ("VERB", "AUX") else "past"
        return "present"
    if verb.tag_ == "VBN" and present and not perfect:
        return "future" if verb.lemma_.lower() in known["forward"] else "present"
    if verb.tag_ in ("VBD", "VBN"):
        return "past"
    if verb.tag_ in ("VBZ", "VBP"):
        return "present"
    if verb.pos_ in ("VERB", "AUX"):
        if verb.dep_ in ("conj", "xcomp", "ccomp") and verb.head.pos_ in ("VERB", "AUX"):
            return verb_tense(verb.head)
        return "future" if verb.tag_ == "VB" else "past"
    return "past"
