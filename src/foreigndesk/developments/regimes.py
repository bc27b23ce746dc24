"""What holds as the record itself shows it: pacts, sanctions, and who joined or left a body.

And, for context only, the bodies of the registry of which both are members.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from foreigndesk.developments.phrases import pattern
from foreigndesk.developments.relations import DONE, between
from foreigndesk.developments.types import Development, Report

UNIVERSAL: Final = 130  # members of a body that nearly all states belong to

BODIES: Final = ("IGO", "EUR", "UNO")  # codes of bodies that states join
JOINING: Final = ("AGREE", "SUPPORT", "SANCTION")  # types that tell of joining and leaving
KINDS: Final = ("AGREE", "CONCEDE", "COOPERATE", "SANCTION", "SUPPORT")  # all that is looked at
_TOLD: Final = ("acknowledged", "corroborated", "unconfirmed", "disputed")  # somebody holds it
Firmness = Literal["shown", "unconfirmed", "disputed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A pact, sanctions or a membership: since when, how it stands, and the event that shows it.

    ``standing`` is that of the deed. ``lifted`` is the day on which a lifting or a leaving was
    told ("" where none was), ``lift`` its event and ``lift_standing`` how that stands.
    ``firmness`` says whether the record shows it: what is disputed, or has one source, is no fact.
    """

    what: Literal["pact", "sanctions", "membership"]
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


def memberships(found: Iterable[Development], one: str) -> tuple[Regime, ...]:
    """Give the bodies that the record shows a state to have joined or left, oldest first.

    A body is known by the name that the text gives it. Who leaves without having joined on the
    record has a membership whose beginning is not told (``since`` is "").
    """
    made: dict[str, Regime] = {}
    told = sorted(
        ((r.day, r.event, d, r) for d in found for r in _done(d, JOINING)), key=lambda t: t[:2]
    )
    for day, event, held, report in told:
        body = _body(report, one)
        left = report.type == "SANCTION" and pattern("leave").search(report.sentence)
        joined = report.type != "SANCTION" and pattern("join").search(report.sentence)
        if not body or not (left or joined):
            continue
        stands, open_one = _standing(held), made.get(body)
        if joined and (open_one is None or open_one.lifted):
            made[body] = _member(one, body, day, held, event)
        elif left and open_one is None:
            never = replace(_member(one, body, "", held, event), lifted=day, lift=event)
            made[body] = replace(never, lift_standing=stands)
        elif left and open_one is not None and not open_one.lifted:
            made[body] = replace(open_one, lifted=day, lift=event, lift_standing=stands)
    return tuple(sorted(made.values(), key=lambda r: (r.since or r.lifted, r.sides)))


def _body(report: Report, one: str) -> str:
    """Give the name of the body that a state's joining or leaving is told of, "" for none."""
    sides = report.actors | report.recipients
    if one not in sides:
        return ""
    named = dict(report.names)
    return next((named.get(code, code) for code in BODIES if code in sides), "")


def _member(one: str, body: str, day: str, held: Development, event: str) -> Regime:
    standing = _standing(held)
    return Regime(
        what="membership",
        sides=f"{one} in {body}",
        since=day,
        standing=standing,
        firmness=_firmness(standing),
        development=held.id,
        name=held.name,
        event=event,
    )


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
