"""People's judgements on what the machine said: which still stand, and what they change.

A judgement's target is what was told (article, sentence, type, parties), not a coder's record,
so it survives a re-reading. One whose target is told no more is idle: it is listed, not dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, cast, get_args

from foreigndesk.codebook import codebook
from foreigndesk.developments.types import Report
from foreigndesk.records import STATUSES, Judgement, Status, record_id

ACTS: Final = ("reject", "recode", "resolve", "merge", "split", "confirm", "grade")
_GRADE = re.compile(r"[A-F][1-6]")
_RESOLVE = re.compile(r".+=\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Reports as people judged them; ``ties`` and ``cuts`` are for the grouping of them.

    ``ties`` pair events that are of one happening, ``cuts`` are events that are of none other;
    ``idle`` are the judgements that no report answers to any more.
    """

    reports: tuple[Report, ...]
    ties: tuple[tuple[str, str], ...]
    cuts: frozenset[str]
    idle: tuple[Judgement, ...]


def told_key(report: Report) -> str:
    """Give the id of what a report tells, the same under any version of the coder."""
    sides = (" ".join(sorted(side)) for side in (report.actors, report.recipients))
    words = " ".join(report.sentence.split())
    return record_id("told", report.article, words, report.type, *sides)


def judgement(act: str, target: str, value: str, *, who: str, when: str, why: str) -> Judgement:
    """Make a judgement. ValueError says in one line what is wrong with its act or value."""
    problem = complaint(act, value)
    if problem:
        raise ValueError(problem)
    return Judgement(
        id=record_id("jdg", act, target, value, who, when),
        act=act,
        target=target,
        value=value,
        who=who,
        when=when,
        why=why,
    )


def complaint(act: str, value: str) -> str:
    """Say what is wrong with a judgement ("" where nothing is)."""
    if act not in ACTS:
        return f"{act!r} is no act of judgement; take one of {', '.join(ACTS)}"
    if act == "recode" and value not in STATUSES and value not in codebook().types:
        return f"{value!r} is neither a PLOVER type nor a status"
    if act == "grade" and not _GRADE.fullmatch(value):
        return f"{value!r} is no Admiralty grade; write it as B2 (A to F, 1 to 6)"
    if act == "resolve" and not _RESOLVE.fullmatch(value):
        return f"{value!r} does not say who is who; write it as OLD=NEW, by their codes"
    if act == "merge" and not value:
        return "merge needs the other development"
    return ""


def standing_judgements(given: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Give the judgements that are not undone, in the order they were first made."""
    last: dict[str, Judgement] = {}
    for one in given:
        last[one.id] = one
    return tuple(one for one in last.values() if not one.undone)


def applied(found: Sequence[Report], given: Iterable[Judgement]) -> Judged:
    """Apply people's judgements to reports; what the machine said stays beside it."""
    keys: dict[str, list[int]] = {}
    for number, report in enumerate(found):
        keys.setdefault(told_key(report), []).append(number)
    changed: dict[int, Report | None] = {}
    ties: list[tuple[str, str]] = []
    cuts: set[str] = set()
    idle: list[Judgement] = []
    for one in standing_judgements(given):
        targets = keys.get(one.target, [])
        others = keys.get(one.value, []) if one.act == "merge" else targets
        if not targets or not others or complaint(one.act, one.value):
            idle.append(one)
            continue
        for number in targets:
            before = changed.get(number, found[number])
            changed[number] = _changed(before, one) if before is not None else None
        if one.act == "merge":
            ties.append((found[targets[0]].event, found[others[0]].event))
        elif one.act == "split":
            cuts.update(found[n].event for n in targets)
    kept = (changed.get(n, r) for n, r in enumerate(found))
    return Judged(
        reports=tuple(r for r in kept if r is not None),
        ties=tuple(ties),
        cuts=frozenset(cuts),
        idle=tuple(idle),
    )


def _changed(report: Report, one: Judgement) -> Report | None:
    """Give a report as judged (None: rejected), with the machine's word beside it."""
    judged = replace(report, judgements=(*report.judgements, one))
    if one.act == "reject":
        return None
    if one.act == "recode" and one.value in get_args(Status):
        said = (*report.machine, ("status", report.status))
        return replace(judged, status=cast(Status, one.value), machine=said)
    if one.act == "recode":
        return replace(judged, type=one.value, machine=(*report.machine, ("type", report.type)))
    if one.act == "resolve":
        old, _, new = one.value.rpartition("=")
        if old not in report.actors | report.recipients:
            return judged
        return replace(
            judged,
            actors=frozenset(new if c == old else c for c in report.actors),
            recipients=frozenset(new if c == old else c for c in report.recipients),
            names=tuple((new if c == old else c, n) for c, n in report.names),
            machine=(*report.machine, ("party", old)),
        )
    return judged
