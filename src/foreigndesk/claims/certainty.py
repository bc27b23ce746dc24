"""How firm an act is told: its status, its place on the -3 to +3 scale, and why, in words.

The reading is composed: the act's own clause (tense, modals, negation, adverbs), then what
embeds it, step by step to the sentence's root, each step by the signature of predicates.tsv
for the governor's own reading, then what it hangs on (conditions, questions, purposes).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from foreigndesk.claims import certainty_conditions as conditions
from foreigndesk.claims.certainty_embedding import (
    VERBAL,
    Embedding,
    embedding,
    predicate_of,
    signature,
)
from foreigndesk.claims.certainty_nouns import (
    default_noun,
    modified,
    only_supposed,
    phrase_about,
    speaks,
)
from foreigndesk.claims.signatures import tables
from foreigndesk.claims.veridicality import (
    RANK,
    Held,
    carrier,
    finite,
    grade,
    infinitive,
    is_act,
    modal_of,
    own_clause,
    perfect,
    preposition_at,
    progressive,
    turned,
    weaker,
)
from foreigndesk.records import Status

if TYPE_CHECKING:
    from foreigndesk.language import Parsed
    from foreigndesk.language.tokens import Token

REAL_GRADES: Final = frozenset(("fact", "nominal", "alleged", "think", "suggested"))
# Grades of a mental predicate under which a future clause is a forecast, not a plan.
FORECASTS: Final = frozenset(("think", "suspect", "foresee", "likely", "warned", "suggested"))
ORDINALS: Final = frozenset(("first", "last", "only", "latest", "second", "third", "next"))
# Modals that make a demand when they belong to the trigger itself ("should withdraw").
OBLIGATIONS: Final = frozenset(("should", "must", "ought", "shall"))
ATTEMPTS: Final = frozenset(("try", "attempt", "effort", "endeavour"))
DECLARES: Final = frozenset(("announce", "declare", "proclaim", "confirm", "unveil"))
HINTS: Final[dict[str, str]] = {
    "planned": "plan",
    "possible": "possible",
    "ongoing": "ongoing",
    "denied": "deny",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How firm one act is told: status, certainty from -3 to +3, and the reasons in words."""

    status: Status
    certainty: float
    why: tuple[str, ...]


def assess(
    parsed: Parsed, start: int, end: int, *, nominal: bool | None = None, hint: str = ""
) -> Assessment:
    """Say how firm the act told by the words at characters ``start`` to ``end`` is.

    ``nominal`` says whether the words name the act by a noun (None: the parse decides);
    ``hint`` is the lexicon's flag for a trigger that implies a status by itself ("planned",
    "possible", "ongoing", "denied"), for one that is done by being announced ("declared"), a
    hostile one whose attempt counts ("deed"), for a modal that is the act itself ("happened"),
    or "". Raises ValueError where no word lies there.
    """
    token = _head_word(parsed, start, end)
    modal = modal_of(token)
    itself = modal is not None and start <= modal.idx < end
    if modal is not None and itself and (modal.lower_ in OBLIGATIONS or hint == "happened"):
        word = "demand" if modal.lower_ in OBLIGATIONS else "refusal"
        why = (f"'{modal.text}' is the {word} itself",)
        return Assessment(status="happened", certainty=3.0, why=why)
    if hint == "declared" and token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_ in DECLARES:
        token = token.head  # "announced a suspension of aid": saying so is doing it
    if hint == "deed" and token.dep_ in ("xcomp", "acl") and token.head.lemma_ in ATTEMPTS:
        token = token.head  # "tried to storm the gate": an attempt at violence is violence
    held = _Reader(parsed).hold(token, nominal=nominal)
    if hint in HINTS and held.real:
        implied = grade(HINTS[hint], f"'{parsed.article.text[start:end]}' itself implies it")
        held = implied if not held.denied else held
    elif hint == "denied" and not held.denied:
        held = turned(held)
    if held.status == "happened" and conditions.long_standing(token):
        held = Held(status="ongoing", value=held.value, why=(*held.why, "it has long been so"))
    held = conditions.awaited(token, held)
    held = held if held.denied else conditions.under_rejected_charge(token, held)
    value = max(-3.0, min(3.0, held.value))
    return Assessment(status=held.status, certainty=round(value, 2), why=held.why)


def _head_word(parsed: Parsed, start: int, end: int) -> Token:
    tokens = [t for t in parsed.doc.between(start, end) if not t.is_space]
    if not tokens:
        raise ValueError(f"no word lies at characters {start} to {end} of {parsed.article.id}")
    inside = {t.i for t in tokens}
    tops = [t for t in tokens if t.head.i not in inside or t.head == t]
    for token in tops:
        if token.pos_ == "VERB":
            return _planned_act(token, inside)
    for token in tops:
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "AUX"):
            return token
    return tops[0]


def _planned_act(verb: Token, inside: set[int]) -> Token:
    """Give the act of a trigger such as "preparing to deploy": the verb that is planned."""
    entry = None if is_act(verb) else signature(verb, "to")
    if entry is None or entry.positive not in ("plan", "likely", "will"):
        return verb
    below = [c for c in verb.children if c.dep_ == "xcomp" and c.i in inside and infinitive(c)]
    return below[0] if below else verb


class _Reader:
    """One reading of one document; what is found for a word is kept."""

    def __init__(self, parsed: Parsed) -> None:
        self._parsed = parsed
        self._known: dict[int, Held] = {}

    def hold(self, token: Token, *, nominal: bool | None = None) -> Held:
        """Read how firm a word's act is held in its whole sentence."""
        if token.dep_ in ("aux", "auxpass"):
            token = token.head
        known = self._known.get(token.i)
        if known is not None:
            return known
        self._known[token.i] = grade("fact")  # a parse is a tree, but appositions may loop
        if nominal is None:
            nominal = token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") and token.tag_ != "VBG"
        if nominal and token.pos_ not in VERBAL:
            held = self._noun(token)
        elif token.pos_ in VERBAL:
            held = self._verb(token)
        else:
            held = self._other(token)
        self._known[token.i] = held
        return held

    # ------------------------------------------------------------------ verbs

    def _verb(self, verb: Token) -> Held:
        local = own_clause(verb, headline=self._headline(verb))
        found = embedding(verb, nominal=False)
        if found is not None and found.governor.i == verb.i:
            found = None
        if found is not None:
            held = self._embedded(verb, local, found)
        elif finite(verb):
            held = self._would(verb, local)
        else:
            held = self._unbound(verb, local)
        return self._hanging(verb, held)

    def _embedded(self, verb: Token, local: Held, found: Embedding) -> Held:
        above = self.hold(found.governor)
        negative = above.denied
        effect = found.negative if negative else found.positive
        if not negative and self._spurned(found.governor):
            effect = "deny"
        base = turned(above) if negative else above
        if found.finite:
            told = _first_verb(found.governor)
            local = self._would(verb, local, told=told, sure=effect != "own")
        turn = local.denied
        own = turned(local) if turn else local
        if effect == "own":
            return local if found.finite else _nonfinite(verb, local)
        held = self._effect(effect, base, own, verb, found)
        held = turned(held) if turn else held
        return held.because(*_reasons(verb, local, found, above, negative=negative))

    def _spurned(self, governor: Token) -> bool:
        """Say whether a governor is a claim or offer that was rejected: its content is denied."""
        if governor.pos_ not in ("NOUN", "PROPN"):
            return False
        over = embedding(governor, nominal=True)
        return over is not None and over.positive == "spurn" and not self.hold(over.governor).denied

    def _effect(self, effect: str, base: Held, own: Held, verb: Token, found: Embedding) -> Held:
        if effect == "none":
            return weaker(grade("open"), own)
        if effect == "spurn":
            return grade("nominal") if speaks(verb) else turned(base)
        if effect in ("same", "not"):
            held = weaker(base, own) if found.finite else base
            return turned(held) if effect == "not" else held
        held = grade(effect)
        if found.finite:
            if effect == "fact":
                return own
            if effect in FORECASTS and own.status == "planned":
                return Held(
                    status="possible" if effect == "suspect" else "expected",
                    value=min(held.value, tables().grades["foresee"].value),
                )
            if held.real and not own.real:
                return weaker(own, held)
            return weaker(held, own) if not own.real else held
        if effect == "fact":
            return held
        if effect in REAL_GRADES or effect in ("appear", "suspect", "rumour"):
            return _nonfinite(verb, held)
        if not base.real and RANK[base.status] < RANK[held.status]:
            return weaker(held, base)
        return held

    def _would(
        self, verb: Token, local: Held, told: Token | None = None, sure: bool = False
    ) -> Held:
        """Read "would" told from the past as a future, else leave it conditional."""
        modal = modal_of(verb)
        if modal is None or modal.lower_ not in ("would", "'d", "’d") or perfect(verb):
            return local
        if local.status != "conditional":
            return local
        governor = told or _told_in(verb)
        past = governor is not None and governor.tag_ in ("VBD", "VBN")
        agent = governor is None and (_by_an_agent(verb) or local.value < 0)
        if not (past or sure or agent) or (_unanchored(verb) and not sure):
            return local
        held = weaker(grade("will"), grade("will"))
        negative = local.value < 0
        return (turned(held) if negative else held).because(*local.why)

    def _unbound(self, verb: Token, local: Held) -> Held:
        """Read a verb with no finite form and nothing in the tables above it."""
        turn = local.denied
        if infinitive(verb) or verb.tag_ == "VB":
            held = self._infinitive(verb)
        elif verb.dep_ == "pcomp":
            held = self._after_preposition(verb)
        elif verb.dep_ in ("csubj", "csubjpass"):
            held = self._as_subject(verb)
        elif verb.dep_ in ("acomp", "attr", "oprd"):
            return self.hold(verb.head)
        elif verb.tag_ == "VBG":
            held = self._gerund(verb, local)
        else:
            return local
        return turned(held) if turn else held.because(*local.why)

    def _infinitive(self, verb: Token) -> Held:
        top = carrier(verb)
        above = top.head
        if verb.dep_ == "pcomp" and above.lower_ in ("but", "except"):
            over = next((t for t in above.ancestors if t.pos_ in VERBAL), None)
            if over is not None:
                return self.hold(over)
        if above == top or self._headline(verb):
            if infinitive(verb):
                return grade("plan", f"the headline's 'to {verb.text}'")
            return grade("asked", f"the bare '{verb.text}'")
        if verb.dep_ in ("relcl", "acl") and above.pos_ in ("NOUN", "PROPN", "NUM", "ADJ"):
            if above.lower_ in ORDINALS or any(c.lower_ in ORDINALS for c in above.children):
                return grade("fact", f"'{above.text}' to have done it")
            if any(c.dep_ == "auxpass" for c in verb.children) or above.pos_ == "PROPN":
                return grade("plan", f"'to {verb.text}'")
            if conditions.were_to(above):
                return grade("conditional", "the inverted condition")
        if verb.dep_ == "conj" and not infinitive(verb):
            return self.hold(above)
        held = grade("purpose", f"'to {verb.text}' as an end")
        if above.pos_ in VERBAL:
            higher = self.hold(above)
            if not higher.real and not higher.denied:
                return weaker(held, higher)
        return held

    def _after_preposition(self, verb: Token) -> Held:
        preposition = verb.head
        entry = preposition_at(preposition)
        effect = entry.effect if entry is not None else "same"
        why = f"'{preposition.text} {verb.text}'"
        over = next((t for t in preposition.ancestors if t.pos_ in VERBAL), None)
        if effect in ("not", "conditional") and over is not None and self.hold(over).denied:
            return grade("asked", why)
        if effect == "not":
            return grade("undone", why)
        if effect == "conditional":
            return grade("undone", why) if preposition.lower_ == "without" else grade(effect, why)
        if effect == "open":
            return grade("possible", why)
        if effect == "likely" and over is not None and over.tag_ == "VBD" and self.hold(over).real:
            return grade("fact", why)
        if effect in tables().grades and effect != "purpose":
            return grade(effect, why)
        held = self.hold(over) if over is not None else grade("fact")
        if preposition.lower_ == "for" and held.real and verb.tag_ == "VBG":
            return grade("fact", why)
        if held.denied:
            return grade("possible", why)
        return weaker(grade("purpose" if effect == "purpose" else "fact", why), held)

    def _subject_of_supposed(self, verb: Token) -> Held | None:
        """Read "the possibility of troops engaging": what governs the noun governs its act."""
        noun = verb.head
        if verb.dep_ not in ("acl", "relcl") or noun.dep_ != "pobj":
            return None
        found = embedding(noun, nominal=True)
        if found is None or grade_status(found.positive) not in ("possible", "expected", "planned"):
            return None
        return self._governed(noun, found)

    def _as_subject(self, verb: Token) -> Held:
        over = self.hold(verb.head)
        if verb.head.tag_ == "VBD" and over.real:
            return grade("fact")
        return grade("generic", f"'{verb.text}' in general")

    def _gerund(self, verb: Token, local: Held) -> Held:
        top = carrier(verb)
        if top.head == top:
            return local if not self._headline(verb) else grade("ongoing", "the headline's -ing")
        if verb.dep_ in ("dobj", "nsubj", "pobj"):
            return self._noun(verb)
        above = next((t for t in top.ancestors if t.pos_ in VERBAL), None)
        supposed = self._subject_of_supposed(verb)
        if supposed is not None:
            return supposed
        opening = verb.i <= verb.sent.start + 1
        if verb.dep_ == "ccomp" and verb.i and verb.nbor(-1) in verb.children:
            return grade("fact" if is_act(verb) else "ongoing", f"'{verb.text}'")
        if above is None or (verb.dep_ in ("acl", "relcl", "amod") and not opening):
            act = "fact" if is_act(verb) else "ongoing"
            return grade(act, f"'{verb.text}'")
        over = self.hold(above)
        if verb.dep_ in ("advcl", "conj", "xcomp", "ccomp", "dep") and not over.denied:
            return weaker(grade("fact"), over).because(*over.why)
        return grade("fact")

    # ------------------------------------------------------------------ conditions

    def _hanging(self, verb: Token, held: Held) -> Held:
        if conditions.cut_short(verb) and not held.denied:
            return grade("deny", f"'before' it could '{verb.text}'")
        sentence = list(verb.sent)
        pending = conditions.still_to_come(verb)
        if pending and held.real:
            return grade("likely", *held.why, f"'{pending}' over '{verb.text}'")
        if conditions.whoever(verb) and not held.real:
            return grade("conditional", *held.why, "whoever it may be")
        inside = conditions.inside_condition(verb)
        if inside is not None:
            effect, words = inside
            return grade(effect, f"'{words}' over '{verb.text}'")
        if conditions.question(sentence, verb) and not held.denied:
            return weaker(held, grade("open")).because("asked, not told")
        words = conditions.hangs_on(verb, sentence)
        if words and not (held.status == "happened" or (held.denied and held.value < -2)):
            hung = grade("conditional", *held.why, f"hangs on '{words}'")
            return turned(hung) if held.value < 0 else hung
        return held

    # ------------------------------------------------------------------ nouns and the rest

    def _noun(self, noun: Token) -> Held:
        about = phrase_about(noun)
        if only_supposed(noun):
            return grade("conditional", f"'{noun.text}' is only supposed: it would …")
        found = embedding(noun, nominal=True)
        if about is not None:
            copula, effect, words = about
            over = self.hold(copula)
            held = (
                grade(effect, f"'{words}' of '{noun.text}'")
                if effect != "not"
                else turned(grade("nominal", f"'{words}' of '{noun.text}'"))
            )
            held = turned(held) if over.denied and effect != "fact" else held
            if not over.real and not over.denied:
                held = weaker(held, over)
        elif found is not None:
            held = self._governed(noun, found)
        else:
            held = default_noun(noun, self.hold)
        return modified(noun, held)

    def _governed(self, noun: Token, found: Embedding) -> Held:
        above = self.hold(found.governor)
        negative = above.denied
        effect = found.negative if negative else found.positive
        if not negative and self._spurned(found.governor):
            effect = "deny"
        base = turned(above) if negative else above
        own = grade("nominal")
        if effect == "own":
            return own
        held = self._effect(effect, base, own, noun, found)
        return held.because(*_reasons(noun, own, found, above, negative=negative))

    def _other(self, token: Token) -> Held:
        """Read a word that is neither verb nor noun by the verb it belongs to."""
        if token.dep_ in ("neg", "acomp", "attr", "oprd", "prep", "prt", "advmod", "pobj", "conj"):
            for above in token.ancestors:
                if above.pos_ in VERBAL:
                    return self.hold(above)
        if token.pos_ == "ADJ" and predicate_of(token.head) == token:
            return self.hold(token.head)
        return grade("fact")

    def _headline(self, token: Token) -> bool:
        paragraph = self._parsed.paragraph_at(token.idx)
        if paragraph.kind in ("title", "heading"):
            return True
        text = self._parsed.article.text
        begin = text.rfind("\n", 0, token.idx) + 1
        end = text.find("\n", token.idx)
        line = text[begin : end if end >= 0 else len(text)].rstrip()
        return bool(line) and end >= 0 and line[-1] not in ".!?”\"'’…:;,"


# --------------------------------------------------------------------------- small readings


def _nonfinite(verb: Token, held: Held) -> Held:
    """Place an infinitive under "is said to", "is believed to": done, under way or a state."""
    if verb.tag_ == "VBG" and any(c.dep_ == "nsubj" for c in verb.children):
        return _running(held) if held.status == "happened" else held
    if perfect(verb) and held.status == "ongoing":
        return Held(status="happened", value=held.value, why=held.why)
    if perfect(verb) or verb.tag_ == "VBG" or not infinitive(verb):
        return held if not progressive(verb) or perfect(verb) else _running(held)
    if held.status == "happened":
        return _running(held)
    return held


def _running(held: Held) -> Held:
    return Held(status="ongoing", value=held.value, why=held.why)


def _first_verb(word: Token) -> Token:
    """Give the verb that carries a governor's tense: itself, or the one above an adjective."""
    if word.pos_ in VERBAL:
        return word
    return next((t for t in word.ancestors if t.pos_ in VERBAL), word)


def _told_in(verb: Token) -> Token | None:
    """Give a past verb of speech around a clause ("…, he said"), None where there is none."""
    for token in verb.sent:
        if token.tag_ == "VBD" and token.lemma_.lower() in tables().speech and token.i != verb.i:
            return token
    return None


def _unanchored(verb: Token) -> bool:
    """Say whether a clause's subject is itself only supposed ("another cut would bring …")."""
    for child in verb.children:
        if child.dep_ in ("csubj", "csubjpass"):
            return True
        if child.dep_ == "nsubj":
            return any(c.lower_ in ("another", "any", "such") for c in child.children)
    return False


def _by_an_agent(verb: Token) -> bool:
    """Say whether a clause's subject is a name or a person, who can say what they would do."""
    return any(
        c.dep_ == "nsubj" and (c.pos_ == "PROPN" or c.lower_ in ("he", "she", "they", "we"))
        for c in verb.children
    )


def grade_status(effect: str) -> str:
    """Give the status of an effect that is a grade, "" for an operator."""
    entry = tables().grades.get(effect)
    return entry.status if entry is not None else ""


def _reasons(
    word: Token, local: Held, found: Embedding, above: Held, *, negative: bool
) -> list[str]:
    form = f"'not' and {found.words}" if negative else found.words
    return [*above.why, f"{form} over '{word.text}'", *(w for w in local.why if "over" in w)]
