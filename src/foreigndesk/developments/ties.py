"""What one development has to do with another: it answers it, follows it, or ends it.

Tied developments stay two. A pure function over developments: their order is nothing. A tie
needs parties that fit, objects that are not at odds, and a place or a matter in common, within
a window of days; of several earlier ones the latest is tied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from foreigndesk.developments.linking import ordinal
from foreigndesk.developments.naming import parties
from foreigndesk.developments.types import Development, Report

Word = Literal["answers", "follows", "ends"]
DONE: Final = ("happened", "ongoing")
ANSWERS: Final = frozenset("AGREE CONCEDE SUPPORT AID COOPERATE REJECT".split())
FORCE: Final = frozenset(("troops",))
FIGHTING: Final = frozenset(("ASSAULT", "COERCE"))
TIED: Final = ANSWERS | FIGHTING | {"REQUEST", "MOBILIZE", "RETREAT"}  # no other type has ties
WINDOWS: Final[dict[Word, int]] = {"answers": 60, "follows": 120, "ends": 365}
MATTER: Final = 0.25  # share of the shorter sentence's words that a request and its answer share


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A later development tied to an earlier one; two events are the evidence, ``why`` a line."""

    what: Word
    earlier: str
    later: str
    event: str
    answer: str
    days: int
    why: str


def ties(found: Iterable[Development]) -> tuple[Tie, ...]:
    """Give the ties between developments, in order of the later one's id."""
    ordered = sorted(found, key=lambda d: d.id)
    by_type: dict[str, list[Development]] = {}
    for one in ordered:
        by_type.setdefault(one.type, []).append(one)
    made: list[Tie] = []
    for later in ordered:
        for what, kinds in _wanted(later):
            fitting = [
                t for k in sorted(kinds) for d in by_type.get(k, ()) if (t := _tie(what, d, later))
            ]
            if fitting:
                made.append(min(fitting, key=lambda t: (t.days, t.earlier)))
    return tuple(made)


def ties_of(one: Development, others: Iterable[Development]) -> tuple[Tie, ...]:
    """Give the ties in which one development stands, among these."""
    among = {d.id: d for d in (*others, one)}
    return tuple(t for t in ties(among.values()) if one.id in (t.earlier, t.later))


def _wanted(later: Development) -> Iterator[tuple[Word, frozenset[str]]]:
    if later.type in ANSWERS:
        yield "answers", frozenset(("REQUEST",))
    if later.type in FIGHTING:
        yield "follows", frozenset(("MOBILIZE", "AID"))
    if later.type == "RETREAT":
        yield "ends", frozenset(("MOBILIZE", "AID", "ASSAULT"))


def _tie(what: Word, earlier: Development, later: Development) -> Tie | None:
    """Tie two developments by the first reports of each that fit."""
    for answer in _live(later, done=True):
        for report in _live(earlier, done=what == "ends"):
            start, end = ordinal(report.day), ordinal(answer.day)
            if start is None or end is None or not 0 <= end - start <= WINDOWS[what]:
                continue
            why = _answers(report, answer) if what == "answers" else _moves(report, answer)
            if why and _one_object(report, answer):
                return Tie(
                    what=what,
                    earlier=earlier.id,
                    later=later.id,
                    event=report.event,
                    answer=answer.event,
                    days=end - start,
                    why=why,
                )
    return None


def _live(one: Development, *, done: bool) -> Iterator[Report]:
    for report in one.reports:
        if not report.background and not report.retracts and report.status != "denied":
            if done and report.status not in DONE:
                continue
            yield report


def _one_object(report: Report, answer: Report) -> bool:
    return not report.objects or not answer.objects or bool(report.objects & answer.objects)


def _answers(asked: Report, answer: Report) -> str:
    """Say why an act answers a request: the one who was asked does it, to who asked."""
    by, to = asked.actors, asked.recipients
    if not by or not to:
        return ""
    mirrored = answer.actors & to and answer.recipients & by
    both = answer.actors & to and answer.actors & by
    matter = asked.objects & answer.objects or _shared(asked, answer) >= MATTER
    if not (mirrored or both) or not matter:
        return ""
    if asked.place and answer.place and asked.place != answer.place and not asked.objects:
        return ""
    one, other = parties(answer.actors & to, answer), parties(by, asked)
    return f"{one} was asked by {other}"


def _shared(one: Report, other: Report) -> float:
    return len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))


def _moves(sent: Report, deed: Report) -> str:
    """Say why a deed follows or ends a sending: the same party, against or at the same one."""
    if sent.type == "AID" and not sent.objects & FORCE:
        return ""
    by = sent.actors & deed.actors
    there = _zone(sent, by) & _zone(deed, by)
    if not by or not there:
        return ""
    return f"{parties(by, sent, deed)} was there before: {parties(there, sent, deed)}"


def _zone(report: Report, by: frozenset[str]) -> frozenset[str]:
    """Give whom and where an act touches, the doer's own country left out."""
    return (report.recipients | report.against | {report.country}) - by - {""}
