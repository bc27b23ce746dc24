"""What embeds an act: the predicate, noun or preposition above it, and what that implies.

``embedding`` looks up from an event word to the word that governs it in one of the frames of
predicates.tsv (an infinitive, a gerund, a that-clause, an object, a subject, a noun beside a
preposition) and gives the signature to apply. It judges nothing by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foreigndesk.claims.signatures import Signature, tables
from foreigndesk.claims.veridicality import finite, infinitive

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

VERBAL: Final = frozenset(("VERB", "AUX"))
CLAUSAL: Final = frozenset(
    ("ccomp", "xcomp", "advcl", "acl", "relcl", "pcomp", "csubj", "nsubj", "dep")
)
OBJECTS: Final = frozenset(("dobj", "nsubjpass", "oprd"))
# Frames that a noun's complement may stand in when the noun is only set before it
# ("coup attempt", "ceasefire plan").
ENDINGS: Final = (
    ("ied", ("y",)),
    ("ed", ("e", "")),
    ("ing", ("e", "")),
    ("s", ("",)),
)
BESIDE: Final = ("of", "for", "to", "that")


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """A governing word and what it implies for the act below it."""

    governor: Token
    positive: str
    negative: str
    finite: bool
    words: str


def signature(word: Token, frame: str) -> Signature | None:
    """Give the signature of a word in a frame, the longest entry first, None where none."""
    for pos in _parts_of_speech(word):
        for lemma in lemmas(word):
            for entry in tables().predicates.get((lemma, pos), ()):
                if frame in entry.frames and _rest(word, entry.lemma.split()[1:]):
                    return entry
    return None


def lemmas(word: Token) -> tuple[str, ...]:
    """Give the lemmas a word may have: the parser's first, then those its ending allows."""
    lower = word.lower_
    found = [word.lemma_.lower(), lower]
    for ending, swaps in ENDINGS:
        if lower.endswith(ending):
            found.extend(lower[: -len(ending)] + swap for swap in swaps)
    return tuple(dict.fromkeys(found))


def _parts_of_speech(word: Token) -> tuple[str, ...]:
    if word.pos_ in VERBAL:
        return ("V", "A") if word.tag_ in ("VBN", "VBD", "VBG") else ("V",)
    if word.pos_ in ("NOUN", "PROPN"):
        return ("N", "A") if word.dep_ in ("attr", "acomp", "oprd") else ("N",)
    if word.pos_ in ("ADJ", "ADV", "ADP"):
        return ("A",)
    return ()


def _rest(word: Token, rest: list[str]) -> bool:
    if not rest:
        return True
    near = {c.lower_ for c in word.children}
    near.update(t.lower_ for t in word.doc[word.i + 1 : word.i + 4])
    return all(part in near for part in rest)


def _made(entry: Signature, governor: Token, *, is_finite: bool = False) -> Embedding:
    return Embedding(
        governor=governor,
        positive=entry.positive,
        negative=entry.negative,
        finite=is_finite,
        words=f"'{governor.text}'",
    )


def predicate_of(copula: Token) -> Token | None:
    """Give the adjective, participle or noun that a form of "be" (or "seem") predicates."""
    for child in copula.children:
        if child.dep_ in ("acomp", "attr", "oprd") and child.i > copula.i:
            return child
    return None


def embedding(word: Token, *, nominal: bool) -> Embedding | None:
    """Give what embeds an act, None where nothing in the tables does."""
    head = word
    seen = 0
    while head.dep_ == "conj" and seen < 20:
        head = head.head
        seen += 1
    if nominal:
        return _of_noun(head)
    form = head if head.pos_ in VERBAL else word
    return _of_clause(word, form)


# --------------------------------------------------------------------------- clauses


def _of_clause(verb: Token, top: Token) -> Embedding | None:
    above = top.head
    if above == top:
        return _said_after(verb, top)
    frames = clause_frames(verb)
    is_finite = finite(verb)
    if top.dep_ == "pcomp":
        return _beside_preposition(above, is_finite=is_finite)
    if top.dep_ == "amod" and above.dep_ == "dobj" and above.head.i == top.i - 1:
        entry = signature(above.head, "ing")
        return _made(entry, above.head) if entry is not None else None
    if top.dep_ not in CLAUSAL:
        return _said_after(verb, top)
    if top.dep_ == "advcl" and _adjunct(top, is_finite=is_finite):
        return None
    if top.dep_ == "relcl" and is_finite and not _content_clause(top):
        return None
    if top.dep_ in ("csubj", "nsubj"):
        return _of_subject(top, above)
    for frame in frames:
        found = _in_frame(above, frame, top, is_finite=is_finite)
        if found is not None:
            return found
    return None


def _content_clause(top: Token) -> bool:
    """Say whether a seeming relative clause lacks nothing ("a rumour that they bombed it")."""
    if any(c.dep_ == "mark" for c in top.children):
        return True
    found = {c.dep_ for c in top.children}
    objects = [c for c in top.children if c.dep_ == "dobj"]
    return top.left_edge.lower_ == "that" and len(objects) > 1 and "nsubj" in found


def clause_frames(verb: Token) -> tuple[str, ...]:
    """Give the frames of predicates.tsv that a clause of this form can fill, best first."""
    if infinitive(verb):
        return ("to",)
    if finite(verb):
        return ("that",)
    if verb.tag_ == "VBG":
        return ("ing", "that") if any(c.dep_ == "nsubj" for c in verb.children) else ("ing",)
    if verb.tag_ == "VB":
        return ("that", "to")
    return ("that", "ing", "to")


def _adjunct(top: Token, *, is_finite: bool) -> bool:
    """Say whether an adverbial clause is bound by a conjunction and so embedded by nothing."""
    if any(c.dep_ == "mark" and c.lower_ not in ("that", "to") for c in top.children):
        return True
    if any(c.dep_ == "advmod" and c.tag_ == "WRB" for c in top.children):
        return True
    return is_finite and top.i > top.head.i


def _in_frame(above: Token, frame: str, top: Token, *, is_finite: bool) -> Embedding | None:
    for holder in _holders(above, top):
        entry = signature(holder, frame)
        if entry is not None and not _mismatch(entry, holder, top):
            governor = above if holder.pos_ not in ("NOUN", "PROPN") else holder
            if holder.pos_ in ("ADJ", "ADV", "ADP"):
                governor = holder
            return _made(entry, governor, is_finite=is_finite)
    return None


def _mismatch(entry: Signature, holder: Token, top: Token) -> bool:
    """Say whether an entry fits only in form: "going to" is no future when it "went to"."""
    if entry.lemma == "go" and entry.frames == ("to",):
        return holder.tag_ != "VBG"
    if entry.lemma == "be":
        return predicate_of(holder) is not None or top.dep_ == "csubj"
    return False


def _holders(above: Token, top: Token) -> list[Token]:
    """Give the words beside a clause that can govern it, the nearest kind first."""
    found = []
    if above.lemma_ in ("be", "seem", "look", "remain", "appear", "become", "feel", "judge"):
        told = predicate_of(above)
        if told is not None and told.i < top.i:
            found.append(told)
        found.extend(
            c for c in above.children if c.dep_ == "nsubj" and c.pos_ == "NOUN" and told is None
        )
    found.append(above)
    if above.pos_ in VERBAL:
        for child in above.children:
            if child.dep_ in ("dobj", "nsubjpass", "attr", "acomp", "oprd") and child.i < top.i:
                found.append(child)
    elif (
        above.dep_ in ("acomp", "advmod", "attr", "dobj", "nsubjpass") and above.head.pos_ in VERBAL
    ):
        found.append(above.head)
    return found


def _said_after(verb: Token, top: Token) -> Embedding | None:
    """Find an inquit hung below its own content: "…, the president predicted"."""
    for child in top.children:
        if child.dep_ in ("parataxis", "ccomp", "advcl") and child.pos_ == "VERB":
            bound = any(c.dep_ in ("mark", "aux") or c.tag_ == "WRB" for c in child.children)
            entry = None if bound else signature(child, "that")
            bare = not any(c.dep_ in ("dobj", "ccomp", "xcomp") for c in child.children)
            if entry is not None and bare and child.tag_ in ("VBD", "VBZ", "VBP"):
                return _made(entry, child, is_finite=finite(verb))
    return None


# --------------------------------------------------------------------------- nouns


def _of_noun(noun: Token) -> Embedding | None:
    above = noun.head
    if above == noun:
        return None
    if noun.dep_ == "pobj":
        sum_of = above.head  # "announced £21 million in aid": the sum stands for the aid
        summed = sum_of.pos_ == "NUM" or any(c.pos_ == "NUM" for c in sum_of.children)
        if above.lower_ == "in" and summed and sum_of.dep_ in OBJECTS:
            return _of_noun(sum_of)
        return _beside_preposition(above, is_finite=False)
    if noun.dep_ in ("compound", "nmod", "amod") and above.pos_ in ("NOUN", "PROPN"):
        for frame in BESIDE:
            entry = signature(above, frame)
            if entry is not None:
                return _made(entry, above)
        return None
    if noun.dep_ == "appos":
        return _of_noun(above) if above.pos_ in ("NOUN", "PROPN") and above != noun else None
    if noun.dep_ in OBJECTS or (noun.dep_ == "dep" and above.pos_ == "VERB"):
        entry = signature(above, "np")
        if entry is not None:
            return _made(entry, above)
    if noun.dep_ in ("nsubj", "nsubjpass", "csubj"):
        return _of_subject(noun, above)
    if noun.dep_ == "attr" and above.lemma_ == "be":
        return Embedding(
            governor=above, positive="same", negative="not", finite=False, words=f"'{above.text}'"
        )
    return None


def _of_subject(subject: Token, verb: Token) -> Embedding | None:
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp") and child.pos_ in VERBAL and infinitive(child):
            frame = "np" if any(c.dep_ == "auxpass" for c in child.children) else "subj"
            entry = signature(child, frame)
            if entry is not None:
                return _made(entry, child)
    told = predicate_of(verb)
    if told is not None:
        entry = signature(told, "subj")
        if entry is None and subject.pos_ in VERBAL:
            entry = signature(told, "that")
        if entry is not None:
            return _made(entry, told)
    entry = signature(verb, "subj")
    return _made(entry, verb) if entry is not None else None


def _beside_preposition(preposition: Token, *, is_finite: bool) -> Embedding | None:
    """Find what governs an act through a preposition: "threat of", "accused of", "bid for"."""
    frame = preposition.lower_
    above = preposition.head
    steps = 0
    while above.pos_ in ("ADP", "ADV", "PART") and above.head != above and steps < 3:
        if signature(above, frame) is not None:
            break
        above = above.head
        steps += 1
    frames = ("to-np",) if frame == "to" and not is_finite else (frame,)
    holders = [above]
    if above.pos_ in VERBAL:
        particle = signature(above, "np")
        if particle is not None and particle.lemma.split()[1:] == [frame]:
            return _made(particle, above)
        told = predicate_of(above)
        holders[:0] = [told] if told is not None else []
        holders += [
            c
            for c in above.children
            if c.dep_ in ("dobj", "nsubj", "nsubjpass") and c.i < preposition.i
        ]
    elif above.dep_ in ("dobj", "nsubjpass", "appos") and above.head.pos_ in VERBAL:
        holders.append(above.head)
    for holder in holders:
        for name in frames:
            entry = signature(holder, name)
            if entry is not None:
                return _made(entry, holder)
    return None
