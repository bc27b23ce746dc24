"""Modals that tell an act: what must be done is asked for, what one will not do is refused.

*Tehran said Baghdad must pull out its troops* is a request of Tehran; *Ankara will not hand over the
suspects* is a refusal of Ankara. The words (verbs of saying, acts that can be refused) are the
lexicon's; here is only the grammar.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from foreigndesk.events import syntax

if TYPE_CHECKING:
    from foreigndesk.events.entries import Entry
    from foreigndesk.language.tokens import Token

_OWN = frozenset(("we", "i", "it"))
Filled = tuple[list["Token"], list["Token"]]


def wish(entry: Entry, modal: Token) -> Filled | None:
    """Give who should act and who says so, None where it is nobody's saying."""
    verb = modal.head
    saying = entry.slot("cue")
    cue = clause_cue(verb)
    if cue is None or saying is None or cue.lemma_.lower() not in saying.words:
        return None
    speakers = [c for t in syntax.logical_subjects(cue) for c in syntax.with_conjuncts(t)]
    doers = [c for t in syntax.surface_subjects(verb) for c in syntax.with_conjuncts(t)]
    if not speakers or any(t.lower_ in _OWN for t in doers):
        return None
    return doers, speakers


def refusal(entry: Entry, modal: Token) -> Filled | None:
    """Give who will not do a thing that is asked of them, None where nothing is refused."""
    verb, wanted = modal.head, entry.slot("do")
    negated = any(c.dep_ == "neg" for c in verb.children)
    if not negated or syntax.is_passive(verb):
        return None
    if wanted is None or verb.lemma_.lower() not in wanted.words:
        return None
    doers = [c for t in syntax.logical_subjects(verb) for c in syntax.with_conjuncts(t)]
    return (doers, []) if doers else None


def clause_cue(verb: Token) -> Token | None:
    """Give the verb of saying that a clause is the content of, before or after it."""
    node = verb
    while node.dep_ == "conj" and syntax.is_verb(node.head):
        node = node.head
    if node.dep_ in ("ccomp", "parataxis") and syntax.is_verb(node.head):
        return node.head
    for child in node.children:
        said = child.dep_ == "parataxis" and syntax.is_verb(child)
        if said and not any(c.dep_ in ("mark", "aux") for c in child.children):
            return child
    return None
