"""Which tellings of one article are of one happening, and which are of two.

Same type, same parties, days that can be one: told in the headline, the lead and again below it
is one event; what stands a month apart, or is yet to come, is another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from foreigndesk.events import syntax
from foreigndesk.events.frames import Match
from foreigndesk.language import Parsed
from foreigndesk.records import Party, Time

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

RECENT: Final = timedelta(days=30)
NEWS_DAYS: Final = 7  # how old an undated deed of a title or lead may be
FAR: Final = "9999-12-31"
# acts that are told by what they are called: other words, another act
SPOKEN: Final = frozenset(("COOPERATE", "SUPPORT", "AGREE", "REQUEST", "ACCUSE", "REJECT"))
DISPATCH: Final = frozenset(("AID", "MOBILIZE"))
TROOPS: Final = frozenset("troop troops soldier force contingent unit battalion fighter".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A match with its parties: an event before its tellings are tied together."""

    match: Match
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    against: tuple[Party, ...]


_MAIN: Final = frozenset(("ROOT", "conj", "ccomp", "pcomp"))
_HANGING: Final = frozenset(("nsubj", "nsubjpass", "dobj", "xcomp", "advcl"))


def keys(parties: tuple[Party, ...]) -> frozenset[str]:
    """Give what parties are compared by: country, else name."""
    return frozenset(p.country or p.name.lower() for p in parties)


def dispatched(trigger: Token) -> set[str]:
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
    meant = keys(helped.recipients) | keys(helped.against)
    troops = "troops" in plain.match.entry.modes or bool(dispatched(plain.match.trigger))
    return troops and keys(one.actors) == keys(other.actors) and keys(plain.recipients) <= meant


def _known(parties: tuple[Party, ...]) -> frozenset[str]:
    """Give the keys of parties whose country or row is known, the vague ones' only where all are."""
    return keys(tuple(p for p in parties if p.country or p.actor)) or keys(parties)


def _hangs_on(one: Coded, other: Coded) -> bool:
    """Whether one telling's word is subject, object or purpose of the other's ("fought a war")."""
    first, second = sorted((one.match.trigger, other.match.trigger), key=lambda t: t.i)
    pairs = ((first, second), (second, first))
    return any(n.head == v and n.dep_ in _HANGING for n, v in pairs)


def _vague(parties: tuple[Party, ...]) -> bool:
    return not any(p.country or p.actor for p in parties)


def same(one: Coded, other: Coded) -> bool:
    """Whether two tellings in one article may be of one happening."""
    if _same_dispatch(one, other):
        return True
    if one.match.entry.type != other.match.entry.type:
        return False
    a, b = keys(one.actors), keys(other.actors)
    r, s = _known(one.recipients), _known(other.recipients)
    if _vague(one.recipients) != _vague(other.recipients):  # "Western diplomats" for some by name
        r, s = (x if not _vague(c.recipients) else frozenset() for x, c in ((r, one), (s, other)))
    heads = one.match.entry.head == other.match.entry.head
    alike = one.match.trigger.sent.start == other.match.trigger.sent.start and bool(r) and r == s
    if not a and not b and alike:  # "was killed when a shell hit the base"
        return True
    if not a or not b:  # told again without its doer ("the envoys who were expelled")
        return heads and bool(r & s) and one.match.entry.type not in SPOKEN
    headline = one if len(a) > 1 and not r and s else other if len(b) > 1 and not s and r else None
    traded = headline is not None and headline.match.trigger.sent.start == 0
    if traded and a | r == b | s:  # "trade accusations"
        return True
    mutual = one.match.entry.type == "CONSULT" and (a | r) & (b | s)
    if mutual and ((a | r) <= (b | s) or (b | s) <= (a | r)):
        return True
    if _hangs_on(one, other) and a == b and (r == s or not r or not s):
        return True
    within = one.match.trigger.sent.start == other.match.trigger.sent.start and (r <= s or s <= r)
    if a != b or (r != s and r and s and not within):
        return False
    if one.match.entry.type in SPOKEN:
        return heads
    modes = set(one.match.entry.modes), set(other.match.entry.modes)
    return heads or not all(modes) or bool(modes[0] & modes[1])


def apart(one: Time, other: Time) -> bool:
    """Whether two dates that the text itself gives cannot be of one happening."""
    if one.fallback or other.fallback or not (one.start and one.end and other.start and other.end):
        return False
    return one.end < other.start or other.end < one.start


def crossed(one: Coded, other: Coded) -> bool:
    """Whether each did it to the other: two deeds, though a headline tells them as one."""
    a, b = _known(one.actors), _known(other.actors)
    return bool(a) and a != b and a == _known(other.recipients) and b == _known(one.recipients)


def later(one: Coded, other: Coded, times: dict[int, Time]) -> bool:
    """Whether violence told of as to come stands beside violence that was done."""
    if {one.match.entry.type, other.match.entry.type} != {"ASSAULT"}:
        return False
    tenses = {times[c.match.trigger.i].tense for c in (one, other) if c.match.trigger.tag_ != "VBG"}
    return {"future", "past"} <= tenses


def news_of(parsed: Parsed, day: str, told: list[Coded], times: dict[int, Time]) -> dict[int, Time]:
    """Give the days that tellings are compared by: what a main verb tells undated is of these days.

    Not where the paragraph has gone back in time before ("In July they met. They spoke of …").
    ``told`` is in the order of the text; ``times`` and what is given go by the trigger's word.
    """
    if len(day) < len("2024-10-17"):
        return times
    first = (date.fromisoformat(day[:10]) - timedelta(days=NEWS_DAYS)).isoformat()
    lately = Time(start=first, end=FAR, precision="open", tense="past")
    found = dict(times)
    back = -1  # where the paragraph starts that has gone back in time
    for coded in told:
        trigger = coded.match.trigger
        when, paragraph = times[trigger.i], parsed.paragraph_at(trigger.idx)
        if not when.fallback:
            back = paragraph.start if when.end and when.end < first else back
            continue
        leads = trigger.dep_ in _MAIN or paragraph.kind != "body"
        if leads and syntax.is_verb(trigger) and paragraph.start != back:
            found[trigger.i] = lately
    return found


def recalled(when: Time, day: str) -> bool:
    """Whether an act is recalled rather than news: it ended more than 30 days before the page."""
    if when.fallback or not when.end or len(day) < len("2024-10-17"):
        return False
    return date.fromisoformat(when.end) < date.fromisoformat(day) - RECENT
