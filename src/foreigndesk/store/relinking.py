"""Links kept on the desk: a report that comes or goes is compared with what it may touch only.

A component is what links hold together; its groups are found afresh only where what is sent or
given is at odds in it. Late words by which a party owns up are joined to groups afterwards. What
comes out is what ``developments.linking.groups`` gives over all reports.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from foreigndesk.developments import Report
from foreigndesk.developments.linking import (
    GAP,
    Key,
    asked,
    at_one,
    base_groups,
    components,
    held,
    linked,
    ordinal,
)
from foreigndesk.developments.types import order
from foreigndesk.records import decode
from foreigndesk.store.rows import text_of

CACHE: Final = 200_000  # reports kept in memory while linking
_SETTLED: Final = ("happened", "ongoing")


@lru_cache(maxsize=100_000)
def key_number(key: Key) -> int:
    """Give a key as the desk keeps it."""
    digest = hashlib.blake2b("\0".join(key).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def features(report: Report) -> tuple[object, ...]:
    """Give all of a report that has a say in what it is linked to."""
    return (
        report.day,
        report.type,
        report.actors,
        report.recipients,
        report.background,
        report.objects,
        report.dated and report.status in _SETTLED,
        report.end or report.start,
        report.start,
        report.dated,
        report.place,
        report.country,
        report.words,
        report.acknowledges,
    )


@dataclass(slots=True)
class Component:
    """What the desk keeps of a component: how many reports, and what is common to its objects."""

    size: int
    mixed: bool
    common: frozenset[str]

    def add(self, other: Component) -> None:
        """Take in another component."""
        both = self.common & other.common
        self.mixed = self.mixed or other.mixed or bool(self.common and other.common and not both)
        self.common = both if self.common and other.common else self.common | other.common
        self.size += other.size


def distinct(base: sqlite3.Connection, column: str, by: str, value: int) -> list[int]:
    """Give what reports have in a column where another one has a value; one step for each."""
    least = f'SELECT min("{column}") FROM reports WHERE "{by}" = ?1'  # noqa: S608
    rows = base.execute(
        f"WITH RECURSIVE some (x) AS ({least} UNION ALL "  # noqa: S608
        f'SELECT ({least} AND "{column}" > x) FROM some WHERE x IS NOT NULL) '
        "SELECT x FROM some WHERE x IS NOT NULL",
        (value,),
    )
    return [x for (x,) in rows.fetchall()]


@dataclass(slots=True)
class Links:
    """The links on the desk, inside one transaction; ``settle`` ends a batch."""

    base: sqlite3.Connection
    cache: dict[int, Report] = field(default_factory=dict)
    _parent: dict[int, int] = field(default_factory=dict)
    _known: dict[int, Component] = field(default_factory=dict)
    _undated: bool = False

    def __post_init__(self) -> None:
        """Look whether any report has no day: most desks have none."""
        sql = "SELECT EXISTS (SELECT 1 FROM following WHERE what = 'undated')"
        ((some,),) = self.base.execute(sql)
        self._undated = bool(some)

    # ------------------------------------------------------------------ in and out

    def report(self, row: int) -> Report:
        """Give a report as people judged it."""
        found = self.cache.get(row)
        if found is None:
            ((record, judged),) = self.base.execute(
                "SELECT record, judged FROM reports WHERE row = ?", (row,)
            )
            found = decode(judged or record, Report)
            self.remember(row, found)
        return found

    def members(self, group: int) -> list[Report]:
        """Give the reports of a group in order."""
        rows = self.base.execute('SELECT row FROM reports WHERE "group" = ?', (group,)).fetchall()
        return sorted((self.report(row) for (row,) in rows), key=order)

    def remember(self, row: int, report: Report) -> None:
        """Keep a report at hand."""
        if len(self.cache) >= CACHE:
            self.cache.clear()
        self.cache[row] = report

    def detach(self, rows: Iterable[int]) -> None:
        """Take reports out of their components, and find anew what still holds together."""
        gone = sorted(set(rows))
        broken: set[int] = set()
        for row in gone:
            ((component, group, development),) = self.base.execute(
                'SELECT component, "group", development FROM reports WHERE row = ?', (row,)
            )
            if not component:
                continue
            broken.add(component)
            self._mark("group", group)
            if development is not None:  # it is to be gone through anew, wherever this goes
                self._mark("development", development)
            self._disown(group)
            report = self.report(row)
            day = ordinal(report.day) or 0
            self.base.executemany(
                "DELETE FROM report_keys WHERE key = ? AND day = ? AND report = ?",
                ((key_number(k), day, row) for k in held(report)),
            )
            if report.acknowledges:
                self.base.executemany(
                    "DELETE FROM owning_keys WHERE key = ? AND report = ?",
                    ((key_number(k), row) for k in asked(report)),
                )
            self.base.execute(
                'UPDATE reports SET component = 0, "group" = 0, owns = 0 WHERE row = ?', (row,)
            )
            self.cache.pop(row, None)
        for component in sorted(broken):
            self._rebuild(component)

    def _mark(self, kind: str, row: int) -> None:
        kinds = ("group", "recall") if kind == "group" else (kind,)
        self.base.executemany(
            "INSERT OR IGNORE INTO pending VALUES (?, ?)", ((k, row) for k in kinds)
        )

    def _disown(self, group: int) -> None:
        """Forget what a group's own late word was last looked for by: its number may come again."""
        self.base.execute('DELETE FROM owned_groups WHERE "group" = ?', (group,))

    def _rebuild(self, component: int) -> None:
        """Find the components of what is left of one."""
        rows = self._members(component)
        self.base.execute("DELETE FROM components WHERE row = ?", (component,))
        self.base.execute("DELETE FROM pending WHERE kind = 'component' AND row = ?", (component,))
        number = {report.event: row for row, report in rows}
        for part in components([report for _, report in rows]):
            members = sorted(number[r.event] for r in part)
            self.base.executemany(
                "UPDATE reports SET component = ? WHERE row = ?", ((members[0], m) for m in members)
            )
            made = Component(size=0, mixed=False, common=frozenset())
            for report in part:
                made.add(_alone(report))
            self._keep(members[0], made)
            self._mark("component", members[0])

    def _members(self, component: int) -> list[tuple[int, Report]]:
        rows = self.base.execute("SELECT row FROM reports WHERE component = ?", (component,))
        return [(row, self.report(row)) for (row,) in rows.fetchall()]

    def _keep(self, row: int, one: Component) -> None:
        self.base.execute(
            "INSERT OR REPLACE INTO components VALUES (?, ?, ?, ?)",
            (row, one.size, int(one.mixed), text_of(sorted(one.common))),
        )

    # ------------------------------------------------------------------ linking

    def attach(self, rows: Sequence[int]) -> None:
        """Link reports that are on the desk already, but in no component."""
        keys: list[tuple[int, int, int]] = []
        owning: list[tuple[int, int]] = []
        for row in rows:
            report = self.report(row)
            day = ordinal(report.day) or 0
            if not day and not self._undated:
                self._undated = True
                self.base.execute("INSERT OR REPLACE INTO following VALUES ('undated', '1')")
            self._disown(row)
            keys += [(key_number(k), day, row) for k in held(report)]
            if report.acknowledges:
                owning += [(key_number(k), row) for k in asked(report)]
            self._known[row] = _alone(report)
        self.base.executemany("INSERT OR IGNORE INTO report_keys VALUES (?, ?, ?)", keys)
        self.base.executemany("INSERT OR IGNORE INTO owning_keys VALUES (?, ?)", owning)
        self.base.executemany(
            'UPDATE reports SET component = row, "group" = row, owns = ? WHERE row = ?',
            ((int(self.report(r).acknowledges and not self.report(r).background), r) for r in rows),
        )
        self.base.executemany(
            "INSERT OR IGNORE INTO pending VALUES (?, ?)",
            ((kind, row) for row in rows for kind in ("component", "group", "recall")),
        )
        for row in rows:
            self._link(row)
        self._relabel(frozenset(rows))

    def _link(self, row: int) -> None:
        report, mine = self.report(row), self._root(row)
        met: dict[int, list[int]] = {}
        for key in asked(report):
            for other, component in self._near(key, ordinal(report.day)):
                met.setdefault(component, []).append(other)
        for component, others in met.items():
            theirs = self._root(component)
            if theirs == mine:
                continue
            near = sorted(set(others) - {row}, key=lambda n: abs(n - row))
            if any(linked(*self._ordered(report, self.report(n))) for n in near):
                mine = self._join(mine, theirs)

    @staticmethod
    def _ordered(one: Report, other: Report) -> tuple[Report, Report]:
        return (one, other) if order(one) < order(other) else (other, one)

    def _near(self, key: Key, day: int | None) -> Iterator[tuple[int, int]]:
        """Yield the reports under a key (with components) that are not too far off in time."""
        number = key_number(key)
        spans = [(1, 9_999_999)] if day is None else [(day - GAP, day + GAP)]
        if self._undated:
            spans.append((0, 0))
        for first, last in spans:
            yield from self.base.execute(
                "SELECT k.report, r.component FROM report_keys k JOIN reports r "
                "ON r.row = k.report WHERE k.key = ? AND k.day BETWEEN ? AND ?",
                (number, first, last),
            )

    def _root(self, component: int) -> int:
        while (up := self._parent.get(component, component)) != component:
            self._parent[component] = component = self._parent.get(up, up)
        return component

    def _component(self, row: int) -> Component:
        if row not in self._known:
            ((size, mixed, common),) = self.base.execute(
                "SELECT size, mixed, common FROM components WHERE row = ?", (row,)
            )
            words = frozenset(decode(common, list[str]))
            self._known[row] = Component(size=size, mixed=bool(mixed), common=words)
        return self._known[row]

    def _join(self, one: int, other: int) -> int:
        big, small = sorted((one, other), key=lambda c: (-self._component(c).size, c))
        self._component(big).add(self._component(small))
        self._parent[small] = big
        return big

    def _relabel(self, fresh: frozenset[int]) -> None:
        """Write which components have become one; ``fresh`` are those that begin with this."""
        moves = [(self._root(small), small) for small in self._parent]
        for _, small in moves:
            self._known.pop(small, None)
            if small in fresh:
                continue
            for group in distinct(self.base, "group", "component", small):
                self._mark("group", group)
            self.base.execute("DELETE FROM components WHERE row = ?", (small,))
        self.base.executemany("UPDATE reports SET component = ? WHERE component = ?", moves)
        self.base.executemany(
            "DELETE FROM pending WHERE kind = 'component' AND row = ?", ((s,) for _, s in moves)
        )
        self.base.executemany(
            "INSERT OR IGNORE INTO pending VALUES ('component', ?)", {(big,) for big, _ in moves}
        )
        for row, one in self._known.items():
            self._keep(row, one)
        self._parent.clear()
        self._known.clear()

    # ------------------------------------------------------------------ groups

    def settle(self) -> None:
        """Find the groups of every component that has become another."""
        rows = self.base.execute("SELECT row FROM pending WHERE kind = 'component'").fetchall()
        for (component,) in rows:
            if self._component(component).mixed:
                self._regroup(component)
            else:
                self._one_group(component)
        self._known.clear()
        self.base.execute("DELETE FROM pending WHERE kind = 'component'")

    def _one_group(self, component: int) -> None:
        for group in distinct(self.base, "group", "component", component):
            self._mark("group", group)
            if group != component:
                self._disown(group)
        self._mark("group", component)
        for side in ("<", ">"):  # a range each: those that are in it already are not gone through
            self.base.execute(
                f'UPDATE reports SET "group" = ?1 WHERE component = ?1 AND "group" {side} ?1',  # noqa: S608
                (component,),
            )

    def _regroup(self, component: int) -> None:
        rows = self._members(component)
        before = dict(
            self.base.execute('SELECT row, "group" FROM reports WHERE component = ?', (component,))
        )
        sizes = Counter(before.values())
        number = {report.event: row for row, report in rows}
        reports = [report for _, report in rows]
        for part in [reports] if at_one(reports) else base_groups(reports):
            members = sorted(number[r.event] for r in part)
            was = {before[m] for m in members}
            if was == {members[0]} and sizes[members[0]] == len(members):
                continue
            for group in was | {members[0]}:
                self._mark("group", group)
                self._disown(group)
            self.base.executemany(
                'UPDATE reports SET "group" = ? WHERE row = ?', ((members[0], m) for m in members)
            )


def _alone(report: Report) -> Component:
    return Component(size=1, mixed=False, common=report.objects)
