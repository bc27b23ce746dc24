"""What stood between two actors, kept by week and development, so that a pair is asked at once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from foreigndesk.codebook import codebook
from foreigndesk.developments import Development, Report
from foreigndesk.developments.relations import DONE, First, Week, monday_of
from foreigndesk.records import decode
from foreigndesk.store.desk import Desk
from foreigndesk.store.rows import text_of

_DAY = len("2024-10-17")


@dataclass(slots=True)
class _Facts:
    """What one development tells of a pair in a week."""

    done: bool = False
    statuses: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)


def pairs_of(report: Report) -> Iterator[tuple[str, str, str]]:
    """Yield each pair that a report tells of, in order, with the direction (>, <, &)."""
    found = {}
    for actor in report.actors:
        for recipient in report.recipients:
            if actor < recipient:
                found[actor, recipient] = ">"
            elif recipient < actor:
                found.setdefault((recipient, actor), "<")
    for one, other in combinations(sorted(report.actors), 2):
        found[one, other] = "&"
    for (one, other), direction in sorted(found.items()):
        yield one, other, direction


PairWeek = tuple[str, str, str]  # a pair in order, and a Monday


def write_pairs(base: sqlite3.Connection, one: Development, row: int) -> set[PairWeek]:
    """Keep what a development tells of each pair; give the weeks of pairs that this changed."""
    weeks: dict[tuple[str, str, str], _Facts] = {}
    firsts: dict[tuple[str, ...], tuple[str, str, str]] = {}
    for report in one.reports:
        if len(report.day) < _DAY or report.background:
            continue
        monday, done = monday_of(report.day), report.status in DONE
        for first, second, direction in pairs_of(report):
            facts = weeks.setdefault((first, second, monday), _Facts())
            facts.done = facts.done or done
            facts.statuses[report.status] += 1
            facts.articles.add(report.article)
            facts.origins.update(report.origins)
            if done:
                key = (first, second, report.day[:7], report.type, direction)
                firsts.setdefault(key, (report.day, report.article, report.event))
    changed = replace_rows(
        base,
        "pair_weeks",
        row,
        {
            (
                *key,
                row,
                int(facts.done),
                text_of(dict(facts.statuses)),
                text_of(sorted(facts.articles)),
                text_of(sorted(facts.origins)),
            )
            for key, facts in weeks.items()
        },
    )
    replace_rows(
        base, "pair_firsts", row, {(*key, row, *evidence) for key, evidence in firsts.items()}
    )
    return weeks_of(changed)


def weeks_of(rows: Iterable[tuple[object, ...]]) -> set[PairWeek]:
    """Give the weeks of pairs that rows of ``pair_weeks`` are of."""
    return {(str(one), str(other), str(week)) for one, other, week, *_ in rows}


def pair_weeks_of(base: sqlite3.Connection, row: int) -> set[PairWeek]:
    """Give the weeks of pairs in which a development is told."""
    return weeks_of(
        base.execute("SELECT one, other, week FROM pair_weeks WHERE development = ?", (row,))
    )


# The columns that tell one row of a development from another.
_KEYS: Final = {
    "pair_weeks": ("one", "other", "week", "development"),
    "pair_firsts": ("one", "other", "month", "type", "direction", "development"),
    "development_parties": ("code", "role", "development"),
    "development_changes": ("development", "number"),
}


def replace_rows(
    base: sqlite3.Connection, table: str, development: int, new: set[tuple[object, ...]]
) -> set[tuple[object, ...]]:
    """Have a table hold these rows of a development and no others; what stays is not written.

    Gives the rows that went and those that came.
    """
    keys = _KEYS[table]
    old = set(
        base.execute(f"SELECT * FROM {table} WHERE development = ?", (development,))  # noqa: S608
    )
    if old == new:
        return set()
    columns = [c[1] for c in base.execute(f"PRAGMA table_info({table})")]
    places = [columns.index(k) for k in keys]
    test = " AND ".join(f"{k} = ?" for k in keys)
    base.executemany(
        f"DELETE FROM {table} WHERE {test}",  # noqa: S608
        (tuple(r[p] for p in places) for r in old - new),
    )
    marks = ", ".join("?" * len(columns))
    base.executemany(f"INSERT INTO {table} VALUES ({marks})", new - old)  # noqa: S608
    return old ^ new


# --------------------------------------------------------------------------- added up


@dataclass(slots=True)
class _Sum:
    """A week's facts added up over developments."""

    scores: list[float] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    standings: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    developments: list[str] = field(default_factory=list)


def write_sums(base: sqlite3.Connection, weeks: Iterable[PairWeek]) -> None:
    """Add up these weeks of pairs anew."""
    types = codebook().types
    for one, other, monday in sorted(weeks):
        told = _Sum()
        for done, statuses, articles, origins, ident, kind, standing in base.execute(
            "SELECT p.done, p.statuses, p.articles, p.origins, d.id, d.kind, d.standing "
            "FROM pair_weeks p JOIN developments d ON d.row = p.development "
            "WHERE p.one = ? AND p.other = ? AND p.week = ?",
            (one, other, monday),
        ):
            if done:
                told.scores.append(types[kind].score)
            told.kinds[kind] += 1
            told.statuses.update(decode(statuses, dict[str, int]))
            told.standings[standing or "unconfirmed"] += 1
            told.articles.update(decode(articles, list[str]))
            told.origins.update(decode(origins, list[str]))
            told.developments.append(ident)
        if told.developments:
            base.execute(
                "INSERT OR REPLACE INTO pair_sums VALUES (?, ?, ?, ?)",
                (one, other, monday, text_of(_week(monday, told))),
            )
        else:
            base.execute(
                "DELETE FROM pair_sums WHERE one = ? AND other = ? AND week = ?",
                (one, other, monday),
            )


# --------------------------------------------------------------------------- asked


def pair_weeks(
    desk: Desk, one: str, other: str, *, since: str = "", until: str = ""
) -> tuple[Week, ...]:
    """Give the weeks in which anything between two actors is told, oldest first.

    ``since`` and ``until`` are ISO days; a week counts by its Monday. As ``relations.weeks``
    gives them over all developments.
    """
    first, second = sorted((one, other))
    rows = desk.query(
        "SELECT record FROM pair_sums "
        "WHERE one = ? AND other = ? AND week >= ? AND (? = '' OR week <= ?) ORDER BY week",
        (first, second, since, until, until),
    )
    return tuple(decode(r["record"], Week) for r in rows)


def _week(monday: str, told: _Sum) -> Week:
    quads: Counter[int] = Counter()
    for kind, number in told.kinds.items():
        quads[codebook().types[kind].quad] += number
    return Week(
        week=monday,
        cooperation=round(sum(s for s in told.scores if s > 0), 1),
        conflict=round(sum(s for s in told.scores if s < 0), 1),
        quads=tuple(sorted(quads.items())),
        types=tuple(sorted(told.kinds.items())),
        statuses=tuple(sorted(told.statuses.items())),
        standings=tuple(sorted(told.standings.items())),
        articles=len(told.articles),
        independent=len(told.origins),
        developments=tuple(sorted(told.developments)),
    )


def pair_firsts(
    desk: Desk, one: str, other: str, *, since: str = "", until: str = ""
) -> tuple[First, ...]:
    """Give the first time that either did each type of act to the other, and the worst months.

    As ``relations.firsts`` gives them over all developments; ``since`` and ``until`` choose
    among them by their days, they do not begin the record later.
    """
    first, second = sorted((one, other))
    rows = desk.query(
        "SELECT p.*, d.id, d.kind FROM pair_firsts p JOIN developments d ON d.row = p.development "
        "WHERE p.one = ? AND p.other = ? ORDER BY p.day, p.article, p.event",
        (first, second),
    )
    seen: dict[str, First] = {}
    months: dict[str, dict[str, tuple[float, sqlite3.Row]]] = {}
    for row in rows:
        what = f"first {row['type']} {_direction(row['direction'], one, other)} on record"
        seen.setdefault(what, _first(what, row))
        score = codebook().types[row["kind"]].score
        months.setdefault(row["month"], {}).setdefault(row["id"], (score, row))
    return tuple(
        f
        for f in (*seen.values(), *_worst(months))
        if f.day >= since and (not until or f.day <= until)
    )


def _direction(mark: str, one: str, other: str) -> str:
    if mark == "&":
        return f"{one} and {other}"
    first, second = (one, other) if (mark == ">") == (one < other) else (other, one)
    return f"{first}→{second}"


def _first(what: str, row: sqlite3.Row) -> First:
    return First(
        what=what,
        day=row["day"],
        event=row["event"],
        article=row["article"],
        development=row["id"],
    )


def _worst(months: dict[str, dict[str, tuple[float, sqlite3.Row]]]) -> Iterator[First]:
    """Yield each month more hostile than all before it; the first month is none."""
    lowest, since = 0.0, ""
    for month in sorted(months):
        scored = months[month]
        total = sum(score for score, _ in scored.values() if score < 0)
        if total < lowest:
            _, (_, row) = min(scored.items(), key=lambda i: (i[1][0], i[0]))
            if since:
                yield _first(f"most hostile month since the record began in {since}", row)
            lowest = total
        since = since or month
