"""What people took out of a development: rejected, split off, or made another act of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from foreigndesk.developments import Report
from foreigndesk.developments.judged import standing_judgements, told_key
from foreigndesk.records import Judgement, decode
from foreigndesk.store.desk import Desk
from foreigndesk.store.kept import Kept, development_of_event, kept_id

MOST: Final = 60  # that are given


@dataclass(frozen=True, slots=True)
class Aside:
    """A report as the machine told it, people's word on it, and where it is told now."""

    report: Report
    judgements: tuple[Judgement, ...]
    now: Kept | None


def asides(desk: Desk, development: str) -> list[Aside]:
    """Give the judged reports that were of a development (by its full id) and are not any more."""
    rows = desk.query(
        "SELECT DISTINCT r.event, r.record FROM development_revisions v "
        "JOIN reports r ON r.event = v.event "
        "WHERE v.\"from\" = ?1 AND v.what <> 'linked' AND r.judged <> '' AND r.development IS NOT "
        "(SELECT row FROM developments WHERE id = ?1) ORDER BY r.day, r.event LIMIT ?2",
        (development, MOST),
    )
    return [_aside(desk, decode(r["record"], Report)) for r in rows]


def aside(desk: Desk, event: str) -> Aside | None:
    """Give an event's report (by its full id) as one that was taken out; None for no event."""
    rows = desk.query("SELECT record FROM reports WHERE event = ?", (event,))
    return _aside(desk, decode(rows[0]["record"], Report)) if rows else None


def first_event(desk: Desk, ident: str) -> str:
    """Give the event from which a development has its id. Raises UnknownIdError."""
    sql = (
        "SELECT r.event FROM reports r JOIN developments d ON d.row = r.development "
        "WHERE d.id = ? ORDER BY r.day, r.article, r.event LIMIT 1"
    )
    return str(desk.query(sql, (kept_id(desk, ident),))[0]["event"])


def _aside(desk: Desk, report: Report) -> Aside:
    return Aside(
        report,
        standing_judgements(desk.judgements(told_key(report))),
        development_of_event(desk, report.event),
    )
