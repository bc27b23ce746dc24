"""How each stage of a development stands, day by day, by the rules of docs/design.md.

Of the claims on a stage, the first that fits: retracted, disputed, acknowledged,
corroborated, denied, unconfirmed. No side is chosen: both stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from foreigndesk.developments.origins import outlet_key
from foreigndesk.developments.types import STAGES, Change, Report, Stage, Standing, StandingWord
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


def stage_word(found: Sequence[Report], stage: Stage) -> Standing | None:
    """Give the standing of a stage over the reports so far; None where nobody speaks of it."""
    live = [r for r in found if not r.retracts]
    said = [r for r in live if asserts(r, stage)]
    kept = [r for r in said if not _taken_back(r, found)]
    no = [r for r in live if r.status == "denied" and denied_stage(r, live) == stage]
    if not said and not no:
        return None
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


def denied_stage(denial: Report, found: Sequence[Report]) -> Stage:
    """What a denial is of: the furthest stage that anybody had asserted by its day.

    Where nobody had, the furthest that anybody asserts later; the deed where nobody does.
    """
    before = [r for r in found if r.day <= denial.day]
    for told in (before, found):
        for stage in reversed(STAGES):
            if any(asserts(r, stage) for r in told if not r.retracts):
                return stage
    return "happened"


def standings(found: Sequence[Report]) -> tuple[Standing, ...]:
    """Give the standing of each stage that anybody speaks of, in the order of the stages."""
    words = tuple(w for stage in STAGES if (w := stage_word(found, stage)) is not None)
    if words or not found:
        return words
    # All that is told is what would be done if: as a plan it is at least spoken of.
    return standings([replace(r, status="possible") for r in found if r.status == "conditional"])


def changes(found: Sequence[Report]) -> tuple[Change, ...]:
    """Give each day on which a stage's standing changed, with the article that changed it."""
    seen: dict[Stage, str] = {}
    made: list[Change] = []
    ordered = sorted(found, key=lambda r: (r.day, r.article, r.event))
    for number in range(1, len(ordered) + 1):
        newest = ordered[number - 1]
        if number < len(ordered) and ordered[number].article == newest.article:
            continue
        for standing in standings(ordered[:number]):
            if seen.get(standing.stage) != standing.standing:
                seen[standing.stage] = standing.standing
                made.append(
                    Change(
                        stage=standing.stage,
                        standing=standing.standing,
                        day=newest.day,
                        article=newest.article,
                    )
                )
    return tuple(made)
