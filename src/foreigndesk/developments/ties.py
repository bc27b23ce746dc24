"""What one development has to do with another: it answers it, follows it, ends it, calls it off.

Tied developments stay two. A pure function over developments: their order is nothing. A tie
needs parties that fit, objects that are not at odds, and a place or a matter in common, within
a window of days; of several earlier ones the latest is tied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

from foreigndesk.developments.linking import compatible_parties, ordinal, same_course
from foreigndesk.developments.naming import parties
from foreigndesk.developments.phrases import found, pattern
from foreigndesk.developments.types import Development, Report

Word = Literal["answers", "follows", "ends", "cancels"]
DONE: Final = ("happened", "ongoing")
ANSWERS: Final = frozenset("AGREE CONCEDE SUPPORT AID COOPERATE REJECT".split())
FORCE: Final = frozenset(("troops",))
FIGHTING: Final = frozenset(("ASSAULT", "COERCE"))
PLANS: Final = (ANSWERS - {"REJECT"}) | {
    "ASSAULT",
    "COERCE",
    "CONSULT",
    "MOBILIZE",
    "PROTEST",
    "RETREAT",
    "SANCTION",
}  # what can be planned and called off
TIED: Final = ANSWERS | FIGHTING | PLANS | {"REQUEST"}  # no other type has ties
WINDOWS: Final[dict[Word, int]] = {"answers": 60, "follows": 120, "ends": 365, "cancels": 365}
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


def ties(given: Iterable[Development]) -> tuple[Tie, ...]:
    """Give the ties between developments, in order of the later one's id."""
    return tuple(_ties(given, None))


def ties_of(one: Development, others: Iterable[Development]) -> tuple[Tie, ...]:
    """Give the ties in which one development stands, among these."""
    among = {d.id: d for d in (*others, one)}
    return tuple(t for t in _ties(among.values(), one) if one.id in (t.earlier, t.later))


def _ties(given: Iterable[Development], of: Development | None) -> Iterator[Tie]:
    """Yield the ties between developments; where those of one are asked for, few that are not."""
    ordered = sorted(given, key=lambda d: d.id)
    by_type: dict[str, list[Development]] = {}
    for one in ordered:
        by_type.setdefault(one.type, []).append(one)
    for later in ordered:
        for what, kinds in _wanted(later):
            tie = _called_off if what == "cancels" else partial(_tie, what)
            if of and later is not of and (of.type not in kinds or not tie(of, later)):
                continue
            fitting = [t for k in sorted(kinds) for d in by_type.get(k, ()) if (t := tie(d, later))]
            if fitting:
                yield min(fitting, key=lambda t: (t.days, t.earlier))


def _wanted(later: Development) -> Iterator[tuple[Word, frozenset[str]]]:
    if later.type in ANSWERS:
        yield "answers", frozenset(("REQUEST",))
    if later.type in FIGHTING:
        yield "follows", frozenset(("MOBILIZE", "AID"))
    if later.type == "RETREAT":
        yield "ends", frozenset(("MOBILIZE", "AID", "ASSAULT"))
    if later.type == "REJECT":
        yield "cancels", PLANS
    elif later.type in PLANS:
        yield "cancels", frozenset(k for k in PLANS if same_course(k, later.type))


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


# --------------------------------------------------------------------------- called off

_NEAR: Final = 25  # characters before a word of calling off in which a "not" undoes it


def _called_off(earlier: Development, later: Development) -> Tie | None:
    """Tie a plan to its cancellation by the first reports that fit; what is done stays done."""
    if earlier.id == later.id:
        return None
    for off in later.reports:
        if not _calls_off(off):
            continue
        if any(r.status in DONE and r.day <= off.day for r in _live(earlier, done=True)):
            continue
        for plan in _live(earlier, done=False):
            start, end = ordinal(plan.day), ordinal(off.day)
            if start is None or end is None or not 0 <= end - start <= WINDOWS["cancels"]:
                continue
            if plan.status in ("planned", "expected") and _one_plan(plan, off):
                by = parties(off.actors, off) if off.type == "REJECT" and off.actors else ""
                return Tie(
                    what="cancels",
                    earlier=earlier.id,
                    later=later.id,
                    event=plan.event,
                    answer=off.event,
                    days=end - start,
                    why=f"{by} called off what was planned" if by else "the plan was called off",
                )
    return None


def _calls_off(report: Report) -> bool:
    """Whether a report says that something is called off, and not that it is put off, or is not."""
    said = report.status in DONE if report.type == "REJECT" else report.status == "denied"
    if not said or report.background or report.retracts:
        return False
    text = report.sentence
    return any(
        not pattern("not").search(text, max(0, word.start() - _NEAR), word.start())
        for word in pattern("cancel").finditer(text)
    )


def _one_plan(plan: Report, off: Report) -> bool:
    """Whether what is called off is what was planned: same parties, matter, day and visitor."""
    both = plan.actors | plan.recipients
    same = off.actors | off.recipients <= both and len(off.actors | off.recipients) >= 2
    if not (same or (off.type != "REJECT" and compatible_parties(plan, off))):
        return False
    if not _one_object(plan, off) or (plan.place and off.place and plan.place != off.place):
        return False
    for kind in ("month", "role"):
        here, there = found(kind, plan.sentence), found(kind, off.sentence)
        if here and there and not here & there:
            return False
    if plan.dated and plan.end and plan.end[:10] < off.day[:10]:
        return False  # its day had gone by
    ahead = off.dated and off.end[:10] > off.day[:10]  # the day of the plan, not of calling it off
    if ahead and plan.dated and (off.end < plan.start or (plan.end and plan.end < off.start)):
        return False
    return bool(plan.objects & off.objects) or _shared(plan, off) >= MATTER
