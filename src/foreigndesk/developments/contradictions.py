"""What sources hold against each other on one happening, side by side; no side is chosen.

What was held once stays in sight when a source has changed its word since. Like standings,
sides are gathered as reports come in by their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from foreigndesk.developments.standing import REACHES, Denials
from foreigndesk.developments.types import Contradiction, Report, Stage, Standing

WEEK: Final = 7  # days within which two figures are of one moment; later ones are news
_First = dict[str, tuple[int, str]]  # where a source's first word stands, and in which article


@dataclass(frozen=True, slots=True)
class _Given:
    """A figure as a source last gave it."""

    day: str
    article: str
    low: float
    best: float
    high: float

    @property
    def written(self) -> str:
        return f"{self.best:,.0f}"

    def differs(self, other: _Given) -> bool:
        """Whether two figures are at odds within days; ranges that touch are not."""
        if self.written == other.written:
            return False  # "3,000" and "more than 3,000": one figure as it is told
        apart = self.high < other.low or other.high < self.low
        if not apart or not self.day or not other.day:
            return apart
        between = date.fromisoformat(self.day[:10]) - date.fromisoformat(other.day[:10])
        return abs(between.days) <= WEEK


@dataclass(slots=True)
class Sides:
    """The first word of each source on each stage, and the last figures of each.

    Denials are kept by the furthest stage that was reached by their day (see ``Denials``);
    those of the newest day wait in ``recent``.
    """

    asserted: dict[str, _First] = field(default_factory=dict)
    denied: dict[str, _First] = field(default_factory=dict)
    recent: list[tuple[str, int, str]] = field(default_factory=list)
    yets: _First = field(default_factory=dict)
    day: str = ""
    told: int = 0
    figures: dict[str, dict[str, dict[str, _Given]]] = field(default_factory=dict)

    def add(self, report: Report, denials: Denials) -> None:
        """Take in the next report, once ``denials`` has it."""
        if report.retracts:
            return
        if report.day > self.day:
            for origin, number, article in self.recent:
                by_then = self.denied.setdefault(denials.by(self.day), {})
                by_then.setdefault(origin, (number, article))
            self.recent, self.day = [], report.day
        if self.yets and "happened" in REACHES[report.status]:  # what is overtaken is no side
            self.yets = {o: first for o, first in self.yets.items() if o in denials.yets}
        for origin in report.origins:
            self.told += 1
            for stage in REACHES[report.status]:
                first = self.asserted.setdefault(stage, {})
                first.setdefault(origin, (self.told, report.article))
            if report.status == "denied" and report.yet:
                self.yets.setdefault(origin, (self.told, report.article))
            elif report.status == "denied":
                self.recent.append((origin, self.told, report.article))
        for figure in report.figures:
            given = _Given(report.day, report.article, figure.low, figure.best, figure.high)
            last = self.figures.setdefault(figure.of, {}).setdefault(figure.unit, {})
            last.update(dict.fromkeys(report.origins, given))

    def contradictions(
        self, stands: Iterable[Standing], denials: Denials
    ) -> Iterator[Contradiction]:
        """Yield what was asserted and denied of each stage, then the figures that differ."""
        for stand in stands:
            yes, no = self.asserted.get(stand.stage, {}), self._denied(stand.stage, denials)
            if yes and no and len({*yes, *no}) > 1:
                sides = [(number, "asserted", by, where) for by, (number, where) in yes.items()]
                sides += [(number, "denied", by, where) for by, (number, where) in no.items()]
                yield Contradiction(
                    about=stand.stage, sides=tuple(side[1:] for side in sorted(sides))
                )
        yield from self.differing()

    def _denied(self, stage: Stage, denials: Denials) -> _First:
        told = [
            (number, origin, article)
            for by_then, first in self.denied.items()
            if denials.stage(by_then) == stage
            for origin, (number, article) in first.items()
        ]
        if self.recent and denials.stage(denials.by(self.day)) == stage:
            told += [(number, origin, article) for origin, number, article in self.recent]
        if stage == "happened":
            told += [(number, origin, article) for origin, (number, article) in self.yets.items()]
        found: _First = {}
        for number, origin, article in sorted(told):
            found.setdefault(origin, (number, article))
        return found

    def differing(self) -> Iterator[Contradiction]:
        """Yield the figures on which sources differ within days of each other.

        A source that gives another figure later has changed it: its last one counts.
        """
        for of, units in sorted(self.figures.items()):
            for _, last in sorted(units.items()):
                several = set(last.values())
                odd = {g for g in several if any(g.differs(other) for other in several)}
                sides = sorted(
                    (given.day, given.article, origin, given.written)
                    for origin, given in last.items()
                    if given in odd
                )
                if sides:
                    yield Contradiction(
                        about=of,
                        sides=tuple((said, who, where) for _, where, who, said in sides),
                    )
