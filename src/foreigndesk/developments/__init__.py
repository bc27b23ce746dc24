"""The developments stage: readings in, developments out, whatever order they were read in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from foreigndesk.developments.judged import Judged, applied
from foreigndesk.developments.linking import groups
from foreigndesk.developments.reports import reports
from foreigndesk.developments.telling import Telling
from foreigndesk.developments.types import (
    Change,
    Contradiction,
    Development,
    Report,
    Standing,
    order,
)
from foreigndesk.records import Judgement, Reading, record_id

__all__ = [
    "Change",
    "Contradiction",
    "Development",
    "Report",
    "Standing",
    "developments",
    "of_reports",
]


def developments(
    readings: Sequence[Reading], judgements: Iterable[Judgement] = ()
) -> tuple[Development, ...]:
    """Give the developments that the readings tell of, as people judged them, newest first.

    The same readings give the same developments in whatever order they come.
    """
    return of_reports(reports(readings), judgements)


def of_reports(
    found: Sequence[Report], judgements: Iterable[Judgement] = ()
) -> tuple[Development, ...]:
    """Give the developments of reports, newest first."""
    today = max((r.day for r in found), default="")
    judged = applied(sorted(found, key=order), judgements)
    made = [
        replace(composed(group, today), formerly=formerly)
        for group, formerly in regrouped(groups(judged.reports), judged)
    ]
    return tuple(sorted(made, key=lambda d: (d.last, len(d.reports), d.id), reverse=True))


def regrouped(
    made: Sequence[Sequence[Report]], judged: Judged
) -> Iterable[tuple[list[Report], tuple[str, ...]]]:
    """Take out of the groups what a person split off, and join what a person merged.

    Yields the reports of each development in order, and the ids that went into it.
    """
    parts = []
    for group in made:
        parts += [[r] for r in group if r.event in judged.cuts]
        parts.append([r for r in group if r.event not in judged.cuts])
    held = {r.event: n for n, part in enumerate(parts) for r in part}
    merged: dict[int, list[str]] = {}
    for one, other in judged.ties:
        if one not in held or other not in held or held[one] == held[other]:
            continue
        into, gone = held[one], held[other]
        merged.setdefault(into, [_id(parts[into])])
        merged[into] += merged.pop(gone, [_id(parts[gone])])
        parts[into] += parts[gone]
        parts[gone] = []
        held.update((r.event, into) for r in parts[into])
    for number, part in enumerate(parts):
        if part:
            ordered = sorted(part, key=order)
            yield ordered, tuple(i for i in merged.get(number, ()) if i != _id(ordered))


def _id(group: Sequence[Report]) -> str:
    return record_id("dev", group[0].event)


def composed(group: list[Report], today: str) -> Development:
    """Make a development of its reports, in order; ``today`` is the desk's last day."""
    return whole(Telling.of(group).development(today), group)


def whole(light: Development, group: Sequence[Report]) -> Development:
    """Give a development with its reports, and the figures that they give."""
    figures = tuple((r.day, r.origin, f) for r in group for f in r.figures)
    return replace(light, reports=tuple(group), figures=figures)
