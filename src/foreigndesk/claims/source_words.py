"""The words of a source: its name or description without by-clauses, its post and its house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foreigndesk.claims.cues import noun_kind, outlets
from foreigndesk.language import Parsed

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

_POSTS: Final = frozenset({"person", "office", "voice", "deep"})
_OWNERS: Final = frozenset({"GPE", "NORP", "ORG", "LOC", "FAC"})
_HOUSE: Final = frozenset({"of", "at", "in", "for", "from", "with", "on"})
_MODIFIERS: Final = frozenset({"compound", "amod", "nmod"})


def text_of(parsed: Parsed, places: set[int] | frozenset[int]) -> str:
    """Give the article's words from the first of these tokens to the last."""
    order = sorted(i for i in places if not parsed.doc[i].is_space)
    if not order:
        return ""
    a, b = parsed.doc[order[0]], parsed.doc[order[-1]]
    return " ".join(parsed.article.text[a.idx : b.idx + len(b)].split())


def core(head: Token, source: frozenset[int]) -> set[int]:
    """Give a noun phrase up to its first comma, relative clause or apposition."""
    found = {i for i in source if i <= head.i}
    cut = {
        i
        for c in head.children
        if c.i > head.i and c.dep_ in {"appos", "relcl", "acl", "punct", "parataxis", "advcl"}
        for i in (t.i for t in c.subtree)
    }
    last = head.i
    for place in sorted(i for i in source if i > head.i):
        token = head.doc[place]
        if place != last + 1 or place in cut or token.text in {",", "(", "–", "—"}:
            break
        found.add(place)
        last = place
    return found | {head.i}


def named_after(head: Token, source: frozenset[int]) -> Token | None:
    """Give the name set beside a post: "the chairwoman, Petra Ohlendiek"."""
    if head.pos_ == "PROPN" and head.ent_type_ == "PERSON":
        return None
    for child in head.children:
        beside = child.dep_ == "appos" and child.i > head.i and child.pos_ == "PROPN"
        if beside and (noun_kind(head) in _POSTS or child.ent_type_ == "PERSON"):
            return child
    return None


def title_before(head: Token) -> tuple[int, int] | None:
    """Give first and last token of the title before a name: "Foreign Minister" Lavrov."""
    if head.pos_ != "PROPN":
        return None
    place = head.i - 1
    last: int | None = None
    doc = head.doc
    while place >= 0 and (
        doc[place].pos_ in {"PROPN", "NOUN", "ADJ"} or (doc[place].text == "-" and last)
    ):
        token = doc[place]
        if token.sent.start != head.sent.start:
            break
        if last is None and noun_kind(token) in _POSTS and token.ent_type_ != "PERSON":
            last = place
        place -= 1
    if last is None or last == head.i:
        return None
    return place + 1, last


def role_of(parsed: Parsed, post: Token) -> str:
    """Give a post's own words, without who it belongs to: "chief negotiator"."""
    doc, first = post.doc, post.i
    while first > 0:
        left = doc[first - 1]
        if left.ent_type_ in _OWNERS or left.pos_ not in {"NOUN", "ADJ", "PROPN"}:
            break
        if left.is_space or left.ent_type_ == "PERSON" or left.tag_ in {"JJS", "JJR", "POS"}:
            break
        if left.dep_ not in _MODIFIERS:
            break
        if noun_kind(left) in {"body", "outlet"} and noun_kind(post) != "office":
            break
        first -= 1
    last = post.i
    if last + 2 < len(doc) and doc[last + 1].lower_ == "of" and doc[last + 2].lower_ in _PARTS:
        last += 2
    return text_of(parsed, {*range(first, last + 1)})


_PARTS: Final = frozenset({"staff", "state", "mission", "government", "police"})


def affiliation(parsed: Parsed, head: Token) -> str:
    """Give the state or body that a source belongs to, as written, "" for none."""
    for child in head.children:
        if child.dep_ == "poss" and child.pos_ in {"PROPN", "NOUN"}:
            return _owner(parsed, child)
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in _HOUSE and child.i > head.i:
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            if noun is None or noun.ent_type_ in {"DATE", "TIME"} or noun.lower_ in _PARTS:
                continue
            if noun.pos_ == "PROPN" or noun_kind(noun) in {"body", "organ", "outlet"}:
                return _owner(parsed, noun)
    named = [
        c.i
        for c in head.children
        if c.dep_ in _MODIFIERS
        and c.i < head.i
        and (c.ent_type_ in _OWNERS or noun_kind(c) in {"body", "organ"})
    ]
    if not named:
        return ""
    last = max(named)
    places = {t.i for t in parsed.doc[last].subtree if t.i <= last} | set(named)
    return text_of(parsed, places)


def _owner(parsed: Parsed, noun: Token) -> str:
    source = frozenset(t.i for t in noun.subtree if t.tag_ != "POS")
    places = core(noun, source)
    order = sorted(places)
    while order and parsed.doc[order[0]].lower_ in {"the", "a", "an"}:
        order.pop(0)
    return text_of(parsed, set(order))


def outlet_kind(head: Token) -> str:
    """Give what an outlet of this name is ("named", "document"), "" for no outlet's name."""
    words = [head.text.lower()]
    known = outlets()
    if head.i + 2 < len(head.doc) and head.nbor(1).lower_ == "of":
        words += [head.nbor(1).lower_, head.nbor(2).lower_]
    found, whole = known.get(" ".join(words), ""), False
    place = head.i - 1
    while place >= 0 and len(words) < 5 and not head.doc[place].is_space:
        words.insert(0, head.doc[place].lower_)
        longer = known.get(" ".join(words).replace(" - ", "-"), "")
        found, whole = longer or found, whole or bool(longer)
        place -= 1
    if found == "document" and not whole and head.ent_type_ in {"PERSON", "GPE"}:
        return ""
    return found
