"""How each stage of a development stands, day by day, by the rules of docs/design.md.

Of the claims on a stage, the first that fits: retracted, disputed, acknowledged,
corroborated, denied, unconfirmed. No side is chosen: both stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foreigndesk.developments.types import STAGES, Change, Report, Stage, Standing, StandingWord
from foreigndesk.records import Status

_REACHES: dict[Status, tuple[Stage, ...]] = {
    "happened": ("happened",),
    "ongoing": ("under way",),
    "planned": ("planned",),
    "expected": ("planned",),
    "possible": ("planned",),
    "conditional": ("planned",),
    "denied": (),
}


def asserts(report: Report, stage: Stage) -> bool:
    """Whether a report asserts that a stage is reached."""
    return stage in _REACHES[report.status]


def stage_word(found: Sequence[Report], stage: Stage) -> Standing | None:
    """Give the standing of a stage over the reports so far; None where nobody speaks of it."""
    live = [r for r in found if not r.retracts]
    back = {(r.outlet, r.origin) for r in found if r.retracts}
    taken = {outlet for outlet, _ in back}
    said = [r for r in live if asserts(r, stage)]
    kept = [r for r in said if not (r.outlet in taken and _later(r, found))]
    no = [r for r in live if r.status == "denied"]
    if not said and not (no and stage == _denied_stage(found)):
        return None
    word: StandingWord
    origins = {r.origin for r in kept}
    if said and not kept:
        word = "retracted"
    elif kept and {r.origin for r in no} - origins:
        word = "disputed"
    elif any(r.self_said for r in kept):
        word = "acknowledged"
    elif len(origins) >= 2 and any(r.source.kind == "named" for r in kept):
        word = "corroborated"
    elif kept:
        word = "unconfirmed"
    else:
        word = "denied"
    return Standing(
        stage=stage,
        standing=word,
        asserted=tuple(sorted(origins)),
        denied=tuple(sorted({r.origin for r in no})),
    )


def _later(report: Report, found: Iterable[Report]) -> bool:
    """Whether its own outlet took back what it told, on that day or after."""
    return any(r.retracts and r.outlet == report.outlet and r.day >= report.day for r in found)


def _denied_stage(found: Sequence[Report]) -> Stage:
    """What a denial is of: the furthest stage that anybody asserts; the deed where nobody does."""
    for stage in reversed(STAGES):
        if any(asserts(r, stage) for r in found if not r.retracts):
            return stage
    return "happened"


def standings(found: Sequence[Report]) -> tuple[Standing, ...]:
    """Give the standing of each stage that anybody speaks of, in the order of the stages."""
    words = (stage_word(found, stage) for stage in STAGES)
    return tuple(w for w in words if w is not None)


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
