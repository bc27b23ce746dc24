"""From matched frames to events: one type a trigger, parties by grammar, tellings tied together.

The coder is a pure function of a parsed article, its cast of actors and the lexicon.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from foreigndesk.events import syntax
from foreigndesk.events.entries import VOID, Lexicon, classes, lexicon
from foreigndesk.events.figures import figures
from foreigndesk.events.frames import Match, Matcher
from foreigndesk.events.home import at_home, crowd
from foreigndesk.events.plover import CLAIMED, WEIGHED
from foreigndesk.events.publicity import private, sport_page
from foreigndesk.events.reach import of_his_own, only_able, reasons, weighed
from foreigndesk.events.sides import AT_A_PLACE, CastLike, Sides, distinct
from foreigndesk.events.tellings import (
    DISPATCH,
    SPOKEN,
    Coded,
    apart,
    crossed,
    dispatched,
    keys,
    later,
    news_of,
    recalled,
    same,
)
from foreigndesk.language import Parsed
from foreigndesk.language.tokens import Token
from foreigndesk.records import Event, Party, Place, Span, Telling, Time, record_id

VERSION = "events 1"
# sectors that make an act political even where no country is known
PUBLIC = frozenset("GOV MIL REB PRM SPY UAF COP JUD LEG PTY OPP IGO REF".split())
# acts told by a verb or noun whose complement says what is wanted, promised or refused
IN_CONTENT: Final = frozenset("AGREE REQUEST REJECT THREATEN ACCUSE CONCEDE".split())
VIOLENT: Final = frozenset(("ASSAULT", "COERCE", "MOBILIZE", "PROTEST"))
# verbs that a speaker's own conduct may be the object of
OF_ONES_OWN: Final = frozenset(("defend", "justify"))
# words that open a link to another page inside a text that lost its lines
LINKS: Final = ("read more", "read also", "also read", "see also", "watch:")
OWNING: Final = frozenset(("of", "by", "from", "between", "against", "on"))
HOSTILE: Final = frozenset("SANCTION ASSAULT COERCE MOBILIZE PROTEST".split())
# what is said of another's deed
ANSWERS: Final = frozenset(("ACCUSE", "SUPPORT", "REJECT"))
ATTITUDES: Final = frozenset(("ACCUSE", "SUPPORT"))
OWN: Final = frozenset(("MOBILIZE", "RETREAT", "AID"))  # whose own forces or goods move
CROWDS: Final = frozenset("thousand hundred dozen million score ten crowd mob family".split())
NEAR = 12  # words between two halves of one telling
EVIDENCE_WORDS = 55  # longer sentences are cut to the words around the act


class Coder:
    """Finds the events of one parsed article."""

    def __init__(self, parsed: Parsed, cast: CastLike, words: Lexicon | None = None) -> None:
        self._parsed = parsed
        self._sport = sport_page(parsed.sentences)
        self._sides = Sides(cast)
        self._sent: dict[str, Coded] = {}  # by what was sent: troops that are spoken of again
        self._matcher = Matcher(words or lexicon(), lambda t: bool(self._sides.resolve(t)))

    def coded(self) -> list[Coded]:
        """Give every event telling of the article, in the order of the text."""
        found: list[Coded] = []
        for sentence in self._parsed.sentences:
            for told in self._sentence(list(sentence)):
                coded = self._meant(told, found)
                if coded is None:
                    continue
                found.append(coded)
                if coded.match.entry.type in DISPATCH and coded.actors:
                    self._sent |= dict.fromkeys(dispatched(coded.match.trigger), coded)
        return found

    def _meant(self, coded: Coded, before: list[Coded]) -> Coded | None:
        """Find whom "welcomed the step", "condemned the offensive" are about: who did it, above.

        Violence is the last that was told; a step or decision the one of title or lead. What
        needs somebody and has nobody is dropped.
        """
        found = self._answered(coded, before)
        flags = coded.match.entry.flags
        bare = not any(p.country or p.actor for p in found.recipients)
        lone = not any(p.country or p.sector in PUBLIC for p in (*found.actors, *found.recipients))
        return None if lone or (bare and "needAR" in flags and _deeds(coded.match)) else found

    def _answered(self, coded: Coded, before: list[Coded]) -> Coded:
        if coded.match.entry.type not in ANSWERS or not coded.actors:
            return coded
        if any(p.country or p.actor for p in coded.recipients):
            return coded
        things = {t.lemma_.lower() for t in _deeds(coded.match)}
        mine = keys(coded.actors)
        deeds = [
            c
            for c in before
            if c.match.entry.type not in ANSWERS | {"REQUEST"}
            and any(p.country for p in c.actors)
            and not keys(c.actors) & mine
        ]
        if things & classes()["violence_told"]:
            deeds = [c for c in deeds if c.match.entry.type == "ASSAULT"][::-1]
        elif not things & classes()["step_taken"]:
            return coded
        return replace(coded, recipients=deeds[0].actors) if deeds else coded

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
        taken |= {i for c in best for i in c.match.consumed if not _told_of(i, c, best)}
        best = [c for c in best if not _hostile_content(c, best)]
        inside = {
            t.i
            for c in best
            if "content" in c.match.entry.flags
            for t in syntax.subtree_of(c.match.content)
            if t != c.match.trigger
        } - {i for c in best for i in reasons(c.match.content)}
        kept = [
            c for c in best if c.match.trigger.i not in taken and c.match.trigger.i not in inside
        ]
        kept = [c for c in kept if not _topic(c, kept)]
        strong = [c for c in kept if "weak" not in c.match.entry.flags]
        return _joined(strong or kept)

    def _code(self, match: Match) -> Coded | None:
        flags = match.entry.flags
        if only_able(match.trigger):
            return None
        actors, recipients = self._sides.role(match, "A"), self._sides.role(match, "R")
        if not actors and not recipients and match.entry.type in DISPATCH:
            for word in dispatched(match.trigger):
                if word in self._sent:  # "around 20,000 troops may be mobilized"
                    before = self._sent[word]
                    actors, recipients = before.actors, before.recipients
        if not actors and match.entry.type in OWN:
            actors = self._whose(match, recipients)
        pointing = bool(actors) and bool(_deeds(match))
        if not any(p.country or p.sector in PUBLIC for p in (*actors, *recipients)):
            return None if not pointing else self._pending(match, actors)
        if not actors:
            actors = at_home(match, actors, recipients, self._sides)
            away = {"", *(p.country for p in actors)}
            others = tuple(r for r in recipients if actors and r.country not in away)
            recipients = others or recipients
        else:
            actors = at_home(match, actors, recipients, self._sides)
        if private(match, actors, recipients, page=self._sport) or (
            "crowd" in flags and not crowd(actors)
        ):
            return None
        if ("needA" in flags or "needAR" in flags) and not actors:
            return None
        if "recip" not in flags and keys(recipients) <= keys(actors):
            if match.entry.head in OF_ONES_OWN and of_his_own(match.trigger):
                return None
            recipients = self._open(match, actors) or recipients
        known = any(p.country or p.sector not in ("", "UNK") for p in recipients)
        if "recip" in flags:
            known = known or len(keys((*actors, *recipients))) > 1
        if ("needR" in flags or "needAR" in flags) and not known:
            if pointing:
                return self._pending(match, actors)
            launched = match.support is not None and match.entry.type in VIOLENT
            if not launched or not any(p.country for p in actors):
                return None
        if not actors and self._abstract_subject(match):
            return None
        if "recip" in flags:
            actors, recipients = distinct([*actors, *recipients]), ()
        else:
            same = keys(actors)
            recipients = tuple(
                r for r in recipients if r not in actors or (len(same) == 1 and r.sector != "GOV")
            )
        return Coded(
            match=match, actors=actors, recipients=recipients, against=self._sides.role(match, "G")
        )

    def _pending(self, match: Match, actors: tuple[Party, ...]) -> Coded | None:
        """An answer to a deed whose doer the sentence does not name, to be looked for above."""
        if private(match, actors, (), page=self._sport):
            return None
        return Coded(match=match, actors=actors, recipients=(), against=())

    def _whose(self, match: Match, recipients: tuple[Party, ...]) -> tuple[Party, ...]:
        """Find who acts in whose forces or goods move ("the withdrawal of French troops")."""
        moved = classes()["forces"] | classes()["bloodless"] | classes()["armsaid"]
        tokens = [match.trigger.doc[i] for i in sorted(match.consumed)]
        found = [p for t in tokens if t.lemma_.lower() in moved for p in self._sides.resolve(t)]
        away = keys(recipients)
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


def _deeds(match: Match) -> list[Token]:
    """Give the nouns of a match that only point back to a deed: "the move", "this decision"."""
    if match.entry.type not in ANSWERS:
        return []
    known = classes()["step_taken"]
    things = syntax.logical_objects(match.trigger) if syntax.is_verb(match.trigger) else []
    things = [*things, *match.roles.get("R", [])]
    return [
        t
        for t in things
        if t.lemma_.lower() in known
        and any(c.lower_ in ("the", "this", "that", "these", "those") for c in t.children)
        and not any(c.dep_ in ("poss", "acl", "relcl") or c.lower_ in OWNING for c in t.children)
    ]


def _hostile_content(coded: Coded, found: list[Coded]) -> bool:
    """Whether what is agreed on is itself hostile: "agreed to impose sanctions" is no promise."""
    if coded.match.entry.type != "AGREE" or "content" not in coded.match.entry.flags:
        return False
    wanted = {t.i for t in coded.match.content}
    return any(c.match.trigger.i in wanted and c.match.entry.type in HOSTILE for c in found)


def _told_of(word: int, by: Coded, found: list[Coded]) -> bool:
    """Whether a word that an attitude used up tells another's deed ("condemned Israel's strike").

    What a reproach or praise is of is a happening of its own where its doer is named.
    """
    if by.match.entry.type not in ATTITUDES or by.match.trigger.i == word:
        return False
    mine = keys(by.actors)
    return any(
        c.match.trigger.i == word
        and c.match.entry.pos == "N"
        and c.match.entry.type not in SPOKEN
        and c.actors
        and not keys(c.actors) & mine
        for c in found
    )


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


def _fullness(parsed: Parsed, coded: Coded) -> tuple[bool, int, bool, bool, float]:
    """Rank tellings: who names more parties, the text before its headline, the fuller frame."""
    sides = (coded.actors, coded.recipients, coded.against)
    parties = sum(len(keys(tuple(p for p in s if p.country or p.actor))) for s in sides)
    body = parsed.paragraph_at(coded.match.trigger.idx).kind not in ("title", "standfirst")
    clause = coded.match.support or coded.match.trigger
    aside = clause.dep_ in ("advcl", "acl", "relcl", "pcomp", "pobj")
    spoken = syntax.quoted(coded.match.trigger)
    linked = coded.match.trigger.sent.text.lower().startswith(LINKS)
    plain = body and not spoken and not linked
    return plain and parties > 1, parties, plain, not aside, coded.match.score


def code_events(
    parsed: Parsed,
    cast: CastLike,
    *,
    day: str = "",
    place_of: Callable[[Token], Place | None] | None = None,
    time_of: Callable[[Token], Time] | None = None,
    second: Callable[[list[Coded]], list[Coded]] | None = None,
) -> tuple[Event, ...]:
    """Give the events that an article tells, each with all its tellings.

    ``day`` is the publication day (ISO). ``place_of`` and ``time_of`` give a trigger's place and
    time (the places and times stages'); without ``time_of`` the publication day stands in,
    marked as a fallback. ``second`` looks at the tellings before they are tied together (``gate``).
    """
    fallback = Time(start=day, end=day, precision="day", tense="past", fallback=True)
    when_of = time_of or (lambda _: fallback)
    told = Coder(parsed, cast).coded()
    told = second(told) if second else told
    dated = {c.match.trigger.i: when_of(c.match.trigger) for c in told}
    news = news_of(parsed, day, told, dated)
    groups: list[list[Coded]] = []
    for coded in told:
        mine = news[coded.match.trigger.i]
        for group in groups:
            if any(
                apart(mine, news[other.match.trigger.i])
                or later(coded, other, dated)
                or crossed(coded, other)
                for other in group
            ):
                continue
            if any(same(before, coded) for before in group):
                group.append(coded)
                break
        else:
            groups.append([coded])
    found = []
    for group in groups:
        group.sort(key=lambda c: _fullness(parsed, c), reverse=True)
        triggers = [c.match.trigger for c in group]
        times = [dated[t.i] for t in triggers]
        places = [place_of(t) for t in triggers] if place_of else []
        when = next((t for t in times if not t.fallback), times[0])
        where = next((p for p in places if p is not None), None)
        found.append(_event(parsed, group, when, where, day))
    return tuple(found)


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
        sorted(keys(event.actors)),
        sorted(keys(event.recipients)),
        tellings[0].trigger.start,
    )
    return replace(event, id=ident)
