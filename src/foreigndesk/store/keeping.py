"""Developments onto the desk: what became of those it had, what is new, each change noted."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from foreigndesk.developments import Development
from foreigndesk.developments.relations import kind_of
from foreigndesk.records import record_id
from foreigndesk.store.pairs import PairWeek, pair_weeks_of, replace_rows, weeks_of, write_pairs
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
class _Old:
    row: int
    id: str
    kind: str
    standing: str
    reports: int
    record: str


def keep(
    base: sqlite3.Connection,
    made: Sequence[Development],
    before: Mapping[str, int],
    touched: Iterable[int],
    now: str,
) -> tuple[Tally, set[PairWeek]]:
    """Write developments in the place of those that their events were of.

    ``made`` are all that came of the events of the developments in ``touched`` (row numbers);
    ``before`` gives the row of each event that had one. Their reports are on the desk already.
    Gives also the weeks of pairs whose sums this changes.
    """
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
    weeks: set[PairWeek] = set()
    began = changed = 0
    for number, development in enumerate(made):
        row = place.get(number)
        moved = [r.event for r in development.reports if before.get(r.event, -1) != row]
        if row is None:
            row, more = _born(base, development, now)
            began += 1
        else:
            differs, more = _altered(base, development, old[row], now, fresh=bool(moved))
            changed += differs
        weeks |= more
        base.executemany(
            "UPDATE reports SET development = ? WHERE event = ?", ((row, e) for e in moved)
        )
        for event in moved:
            if event in before:
                where.setdefault(before[event], Counter())[row] += 1
        _name(base, development, row)
        base.execute(_UNLOOKED, (row,))
    for one in gone:
        into = where.get(one.row, Counter()).most_common(1)
        weeks |= _forget(base, one.row, into[0][0] if into else None)
    return Tally(began=began, changed=changed, gone=len(gone)), weeks


def _old(base: sqlite3.Connection, rows: Iterable[int]) -> dict[int, _Old]:
    found = {}
    for row in sorted(rows):
        for ident, kind, standing, reports, record in base.execute(
            "SELECT id, kind, standing, reports, record FROM developments WHERE row = ?", (row,)
        ):
            found[row] = _Old(
                row=row, id=ident, kind=kind, standing=standing, reports=reports, record=record
            )
    return found


def _places(
    made: Sequence[Development], before: Mapping[str, int], old: Mapping[int, _Old]
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
    old: Mapping[int, _Old],
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


def light(development: Development) -> str:
    """Give a development as JSON without what its reports say themselves."""
    return text_of(replace(development, reports=(), figures=()))


_COLUMNS = (
    "id", "name", "type", "kind", "first", "last", "stage", "standing", "articles", "reports",
    "independent", "disputed", "open", "background", "due", "quiet", "actors", "recipients",
    "standings", "opens", "record",
)  # fmt: skip


def _values(one: Development) -> tuple[object, ...]:
    furthest = one.standings[-1] if one.standings else None
    return (
        one.id,
        one.name,
        one.type,
        kind_of(one),
        one.first,
        one.last,
        furthest.stage if furthest else "",
        furthest.standing if furthest else "",
        len({r.article for r in one.reports}),
        len(one.reports),
        one.independent,
        int(any(s.standing == "disputed" for s in one.standings)),
        int(bool(one.open)),
        int(all(r.background for r in one.reports)),
        due(one),
        int(is_quiet(one)),
        text_of(one.actors),
        text_of(one.recipients),
        text_of([(s.stage, s.standing) for s in one.standings]),
        text_of(one.open),
        light(one),
    )


def due(one: Development) -> str:
    """Give the day by which a plan was to be carried out; "" where none waits."""
    planned = [r.end for r in one.reports if r.status in ("planned", "expected") and r.end]
    done = any(r.status in ("happened", "ongoing") for r in one.reports)
    last = max(planned, default="")
    return "" if done or len(last) < len("2024-10-17") else last[:10]


def is_quiet(one: Development) -> bool:
    """Whether a plan's day has passed without a report."""
    return any(line.startswith("planned for") for line in one.open)


def _born(base: sqlite3.Connection, one: Development, now: str) -> tuple[int, set[PairWeek]]:
    marks = ", ".join("?" * (len(_COLUMNS) + 2))
    row = base.execute(
        f"INSERT INTO developments ({', '.join(_COLUMNS)}, began, changed) "  # noqa: S608
        f"VALUES ({marks})",
        (*_values(one), now, now),
    ).lastrowid
    assert row is not None  # an INSERT that did not raise has made a row
    return row, _write_parts(base, one, row, {}, now)


def _altered(
    base: sqlite3.Connection, one: Development, old: _Old, now: str, *, fresh: bool
) -> tuple[bool, set[PairWeek]]:
    """Bring a row up to date; say whether anything became another, and the weeks of pairs."""
    values = _values(one)
    same = (old.id, old.reports, old.record) == (one.id, len(one.reports), values[-1])
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
    weeks = _write_parts(base, one, old.row, noted, now)
    row = dict(zip(_COLUMNS, values, strict=True))
    if (old.id, old.kind, old.standing) != (one.id, row["kind"], row["standing"]):
        weeks |= pair_weeks_of(base, old.row)
    return differs, weeks


def _clear(base: sqlite3.Connection, row: int) -> set[PairWeek]:
    return weeks_of(
        [
            r
            for table in _TABLES
            for r in replace_rows(base, table, row, set())
            if table == "pair_weeks"
        ]
    )


def _write_parts(
    base: sqlite3.Connection,
    one: Development,
    row: int,
    noted: Mapping[tuple[str, str, str, str], str],
    now: str,
) -> set[PairWeek]:
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
    return write_pairs(base, one, row)


def _name(base: sqlite3.Connection, one: Development, row: int) -> None:
    """Have a development's id, and those that a person merged into it, resolve."""
    first = one.reports[0].event
    events = {record_id("dev", r.event): r.event for r in one.reports} if one.formerly else {}
    base.executemany(
        "INSERT OR REPLACE INTO development_names VALUES (?, ?, ?)",
        ((i, events.get(i, first), row) for i in (one.id, *one.formerly)),
    )


def _forget(base: sqlite3.Connection, row: int, into: int | None) -> set[PairWeek]:
    weeks = _clear(base, row)
    base.execute("UPDATE development_names SET development = ? WHERE development = ?", (into, row))
    base.execute("DELETE FROM developments WHERE row = ?", (row,))
    return weeks
