"""Alerts on their way: channels and the outbox, each alert once a channel, none lost at a kill.

An alert is marked sent after the receiver took it, so a kill in between sends it again, with the
same idempotency key. What fails is tried again, ever later, and given up after ``ATTEMPTS``.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from foreigndesk.capture.fencing import public_only
from foreigndesk.capture.posting import post
from foreigndesk.developments.watches import Alert
from foreigndesk.records import decode, record_id
from foreigndesk.store.desk import Desk
from foreigndesk.store.rows import text_of

ATTEMPTS: Final = 12
FIRST_WAIT: Final = 60.0  # seconds after the first failure; each failure doubles it
LONGEST_WAIT: Final = 6 * 3600.0
LEASE: Final = 120.0  # seconds for which a sender has an alert to itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where a watch's alerts go: ``secret`` names the environment variable that signs them."""

    id: str
    watch: str
    kind: str
    target: str
    private: bool = False
    secret: str = ""

    @property
    def shown(self) -> str:
        """Its target without what may be secret in it."""
        return f"{self.kind} {masked(self.target)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a channel stands: how many alerts wait, went and were given up, and the last error."""

    channel: str
    watch: str
    shown: str
    pending: int
    sent: int
    failed: int
    error: str


Send = Callable[[Channel, Alert], str]


def masked(target: str) -> str:
    """Give an address without user, password, path and query: those may be secrets."""
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "…"
    # What apprise writes in the place of the host is a token where the scheme is not the web's.
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme}://…"
    more = "/…" if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{host}{port}{more}"


def channel(
    watch: str, kind: str, target: str, *, private: bool = False, secret: str = ""
) -> Channel:
    """Make a channel of a watch; the same one again has the same id."""
    ident = record_id("chn", watch, kind, target)
    return Channel(id=ident, watch=watch, kind=kind, target=target, private=private, secret=secret)


def add_channels(desk: Desk, made: list[Channel]) -> None:
    """Keep the channels of a watch."""
    desk.change(
        (
            "INSERT OR REPLACE INTO channels VALUES (?, ?, ?, ?, ?, ?, 0)",
            (c.id, c.watch, c.kind, c.target, int(c.private), c.secret),
        )
        for c in made
    )


def remove_channels(desk: Desk, watch: str) -> None:
    """End the channels of a watch; what waits for them is not sent."""
    desk.change([("UPDATE channels SET removed = 1 WHERE watch = ?", (watch,))])


def channels(desk: Desk) -> list[Channel]:
    """Give the channels that are not removed."""
    rows = desk.query("SELECT * FROM channels WHERE removed = 0 ORDER BY rowid")
    return [
        Channel(
            id=r["id"],
            watch=r["watch"],
            kind=r["kind"],
            target=r["target"],
            private=bool(r["private"]),
            secret=r["secret"],
        )
        for r in rows
    ]


def fill_outbox(desk: Desk) -> None:
    """Put every noted alert in the outbox of its watch's channels, once."""
    desk.change(
        [
            (
                "INSERT OR IGNORE INTO outbox SELECT a.id, c.id, 'pending', 0, 0, '' "
                "FROM alerts a JOIN channels c ON c.watch = a.watch AND c.removed = 0 "
                "ORDER BY a.row",
                (),
            )
        ]
    )


def retry_failed(desk: Desk) -> None:
    """Let what was given up be tried again, and what waits be tried now."""
    desk.change(
        [
            ("UPDATE outbox SET attempts = 0, state = 'pending' WHERE state = 'failed'", ()),
            ("UPDATE outbox SET next = 0 WHERE state = 'pending'", ()),
        ]
    )


def deliver(
    desk: Desk,
    *,
    send: Send | None = None,
    clock: Callable[[], float] = time.time,
    lease: float = LEASE,
) -> tuple[int, int]:
    """Send what is due; give how many alerts went and how many failed this time."""
    fill_outbox(desk)
    known = {c.id: c for c in channels(desk)}
    rows = desk.query(
        "SELECT o.*, a.record FROM outbox o JOIN alerts a ON a.id = o.alert "
        "WHERE o.state = 'pending' AND o.next <= ? ORDER BY a.row, o.channel",
        (clock(),),
    )
    went = failed = 0
    for row in rows:
        to = known.get(row["channel"])
        if to is None or not _taken(desk, row["alert"], to.id, clock(), lease):
            continue
        error = (send or send_alert)(to, decode(row["record"], Alert))
        if error:
            _failed(desk, row["alert"], to.id, int(row["attempts"]) + 1, error, clock())
            failed += 1
        else:
            _sent(desk, row["alert"], to.id)
            went += 1
    return went, failed


def _taken(desk: Desk, alert: str, to: str, now: float, lease: float) -> bool:
    """Take an alert for this process, so that no other one sends it at the same time."""
    with desk.transaction() as base:
        done = base.execute(
            "UPDATE outbox SET next = ? "
            "WHERE alert = ? AND channel = ? AND state = 'pending' AND next <= ?",
            (now + lease, alert, to, now),
        )
        return done.rowcount == 1


def _sent(desk: Desk, alert: str, to: str) -> None:
    sql = (
        "UPDATE outbox SET state = 'sent', attempts = attempts + 1, error = '' "
        "WHERE alert = ? AND channel = ?"
    )
    desk.change([(sql, (alert, to))])


def _failed(desk: Desk, alert: str, to: str, attempts: int, error: str, now: float) -> None:
    state = "failed" if attempts >= ATTEMPTS else "pending"
    wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    sql = (
        "UPDATE outbox SET state = ?, attempts = ?, next = ?, error = ? "
        "WHERE alert = ? AND channel = ?"
    )
    desk.change([(sql, (state, attempts, now + wait, error, alert, to))])


def deliveries(desk: Desk) -> list[Delivery]:
    """Say how each channel stands."""
    made = []
    for one in channels(desk):
        counts = {
            r["state"]: r["n"]
            for r in desk.query(
                "SELECT state, count(*) AS n FROM outbox WHERE channel = ? GROUP BY state",
                (one.id,),
            )
        }
        last = desk.query(
            "SELECT error FROM outbox WHERE channel = ? AND error != '' ORDER BY next DESC LIMIT 1",
            (one.id,),
        )
        made.append(
            Delivery(
                channel=one.id,
                watch=one.watch,
                shown=one.shown,
                pending=counts.get("pending", 0),
                sent=counts.get("sent", 0),
                failed=counts.get("failed", 0),
                error=last[0]["error"] if last else "",
            )
        )
    return made


# --------------------------------------------------------------------------- the sending itself


def idempotency_key(to: Channel, alert: Alert) -> str:
    """Give the key under which a receiver knows a repeat."""
    return record_id("dlv", to.id, alert.id)


def signature(secret: str, body: bytes) -> str:
    """Give the HMAC-SHA256 of a body, as the header has it."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def send_alert(to: Channel, alert: Alert) -> str:
    """Send one alert to its channel; give "" where it was taken, else why not."""
    return _notify(to, alert) if to.kind == "notify" else _webhook(to, alert)


def _webhook(to: Channel, alert: Alert) -> str:
    body = text_of(alert).encode()
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": idempotency_key(to, alert),
    }
    if to.secret:
        secret = os.environ.get(to.secret, "")
        if not secret:
            return f"the environment variable {to.secret} that signs is not set"
        headers["X-Foreigndesk-Signature"] = signature(secret, body)
    return post(to.target, body, headers, private=to.private)


def _notify(to: Channel, alert: Alert) -> str:
    try:
        import apprise
    except ImportError:
        return "apprise is not installed; pip install foreigndesk[notify]"
    log = logging.getLogger("apprise")  # it would print addresses with what is secret in them
    log.addHandler(logging.NullHandler())
    log.propagate = False
    out = apprise.Apprise()
    if not out.add(to.target):
        return "apprise does not know this address"
    title, text = f"{alert.name}: {alert.what}", f"{alert.why}\n\n“{alert.sentence}”"
    with public_only(unless=to.private) as refused:
        taken = out.notify(title=title, body=text)
    if taken:
        return ""
    return f"apprise could not send it: {refused[0]}" if refused else "apprise could not send it"
