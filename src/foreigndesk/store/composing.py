"""From groups of reports to developments: late words joined, people's ties heeded, all written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from foreigndesk.developments import Report, regrouped
from foreigndesk.developments import whole as with_reports
from foreigndesk.developments.judged import Judged
from foreigndesk.developments.linking import GAP, RECALL, asked, held, ordinal, target
from foreigndesk.developments.telling import Telling
from foreigndesk.developments.types import order
from foreigndesk.store.extending import Extending
from foreigndesk.store.keeping import Made, Tally, keep
from foreigndesk.store.pairs import Period, write_sums
from foreigndesk.store.relinking import Links, distinct, key_number

_DAY = len("2024-10-17")


@dataclass(slots=True)
class Composing:
    """Writes what is pending, inside one transaction.

    ``judged`` has the ties and cuts that people made (its reports are not looked at).
    """

    links: Links
    judged: Judged
    now: str
    today: str = ""
    _ties: dict[str, list[str]] = field(default_factory=dict)
    _periods: set[Period] = field(default_factory=set)
    _held: frozenset[int] | None = None

    def __post_init__(self) -> None:
        """Look up the desk's last day, and what people tied."""
        ((self.today,),) = self.base.execute("SELECT coalesce(max(day), '') FROM reports")
        for one, other in self.judged.ties:
            self._ties.setdefault(one, []).append(other)
            self._ties.setdefault(other, []).append(one)

    @property
    def base(self) -> sqlite3.Connection:
        """The desk's connection."""
        return self.links.base

    def _rows(self, sql: str, *values: object) -> list[int]:
        return [row for (row,) in self.base.execute(sql, values).fetchall()]

    def _mark(self, *groups: int) -> None:
        self.base.executemany(
            "INSERT OR IGNORE INTO pending VALUES ('group', ?)", ((g,) for g in groups)
        )

    # ------------------------------------------------------------------ days and late words

    def past(self) -> None:
        """Mark the plans whose day has passed with the desk's last day, or not any more."""
        if len(self.today) >= len("2024-10-17"):
            for waits in ("quiet = 0 AND due > '' AND due <", "quiet = 1 AND due >="):
                self.base.execute(
                    "INSERT OR IGNORE INTO pending SELECT 'development', row "  # noqa: S608
                    f"FROM developments WHERE {waits} date(?, '-7 days')",
                    (self.today[:10],),
                )

    def recall(self) -> None:
        """Find anew what each late word is about that groups which changed may concern."""
        pending = self._rows("SELECT row FROM pending WHERE kind = 'recall'")
        if not pending:
            return
        words: set[int] = set()
        for group in pending:
            words.update(self._rows('SELECT "group" FROM recalled WHERE into_group = ?', group))
        self._tidy("recall")
        pending = self._rows("SELECT row FROM pending WHERE kind = 'recall'")
        self.base.execute("DELETE FROM pending WHERE kind = 'recall'")
        if not self._rows("SELECT EXISTS (SELECT 1 FROM owning_keys)")[0]:
            self._unrecall()
            return
        own: set[int] = set()
        for group in pending:
            if self._rows(
                'SELECT EXISTS (SELECT 1 FROM reports WHERE "group" = ? AND owns)', group
            )[0]:
                own.add(group)
            if not self._may_be_about(group):
                continue
            keys = {key_number(k) for r in self.links.members(group) for k in held(r)}
            for key in keys:
                words.update(
                    self._rows(
                        'SELECT r."group" FROM owning_keys k JOIN reports r ON r.row = k.report '
                        "WHERE k.key = ?",
                        key,
                    )
                )
        self._unrecall()
        words |= {group for group in own if self._owned_anew(group)}
        for group in sorted(words - {0}):
            self._recall(group)

    def _may_be_about(self, group: int) -> bool:
        """Whether any late word is of a day on which it may be about a group."""
        ((last,),) = self.base.execute('SELECT max(day) FROM reports WHERE "group" = ?', (group,))
        if last is None or ordinal(last) is None:
            return False
        sql = (
            "SELECT EXISTS (SELECT 1 FROM reports WHERE owns = 1 AND day > date(?1, ?2) "
            "AND day < date(?1, ?3))"
        )
        reach = (f"+{GAP} days", f"+{RECALL + 1} days")
        return bool(self._rows(sql, last[:_DAY], *reach)[0])

    def _owned_anew(self, group: int) -> bool:
        """Whether a group's own late word, or its first report, is not what it was."""
        seen = self.base.execute(
            'SELECT word, first FROM owned_groups WHERE "group" = ?', (group,)
        ).fetchone()
        return bool(seen != (self._word_row(group), self._first_row(group)))

    def _word_row(self, group: int) -> int:
        return self._rows(
            'SELECT row FROM reports WHERE "group" = ? AND owns = 1 '
            "ORDER BY day, article, event LIMIT 1",
            group,
        )[0]

    def _unrecall(self) -> None:
        """Forget what groups were about that have no late word any more."""
        for group, into in self.base.execute(
            'SELECT c."group", c.into_group FROM recalled c WHERE NOT EXISTS '
            '(SELECT 1 FROM reports r WHERE r."group" = c."group" AND r.owns)'
        ).fetchall():
            self.base.execute('DELETE FROM recalled WHERE "group" = ?', (group,))
            self._mark(group, into)

    def _recall(self, group: int) -> None:
        was = self._rows('SELECT into_group FROM recalled WHERE "group" = ?', group)
        found = self._target(group)
        if self._rows('SELECT EXISTS (SELECT 1 FROM reports WHERE "group" = ? AND owns)', group)[0]:
            self.base.execute(
                "INSERT OR REPLACE INTO owned_groups VALUES (?, ?, ?)",
                (group, self._word_row(group), self._first_row(group)),
            )
        if was == ([] if found is None else [found]):
            return
        self.base.execute('DELETE FROM recalled WHERE "group" = ?', (group,))
        if found is not None:
            self.base.execute("INSERT INTO recalled VALUES (?, ?)", (group, found))
            self._mark(found)
        self._mark(group, *was)

    def _target(self, group: int) -> int | None:
        ends = 'FROM reports WHERE "group" = ?'
        owning = self._rows(
            f"SELECT row {ends} AND owns ORDER BY day, article, event LIMIT 1",
            group,
        )
        if not owning:
            return None
        word = self.links.report(owning[0])
        day = ordinal(word.day)
        if day is None:
            return None
        near: list[tuple[str, tuple[str, str, str], int]] = []
        for other in self._groups_before(word, day) - {group}:
            ((last,),) = self.base.execute(f"SELECT max(day) {ends}", (other,))
            end = ordinal(last)
            if end is not None and GAP < day - end <= RECALL:
                near.append((last, self._first(other), other))
        near.sort(reverse=True)
        first = self.links.report(self._first_row(group))
        seen: list[tuple[int, Sequence[Report]]] = []

        def earlier() -> Iterator[Sequence[Report]]:
            for _, _, other in near:
                seen.append((other, self.links.members(other)))
                yield seen[-1][1]

        chosen = target([first], word, earlier())
        return next((other for other, reports in seen if reports is chosen), None)

    def _groups_before(self, word: Report, day: int) -> set[int]:
        found: set[int] = set()
        for key in asked(word):
            found.update(
                self._rows(
                    'SELECT DISTINCT r."group" FROM report_keys k JOIN reports r '
                    "ON r.row = k.report WHERE k.key = ? AND k.day < ?",
                    key_number(key),
                    day - GAP,
                )
            )
        return found

    def _first_row(self, group: int) -> int:
        return self._rows(
            'SELECT row FROM reports WHERE "group" = ? ORDER BY day, article, event LIMIT 1', group
        )[0]

    def _first(self, group: int) -> tuple[str, str, str]:
        return order(self.links.report(self._first_row(group)))

    # ------------------------------------------------------------------ developments

    def ready(self) -> None:
        """Do what comes before writing: days that passed, late words, groups that are no more."""
        self.past()
        self.recall()
        self._tidy("group")

    def _tidy(self, kind: str) -> None:
        self.base.execute(
            "DELETE FROM pending WHERE kind = ? AND NOT EXISTS "
            '(SELECT 1 FROM reports r WHERE r."group" = pending.row)',
            (kind,),
        )

    def compose(self, at_most: int) -> Tally | None:
        """Write pending developments until so many reports are done; None where none waits."""
        done, tally = 0, Tally()
        self._periods.clear()
        while done < at_most:
            seed = self.base.execute(
                "SELECT kind, row FROM pending WHERE kind IN ('group', 'development') LIMIT 1"
            ).fetchone()
            if seed is None:
                break
            if seed[0] == "group" and (more := self._extending().extend(seed[1])) is not None:
                done, tally = done + more.reports + 1, tally + more.tally
                self._periods |= more.periods
                self.base.execute("DELETE FROM pending WHERE kind = ? AND row = ?", seed)
                continue
            groups, rows = self._closure(*seed)
            reports, written = self._write(groups, rows)
            done, tally = done + reports + 1, tally + written
            self.base.executemany(
                "DELETE FROM pending WHERE kind = ? AND row = ?",
                [seed, *(("group", g) for g in groups), *(("development", d) for d in rows)],
            )
        write_sums(self.base, self._periods)
        return tally if done else None

    def _extending(self) -> Extending:
        if self._held is None:
            events = {*self._ties, *self.judged.cuts}
            sql = 'SELECT "group" FROM reports WHERE event = ?'
            self._held = frozenset(g for e in events for g in self._rows(sql, e))
        return Extending(self.links, self._held, self.today, self.now)

    def _closure(self, kind: str, row: int) -> tuple[set[int], set[int]]:
        """Give the groups and the developments (by row) that must be written together."""
        groups: set[int] = set()
        rows: set[int] = set()
        waiting = [(kind, row)]
        while waiting:
            what, number = waiting.pop()
            seen = groups if what == "group" else rows
            if number in seen or not number:
                continue
            seen.add(number)
            if what == "development":
                some = distinct(self.base, "group", "development", number)
                waiting += [("group", g) for g in some]
                continue
            some = distinct(self.base, "development", "group", number)
            waiting += [("development", d) for d in some]
            sql = 'SELECT into_group FROM recalled WHERE "group" = ?'
            waiting += [("group", g) for g in self._rows(sql, number)]
            sql = 'SELECT "group" FROM recalled WHERE into_group = ?'
            waiting += [("group", g) for g in self._rows(sql, number)]
            waiting += [("group", g) for g in self._tied(number)]
        return groups, rows

    def _tied(self, group: int) -> list[int]:
        if not self._ties:
            return []
        events = self.base.execute('SELECT event FROM reports WHERE "group" = ?', (group,))
        found = []
        for (event,) in events.fetchall():
            for other in self._ties.get(event, ()):
                found += self._rows('SELECT "group" FROM reports WHERE event = ?', other)
        return found

    def _write(self, groups: set[int], rows: set[int]) -> tuple[int, Tally]:
        made: dict[int, list[Report]] = {}
        for group in sorted(groups):
            reports = self.links.members(group)
            if reports:
                made.setdefault(self._end(group), []).extend(reports)
        whole = [sorted(part, key=order) for part in made.values()]
        whole.sort(key=lambda g: order(g[0]))
        made_of: list[Made] = []
        for part, formerly in regrouped(whole, self.judged):
            told = Telling.of(part)
            light = replace(told.development(self.today), formerly=formerly)
            made_of.append(Made(with_reports(light, part), told.counts))
        before: dict[str, int] = {}
        for row in rows:
            for table in ("reports", "dropped"):
                before.update(
                    self.base.execute(
                        f"SELECT event, development FROM {table} "  # noqa: S608
                        "WHERE development = ?",
                        (row,),
                    )
                )
            self.base.execute("DELETE FROM dropped WHERE development = ?", (row,))
        tally, periods = keep(self.base, made_of, before, rows, self.now)
        self._periods |= periods
        return sum(map(len, whole)), tally

    def _end(self, group: int) -> int:
        """Give the group that this one's late word goes to in the end."""
        while up := self._rows('SELECT into_group FROM recalled WHERE "group" = ?', group):
            group = up[0]
        return group
