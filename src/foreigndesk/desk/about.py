"""Where it comes from and what it is worth: sources with their health, method, limits."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from foreigndesk.codebook import codebook
from foreigndesk.codebook.tables import shipped_tables
from foreigndesk.desk.common import VENDOR, Shelf, line, render, shelf
from foreigndesk.store import Desk
from foreigndesk.store.fronting import gaps
from foreigndesk.store.health import outcomes, outlets, recent_troubles, voices

router = APIRouter(include_in_schema=False)


@router.get("/sources", response_class=HTMLResponse)
def sources_page(request: Request, shelved: Annotated[Shelf, Depends(shelf)]) -> HTMLResponse:
    """Give the page on outlets, on who is heard, and on what failed."""
    with shelved.desk() as desk:
        heard = shelved.lately(outlets, desk), shelved.lately(voices, desk)
        return render(
            request,
            "sources.html",
            outlets=heard[0],
            voices=heard[1],
            troubles=recent_troubles(desk),
            outcomes=shelved.lately(outcomes, desk),
            gaps=shelved.lately(gaps, desk),
            fresh=line(request, shelved.mark(desk), "articles"),
        )


@router.get("/about", response_class=HTMLResponse)
def about_page(request: Request, shelved: Annotated[Shelf, Depends(shelf)]) -> HTMLResponse:
    """Give the page on the coder, its tables, its method and its limits."""
    with shelved.desk() as desk:
        return render(
            request,
            "about.html",
            versions=shelved.lately(Desk.versions, desk),
            tables=shipped_tables(),
            types=codebook().types.values(),
            assets=_assets(),
            file=str(desk.path),
        )


def _assets() -> list[list[str]]:
    notes = VENDOR / "versions.tsv"
    if not notes.is_file():
        return []
    return [line.split("\t") for line in notes.read_text(encoding="utf-8").splitlines()]
