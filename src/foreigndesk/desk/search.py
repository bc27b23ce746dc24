"""The search page: words and fields in, events, claims, articles or developments out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse

from foreigndesk.codebook import codebook
from foreigndesk.codebook.sections import regions, themes
from foreigndesk.desk import words
from foreigndesk.desk.common import Shelf, line, render, shelf
from foreigndesk.records import STATUSES
from foreigndesk.store import Desk
from foreigndesk.store.following import Kept, kept_developments
from foreigndesk.store.kept import Asked
from foreigndesk.store.search import (
    CursorError,
    Filter,
    Found,
    search_articles,
    search_claims,
    search_events,
)

router = APIRouter(include_in_schema=False)

WHAT: Final = ("events", "claims", "articles", "developments")
STANDINGS: Final = tuple(words.STANDING_WORDS)
PAGE: Final = 30


def asked_filter(request: Request) -> Filter:
    """Give the filter that a request's query asks for. More than 200 fields are a 400."""
    try:
        return Filter.from_query(request.url.query)
    except ValueError as error:
        raise HTTPException(400, "there are more than 200 fields") from error


def asked_day(text: str) -> str:
    """Give an ISO day ("" as it is). What is none is a 400."""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError as error:
        raise HTTPException(400, "write a day as 2026-03-02") from error


@router.get("/search", response_class=HTMLResponse)
def search_page(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    what: str = "",
    standing: str = "",
    after: str = "",
) -> HTMLResponse:
    """Give the search page; a bare search for words finds articles, else events."""
    wanted = asked_filter(request)
    if what not in WHAT:
        what = "articles" if replace(wanted, words="") == Filter() and wanted.words else "events"
    with shelved.desk() as desk:
        fresh = line(request, shelved.mark(desk), what)
        try:
            found = find(desk, what, wanted, standing=standing, after=after)
        except CursorError as error:
            raise HTTPException(400, str(error)) from error
    query = wanted.to_query()
    if standing:
        query = "&".join(filter(None, (query, urlencode({"standing": standing}))))
    return render(
        request,
        "search.html",
        what=what,
        wanted=wanted,
        standing=standing,
        found=found,
        query=query,
        after=after,
        kinds=WHAT,
        types=tuple(codebook().types),
        statuses=STATUSES,
        stands=STANDINGS,
        regions=regions(),
        themes=themes(),
        fresh=fresh,
    )


def find(
    desk: Desk, what: str, wanted: Filter, *, standing: str = "", after: str = "", limit: int = PAGE
) -> Found[Any]:
    """Give a page of what is searched for. Raises CursorError."""
    if what == "claims":
        return search_claims(desk, wanted, after=after, limit=limit)
    if what == "articles":
        return search_articles(desk, wanted, after=after, limit=limit)
    if what == "developments":
        return developments_found(desk, wanted, standing=standing, after=after, limit=limit)
    return search_events(desk, wanted, after=after, limit=limit)


def developments_found(
    desk: Desk,
    wanted: Filter,
    *,
    standing: str = "",
    unsettled: bool = False,
    after: str = "",
    limit: int = PAGE,
) -> Found[Kept]:
    """Give a page of developments by the filter's words, type, parties, sections and days.

    ``unsettled`` asks for those of which something is open. Raises CursorError.
    """
    if after and not desk.query("SELECT 1 FROM developments WHERE id = ?", (after,)):
        raise CursorError("that cursor is no development on this desk; begin anew")
    asked = asked_developments(wanted, standing=standing, unsettled=unsettled)
    rows = kept_developments(desk, limit=limit + 1, after=after, **asked)
    return Found(tuple(rows[:limit]), rows[limit - 1].id if len(rows) > limit else "")


def asked_developments(wanted: Filter, *, standing: str = "", unsettled: bool = False) -> Asked:
    """Give what is asked of developments by what of a filter applies to them."""
    asked: Asked = {"words": wanted.words, "since": wanted.since, "until": wanted.until}
    if standing in STANDINGS:
        asked["standing"] = standing
    if unsettled:
        asked["open"] = True
    if wanted.type:
        asked["kinds"] = (wanted.type,)
    codes = [c for c in (wanted.actor, wanted.recipient, wanted.party) if c]
    if len(codes) > 1:
        asked["pair"] = (codes[0], codes[1])
    elif codes:
        asked["countries"] = (codes[0],)
    if wanted.region:
        found = regions().get(wanted.region)
        asked["within"] = found.codes if found else ("",)
    if wanted.theme:
        theme = themes().get(wanted.theme)
        asked["contexts"] = theme.codes if theme else ("",)
    if wanted.section:
        asked["section"] = wanted.section
    if not wanted.background:
        asked["background"] = False
    return asked
