"""What two actors did to each other, week by week, with the evidence one step away.

Scores: each development counts once a week in which it is told as happened or under way, by
PLOVER's conflict-cooperation score of its type (-10 to +10); cooperation adds up what is above
nothing, conflict what is below. Plans, conditions and denials are counted but not scored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from foreigndesk.codebook import codebook
from foreigndesk.developments.types import Development, Report

DONE: Final = ("happened", "ongoing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week between two actors: ``week`` is its Monday; counts are of developments."""

    week: str
    cooperation: float
    conflict: float
    quads: tuple[tuple[int, int], ...]
    types: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    standings: tuple[tuple[str, int], ...]
    articles: int
    independent: int
    developments: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class First:
    """The first time on record that one did this to the other, or the most hostile month yet.

    ``event`` and ``article`` are the evidence.
    """

    what: str
    day: str
    event: str
    article: str
    development: str


def between(report: Report, one: str, other: str) -> bool:
    """Whether a report tells of something between two actors (both ways, or both together)."""
    to = one in report.actors and other in report.recipients
    fro = other in report.actors and one in report.recipients
    return to or fro or {one, other} <= report.actors


def kind_of(development: Development) -> str:
    """Give a development's type; troops sent to one whom they aid are aid, whoever calls it so."""
    helped = any(r.type == "AID" and r.status != "denied" for r in development.reports)
    return "AID" if development.type == "MOBILIZE" and helped else development.type


def weeks(found: Iterable[Development], one: str, other: str) -> tuple[Week, ...]:
    """Give the weeks in which anything between two actors is told, oldest first."""
    told: dict[str, list[tuple[Development, Report]]] = {}
    for development in found:
        for report in development.reports:
            if report.day and not report.background and between(report, one, other):
                told.setdefault(monday_of(report.day), []).append((development, report))
    return tuple(_week(monday, told[monday]) for monday in sorted(told))


def monday_of(day: str) -> str:
    """Give the Monday of an ISO day's week."""
    there = date.fromisoformat(day[:10])
    return (there - timedelta(days=there.weekday())).isoformat()


def _week(monday: str, told: Sequence[tuple[Development, Report]]) -> Week:
    types = codebook().types
    several = {d.id: d for d, _ in told}
    scores = [types[t].score for t in _scored(told)]
    kinds = Counter(kind_of(d) for d in several.values())
    quads: Counter[int] = Counter()
    for kind, number in kinds.items():
        quads[types[kind].quad] += number
    return Week(
        week=monday,
        cooperation=round(sum(s for s in scores if s > 0), 1),
        conflict=round(sum(s for s in scores if s < 0), 1),
        quads=tuple(sorted(quads.items())),
        types=tuple(sorted(kinds.items())),
        statuses=tuple(sorted(Counter(r.status for _, r in told).items())),
        standings=tuple(sorted(Counter(_furthest(d) for d in several.values()).items())),
        articles=len({r.article for _, r in told}),
        independent=len({o for _, r in told for o in r.origins}),
        developments=tuple(sorted(several)),
    )


def _scored(told: Sequence[tuple[Development, Report]]) -> Iterator[str]:
    """Yield the type of each development that is told as done, once."""
    done = {d.id: kind_of(d) for d, r in told if r.status in DONE}
    yield from done.values()


def _furthest(development: Development) -> str:
    return development.standings[-1].standing if development.standings else "unconfirmed"


def firsts(found: Iterable[Development], one: str, other: str) -> tuple[First, ...]:
    """Give the first time that either did each type of act to the other, and the worst months."""
    told = sorted(
        (
            (r.day, r.article, r.event, r, d)
            for d in found
            for r in d.reports
            if r.day and not r.background and r.status in DONE and between(r, one, other)
        ),
        key=lambda t: t[:3],
    )
    seen: dict[str, First] = {}
    months: dict[str, dict[str, tuple[float, Report]]] = {}
    for day, article, event, report, development in told:
        what = f"first {report.type} {_direction(report, one, other)} on record"
        seen.setdefault(
            what,
            First(what=what, day=day, event=event, article=article, development=development.id),
        )
        score = codebook().types[kind_of(development)].score
        months.setdefault(day[:7], {}).setdefault(development.id, (score, report))
    return (*seen.values(), *_worst(months))


def _direction(report: Report, one: str, other: str) -> str:
    if {one, other} <= report.actors:
        return f"{one} and {other}"
    return f"{one}→{other}" if one in report.actors else f"{other}→{one}"


def _worst(months: dict[str, dict[str, tuple[float, Report]]]) -> Iterator[First]:
    """Yield each month more hostile than all before it; the first month is none."""
    lowest, since = 0.0, ""
    for month in sorted(months):
        scored = months[month]
        sum_of = sum(score for score, _ in scored.values() if score < 0)
        if sum_of < lowest:
            ident, (_, report) = min(scored.items(), key=lambda i: (i[1][0], i[0]))
            if since:
                yield First(
                    what=f"most hostile month since the record began in {since}",
                    day=report.day,
                    event=report.event,
                    article=report.article,
                    development=ident,
                )
            lowest = sum_of
        since = since or month
