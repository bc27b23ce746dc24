"""Developments onto the desk: what became of those it had, what is new, each change noted."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from foreigndesk.developments import Development
from foreigndesk.developments.telling import Counts
from foreigndesk.records import record_id
from foreigndesk.store.pairs import Period, periods_of, periods_told, replace_rows, write_pairs
from foreigndesk.store.rows import text_of

_TABLES = ("development_parties", "development_changes", "pair_weeks", "pair_firsts")


# What the watches have to look at; a new one goes through all in any case.
_UNLOOKED = "INSERT OR IGNORE INTO unlooked SELECT ? WHERE EXISTS (SELECT 1 FROM watches)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many developments began, became others, and went into others."""

    began: int = 0
    changed: int = 0
    gone: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Add up."""
        return Tally(
            began=self.began + other.began,
            changed=self.changed + other.changed,
            gone=self.gone + other.gone,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """What a row of the developments says before it is written anew."""

    row: int
    id: str
    kind: str
    reports: int
    record: str


@dataclass(frozen=True, slots=True)
class Made:
    """A development with its reports, and what is counted of them."""

    development: Development
    counts: Counts


def keep(
    base: sqlite3.Connection,
    given: Sequence[Made],
    before: Mapping[str, int],
    touched: Iterable[int],
    now: str,
) -> tuple[Tally, set[Period]]:
    """Write developments in the place of those that their events were of.

    ``given`` are all that came of the events of the developments in ``touched`` (row numbers);
    ``before`` gives the row of each event that had one. Their reports are on the desk already.
    Gives also the weeks and months of pairs whose sums this changes.
    """
    made = [m.development for m in given]
    old = _old(base, {*touched, *before.values()})
    place = _places(made, before, old)
    told = {r.event for d in made for r in d.reports}
    base.executemany(
        "UPDATE reports SET development = NULL WHERE event = ?",
        ((event,) for event in before if event not in told),
    )
    gone = [o for o in old.values() if o.row not in place.values()]
    _revise(base, made, place, before, old, now)
    ids = {row: made[number].id for number, row in place.items()}
    for one in old.values():  # so that no two are of one id on the way
        if ids.get(one.row) == one.id:
            continue
        base.execute("UPDATE developments SET id = ? WHERE row = ?", (f"-{one.row}", one.row))
    where: dict[int, Counter[int]] = {}
    periods: set[Period] = set()
    began = changed = 0
    for number, development in enumerate(made):
        row = place.get(number)
        moved = [r.event for r in development.reports if before.get(r.event, -1) != row]
        if row is None:
            row = _born(base, development, given[number].counts, now)
            began += 1
        else:
            counts, fresh = given[number].counts, bool(moved)
            differs, more = alter(base, development, counts, old[row], now, fresh=fresh)
            changed += differs
            periods |= more
        periods |= write_pairs(base, development, row)
        base.execute("DELETE FROM development_tellings WHERE development = ?", (row,))
        base.executemany(
            "UPDATE reports SET development = ? WHERE event = ?", ((row, e) for e in moved)
        )
        for event in moved:
            if event in before:
                where.setdefault(before[event], Counter())[row] += 1
        _name(base, development, row)
    for one in gone:
        into = where.get(one.row, Counter()).most_common(1)
        periods |= _forget(base, one.row, into[0][0] if into else None)
    return Tally(began=began, changed=changed, gone=len(gone)), periods


def old_of(base: sqlite3.Connection, row: int) -> Old | None:
    """Give what a row of the developments says; None where it is none."""
    found = base.execute(
        "SELECT row, id, kind, reports, record FROM developments WHERE row = ?", (row,)
    ).fetchone()
    if found is None:
        return None
    return Old(
        row=found[0],
        id=found[1],
        kind=found[2],
        reports=found[3],
        record=found[4],
    )


def _old(base: sqlite3.Connection, rows: Iterable[int]) -> dict[int, Old]:
    return {row: one for row in sorted(rows) if (one := old_of(base, row)) is not None}


def _places(
    made: Sequence[Development], before: Mapping[str, int], old: Mapping[int, Old]
) -> dict[int, int]:
    """Give the row that each development takes over: its own id's, else where most of it was."""
    by_id = {o.id: o.row for o in old.values()}
    place = {n: by_id[d.id] for n, d in enumerate(made) if d.id in by_id}
    taken = set(place.values())
    wishes = []
    for number, development in enumerate(made):
        if number not in place:
            seen = Counter(before[r.event] for r in development.reports if r.event in before)
            wishes += [(-n, row, number) for row, n in seen.items() if row in old]
    for _, row, number in sorted(wishes):
        if row not in taken and number not in place:
            place[number] = row
            taken.add(row)
    return place


def _revise(
    base: sqlite3.Connection,
    made: Sequence[Development],
    place: Mapping[int, int],
    before: Mapping[str, int],
    old: Mapping[int, Old],
    now: str,
) -> None:
    """Record each link that was made or changed."""
    goes_on = set(place.values())
    rows: dict[tuple[str, str, str, str], None] = {}
    kept = set()
    for number, development in enumerate(made):
        row = place.get(number)
        for report in development.reports:
            kept.add(report.event)
            was = before.get(report.event)
            if was == row:
                continue
            if was is None:
                rows["linked", report.event, "", development.id] = None
            elif was not in goes_on:
                rows["merged", "", old[was].id, development.id] = None
            elif row is None:
                rows["split", development.reports[0].event, old[was].id, development.id] = None
            else:
                rows["moved", report.event, old[was].id, development.id] = None
    for event, was in before.items():
        if event not in kept and was in old:
            rows["dropped", event, old[was].id, ""] = None
    base.executemany(
        "INSERT INTO development_revisions VALUES (NULL, ?, ?, ?, ?, ?)",
        ((*row, now) for row in rows),
    )


def revise_linked(
    base: sqlite3.Connection, events: Iterable[str], development: str, now: str
) -> None:
    """Record that events joined a development."""
    base.executemany(
        "INSERT INTO development_revisions VALUES (NULL, 'linked', ?, '', ?, ?)",
        ((event, development, now) for event in events),
    )


def light(development: Development) -> str:
    """Give a development as JSON without what its reports say themselves."""
    return text_of(replace(development, reports=(), figures=()))


_COLUMNS = (
    "id", "name", "type", "kind", "first", "last", "stage", "standing", "articles", "reports",
    "independent", "disputed", "open", "background", "due", "quiet", "actors", "recipients",
    "standings", "opens", "record",
)  # fmt: skip


def _values(one: Development, counts: Counts) -> tuple[object, ...]:
    furthest = one.standings[-1] if one.standings else None
    return (
        one.id,
        one.name,
        one.type,
        counts.kind,
        one.first,
        one.last,
        furthest.stage if furthest else "",
        furthest.standing if furthest else "",
        counts.articles,
        counts.reports,
        one.independent,
        int(any(s.standing == "disputed" for s in one.standings)),
        int(bool(one.open)),
        int(counts.background),
        counts.due,
        int(is_quiet(one)),
        text_of(one.actors),
        text_of(one.recipients),
        text_of([(s.stage, s.standing) for s in one.standings]),
        text_of(one.open),
        light(one),
    )


def is_quiet(one: Development) -> bool:
    """Whether a plan's day has passed without a report."""
    return any(line.startswith("planned for") for line in one.open)


def _born(base: sqlite3.Connection, one: Development, counts: Counts, now: str) -> int:
    marks = ", ".join("?" * (len(_COLUMNS) + 2))
    row = base.execute(
        f"INSERT INTO developments ({', '.join(_COLUMNS)}, began, changed) "  # noqa: S608
        f"VALUES ({marks})",
        (*_values(one, counts), now, now),
    ).lastrowid
    assert row is not None  # an INSERT that did not raise has made a row
    _write_parts(base, one, row, {}, now)
    return row


def alter(
    base: sqlite3.Connection,
    one: Development,
    counts: Counts,
    old: Old,
    now: str,
    *,
    fresh: bool,
) -> tuple[bool, set[Period]]:
    """Bring a row up to date, its pairs apart.

    Says whether anything became another, and which weeks and months of pairs are to be added
    up anew for what they look up in it.
    """
    values = _values(one, counts)
    same = (old.id, old.reports, old.record) == (one.id, counts.reports, values[-1])
    differs = fresh or not same
    sets = ", ".join(f"{c} = ?" for c in _COLUMNS)
    base.execute(f"UPDATE developments SET {sets} WHERE row = ?", (*values, old.row))  # noqa: S608
    if differs:
        base.execute("UPDATE developments SET changed = ? WHERE row = ?", (now, old.row))
    noted = {
        (stage, standing, day, article): when
        for stage, standing, day, article, when in base.execute(
            "SELECT stage, standing, day, article, noted FROM development_changes "
            "WHERE development = ?",
            (old.row,),
        )
    }
    _write_parts(base, one, old.row, noted, now)
    if (old.id, old.kind) == (one.id, counts.kind):
        return differs, set()
    return differs, periods_told(base, old.row)


def _clear(base: sqlite3.Connection, row: int) -> set[Period]:
    return periods_of(
        [
            r
            for table in _TABLES
            for r in replace_rows(base, table, row, set())
            if table in ("pair_weeks", "pair_firsts")
        ]
    )


def _write_parts(
    base: sqlite3.Connection,
    one: Development,
    row: int,
    noted: Mapping[tuple[str, str, str, str], str],
    now: str,
) -> None:
    base.execute(_UNLOOKED, (row,))
    parties = [(c, "actor", row) for c in one.actors] + [
        (c, "recipient", row) for c in one.recipients
    ]
    replace_rows(base, "development_parties", row, set(parties))
    replace_rows(
        base,
        "development_changes",
        row,
        {
            (row, n, *change, noted.get(change, now))
            for n, change in enumerate((c.stage, c.standing, c.day, c.article) for c in one.changes)
        },
    )


def _name(base: sqlite3.Connection, one: Development, row: int) -> None:
    """Have a development's id, and those that a person merged into it, resolve."""
    first = one.reports[0].event
    events = {record_id("dev", r.event): r.event for r in one.reports} if one.formerly else {}
    base.executemany(
        "INSERT OR REPLACE INTO development_names VALUES (?, ?, ?)",
        ((i, events.get(i, first), row) for i in (one.id, *one.formerly)),
    )


def _forget(base: sqlite3.Connection, row: int, into: int | None) -> set[Period]:
    periods = _clear(base, row)
    base.execute("UPDATE development_names SET development = ? WHERE development = ?", (into, row))
    base.execute("DELETE FROM development_tellings WHERE development = ?", (row,))
    base.execute("DELETE FROM developments WHERE row = ?", (row,))
    return periods
