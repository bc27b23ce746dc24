"""What stood between two actors, kept by week and development, so that a pair is asked at once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
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


def write_pairs(base: sqlite3.Connection, one: Development, row: int) -> None:
    """Keep what a development tells of each pair."""
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
    replace_rows(
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


# The columns that tell one row of a development from another.
_KEYS: Final = {
    "pair_weeks": ("one", "other", "week", "development"),
    "pair_firsts": ("one", "other", "month", "type", "direction", "development"),
    "development_parties": ("code", "role", "development"),
    "development_changes": ("development", "number"),
}


def replace_rows(
    base: sqlite3.Connection, table: str, development: int, new: set[tuple[object, ...]]
) -> None:
    """Have a table hold these rows of a development and no others; what stays is not written."""
    keys = _KEYS[table]
    old = set(
        base.execute(f"SELECT * FROM {table} WHERE development = ?", (development,))  # noqa: S608
    )
    if old == new:
        return
    columns = [c[1] for c in base.execute(f"PRAGMA table_info({table})")]
    places = [columns.index(k) for k in keys]
    test = " AND ".join(f"{k} = ?" for k in keys)
    base.executemany(
        f"DELETE FROM {table} WHERE {test}",  # noqa: S608
        (tuple(r[p] for p in places) for r in old - new),
    )
    marks = ", ".join("?" * len(columns))
    base.executemany(f"INSERT INTO {table} VALUES ({marks})", new - old)  # noqa: S608


# --------------------------------------------------------------------------- asked


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


def pair_weeks(
    desk: Desk, one: str, other: str, *, since: str = "", until: str = ""
) -> tuple[Week, ...]:
    """Give the weeks in which anything between two actors is told, oldest first.

    ``since`` and ``until`` are ISO days; a week counts by its Monday. As ``relations.weeks``
    gives them over all developments.
    """
    first, second = sorted((one, other))
    sums: dict[str, _Sum] = {}
    types = codebook().types
    for row in desk.query(
        "SELECT p.week, p.done, p.statuses, p.articles, p.origins, d.id, d.kind, d.standing "
        "FROM pair_weeks p JOIN developments d ON d.row = p.development "
        "WHERE p.one = ? AND p.other = ? AND p.week >= ? AND (? = '' OR p.week <= ?)",
        (first, second, since, until, until),
    ):
        week = sums.setdefault(row["week"], _Sum())
        if row["done"]:
            week.scores.append(types[row["kind"]].score)
        week.kinds[row["kind"]] += 1
        week.statuses.update(decode(row["statuses"], dict[str, int]))
        week.standings[row["standing"] or "unconfirmed"] += 1
        week.articles.update(decode(row["articles"], list[str]))
        week.origins.update(decode(row["origins"], list[str]))
        week.developments.append(row["id"])
    return tuple(_week(monday, sums[monday]) for monday in sorted(sums))


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
