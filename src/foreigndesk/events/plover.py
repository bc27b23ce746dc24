"""PLOVER's own code of an event: what its rules make of an act that has got so far.

The type of an event is the act itself. For exports that others must be able to compare, PLOVER
codes an act to come by what the words about it are: cooperation to come is AGREE, hostility THREATEN.
A retreat to come is two things: promised in one's own words (*said it would free the prisoners*) it
is AGREE, declared (*announced a cease-fire*) it is CONCEDE. Cooperation that is only weighed
(*is considering sending aid*) is promised to nobody and has no code.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from foreigndesk.codebook import codebook
from foreigndesk.events.entries import VOID, Entry, lexicon

if TYPE_CHECKING:
    from foreigndesk.records import Event, Status

COOPERATION = (1, 2)  # the quad classes of cooperation
OPEN = ("possible", "planned", "expected")
WEIGHED = "only weighed"  # how the path of a telling says so
CLAIMED = "claimed by its doer"


@cache
def _entries() -> dict[str, Entry]:
    return {entry.rule: entry for entry in lexicon().all() if entry.type != VOID}


def is_promise(rule: str) -> bool:
    """Say whether a rule tells an act by its own verb, so that an act to come is promised."""
    entry = _entries().get(rule)
    return entry is not None and entry.pos == "V" and not entry.flags & {"planned", "declared"}


def plover_code(act: str, status: Status, rule: str) -> str:
    """Give PLOVER's code of an act told by a rule of the lexicon ("" for a denied act)."""
    code = codebook().plover_type(act, status)
    return "AGREE" if act == "RETREAT" and code == "CONCEDE" and is_promise(rule) else code


def plover_type(event: Event, status: Status) -> str:
    """Give PLOVER's code of an event whose leading telling has this status.

    Cooperation that is only weighed (*is considering sending aid*) is as yet no offer, and a deed
    that its doer claims (*claimed responsibility*) is a statement: PLOVER codes neither.
    """
    if not event.tellings:
        return plover_code(event.type, status, "")
    lead = event.tellings[0]
    open_still = status in OPEN and any(w.startswith(WEIGHED) for w in lead.path)
    if open_still and codebook().types[event.type].quad in COOPERATION:
        return ""
    code = plover_code(event.type, status, lead.rule)
    return "" if code == "ASSAULT" and any(w.startswith(CLAIMED) for w in lead.path) else code
