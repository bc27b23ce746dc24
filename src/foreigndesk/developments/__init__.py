"""The developments stage: readings in, developments out, whatever order they were read in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from foreigndesk.developments.contradictions import contradictions, figure_contradictions
from foreigndesk.developments.judged import Judged, applied
from foreigndesk.developments.linking import groups
from foreigndesk.developments.reports import reports
from foreigndesk.developments.standing import changes, standings
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

QUIET: Final = timedelta(days=7)
_ACTS: Final = {
    "AGREE": "agreement", "CONSULT": "talks", "SUPPORT": "support", "CONCEDE": "concession",
    "COOPERATE": "cooperation", "AID": "aid", "RETREAT": "withdrawal or release",
    "REQUEST": "demand", "REJECT": "refusal", "ACCUSE": "criticism", "THREATEN": "threat",
    "PROTEST": "protest", "SANCTION": "sanctions", "MOBILIZE": "deployment",
    "COERCE": "coercion", "ASSAULT": "attack",
}  # fmt: skip


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
    lead = Counter(r.type for r in group if r.status != "denied") or Counter(r.type for r in group)
    kind = sorted(lead, key=lambda t: (-lead[t], t))[0]
    actors = _common(r.actors for r in group)
    recipients = tuple(c for c in _common(r.recipients for r in group) if c not in actors)
    names = _names(group)
    first, last = group[0], group[-1]
    stands = standings(group)
    numbers = tuple((r.day, r.origin, f) for r in group for f in r.figures)
    return Development(
        id=_id(group),
        name=_name(kind, group, actors, recipients, names),
        type=kind,
        actors=actors,
        recipients=recipients,
        first=first.day,
        last=last.day,
        reports=tuple(group),
        standings=stands,
        changes=changes(group),
        independent=len({o for r in group for o in r.origins}),
        figures=numbers,
        open=tuple(_open(group, today)),
        contradictions=tuple(contradictions(group, stands)),
    )


def _common(sides: Iterable[frozenset[str]]) -> tuple[str, ...]:
    counts = Counter(code for side in sides for code in side)
    if not counts:
        return ()
    most = max(counts.values())
    kept = [c for c, n in counts.items() if n * 3 >= most]
    return tuple(sorted(kept, key=lambda c: (-counts[c], c)))


def _names(group: list[Report]) -> dict[str, str]:
    """Give each party's usual name: the one written most often, the shortest of equals."""
    seen: dict[str, Counter[str]] = {}
    for report in group:
        for code, name in report.names:
            seen.setdefault(code, Counter())[name] += 1
    return {c: sorted(n, key=lambda w: (-n[w], len(w), w))[0] for c, n in seen.items()}


def _name(
    kind: str,
    group: list[Report],
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
    names: dict[str, str],
) -> str:
    act = _ACTS[kind]
    if kind in ("AID", "MOBILIZE") and any(f.of == "troops" for r in group for f in r.figures):
        act = "troop deployment"
    who = " and ".join(names.get(c, c) for c in actors[:3]) or "Unknown actor"
    whom = " and ".join(names.get(c, c) for c in recipients[:3])
    link = {"AID": "to", "MOBILIZE": "to", "REQUEST": "on"}.get(kind, "towards")
    return f"{who}: {act} {link} {whom}" if whom else f"{who}: {act}"


def _open(group: list[Report], today: str) -> Iterable[str]:
    """Say what the reports leave unsettled: plans past their date, figures that differ."""
    planned = [r for r in group if r.status in ("planned", "expected") and r.end]
    done = any(r.status in ("happened", "ongoing") for r in group)
    if planned and not done and len(today) >= len("2024-10-17"):
        due = max(r.end for r in planned)
        if len(due) >= len("2024-10-17") and date.fromisoformat(due[:10]) + QUIET < (
            date.fromisoformat(today[:10])
        ):
            yield f"planned for {due}; no report since that it happened"
    for one in figure_contradictions(group):
        by: dict[str, list[str]] = {}
        for value, who, _ in one.sides:
            by.setdefault(value, []).append(who.split(":", 1)[-1])
        told = ", ".join(f"{value} ({', '.join(who)})" for value, who in by.items())
        yield f"figures for {one.about} differ: {told}"
