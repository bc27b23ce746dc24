"""How each stage of a development stands, day by day, by the rules of docs/design.md.

Of the claims on a stage, the first that fits: retracted, disputed, acknowledged,
corroborated, denied, unconfirmed. No side is chosen: both stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from foreigndesk.developments.outlets import outlet_key
from foreigndesk.developments.types import (
    STAGES,
    Change,
    Report,
    Stage,
    Standing,
    StandingWord,
    order,
)
from foreigndesk.records import Status

_REACHES: dict[Status, tuple[Stage, ...]] = {
    "happened": ("happened",),
    "ongoing": ("under way",),
    "planned": ("planned",),
    "expected": ("planned",),
    "possible": ("planned",),
    "conditional": (),  # what would be done if; nobody holds that it is planned
    "denied": (),
}


def asserts(report: Report, stage: Stage) -> bool:
    """Whether a report asserts that a stage is reached."""
    return stage in _REACHES[report.status]


def _stage_word(stage: Stage, said: list[Report], told: _Told) -> Standing | None:
    """Give the standing of a stage over the reports so far; None where nobody speaks of it."""
    no = [r for r in told.denials if denied_stage(r, told.reached) == stage]
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
    """Give who holds that a stage is reached and who denies it, each by its last word."""
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
    """Whether the outlet that told it, or that it cites, took it back on that day or after."""
    return any(
        r.retracts
        and r.day >= report.day
        and (r.outlet == report.outlet or outlet_key(r.outlet) == report.origin)
        for r in found
    )


def first_told(live: Iterable[Report]) -> dict[Stage, str]:
    """Give the first day on which each stage is asserted, of the stages that are."""
    first: dict[Stage, str] = {}
    for report in live:
        for stage in _REACHES[report.status]:
            first[stage] = min(first.get(stage, report.day), report.day)
    return first


def denied_stage(denial: Report, reached: Mapping[Stage, str]) -> Stage:
    """What a denial is of: the furthest stage that anybody had asserted by its day.

    Where nobody had, the furthest that anybody asserts later; the deed where nobody does.
    ``reached`` is what ``first_told`` gives.
    """
    before = [s for s in STAGES if s in reached and reached[s] <= denial.day]
    return (before or [s for s in STAGES if s in reached] or ["happened"])[-1]


class _Told:
    """Reports sorted out once for all stages: what is said, denied and taken back."""

    def __init__(self, found: Iterable[Report]) -> None:
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
        self.reached = {s: min(r.day for r in said) for s, said in self.said.items() if said}


def standings(found: Sequence[Report]) -> tuple[Standing, ...]:
    """Give the standing of each stage that anybody speaks of, in the order of the stages."""
    told = _Told(found)
    found_words = (_stage_word(stage, told.said[stage], told) for stage in STAGES)
    words = tuple(w for w in found_words if w is not None)
    if words or not found:
        return words
    # All that is told is what would be done if: as a plan it is at least spoken of.
    return standings([replace(r, status="possible") for r in found if r.status == "conditional"])


def changes(found: Sequence[Report]) -> tuple[Change, ...]:
    """Give each day on which a stage's standing changed, with the article that changed it."""
    seen: dict[Stage, str] = {}
    made: list[Change] = []
    ordered = sorted(found, key=order)
    known, course = _Known(), _Course()
    moved = False
    for number, newest in enumerate(ordered, 1):
        moved = known.add(newest) or moved
        course.add(newest)
        if number < len(ordered) and ordered[number].article == newest.article:
            continue
        if not moved:
            continue
        moved = False
        words = course.words() if course.plain else _words_of(ordered[:number])
        for stage, word in words:
            if seen.get(stage) != word:
                seen[stage] = word
                made.append(
                    Change(stage=stage, standing=word, day=newest.day, article=newest.article)
                )
    return tuple(made)


def _words_of(found: Sequence[Report]) -> list[tuple[Stage, StandingWord]]:
    return [(s.stage, s.standing) for s in standings(found)]


class _Stands:
    """A stage as its reports come in by day: who holds that it is reached, who denies it."""

    def __init__(self) -> None:
        self._yes: dict[str, str] = {}
        self._no: dict[str, str] = {}
        self._self: set[str] = set()
        self._named: set[str] = set()
        self._origins: set[str] = set()
        self._against: set[str] = set()

    def clear_denials(self) -> None:
        self._no.clear()
        self._against.clear()
        self._origins = set(self._yes)

    def add(self, report: Report, *, denies: bool = False) -> None:
        day = report.day or " "
        for origin in report.origins:
            last = self._no if denies else self._yes
            last[origin] = max(last.get(origin, ""), day)
            if self._no.get(origin, "") > self._yes.get(origin, ""):
                self._against.add(origin)
                self._origins.discard(origin)
            elif origin in self._yes:
                self._against.discard(origin)
                self._origins.add(origin)
        if not denies:
            self._self.update(report.origins if report.self_said else ())
            self._named.update(report.origins if report.source.kind == "named" else ())

    def word(self) -> StandingWord | None:
        if not self._yes and not self._no:
            return None
        if self._origins and self._against:
            return "disputed"
        if not self._origins.isdisjoint(self._self):
            return "acknowledged"
        if len(self._origins) >= 2 and not self._origins.isdisjoint(self._named):
            return "corroborated"
        return "unconfirmed" if self._origins else "denied"


class _Course:
    """The standings of all stages as reports come in by day: as ``standings`` gives them.

    Not ``plain`` is what it does not follow: reports taken back, and those that tell only what
    would be done if.
    """

    def __init__(self) -> None:
        self._stages = {stage: _Stands() for stage in STAGES}
        self._reached: dict[Stage, str] = {}
        self._denials: list[Report] = []
        self._back = False

    @property
    def plain(self) -> bool:
        return not self._back and bool(self._reached or self._denials)

    def add(self, report: Report) -> None:
        if report.retracts:
            self._back = True
            return
        for stage in _REACHES[report.status]:
            self._stages[stage].add(report)
            if stage not in self._reached:
                self._reached[stage] = report.day
                self._deny_anew()
        if report.status == "denied":
            self._denials.append(report)
            self._stages[denied_stage(report, self._reached)].add(report, denies=True)

    def _deny_anew(self) -> None:
        for stands in self._stages.values():
            stands.clear_denials()
        for denial in self._denials:
            self._stages[denied_stage(denial, self._reached)].add(denial, denies=True)

    def words(self) -> list[tuple[Stage, StandingWord]]:
        found = ((stage, stands.word()) for stage, stands in self._stages.items())
        return [(stage, word) for stage, word in found if word is not None]


class _Known:
    """What has been told so far, to know at once a report that can change no standing.

    Such a report says what its source has said before; nothing was taken back, and the source
    has not both asserted and denied (else its last word would count).
    """

    def __init__(self) -> None:
        self._told: set[tuple[object, ...]] = set()
        self._deniers: set[str] = set()
        self._asserters: set[str] = set()
        self._furthest = -1
        self._back = False

    def add(self, report: Report) -> bool:
        """Take in a report; say whether it may change how a stage stands."""
        self._back = self._back or report.retracts
        reaches = _REACHES[report.status]
        self._furthest = max((self._furthest, *map(STAGES.index, reaches)))
        if report.status == "denied":
            mine, theirs = self._deniers, self._asserters
            told: tuple[object, ...] = ("denied", report.origins, self._furthest)
        else:
            mine, theirs = self._asserters, self._deniers
            named = report.source.kind == "named"
            told = (reaches, report.origins, report.self_said, named)
        mine.update(report.origins)
        new = told not in self._told
        self._told.add(told)
        return new or self._back or not theirs.isdisjoint(report.origins)
