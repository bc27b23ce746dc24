"""Figures that a telling gives: how many troops, killed, arrested, how much money.

A number with what it counts, its unit and how exact it is said to be ("about 20,000 troops",
"at least 12 people killed", "between 1,500 and 3,000", "$2.5 billion").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from math import log10

from foreigndesk.codebook.tables import read_table, resource
from foreigndesk.events import syntax
from foreigndesk.language import Parsed
from foreigndesk.language.tokens import Token
from foreigndesk.records import Figure, Span

COLUMNS = ("word", "kind", "value", "unit")
_NUMBER = re.compile(r"^[$€£¥]?(\d[\d,]*(?:\.\d+)?)(bn|m|k|tn)?$", re.IGNORECASE)
_SCALE = {"bn": 1e9, "m": 1e6, "k": 1e3, "tn": 1e12}


@cache
def words() -> dict[str, tuple[str, str, str]]:
    """Give the words of figures.tsv: word → (kind, value, unit).

    Kinds: "number" (a word that is one; value its size), "scale", "vague" (low|high),
    "bound" (value a Figure.bound), "counts" (a noun; value a Figure.of), "result" (a verb
    lemma that says what became of those counted), "currency" (unit its code).
    """
    source = resource("foreigndesk.events", "lexicon", "figures.tsv")
    return {
        row["word"]: (row["kind"], row["value"], row["unit"]) for row in read_table(source, COLUMNS)
    }


def figures(parsed: Parsed, trigger: Token) -> tuple[Figure, ...]:
    """Give the figures told in a trigger's own clause, in order."""
    found: list[Figure] = []
    clause = _clause(trigger)
    done: set[int] = set()
    for token in clause:
        if token.i in done:
            continue
        figure = _figure(parsed, token, trigger)
        if figure is not None:
            found.append(figure)
            done |= {t.i for t in clause if figure.span.start <= t.idx < figure.span.end}
    return tuple(found)


def _clause(trigger: Token) -> list[Token]:
    """The words of a trigger's clause: its subtree less the clauses under it, or its noun's."""
    top = trigger
    while top.dep_ in ("dobj", "pobj", "prep", "conj", "nsubj", "nsubjpass", "xcomp") and (
        top.head != top
    ):
        top = top.head
    return list(_own(top))


def _own(top: Token) -> Iterator[Token]:
    inner = {
        t.i
        for c in top.subtree
        if c is not top and c.dep_ in ("relcl", "ccomp", "advcl") and not _names_result(c)
        for t in c.subtree
    }
    for token in top.subtree:
        if token.i not in inner:
            yield token


def _names_result(token: Token) -> bool:
    entry = words().get(token.lemma_.lower())
    return entry is not None and entry[0] == "result"


def number(text: str) -> float | None:
    """Read a written number ("20,000", "2.5m", "twelve"); None where it is none."""
    match = _NUMBER.match(text)
    if match:
        return float(match[1].replace(",", "")) * _SCALE.get((match[2] or "").lower(), 1.0)
    entry = words().get(text.lower())
    return float(entry[1]) if entry and entry[0] == "number" else None


def _value(token: Token) -> tuple[float, float, float, Token, Token] | None:
    """Low, best, high and the first and last token of the number that a token begins."""
    doc = token.doc
    entry = words().get(token.lower_)
    if entry and entry[0] == "vague":
        low, high = (float(v) for v in entry[1].split("|"))
        last = token
        if token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "of":
            more = words().get(doc[token.i + 2].lower_)
            if more and more[0] in ("vague", "scale"):
                # "tens of thousands": the second word counts as its power of ten
                size = 10.0 ** int(log10(float(more[1].split("|")[0])))
                low, high = low * size, high * size
                last = doc[token.i + 2]
        return low, low, high, token, last
    first = number(token.text)
    if first is None:
        return None
    total, last = first, token
    while last.i + 1 < len(doc):
        more = words().get(doc[last.i + 1].lower_)
        if more is None or more[0] != "scale":
            break
        total, last = total * float(more[1]), doc[last.i + 1]
    return total, total, total, token, last


def _figure(parsed: Parsed, token: Token, trigger: Token) -> Figure | None:
    value = _value(token)
    if value is None:
        return None
    low, best, high, first, last = value
    bound = "about" if low != high else ""
    second = _range_end(last)
    if second is not None:
        _, best2, _, _, last = second
        low, best, high, bound = min(best, best2), (best + best2) / 2, max(best, best2), "range"
    of, unit, end = _counted(token, last, trigger)
    if not of:
        return None
    bound = bound or _bound(first)
    start = token.nbor(-1).idx if token.i and token.nbor(-1).text in "$€£¥" else first.idx
    return Figure(
        of=of, low=low, best=best, high=high, unit=unit, bound=bound,
        span=Span(text=parsed.article.id, start=start, end=end.idx + len(end)),
    )  # fmt: skip


def _range_end(last: Token) -> tuple[float, float, float, Token, Token] | None:
    doc = last.doc
    if last.i + 2 < len(doc) and doc[last.i + 1].lower_ in ("to", "and", "-", "–"):
        joined = doc[last.i + 1].lower_
        before = doc[last.i - 1].lower_ if last.i else ""
        if joined == "and" and before != "between":
            return None
        return _value(doc[last.i + 2])
    return None


def _bound(first: Token) -> str:
    doc = first.doc
    for size in (3, 2, 1):
        if first.i >= size:
            text = " ".join(t.lower_ for t in doc[first.i - size : first.i])
            entry = words().get(text)
            if entry and entry[0] == "bound":
                return entry[1]
    return ""


def _counted(token: Token, last: Token, trigger: Token) -> tuple[str, str, Token]:
    """What a number counts, in which unit, and the last token of the phrase."""
    doc = token.doc
    before = doc[token.i - 1].text if token.i else ""
    for sign in (before, token.text[:1]):
        entry = words().get(sign)
        if entry and entry[0] == "currency":
            return "money", entry[2], last
    noun = _noun(token, last)
    if noun is None:
        return "", "", last
    entry = words().get(noun.lemma_.lower()) or words().get(noun.lower_)
    if entry is None:
        return "", "", last
    if entry[0] == "currency":
        return "money", entry[2], noun
    if entry[0] == "counts":
        if entry[1] in ("people", "troops"):
            result = _result(noun, trigger)
            if result:
                return result, "persons", noun
        return entry[1], entry[2], noun
    return "", "", last


def _noun(token: Token, last: Token) -> Token | None:
    """The noun that a number counts: its head, or the one after "of"."""
    for walker in (last, token):
        if walker.dep_ in ("nummod", "quantmod", "compound", "amod") and walker.head.i > last.i:
            head = walker.head
            while head.dep_ in ("nummod", "quantmod", "compound") and head.head.i > head.i:
                head = head.head
            return head
    counted = syntax.preps(last, "of") or syntax.preps(token, "of")
    if counted:
        return counted[0]
    after = last.doc[last.i + 1 : last.i + 4]
    for near in after:
        entry = words().get(near.lemma_.lower())
        if entry and entry[0] in ("counts", "currency"):
            return near
        if near.pos_ not in ("ADJ", "PROPN", "NOUN", "ADP", "DET"):
            break
    return None


def _result(noun: Token, trigger: Token) -> str:
    """What became of the people counted: the verb over them, or the trigger, says it."""
    verb = noun.head if syntax.is_verb(noun.head) else None
    below = [c for c in noun.children if c.dep_ == "acl"]
    for token in (*below, *([verb] if verb is not None else []), trigger):
        entry = words().get(token.lemma_.lower())
        if entry and entry[0] == "result":
            objects = syntax.logical_objects(token) if syntax.is_verb(token) else [noun]
            if noun in objects or token in below or token == trigger:
                return entry[1]
    return ""
