"""The REST interface under /api/v1: what the desk holds as JSON, page by page."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Depends, HTTPException, Request, Response

from foreigndesk.desk import lines
from foreigndesk.desk.asking import (
    OF_ARTICLES,
    OF_CLAIMS,
    OF_DEVELOPMENTS,
    OF_EVENTS,
    STANDING,
    answer,
    asked,
    documented,
    limit_of,
)
from foreigndesk.desk.common import Settings, Shelf, shelf
from foreigndesk.desk.search import developments_found
from foreigndesk.records import Article, Claim, Judgement, encode
from foreigndesk.store.counting import (
    WINDOW,
    actor_counts,
    actor_name,
    count_found,
    partners,
)
from foreigndesk.store.following import (
    kept_development,
    kept_developments,
    pair_firsts,
    pair_weeks,
)
from foreigndesk.store.judging import append_judgement, judgement_log, undo_judgement
from foreigndesk.store.search import search_articles, search_claims, search_events
from foreigndesk.store.watching import noted_alerts, watches

_PROBLEM: Final[dict[int | str, dict[str, Any]]] = {
    status: {
        "description": said,
        "content": {
            "application/problem+json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                }
            }
        },
    }
    for status, said in (
        (400, "A field or cursor that is none"),
        (404, "Not on this desk"),
        (409, "The beginning of several ids"),
        (503, "The desk cannot be read now"),
    )
}
_NEW: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "Nothing was written to the desk since (If-None-Match)"}
}
router = APIRouter(prefix="/api/v1", responses={**_PROBLEM, **_NEW})
Shelved = Annotated[Shelf, Depends(shelf)]


@router.get(
    "/articles",
    response_model=lines.Articles,
    tags=["search"],
    openapi_extra=documented(*OF_ARTICLES),
)
def articles(request: Request, shelved: Shelved) -> Response:
    """Give articles, newest first, without their texts."""
    wanted, pairs = asked(request, OF_ARTICLES)
    with shelved.desk() as desk:

        def make() -> object:
            found = search_articles(
                desk, wanted, after=pairs.get("after", ""), limit=limit_of(pairs)
            )
            return lines.Articles(
                items=tuple(lines.seen_line(s) for s in found.items),
                next=found.next,
                count=count_found(desk, "articles", wanted) if _counting(pairs) else None,
                query=wanted.to_query(),
            )

        return answer(request, desk, make)


@router.get(
    "/events", response_model=lines.Events, tags=["search"], openapi_extra=documented(*OF_EVENTS)
)
def events(request: Request, shelved: Shelved) -> Response:
    """Give events, those of the newest articles first."""
    wanted, pairs = asked(request, OF_EVENTS)
    with shelved.desk() as desk:

        def make() -> object:
            found = search_events(desk, wanted, after=pairs.get("after", ""), limit=limit_of(pairs))
            return lines.Events(
                items=tuple(lines.event_line(t) for t in found.items),
                next=found.next,
                count=count_found(desk, "events", wanted) if _counting(pairs) else None,
                query=wanted.to_query(),
            )

        return answer(request, desk, make)


@router.get(
    "/claims", response_model=lines.Claims, tags=["search"], openapi_extra=documented(*OF_CLAIMS)
)
def claims(request: Request, shelved: Shelved) -> Response:
    """Give claims, those that came in last first."""
    wanted, pairs = asked(request, OF_CLAIMS)
    with shelved.desk() as desk:

        def make() -> object:
            found = search_claims(desk, wanted, after=pairs.get("after", ""), limit=limit_of(pairs))
            return lines.Claims(
                items=tuple(lines.claim_line(s) for s in found.items),
                next=found.next,
                count=count_found(desk, "claims", wanted) if _counting(pairs) else None,
                query=wanted.to_query(),
            )

        return answer(request, desk, make)


@router.get(
    "/developments",
    response_model=lines.Developments,
    tags=["search"],
    openapi_extra=documented(*OF_DEVELOPMENTS, **STANDING),
)
def developments(request: Request, shelved: Shelved) -> Response:
    """Give developments, those last told of first, without their reports; `count` is not given."""
    wanted, pairs = asked(request, OF_DEVELOPMENTS, "standing")
    with shelved.desk() as desk:

        def make() -> object:
            found = developments_found(
                desk,
                wanted,
                standing=pairs.get("standing", ""),
                after=pairs.get("after", ""),
                limit=limit_of(pairs),
            )
            query = wanted.to_query()
            return lines.Developments(items=found.items, next=found.next, count=None, query=query)

        return answer(request, desk, make)


def _counting(pairs: dict[str, str]) -> bool:
    return pairs.get("count") == "yes"


# --------------------------------------------------------------------------- one


@router.get("/articles/{ident}", response_model=Article, tags=["one"])
def article(request: Request, shelved: Shelved, ident: str) -> Response:
    """Give an article or teaser whole, by its id or the beginning of it."""
    with shelved.desk() as desk:
        return answer(request, desk, lambda: desk.article(ident))


@router.get("/events/{ident}", response_model=lines.EventLine, tags=["one"])
def event(request: Request, shelved: Shelved, ident: str) -> Response:
    """Give an event, by its id or the beginning of it."""
    with shelved.desk() as desk:
        return answer(request, desk, lambda: lines.event_line(desk.event(ident)))


@router.get("/claims/{ident}", response_model=Claim, tags=["one"])
def claim(request: Request, shelved: Shelved, ident: str) -> Response:
    """Give a claim, by its id or the beginning of it."""
    with shelved.desk() as desk:
        return answer(request, desk, lambda: desk.claim(ident))


@router.get("/developments/{ident}", response_model=lines.Development, tags=["one"])
def development(request: Request, shelved: Shelved, ident: str) -> Response:
    """Give a development whole: reports, standings, changes, contradictions, what is open."""
    with shelved.desk() as desk:
        return answer(request, desk, lambda: kept_development(desk, ident))


# --------------------------------------------------------------------------- actors


@router.get("/actors", response_model=lines.Actors, tags=["actors"])
def actors(request: Request, shelved: Shelved) -> Response:
    """Give the actors of the newest pages, those with most events first."""
    with shelved.desk() as desk:
        return answer(
            request,
            desk,
            lambda: lines.Actors(
                items=tuple(
                    lines.ActorLine(code=c, name=n, events=e) for c, n, e in actor_counts(desk)
                ),
                pages=WINDOW,
            ),
        )


@router.get("/actors/{code}", response_model=lines.ActorPage, tags=["actors"])
def actor(request: Request, shelved: Shelved, code: str) -> Response:
    """Give an actor by its code: its newest developments, and with whom they are."""
    with shelved.desk() as desk:

        def make() -> object:
            kept = kept_developments(desk, countries=(code,), limit=50)
            name = actor_name(desk, code)
            if not kept and not name:
                raise HTTPException(404, "no text on this desk names an actor of that code")
            return lines.ActorPage(
                code=code,
                name=name,
                developments=tuple(kept),
                partners=tuple(
                    lines.Partner(code=c, developments=n) for c, n in partners(desk, code)
                ),
            )

        return answer(request, desk, make)


@router.get("/relations/{one}/{other}", response_model=lines.Relation, tags=["actors"])
def relation(request: Request, shelved: Shelved, one: str, other: str) -> Response:
    """Give what stood between two actors, by their codes, week by week, and what was first."""
    with shelved.desk() as desk:
        return answer(
            request,
            desk,
            lambda: lines.Relation(
                one=one,
                other=other,
                weeks=pair_weeks(desk, one, other),
                firsts=pair_firsts(desk, one, other),
            ),
        )


# --------------------------------------------------------------------------- people


@router.get("/watches", response_model=lines.Watches, tags=["people"])
def watched(request: Request, shelved: Shelved) -> Response:
    """Give the watches."""
    with shelved.desk() as desk:
        return answer(request, desk, lambda: lines.Watches(items=tuple(watches(desk))))


@router.get("/alerts", response_model=lines.Alerts, tags=["people"])
def alerts(request: Request, shelved: Shelved) -> Response:
    """Give the newest 200 alerts, newest first."""
    with shelved.desk() as desk:
        return answer(
            request,
            desk,
            lambda: lines.Alerts(
                items=tuple(
                    lines.AlertLine(alert=n.alert, noted=n.noted)
                    for n in noted_alerts(desk)[:-201:-1]
                )
            ),
        )


@router.get("/judgements", response_model=lines.Judgements, tags=["people"])
def judgements(request: Request, shelved: Shelved) -> Response:
    """Give the judgements, newest first."""
    with shelved.desk() as desk:
        return answer(
            request,
            desk,
            lambda: lines.Judgements(
                items=tuple(
                    lines.JudgementLine(judgement=j.judgement, state=j.state, about=j.about)
                    for j in judgement_log(desk)[::-1]
                )
            ),
        )


@router.post("/judgements", response_model=Judgement, status_code=201, tags=["people"])
def judge(request: Request, shelved: Shelved, given: Annotated[lines.Judging, Body()]) -> Response:
    """Make a judgement, or undo one. It needs the desk's token: `Authorization: Bearer TOKEN`."""
    settings: Settings = request.app.state.shelf.settings
    if settings.readonly:
        raise HTTPException(403, "this desk is open for reading only")
    who = given.who.strip()[:120]
    if not who:
        raise HTTPException(422, "who: say who judges")
    with shelved.desk() as desk:
        try:
            made = (
                undo_judgement(desk, given.id)
                if given.act == "undo"
                else append_judgement(
                    desk,
                    given.act,
                    given.id,
                    given.value.strip(),
                    who=who,
                    why=given.why.strip()[:2000],
                )
            )
        except ValueError as error:
            raise HTTPException(422, str(error)) from error
    shelved.forget()
    return Response(encode(made), 201, media_type="application/json")
