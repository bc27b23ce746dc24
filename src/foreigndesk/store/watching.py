"""Watches and alerts on the desk: appended, each alert once, none lost at a kill."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from foreigndesk.developments.watches import Alert, Watch, alerts
from foreigndesk.records import decode
from foreigndesk.store.delivering import remove_channels
from foreigndesk.store.desk import Desk
from foreigndesk.store.following import follow
from foreigndesk.store.kept import development_at
from foreigndesk.store.rows import text_of

AT_ONCE: Final = 100  # developments looked at in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An alert as the desk keeps it: when it was noted, and whether a person was told."""

    alert: Alert
    noted: str
    told: bool


def now() -> str:
    """Give the time as the desk writes it."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def add_watch(desk: Desk, watch: Watch) -> None:
    """Append a watch, or its newer wording."""
    desk.change([("INSERT INTO watches VALUES (NULL, ?, ?)", (watch.id, text_of(watch)))])


def remove_watch(desk: Desk, watch: Watch) -> None:
    """End a watch and its channels; what it told stays."""
    add_watch(desk, replace(watch, removed=True))
    remove_channels(desk, watch.id)


def watches(desk: Desk, *, removed: bool = False) -> list[Watch]:
    """Give the watches in the order they were made; the removed ones where asked."""
    last: dict[str, Watch] = {}
    for row in desk.query("SELECT record FROM watches ORDER BY row"):
        watch = decode(row["record"], Watch)
        last[watch.id] = watch
    return [w for w in last.values() if removed or not w.removed]


def look(desk: Desk, follow_on: Callable[[Desk], object] = follow) -> int:
    """Follow the desk and note what the watches have to tell; give how many alerts are new.

    A watch goes through all developments once, and after that with the others through those
    that were written since the last look: a plan whose day went by is written when it does.
    What is looked at and what came of it is one transaction, so that a kill loses no alert.
    """
    follow_on(desk)
    before = _count(desk)
    for row, watch in _unlooked_watches(desk):
        _look_through(desk, watch, row)
    while _look_on(desk):
        pass
    return _count(desk) - before


def _unlooked_watches(desk: Desk) -> list[tuple[int, Watch]]:
    rows = desk.query(
        "SELECT max(w.row) AS row, w.record FROM watches w GROUP BY w.id "
        "HAVING max(w.row) > coalesce((SELECT wording FROM looked WHERE watch = w.id), 0) "
        "ORDER BY 1"
    )
    found = [(int(r["row"]), decode(r["record"], Watch)) for r in rows]
    return [(row, watch) for row, watch in found if not watch.removed]


def _look_through(desk: Desk, watch: Watch, wording: int) -> None:
    """Have a watch that is new go through all that it may fit."""
    made: list[Alert] = []
    for row in _candidates(desk, watch):
        found = development_at(desk, row)
        if found is not None:
            made += alerts(watch, (found,), _begun(desk, watch, row))
    with desk.transaction() as base:
        _note(base, sorted(made, key=lambda a: (a.day, a.id)))
        base.execute("INSERT OR REPLACE INTO looked VALUES (?, ?)", (watch.id, wording))


def _candidates(desk: Desk, watch: Watch) -> list[int]:
    """Give the rows of the developments that a watch may fit, found without decoding them."""
    where, values = ["d.last >= ?"], [watch.since]
    signs = [[f'"{code}"'] for code in watch.countries]
    signs += [[f'"type":"{kind}"' for kind in watch.types]] if watch.types else []
    signs += [[word.lower()] for word in watch.words if word.isalnum() and word.isascii()]
    for some in signs:
        tests = " OR ".join("instr(lower(record || judged), lower(?))" for _ in some)
        where.append(f"d.row IN (SELECT development FROM reports WHERE {tests})")  # noqa: S608
        values += some
    rows = desk.query(
        f"SELECT d.row FROM developments d WHERE {' AND '.join(where)} ORDER BY d.row",  # noqa: S608
        values,
    )
    return [int(r["row"]) for r in rows]


def _look_on(desk: Desk) -> bool:
    """Look at some of what was written since the last look; say whether there was any."""
    with desk.transaction() as base:
        rows = [
            row for (row,) in base.execute("SELECT development FROM unlooked LIMIT ?", (AT_ONCE,))
        ]
        held = watches(desk) if rows else []
        found = {row: one for row in rows if (one := development_at(desk, row)) is not None}
        for watch in held:
            made = [
                alert
                for row, one in found.items()
                for alert in alerts(watch, (one,), _begun(desk, watch, row))
            ]
            _note(base, sorted(made, key=lambda a: (a.day, a.id)))
        base.executemany("DELETE FROM unlooked WHERE development = ?", ((row,) for row in rows))
    return bool(rows)


def _begun(desk: Desk, watch: Watch, row: int) -> frozenset[str]:
    """Give the events of a development on which a watch has told that it began."""
    rows = desk.query(
        "SELECT a.event FROM reports r JOIN alerts a ON a.event = r.event "
        "WHERE r.development = ? AND a.watch = ? AND a.what = 'began'",
        (row, watch.id),
    )
    return frozenset(r["event"] for r in rows)


def _note(base: sqlite3.Connection, made: Iterable[Alert]) -> None:
    time = now()
    base.executemany(
        "INSERT OR IGNORE INTO alerts VALUES (NULL, ?, ?, ?, ?, ?, 0, ?)",
        ((a.id, a.watch, a.what, a.event, time, text_of(a)) for a in made),
    )


def noted_alerts(desk: Desk, *, untold: bool = False) -> list[Noted]:
    """Give the alerts in the order they were noted; those that no one was told of yet if asked."""
    rows = desk.query("SELECT * FROM alerts WHERE told <= ? ORDER BY row", (0 if untold else 1,))
    return [
        Noted(alert=decode(r["record"], Alert), noted=r["noted"], told=bool(r["told"]))
        for r in rows
    ]


def mark_told(desk: Desk, given: Iterable[Alert]) -> None:
    """Say that a person was told; done after the telling, so that a kill repeats, never loses."""
    desk.change(("UPDATE alerts SET told = 1 WHERE id = ?", (a.id,)) for a in given)


def _count(desk: Desk) -> int:
    return int(desk.query("SELECT count(*) AS n FROM alerts")[0]["n"])
