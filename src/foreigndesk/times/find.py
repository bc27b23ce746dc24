"""Finding the times of a text, and the time of one event among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from foreigndesk.language import Parsed
from foreigndesk.records import Span, Tense, Time
from foreigndesk.times.calendar import Interval
from foreigndesk.times.grammar import Direction, Rule, matches
from foreigndesk.times.tense import governor, verb_tense

if TYPE_CHECKING:
    import re

    from foreigndesk.language.tokens import Doc, Token
    from foreigndesk.language.tokens import Span as Words

_JOINS: Final = frozenset({"to", "and", "until", "till", "through", "-", "–"})
# how coarse a report's time must be to be its deed's too
_COARSE: Final = frozenset(("month", "season", "year", "decade"))
_NAMES: Final = frozenset({"PERSON", "GPE", "ORG", "FAC", "PRODUCT", "WORK_OF_ART"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """Words that say when, and the days they stand for; ``rule`` names the rule that read them."""

    span: Span
    time: Time
    rule: str


def _after(token: Token, verb: Token) -> bool:
    """Whether a time stands below "after", "since" or "following" under its verb."""
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    node = token
    while node.i != verb.i and node.head.i != node.i:
        if node.lower_ in ("after", "since", "following") and node.dep_ == "prep":
            return infinitive
        node = node.head
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    start: int
    end: int
    interval: Interval
    tense: Tense
    rule: str


def _direction(token: Token) -> Direction:
    verb = governor(token)
    tense = verb_tense(verb)
    if tense == "future" and _after(token, verb):
        # "threatened to use force after the July coup": what came before it is past
        tense = verb_tense(governor(verb.head)) if verb.head.i != verb.i else tense
    if tense == "present":
        # "the summit opens on Thursday" looks forward
        return "future"
    return tense


def _goes_on(token: Token) -> bool:
    """Whether a verb tells what began and goes on ("has held the hill for two years")."""
    verb = governor(token)
    return any(c.dep_ == "aux" and c.lower_ in ("has", "have", "'ve", "’ve") for c in verb.children)


def _stands(rule: Rule, tokens: Words, doc: Doc) -> bool:
    """Whether a match is a time here: no person called May, no count of 2,000 soldiers."""
    first = tokens[0]
    before = first.nbor(-1) if first.i else None
    if before is not None and before.lower_ in ("every", "each"):
        return False  # a habit
    if rule.name == "held-for" and not _goes_on(tokens.root):
        return False
    if rule.name in ("month", "weekday", "season", "holiday") and len(tokens) == 1:
        if first.ent_type_ in _NAMES or first.tag_ in ("MD", "VB", "VBD", "VBP"):
            return False
        if before is not None and before.pos_ == "PROPN" and before.ent_type_ != "DATE":
            return False  # a surname
    if rule.name == "season" and first.lower_ in ("the", "in") and tokens[-1].lower_ == "fall":
        return tokens[-1].i + 1 < len(doc) and doc[tokens[-1].i + 1].lower_ != "of"
    if rule.name == "year" and len(tokens) == 1:
        if first.ent_type_ in ("CARDINAL", "QUANTITY", "MONEY", "PERCENT"):
            return (
                first.dep_ in ("pobj",)
                and first.i > 0
                and doc[first.i - 1].lower_ in ("in", "since")
            )
        counted = first.dep_ == "nummod" and first.head.tag_ == "NNS"
        return not counted or (before is not None and before.lower_ == "the")
    return True


def _bounded(interval: Interval, before: Sequence[str], day: date, tense: Tense) -> Interval:
    """Give the interval as the words before it bound it ("since", "by", "no later than")."""
    word = before[-1] if before else ""
    if len(before) > 1 and word == "the":
        word = before[-2]
    two = " ".join(before[-2:])
    if two == "as of" and tense == "past":
        return Interval(start=None, end=interval.end, precision="open")
    if word in ("since", "starting", "beginning") or two in ("as of", "earlier than"):
        return Interval(start=interval.start, end=None, precision="open")
    if two in ("prior to", "ahead of") or word == "before":
        end = interval.start and interval.start - timedelta(days=1)
        start = day if end is not None and end >= day else None
        return Interval(start=start, end=end, precision="open")
    if word in ("by", "until", "till", "through") or two == "later than":
        start = day if interval.end is not None and interval.end >= day else None
        return Interval(start=start, end=interval.end, precision="open")
    if word in ("after", "from"):
        return Interval(start=interval.start, end=None, precision="open")
    return interval


def _tense(interval: Interval, day: date, way: Tense) -> Tense:
    """Place an interval against the day of publication."""
    if interval.end is not None and interval.end < day:
        return "past"
    if interval.start is not None and interval.start > day:
        return "future"
    if interval.start is None:
        return "past" if way == "past" else "future"
    if interval.end is None:
        return "present" if interval.start < day else "future"
    if interval.start == interval.end or way != "present":
        return way
    return "present"


def _read(rule: Rule, match: re.Match[str], sentence: Words, day: date) -> _Found | None:
    doc = sentence.doc
    offset = sentence.start_char
    tokens = doc.char_span(offset + match.start(), offset + match.end(), alignment_mode="contract")
    while tokens is not None and len(tokens) > 1 and tokens[-1].text in (".", "'s", "’s"):
        tokens = tokens[:-1]
    if tokens is None or not len(tokens) or not _stands(rule, tokens, doc):
        return None
    root = tokens.root
    way = _direction(root)
    interval = rule.sum(match, day, way)
    if interval is None:
        return None
    return _Found(
        start=tokens.start, end=tokens.end, interval=interval,
        tense=verb_tense(governor(root)), rule=rule.name,
    )  # fmt: skip


def _joined(found: list[_Found], doc: Doc, day: date) -> list[_Found]:
    """Join the two ends of "from March to May" and "between 2014 and 2016"; bound the rest."""
    result: list[_Found] = []
    skip = -1
    for number, one in enumerate(found):
        if number == skip:
            continue
        before = [t.lower_ for t in doc[max(one.start - 2, doc[one.start].sent.start) : one.start]]
        other = found[number + 1] if number + 1 < len(found) else None
        opened = bool(before) and before[-1] in ("from", "between")
        if other is not None and other.start == one.end + 1:
            join = doc[one.end].lower_
            ranged = (opened and join in _JOINS) or join in ("-", "–", "to", "through", "until")
            if ranged and one.interval.start and other.interval.end:
                start = one.interval.start
                if start > other.interval.end and start.year > other.interval.end.year - 2:
                    start = start.replace(year=start.year - 1, day=min(start.day, 28))
                whole = Interval(
                    start=start, end=other.interval.end, precision=other.interval.precision
                )
                result.append(replace(one, end=other.end, interval=whole))
                skip = number + 1
                continue
        if before and before[-1] == "from" and one.tense == "past" and one.interval.end:
            result.append(one)
            continue
        result.append(replace(one, interval=_bounded(one.interval, before, day, one.tense)))
    return result


def _time(one: _Found, doc: Doc, day: date, written: str) -> Time:
    interval = one.interval
    return Time(
        start=interval.start.isoformat() if interval.start else "",
        end=interval.end.isoformat() if interval.end else "",
        precision=interval.precision,
        tense=_tense(interval, day, one.tense),
        written=written,
    )


def find_times(parsed: Parsed, *, day: str) -> tuple[TimeMention, ...]:
    """Find the times that an article names, in the order of the text.

    ``day`` is the ISO day that relative times count from; without one ("") nothing relative
    can be read and () is given. Raises ValueError where it is no ISO day.
    """
    if not day:
        return ()
    today = date.fromisoformat(day[:10])
    doc = parsed.doc
    mentions: list[TimeMention] = []
    for sentence in parsed.sentences:
        found = [_read(rule, match, sentence, today) for rule, match in matches(sentence.text)]
        kept = sorted((f for f in found if f is not None), key=lambda f: f.start)
        kept = [f for n, f in enumerate(kept) if n == 0 or f.start >= kept[n - 1].end]
        for one in _joined(kept, doc, today):
            start, last = doc[one.start].idx, doc[one.end - 1]
            span = Span(text=parsed.article.id, start=start, end=last.idx + len(last))
            time = _time(one, doc, today, span.of(parsed.article.text))
            mentions.append(TimeMention(span=span, time=time, rule=one.rule))
    return tuple(mentions)


def _tokens(doc: Doc, mention: TimeMention) -> Words | None:
    return doc.char_span(mention.span.start, mention.span.end, alignment_mode="contract")


def _clause(trigger: Token) -> list[tuple[Token, int]]:
    """Give the words whose times may be a trigger's, with how far off each is.

    A noun shares its verb's time; a verb that of the verbs it is coordinated with, and of the
    verb that opens it ("began shelling"); never that of the verb of saying above it.
    """
    reach = [(trigger, 0)]
    node, far = trigger, 0
    while node.head.i != node.i:
        step = node.dep_
        if node.pos_ in ("VERB", "AUX") and step not in ("conj", "xcomp", "aux", "auxpass"):
            break
        if step in ("relcl", "acl", "advcl", "ccomp", "parataxis"):
            break
        node, far = node.head, far + 1
        reach.append((node, far))
    for word, distance in tuple(reach):
        reach += [
            (c, distance + 2)
            for c in word.children
            if c.dep_ in ("conj", "xcomp") and word.pos_ in ("VERB", "AUX") and c.pos_ == "VERB"
        ]
    return reach


def _distance(trigger: Token, tokens: Words) -> int | None:
    """Give how far a time is from a trigger along the tree, None where it is another's."""
    reach = {word.i: far for word, far in reversed(_clause(trigger))}
    node = tokens.root
    inside = set(range(tokens.start, tokens.end))
    steps = 0
    while True:
        if node.i in reach and node.i not in inside:
            return steps + 3 * reach[node.i]
        if node.head.i == node.i:
            return None
        if node.pos_ in ("VERB", "AUX") and node.i not in inside:
            return None
        node, steps = node.head, steps + 1


def event_time(trigger: Token, mentions: Sequence[TimeMention], *, day: str) -> Time:
    """Give the time of the event that a word tells: its clause's own time expression.

    Without one it is the day of publication with ``fallback`` set (both ends "" where ``day``
    is ""), and the tense of the trigger's verb.
    """
    own = _of_clause(trigger, mentions) or _of_saying(trigger, mentions)
    if own is not None:
        return own.time
    verb = trigger if trigger.pos_ in ("VERB", "AUX") else governor(trigger)
    return Time(
        start=day[:10], end=day[:10], precision="day", tense=verb_tense(verb), fallback=True
    )


def _of_saying(trigger: Token, mentions: Sequence[TimeMention]) -> TimeMention | None:
    """Give a coarse time of the verb of saying ("In December, Damascus said a strike had hit …").

    Within a month or a year the deed and its report stand together; within days they need not.
    """
    node = trigger
    while node.head.i != node.i and node.dep_ != "ccomp":
        node = node.head
    if node.dep_ != "ccomp" or node.tag_ in ("VB", "MD") or verb_tense(node) != "past":
        return None
    found = _of_clause(node.head, mentions)
    return found if found is not None and found.time.precision in _COARSE else None


def _of_clause(trigger: Token, mentions: Sequence[TimeMention]) -> TimeMention | None:
    sentence = trigger.sent
    low, high = sentence.start_char, sentence.end_char
    best: tuple[int, int, TimeMention] | None = None
    for mention in mentions:
        if not low <= mention.span.start < high:
            continue
        tokens = _tokens(trigger.doc, mention)
        if tokens is None or not len(tokens) or tokens.start <= trigger.i < tokens.end:
            continue
        far = _distance(trigger, tokens)
        if far is None:
            continue
        key = (far, abs(tokens.start - trigger.i), mention)
        if best is None or key[:2] < best[:2]:
            best = key
    return None if best is None else best[2]
