"""From pages to reports on the desk: only what a new page touches is made again.

A page touches itself; those that reprint it, or that it reprints, where it is the earlier; and
those that cite its outlet, where the outlet is new to the desk.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from foreigndesk.developments import Report, reprints
from foreigndesk.developments.judged import applied, told_key
from foreigndesk.developments.outlets import Outlets, fold, names_of
from foreigndesk.developments.reports import reports_of
from foreigndesk.developments.reprints import (
    alike,
    article_sketch,
    marks,
    origin_name,
    site_of,
    stamp,
)
from foreigndesk.developments.types import order
from foreigndesk.records import Article, Judgement, Reading, decode
from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import machine_told
from foreigndesk.store.relinking import Links, features
from foreigndesk.store.rows import text_of

_WIDTH = 6  # bytes of a hash
_ANY = "*"  # no site's name: a mark that tells nothing of any


@lru_cache(maxsize=4_096)
def _hashes(blob: bytes) -> frozenset[int]:
    return frozenset(
        int.from_bytes(blob[i : i + _WIDTH], "big") for i in range(0, len(blob), _WIDTH)
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the machine told: the report, what it is known by, and as the desk keeps it."""

    report: Report
    key: str
    record: str


@dataclass(slots=True)
class Taking:
    """Takes pages in, inside one transaction; ``judgements`` are those that stand."""

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
            near = self._near(row) | self._forget(row)
        sketch = article_sketch(article)
        blob = b"".join(h.to_bytes(_WIDTH, "big") for h in sorted(sketch))
        made = self.base.execute(
            "INSERT OR REPLACE INTO followed_articles VALUES (?, ?, ?, ?, NULL, 0, ?, ?)",
            (row or None, article.id, stamp(article), article.outlet, blob, site_of(article)),
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
        near |= self._weigh(made, marks(sketch))
        near |= self._near(made)
        return {made, *mine, *self._descend(near | {made})}

    def _forget(self, row: int) -> set[int]:
        """Take out an article's marks; give those whose marks tell something again by that."""
        told = marks(self._sketch(row))
        self.base.executemany(
            "DELETE FROM article_hashes WHERE hash = ? AND article = ?", ((h, row) for h in told)
        )
        self.base.execute("DELETE FROM source_names WHERE article = ?", (row,))
        return self._reweigh(told)

    def _sketch(self, row: int) -> frozenset[int]:
        ((blob,),) = self.base.execute("SELECT sketch FROM followed_articles WHERE row = ?", (row,))
        return _hashes(blob)

    def _site(self, row: int) -> str:
        ((site,),) = self.base.execute("SELECT site FROM followed_articles WHERE row = ?", (row,))
        return str(site)

    def _holders(self, mark: int) -> list[tuple[int, str]]:
        """Give the articles with a mark, and their sites."""
        return self.base.execute(
            "SELECT f.row, f.site FROM article_hashes h JOIN followed_articles f "
            "ON f.row = h.article WHERE h.hash = ?",
            (mark,),
        ).fetchall()

    def _dull(self, mark: int) -> set[str]:
        sql = "SELECT site FROM dull_marks WHERE hash = ?"
        return {site for (site,) in self.base.execute(sql, (mark,))}

    def _near(self, row: int) -> set[int]:
        """Give the other articles with the same text, of those that a telling mark leads to."""
        mine, site = self._sketch(row), self._site(row)
        found: set[int] = set()
        for mark in marks(mine):
            dull = self._dull(mark)
            if dull.isdisjoint((_ANY, site)):
                found.update(other for other, where in self._holders(mark) if where not in dull)
        return {other for other in found - {row} if alike(mine, self._sketch(other))}

    def _weigh(self, row: int, told: Iterable[int]) -> set[int]:
        """Note which of an article's marks tell nothing now; give the holders of those."""
        site, found = self._site(row), set[int]()
        for mark in told:
            dull = self._dull(mark)
            if _ANY in dull or (site in dull and self._many(mark) <= reprints.AT_ALL):
                continue
            holders = self._holders(mark)
            now = self._weighed(mark, holders)
            if now != dull:
                found.update(other for other, _ in holders)
        return found - {row}

    def _reweigh(self, told: Iterable[int]) -> set[int]:
        """Note which of these marks, that an article has no more, tell again; give the holders."""
        found: set[int] = set()
        for mark in told:
            dull = self._dull(mark)
            if not dull or (_ANY in dull and self._many(mark) > reprints.AT_ALL):
                continue
            holders = self._holders(mark)
            if self._weighed(mark, holders) != dull:
                found.update(other for other, _ in holders)
        return found

    def _many(self, mark: int) -> int:
        """Count the articles with a mark, up to one more than tell anything."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM article_hashes WHERE hash = ? LIMIT ?)"
        return self._rows(sql, mark, reprints.AT_ALL + 1)[0]

    def _weighed(self, mark: int, holders: Sequence[tuple[int, str]]) -> set[str]:
        """Write of which sites a mark tells nothing, and give them."""
        counts = Counter(where for _, where in holders)
        if not reprints.tells({}, len(holders), ""):
            now = {_ANY}
        else:
            now = {w for w in counts if not reprints.tells(counts, len(holders), w)}
        self.base.execute("DELETE FROM dull_marks WHERE hash = ?", (mark,))
        self.base.executemany("INSERT INTO dull_marks VALUES (?, ?)", ((mark, w) for w in now))
        return now

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
        new = {r.event: _Told(r, told_key(r), text_of(r)) for r in found}
        told = {t.key for t in new.values()}
        gone: list[int] = []
        known: set[str] = set()
        for ident in articles:
            for row, event, key in self.base.execute(
                "SELECT row, event, told FROM reports WHERE article = ?", (ident,)
            ).fetchall():
                told.add(key)
                if event in new:
                    known.add(event)
                else:
                    gone.append(row)
        self._drop(gone)
        self.base.executemany(
            "INSERT OR IGNORE INTO reports VALUES (NULL, ?, ?, ?, ?, 0, 0, 0, "
            "(SELECT development FROM dropped WHERE event = ?), ?, '')",
            (
                (event, t.report.article, t.report.day, t.key, event, t.record)
                for event, t in new.items()
                if event not in known
            ),
        )
        self.base.executemany("DELETE FROM dropped WHERE event = ?", ((e,) for e in new))
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

    def _judge(self, new: Mapping[str, _Told], told: set[str]) -> None:
        """Write reports as people judged them: the new ones, and what was told under these keys."""
        told = told | {j.target for j in self.judgements if j.act == "merge" and j.value in told}
        asked = [j for j in self.judgements if j.target in told]
        machine = dict(new)
        if asked or not new:
            beside = {j.value for j in asked if j.act == "merge"}
            for report in machine_told(self.desk, told | beside):
                if report.event not in machine:
                    machine[report.event] = _Told(report, told_key(report), text_of(report))
        reports = sorted((t.report for t in machine.values()), key=order)
        judged = {r.event: r for r in (applied(reports, asked).reports if asked else reports)}
        self._write(
            [
                (t, judged.get(event))
                for event, t in machine.items()
                if event in new or t.key in told
            ]
        )

    def _write(self, changes: Sequence[tuple[_Told, Report | None]]) -> None:
        """Write what has become of reports, and link again what links go by."""
        again: dict[int, Report | None] = {}
        writes: list[tuple[str, str, str, str, str, int]] = []
        for told, judged in changes:
            said = "-" if judged is None else "" if judged is told.report else text_of(judged)
            said = "" if said == told.record else said
            row, component, group, development, record, was = self.base.execute(
                'SELECT row, component, "group", development, record, judged '
                "FROM reports WHERE event = ?",
                (told.report.event,),
            ).fetchone()
            same = (record, was) == (told.record, said)
            if same and (component or judged is None):
                continue
            if component and judged and features(self.links.report(row)) == features(judged):
                self.base.executemany(
                    "INSERT OR IGNORE INTO pending VALUES (?, ?)",
                    (("group", group), ("recall", group)),
                )
                if development is not None:
                    self._mark(development)
            else:
                again[row] = judged
            if not same:
                one = told.report
                writes.append((one.article, one.day, told.key, told.record, said, row))
        self.links.detach(again)
        self.base.executemany(
            "UPDATE reports SET article = ?, day = ?, told = ?, record = ?, judged = ? "
            "WHERE row = ?",
            writes,
        )
        for *_, row in writes:
            self.links.cache.pop(row, None)
        for row, judged in again.items():
            if judged is None:
                for development in self._rows(
                    "SELECT development FROM reports WHERE row = ? AND development IS NOT NULL", row
                ):
                    self._mark(development)
            else:
                self.links.remember(row, judged)
        self.links.attach([row for row, judged in again.items() if judged is not None])

    # ------------------------------------------------------------------ ties

    def ties(self) -> tuple[tuple[tuple[str, str], ...], frozenset[str]]:
        """Give the events that people tied, and those that they took out of their groups."""
        asked = [j for j in self.judgements if j.act in ("merge", "split")]
        found = machine_told(self.desk, (k for j in asked for k in (j.target, j.value) if k))
        judged = applied(found, asked)
        return judged.ties, judged.cuts
