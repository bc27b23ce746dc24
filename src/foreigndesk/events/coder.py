"""From matched frames to events: one type a trigger, parties by grammar, tellings tied together.

The coder is a pure function of a parsed article, its cast of actors and the lexicon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from foreigndesk.events import syntax
from foreigndesk.events.entries import VOID, Lexicon, classes, lexicon
from foreigndesk.events.figures import figures
from foreigndesk.events.frames import Match, Matcher
from foreigndesk.events.home import at_home, crowd
from foreigndesk.events.plover import CLAIMED, WEIGHED
from foreigndesk.events.publicity import private
from foreigndesk.events.reach import weighed
from foreigndesk.events.sides import AT_A_PLACE, CastLike, Sides, distinct
from foreigndesk.language import Parsed
from foreigndesk.language.tokens import Token
from foreigndesk.records import Event, Party, Place, Span, Telling, Time, record_id

VERSION = "events 1"
# sectors that make an act political even where no country is known
PUBLIC = frozenset("GOV MIL REB PRM SPY UAF COP JUD LEG PTY OPP IGO REF".split())
# acts told by a verb or noun whose complement says what is wanted, promised or refused
IN_CONTENT: Final = frozenset("AGREE REQUEST REJECT THREATEN ACCUSE CONCEDE".split())
RECENT: Final = timedelta(days=30)
VIOLENT: Final = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST"))
# acts that are told by what they are called: other words, another act
SPOKEN: Final = frozenset(("COOPERATE", "SUPPORT", "AGREE", "REQUEST", "ACCUSE", "REJECT"))
DISPATCH: Final = frozenset(("AID", "MOBILIZE"))
TROOPS: Final = frozenset("troop troops soldier force contingent unit battalion fighter".split())
OWN: Final = frozenset(("MOBILIZE", "RETREAT", "AID"))  # whose own forces or goods move
CROWDS: Final = frozenset("thousand hundred dozen million score ten crowd mob family".split())
NEAR = 12  # words between two halves of one telling
EVIDENCE_WORDS = 55  # longer sentences are cut to the words around the act


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A match with its parties: an event before its tellings are tied together."""

    match: Match
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    against: tuple[Party, ...]


def _keys(parties: tuple[Party, ...]) -> frozenset[str]:
    return frozenset(p.country or p.name.lower() for p in parties)


class Coder:
    """Finds the events of one parsed article."""

    def __init__(self, parsed: Parsed, cast: CastLike, words: Lexicon | None = None) -> None:
        self._parsed = parsed
        self._sides = Sides(cast)
        self._sent: dict[str, Coded] = {}  # by what was sent: troops that are spoken of again
        self._matcher = Matcher(words or lexicon(), lambda t: bool(self._sides.resolve(t)))

    def coded(self) -> list[Coded]:
        """Give every event telling of the article, in the order of the text."""
        found: list[Coded] = []
        for sentence in self._parsed.sentences:
            for coded in self._sentence(list(sentence)):
                found.append(coded)
                if coded.match.entry.type in DISPATCH and coded.actors:
                    self._sent |= dict.fromkeys(_dispatched(coded.match.trigger), coded)
        return found

    def _sentence(self, tokens: list[Token]) -> list[Coded]:
        best: list[Coded] = []
        taken: set[int] = set()
        for token in tokens:
            for match in self._matcher.matches(token):
                if match.entry.type == VOID:
                    taken |= match.consumed
                    if "content" in match.entry.flags:
                        taken |= {t.i for t in syntax.subtree_of(match.content)}
                    break
                coded = self._code(match)
                if coded is not None:
                    best.append(coded)
                    break
        taken |= {i for c in best for i in c.match.consumed}
        inside = {
            t.i
            for c in best
            if "content" in c.match.entry.flags
            for t in syntax.subtree_of(c.match.content)
            if t != c.match.trigger
        }
        kept = [
            c for c in best if c.match.trigger.i not in taken and c.match.trigger.i not in inside
        ]
        kept = [c for c in kept if not _topic(c, kept)]
        strong = [c for c in kept if "weak" not in c.match.entry.flags]
        return _joined(strong or kept)

    def _code(self, match: Match) -> Coded | None:
        flags = match.entry.flags
        actors, recipients = self._sides.role(match, "A"), self._sides.role(match, "R")
        if not actors and not recipients and match.entry.type in DISPATCH:
            for word in _dispatched(match.trigger):
                if word in self._sent:  # "around 20,000 troops may be mobilized"
                    before = self._sent[word]
                    actors, recipients = before.actors, before.recipients
        if not actors and match.entry.type in OWN:
            actors = self._whose(match, recipients)
        if not any(p.country or p.sector in PUBLIC for p in (*actors, *recipients)):
            return None
        if not actors:
            actors = at_home(match, actors, recipients, self._sides)
            away = {"", *(p.country for p in actors)}
            others = tuple(r for r in recipients if actors and r.country not in away)
            recipients = others or recipients
        else:
            actors = at_home(match, actors, recipients, self._sides)
        if private(match, actors, recipients) or ("crowd" in flags and not crowd(actors)):
            return None
        if ("needA" in flags or "needAR" in flags) and not actors:
            return None
        if "recip" not in flags and _keys(recipients) <= _keys(actors):
            recipients = self._open(match, actors) or recipients
        known = any(p.country or p.sector not in ("", "UNK") for p in recipients)
        if "recip" in flags:
            known = known or len(_keys((*actors, *recipients))) > 1
        if ("needR" in flags or "needAR" in flags) and not known:
            launched = match.support is not None and match.entry.type in VIOLENT
            if not launched or not any(p.country for p in actors):
                return None
        if not actors and self._abstract_subject(match):
            return None
        if "recip" in flags:
            actors, recipients = distinct([*actors, *recipients]), ()
        else:
            same = _keys(actors)
            recipients = tuple(
                r for r in recipients if r not in actors or (len(same) == 1 and r.sector != "GOV")
            )
        return Coded(
            match=match, actors=actors, recipients=recipients, against=self._sides.role(match, "G")
        )

    def _whose(self, match: Match, recipients: tuple[Party, ...]) -> tuple[Party, ...]:
        """Find who acts in whose forces or goods move ("the withdrawal of French troops")."""
        moved = classes()["forces"] | classes()["bloodless"] | classes()["armsaid"]
        tokens = [match.trigger.doc[i] for i in sorted(match.consumed)]
        found = [p for t in tokens if t.lemma_.lower() in moved for p in self._sides.resolve(t)]
        away = _keys(recipients)
        return distinct(p for p in found if p.country and p.country not in away)

    def _open(self, match: Match, actors: tuple[Party, ...]) -> tuple[Party, ...]:
        """Find a recipient that the frame left open: in the content, or where it happened."""
        kind = match.entry.type
        found: tuple[Party, ...] = ()
        if "content" not in match.entry.flags:
            found = self._sides.owners(match, actors)
        if not found and kind in IN_CONTENT and match.content:
            found = self._sides.content(match, actors)
        if not found and kind in VIOLENT | {"SANCTION"}:
            found = tuple(p for p in self._sides.above(match) if p not in actors)
        if not found and kind in AT_A_PLACE:
            found = self._sides.scene(match.trigger)
        return found

    def _abstract_subject(self, match: Match) -> bool:
        """Whether a verb's subject is there and is no actor ("the storm battered Texas")."""
        slot = match.entry.slot("subj")
        if match.entry.pos != "V" or (slot is not None and slot.filled):
            return False
        crowd = classes()["people"] | classes()["hostile"] | CROWDS
        doers = [t for t in match.roles.get("A", []) if t.pos_ == "NOUN"]
        return any(t.lemma_.lower() not in crowd for t in doers)


def _topic(coded: Coded, kept: list[Coded]) -> bool:
    """Whether an act only says what another act of the sentence is about.

    "Concern over the partnership between Minsk and Moscow"; "shortened the curfew imposed in June".
    """
    trigger = coded.match.trigger
    if coded.match.entry.pos == "N" and (_target(coded, kept) or _dating(coded, kept)):
        return True
    if trigger.dep_ in ("acl", "relcl") and not coded.actors:
        used = {i for c in kept if c is not coded for i in c.match.consumed}
        return trigger.head.i in used
    if coded.match.entry.type != "SUPPORT" or coded.match.entry.pos != "N":
        return False
    if trigger.dep_ != "pobj" or trigger.head.lower_ not in ("over", "about"):
        return False
    said = (trigger.head.head, trigger.head.head.head)
    return any(c.match.trigger in said and c.match.entry.type == "ACCUSE" for c in kept)


def _target(coded: Coded, kept: list[Coded]) -> bool:
    """Whether a delivery is only what another act hits or stops ("bombed arms shipments")."""
    trigger = coded.match.trigger
    if coded.match.entry.type not in ("AID", "COOPERATE") or coded.actors:
        return False
    hit = trigger.dep_ in ("dobj", "nsubjpass")
    return hit and any(
        c.match.trigger == trigger.head and c.match.entry.type in VIOLENT for c in kept
    )


def _dating(coded: Coded, kept: list[Coded]) -> bool:
    """Whether an act only dates another ("since the civil war began")."""
    verb = coded.match.trigger.head
    if coded.match.trigger.dep_ != "nsubj" or verb.dep_ != "advcl" or len(kept) == 1:
        return False
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")}
    return verb.lemma_ in ("begin", "start", "erupt", "break", "end") and bool(
        marks & {"since", "before", "when", "after", "until"}
    )


def _joined(found: list[Coded]) -> list[Coded]:
    """Make one of two halves: a deed whose doer one word tells and whose victim another does."""
    kept: list[Coded] = []
    for coded in found:
        for place, other in enumerate(kept):
            near = abs(other.match.trigger.i - coded.match.trigger.i) < NEAR
            if coded.match.entry.type != other.match.entry.type or not near:
                continue
            if other.actors and not other.recipients and coded.recipients and not coded.actors:
                kept[place] = replace(other, recipients=coded.recipients)
            elif coded.actors and not coded.recipients and other.recipients and not other.actors:
                kept[place] = replace(coded, recipients=other.recipients)
            else:
                continue
            break
        else:
            kept.append(coded)
    return kept


def evidence(parsed: Parsed, trigger: Token) -> Span:
    """Give the sentence that tells an act; of a very long one the words around the act."""
    sentence = trigger.sent
    start, end = sentence.start, sentence.end
    if end - start > EVIDENCE_WORDS:
        start = max(start, trigger.i - EVIDENCE_WORDS // 2)
        end = min(end, start + EVIDENCE_WORDS)
    doc = parsed.doc
    while end > start + 1 and doc[end - 1].is_space:
        end -= 1
    while start < end - 1 and doc[start].is_space:
        start += 1
    last = doc[end - 1]
    return Span(text=parsed.article.id, start=doc[start].idx, end=last.idx + len(last))


def _telling(parsed: Parsed, coded: Coded) -> Telling:
    words = sorted(coded.match.words, key=lambda t: t.i)
    last = words[-1]
    only = weighed(coded.match.trigger)
    path = [*coded.match.path, *((f"{WEIGHED}: {only.text}",) if only is not None else ())]
    own = syntax.own_claim(coded.match.trigger)
    path += [f"{CLAIMED}: {own.text}"] if own is not None else []
    return Telling(
        evidence=evidence(parsed, coded.match.trigger),
        trigger=Span(text=parsed.article.id, start=words[0].idx, end=last.idx + len(last)),
        rule=coded.match.entry.rule,
        path=tuple(path),
    )


def _fullness(parsed: Parsed, coded: Coded) -> tuple[int, bool, bool, float]:
    """Rank tellings: who names more parties, the text before its headline, the fuller frame."""
    parties = len(_keys(coded.actors)) + len(_keys(coded.recipients)) + len(_keys(coded.against))
    body = parsed.paragraph_at(coded.match.trigger.idx).kind not in ("title", "standfirst")
    clause = coded.match.support or coded.match.trigger
    aside = clause.dep_ in ("advcl", "acl", "relcl", "pcomp", "pobj")
    spoken = syntax.quoted(coded.match.trigger)
    return parties, body and not spoken, not aside, coded.match.score


def _dispatched(trigger: Token) -> set[str]:
    """Give the lemmas of what a verb sends or musters ("thousands of troops")."""
    things = syntax.logical_objects(trigger) if syntax.is_verb(trigger) else [trigger]
    below = [t for thing in things for t in syntax.preps(thing, "of")]
    return {t.lemma_.lower() for t in (*things, *below) if t.pos_ == "NOUN"} & TROOPS


def _same_dispatch(one: Coded, other: Coded) -> bool:
    """Whether one telling sends in help what another only sends: the same troops."""
    if {one.match.entry.type, other.match.entry.type} != DISPATCH or not one.actors:
        return False
    helped = one if one.match.entry.type == "AID" else other
    plain = other if helped is one else one
    meant = _keys(helped.recipients) | _keys(helped.against)
    troops = "troops" in plain.match.entry.modes or bool(_dispatched(plain.match.trigger))
    return troops and _keys(one.actors) == _keys(other.actors) and _keys(plain.recipients) <= meant


def _same(one: Coded, other: Coded) -> bool:
    """Whether two tellings in one article may be of one happening."""
    if _same_dispatch(one, other):
        return True
    if one.match.entry.type != other.match.entry.type:
        return False
    a, b = _keys(one.actors), _keys(other.actors)
    r, s = _keys(one.recipients), _keys(other.recipients)
    heads = one.match.entry.head == other.match.entry.head
    if not a or not b:  # told again without its doer ("the envoys who were expelled")
        return heads and bool(r & s) and one.match.entry.type not in SPOKEN
    mutual = one.match.entry.type == "CONSULT" and (a | r) & (b | s)
    if mutual and ((a | r) <= (b | s) or (b | s) <= (a | r)):
        return True
    within = one.match.trigger.sent.start == other.match.trigger.sent.start and (r <= s or s <= r)
    if a != b or (r != s and r and s and not within):
        return False
    if one.match.entry.type in SPOKEN:
        return heads
    modes = set(one.match.entry.modes), set(other.match.entry.modes)
    return heads or not all(modes) or bool(modes[0] & modes[1])


def code_events(
    parsed: Parsed,
    cast: CastLike,
    *,
    day: str = "",
    place_of: Callable[[Token], Place | None] | None = None,
    time_of: Callable[[Token], Time] | None = None,
) -> tuple[Event, ...]:
    """Give the events that an article tells, each with all its tellings.

    ``day`` is the publication day (ISO). ``place_of`` and ``time_of`` give a trigger's place and
    time (the places and times stages'); without ``time_of`` the publication day stands in,
    marked as a fallback.
    """
    groups: list[list[Coded]] = []
    for coded in Coder(parsed, cast).coded():
        for group in groups:
            if any(_same(told, coded) for told in group):
                group.append(coded)
                break
        else:
            groups.append([coded])
    fallback = Time(start=day, end=day, precision="day", tense="past", fallback=True)
    found = []
    for group in groups:
        group.sort(key=lambda c: _fullness(parsed, c), reverse=True)
        triggers = [c.match.trigger for c in group]
        times = [time_of(t) for t in triggers] if time_of else [fallback]
        places = [place_of(t) for t in triggers] if place_of else []
        when = next((t for t in times if not t.fallback), times[0])
        where = next((p for p in places if p is not None), None)
        found.append(_event(parsed, group, when, where, day))
    return tuple(found)


def recalled(when: Time, day: str) -> bool:
    """Whether an act is recalled rather than news: it ended more than 30 days before the page."""
    if when.fallback or not when.end or len(day) < len("2024-10-17"):
        return False
    return date.fromisoformat(when.end) < date.fromisoformat(day) - RECENT


def _aside(match: Match) -> bool:
    """Whether an act only says of somebody who they are ("forces fighting against Ukraine")."""
    trigger = match.trigger
    if trigger.dep_ == "acl" and trigger.tag_ in ("VBG", "VBN"):
        return match.entry.type in ("ASSAULT", "SANCTION") and trigger.head.dep_ not in (
            "ROOT",
            "dobj",
        )
    return trigger.dep_ == "ccomp" and trigger.tag_ == "VBG" and match.entry.type == "ASSAULT"


def _mixed(group: list[Coded]) -> bool:
    return len({c.match.entry.type for c in group}) > 1


def _event(parsed: Parsed, group: list[Coded], when: Time, where: Place | None, day: str) -> Event:
    lead = max(group, key=lambda c: c.match.entry.type == "AID") if _mixed(group) else group[0]
    group.sort(key=lambda c: c is not lead)
    entry = lead.match.entry
    tellings = tuple(_telling(parsed, c) for c in group)
    numbers = {f.span: f for c in group for f in figures(parsed, c.match.trigger)}
    recipients = lead.recipients
    scene = where.country if where is not None and entry.type in AT_A_PLACE else ""
    if (
        where is not None
        and not recipients
        and scene not in {"", *(p.country for p in lead.actors)}
    ):
        recipients = (Party(name=where.name, country=scene, how="where it happened"),)
    event = Event(
        id="",
        article=parsed.article.id,
        type=entry.type,
        modes=tuple(
            sorted(
                {m for c in group if c.match.entry.type == entry.type for m in c.match.entry.modes}
            )
        ),
        contexts=tuple(sorted({x for c in group for x in c.match.entry.contexts})),
        actors=lead.actors,
        recipients=recipients,
        against=lead.against,
        place=where,
        time=when,
        figures=tuple(numbers[s] for s in sorted(numbers)),
        tellings=tellings,
        background=recalled(when, day) or all(_aside(c.match) for c in group),
        version=VERSION,
    )
    ident = record_id(
        "evt",
        event.article,
        event.type,
        sorted(_keys(event.actors)),
        sorted(_keys(event.recipients)),
        tellings[0].trigger.start,
    )
    return replace(event, id=ident)
