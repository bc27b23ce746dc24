"""Where else the words of a slot may hang: below what a frame has used, at whose door a deed is laid."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from foreigndesk.events import syntax
from foreigndesk.events.entries import classes

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

# verbs that lay a deed at somebody's door, and the prepositions of who did it
LAID_BY: Final = {
    "blame": ("on",),
    "pin": ("on",),
    "attribute": ("to",),
    "trace": ("to",),
    "come": ("from",),
    "claim": ("by",),
}

# prepositions that may hang on what is counted or owned: "a suspension of air links with Serbia"
DEEP: Final = frozenset("with to between against by in from on over for toward towards".split())
# and those that may hang on an oblique too ("after a deal on pay" tells no recipient)
FAR: Final = frozenset("with to between against by in from at".split())
# prepositions under which a verb's "of" tells whose a thing is
OWNED: Final = frozenset(("against", "for", "with", "to"))

_GOVERNED: Final = frozenset("xcomp pcomp dobj pobj prep conj advcl ccomp acl".split())
_HIGH: Final = 6


def under(used: Iterable[Token], filled: Iterable[Token], name: str) -> list[Token]:
    """Give what a slot asks for below words that its frame has used ("agreed to the plan of …").

    A name takes no place of its own: "the launch by Seoul over Japan" is a launch over Japan.
    """
    used = list(used)
    if name == "xcomp":  # "gave the envoy two days to leave"
        return [c for t in used for c in syntax.children(t, "acl", "relcl") if c.tag_ == "VB"]
    names = [w for w in filled if w.pos_ == "PROPN"]
    found = []
    for part in name.split("|"):
        found += [t for word in used for t in syntax.preps(word, part)]
        if part not in ("of", "in"):
            found += [t for word in names for t in syntax.preps(word, part)]
    return found


def weighed(trigger: Token) -> Token | None:
    """Give the word by which an act is only weighed or hoped for from others, if one is.

    "Is considering sending aid"; "hopes that Berlin will lift the ban": nobody has promised it.
    """
    verbs, hopes = classes()["weighing"], classes()["hoping"]
    node = trigger
    for _ in range(_HIGH):
        if node.head == node or node.dep_ not in _GOVERNED:
            return None
        below, node = node, node.head
        if node.lemma_.lower() in hopes and below.dep_ in ("ccomp", "acl"):
            others = [t for t in syntax.surface_subjects(below) if t.pos_ != "PRON"]
            return node if others else None
        if syntax.is_verb(node) and node.lemma_.lower() in verbs:
            return node
    return None


def between(obj: Token, name: str) -> list[Token]:
    """Give the two of "welcomed the deal reached between …", which hangs on the participle."""
    if name != "between":
        return []
    said = [c for c in obj.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD")]
    return [t for c in said for t in syntax.preps(c, name)]


def only_able(trigger: Token) -> bool:
    """Whether a verb only says what somebody may do, or what doing it would take."""
    noun = trigger.head
    if trigger.dep_ == "csubj" and trigger.tag_ == "VBG":  # "moving a division takes weeks"
        return noun.lemma_ in ("take", "cost", "require")
    if trigger.dep_ not in ("acl", "relcl") or noun.lemma_.lower() not in classes()["able"]:
        return False
    return syntax.has_to(trigger) and noun.head.lemma_.lower() not in classes()["exercised"]


def voices(word: Token) -> list[Token]:
    """Give whose judgement "it is too early to …" is: who says so."""
    clause = word.head
    while clause.dep_ in ("conj", "advcl") and clause.head != clause:
        clause = clause.head
    if clause.dep_ not in ("ccomp", "parataxis"):
        return []
    return syntax.children(clause.head, "nsubj")


def of_his_own(trigger: Token) -> bool:
    """Whether somebody speaks up only for what is his own ("defended its commitment to …")."""
    things = syntax.logical_objects(trigger) if syntax.is_verb(trigger) else []
    return bool(things) and all(
        any(c.dep_ == "poss" and c.tag_ == "PRP$" for c in t.children) for t in things
    )


def reasons(content: list[Token]) -> set[int]:
    """Give the words inside a content that tell its reason, which is no part of what is wanted.

    "Called for a boycott in retaliation for the deployment of troops": the troops are there.
    """
    found: set[int] = set()
    for token in (t for c in content for t in c.subtree):
        if token.dep_ != "prep":
            continue
        answer = token.lower_ in ("in", "as") and any(
            t.lemma_.lower() in classes()["answer"] for t in syntax.children(token, "pobj")
        )
        if answer or token.lower_ in ("after", "following", "since", "despite", "because"):
            found |= {t.i for t in token.subtree}
    return found


def laid_to(noun: Token) -> list[Token]:
    """Give at whose door a deed is laid: "was blamed on …", "the sale to Greece by France"."""
    verb = noun.head.lemma_.lower()
    if noun.dep_ in ("nsubjpass", "dobj", "nsubj") and verb in LAID_BY:
        return [t for name in LAID_BY[verb] for t in syntax.preps(noun.head, name)]
    told = _charged_with(noun)
    if told:
        return told
    below = [t for c in noun.children if c.dep_ == "prep" for t in syntax.children(c, "pobj")]
    return [g for t in below if t.i > noun.i for g in syntax.preps(t, "by")]


def _charged_with(noun: Token) -> list[Token]:
    """Give who is said to have done a deed: "blamed Iran for the strike", "held … responsible"."""
    node = noun
    for _ in range(_HIGH):
        if node.dep_ not in ("pobj", "prep", "pcomp", "conj", "acomp", "oprd", "dobj"):
            return []
        node = node.head
        if syntax.is_verb(node) and node.lemma_.lower() in classes()["charging"]:
            held = {c.lemma_.lower() for c in node.children} & classes()["blamed"]
            if node.lemma_ in ("hold", "find") and not held:
                return []
            return [t for t in syntax.logical_objects(node) if t != noun]
        if node.pos_ in ("NOUN", "PROPN") and node.lemma_.lower() not in classes()["hand_in"]:
            return []
        if syntax.is_verb(node) and node.lemma_.lower() not in ("be", "stand", "have"):
            return []
    return []


def deeper(verb: Token, name: str) -> list[Token]:
    """Give what a preposition holds that hangs one step below a verb's object or oblique."""
    found: list[Token] = []
    if name in DEEP:  # "announced the suspension of sanctions on Syria"
        found = [
            g
            for obj in syntax.logical_objects(verb)
            if obj.i > verb.i
            for inner in syntax.preps(obj, "of")
            for g in syntax.preps(inner, name)
        ]
    if not found and (name in FAR or name == "of"):
        # "took to the streets in Serbia", "voted against the proposal of France"
        found = [
            g
            for c in verb.children
            if c.dep_ == "prep" and c.lower_ != name and (name != "of" or c.lower_ in OWNED)
            for inner in syntax.children(c, "pobj")
            if name != "with" or inner.lemma_.lower() not in classes()["agreement"]
            for g in syntax.preps(inner, name)
        ]
    return found
