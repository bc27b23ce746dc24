"""Which reports are of one happening: pairwise rules, so that the order of reading is nothing.

Two reports are linked if their acts belong together, their parties are compatible, and
nothing (another date, another place) sets them apart. Developments are the connected groups
of links; a group is cut where its dates leave a gap longer than ``GAP``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from foreigndesk.developments.types import Report

GAP: Final = 21  # days of silence after which the same act by the same parties is another one
SHARP: Final = 3  # days by which two dated acts may differ and still be one
# Acts that are stages of one happening: a plan to send troops, their sending, their moving.
COURSES: Final[tuple[frozenset[str], ...]] = (
    frozenset(("AID", "MOBILIZE")),
    frozenset(("AGREE", "SUPPORT")),
    frozenset(("SANCTION", "CONCEDE")),
)
# Acts that often recur between the same parties: each needs more in common to be one.
RECURRENT: Final = frozenset(
    "ASSAULT ACCUSE REQUEST CONSULT REJECT THREATEN COERCE PROTEST".split()
)


def _days(one: str, other: str) -> int | None:
    if len(one) < len("2024-10-17") or len(other) < len("2024-10-17"):
        return None
    return abs((date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days)


def same_course(one: str, other: str) -> bool:
    """Whether two types are one act or stages of one."""
    return one == other or any(one in c and other in c for c in COURSES)


def compatible_parties(one: Report, other: Report) -> bool:
    """Whether two reports may have the same parties: actors in common, recipients not at odds."""
    if not one.actors or not other.actors:
        shared = (one.actors | one.recipients) & (other.actors | other.recipients)
        return bool(shared) and one.recipients == other.recipients
    if not one.actors & other.actors:
        return False
    if one.recipients and other.recipients:
        return bool(one.recipients & other.recipients)
    return True


def linked(one: Report, other: Report) -> bool:
    """Whether two reports tell one happening."""
    if not same_course(one.type, other.type) or not compatible_parties(one, other):
        return False
    if one.background != other.background:
        return False
    apart = _days(one.day, other.day)
    if apart is not None and apart > GAP:
        return False
    settled = {"happened", "ongoing"}
    if one.dated and other.dated and one.status in settled and other.status in settled:
        between = _days(one.end or one.start, other.end or other.start)
        if between is not None and between > SHARP:
            return False
    elsewhere = one.place != other.place and one.country == other.country
    if one.type in RECURRENT and one.place and other.place and elsewhere:
        return False
    if one.type in RECURRENT:
        common = len(one.words & other.words)
        fewest = max(1, min(len(one.words), len(other.words)))
        near = apart is None or apart <= SHARP
        return common / fewest >= (0.25 if near else 0.5)
    return True


def groups(found: Sequence[Report]) -> list[list[Report]]:
    """Give the groups of linked reports, each in order; the order of ``found`` is nothing."""
    ordered = sorted(found, key=lambda r: (r.day, r.article, r.event))
    parent = list(range(len(ordered)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    index: dict[str, list[int]] = {}
    for number, report in enumerate(ordered):
        keys = sorted(report.actors | report.recipients)
        for other in sorted({n for k in keys for n in index.get(k, ())}):
            if linked(ordered[other], report):
                a, b = root(other), root(number)
                parent[max(a, b)] = min(a, b)
        for key in keys:
            index.setdefault(key, []).append(number)
    made: dict[int, list[Report]] = {}
    for number, report in enumerate(ordered):
        made.setdefault(root(number), []).append(report)
    return list(made.values())
