"""How firm a clause holds its own act: tense, aspect, modals, negation and adverbs.

``Held`` is one reading of an act (status, value on the -3 to +3 scale, reasons in words) with
the algebra that signatures need: turning it round, weakening it by another. ``own_clause``
reads what the clause around a verb says of it, before anything that embeds the clause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from foreigndesk.claims.signatures import Modifier, tables
from foreigndesk.records import Status

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

# From the weakest to the firmest way of holding an act that is not denied.
RANK: Final[dict[str, int]] = {
    "conditional": 0,
    "possible": 1,
    "expected": 2,
    "planned": 3,
    "denied": 3,
    "ongoing": 4,
    "happened": 5,
}
AUXILIARIES: Final = frozenset(("aux", "auxpass"))
NEGATIONS: Final = frozenset(("not", "n't", "never", "nt", "n’t"))
SUBJECTS: Final = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))
# Words of a past or a still earlier time that turn "would" into a future told from the past.
# Adverbs that deny a verb only right before it ("almost fell", not "went off almost at once").
NEARLY: Final = frozenset(("almost", "nearly", "all"))
# After these "not" adds to an act and does not deny it ("not only").
ADDING: Final = frozenset(("only", "just", "merely", "simply", "least"))
# "Not all of them fired" leaves open that some did.
PARTIAL: Final = frozenset(("all", "every", "everyone", "everybody", "many", "much", "only"))
# Verbs whose past looks like their present; the parser takes one for the other.
INVARIANT: Final = frozenset(
    ("hit", "cut", "put", "set", "quit", "shut", "spread", "burst", "split", "cast", "beat", "shed")
)
HINDSIGHT: Final = frozenset(("later", "eventually", "soon", "afterwards", "ultimately"))
COORDINATIONS: Final = frozenset(("conj",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A reading of an act: its status, its value from -3 to +3, and why, in words."""

    status: Status
    value: float
    why: tuple[str, ...] = ()

    @property
    def denied(self) -> bool:
        """Say whether the act is held not to be so."""
        return self.status == "denied"

    @property
    def real(self) -> bool:
        """Say whether the act is told as done or under way."""
        return self.status in ("happened", "ongoing")

    def because(self, *reasons: str) -> Held:
        """Give the same reading with further reasons."""
        return replace(self, why=(*self.why, *(r for r in reasons if r not in self.why)))


def grade(name: str, *why: str) -> Held:
    """Give the reading that a grade of modifiers.tsv stands for."""
    entry = tables().grades[name]
    return Held(status=entry.status, value=entry.value, why=why)


def turned(held: Held) -> Held:
    """Turn a reading round: what is denied has happened, what has happened is denied."""
    if held.denied:
        return Held(status="happened", value=-held.value, why=held.why)
    if held.status in ("possible", "conditional"):
        return replace(held, value=-abs(held.value))
    size = min(abs(held.value), abs(tables().grades["undone"].value))
    return Held(status="denied", value=-size, why=held.why)


def weaker(one: Held, other: Held) -> Held:
    """Give the less firm of two readings of the same act, on the side of the first."""
    status = one.status if RANK[one.status] <= RANK[other.status] else other.status
    size = min(abs(one.value), abs(other.value))
    if one.denied:
        status = "denied"
    return Held(
        status=status,
        value=-size if one.value < 0 else size,
        why=(*one.why, *(w for w in other.why if w not in one.why)),
    )


# --------------------------------------------------------------------------- words


def phrase_at(token: Token, kind: str) -> Modifier | None:
    """Give the longest modifier of a kind whose words begin at a token."""
    best: Modifier | None = None
    for entry in tables().modifiers[kind].get(token.lower_, ()):
        stretch = token.doc[token.i : token.i + len(entry.words)]
        if len(entry.words) > 1 and [t.lower_ for t in stretch] != list(entry.words):
            continue
        if best is None or len(entry.words) > len(best.words):
            best = entry
    return best


def preposition_at(token: Token) -> Modifier | None:
    """Give the longest preposition of the tables that a word belongs to ("instead of")."""
    best: Modifier | None = None
    for back in range(min(4, token.i + 1)):
        entry = phrase_at(token.nbor(-back), "preposition")
        if entry is not None and len(entry.words) > max(back, len(best.words) if best else 0):
            best = entry
    return best


def clause_words(verb: Token) -> list[Token]:
    """Give the words of a verb's own clause that can bear on it: children and their adverbs."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in ("advmod", "neg", "npadvmod", "prep", "dep", "acomp", "intj", "preconj"):
            found.append(child)
            found.extend(c for c in child.children if c.dep_ in ("advmod", "neg") and c.i < child.i)
            if child.dep_ == "prep":
                found.extend(c for c in child.children if c.dep_ in ("pobj", "amod"))
        elif child.dep_ in AUXILIARIES:
            found.extend(c for c in child.children if c.dep_ in ("advmod", "neg"))
    return found


def _adverb(verb: Token) -> list[tuple[Modifier, Token]]:
    """Give the adverbs and adverbial phrases that bear on a verb."""
    found: list[tuple[Modifier, Token]] = []
    for word in clause_words(verb):
        entry = phrase_at(word, "adverb")
        if entry is None or (word.dep_ == "acomp" and len(entry.words) == 1):
            continue
        near = entry.effect == "not" and entry.words[0] in NEARLY
        if near and not (word.head == verb and word.i == verb.i - 1):
            continue
        found.append((entry, word))
    return found


def _preposed(verb: Token) -> list[tuple[Modifier, Token]]:
    """Give a negative phrase that opens the sentence and turns the verb's order round."""
    first = next((t for t in verb.sent if not (t.is_punct or t.is_space)), None)
    if first is None or first.head == verb:
        return []
    entry = phrase_at(first, "adverb")
    if entry is None or entry.effect != "not":
        return []
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    turned_round = subject is not None and any(a.i < subject.i for a in auxiliaries(verb))
    return [(entry, first)] if turned_round else []


def _dates(verb: Token) -> list[tuple[Modifier, Token]]:
    """Give the words of a coming date ("next week", "on Friday") in a present clause."""
    past = any(a.lower_ in ("was", "were", "been") for a in auxiliaries(verb))
    if past or verb.tag_ not in ("VBZ", "VBP", "VBG"):
        return []
    found: list[tuple[Modifier, Token]] = []
    for child in verb.children:
        if child.dep_ not in ("npadvmod", "advmod", "prep") or child.lower_ in ("since", "after"):
            continue
        for word in child.subtree:
            entry = phrase_at(word, "date")
            if entry is not None and word.nbor(-1).lower_ not in ("last", "this"):
                found.append((entry, word))
    return found


def negators(verb: Token) -> list[Token]:
    """Give the words that negate a verb: its own, its auxiliaries', and a negative subject."""
    words = [
        w for w in clause_words(verb) if (w.dep_ == "neg" or w.lower_ in NEGATIONS) and not _adds(w)
    ]
    found = [w for w in words if w.head.i == verb.i or w.head.dep_ in AUXILIARIES]
    for child in verb.children:
        subject = child.dep_ in ("nsubj", "nsubjpass", "expl")
        if (subject or (child.dep_ == "dobj" and not _stative(verb))) and _negative(child):
            found.append(child)
    return found


def _adds(word: Token) -> bool:
    last = word.i + 1 >= len(word.doc)
    return not last and word.nbor(1).lower_ in ADDING


def is_act(verb: Token) -> bool:
    """Say whether a verb's present is the act itself ("calls for", "a letter demanding …")."""
    entry = tables().modifier("stative", verb.lemma_.lower())
    return entry is not None and entry.effect == "fact"


def _stative(verb: Token) -> bool:
    """Say whether a verb is a state or light, so that "no" denies its object alone."""
    entry = tables().modifier("stative", verb.lemma_.lower())
    return entry is not None and entry.effect == "state"


def _negative(noun: Token) -> bool:
    first = noun.left_edge
    if (
        first.lower_ in ("not", "hardly", "scarcely")
        and first.i < noun.i
        and first.nbor(1).lower_ not in PARTIAL
    ):
        return True
    if noun.lower_ in ("nobody", "nothing", "none", "neither", "no-one"):
        return True
    if noun.lower_ == "one" and noun.i and noun.nbor(-1).lower_ == "no":
        return True
    return any(
        (c.lower_ in ("no", "neither") and c.dep_ in ("det", "neg", "preconj"))
        or (c.lower_ == "not" and c.i < noun.i)
        for c in noun.children
    )


# --------------------------------------------------------------------------- the clause


def carrier(verb: Token) -> Token:
    """Give the verb whose auxiliaries a coordinated verb shares: itself where it has its own.

    In "has not fired or bombed", "bombed" shares "has not"; in "did not fire but bombed" not.
    """
    seen = 0
    while verb.dep_ in COORDINATIONS and seen < 20:
        head = verb.head
        own = any(c.dep_ in AUXILIARIES or c.dep_ in SUBJECTS for c in verb.children)
        if own or verb.tag_ in ("VBD", "VBZ", "VBP") or head.pos_ not in ("VERB", "AUX"):
            break
        if verb.tag_ != head.tag_ and not {verb.tag_, head.tag_} <= {"VBN", "VBD"}:
            break
        verb = head
        seen += 1
    return verb


def auxiliaries(verb: Token) -> list[Token]:
    """Give a verb's auxiliaries in order, shared ones of a coordination included."""
    return [c for c in carrier(verb).children if c.dep_ in AUXILIARIES]


def modal_of(verb: Token) -> Token | None:
    """Give the modal verb over a verb, None where there is none."""
    for aux in auxiliaries(verb):
        if aux.tag_ == "MD" or (aux.lower_ in ("'d", "’d") and verb.tag_ == "VB"):
            return aux
    return None


def finite(verb: Token) -> bool:
    """Say whether a verb stands in a finite clause."""
    auxes = auxiliaries(verb)
    if verb.tag_ in ("VBD", "VBZ", "VBP", "MD"):
        return True
    if any(a.lower_ == "to" for a in auxes):
        return False
    return any(a.tag_ in ("MD", "VBD", "VBZ", "VBP") for a in auxes)


def infinitive(verb: Token) -> bool:
    """Say whether a verb is an infinitive with "to", its own or one shared."""
    return any(a.lower_ == "to" and a.dep_ == "aux" for a in auxiliaries(verb))


def perfect(verb: Token) -> bool:
    """Say whether a verb stands in a perfect ("has fired", "to have fired")."""
    return verb.tag_ in ("VBN", "VBD") and any(a.lemma_ == "have" for a in auxiliaries(verb))


def progressive(verb: Token) -> bool:
    """Say whether a verb stands in a progressive ("is firing", "is being fired on")."""
    auxes = auxiliaries(verb)
    if any(a.lower_ == "being" for a in auxes):
        return True
    return verb.tag_ == "VBG" and any(a.lemma_ in ("be", "'") for a in auxes)


def own_clause(verb: Token, *, headline: bool = False) -> Held:
    """Read how firm a verb's own clause holds it, whatever embeds the clause."""
    base = _tense(verb, headline=headline)
    modal = modal_of(verb)
    if modal is not None:
        base = _modal(verb, modal)
    turn = 0
    denials = negators(carrier(verb)) or negators(verb)
    for word in denials:
        turn += 1
        base = base.because(f"'{word.text}' over '{verb.text}'")
    host = carrier(verb)
    adverbs = _adverb(verb) + ([] if host == verb else _adverb(host))
    adverbs += _preposed(verb) + _dates(verb)
    for entry, word in adverbs:
        text = " ".join(entry.words)
        if entry.effect == "not":
            if word not in denials and word.lower_ not in NEGATIONS:
                turn += 1
                base = base.because(f"'{text}' over '{verb.text}'")
        elif entry.effect == "scheduled":
            if base.status == "ongoing":
                base = grade("scheduled", *base.why, f"'{text}' lies ahead")
        elif entry.effect not in ("none", "own", "same"):
            base = weaker(base, grade(entry.effect)).because(f"'{text}'")
    return _negated(verb, base, modal, turn)


def _negated(verb: Token, base: Held, modal: Token | None, turn: int) -> Held:
    if turn % 2 == 0:
        return base
    if modal is None and base.status == "happened" and _until(verb):
        return base.because("'not … until' is done at last")
    if modal is not None and modal.lemma_.lower() in ("can", "could", "ca"):
        return replace(grade("deny"), why=base.why)
    if modal is not None and modal.lemma_.lower() in ("may", "might"):
        return replace(base, value=-0.3)
    if base.real and base.value > 2:
        return replace(grade("undone"), why=base.why)
    return turned(base)


def _until(verb: Token) -> bool:
    """Say whether a past negation ends in "until": it was done then."""
    past = verb.tag_ == "VBD" or any(a.lower_ in ("did", "was", "were") for a in auxiliaries(verb))
    return past and any(
        c.lower_ in ("until", "till") and c.i > verb.i
        for t in (verb, *verb.children)
        for c in t.children
    )


def _modal(verb: Token, modal: Token) -> Held:
    word = modal.lower_.replace("’", "'")
    entry = tables().modifier("modal", word) or tables().modifier("modal", modal.lemma_.lower())
    name = entry.effect if entry else "may"
    why = f"'{modal.text}' over '{verb.text}'"
    if perfect(verb):
        if name == "would":
            return grade("unreal", f"'{modal.text} have' over '{verb.text}'")
        if name == "must":
            return grade("likely", why)
        if name == "ought":
            return grade("deny", f"'{modal.text} have' over '{verb.text}'")
    if name == "would":
        near = {c.lower_ for c in verb.children if c.dep_ == "advmod"}
        onward = verb.lemma_ == "go" and any(c.lower_ == "on" for c in verb.children)
        if (near & HINDSIGHT or onward) and not _has_condition(verb):
            return grade("fact", "'would' told from hindsight")
    return grade(name, why)


def _has_condition(verb: Token) -> bool:
    return any(c.dep_ in ("advcl", "mark") for c in verb.children)


def _tense(verb: Token, *, headline: bool) -> Held:
    auxes = auxiliaries(verb)
    if progressive(verb):
        now = any(a.tag_ in ("VBZ", "VBP") for a in auxes) or not finite(verb)
        if any(a.lower_ in ("been", "has", "have") for a in auxes) or now:
            return grade("ongoing", f"'{verb.text}' is under way")
        return grade("ongoing", f"'{verb.text}' was under way")
    if any(a.lower_ in ("has", "have", "had", "'ve", "did", "was", "were", "been") for a in auxes):
        return grade("fact", f"'{verb.text}' is told as done")
    alike = verb.lower_ in INVARIANT and verb.tag_ == "VBP" and not auxes and not headline
    if alike or verb.tag_ == "VBD" or (verb.tag_ == "VBN" and not auxes):
        return grade("fact", f"'{verb.text}' is told as done")
    if verb.tag_ in ("VBZ", "VBP") or any(a.tag_ in ("VBZ", "VBP") for a in auxes):
        return _present(verb, headline=headline)
    return grade("fact")


def _present(verb: Token, *, headline: bool) -> Held:
    entry = tables().modifier("stative", verb.lemma_.lower())
    name = entry.effect if entry else "state"
    if any(a.dep_ == "auxpass" for a in auxiliaries(verb)):
        name = "state"
    if headline and (entry is None or entry.effect == "fact"):
        return grade("fact", f"the headline's present '{verb.text}'")
    if name == "fact" and not _habitual(verb):
        return grade("fact", f"the present '{verb.text}' is the act itself")
    return grade("state", f"'{verb.text}' in the present")


def _habitual(verb: Token) -> bool:
    return any(phrase_at(w, "frequency") or w.lower_ == "still" for w in clause_words(verb))
