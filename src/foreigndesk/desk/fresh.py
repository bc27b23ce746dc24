"""The line that says, while others write, how much of what a page lists is new since it opened.

A page with a list hands its template a ``Line``; the page asks for the line again from time to
time, and gets an answer without content while nothing is new. Nothing on the page moves: who
wants to see what is new follows the line's link.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from foreigndesk.desk.common import LATER, Line, Shelf, own_query, render, shelf
from foreigndesk.desk.search import asked_developments, asked_filter
from foreigndesk.desk.sections import section_of
from foreigndesk.desk.words import counted
from foreigndesk.store import Desk
from foreigndesk.store.arriving import (
    Arrived,
    Mark,
    alerts_since,
    arrived,
    changed_since,
    judgements_since,
    mark_of,
    read_mark,
)
from foreigndesk.store.kept import Asked, kept_id
from foreigndesk.store.search import Filter

router = APIRouter(include_in_schema=False)


@router.get("/fresh/{what}", response_class=HTMLResponse)
@router.get("/fresh/{what}/{of:path}", response_class=HTMLResponse)
def fresh_line(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    what: str,
    of: str = "",
    seen: str = "",
    told: int = 0,
) -> Response:
    """Give the line of a page anew; no content while nothing is new."""
    since = read_mark(seen)
    if since is None:
        raise HTTPException(400, "that mark is not one that this desk gave")
    with shelved.desk() as desk:
        now = mark_of(desk)
        said = _said(request, desk, what, of, since, told)
    if not said:
        return Response(status_code=204)
    show = "?" + "&".join(filter(None, (own_query(request), urlencode({"seen": str(now)}))))
    asked = f"{request.url.path}?{request.url.query}"
    return render(request, "fresh.html", fresh=Line(asked, LATER, said, show))


def _said(request: Request, desk: Desk, what: str, of: str, since: Mark, told: int) -> str:
    """Say what is new of what a page lists; "" where nothing is."""
    wanted = asked_filter(request)
    if what in ("events", "claims", "articles"):
        return _new(arrived(desk, what, wanted, since), what[:-1])
    if what == "section":
        kind, _, slug = of.partition("/")
        return _new(arrived(desk, "articles", section_of(kind, slug).wanted, since), "article")
    if what == "placed":
        return _new(arrived(desk, "events", wanted, since, placed=True), "event")
    if what == "actor":
        return _new(arrived(desk, "events", Filter(party=of), since), "event")
    if what == "alerts":
        return _new(alerts_since(desk, since, of), "alert")
    if what == "judgements":
        return _new(judgements_since(desk, since), "judgement")
    if what == "development":
        return said_of_development(desk, of, since, told)
    if what == "pair":
        one, _, other = of.partition("/")
        asked: Asked = {"pair": (one, other), "background": False}
    elif what == "developments":
        standing = request.query_params.get("standing", "")
        unsettled = request.query_params.get("open", "") == "yes"
        asked = asked_developments(wanted, standing=standing, unsettled=unsettled)
    else:
        raise HTTPException(404, "there is no such page")
    found = changed_since(desk, since, asked)
    return f"{_many(found, 'development')} new or changed" if found.number else ""


def _many(found: Arrived, word: str) -> str:
    return f"{found.number:,} or more {word}s" if found.more else counted(found.number, word)


def _new(found: Arrived, word: str) -> str:
    return _many(found, f"new {word}") if found.number else ""


def said_of_development(desk: Desk, ident: str, since: Mark, told: int = 0) -> str:
    """Say how a development has changed; "" where it has not."""
    sql = "SELECT changed, reports FROM developments WHERE id = ?"
    row = desk.query(sql, (kept_id(desk, ident),))[0]
    if row["changed"] <= since.changed:
        return ""
    more = row["reports"] - told
    return counted(more, "new report") if told and more > 0 else "This development has changed"
