"""The front page: what leads, what has changed, what came in last, and what is missing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request
from fastapi.responses import HTMLResponse

from foreigndesk.desk.common import Shelf, line, render, shelf
from foreigndesk.desk.sections import beside
from foreigndesk.store.following import kept_developments
from foreigndesk.store.fronting import WINDOW, front

router = APIRouter(include_in_schema=False)
VISIT = "foreigndesk_visit"


@router.get("/", response_class=HTMLResponse)
def front_page(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    foreigndesk_visit: Annotated[str, Cookie()] = "",
) -> HTMLResponse:
    """Give the front page."""
    now = datetime.now(UTC)
    visited = _time(foreigndesk_visit)
    with shelved.desk() as desk:
        what = shelved.lately(front, desk)
        page = render(
            request,
            "front.html",
            today=now.astimezone().date().isoformat(),
            leading=what.leading,
            courses=what.courses,
            changed=kept_developments(desk, changed_since=visited, background=False, limit=6)
            if visited
            else what.changed,
            visited=visited,
            latest=what.latest,
            articles=what.articles,
            first=what.first,
            last=what.last,
            sections=[(kind, beside(what.sections, kind)) for kind in ("region", "theme", "pages")],
            countries=what.countries,
            types=what.types,
            gaps=what.gaps,
            window=min(WINDOW, what.articles),
            fresh=line(request, shelved.mark(desk), "articles"),
        )
    if not request.headers.get("hx-request"):
        stamp = now.isoformat(timespec="seconds")
        page.set_cookie(VISIT, stamp, max_age=31_536_000, httponly=True, samesite="strict")
    return page


def _time(text: str) -> str:
    """Give an ISO time of a cookie, "" where it is none."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):  # it may be at the end of the calendar
        return ""
