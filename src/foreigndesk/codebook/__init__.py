"""The codebook: PLOVER's types, quad classes, modes, contexts, sectors and scores, as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from foreigndesk.codebook.tables import resource
from foreigndesk.records import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One of PLOVER's 16 types: quad class 1-4, conflict-cooperation score -10…+10, modes.

    ``future`` is the type that PLOVER itself gives a future or hypothetical act of this
    type.
    """

    name: str
    quad: int
    score: float
    future: str
    modes: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """PLOVER as data: ``types`` by name, ``sectors`` with their meaning, ``contexts``."""

    as_of: str
    types: dict[str, EventType]
    quads: dict[int, str]
    sectors: dict[str, str]
    contexts: tuple[str, ...]
    countries: tuple[str, ...]

    def plover_type(self, act: str, status: Status) -> str:
        """Give the code that PLOVER's own rules give an act that has got so far.

        Happened and ongoing acts keep their type. Planned, expected, possible and
        conditional ones take the type's future code. A denied act has no code ("").
        """
        if status in ("happened", "ongoing"):
            return act
        if status == "denied":
            return ""
        return self.types[act].future

    def intensity(self, act: str, modes: tuple[str, ...]) -> float:
        """Give the score of an act (-10…+10): its strongest mode's, else its type's."""
        kind = self.types[act]
        scores = [kind.modes[m] for m in modes if m in kind.modes]
        return max(scores, key=abs) if scores else kind.score


@cache
def codebook() -> Codebook:
    """Give the shipped codebook (read once)."""
    data = tomllib.loads(resource("foreigndesk.codebook", "plover.toml").read_text("utf-8"))
    return Codebook(
        as_of=data["as_of"],
        types={
            name: EventType(
                name=name,
                quad=row["quad"],
                score=row["score"],
                future=row["future"],
                modes=row["modes"],
            )
            for name, row in data["types"].items()
        },
        quads={int(k): v for k, v in data["quads"].items()},
        sectors=data["sectors"],
        contexts=tuple(data["contexts"]),
        countries=tuple(data["countries"]),
    )
