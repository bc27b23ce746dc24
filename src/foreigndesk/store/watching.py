"""Watches and alerts on the desk: appended, each alert once, none lost at a kill."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from foreigndesk.developments import Development
from foreigndesk.developments.watches import Alert, Watch, alerts
from foreigndesk.records import decode
from foreigndesk.store.delivering import remove_channels
from foreigndesk.store.desk import Desk
from foreigndesk.store.rows import text_of


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


def note_alerts(desk: Desk, found: Sequence[Development]) -> int:
    """Keep what the watches have to tell, in one transaction; give how many are new."""
    begun: dict[str, set[str]] = {}
    for row in desk.query("SELECT watch, event FROM alerts WHERE what = 'began'"):
        begun.setdefault(row["watch"], set()).add(row["event"])
    made: list[Alert] = []
    for watch in watches(desk):
        made += alerts(watch, found, frozenset(begun.get(watch.id, ())))
    before, time = _count(desk), now()
    desk.change(
        (
            "INSERT OR IGNORE INTO alerts VALUES (NULL, ?, ?, ?, ?, ?, 0, ?)",
            (a.id, a.watch, a.what, a.event, time, text_of(a)),
        )
        for a in made
    )
    return _count(desk) - before


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
