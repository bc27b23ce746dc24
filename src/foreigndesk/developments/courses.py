"""How two actors' weeks went: where the level changed, and what came as it had not for long.

Change points: binary segmentation (Scott and Knott 1974) with a Poisson cost (Chen and Gupta
2000) on each week's score without its sign. Weeks in which nothing is told count as nothing. A
split is kept where it explains more than ``3 · φ · ln(weeks)``; φ is how much the scores vary
from week to week beyond Poisson (half the mean squared difference of neighbours over the mean,
at least 1). No part is shorter than ``PART``; under ``LEAST`` weeks there is none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log
from typing import Final, Literal

from foreigndesk.developments.relations import Week

LEAST: Final = 12
PART: Final = 4
QUIET_WEEKS: Final = 52  # weeks without a type after which its return is news
Series = Literal["cooperation", "conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePoint:
    """A week from which a weekly score had another level; ``before`` and ``after`` are means.

    ``developments`` are the evidence: what scored in the first weeks after a rise, or in the
    last weeks before a fall.
    """

    week: str
    series: Series
    before: float
    after: float
    developments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestone:
    """What had not been so for long: ``what`` in words, with the developments of that time."""

    what: str
    week: str
    developments: tuple[str, ...]


def change_points(weeks: Sequence[Week]) -> tuple[ChangePoint, ...]:
    """Give the weeks from which cooperation or conflict had another level, oldest first."""
    full = _filled(weeks)
    if len(full) < LEAST:
        return ()
    made: list[ChangePoint] = []
    names: tuple[Series, ...] = ("cooperation", "conflict")
    for series in names:
        scores = [abs(_score(w, series)) if w else 0.0 for _, w in full]
        mean = sum(scores) / len(scores)
        if not mean:
            continue
        steps = [(a - b) ** 2 for a, b in itertools.pairwise(scores)]
        spread = max(1.0, sum(steps) / len(steps) / 2 / mean)
        cuts = sorted(_cuts(scores, 0, len(scores), 3 * spread * log(len(scores))))
        ends = [0, *cuts, len(scores)]
        for number, cut in enumerate(cuts, 1):
            before = _mean(scores[ends[number - 1] : cut])
            after = _mean(scores[cut : ends[number + 1]])
            near = full[cut : cut + PART] if after > before else full[cut - PART : cut]
            made.append(
                ChangePoint(
                    week=full[cut][0],
                    series=series,
                    before=round(before, 2),
                    after=round(after, 2),
                    developments=_told(w for _, w in near if w and _score(w, series)),
                )
            )
    return tuple(sorted(made, key=lambda c: (c.week, c.series)))


def _filled(weeks: Sequence[Week]) -> list[tuple[str, Week | None]]:
    """Give every week from the first to the last, with None where nothing is told."""
    known = {w.week: w for w in weeks}
    if not known:
        return []
    day, last = date.fromisoformat(min(known)), date.fromisoformat(max(known))
    full: list[tuple[str, Week | None]] = []
    while day <= last:
        full.append((day.isoformat(), known.get(day.isoformat())))
        day += timedelta(days=7)
    return full


def _score(week: Week, series: Series) -> float:
    return week.cooperation if series == "cooperation" else week.conflict


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores)


def _cuts(scores: Sequence[float], start: int, end: int, penalty: float) -> Iterator[int]:
    """Yield the best split of a part, and those of both sides, where each is worth it."""
    totals = [0.0]
    for score in scores[start:end]:
        totals.append(totals[-1] + score)
    size = end - start
    whole = _fit(totals[-1], size)
    best, at = 0.0, 0
    for cut in range(PART, size - PART + 1):
        sides = _fit(totals[cut], cut) + _fit(totals[-1] - totals[cut], size - cut)
        gain = 2 * (sides - whole)
        if gain > best:
            best, at = gain, cut
    if best > penalty:
        yield start + at
        yield from _cuts(scores, start, start + at, penalty)
        yield from _cuts(scores, start + at, end, penalty)


def _fit(total: float, size: int) -> float:
    return total * log(total / size) if total > 0 else 0.0


def _told(weeks: Iterator[Week]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d for w in weeks for d in w.developments))


def milestones(weeks: Sequence[Week]) -> tuple[Milestone, ...]:
    """Give the types that are told again after a year, and the months beyond those before.

    A month adds up the scores of the weeks that begin in it. It is told where it is more
    hostile, or more cooperative, than every month of the year before it, and scores at all;
    "since" names the last month that was as much so, or the beginning of the record.
    """
    ordered = sorted(weeks, key=lambda w: w.week)
    made = [*_returns(ordered)]
    names: tuple[Series, ...] = ("cooperation", "conflict")
    for series in names:
        made += _months(ordered, series)
    return tuple(sorted(made, key=lambda m: (m.week, m.what)))


def _returns(ordered: Sequence[Week]) -> Iterator[Milestone]:
    last: dict[str, date] = {}
    for week in ordered:
        day = date.fromisoformat(week.week)
        for kind, _ in week.types:
            before = last.get(kind)
            if before is not None and (day - before).days > 7 * QUIET_WEEKS:
                what = f"first {kind} told since the week of {before.isoformat()}"
                yield Milestone(what=what, week=week.week, developments=week.developments)
            last[kind] = day


def _months(ordered: Sequence[Week], series: Series) -> Iterator[Milestone]:
    months: dict[str, list[Week]] = {}
    for week in ordered:
        months.setdefault(week.week[:7], []).append(week)
    sums = {m: sum(abs(_score(w, series)) for w in some) for m, some in months.items()}
    word = "cooperative" if series == "cooperation" else "hostile"
    start = next(iter(months), "")
    for month, total in sums.items():
        year = f"{int(month[:4]) - 1}{month[4:]}"
        before = [m for m in sums if m < month]
        as_much = max((m for m in before if sums[m] >= total), default="")
        if not total or not before or as_much >= year or start > year:
            continue  # a record shorter than a year makes no month remarkable
        since = as_much or f"the record began in {start}"
        yield Milestone(
            what=f"most {word} month since {since}",
            week=months[month][0].week,
            developments=_told(w for w in months[month] if _score(w, series)),
        )
