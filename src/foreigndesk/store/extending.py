"""One report more: added to what a long development is known to come to, without going through it.

A desk lays down what a development comes to up to some article (``Telling.dump``) and adds only
what lies after it. Whatever else has become of a development (a report that goes or changes, two
that become one, a person's ties) is written by going through it, in ``composing``.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from foreigndesk.developments import Report
from foreigndesk.developments.standing import retracting
from foreigndesk.developments.telling import Telling
from foreigndesk.store.keeping import Tally, alter, old_of, revise_linked
from foreigndesk.store.pairs import Period, add_pairs
from foreigndesk.store.relinking import Links, distinct

TAIL: Final = 60  # newest reports that are not laid down: what comes in late comes among them


@dataclass(frozen=True, slots=True)
class Extended:
    """What adding reports to a development came to."""

    reports: int
    tally: Tally
    periods: set[Period]


@dataclass(frozen=True, slots=True)
class Extending:
    """Adds reports to developments, inside one transaction.

    ``held`` are groups that a person's ties or cuts touch.
    """

    links: Links
    held: Collection[int]
    today: str
    now: str

    @property
    def base(self) -> sqlite3.Connection:
        """The desk's connection."""
        return self.links.base

    def _some(self, sql: str, *values: object) -> bool:
        ((found,),) = self.base.execute(f"SELECT EXISTS ({sql})", values)
        return bool(found)

    def extend(self, group: int) -> Extended | None:
        """Add what a group has that its development has not; None where that is not all of it.

        A late word and what it is about are groups of one development.
        """
        family = self._family(group)
        rows = {r for g in family for r in distinct(self.base, "development", "group", g)}
        if len(rows) != 1 or not self._alone(family, row := rows.pop()):
            return None
        old = old_of(self.base, row)
        if old is None or old.reports < 2 * TAIL:
            return None
        new = self._rows(family, "development IS NULL")
        if not new:
            return Extended(0, Tally(), set())
        self.base.execute(
            "DELETE FROM development_tellings WHERE development = ? AND (day, article) >= (?, ?)",
            (row, new[0][0], new[0][1]),
        )
        told = self._told(family, row)
        development = told.development(self.today)
        if development.id != old.id or told.counts.reports != old.reports + len(new):
            return None
        reports = [self.links.report(number) for *_, number in new]
        revise_linked(self.base, [r.event for r in reports], old.id, self.now)
        self.base.executemany(
            "UPDATE reports SET development = ? WHERE row = ?", ((row, n) for *_, n in new)
        )
        _, periods = alter(self.base, development, told.counts, old, self.now, fresh=True)
        periods |= add_pairs(self.base, reports, row)
        return Extended(len(new), Tally(changed=1), periods)

    def _family(self, group: int) -> frozenset[int]:
        """Give a group with the late words that go to it, and what it goes to itself."""
        found: set[int] = set()
        waiting = [group]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += [
                    other
                    for (other,) in self.base.execute(
                        'SELECT into_group FROM recalled WHERE "group" = ?1 UNION '
                        'SELECT "group" FROM recalled WHERE into_group = ?1',
                        (one,),
                    )
                ]
        return frozenset(found)

    def _alone(self, family: Collection[int], row: int) -> bool:
        """Whether nothing but new reports can have changed these groups' development."""
        return not (
            any(group in self.held for group in family)
            or self._some("SELECT 1 FROM pending WHERE kind = 'development' AND row = ?", row)
            or self._some("SELECT 1 FROM dropped WHERE development = ?", row)
            or not set(distinct(self.base, "group", "development", row)) <= set(family)
        )

    def _rows(
        self, family: Collection[int], condition: str, *values: str
    ) -> list[tuple[str, str, str, int]]:
        """Give the reports of groups, in order: what orders them, and their rows."""
        found: list[tuple[str, str, str, int]] = []
        for group in family:
            found += self.base.execute(
                'SELECT day, article, event, row FROM reports WHERE "group" = ? '  # noqa: S608
                f"AND {condition}",
                (group, *values),
            )
        return sorted(found)

    def _told(self, family: Collection[int], row: int) -> Telling:
        """Give what groups come to, from what is laid down and what lies after it."""
        last = self.base.execute(
            "SELECT day, article, state FROM development_tellings WHERE development = ? "
            "ORDER BY day DESC, article DESC LIMIT 1",
            (row,),
        ).fetchone()
        if last is not None:
            day, article, state = last
            tail = self._after(family, day, article)
            made = Telling.load(state)
            if retracting(tail) <= made.stands.apart:
                return self._add(made, tail, row)
        whole = self._after(family, "", "")
        return self._add(Telling(retracting(whole)), whole, row)

    def _after(self, family: Collection[int], day: str, article: str) -> list[Report]:
        rows = self._rows(family, "(day, article) > (?, ?)", day, article)
        return [self.links.report(number) for *_, number in rows]

    def _add(self, made: Telling, tail: Sequence[Report], row: int) -> Telling:
        """Add reports, and lay down what they come to at some of them."""
        cuts = frozenset(_cuts(tail))
        for number, report in enumerate(tail):
            if number in cuts:
                last = tail[number - 1]
                self.base.execute(
                    "INSERT OR REPLACE INTO development_tellings VALUES (NULL, ?, ?, ?, ?, ?)",
                    (row, last.day, last.article, made.dump(), made.counts.reports),
                )
            made.add(report)
        if cuts:
            self._thin(row)
        return made

    def _thin(self, row: int) -> None:
        """Keep the fewer of what is laid down the older it is."""
        laid = self.base.execute(
            "SELECT row, reports FROM development_tellings WHERE development = ? "
            "ORDER BY reports DESC",
            (row,),
        ).fetchall()
        newest = last = laid[0][1]
        for (number, reports), (_, older) in itertools.pairwise(laid[1:]):
            if last - older <= (newest - last) // 2:  # without it, what is between is short still
                self.base.execute("DELETE FROM development_tellings WHERE row = ?", (number,))
            else:
                last = reports


def _cuts(tail: Sequence[Report]) -> Iterator[int]:
    """Yield the numbers before which reports are laid down, ever farther from the end.

    So one that comes in late has not many times as many to go through as came after it.
    """
    back = TAIL
    while len(tail) > back + TAIL:
        cut = len(tail) - back
        while cut and tail[cut - 1].article == tail[cut].article:
            cut -= 1
        if cut:
            yield cut
        back *= 2
