"""Actors and pairs: who did what to whom over the weeks, and who says so."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from foreigndesk.desk import words
from foreigndesk.desk.charts import edge
from foreigndesk.desk.common import Shelf, render, shelf
from foreigndesk.store.charting import active_actors, actor_course, links, speakers, spoken
from foreigndesk.store.following import kept_developments, pair_firsts, pair_weeks
from foreigndesk.store.search import Filter, search_events

router = APIRouter(include_in_schema=False)


@router.get("/actors", response_class=HTMLResponse)
def actors_page(
    request: Request, shelved: Annotated[Shelf, Depends(shelf)], name: str = ""
) -> Response:
    """Give the most active actors, or go to the one that is named."""
    if name.strip():
        return RedirectResponse(f"/actor/{code_of(name)}", 303)
    with shelved.desk() as desk:
        return render(request, "actors.html", actors=active_actors(desk))


def code_of(name: str) -> str:
    """Give the code of a country by its name or code; else the name as it is, for a path."""
    from urllib.parse import quote

    from foreigndesk.actors import registry

    plain = " ".join(name.split())
    if len(plain) == 3 and plain.isalpha():
        return plain.upper()
    found = registry().find(plain)
    code = found[0].country if found and found[0].kind == "state" else plain
    return quote(code, safe="")


@router.get("/actor/{code:path}", response_class=HTMLResponse)
def actor_page(
    request: Request, shelved: Annotated[Shelf, Depends(shelf)], code: str
) -> HTMLResponse:
    """Give what an actor (a country's or PLOVER's code, an actor's id, a name) does and meets."""
    coded = len(code) == 3 and code.isupper()
    with shelved.desk() as desk:
        around = links(desk, actor=code, limit=40) if coded else ()
        course = actor_course(desk, code) if coded else ()
        return render(
            request,
            "actor.html",
            code=code,
            name=words.country(code),
            course=course[-104:],
            links=[(k, k.other if k.one == code else k.one) for k in around],
            developments=kept_developments(desk, countries=(code,), background=False, limit=8)
            if coded
            else [],
            events=search_events(desk, Filter(party=code), limit=12),
            speakers=speakers(desk, code),
            spoken=spoken(desk, code) if coded else (),
            data=[
                {"week": c.week, "up": c.cooperation, "down": c.conflict, "planned": c.planned}
                for c in course[-104:]
            ],
            edges=[edge(k) for k in around[:24]],
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
    with shelved.desk() as desk:
        weeks = pair_weeks(desk, one, other, since=since, until=until)
        firsts = pair_firsts(desk, one, other, since=since, until=until)
        told = kept_developments(desk, pair=(one, other), background=False, limit=12)
        events = search_events(desk, Filter(actor=one, recipient=other), limit=8)
        back = search_events(desk, Filter(actor=other, recipient=one), limit=8)
    return render(
        request,
        "pair.html",
        one=one,
        other=other,
        since=since,
        until=until,
        weeks=weeks[::-1],
        firsts=firsts,
        developments=told,
        ways=[(one, other, events), (other, one, back)],
        data=[
            {
                "week": w.week,
                "up": w.cooperation,
                "down": w.conflict,
                "planned": sum(n for s, n in w.statuses if s not in ("happened", "ongoing")),
            }
            for w in weeks[-156:]
        ],
    )
