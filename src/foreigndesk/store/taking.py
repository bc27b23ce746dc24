"""From pages to reports on the desk: only what a new page touches is made again.

A page touches itself; those that reprint it, or that it reprints, where it is the earlier; and
those that cite its outlet, where the outlet is new to the desk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from foreigndesk.developments import Report
from foreigndesk.developments.judged import applied, standing_judgements, told_key
from foreigndesk.developments.outlets import Outlets, fold, names_of
from foreigndesk.developments.reports import reports_of
from foreigndesk.developments.reprints import alike, article_sketch, marks, origin_name, stamp
from foreigndesk.developments.types import order
from foreigndesk.records import Article, Judgement, Reading, decode
from foreigndesk.store.desk import Desk
from foreigndesk.store.relinking import Links, features
from foreigndesk.store.rows import text_of

_WIDTH = 6  # bytes of a hash


@dataclass(slots=True)
class Taking:
    """Takes pages in, inside one transaction."""

    desk: Desk
    links: Links
    judgements: tuple[Judgement, ...]

    @property
    def base(self) -> sqlite3.Connection:
        """The desk's connection."""
        return self.links.base

    def _rows(self, sql: str, *values: object) -> list[int]:
        return [row for (row,) in self.base.execute(sql, values).fetchall()]

    # ------------------------------------------------------------------ pages

    def pages(self, articles: Sequence[str]) -> None:
        """Take in the current readings of these articles, by id."""
        before = self._outlets()
        touched: set[int] = set()
        at_hand: dict[str, Reading] = {}
        for ident in articles:
            at_hand[ident] = self._reading(ident)
            touched |= self._article(at_hand[ident])
        after = self._outlets()
        outlets = Outlets(after)
        touched |= self._concerned(Outlets(before ^ after))
        found: list[Report] = []
        told_by: set[str] = set()
        for row in sorted(touched):
            ((ident, origin),) = self.base.execute(
                "SELECT a.article, b.article FROM followed_articles a "
                "JOIN followed_articles b ON b.row = a.origin WHERE a.row = ?",
                (row,),
            )
            reading = at_hand.get(ident) or self._reading(ident)
            found += reports_of(reading, self._origin_name(origin), outlets)
            told_by.add(ident)
        self.reports(found, told_by)

    def _reading(self, ident: str) -> Reading:
        (row,) = self.desk.query("SELECT * FROM pages WHERE article = ? AND current = 1", (ident,))
        return self.desk.load(row)

    def _origin_name(self, ident: str) -> str:
        ((record,),) = self.base.execute(
            "SELECT a.record FROM pages p JOIN articles a ON a.reading = p.reading "
            "AND a.id = p.article WHERE p.article = ? AND p.current = 1",
            (ident,),
        )
        return origin_name(decode(record, Article))

    def _outlets(self) -> frozenset[str]:
        return frozenset(
            name for (name,) in self.base.execute("SELECT DISTINCT outlet FROM followed_articles")
        )

    def _concerned(self, outlets: Outlets) -> set[int]:
        """Give the articles that may cite one of these outlets."""
        found: set[int] = set()
        if not outlets.names:
            return found
        for (name,) in self.base.execute("SELECT DISTINCT name FROM source_names").fetchall():
            if outlets.named(name):
                found.update(self._rows("SELECT article FROM source_names WHERE name = ?", name))
        for outlet in outlets.names:
            words = " ".join(f'"{w}"' for w in fold(outlet).split())
            for row, text in self.base.execute(
                "SELECT f.row, a.text FROM articles_fts t JOIN articles a ON a.row = t.rowid "
                "JOIN followed_articles f ON f.article = a.id WHERE articles_fts MATCH ?",
                (words,),
            ).fetchall():
                if outlets.concern(text):
                    found.add(row)
        return found

    def _article(self, reading: Reading) -> set[int]:
        """Take in what tells reprints; give the articles whose reports must be made again."""
        article = reading.page.article
        row = next(
            iter(self._rows("SELECT row FROM followed_articles WHERE article = ?", article.id)), 0
        )
        near: set[int] = set()
        if row:
            near = self._near(row)
            self._forget(row)
        sketch = article_sketch(article)
        blob = b"".join(h.to_bytes(_WIDTH, "big") for h in sorted(sketch))
        made = self.base.execute(
            "INSERT OR REPLACE INTO followed_articles VALUES (?, ?, ?, ?, NULL, 0, ?)",
            (row or None, article.id, stamp(article), article.outlet, blob),
        ).lastrowid
        assert made is not None  # an INSERT that did not raise has made a row
        self.base.execute("UPDATE followed_articles SET origin = row WHERE row = ?", (made,))
        self.base.executemany(
            "INSERT OR IGNORE INTO article_hashes VALUES (?, ?)",
            ((h, made) for h in marks(sketch)),
        )
        names = {n for s in reading.stances for n in names_of(s.source)}
        self.base.executemany(
            "INSERT OR IGNORE INTO source_names VALUES (?, ?)", ((n, made) for n in names)
        )
        # A new version's reading may name its outlet otherwise: what reprints it says so too.
        mine = self._rows("SELECT row FROM followed_articles WHERE origin = ?", made) if row else ()
        return {made, *mine, *self._descend(near | self._near(made) | {made})}

    def _forget(self, row: int) -> None:
        sketch = self._sketch(row)
        self.base.executemany(
            "DELETE FROM article_hashes WHERE hash = ? AND article = ?",
            ((h, row) for h in marks(sketch)),
        )
        self.base.execute("DELETE FROM source_names WHERE article = ?", (row,))

    def _sketch(self, row: int) -> frozenset[int]:
        ((blob,),) = self.base.execute("SELECT sketch FROM followed_articles WHERE row = ?", (row,))
        return frozenset(
            int.from_bytes(blob[i : i + _WIDTH], "big") for i in range(0, len(blob), _WIDTH)
        )

    def _near(self, row: int) -> set[int]:
        """Give the other articles with the same text."""
        mine, found = self._sketch(row), set()
        for mark in marks(mine):
            found.update(self._rows("SELECT article FROM article_hashes WHERE hash = ?", mark))
        return {other for other in found - {row} if alike(mine, self._sketch(other))}

    def _descend(self, rows: set[int]) -> set[int]:
        """Find anew the origins of articles and of what goes back to them; give the changed."""
        changed: set[int] = set()
        placed = {row: self._place(row) for row in rows}
        waiting = sorted(rows, key=placed.__getitem__)
        for row in waiting:
            earlier = [(self._place(n), n) for n in self._near(row) if self._place(n) < placed[row]]
            parent = min(earlier)[1] if earlier else None
            self.base.execute(
                "UPDATE followed_articles SET parent = ? WHERE row = ?", (parent, row)
            )
        for row in waiting:
            changed |= self._settle(row)
        return changed

    def _place(self, row: int) -> tuple[str, str]:
        ((when, ident),) = self.base.execute(
            "SELECT stamp, article FROM followed_articles WHERE row = ?", (row,)
        )
        return when, ident

    def _settle(self, row: int) -> set[int]:
        """Write an article's origin, and of all that have theirs from it."""
        changed: set[int] = set()
        waiting = [row]
        while waiting:
            one = waiting.pop()
            ((origin, now),) = self.base.execute(
                "SELECT a.origin, coalesce(b.origin, a.row) FROM followed_articles a "
                "LEFT JOIN followed_articles b ON b.row = a.parent WHERE a.row = ?",
                (one,),
            )
            if origin == now:
                continue
            self.base.execute("UPDATE followed_articles SET origin = ? WHERE row = ?", (now, one))
            changed.add(one)
            waiting += self._rows("SELECT row FROM followed_articles WHERE parent = ?", one)
        return changed

    # ------------------------------------------------------------------ reports

    def reports(self, found: Iterable[Report], articles: Iterable[str]) -> None:
        """Put reports in the place of all that these articles told before."""
        new = {r.event: r for r in found}
        told = {told_key(r) for r in new.values()}
        gone: list[int] = []
        for ident in articles:
            for row, event, key in self.base.execute(
                "SELECT row, event, told FROM reports WHERE article = ?", (ident,)
            ).fetchall():
                if event not in new:
                    gone.append(row)
                    told.add(key)
        self._drop(gone)
        for event, report in new.items():
            record, key = text_of(report), told_key(report)
            known = self.base.execute(
                "SELECT told, record FROM reports WHERE event = ?", (event,)
            ).fetchone()
            if known is None:
                self.base.execute(
                    "INSERT INTO reports VALUES (NULL, ?, ?, ?, ?, 0, 0, 0, "
                    "(SELECT development FROM dropped WHERE event = ?), ?, '')",
                    (event, report.article, report.day, key, event, record),
                )
                self.base.execute("DELETE FROM dropped WHERE event = ?", (event,))
            elif known != (key, record):
                told.add(known[0])
        self._judge(new, told)

    def _drop(self, rows: Sequence[int]) -> None:
        self.links.detach(rows)
        for row in rows:
            for event, development in self.base.execute(
                "SELECT event, development FROM reports WHERE row = ?", (row,)
            ).fetchall():
                if development is not None:
                    self.base.execute(
                        "INSERT OR REPLACE INTO dropped VALUES (?, ?)", (event, development)
                    )
                    self._mark(development)
            self.base.execute("DELETE FROM reports WHERE row = ?", (row,))

    def _mark(self, development: int) -> None:
        self.base.execute("INSERT OR IGNORE INTO pending VALUES ('development', ?)", (development,))

    def rejudge(self, given: Iterable[Judgement]) -> None:
        """Judge again what these judgements, new or undone, are about."""
        self._judge({}, {key for j in given for key in (j.target, j.value) if key})

    def _judge(self, new: Mapping[str, Report], told: set[str]) -> None:
        """Write reports as people judged them: the new ones, and what was told under these keys."""
        told = told | {j.target for j in self.judgements if j.act == "merge" and j.value in told}
        asked = [j for j in self.judgements if j.target in told]
        beside = {j.value for j in asked if j.act == "merge"}
        machine: dict[str, Report] = {}
        for key in told | beside:
            for (record,) in self.base.execute(
                "SELECT record FROM reports WHERE told = ?", (key,)
            ).fetchall():
                report = decode(record, Report)
                machine[report.event] = report
        machine.update(new)
        judged = {r.event: r for r in applied(sorted(machine.values(), key=order), asked).reports}
        again: list[int] = []
        changes: list[tuple[str, Report, Report | None]] = []
        for event, report in machine.items():
            if event in new or told_key(report) in told:
                changes.append((event, report, judged.get(event)))
        self._write(changes, again)

    def _write(
        self, changes: Sequence[tuple[str, Report, Report | None]], again: list[int]
    ) -> None:
        writes: list[tuple[str, str, str, str, str, int]] = []
        for event, report, judged in changes:
            said = "-" if judged is None else "" if judged == report else text_of(judged)
            row, component, group, record, was = self.base.execute(
                'SELECT row, component, "group", record, judged FROM reports WHERE event = ?',
                (event,),
            ).fetchone()
            new = text_of(report)
            if component and (record, was) == (new, said):
                continue
            if not component and judged is None and (record, was) == (new, said):
                continue
            same = (
                component
                and judged is not None
                and features(self.links.report(row)) == features(judged)
            )
            if same:
                self.base.executemany(
                    "INSERT OR IGNORE INTO pending VALUES (?, ?)",
                    (("group", group), ("recall", group)),
                )
            else:
                again.append(row)
            writes.append((report.article, report.day, told_key(report), new, said, row))
        self.links.detach(again)
        self.base.executemany(
            "UPDATE reports SET article = ?, day = ?, told = ?, record = ?, judged = ? "
            "WHERE row = ?",
            writes,
        )
        for *_, said, row in writes:
            self.links.cache.pop(row, None)
            if said == "-":
                for development in self._rows(
                    "SELECT development FROM reports WHERE row = ? AND development IS NOT NULL", row
                ):
                    self._mark(development)
        rejected = {row for *_, said, row in writes if said == "-"}
        self.links.attach([row for row in again if row not in rejected])

    # ------------------------------------------------------------------ ties

    def ties(self) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
        """Give the events that people tied, and those that they took out of their groups."""
        asked = [j for j in standing_judgements(self.judgements) if j.act in ("merge", "split")]
        found: dict[str, Report] = {}
        for key in {k for j in asked for k in (j.target, j.value) if k}:
            for (record,) in self.base.execute(
                "SELECT record FROM reports WHERE told = ?", (key,)
            ).fetchall():
                report = decode(record, Report)
                found[report.event] = report
        judged = applied(sorted(found.values(), key=order), asked)
        return judged.ties, judged.cuts
