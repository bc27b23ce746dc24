"""What sources hold against each other on one happening, side by side; no side is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from foreigndesk.developments.standing import asserts, denied_stage, first_told
from foreigndesk.developments.types import Contradiction, Report, Standing
from foreigndesk.records import Figure

WEEK: Final = 7  # days within which two figures are of one moment; later ones are news


def contradictions(group: Sequence[Report], stands: Sequence[Standing]) -> Iterator[Contradiction]:
    """Yield what was asserted and denied of each stage, then the figures that differ.

    What was held once stays in sight when a source has changed its word since.
    """
    live = [r for r in group if not r.retracts]
    reached = first_told(live)
    for stand in stands:
        sides = []
        for report in live:
            no = report.status == "denied" and denied_stage(report, reached) == stand.stage
            if no or asserts(report, stand.stage):
                word = "denied" if no else "asserted"
                sides += [(word, origin, report.article) for origin in report.origins]
        if len({word for word, _, _ in sides}) == 2 and len({who for _, who, _ in sides}) > 1:
            yield Contradiction(about=stand.stage, sides=_once(sides))
    yield from figure_contradictions(group)


def figure_contradictions(group: Sequence[Report]) -> Iterator[Contradiction]:
    """Yield the figures on which sources differ within days of each other.

    A source that gives another figure later has changed it: its last one counts. Figures whose
    ranges touch do not differ.
    """
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
    """Leave out what a source says a second time."""
    first: dict[tuple[str, str], tuple[str, str, str]] = {}
    for side in sides:
        first.setdefault(side[:2], side)
    return tuple(first.values())
