"""What the developments stage works on and gives: reports, changes, standings, developments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from foreigndesk.records import Figure, Judgement, Source, Status

Stage = Literal["planned", "under way", "happened"]
StandingWord = Literal[
    "retracted", "disputed", "acknowledged", "corroborated", "denied", "unconfirmed"
]

STAGES: Final[tuple[Stage, ...]] = ("planned", "under way", "happened")
STAGE_OF: Final[dict[Status, Stage]] = {
    "happened": "happened",
    "ongoing": "under way",
    "planned": "planned",
    "expected": "planned",
    "possible": "planned",
    "conditional": "planned",
    "denied": "happened",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One article's telling of one event, as the developments stage sees it.

    ``day`` is the article's ISO day; ``actors``, ``recipients`` are country codes (names
    where there is no code); ``origin`` says who ultimately says so (see ``origins``),
    ``said_by`` its name as the text has it, "" for a government's;
    ``also`` are the others where two say so together ("Seoul and Kyiv say"); ``chain`` leads
    from the outlet to them; ``retracts`` marks an article that takes back what its outlet told
    before, ``acknowledges`` a party that owns up to what it had left open; ``objects`` are the
    classes of what is sent or given ("troops", "arms"), where the sentence says; ``judgements``
    are people's, and ``machine`` what the machine had said where they differ; ``yet`` marks a
    denial that something has happened so far.
    """

    event: str
    article: str
    outlet: str
    day: str
    type: str
    modes: tuple[str, ...]
    actors: frozenset[str]
    recipients: frozenset[str]
    against: frozenset[str]
    names: tuple[tuple[str, str], ...]
    place: str
    country: str
    start: str
    end: str
    dated: bool
    background: bool
    status: Status
    certainty: float
    source: Source
    origin: str
    self_said: bool
    figures: tuple[Figure, ...]
    sentence: str
    words: frozenset[str]
    retracts: bool = False
    acknowledges: bool = False
    also: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    objects: frozenset[str] = frozenset()
    judgements: tuple[Judgement, ...] = ()
    machine: tuple[tuple[str, str], ...] = ()
    said_by: str = ""
    yet: bool = False

    @property
    def origins(self) -> tuple[str, ...]:
        """All who ultimately say so; one but for sources that speak together."""
        return (self.origin, *self.also)


def order(report: Report) -> tuple[str, str, str]:
    """Give what reports are ordered by: day, article and event."""
    return report.day, report.article, report.event


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A day on which a stage's standing changed, and the article that changed it."""

    stage: Stage
    standing: StandingWord
    day: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a stage of a development stands: the word, who asserts, who denies."""

    stage: Stage
    standing: StandingWord
    asserted: tuple[str, ...]
    denied: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """What sources hold against each other, side by side.

    ``about`` is a stage ("happened") or a figure ("troops"); ``sides`` pair what is said with
    who says it and the article that has it, in order of day.
    """

    about: str
    sides: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """One happening over articles and days.

    ``id`` is that of its earliest event; ``reports`` are in order of day; ``standings`` one
    for each stage that anybody speaks of; ``contradictions`` are what sources hold against
    each other; ``open`` says in words what is not settled; ``formerly`` are the ids of
    developments that a person merged into it.
    """

    id: str
    name: str
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    first: str
    last: str
    reports: tuple[Report, ...]
    standings: tuple[Standing, ...]
    changes: tuple[Change, ...]
    independent: int
    figures: tuple[tuple[str, str, Figure], ...]
    open: tuple[str, ...]
    contradictions: tuple[Contradiction, ...] = ()
    formerly: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        """The standing of the furthest stage that anybody asserts or denies."""
        return self.standings[-1]
