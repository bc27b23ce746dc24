"""Sections: by the pages' own names, by region of the world, by theme; each a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse

from foreigndesk.codebook.sections import regions, themes
from foreigndesk.desk import words
from foreigndesk.desk.common import Shelf, line, render, shelf
from foreigndesk.desk.search import asked_developments
from foreigndesk.store import Desk
from foreigndesk.store.following import Kept, kept_developments
from foreigndesk.store.fronting import SectionCounts, leading, section_counts
from foreigndesk.store.kept import Asked
from foreigndesk.store.search import CursorError, Filter, search_articles

router = APIRouter(include_in_schema=False)

ARTICLES: Final = 14  # on a page
_LEADS: Final = 12
_NEWEST: Final = 200  # developments among which the leading ones are found


@dataclass(frozen=True, slots=True)
class Title:
    """What a section is called, what it is made of, and the filter that asks for it."""

    kind: str
    name: str
    said: str
    wanted: Filter


def section_of(kind: str, slug: str) -> Title:
    """Give what a section's address says. Raises HTTPException (404) where there is none such."""
    if kind == "pages":
        return Title(kind, slug, "as the pages name their section", Filter(section=slug))
    found = {"region": regions, "theme": themes}.get(kind, dict)().get(slug)
    if found is None:
        raise HTTPException(404, "there is no such section")
    if kind == "region":
        said = "what is told with a party in " + ", ".join(words.country(c) for c in found.codes)
        return Title(kind, found.name, said, Filter(region=slug))
    said = "what is told in the contexts " + ", ".join(c.replace("_", " ") for c in found.codes)
    return Title(kind, found.name, said, Filter(theme=slug))


@router.get("/section/{kind}/{slug:path}", response_class=HTMLResponse)
def section_page(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    kind: str,
    slug: str,
    after: str = "",
) -> HTMLResponse:
    """Give a section: its leading developments, its latest articles a page at a time."""
    title = section_of(kind, slug)
    with shelved.desk() as desk:
        fresh = line(request, shelved.mark(desk), "section", kind, slug)
        try:
            found = search_articles(desk, title.wanted, after=after, limit=ARTICLES)
        except CursorError as error:
            raise HTTPException(400, str(error)) from error
        leads = () if after else shelved.lately(leads_of, desk, title.wanted)
        counts = shelved.lately(section_counts, desk)
    return render(
        request,
        "section.html",
        title=title,
        slug=slug,
        found=found,
        leading=leads,
        query=title.wanted.to_query(),
        after=after,
        beside=beside(counts, kind),
        fresh=fresh,
    )


def leads_of(desk: Desk, wanted: Filter) -> tuple[Kept, ...]:
    """Give the developments that lead a section."""
    asked: Asked = {**asked_developments(wanted), "background": False}
    return leading(kept_developments(desk, limit=_NEWEST, **asked), _LEADS)


def beside(counts: SectionCounts, kind: str) -> tuple[tuple[str, str, int], ...]:
    """Give the sections of a kind: slug, name, how many of the newest articles; most first."""
    if kind == "pages":
        return tuple((name, name, n) for name, n in counts.pages)
    known = regions() if kind == "region" else themes()
    numbers = dict(counts.regions if kind == "region" else counts.themes)
    found = [(s.slug, s.name, numbers.get(s.slug, 0)) for s in known.values()]
    return tuple(sorted((f for f in found if f[2]), key=lambda f: -f[2]))
