"""What the grammar says of a name: whether a capital acts, whether a people is its state."""

from __future__ import annotations

from foreigndesk.actors.tables import word_lists
from foreigndesk.language.tokens import Token

INNER = frozenset(("compound", "amod", "nmod", "poss", "nummod", "quantmod", "advmod", "punct"))


def governor(token: Token) -> Token:
    """Give the head of the coordination that a token stands in."""
    while token.dep_ == "conj" and token.head.i != token.i and token.head.pos_ != "VERB":
        token = token.head
    return token


def phrase(token: Token) -> str:
    """Give the words of a noun phrase up to its head, without article."""
    start = token.i
    for child in token.children:
        if child.i < token.i and child.dep_ in INNER and child.dep_ != "punct":
            start = min(start, child.left_edge.i)
    while start < token.i and token.doc[start].pos_ in ("DET", "PUNCT", "SPACE", "CCONJ"):
        start += 1
    return token.doc[start : token.i + 1].text


def is_former(token: Token) -> bool:
    """Whether a title or name has "former" before it."""
    words = word_lists()["former"]
    for child in token.children:
        if child.i < token.i and (child.lower_ in words or child.lemma_.lower() in words):
            return True
        if child.i < token.i and child.dep_ in ("compound", "nmod", "amod") and is_former(child):
            return True
    return False


def capital_acts(token: Token) -> bool:
    """Whether a capital's name stands for its government where it stands."""
    lists = word_lists()
    token = governor(token)
    if token.dep_ in ("compound", "nmod", "amod"):
        head = token.head
        return head.lemma_.lower() not in lists["part_of_city"]
    if token.dep_ == "poss":
        return token.head.lemma_.lower() not in lists["part_of_city"]
    if token.dep_ in ("nsubj", "nsubjpass", "csubj"):
        return _subject_acts(token)
    if token.dep_ == "appos":
        return token.head.ent_type_ not in ("GPE", "LOC", "FAC")
    if token.dep_ in ("npadvmod", "advmod", "dep"):
        return False
    if token.dep_ == "pobj":
        return _object_acts(token)
    return token.dep_ != "ROOT"


def _subject_acts(token: Token) -> bool:
    lists, verb = word_lists(), token.head
    if verb.pos_ not in ("VERB", "AUX"):
        return False
    if verb.lemma_ == "be":
        return any(c.dep_ in ("acomp", "prep", "xcomp") and _feels(c) for c in verb.children)
    if token.dep_ == "nsubjpass" and verb.lemma_ in ("locate", "situate", "know"):
        return False
    return verb.lemma_.lower() not in lists["not_acting"]


def _feels(token: Token) -> bool:
    """Whether a predicate is one of minds: ready, angry, willing, under pressure."""
    return token.lower_ in word_lists()["minded"] or any(
        c.dep_ in ("xcomp", "ccomp") for c in token.children
    )


def _object_acts(token: Token) -> bool:
    lists, prep = word_lists(), token.head
    word, above = prep.lower_, prep.head
    lemma = above.lemma_.lower()
    if word in lists["locative"]:
        return False
    if word in ("from", "to", "for", "of", "between"):
        if word == "of":
            return lemma not in lists["part_of_city"]
        if word == "between":
            return lemma not in lists["transport"]
        if lemma in lists["motion"]:
            return False
        if lemma in lists["part_of_city"] or lemma in lists["settled"]:
            return False
        if prep.head.dep_ in ("dobj", "nsubj") and prep.head.head.lemma_.lower() in lists["flight"]:
            return False
    return True


def people_sector(token: Token, *, adjective: bool) -> str:
    """Give GOV where "the Russians" are their state, CVL where they are people."""
    lists = word_lists()
    quantity = [
        c for c in token.children
        if c.dep_ in ("nummod", "amod", "quantmod") and c.dep_ != "det"
    ]  # fmt: skip
    definite = any(c.dep_ == "det" and c.lower_ == "the" for c in token.children)
    top = governor(token)
    definite = definite or any(c.dep_ == "det" and c.lower_ == "the" for c in top.children)
    if quantity or not definite:
        return "CVL"
    if top.dep_ == "pobj" and top.head.lower_ == "of":
        above = top.head.head
        if above.lemma_.lower() in lists["crowd_quantity"] or above.pos_ == "NUM":
            return "CVL"
    verb = top.head
    if top.dep_ in ("nsubj", "nsubjpass") and verb.lemma_.lower() in lists["civil_verb"]:
        return "CVL"
    if top.dep_ == "nsubj" and verb.lemma_.lower() in lists["acting_verb"]:
        return "GOV"
    return "GOV" if adjective or top.dep_ in ("nsubj", "agent", "pobj") else "CVL"
