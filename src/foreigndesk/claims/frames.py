"""From a cue and its parse to source, cue and content: the grammar of reported speech."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from foreigndesk.claims.cues import Cue, can_hold, cues, noun_kind
from foreigndesk.claims.holders import (
    PASSIVE,
    SUBJECTS,
    agent,
    bare_passive,
    is_passive,
    source_head,
    subject,
)

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc, Token

_WH: Final = frozenset({"WP", "WRB", "WDT", "WP$"})
_AUX: Final = frozenset({"aux", "auxpass", "neg", "prt"})
_ORDER: Final = {
    name: rank
    for rank, name in enumerate(
        "ccomp np+that wh np+inf xcomp np+pred np+as np+of np+for np+with np+to ger that inf np quote".split()
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim in the making: token indexes of source, cue and content, and the head tokens."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    verb: int
    head: int | None
    rule: str
    stance: str
    quoted: bool = False
    held: bool = True


def subtree(token: Token) -> set[int]:
    """Give the indexes of a token and all that hangs on it, without outer punctuation."""
    return trim(token.doc, {t.i for t in token.subtree})


def trim(doc: Doc, found: set[int]) -> set[int]:
    """Drop commas, dashes and spaces at either end of a set of token indexes."""
    tokens, order = doc.tokens, sorted(found)
    start, end = 0, len(order)
    while start < end and (tokens[order[start]].is_space or tokens[order[start]].text in ",;:-–—."):
        start += 1
    while end > start and (
        tokens[order[end - 1]].is_space or tokens[order[end - 1]].text in ",;:-–—."
    ):
        end -= 1
    return set(order[start:end])


def noun_phrase(token: Token) -> set[int]:
    """Give a source's noun phrase: all of it, with appositions and relative clauses."""
    found = {t.i for t in token.subtree}
    for child in token.children:
        if child.dep_ in {"cc", "punct"} and child.i > token.i:
            continue
        if child.dep_ == "prep" and any(c.ent_type_ in {"DATE", "TIME"} for c in child.children):
            found -= {t.i for t in child.subtree}
        if child.dep_ in {"parataxis", "advcl", "ccomp"} or (
            child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}
        ):
            found -= {t.i for t in child.subtree}
    order = sorted(found)
    run = [token.i]
    for place in (i for i in order if i > token.i):
        if place == run[-1] + 1:
            run.append(place)
    for place in (i for i in reversed(order) if i < token.i):
        if place == run[0] - 1:
            run.insert(0, place)
    return trim(token.doc, set(run))


def cue_tokens(head: Token, extra: set[int]) -> frozenset[int]:
    """Give a cue's own words: the head with its auxiliaries, negation and particles."""
    return frozenset({head.i, *extra, *(c.i for c in head.children if c.dep_ in _AUX)})


def clause_child(verb: Token, *deps: str) -> list[Token]:
    """Give a verb's clausal children of these kinds that follow it."""
    return [c for c in verb.children if c.dep_ in deps and c.i > verb.i]


def is_infinitive(verb: Token) -> bool:
    """Say whether a verb is a to-infinitive."""
    return any(c.tag_ == "TO" and c.i < verb.i for c in verb.children)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in SUBJECTS or c.dep_ in PASSIVE for c in verb.children)


def _finite(verb: Token) -> bool:
    if verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        return True
    return any(c.dep_ in {"aux", "auxpass", "cop"} and c.tag_ != "TO" for c in verb.children) or (
        verb.tag_ == "VBN" and _has_subject(verb)
    )


def _extra(cue: Cue, head: Token) -> tuple[set[int], Token] | None:
    """Match the cue's further words; give their indexes and the token the last one is."""
    taken: set[int] = set()
    at = head
    for word in cue.words[1:]:
        for child in at.children if at == head else (*at.children, *head.children):
            if child.i > head.i and child.lower_ == word and child.i not in taken:
                taken.add(child.i)
                at = child
                break
        else:
            return None
    return taken, at


def own_words(clause: Token, head: Token) -> set[int]:
    """Give a content clause without what is the source's next act, not its content.

    ", adding that …" and "and warned …" hang on the content's verb in many parses.
    """
    found = {t.i for t in clause.subtree}
    for token in list(clause.subtree):
        if token == clause or token.pos_ != "VERB" or not cues().of(token):
            continue
        subjects = any(c.dep_ in SUBJECTS or c.dep_ in PASSIVE for c in token.children)
        left = token.doc[token.left_edge.i]
        comma = left.i > clause.i and left.nbor(-1).text == ","
        participle = token.dep_ == "advcl" and token.tag_ == "VBG" and comma and left == token
        follow = (
            token.dep_ == "conj"
            and token.head == clause
            and token.tag_ == head.tag_ == "VBD"
            and clause.tag_ not in {"VBD", "VBN"}
        )
        if not subjects and (participle or follow):
            found -= {t.i for t in token.subtree}
            found -= {
                c.i for c in token.head.children if c.dep_ == "cc" and follow and c.i < token.i
            }
    return trim(clause.doc, found)


def _ccomp(head: Token, at: Token) -> set[int] | None:
    for child in clause_child(head, "ccomp"):
        if is_infinitive(child) and not any(c.dep_ == "mark" for c in child.children):
            continue
        if child.tag_ == "VBG" and not _has_subject(child):
            continue
        return own_words(child, head)
    if at != head:
        for child in clause_child(at, "ccomp", "pcomp"):
            return subtree(child)
    for child in clause_child(head, "advcl"):
        marks = [c for c in child.children if c.dep_ == "mark"]
        if marks and marks[0].lower_ in {"that"}:
            return subtree(child)
    return _around(head, at) if at == head else None


def _around(head: Token, at: Token) -> set[int] | None:
    """Read what a parenthesis leaves around it: "…, officials said", "…, said one, …"."""
    doc = head.doc
    before = [c for c in head.children if c.dep_ == "ccomp" and c.i < head.i]
    if before:
        return subtree(before[0])
    own = subtree(head)
    governor = head.head
    if head.dep_ in {"parataxis", "ccomp", "advcl"} and governor.pos_ in {"VERB", "AUX"}:
        marks = {c.lower_ for c in head.children if c.dep_ in {"mark", "advmod"} and c.i < head.i}
        cut = min(own) > head.sent.start and doc[min(own) - 1].text in _PAUSES
        plain = not marks & {"that", "if", "because", "when", "while", "although", "since"}
        if (cut and plain) or "as" in marks:
            around = {t.i for t in governor.subtree} - own
            return trim(doc, around) or None
    return _trailing(head)


def _trailing(head: Token) -> set[int] | None:
    """Read "…, officials said." by its order where the parse does not hang it together."""
    doc = head.doc
    who = subject(head)
    if who is None or head.dep_ in {"relcl", "acl", "xcomp"}:
        return None
    words = noun_phrase(who) | {head.i}
    first = min(words)
    start = head.sent.start
    if first - start < 4 or doc[first - 1].text not in {",", "–", "—"}:
        return None
    rest = head.i + 1 if who.i < head.i else max(words) + 1
    if rest < head.sent.end and not (doc[rest].is_punct or doc[rest].pos_ in {"ADP", "PROPN"}):
        return None
    front = {i for i in range(start, first) if not doc[i].is_space}
    verbs = [doc[i] for i in front if _finite(doc[i]) and doc[i].pos_ in {"VERB", "AUX"}]
    return trim(doc, front) if verbs else None


_PAUSES: Final = frozenset({",", "–", "—", "--", "-", "(", '"', "”", "''"})


def _wh(head: Token, at: Token) -> set[int] | None:
    for owner in (head, at):
        for child in clause_child(owner, "ccomp", "advcl", "pcomp", "xcomp"):
            first = child.doc[child.left_edge.i]
            if child.dep_ == "advcl" and first.lower_ in {"when", "where", "while", "as"}:
                continue
            if first.lower_ in {"if", "whether"} or first.tag_ in _WH:
                return subtree(child)
    return None


def _xcomp(head: Token, at: Token) -> set[int] | None:
    for child in clause_child(head, "xcomp", "ccomp"):
        if is_infinitive(child) and not _has_subject(child):
            return subtree(child)
    return None


def _np_inf(head: Token, at: Token) -> set[int] | None:
    for child in clause_child(head, "ccomp", "xcomp"):
        if is_infinitive(child) and _has_subject(child):
            return subtree(child)
    if is_passive(head) and (named := passive_subject(head)):
        for child in clause_child(head, "xcomp", "ccomp", "advcl"):
            if is_infinitive(child) and not _has_subject(child):
                return named | subtree(child)
    noun = _object(head, at)
    if noun is None:
        return None
    for owner in (head, at, noun):
        for child in clause_child(owner, "xcomp", "ccomp", "advcl", "acl", "relcl"):
            if is_infinitive(child) and child.i > noun.i:
                return subtree(noun) | subtree(child)
    return None


def _np_pred(head: Token, at: Token) -> set[int] | None:
    if bare_passive(head) and not agent(head):
        return None  # "a group called …" only gives its name
    for child in clause_child(head, "ccomp"):
        if not _finite(child) and child.pos_ in {"NOUN", "ADJ", "PROPN", "PRON"}:
            return subtree(child)
    noun = _object(head, head) or next(
        (c for c in head.children if c.dep_ == "dobj" and c.tag_ == "WP" and c.i < head.i), None
    )
    predicate = clause_child(head, "oprd", "acomp") or clause_child(head, "dobj")[1:]
    if predicate and predicate[0].ent_type_ not in {"DATE", "TIME"}:
        base = subtree(noun) if noun is not None else passive_subject(head)
        return base | subtree(predicate[0]) if base else subtree(predicate[0])
    return None


def passive_subject(head: Token) -> set[int]:
    """Give the subject's words of a passive verb (empty where it has none)."""
    for child in head.children:
        if child.dep_ in PASSIVE:
            return subtree(child)
    if bare_passive(head) and head.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return set()
    return set()


def _np_prep(head: Token, words: tuple[str, ...]) -> set[int] | None:
    noun = _object(head, head)
    base = subtree(noun) if noun is not None else passive_subject(head)
    owners = [head] + ([noun] if noun is not None else [])
    for owner in owners:
        for child in owner.children:
            if child.dep_ in {"prep", "advcl"} and child.lower_ in words and child.i > head.i:
                inside = subtree(child)
                if child.lower_ != "as":
                    inside = trim(head.doc, inside - {child.i})
                rest = base - inside if owner is noun else base
                return rest | inside
    return None


def _object(head: Token, at: Token) -> Token | None:
    if at != head:
        for child in at.children:
            if child.dep_ in {"pobj", "pcomp"}:
                return child
        if at.dep_ != "prt":
            return None
    for child in head.children:
        if child.dep_ in {"dobj", "obj"}:
            return child
    return None


def _np(head: Token, at: Token) -> set[int] | None:
    noun = _object(head, at)
    if noun is not None:
        return subtree(noun)
    if at == head and is_passive(head):
        return passive_subject(head) or None
    return None


def _ger(head: Token, at: Token) -> set[int] | None:
    for child in clause_child(head, "xcomp", "ccomp", "dobj"):
        having = any(c.dep_ in _AUX and c.tag_ == "VBG" for c in child.children)
        if child.tag_ == "VBG" or having:
            return subtree(child)
    if at != head:  # "toyed with leaving": the gerund hangs on the cue's preposition
        for child in clause_child(at, "pcomp"):
            if child.tag_ == "VBG" and not _has_subject(child):
                return subtree(child)
    return None


def _noun_that(head: Token, at: Token) -> set[int] | None:
    for child in clause_child(head, "acl", "ccomp", "relcl"):
        if any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children):
            return subtree(child)
    verb = head.head
    if verb.lemma_ == "be" and head.dep_ in {"nsubj", "attr"}:
        for child in clause_child(verb, "ccomp"):
            if child.i > head.i:
                return subtree(child)
    return None


def _noun_inf(head: Token, at: Token) -> set[int] | None:
    for child in clause_child(head, "acl", "xcomp", "relcl", "ccomp"):
        if is_infinitive(child) and not _has_subject(child):
            return subtree(child)
    return None


_FRAMES: Final = {
    "ccomp": _ccomp,
    "np+that": _ccomp,
    "wh": _wh,
    "xcomp": _xcomp,
    "np+inf": _np_inf,
    "np+pred": _np_pred,
    "np+as": lambda head, at: _np_prep(head, ("as",)),
    "np+of": lambda head, at: _np_prep(head, ("of",)),
    "np+for": lambda head, at: _np_prep(head, ("for", "over")),
    "np+with": lambda head, at: _np_prep(head, ("with",)),
    "np+to": lambda head, at: _np_prep(head, ("to",)),
    "ger": _ger,
    "that": _noun_that,
    "inf": _noun_inf,
    "np": _np,
}


def read_cue(head: Token) -> Draft | None:
    """Read the claim that a token brings in as a cue, None where it is none."""
    best: tuple[tuple[int, int], Draft] | None = None
    for cue in cues().of(head):
        if cue.frame == "quote":
            continue
        extra = _extra(cue, head)
        if extra is None:
            continue
        content = _FRAMES[cue.frame](head, extra[1])
        if not content:
            continue
        rank = (-len(cue.words), _ORDER[cue.frame])
        if cue.frame in {"np", "np+inf"} and len(cue.words) == 1:
            rank = (0, _ORDER[cue.frame])
        if best is None or rank < best[0]:
            draft = Draft(
                source=frozenset(),
                cue=cue_tokens(head, extra[0]),
                content=frozenset(content),
                verb=head.i,
                head=None,
                rule=cue.rule,
                stance=cue.stance,
            )
            best = (rank, draft)
    if best is None:
        return None
    draft = with_source(head, best[1])
    free = draft.rule.endswith(_FREE) and (draft.source or draft.stance not in _MINDS)
    free = free or (draft.rule.endswith("V/np+inf") and draft.stance == "assert")
    free = free or (draft.rule.endswith("V/ccomp") and _it_is(head))
    free = free or (
        draft.rule.endswith("N/np") and noun_kind(head) == "report" and not draft.source
    )
    return draft if draft.held or free else None


def _it_is(head: Token) -> bool:
    """Say whether nobody in particular holds it: "it is feared that"."""
    return is_passive(head) and any(c.lower_ == "it" and c.i < head.i for c in head.children)


# Frames that bring in a claim whoever holds it: "polls show that", "it was reported that".
_FREE: Final = (
    "V/ccomp",
    "V/wh",
    "N/that",
    "V/np+of",
    "V/np+that",
    "V/np+as",
    "V/np+for",
    "V/np+pred",
)
_MINDS: Final = frozenset({"believe", "doubt", "fear", "intend"})


def _tells(noun: Token, draft: Draft) -> bool:
    """Say whether a text may be the source: it tells, warns and shows, but wants nothing."""
    return noun_kind(noun) in {"document", "report"} and draft.stance in _TOLD


_TOLD: Final = frozenset({"assert", "deny", "warn", "judge", "show", "order", "ask", "vow"})


def with_source(head: Token, draft: Draft) -> Draft:
    """Give the draft with its source, cut free of cue and content."""
    noun = source_head(head)
    if noun is None or not (can_hold(noun) or _tells(noun, draft)):
        draft = replace(draft, held=False)
    if noun is None:
        return draft
    words = noun_phrase(noun) if noun.i not in draft.content else set()
    words -= draft.content | draft.cue
    if noun.i not in words or head.i in words:
        words = {noun.i} if noun.i not in draft.content and noun.i != head.i else set()
    return replace(draft, source=frozenset(words), head=noun.i if words else None)
