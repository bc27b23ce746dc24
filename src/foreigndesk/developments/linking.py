"""Which reports are of one happening: pairwise rules, so that the order of reading is nothing.

Two reports are linked if their acts belong together, their parties are compatible, and
nothing (another date, another place) sets them apart. Developments are the connected groups
of links; a group is cut where its dates leave a gap longer than ``GAP``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Final

from foreigndesk.developments.types import Report

RECALL: Final = 730  # days back to which an acknowledgement reaches
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


@lru_cache(maxsize=4096)
def _ordinal(day: str) -> int | None:
    return date.fromisoformat(day[:10]).toordinal() if len(day) >= len("2024-10-17") else None


def _days(one: str, other: str) -> int | None:
    first, second = _ordinal(one), _ordinal(other)
    return None if first is None or second is None else abs(first - second)


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
    if one.objects and other.objects and not one.objects & other.objects:
        return False  # troops are not shells
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
    union = _Union([r.objects for r in ordered])
    loose: list[tuple[int, int, int]] = []
    index: dict[_Key, list[int]] = {}
    for number, report in enumerate(ordered):
        seen: set[int] = set()
        for key in _asked(report):
            for other in reversed(index.get(key, ())):
                apart = _days(ordered[other].day, report.day)
                if apart is not None and apart > GAP:
                    break
                if other in seen or union.root(other) == union.root(number):
                    continue
                seen.add(other)
                if not linked(ordered[other], report):
                    continue
                if report.objects and ordered[other].objects:
                    union.join(other, number)
                else:
                    loose.append((apart or 0, other, number))
        for key in _held(report):
            index.setdefault(key, []).append(number)
    for _, other, number in sorted(loose):  # what names no object goes with what is nearest
        union.join(other, number)
    made: dict[int, list[Report]] = {}
    for number, report in enumerate(ordered):
        made.setdefault(union.root(number), []).append(report)
    return _recalled(list(made.values()))


class _Union:
    """Which numbers belong together; a group is known by its lowest.

    Groups whose objects have nothing in common are not joined, so that a report that names no
    object does not tie a shipment of shells to a sending of troops.
    """

    def __init__(self, objects: Sequence[frozenset[str]]) -> None:
        self._parent = list(range(len(objects)))
        self._objects = list(objects)

    def root(self, i: int) -> int:
        parent = self._parent
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self.root(one), self.root(other)))
        here, there = self._objects[a], self._objects[b]
        if a != b and not (here and there and not here & there):
            self._parent[b] = a
            self._objects[a] = here | there


_Key = tuple[str, ...]


def _course(kind: str) -> str:
    """Give the name under which a type's reports are looked up: its course, or itself."""
    return next(("/".join(sorted(c)) for c in COURSES if kind in c), kind)


def _held(report: Report) -> list[_Key]:
    """Give the keys under which others may find a report that could be linked to them."""
    course, whom = _course(report.type), tuple(sorted(report.recipients))
    keys: list[_Key] = [(course, "all", *whom)]
    if not report.actors:
        return [*keys, (course, "none", *whom)]
    for actor in report.actors:
        keys.append((course, "any", actor))
        keys += [(course, "pair", actor, r) for r in whom or ("",)]
    return keys


def _asked(report: Report) -> list[_Key]:
    """Give the keys under which the reports lie that could be linked to a report."""
    course, whom = _course(report.type), tuple(sorted(report.recipients))
    if not report.actors:
        return [(course, "all", *whom)]
    keys: list[_Key] = [(course, "none", *whom)]
    if not whom:
        return [*keys, *((course, "any", a) for a in sorted(report.actors))]
    return [
        *keys,
        *((course, "pair", a, r) for a, r in product(sorted(report.actors), (*whom, ""))),
    ]


def _recalled(made: list[list[Report]]) -> list[list[Report]]:
    """Join to a happening the late word by which a party owns up to it.

    Such a word comes months after, when the course has long gone quiet; it goes to the latest
    happening that it can be about, one with the same recipient before one that names none.
    """
    made.sort(key=lambda g: (g[0].day, g[0].article, g[0].event))
    into: dict[int, int] = {}
    for number, group in enumerate(made):
        owned = [r for r in group if r.acknowledges and not r.background]
        if not owned:
            continue
        fit = [n for n, earlier in enumerate(made[:number]) if _about(owned[0], earlier)]
        if fit:
            whom = owned[0].recipients
            both = {n for n in fit if any(whom & r.recipients for r in made[n])}
            into[number] = max(both or fit, key=lambda n: (made[n][-1].day, n))
    for number in sorted(into, reverse=True):
        made[into[number]].extend(made[number])
        made[number] = []
    kept = [sorted(g, key=lambda r: (r.day, r.article, r.event)) for g in made if g]
    return sorted(kept, key=lambda g: (g[0].day, g[0].article, g[0].event))


def _about(owned: Report, earlier: Sequence[Report]) -> bool:
    """Whether a party's late word can be about an earlier happening."""
    first, last = earlier[0], earlier[-1]
    apart = _days(last.day, owned.day)
    if apart is None or not GAP < apart <= RECALL or last.day > owned.day or first.background:
        return False
    if owned.dated and owned.end < first.day and (_days(owned.end, first.start) or 0) > GAP:
        return False
    alike = [
        r
        for r in earlier
        if same_course(owned.type, r.type)
        and compatible_parties(owned, r)
        and not (owned.objects and r.objects and not owned.objects & r.objects)
    ]
    if not alike:
        return False
    return owned.type not in RECURRENT or any(
        len(owned.words & r.words) >= 0.5 * max(1, min(len(owned.words), len(r.words)))
        for r in alike
    )
