"""Developments: the list, and one with its course, contradictions, sources and judgements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Annotated, Any
from urllib.parse import unquote, urlencode

from fastapi import APIRouter, Cookie, Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from foreigndesk.codebook import codebook
from foreigndesk.codebook.sections import regions, themes
from foreigndesk.desk import words
from foreigndesk.desk.charts import drawn_spot
from foreigndesk.desk.common import Shelf, line, render, shelf
from foreigndesk.desk.search import STANDINGS, asked_filter, developments_found
from foreigndesk.developments import Development, Report
from foreigndesk.developments.naming import written_of
from foreigndesk.developments.types import order
from foreigndesk.records import STATUSES
from foreigndesk.store.arriving import Mark
from foreigndesk.store.aside import Aside, asides
from foreigndesk.store.charting import spots
from foreigndesk.store.following import kept_development, revisions
from foreigndesk.store.kept import size_of
from foreigndesk.store.search import CursorError, Filter
from foreigndesk.store.tying import kept_ties

router = APIRouter(include_in_schema=False)

SHOWN = 200  # reports of a course on one page


@router.get("/developments", response_class=HTMLResponse)
def developments_page(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    standing: str = "",
    open: str = "",
    after: str = "",
) -> HTMLResponse:
    """Give the list of developments, newest first."""
    wanted = asked_filter(request)
    with shelved.desk() as desk:
        fresh = line(request, shelved.mark(desk), "developments")
        try:
            found = developments_found(
                desk, wanted, standing=standing, unsettled=open == "yes", after=after
            )
        except CursorError as error:
            raise HTTPException(400, str(error)) from error
    more = {
        "standing": standing if standing in STANDINGS else "",
        "open": "yes" if open == "yes" else "",
    }
    query = "&".join(
        filter(None, (wanted.to_query(), urlencode({k: v for k, v in more.items() if v})))
    )
    return render(
        request,
        "developments.html",
        found=found,
        wanted=wanted,
        standing=standing,
        unsettled=open == "yes",
        stands=STANDINGS,
        types=tuple(codebook().types),
        query=query,
        after=after,
        regions=regions(),
        themes=themes(),
        fresh=fresh,
    )


@router.get("/development/{ident}", response_class=HTMLResponse)
def development_page(
    request: Request,
    shelved: Annotated[Shelf, Depends(shelf)],
    ident: str,
    judge: str = "",
    foreigndesk_who: Annotated[str, Cookie()] = "",
) -> Response:
    """Give one development; an id that was merged into it leads to it.

    ``judge`` is the event of the report whose form is open.
    """
    with shelved.desk() as desk:
        mark = shelved.mark(desk)
        one = kept_development(desk, ident, newest=SHOWN)
        told, articles = size_of(desk, ident)
        if one.id != ident:
            return RedirectResponse(f"/development/{one.id}", 308)
        links = revisions(desk, development=one.id, limit=30)
        ties = kept_ties(desk, one)
        aside = asides(desk, one.id)
        mapped = spots(desk, Filter(development=one.id))
    return render(
        request,
        "development.html",
        **judging_words(one, articles, unquote(foreigndesk_who), mark),
        course=course_of(one.reports, aside),
        judge=judge,
        mapped=[drawn_spot(s) for s in mapped],
        hidden=max(0, told - len(one.reports)),
        outlets={r.article: r.outlet for r in one.reports},
        ties=ties,
        held=sides_of(one),
        sources=sources_of(one, namer(one)),
        articles=articles_of(one),
        figures=figures_of(one),
        revisions=links,
        fresh=line(request, mark, "development", one.id, told=told),
    )


def judging_words(one: Development, articles: int, who: str, mark: Mark) -> dict[str, Any]:
    """Give what the parts of the page need that change with a judgement."""
    return {
        "one": one,
        "home": one.id,
        "told_by": articles,
        "named": namer(one),
        "who": who,
        "mark": str(mark),
        "types": tuple(codebook().types),
        "statuses": STATUSES,
    }


def course_of(
    reports: Iterable[Report], aside: Iterable[Aside]
) -> list[tuple[Report | None, Aside | None]]:
    """Give the reports of a development and what people took out of it, in one order."""
    told: list[tuple[Report | None, Aside | None]] = [(r, None) for r in reports]
    out: list[tuple[Report | None, Aside | None]] = [(None, a) for a in aside]
    return sorted(told + out, key=lambda pair: order(pair[0] or pair[1].report))  # type: ignore[union-attr]


def namer(one: Development) -> Callable[[str], str]:
    """Give what says a source of independence in words: an outlet as the articles write it."""
    names: dict[str, str] = {}
    for outlet in (r.outlet for r in one.reports):
        names[outlet.casefold()] = names[outlet.casefold().removeprefix("the ")] = outlet
    written = written_of(one.reports)
    return lambda key: written.get(key) or names.get(key) or words.origin(key)


def sources_of(
    one: Development, named: Callable[[str], str]
) -> list[tuple[str, int, list[str], list[str]]]:
    """Give who ultimately says so: reports, what they are told as, and the chains to them."""
    found: dict[str, list[Report]] = {}
    for report in one.reports:
        for origin in report.origins:
            found.setdefault(origin, []).append(report)
    rows = []
    for origin, told in sorted(found.items(), key=lambda f: (-len(f[1]), f[0])):
        statuses = [f"{s} ({n})" for s, n in Counter(r.status for r in told).most_common()]
        chains = list(dict.fromkeys(_chain(r, named) for r in told if len(r.chain) > 1))
        rows.append((origin, len(told), statuses, chains[:6]))
    return rows


def sides_of(one: Development) -> list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]:
    """Give what is held against each other: about what, and each side with who and where."""
    made = []
    for held in one.contradictions:
        sides: dict[str, list[tuple[str, str]]] = {}
        for what, by, article in held.sides:
            sides.setdefault(what, []).append((by, article))
        made.append((held.about, list(sides.items())))
    return made


def _chain(report: Report, named: Callable[[str], str]) -> str:
    return " ← ".join(dict.fromkeys((*report.chain[:-1], named(report.chain[-1]))))


def figures_of(one: Development) -> list[tuple[str, str, str, str]]:
    """Give the figures as they changed: day, what of, the figure in words, by whom; each once."""
    rows = [
        (day, of.of, f"{of.bound.replace('-', ' ')} {of.best:,.0f}".strip(), by)
        for day, by, of in one.figures
    ]
    return list(dict.fromkeys(rows))


def articles_of(one: Development) -> list[Report]:
    """Give one report of each article, oldest first."""
    return list({r.article: r for r in reversed(one.reports)}.values())[::-1]
