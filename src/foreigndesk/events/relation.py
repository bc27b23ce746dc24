"""The relation between two marked actors, by the lexicon and a documented back-off.

1. Frames: every frame that fits a word of the sentence, scored by which roles the two spans
   fill. Actor and recipient both filled beats one; a direct filler beats an owner.
2. Heads: where no frame touches either span, a word of the lexicon that lies between them
   or hangs closest above them in the sentence counts with what remains of its frame.
3. Nothing: no word of the lexicon is in the sentence; the relation is None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foreigndesk.codebook import codebook
from foreigndesk.events import syntax
from foreigndesk.events.entries import VOID, Entry, Lexicon, lexicon
from foreigndesk.events.forms import lemmas, verb_lemmas
from foreigndesk.events.frames import Match, Matcher
from foreigndesk.events.sides import CastLike
from foreigndesk.language import Parsed
from foreigndesk.language.tokens import Token

MATERIAL_CONFLICT = 4
INSIDE = 2.5  # what an act loses that is only asked for, promised or threatened
DIRECT, OWNER = 3.0, 2.0  # a span that fills a role itself, or owns what fills it


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What the first actor does to the second: the act, the entry, and how it was found.

    ``start`` and ``end`` are the trigger's characters; ``step`` is "frame", "head";
    ``nominal`` whether the trigger is a noun; ``hint`` what the entry says of its progress.
    """

    type: str
    rule: str
    start: int
    end: int
    step: str
    score: float
    nominal: bool
    hint: str


def hint_of(entry: Entry) -> str:
    """Give the status that an entry itself implies, "" where it implies none."""
    if entry.pos == "M":
        return "happened"
    for flag in ("planned", "possible", "ongoing", "denied", "declared"):
        if flag in entry.flags:
            return flag
    if entry.type != VOID and codebook().types[entry.type].quad == MATERIAL_CONFLICT:
        return "deed"
    return ""


class _Pair:
    """Two spans of a sentence and the roles that they fill."""

    def __init__(self, parsed: Parsed, one: tuple[int, int] | None, two: tuple[int, int] | None):
        self.one = self._tokens(parsed, one)
        self.two = self._tokens(parsed, two)

    @staticmethod
    def _tokens(parsed: Parsed, span: tuple[int, int] | None) -> frozenset[int]:
        if span is None:
            return frozenset()
        return frozenset(t.i for t in parsed.doc if t.idx < span[1] and t.idx + len(t) > span[0])

    def holds(self, token: Token) -> bool:
        return token.i in self.one or token.i in self.two

    @staticmethod
    def fills(tokens: list[Token], span: frozenset[int]) -> float:
        best = 0.0
        told = [s for t in tokens for s in syntax.speaker_of(t)]
        for token in [*tokens, *told]:
            if token.i in span:
                return DIRECT
            if any(t.i in span for t in token.subtree):
                best = OWNER
        return best


def relation(
    parsed: Parsed,
    source: tuple[int, int] | None,
    target: tuple[int, int] | None,
    *,
    cast: CastLike,
    words: Lexicon | None = None,
) -> Relation | None:
    """Give the relation from the actor at ``source`` to the one at ``target``.

    Both are (start, end) characters of the parsed text; None where a side is not marked.
    None where the lexicon has no word for it.
    """
    pair = _Pair(parsed, source, target)

    def is_actor(token: Token) -> bool:
        if pair.holds(token) or any(pair.holds(t) for t in syntax.speaker_of(token)):
            return True
        return bool(cast.parties(token) or cast.modifier(token))

    matcher = Matcher(words or lexicon(), is_actor)
    found: list[tuple[float, Match]] = []
    content: dict[int, Match] = {}
    for token in parsed.doc:
        if pair.holds(token) and not _inside_trigger(token, pair):
            continue
        for rank, match in enumerate(matcher.matches(token, void=False)):
            found.append((_score(match, pair, is_actor) - 0.3 * rank, match))
            if "content" in match.entry.flags and rank == 0:
                for child in match.content:
                    if child.dep_ in ("xcomp", "ccomp") or match.governed is not None:
                        content |= {t.i: match for t in child.subtree if t != match.trigger}
    if not found:
        return _nearest(parsed, pair, words or lexicon())
    ranked = [(s - INSIDE if m.trigger.i in content else s, m) for s, m in found]
    score, best = max(ranked, key=lambda pair: pair[0])
    if score <= 0:
        return _nearest(parsed, pair, words or lexicon()) or _made(best, "frame", score)
    best = _deed_before_purpose(best, found, pair)
    holder = content.get(best.trigger.i)
    if holder is not None and holder.entry.type == "AGREE" and _cooperative(best):
        best = holder  # "agreed to lift the ban" is agreeing as long as nothing is lifted
    return _made(best, "frame", score)


def _deed_before_purpose(best: Match, found: list[tuple[float, Match]], pair: _Pair) -> Match:
    """Give the deed that was done where the best match is only what it was done for.

    "donated ventilators to help Ethiopia": the giving has happened, the helping is its end.
    """
    verb = best.trigger
    if not _cooperative(best) or not any(
        c.lower_ == "to" and c.dep_ == "aux" for c in verb.children
    ):
        return best
    if verb.dep_ not in ("advcl", "acl", "relcl"):
        return best
    above = list(verb.ancestors)[:3]
    deeds = [
        (score, m)
        for score, m in found
        if m.trigger in above
        and "content" not in m.entry.flags
        and m.trigger.i < verb.i
        and pair.fills(m.roles.get("A", []), pair.one) > 0
    ]
    return max(deeds, key=lambda d: d[0])[1] if deeds else best


def _cooperative(match: Match) -> bool:
    return codebook().types[match.entry.type].quad in (1, 2)


def _inside_trigger(token: Token, pair: _Pair) -> bool:
    """A noun phrase may be marked that tells its own act ("a Taliban attack")."""
    return token.pos_ == "NOUN" and token.i in pair.two


def _made(match: Match, step: str, score: float) -> Relation:
    ordered = sorted(match.words, key=lambda t: t.i)
    last = ordered[-1]
    return Relation(
        type=match.entry.type,
        rule=match.entry.rule,
        start=ordered[0].idx,
        end=last.idx + len(last),
        step=step,
        score=score,
        nominal=match.entry.pos == "N",
        hint=hint_of(match.entry),
    )


def _score(match: Match, pair: _Pair, is_actor: Callable[[Token], bool]) -> float:
    actor = match.roles.get("A", [])
    other = match.roles.get("R", []) + match.roles.get("G", [])
    recip = "recip" in match.entry.flags
    as_actor = pair.fills(actor, pair.one)
    as_other = max(pair.fills(other, pair.two), pair.fills(actor, pair.two) if recip else 0.0)
    wrong = 0.0
    if not recip:
        wrong = 0.5 * (pair.fills(other, pair.one) + pair.fills(actor, pair.two))
    score = as_actor + as_other - wrong
    if not as_other and pair.two:
        below = {t.i for t in match.trigger.subtree}
        if pair.two & below:
            score += 1.0
    score += 0.3 * match.score
    if "weak" in match.entry.flags:
        score -= 1.0
    for need, tokens, span in (("A", actor, pair.one), ("R", other, pair.two)):
        wanted = {f"need{need}", "needAR"} & match.entry.flags
        if wanted and not any(is_actor(t) for t in tokens) and not pair.fills(tokens, span):
            score -= 3.0
    if as_actor and as_other:
        score += 2.0
    if not as_actor and not as_other:
        score -= 2.0 + 0.05 * _distance(match.trigger, pair)
    return score


def _distance(token: Token, pair: _Pair) -> int:
    """Words between a trigger and the two spans; nothing for one that lies between them."""
    places = sorted(pair.one | pair.two)
    if not places:
        return 0
    if places[0] <= token.i <= places[-1]:
        return 0
    return min(abs(token.i - places[0]), abs(token.i - places[-1]))


def _particles(head: Token, entry: Entry) -> bool:
    """Whether the other words of a phrasal head stand near it ("say sorry")."""
    near = {t.lower_ for t in head.doc[head.i + 1 : head.i + 6]}
    return not entry.particle or set(entry.particle.split("_")) <= near


def _fillers(head: Token, entry: Entry) -> bool:
    """Whether some word that the frame asks for is in the sentence at all."""
    asked = [s for s in entry.slots if s.words and not s.negated]
    there = {form for t in head.sent for form in (t.lemma_.lower(), t.lower_)}
    return all(s.words & there for s in asked)


def _nearest(parsed: Parsed, pair: _Pair, words: Lexicon) -> Relation | None:
    """The word of the lexicon nearest to the two spans, with what is left of its frame.

    Entries whose frame asks for a certain filler ("raise sanctions") say nothing without it
    and come last.
    """
    best: tuple[float, Relation] | None = None
    for token in parsed.doc:
        if pair.holds(token) or token.pos_ not in ("VERB", "NOUN"):
            continue
        verb = token.pos_ == "VERB"
        forms = verb_lemmas(token) if verb else lemmas(token)
        entries = [
            e
            for f in sorted(forms)
            for e in words.entries.get((f, "V" if verb else "N"), ())
            if e.type != VOID and _particles(token, e) and _fillers(token, e)
        ]
        for entry in entries:
            narrow = sum(s.filled for s in entry.slots) + bool(entry.particle)
            score = (0.5 if verb else 0.0) - 0.1 * _distance(token, pair) - 3.0 * narrow
            made = Relation(
                type=entry.type,
                rule=entry.rule,
                start=token.idx,
                end=token.idx + len(token),
                step="head",
                score=score,
                nominal=not verb,
                hint=hint_of(entry),
            )
            if best is None or score > best[0]:
                best = (score, made)
    return best[1] if best else None
