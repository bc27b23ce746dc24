"""What a development comes to, as its reports come in by their order.

A report that comes in is added to what is known; what is kept grows with the sources, names and
changes, not with the reports, and can be laid down and taken up again. So a desk need not go
through a long development to add one report, and what comes out is the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from foreigndesk.developments.contradictions import Sides
from foreigndesk.developments.naming import country, source
from foreigndesk.developments.standing import KeptStands, Stands, retracting
from foreigndesk.developments.types import Development, Report
from foreigndesk.records import decode, encode, record_id

QUIET: Final = timedelta(days=7)
_DAY: Final = len("2024-10-17")
_ACTS: Final = {
    "AGREE": "agreement", "CONSULT": "talks", "SUPPORT": "support", "CONCEDE": "concession",
    "COOPERATE": "cooperation", "AID": "aid", "RETREAT": "withdrawal or release",
    "REQUEST": "demand", "REJECT": "refusal", "ACCUSE": "criticism", "THREATEN": "threat",
    "PROTEST": "protest", "SANCTION": "sanctions", "MOBILIZE": "deployment",
    "COERCE": "coercion", "ASSAULT": "attack",
}  # fmt: skip


@dataclass(slots=True)
class Counts:
    """What is counted of the reports; an article's come one after the other."""

    reports: int = 0
    articles: int = 0
    event: str = ""  # the first
    first: str = ""
    last: str = ""
    article: str = ""  # the last
    lead: dict[str, int] = field(default_factory=dict)  # types, of what is not denied
    types: dict[str, int] = field(default_factory=dict)
    actors: dict[str, int] = field(default_factory=dict)
    recipients: dict[str, int] = field(default_factory=dict)
    names: dict[str, dict[str, int]] = field(default_factory=dict)
    origins: set[str] = field(default_factory=set)
    written: dict[str, str] = field(default_factory=dict)  # the sources' names, as first written
    troops: bool = False
    background: bool = True
    done: bool = False
    planned: str = ""  # the last day for which it is planned

    def add(self, report: Report) -> None:
        """Take in the next report."""
        if not self.reports:
            self.event, self.first = report.event, report.day
        self.reports += 1
        self.articles += report.article != self.article
        self.last, self.article = report.day, report.article
        _count(self.types, (report.type,))
        if report.status != "denied":
            _count(self.lead, (report.type,))
        _count(self.actors, report.actors)
        _count(self.recipients, report.recipients)
        for code, name in report.names:
            _count(self.names.setdefault(code, {}), (name,))
        self.origins.update(report.origins)
        if report.said_by:
            self.written.setdefault(report.origin, report.said_by)
        self.troops = self.troops or any(f.of == "troops" for f in report.figures)
        self.background = self.background and report.background
        self.done = self.done or report.status in ("happened", "ongoing")
        if report.status in ("planned", "expected"):
            self.planned = max(self.planned, report.end)

    @property
    def type(self) -> str:
        """The type that most reports have, of those that do not deny it."""
        told = self.lead or self.types
        return sorted(told, key=lambda t: (-told[t], t))[0]

    @property
    def kind(self) -> str:
        """The type by which it is scored; see ``relations.kind_of``."""
        return "AID" if self.type == "MOBILIZE" and "AID" in self.lead else self.type

    @property
    def due(self) -> str:
        """The day by which a plan was to be carried out; "" where none waits."""
        return "" if self.done or len(self.planned) < _DAY else self.planned[:10]


def _count(counts: dict[str, int], some: Iterable[str]) -> None:
    for one in some:
        counts[one] = counts.get(one, 0) + 1


@dataclass(frozen=True, slots=True)
class _Kept:
    """A telling laid down at the end of an article."""

    counts: Counts
    stands: KeptStands
    sides: Sides


class Telling:
    """What reports come to, added one by one in their order.

    ``apart`` are the outlets of which any report of all takes something back.
    """

    def __init__(self, apart: Iterable[str] = ()) -> None:
        """Begin with no report."""
        self.counts, self.stands, self.sides = Counts(), Stands(apart), Sides()

    @classmethod
    def of(cls, group: Iterable[Report]) -> Telling:
        """Give what a development's reports, in order, come to."""
        reports = list(group)
        made = cls(retracting(reports))
        for report in reports:
            made.add(report)
        return made

    def add(self, report: Report) -> None:
        """Take in the next report."""
        self.counts.add(report)
        self.stands.add(report)
        self.sides.add(report, self.stands.denials)

    def dump(self) -> bytes:
        """Lay it down; the next report must be of another article."""
        self.stands.close()
        return encode(_Kept(self.counts, self.stands.dump(), self.sides))

    @classmethod
    def load(cls, data: bytes) -> Telling:
        """Take up what was laid down."""
        kept, made = decode(data, _Kept), cls()
        made.counts, made.sides = kept.counts, kept.sides
        made.stands = Stands(kept=kept.stands)
        return made

    def development(self, today: str) -> Development:
        """Give the development, without its reports; ``today`` is the desk's last day."""
        self.stands.close()
        counts = self.counts
        actors = _common(counts.actors)
        recipients = tuple(c for c in _common(counts.recipients) if c not in actors)
        stands = self.stands.standings()
        return Development(
            id=record_id("dev", counts.event),
            name=self._name(actors, recipients),
            type=counts.type,
            actors=actors,
            recipients=recipients,
            first=counts.first,
            last=counts.last,
            reports=(),
            standings=stands,
            changes=tuple(self.stands.changes),
            independent=len(counts.origins),
            figures=(),
            open=tuple(self._open(today)),
            contradictions=tuple(self.sides.contradictions(stands, self.stands.denials)),
        )

    def _name(self, actors: tuple[str, ...], recipients: tuple[str, ...]) -> str:
        kind, names = self.counts.type, self._names()
        act = "troop deployment" if self._sends() else _ACTS[kind]
        who = " and ".join(names.get(c) or country(c) for c in actors[:3]) or "Unknown actor"
        whom = " and ".join(names.get(c) or country(c) for c in recipients[:3])
        link = {"AID": "to", "MOBILIZE": "to", "REQUEST": "on"}.get(kind, "towards")
        return f"{who}: {act} {link} {whom}" if whom else f"{who}: {act}"

    def _sends(self) -> bool:
        return self.counts.type in ("AID", "MOBILIZE") and self.counts.troops

    def _names(self) -> dict[str, str]:
        """Give each party's usual name: written most often, the shortest of equals."""
        return {
            code: sorted(seen, key=lambda w, n=seen: (-n[w], len(w), w))[0]  # type: ignore[misc]
            for code, seen in self.counts.names.items()
        }

    def _open(self, today: str) -> Iterable[str]:
        """Say what the reports leave unsettled: plans past their date, figures that differ."""
        due = self.counts.planned
        if self.counts.due and len(today) >= _DAY and _passed(due, today):
            yield f"planned for {due}; no report since that it happened"
        for one in self.sides.differing():
            by: dict[str, list[str]] = {}
            for value, who, _ in one.sides:
                by.setdefault(value, []).append(source(who, self.counts.written))
            told = ", ".join(f"{value} ({', '.join(who)})" for value, who in by.items())
            yield f"figures for {one.about} differ: {told}"


def _passed(due: str, today: str) -> bool:
    return date.fromisoformat(due[:10]) + QUIET < date.fromisoformat(today[:10])


def _common(counts: Mapping[str, int]) -> tuple[str, ...]:
    if not counts:
        return ()
    most = max(counts.values())
    kept = [c for c, n in counts.items() if n * 3 >= most]
    return tuple(sorted(kept, key=lambda c: (-counts[c], c)))
