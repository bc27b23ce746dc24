"""Which reports are of one happening: pairwise rules, so that the order of reading is nothing.

Two reports are linked if their acts belong together, their parties are compatible, and
nothing (another date, another place) sets them apart. Developments are the connected groups
of links; a group is cut where its dates leave a gap longer than ``GAP``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Final

from foreigndesk.developments.types import Report, order

RECALL: Final = 730  # days back to which an acknowledgement reaches
GAP: Final = 21  # days of silence after which the same act by the same parties is another one
SAME: Final = 0.5  # share of words in common from which two sentences tell one thing
NEAR: Final = 0.25  # and from which they may, where no more than ``SHARP`` days lie between
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
def ordinal(day: str) -> int | None:
    """Give an ISO day as a number; None where it is none."""
    return date.fromisoformat(day[:10]).toordinal() if len(day) >= len("2024-10-17") else None


def days_apart(one: str, other: str) -> int | None:
    """Give how many days lie between two; None where either is none."""
    first, second = ordinal(one), ordinal(other)
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
    apart = days_apart(one.day, other.day)
    if apart is not None and apart > GAP:
        return False
    if (ordinal(one.day) is None) != (ordinal(other.day) is None) and _common(one, other) < SAME:
        return False  # a text without a date is tied to a dated one by its words only
    settled = {"happened", "ongoing"}
    if one.dated and other.dated and one.status in settled and other.status in settled:
        between = days_apart(one.end or one.start, other.end or other.start)
        if between is not None and between > SHARP:
            return False
    elsewhere = one.place != other.place and one.country == other.country
    if one.type in RECURRENT and one.place and other.place and elsewhere:
        return False
    if one.type in RECURRENT:
        near = apart is None or apart <= SHARP
        return _common(one, other) >= (NEAR if near else SAME)
    return True


def _common(one: Report, other: Report) -> float:
    """Give the share of words that two sentences have in common, of the shorter one's."""
    return len(one.words & other.words) / max(1, min(len(one.words), len(other.words)))


def groups(found: Sequence[Report]) -> list[list[Report]]:
    """Give the groups of reports of one happening, in order; the order of ``found`` is nothing."""
    return recalled(base_groups(found))


def base_groups(found: Sequence[Report]) -> list[list[Report]]:
    """Give the groups of linked reports, before late words are joined to what they are about."""
    ordered = sorted(found, key=order)
    union = _Union([r.objects for r in ordered])
    loose: list[tuple[int, int, int]] = []
    for other, number in _links(ordered, union):
        if ordered[number].objects and ordered[other].objects:
            union.join(other, number)
        else:
            apart = days_apart(ordered[other].day, ordered[number].day)
            loose.append((GAP if apart is None else apart, other, number))
    for _, other, number in sorted(loose):  # what names no object goes with what is nearest
        union.join(other, number)
    return union.groups(ordered)


def components(found: Sequence[Report]) -> list[list[Report]]:
    """Give what links hold together, whether or not their objects are at odds.

    Groups lie within components: what is not of one's component has no say in its groups.
    """
    ordered = sorted(found, key=order)
    union = _Union([frozenset()] * len(ordered))
    for other, number in _links(ordered, union):
        union.join(other, number)
    return union.groups(ordered)


def at_one(found: Iterable[Report]) -> bool:
    """Whether all that is sent or given has something in common: the component is one group."""
    sets = {r.objects for r in found if r.objects}
    return not sets or bool(frozenset.intersection(*sets))


def _links(ordered: Sequence[Report], union: _Union) -> Iterator[tuple[int, int]]:
    """Yield the numbers of linked reports, the earlier first, but for what is joined already."""
    index: dict[Key, list[int]] = {}
    undated: dict[Key, list[int]] = {}
    for number, report in enumerate(ordered):
        seen: set[int] = set()
        for key in asked(report):
            for other in (*_near(index.get(key, ()), ordered, number), *undated.get(key, ())):
                if other in seen or union.root(other) == union.root(number):
                    continue
                seen.add(other)
                if linked(ordered[other], report):
                    yield other, number
        for key in held(report):
            (index if ordinal(report.day) else undated).setdefault(key, []).append(number)


def _near(held_by: Sequence[int], ordered: Sequence[Report], number: int) -> Iterator[int]:
    """Yield those that are not too long before a report; all where it has no date."""
    for other in reversed(held_by):
        apart = days_apart(ordered[other].day, ordered[number].day)
        if apart is not None and apart > GAP:
            return
        yield other


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

    def groups(self, ordered: Sequence[Report]) -> list[list[Report]]:
        """Give the reports, in their order, by what belongs together."""
        made: dict[int, list[Report]] = {}
        for number, report in enumerate(ordered):
            made.setdefault(self.root(number), []).append(report)
        return list(made.values())


Key = tuple[str, ...]


def _course(kind: str) -> str:
    """Give the name under which a type's reports are looked up: its course, or itself."""
    return next(("/".join(sorted(c)) for c in COURSES if kind in c), kind)


def held(report: Report) -> list[Key]:
    """Give the keys under which others may find a report that could be linked to them."""
    course, whom = _course(report.type), tuple(sorted(report.recipients))
    keys: list[Key] = [(course, "all", *whom)]
    if not report.actors:
        return [*keys, (course, "none", *whom)]
    for actor in report.actors:
        keys.append((course, "any", actor))
        keys += [(course, "pair", actor, r) for r in whom or ("",)]
    return keys


def asked(report: Report) -> list[Key]:
    """Give the keys under which the reports lie that could be linked to a report."""
    course, whom = _course(report.type), tuple(sorted(report.recipients))
    if not report.actors:
        return [(course, "all", *whom)]
    keys: list[Key] = [(course, "none", *whom)]
    if not whom:
        return [*keys, *((course, "any", a) for a in sorted(report.actors))]
    return [
        *keys,
        *((course, "pair", a, r) for a, r in product(sorted(report.actors), (*whom, ""))),
    ]


def recalled(made: list[list[Report]]) -> list[list[Report]]:
    """Join to a happening the late word by which a party owns up to it.

    Such a word comes months after, when the course has long gone quiet; it goes to the latest
    happening that it can be about, one with the same recipient before one that names none.
    """
    made = sorted(made, key=lambda g: order(g[0]))
    into: dict[int, int] = {}
    for number, group in enumerate(made):
        word = owning(group)
        if word is not None:
            latest = sorted(range(number), key=lambda n: (made[n][-1].day, n), reverse=True)
            chosen = target(group, word, (made[n] for n in latest))
            if chosen is not None:
                into[number] = next(n for n in latest if made[n] is chosen)
    for number in sorted(into, reverse=True):
        made[into[number]] = [*made[into[number]], *made[number]]
        made[number] = []
    kept = [sorted(g, key=order) for g in made if g]
    return sorted(kept, key=lambda g: order(g[0]))


def owning(group: Sequence[Report]) -> Report | None:
    """Give the first word of a group by which a party owns up; None where there is none."""
    return next((r for r in group if r.acknowledges and not r.background), None)


def target(
    group: Sequence[Report], word: Report, earlier: Iterable[Sequence[Report]]
) -> Sequence[Report] | None:
    """Give the happening that a group's late word is about; None where it is about none.

    ``earlier`` are the groups that it may be about, those that went on longest first; of two
    that ended on one day the one that began later.
    """
    fallback = None
    for one in earlier:
        if order(one[0]) < order(group[0]) and about(word, one):
            if any(word.recipients & r.recipients for r in one):
                return one
            fallback = fallback if fallback is not None else one
    return fallback


def about(owned: Report, earlier: Sequence[Report]) -> bool:
    """Whether a party's late word can be about an earlier happening."""
    first, last = earlier[0], earlier[-1]
    apart = days_apart(last.day, owned.day)
    if apart is None or not GAP < apart <= RECALL or last.day > owned.day or first.background:
        return False
    if owned.dated and owned.end < first.day and (days_apart(owned.end, first.start) or 0) > GAP:
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
    return owned.type not in RECURRENT or any(_common(owned, r) >= SAME for r in alike)
