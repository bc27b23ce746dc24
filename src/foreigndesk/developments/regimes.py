"""What holds between two actors as the record itself shows it: pacts and sanctions.

And, for context only, the bodies of the registry of which both are members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from foreigndesk.developments.phrases import pattern
from foreigndesk.developments.relations import DONE, between
from foreigndesk.developments.types import Development, Report

UNIVERSAL: Final = 130  # members of a body that nearly all states belong to

KINDS: Final = ("AGREE", "CONCEDE", "COOPERATE", "SANCTION", "SUPPORT")  # all that is looked at
_TOLD: Final = ("acknowledged", "corroborated", "unconfirmed", "disputed")  # somebody holds it
Firmness = Literal["shown", "unconfirmed", "disputed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A pact or sanctions: since when, how they stand, and the event that is the evidence.

    ``standing`` is that of the deed. ``lifted`` is the day on which a lifting was told (""
    where none was), ``lift`` its event and ``lift_standing`` how that stands.
    ``firmness`` says whether the record shows it: what is disputed, or has one source, is no fact.
    """

    what: Literal["pact", "sanctions"]
    sides: str
    since: str
    standing: str
    development: str
    name: str
    event: str
    lifted: str = ""
    lift: str = ""
    lift_standing: str = ""
    firmness: Firmness = "unconfirmed"


def _firmness(standing: str) -> Firmness:
    if standing in ("acknowledged", "corroborated"):
        return "shown"
    return "disputed" if standing == "disputed" else "unconfirmed"


def regimes(found: Iterable[Development], one: str, other: str) -> tuple[Regime, ...]:
    """Give the pacts and sanctions between two actors that the record shows, oldest first.

    An agreement counts when it is told as made; support and cooperation only where the sentence
    names a pact. Sanctions hold until a concession the same way that names them is told as done,
    one that nobody disputes before one that is disputed.
    """
    some = sorted(found, key=lambda d: d.id)
    made = [r for d in some for r in _pact(d, one, other)]
    for by, to in ((one, other), (other, one)):
        lifts = sorted(
            (r.day, r.event, _standing(d))
            for d in some
            for r in _done(d, ("CONCEDE",))
            if by in r.actors and to in r.recipients and pattern("penalty").search(r.sentence)
        )
        made += [r for d in some for r in _sanctions(d, by, to, lifts)]
    return tuple(sorted(made, key=lambda r: (r.since, r.development, r.sides)))


def _done(one: Development, kinds: Sequence[str]) -> Iterator[Report]:
    """Yield what tells acts of these types as done, where anybody holds the deed at all."""
    for report in one.reports if _standing(one) else ():
        told = report.day and report.status in DONE and not report.retracts
        if told and not report.background and report.type in kinds:
            yield report


def _standing(one: Development) -> str:
    """Give how the deed stands, not its plan; "" where nobody holds it."""
    deeds = [s.standing for s in one.standings if s.stage != "planned" and s.standing in _TOLD]
    return deeds[-1] if deeds else ""


def _pact(held: Development, one: str, other: str) -> Iterator[Regime]:
    for report in _done(held, ("AGREE", "SUPPORT", "COOPERATE")):
        named = report.type == "AGREE" or pattern("pact").search(report.sentence)
        if named and between(report, one, other):
            yield Regime(
                what="pact",
                sides=f"{one} and {other}",
                since=report.day,
                standing=_standing(held),
                firmness=_firmness(_standing(held)),
                development=held.id,
                name=held.name,
                event=report.event,
            )
            return


def _sanctions(
    held: Development, by: str, to: str, lifts: Sequence[tuple[str, str, str]]
) -> Iterator[Regime]:
    for report in _done(held, ("SANCTION",)):
        if by in report.actors and to in report.recipients:
            after = [i for i in lifts if i[0] > report.day]
            firm = (i for i in after if i[2] != "disputed")
            day, event, stands = next(firm, after[0] if after else ("", "", ""))
            yield Regime(
                what="sanctions",
                sides=f"{by}→{to}",
                since=report.day,
                standing=_standing(held),
                firmness=_firmness(_standing(held)),
                development=held.id,
                name=held.name,
                event=report.event,
                lifted=day,
                lift=event,
                lift_standing=stands,
            )
            return


def shared_bodies(
    members: Mapping[str, Sequence[tuple[str, str, str]]], one: str, other: str, day: str
) -> tuple[str, ...]:
    """Give the bodies of which both are members on an ISO day; ``members`` as the registry has.

    Bodies of nearly all states say nothing of two of them and are left out, and so are those
    with the very members of one that stands before them (the organs of a union).
    """
    found: dict[frozenset[str], str] = {}
    for body, rows in members.items():
        on_the_day = frozenset(
            member for member, start, end in rows
            if (not start or start <= day) and (not end or day[: len(end)] <= end)
        )  # fmt: skip
        if one in on_the_day and other in on_the_day and len(on_the_day) < UNIVERSAL:
            found.setdefault(on_the_day, body)
    return tuple(sorted(found.values()))
