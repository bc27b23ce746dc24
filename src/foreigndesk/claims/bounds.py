"""Where a content that is a noun phrase ends: what the parse left off, what does not belong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from foreigndesk.claims.frames import Draft

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc, Token

_LINKS: Final = frozenset("of to for about between against that who toward towards".split())
_TURNS: Final = frozenset("on during after before while when as".split())
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STOPS: Final = frozenset({",", ".", ";", ":", "?", "!", "–", "—", "--", "(", ")"})
_OPENS: Final = frozenset({"DT", "PRP", "NNP", "NNPS", "PRP$"})
_REACH: Final = 18


def fit(draft: Draft, doc: Doc) -> Draft:
    """Give a draft of an object frame with its content grown and cut to one noun phrase."""
    if "/np" not in draft.rule or draft.quoted or not draft.content:
        return draft
    content = _cut(doc, draft.content)
    if draft.rule.endswith("/np") and min(content) > draft.verb:
        content |= _grown(doc, max(content)) - draft.source - draft.cue
    return replace(draft, content=frozenset(content))


def _cut(doc: Doc, content: frozenset[int]) -> frozenset[int]:
    """Leave off a relative clause after a comma: it is the author's own remark."""
    order = sorted(content)
    for at, place in enumerate(order[:-1]):
        if at > 1 and doc[place].text == "," and doc[order[at + 1]].lower_ in {"which", "who"}:
            return frozenset(order[:at])
    return content


def _grown(doc: Doc, last: int) -> frozenset[int]:
    """Give the words to the next pause, where they go on from a noun: its clause or phrase."""
    found: list[Token] = []
    place = last + 1
    while place < len(doc) and doc[place].text not in _STOPS and not doc[place].is_space:
        found.append(doc[place])
        place += 1
        if len(found) > _REACH:
            return frozenset()
    if not found or any(t.is_quote for t in found):
        return frozenset()
    first = found[0]
    if doc[last].tag_ == "POS":
        return frozenset(t.i for t in found)
    if first.tag_ in _OPENS and first.ent_type_ not in {"DATE", "TIME"}:
        verbs = [t for t in found[1:] if t.tag_ in _FINITE]
        return frozenset(t.i for t in found) if verbs else frozenset()
    if first.lower_ in _LINKS or (first.tag_ == "VBG" and first.dep_ == "acl"):
        end = next((t.i for t in found if t.lower_ in _TURNS), place)
        return frozenset(t.i for t in found if t.i < end)
    return frozenset()
