"""Actors and pairs: who did what to whom over the weeks, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from foreigndesk.actors import registry
from foreigndesk.desk import words
from foreigndesk.desk.charts import edge
from foreigndesk.desk.common import Shelf, line, render, shelf
from foreigndesk.developments.courses import ChangePoint, Milestone, change_points, milestones
from foreigndesk.developments.regimes import KINDS, Regime, memberships, regimes, shared_bodies
from foreigndesk.developments.relations import DONE, Week
from foreigndesk.store import Desk
from foreigndesk.store.charting import (
    Course,
    Link,
    Spoken,
    active_actors,
    actor_course,
    counted_since,
    links,
    speakers,
    spoken,
)
from foreigndesk.store.following import (
    kept_development,
    kept_developments,
    pair_firsts,
    pair_weeks,
)
from foreigndesk.store.kept import Kept, with_bodies
from foreigndesk.store.named import active_names, named_actor, said_by
from foreigndesk.store.search import Filter, search_events

router = APIRouter(include_in_schema=False)

WEEKS: Final = 104  # of an actor that its page draws and lists
SHOWN: Final = 156  # weeks of a pair that its page draws and lists
HELD: Final = 16  # newest developments among which its pacts and sanctions are found


@router.get("/actors", response_class=HTMLResponse)
def actors_page(
    request: Request, shelved: Annotated[Shelf, Depends(shelf)], name: str = ""
) -> Response:
    """Give the most active actors, or go to the one that is named."""
    if name.strip():
        return RedirectResponse(f"/actor/{quote(code_of(name), safe='')}", 303)
    with shelved.desk() as desk:
        actors = shelved.lately(active_actors, desk)
        others = shelved.lately(active_names, desk)
        fresh = line(request, shelved.mark(desk), "events")
        return render(request, "actors.html", actors=actors, others=others, fresh=fresh)


def code_of(name: str) -> str:
    """Give the code of a country by its name or code; else the name as it is."""
    plain = " ".join(name.split())
    if len(plain) == 3 and plain.isalpha():
        return plain.upper()
    found = registry().find(plain)
    return found[0].country if found and found[0].kind == "state" else plain


@router.get("/actor/{code:path}", response_class=HTMLResponse)
def actor_page(request: Request, shelved: Annotated[Shelf, Depends(shelf)], code: str) -> Response:
    """Give what an actor (a country's or PLOVER's code, a name, an actor's id) does and meets."""
    if not code.strip():
        return RedirectResponse("/actors", 308)
    if code != (known := code_of(code)) and coded(known):
        return RedirectResponse(f"/actor/{known}", 308)
    with shelved.desk() as desk:
        fresh = line(request, shelved.mark(desk), "actor", code)
        one = shelved.lately(_coded if coded(code) else _named, desk, code)
        return render(
            request,
            "actor.html",
            code=code,
            named=not coded(code),
            one=one,
            links=[(k, k.other if k.one == one.key else k.one) for k in one.links],
            events=search_events(desk, Filter(party=code), limit=12),
            speakers=shelved.lately(speakers, desk, code),
            data=[
                {"week": c.week, "up": c.cooperation, "down": c.conflict, "planned": c.planned}
                for c in one.course
            ],
            edges=[edge(k) for k in one.links[:14]],
            fresh=fresh,
        )


def coded(code: str) -> bool:
    """Whether this is a code (PRK), and no name."""
    return len(code) == 3 and code.isascii() and code.isupper()


@dataclass(frozen=True, slots=True)
class _Actor:
    """What the page of an actor shows; ``key`` is what pairs know it by.

    ``since`` is the Monday from which on its links count; "" for all that there are.
    """

    key: str
    name: str
    country: str
    course: tuple[Course, ...]
    links: tuple[Link, ...]
    since: str
    developments: tuple[Kept, ...]
    spoken: tuple[Spoken, ...]


def _coded(desk: Desk, code: str) -> _Actor:
    since = counted_since(desk, code)
    return _Actor(
        key=code,
        name=words.country(code),
        country="",
        course=actor_course(desk, code, since=since)[-WEEKS:],
        links=links(desk, actor=code, since=since, limit=40),
        since=since,
        developments=tuple(kept_developments(desk, countries=(code,), background=False, limit=8)),
        spoken=spoken(desk, code),
    )


def _named(desk: Desk, name: str) -> _Actor:
    found = named_actor(desk, name)
    return _Actor(
        key=found.name.lower(),
        name=found.name,
        country=found.country,
        course=found.course[-WEEKS:],
        links=found.links,
        since="",
        developments=found.developments,
        spoken=said_by(desk, found.name),
    )


@dataclass(frozen=True, slots=True)
class _Course:
    """What stands out in all the weeks of a pair, and what holds between the two."""

    points: tuple[ChangePoint, ...]
    milestones: tuple[Milestone, ...]
    regimes: tuple[Regime, ...]
    bodies: tuple[str, ...]


def _course(desk: Desk, one: str, other: str, whole: tuple[Week, ...]) -> _Course:
    some = kept_developments(
        desk, pair=(one, other), kinds=KINDS, background=False, limit=HELD
    )  # fmt: skip
    member: tuple[Regime, ...] = ()
    for state in (one, other):
        bodied = with_bodies(desk, state, limit=HELD)
        member += memberships((kept_development(desk, k.id, newest=60) for k in bodied), state)
    held = regimes((kept_development(desk, k.id, newest=60) for k in some), one, other)
    return _Course(
        points=change_points(whole),
        milestones=milestones(whole)[::-1],
        regimes=held + member,
        bodies=shared_bodies(registry().members, one, other, whole[-1].week) if whole else (),
    )


@router.get("/pair/{one}/{other}", response_class=HTMLResponse)
def pair_page(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    one: str,
    other: str,
    since: str = "",
    until: str = "",
) -> HTMLResponse:
    """Give what two actors did to each other, week by week."""
    one, other = (a if coded(a) else a.lower() for a in (one, other))
    with shelved.desk() as desk:
        fresh = line(request, shelved.mark(desk), "pair", one, other)
        whole = pair_weeks(desk, one, other)
        weeks = [w for w in whole if since <= w.week and (not until or w.week <= until)]
        return render(
            request,
            "pair.html",
            one=one,
            other=other,
            since=since,
            until=until,
            weeks=weeks[::-1][:SHOWN],
            more=max(0, len(weeks) - SHOWN),
            whole=len(whole),
            firsts=pair_firsts(desk, one, other, since=since, until=until)[::-1],
            course=(course := _course(desk, one, other, whole)),
            developments=kept_developments(desk, pair=(one, other), background=False, limit=8),
            ways=[_way(desk, one, other, since, until), _way(desk, other, one, since, until)],
            data=[_bar(w) for w in weeks[-SHOWN:]],
            points=[
                {"week": p.week, "said": f"{p.series} {p.before:g} → {p.after:g}"}
                for p in course.points
                if since <= p.week and (not until or p.week <= until)
            ],
            fresh=fresh,
        )


def _way(desk: Desk, by: str, to: str, since: str, until: str) -> tuple[str, str, str, Any]:
    wanted = Filter(actor=by, recipient=to, since=since, until=until)
    return by, to, wanted.to_query(), search_events(desk, wanted, limit=6)


def _bar(week: Week) -> dict[str, object]:
    planned = sum(n for s, n in week.statuses if s not in DONE)
    return {"week": week.week, "up": week.cooperation, "down": week.conflict, "planned": planned}
