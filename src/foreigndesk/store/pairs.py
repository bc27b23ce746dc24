"""What stood between two actors, kept by week and development, so that a pair is asked at once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
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

    def row(self, key: Period, development: int) -> tuple[object, ...]:
        """Give them as the table has them."""
        return (
            *key,
            development,
            int(self.done),
            text_of(dict(sorted(self.statuses.items()))),
            text_of(sorted(self.articles)),
            text_of(sorted(self.origins)),
        )


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


Period = tuple[str, str, str]  # a pair in order, and a Monday or a month ("2024-10")


def write_pairs(base: sqlite3.Connection, one: Development, row: int) -> set[Period]:
    """Keep what a development tells of each pair; give the weeks and months that this changed."""
    weeks, firsts = _facts(one.reports)
    changed = replace_rows(
        base, "pair_weeks", row, {facts.row(key, row) for key, facts in weeks.items()}
    )
    changed |= replace_rows(
        base, "pair_firsts", row, {(*key, row, *evidence) for key, evidence in firsts.items()}
    )
    return periods_of(changed)


def add_pairs(base: sqlite3.Connection, reports: Iterable[Report], row: int) -> set[Period]:
    """Add what new reports (in order) of a development tell of each pair; as ``write_pairs``."""
    weeks, firsts = _facts(reports)
    for key, facts in weeks.items():
        for done, statuses, articles, origins in base.execute(
            "SELECT done, statuses, articles, origins FROM pair_weeks "
            "WHERE one = ? AND other = ? AND week = ? AND development = ?",
            (*key, row),
        ):
            facts.done = facts.done or bool(done)
            facts.statuses.update(decode(statuses, dict[str, int]))
            facts.articles.update(decode(articles, list[str]))
            facts.origins.update(decode(origins, list[str]))
    changed = set(weeks)
    base.executemany(
        "INSERT OR REPLACE INTO pair_weeks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (facts.row(key, row) for key, facts in weeks.items()),
    )
    for what, evidence in firsts.items():
        base.execute(
            "INSERT INTO pair_firsts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE "
            "SET day = excluded.day, article = excluded.article, event = excluded.event "
            "WHERE (excluded.day, excluded.article, excluded.event) < (day, article, event)",
            (*what, row, *evidence),
        )
        changed.add((what[0], what[1], what[2]))
    return changed


def _facts(
    reports: Iterable[Report],
) -> tuple[dict[Period, _Facts], dict[tuple[str, ...], tuple[str, str, str]]]:
    """Give what reports (in order) tell of each pair by week, and what they tell first."""
    weeks: dict[Period, _Facts] = {}
    firsts: dict[tuple[str, ...], tuple[str, str, str]] = {}
    for report in reports:
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
    return weeks, firsts


def periods_of(rows: Iterable[tuple[object, ...]]) -> set[Period]:
    """Give the periods of pairs that rows of ``pair_weeks`` and ``pair_firsts`` are of."""
    return {(str(one), str(other), str(period)) for one, other, period, *_ in rows}


def periods_told(base: sqlite3.Connection, row: int) -> set[Period]:
    """Give the weeks and months of pairs in which a development is told."""
    return periods_of(
        base.execute(
            "SELECT one, other, week FROM pair_weeks WHERE development = ?1 UNION ALL "
            "SELECT one, other, month FROM pair_firsts WHERE development = ?1",
            (row,),
        )
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
    articles: set[str] = field(default_factory=set)
    origins: set[str] = field(default_factory=set)
    developments: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Month:
    """What was first in a month, and what it scores below nothing, with the worst as evidence.

    ``firsts`` have type, direction, day, article, event and development; ``worst`` the last four.
    """

    firsts: tuple[tuple[str, str, str, str, str, str], ...]
    total: float
    worst: tuple[str, str, str, str]


def write_sums(base: sqlite3.Connection, periods: Iterable[Period]) -> None:
    """Add up these weeks and months of pairs anew."""
    for one, other, period in sorted(periods):
        of_month = len(period) < _DAY
        table, column = ("pair_months", "month") if of_month else ("pair_sums", "week")
        summed = (_sum_month if of_month else _sum_week)(base, one, other, period)
        if summed is None:
            base.execute(
                f"DELETE FROM {table} WHERE one = ? AND other = ? AND {column} = ?",  # noqa: S608
                (one, other, period),
            )
        else:
            base.execute(
                f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?, ?)",  # noqa: S608
                (one, other, period, text_of(summed)),
            )


def _sum_week(base: sqlite3.Connection, one: str, other: str, monday: str) -> Week | None:
    types, told = codebook().types, _Sum()
    for done, statuses, articles, origins, ident, kind in base.execute(
        "SELECT p.done, p.statuses, p.articles, p.origins, d.id, d.kind "
        "FROM pair_weeks p JOIN developments d ON d.row = p.development "
        "WHERE p.one = ? AND p.other = ? AND p.week = ?",
        (one, other, monday),
    ):
        if done:
            told.scores.append(types[kind].score)
        told.kinds[kind] += 1
        told.statuses.update(decode(statuses, dict[str, int]))
        told.articles.update(decode(articles, list[str]))
        told.origins.update(decode(origins, list[str]))
        told.developments.append(ident)
    return _week(monday, told) if told.developments else None


def _sum_month(base: sqlite3.Connection, one: str, other: str, month: str) -> _Month | None:
    seen: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    scored: dict[str, tuple[float, tuple[str, str, str, str]]] = {}
    for kind, direction, day, article, event, ident, scores_as in base.execute(
        "SELECT p.type, p.direction, p.day, p.article, p.event, d.id, d.kind "
        "FROM pair_firsts p JOIN developments d ON d.row = p.development "
        "WHERE p.one = ? AND p.other = ? AND p.month = ? ORDER BY p.day, p.article, p.event",
        (one, other, month),
    ):
        evidence = (day, article, event, ident)
        seen.setdefault((kind, direction), evidence)
        scored.setdefault(ident, (codebook().types[scores_as].score, evidence))
    if not scored:
        return None
    _, (_, worst) = min(scored.items(), key=lambda i: (i[1][0], i[0]))
    return _Month(
        firsts=tuple((*key, *evidence) for key, evidence in seen.items()),
        total=sum(score for score, _ in scored.values() if score < 0),
        worst=worst,
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
    stands: dict[str, Counter[str]] = {}
    for r in desk.query(
        "SELECT p.week, d.standing, count(*) AS n FROM pair_weeks p "
        "JOIN developments d ON d.row = p.development "
        "WHERE p.one = ? AND p.other = ? AND p.week >= ? AND (? = '' OR p.week <= ?) "
        "GROUP BY p.week, d.standing",
        (first, second, since, until, until),
    ):
        stands.setdefault(r["week"], Counter())[r["standing"] or "unconfirmed"] += r["n"]
    weeks = (decode(r["record"], Week) for r in rows)
    return tuple(replace(w, standings=tuple(sorted(stands[w.week].items()))) for w in weeks)


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
        standings=(),
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
    months = {
        r["month"]: decode(r["record"], _Month)
        for r in desk.query(
            "SELECT month, record FROM pair_months WHERE one = ? AND other = ? ORDER BY month",
            (first, second),
        )
    }
    seen: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    for told in months.values():
        for kind, direction, *evidence in told.firsts:
            seen.setdefault((kind, direction), tuple(evidence))  # type: ignore[arg-type]
    new = [
        _first(f"first {kind} {_direction(direction, one, other)} on record", evidence)
        for (kind, direction), evidence in sorted(seen.items(), key=lambda i: i[1])
    ]
    return tuple(
        f for f in (*new, *_worst(months)) if f.day >= since and (not until or f.day <= until)
    )


def _direction(mark: str, one: str, other: str) -> str:
    if mark == "&":
        return f"{one} and {other}"
    first, second = (one, other) if (mark == ">") == (one < other) else (other, one)
    return f"{first}→{second}"


def _first(what: str, evidence: tuple[str, str, str, str]) -> First:
    day, article, event, development = evidence
    return First(what=what, day=day, event=event, article=article, development=development)


def _worst(months: dict[str, _Month]) -> Iterator[First]:
    """Yield each month more hostile than all before it; the first month is none."""
    lowest, since = 0.0, ""
    for month, told in months.items():
        if told.total < lowest:
            if since:
                what = f"most hostile month since the record began in {since}"
                yield _first(what, told.worst)
            lowest = told.total
        since = since or month
