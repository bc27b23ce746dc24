"""The ties of a development that the desk keeps: what it answers, follows or ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from foreigndesk.developments import Development
from foreigndesk.developments.ties import TIED, WINDOWS, Tie, ties_of
from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import kept_development, kept_developments

MOST: Final = 40  # newest developments of the same parties that are looked at
REPORTS: Final = 60  # newest reports of each


# types in which forces are sent, fight and come back
MOVING: Final = frozenset(("AID", "ASSAULT", "COERCE", "MOBILIZE", "RETREAT"))
MOVED: Final = 16


def kept_ties(desk: Desk, one: Development) -> tuple[tuple[Tie, str], ...]:
    """Give the ties of a development, each with the name of the other one.

    Of the developments of the same two parties (of either where only one is known) the newest
    40 are looked at, with their newest 60 reports; and where forces move or fight, the newest 16
    in which the same party moves them or fights with anybody.
    """
    if one.type not in TIED or not one.first:
        return ()
    pair = (one.actors[0], one.recipients[0]) if one.actors and one.recipients else None
    reach = timedelta(days=max(WINDOWS.values()))
    found = kept_developments(
        desk,
        kinds=sorted(TIED),
        pair=pair,
        countries=() if pair else [*one.actors, *one.recipients],
        since=(date.fromisoformat(one.first[:10]) - reach).isoformat(),
        until=(date.fromisoformat(one.last[:10]) + reach).isoformat(),
        background=False,
        limit=MOST,
    )
    if pair and one.type in MOVING:  # sent to one state, to fight another
        seen = {k.id for k in found}
        found += [
            k
            for k in kept_developments(
                desk,
                kinds=sorted(MOVING - {one.type}),
                countries=[one.actors[0]],
                since=(date.fromisoformat(one.first[:10]) - reach).isoformat(),
                until=(date.fromisoformat(one.last[:10]) + reach).isoformat(),
                background=False,
                limit=MOVED,
            )
            if k.id not in seen
        ]
    others = [kept_development(desk, k.id, newest=REPORTS) for k in found if k.id != one.id]
    names = {d.id: d.name for d in others}
    return tuple(
        (t, names[t.earlier if t.later == one.id else t.later]) for t in ties_of(one, others)
    )
