"""What makes an act hang on another: if-clauses, inverted conditions, "failing …", questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foreigndesk.claims.signatures import Modifier, tables
from foreigndesk.claims.veridicality import (
    SUBJECTS,
    Held,
    carrier,
    grade,
    modal_of,
    phrase_at,
)

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

VERBAL: Final = frozenset(("VERB", "AUX"))
# who turns such a charge down holds nothing of what it says for true
TURN_DOWN: Final = frozenset("deny reject dismiss refute rebut".split())
CHARGES: Final = frozenset("accusation charge allegation claim suggestion insinuation".split())
# meetings that a text speaks of as fixed when it names them with "the" and who meets
MEETINGS: Final = frozenset("summit meeting visit talk negotiation conference tour".split())
INVERTED: Final = frozenset(("were", "had", "should"))


def condition_words(sentence: list[Token]) -> list[tuple[Token, Modifier]]:
    """Give the words of a sentence that open a condition, with their entries."""
    found: list[tuple[Token, Modifier]] = []
    conditions, prepositions = (tables().modifiers[k] for k in ("condition", "preposition"))
    for token in sentence:
        if token.lower_ not in conditions and token.lower_ not in prepositions:
            continue
        entry = phrase_at(token, "condition")
        if entry is not None:
            found.append((token, entry))
            continue
        entry = phrase_at(token, "preposition")
        if entry is not None and entry.effect == "conditional":
            found.append((token, entry))
    return found


def inside_condition(verb: Token) -> tuple[str, str] | None:
    """Say whether a verb's own clause is a condition or an open question: (effect, words)."""
    for child in carrier(verb).children:
        if child.i < verb.i and child.dep_ in ("mark", "advmod", "prep", "nsubj", "det"):
            entry = phrase_at(child.left_edge, "condition") or phrase_at(child, "condition")
            if entry is not None and _opens(child, entry):
                return entry.effect, " ".join(entry.words)
    if verb.dep_ in ("advcl", "ccomp", "csubj", "dep") and inverted(verb) and not _asked(verb):
        return "conditional", "the inverted condition"
    return None


def _opens(word: Token, entry: Modifier) -> bool:
    if entry.words == ("once",):
        return word.dep_ in ("mark", "advmod") and word.head.dep_ == "advcl"
    if len(entry.words) == 1 and entry.words[0] in ("suppose", "supposing", "assuming"):
        return word.dep_ == "mark"
    return True


def _asked(verb: Token) -> bool:
    return any(t.text == "?" for t in verb.sent)


def inverted(verb: Token) -> bool:
    """Say whether a clause opens with its auxiliary: "Had they fired", "Should it fail"."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    if not subjects:
        return False
    openers = [verb, *(c for c in verb.children if c.dep_ in ("aux", "auxpass"))]
    return any(o.lower_ in INVERTED and o.i < subjects[0].left_edge.i for o in openers)


def hangs_on(verb: Token, sentence: list[Token]) -> str:
    """Give the words of the condition that a verb's act hangs on, "" where there is none."""
    host = carrier(verb)
    mine = {verb.i, host.i}
    for word, entry in condition_words(sentence):
        if entry.effect != "conditional":
            continue
        above = [t for t in word.ancestors if t.pos_ in VERBAL]
        if not above:
            continue
        text = " ".join(entry.words)
        if entry.kind == "preposition":
            if _reaches(above, mine) and _leaves_room(word, verb, entry):
                return text
        elif _reaches(above if above[0].i < word.i else above[1:], mine):
            return text
    if _bargain(verb):
        return "and"
    return _inversion_beside(verb, host)


def _bargain(verb: Token) -> bool:
    """Say whether a clause is what an order is to bring: "give us guns and we will fight"."""
    order = verb.head
    if verb.dep_ != "conj" or order.tag_ != "VB" or order.dep_ == "xcomp":
        return False
    bare = not any(c.dep_ in SUBJECTS or c.dep_ in ("aux", "auxpass") for c in order.children)
    return bare and modal_of(verb) is not None and any(c.dep_ in SUBJECTS for c in verb.children)


def _inversion_beside(verb: Token, host: Token) -> str:
    """Give the opening word of an inverted condition beside a verb's clause, "" where none."""
    beside = [*host.children, *host.head.children]
    for clause in beside:
        if clause.i == verb.i or clause.pos_ not in VERBAL or not inverted(clause):
            continue
        open_act = modal_of(verb) is not None or verb.tag_ != "VBD"
        if clause.dep_ in ("advcl", "ccomp", "csubj", "dep") and open_act:
            return f"{clause.left_edge.text.lower()} …"
    return ""


def _reaches(above: list[Token], mine: set[int]) -> bool:
    """Say whether the nearest clause, or the verbs it is embedded in by speech, is ours."""
    for verb in above[:3]:
        if verb.i in mine:
            return True
        if not _speech(verb):
            return any(c.i in mine for c in verb.children if c.dep_ == "conj" and c.i > verb.i)
        said = [c for c in verb.children if c.dep_ in ("ccomp", "xcomp")]
        if any(c.i in mine for c in said):
            return True
    return False


def _speech(verb: Token) -> bool:
    return verb.lemma_.lower() in tables().speech


def _leaves_room(word: Token, verb: Token, entry: Modifier) -> bool:
    """Say whether "without X" and its like bear on an act still open (no past act)."""
    if entry.words[0] not in ("without", "otherwise"):
        return True
    return modal_of(verb) is not None


def question(sentence: list[Token], verb: Token) -> bool:
    """Say whether a verb is asked about by a yes-or-no question of its sentence."""
    words = [t for t in sentence if not t.is_space and not t.is_punct]
    last = next((t for t in reversed(sentence) if not t.is_space and not t.is_quote), None)
    if last is None or not last.text.endswith("?") or not words:
        return False
    if any(t.tag_ in ("WRB", "WP", "WDT", "WP$") for t in verb.children):
        return False
    opener = next((c for c in verb.children if c.dep_ in ("aux", "auxpass")), verb)
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
    return subject is not None and opener.i < subject.i


def still_to_come(verb: Token) -> str:
    """Give the conjunction that puts a present clause ahead ("until they leave"), else ""."""
    if verb.tag_ not in ("VBZ", "VBP") and not any(
        c.tag_ in ("VBZ", "VBP") and c.dep_ in ("aux", "auxpass") for c in verb.children
    ):
        return ""
    if verb.dep_ != "advcl":
        return ""
    first = verb.left_edge
    entry = phrase_at(first, "conjunction")
    if entry is None:
        return ""
    ahead = modal_of(verb.head)
    future = ahead is not None and ahead.lower_ in ("will", "'ll", "’ll", "shall", "wo")
    timed = entry.words[0] in ("when", "after", "whenever") and future
    return " ".join(entry.words) if entry.effect == "likely" or timed else ""


def whoever(verb: Token) -> bool:
    """Say whether a clause with will, shall or would speaks of whoever it may be ("any …")."""
    modal = modal_of(verb)
    if modal is None or modal.lower_ not in ("will", "shall", "would"):
        return False
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass"):
            return child.lower_ in ("whoever", "anyone", "anybody") or any(
                c.lower_ in ("any", "whichever") and c.dep_ == "det" for c in child.children
            )
    return False


def cut_short(verb: Token) -> bool:
    """Say whether a clause tells what something forestalled ("before they could meet")."""
    modal = modal_of(verb)
    if modal is None or modal.lower_ != "could" or verb.dep_ != "advcl":
        return False
    return any(c.dep_ == "mark" and c.lower_ == "before" for c in verb.children)


def were_to(subject: Token) -> bool:
    """Say whether a noun is the subject of an inverted "were": "were the king to abdicate"."""
    copula = subject.head
    return subject.dep_ == "nsubj" and copula.lower_ == "were" and copula.i < subject.left_edge.i


def long_standing(token: Token) -> bool:
    """Say whether an act told aside lasts still: "has long been isolated by sanctions imposed by"."""
    if token.pos_ != "NOUN" and token.dep_ != "acl":
        return False
    verb = next((t for t in token.ancestors if t.pos_ in ("VERB", "AUX") and t.dep_ != "acl"), None)
    if verb is None or not any(c.lower_ in ("has", "have") for c in verb.children):
        return False
    return any(c.lower_ in ("long", "still") and c.dep_ == "advmod" for c in verb.children)


def awaited(token: Token, held: Held) -> Held:
    """Take a definite meeting that lies ahead as planned: "hope to use the Oslo-Kyiv summit"."""
    if held.status != "possible" or held.value <= 0 or token.lemma_ not in MEETINGS:
        return held
    definite = any(c.lower_ == "the" for c in token.children)
    named = any(c.pos_ == "PROPN" or c.ent_type_ in ("GPE", "NORP") for c in token.children)
    return grade("plan", f"'the {token.text}' is fixed") if definite and named else held


def under_rejected_charge(token: Token, held: Held) -> Held:
    """Deny all that a rejected charge says, however deep ("denied charges that X ran a squad that")."""
    below, node = token, token.head
    while node != below:
        if node.lemma_ in CHARGES and node.dep_ in ("dobj", "nsubjpass"):
            by = below.dep_ in ("agent", "relcl", "amod", "compound", "poss", "conj")
            by = by or (below.dep_ == "prep" and below.lower_ in ("by", "from", "against"))
            if by or node.head.lemma_ not in TURN_DOWN or _negated(node.head):
                return held
            return grade("deny", f"'{node.head.text}' the {node.text}")
        if node.lemma_ in TURN_DOWN and below.dep_ == "ccomp" and not _negated(node):
            # "denied charges it tortured a priest", where the clause hangs on the verb
            if any(c.lemma_ in CHARGES and c.dep_ == "dobj" for c in node.children):
                return grade("deny", f"'{node.text}' the charge")
            return held
        below, node = node, node.head
    return held


def _negated(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)
