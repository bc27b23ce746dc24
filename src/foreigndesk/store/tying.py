"""The ties of a development that the desk keeps: what it answers, follows or ends."""

from __future__ import annotations

from datetime import date, timedelta

from foreigndesk.developments import Development
from foreigndesk.developments.ties import TIED, WINDOWS, Tie, ties_of
from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import every_development, kept_developments


def kept_ties(desk: Desk, one: Development) -> tuple[tuple[Tie, str], ...]:
    """Give the ties of a development, each with the name of the other one."""
    if one.type not in TIED or not one.first:
        return ()
    reach = timedelta(days=max(WINDOWS.values()))
    found = kept_developments(
        desk,
        kinds=sorted(TIED),
        countries=[*one.actors, *one.recipients],
        since=(date.fromisoformat(one.first[:10]) - reach).isoformat(),
        until=(date.fromisoformat(one.last[:10]) + reach).isoformat(),
        background=False,
    )
    others = every_development(desk, (k for k in found if k.id != one.id))
    names = {d.id: d.name for d in others}
    return tuple(
        (t, names[t.earlier if t.later == one.id else t.later]) for t in ties_of(one, others)
    )
