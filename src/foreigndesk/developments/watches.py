"""Watches that a person writes, and the alerts that developments raise; each says why it came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foreigndesk.developments.naming import country, source, written_of
from foreigndesk.developments.types import Contradiction, Development, Report
from foreigndesk.records import record_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a person wants to hear of; empty fields ask for anything.

    ``countries`` must all be parties; one of ``types`` fits; ``place`` is a place's name or a
    country's code; ``words`` must all stand in one sentence. With ``standings`` or ``statuses``
    only what reaches one of them is told. ``since`` is the first day of articles that counts.
    """

    id: str
    name: str
    made: str
    countries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    place: str = ""
    words: tuple[str, ...] = ()
    standings: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing that came to pass: ``what`` is began, standing, status, contradicted or quiet.

    ``event`` and ``article`` are the evidence; ``why`` says in a line why it came.
    """

    id: str
    watch: str
    what: str
    development: str
    name: str
    day: str
    event: str
    article: str
    why: str
    sentence: str


def watch_words(watch: Watch) -> str:
    """Say what a watch asks for."""
    parts = (
        " and ".join(map(country, watch.countries)),
        " or ".join(watch.types),
        f"in {country(watch.place)}" if watch.place else "",
        " ".join(f"“{w}”" for w in watch.words),
        f"becomes {' or '.join(watch.standings)}" if watch.standings else "",
        f"told as {' or '.join(watch.statuses)}" if watch.statuses else "",
        f"since {watch.since}" if watch.since else "",
    )
    return " · ".join(p for p in parts if p) or "anything"


def fits(watch: Watch, one: Development) -> bool:
    """Whether a development is one that a watch asks for."""
    live = [r for r in one.reports if not r.background]
    parties = {c for r in live for c in r.actors | r.recipients}
    return (
        bool(live)
        and set(watch.countries) <= parties
        and (not watch.types or any(r.type in watch.types for r in live))
        and (not watch.place or any(_there(r, watch.place) for r in live))
        and (not watch.words or any(_has(r.sentence, watch.words) for r in live))
    )


def _there(report: Report, place: str) -> bool:
    return place.lower() == report.place.lower() or place.upper() == report.country


def _has(sentence: str, words: Iterable[str]) -> bool:
    return all(re.search(rf"\b{re.escape(w)}\b", sentence, re.IGNORECASE) for w in words)


def alerts(
    watch: Watch, found: Iterable[Development], begun: frozenset[str] = frozenset()
) -> Iterator[Alert]:
    """Yield what a watch has to tell, oldest first; ids are the same for the same things.

    ``begun`` are events on which the watch has already told that a development began: an
    older article that comes in later does not begin it again.
    """
    made: list[Alert] = []
    for one in found:
        if fits(watch, one):
            made += _of(watch, one, begun)
    yield from sorted(made, key=lambda a: (a.day, a.id))


def _of(watch: Watch, one: Development, begun: frozenset[str]) -> Iterator[Alert]:
    plain = not watch.standings and not watch.statuses
    first = one.reports[0]
    by_article: dict[str, Report] = {}
    for report in one.reports:
        by_article.setdefault(report.article, report)
    told = any(r.event in begun for r in one.reports)
    if plain and not told and first.day >= watch.since:
        yield _alert(watch, "began", one, first, "it began")
    for number, change in enumerate(one.changes):
        fresh = number and change.article != first.article
        asked = change.standing in watch.standings or (plain and fresh)
        if asked and change.day >= watch.since:
            why = f"{change.stage} is now {change.standing}"
            yield _alert(watch, "standing", one, by_article[change.article], why)
    for status in watch.statuses:
        reached = next((r for r in one.reports if r.status == status), None)
        if reached is not None and reached.day >= watch.since:
            yield _alert(watch, "status", one, reached, f"it is told as {status}")
    if not plain:
        return
    disputed = {c.stage for c in one.changes if c.standing == "disputed"}
    for held in one.contradictions:
        said, who, article = _clash(held)
        if held.about not in disputed and by_article[article].day >= watch.since:
            why = f"sources differ on {held.about}: {said} by"
            mark = f"{why} {who.split(':', 1)[-1]}"  # alerts told before have it in their ids
            named = f"{why} {source(who, written_of(one.reports))}"
            yield _alert(watch, "contradicted", one, by_article[article], named, mark)
    for line in one.open:
        if line.startswith("planned for") and one.last >= watch.since:
            yield _alert(watch, "quiet", one, one.reports[-1], line)


def _clash(held: Contradiction) -> tuple[str, str, str]:
    """Give the first side that said otherwise than those before it."""
    return next((side for side in held.sides if side[0] != held.sides[0][0]), held.sides[-1])


def _alert(
    watch: Watch, what: str, one: Development, report: Report, why: str, mark: str = ""
) -> Alert:
    return Alert(
        id=record_id("alr", watch.id, what, report.event, mark or why),
        watch=watch.id,
        what=what,
        development=one.id,
        name=one.name,
        day=report.day,
        event=report.event,
        article=report.article,
        why=f"watch “{watch.name}” ({watch_words(watch)}): {why} ({report.outlet}, {report.day})",
        sentence=report.sentence,
    )
