"""Standings, changes and contradictions computed plainly, from all reports at once: to compare.

The product adds reports one by one and keeps sums; this looks at every report each time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from foreigndesk.developments.outlets import outlet_key
from foreigndesk.developments.standing import REACHES as _REACHES
from foreigndesk.developments.types import (
    STAGES,
    Change,
    Contradiction,
    Report,
    Stage,
    Standing,
    StandingWord,
)
from foreigndesk.records import Figure

WEEK = 7


def asserts(report: Report, stage: Stage) -> bool:
    return stage in _REACHES[report.status]


def _stage_word(stage: Stage, said: list[Report], told: _Told) -> Standing | None:
    no = [r for r in told.denials if denies(r, stage, told.live)]
    if not said and not no:
        return None
    kept = [r for r in said if not (told.back and _taken_back(r, told.back))]
    word: StandingWord
    origins, against = _last_words(kept, no)
    if said and not kept:
        word = "retracted"
    elif origins and against:
        word = "disputed"
    elif any(r.self_said and origins.intersection(r.origins) for r in kept):
        word = "acknowledged"
    elif len(origins) >= 2 and any(
        r.source.kind == "named" and origins.intersection(r.origins) for r in kept
    ):
        word = "corroborated"
    elif origins:
        word = "unconfirmed"
    else:
        word = "denied"
    return Standing(
        stage=stage,
        standing=word,
        asserted=tuple(sorted(origins)),
        denied=tuple(sorted(against)),
    )


def _last_words(kept: Iterable[Report], no: Iterable[Report]) -> tuple[set[str], set[str]]:
    yes, nay = _latest(kept), _latest(no)
    against = {o for o, day in nay.items() if day > yes.get(o, "")}
    return set(yes) - against, against


def _latest(found: Iterable[Report]) -> dict[str, str]:
    last: dict[str, str] = {}
    for report in found:
        for origin in report.origins:
            last[origin] = max(last.get(origin, ""), report.day or " ")
    return last


def _taken_back(report: Report, found: Iterable[Report]) -> bool:
    return any(
        r.retracts
        and r.day >= report.day
        and (r.outlet == report.outlet or outlet_key(r.outlet) == report.origin)
        for r in found
    )


def first_told(live: Iterable[Report]) -> dict[Stage, str]:
    first: dict[Stage, str] = {}
    for report in live:
        for stage in _REACHES[report.status]:
            first[stage] = min(first.get(stage, report.day), report.day)
    return first


def denied_stage(denial: Report, reached: Mapping[Stage, str]) -> Stage:
    before = [s for s in STAGES if s in reached and reached[s] <= denial.day]
    return (before or [s for s in STAGES if s in reached] or ["happened"])[-1]


def denies(report: Report, stage: Stage, live: Sequence[Report]) -> bool:
    if report.yet:
        told = any(asserts(r, "happened") and r.day > report.day for r in live)
        return stage == "happened" and not told
    return denied_stage(report, first_told(live)) == stage


class _Told:
    def __init__(self, found: Sequence[Report]) -> None:
        self.said: dict[Stage, list[Report]] = {stage: [] for stage in STAGES}
        self.denials: list[Report] = []
        self.back: list[Report] = []
        for report in found:
            if report.retracts:
                self.back.append(report)
                continue
            if report.status == "denied":
                self.denials.append(report)
            for stage in _REACHES[report.status]:
                self.said[stage].append(report)
        self.live = [r for r in found if not r.retracts]
        self.reached = {s: min(r.day for r in said) for s, said in self.said.items() if said}


def standings(found: Sequence[Report]) -> tuple[Standing, ...]:
    told = _Told(found)
    found_words = (_stage_word(stage, told.said[stage], told) for stage in STAGES)
    words = tuple(w for w in found_words if w is not None)
    if words or not found:
        return words
    # All that is told is what would be done if: as a plan it is at least spoken of.
    return standings([replace(r, status="possible") for r in found if r.status == "conditional"])


def changes(found: Sequence[Report]) -> tuple[Change, ...]:
    seen: dict[str, str] = {}
    made = []
    for number, newest in enumerate(found, 1):
        if number < len(found) and found[number].article == newest.article:
            continue
        for s in standings(found[:number]):
            if seen.get(s.stage) != s.standing:
                seen[s.stage] = s.standing
                made.append(
                    Change(
                        stage=s.stage, standing=s.standing, day=newest.day, article=newest.article
                    )
                )
    return tuple(made)


def contradictions(group: Sequence[Report], stands: Sequence[Standing]) -> Iterator[Contradiction]:
    live = [r for r in group if not r.retracts]
    for stand in stands:
        sides = []
        for report in live:
            no = report.status == "denied" and denies(report, stand.stage, live)
            if no or asserts(report, stand.stage):
                word = "denied" if no else "asserted"
                sides += [(word, origin, report.article) for origin in report.origins]
        if len({word for word, _, _ in sides}) == 2 and len({who for _, who, _ in sides}) > 1:
            yield Contradiction(about=stand.stage, sides=_once(sides))
    yield from figure_contradictions(group)


def figure_contradictions(group: Sequence[Report]) -> Iterator[Contradiction]:
    latest: dict[tuple[str, str], dict[str, tuple[Report, Figure]]] = {}
    for report in group:
        if report.retracts:
            continue
        for figure in report.figures:
            for origin in report.origins:
                latest.setdefault((figure.of, figure.unit), {})[origin] = (report, figure)
    for (of, _), told in sorted(latest.items()):
        sides = [
            (f"{figure.best:,.0f}", origin, report.article)
            for origin, (report, figure) in sorted(
                told.items(), key=lambda i: (i[1][0].day, i[1][0].article, i[0])
            )
            if any(_differ(report, figure, *other) for other in told.values())
        ]
        if sides:
            yield Contradiction(about=of, sides=_once(sides))


def _differ(report: Report, figure: Figure, other: Report, second: Figure) -> bool:
    if f"{figure.best:,.0f}" == f"{second.best:,.0f}":
        return False  # "3,000" and "more than 3,000": one figure as it is told
    apart = figure.high < second.low or second.high < figure.low
    if not apart or not report.day or not other.day:
        return apart
    between = date.fromisoformat(report.day[:10]) - date.fromisoformat(other.day[:10])
    return abs(between.days) <= WEEK


def _once(sides: Sequence[tuple[str, str, str]]) -> tuple[tuple[str, str, str], ...]:
    first: dict[tuple[str, str], tuple[str, str, str]] = {}
    for side in sides:
        first.setdefault(side[:2], side)
    return tuple(first.values())
