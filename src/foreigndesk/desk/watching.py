"""Watches and alerts: what a person wants to hear of, and what came of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from foreigndesk.codebook import codebook
from foreigndesk.desk.common import Shelf, line, render, shelf
from foreigndesk.desk.search import STANDINGS
from foreigndesk.developments.watches import Watch, watch_words
from foreigndesk.records import STATUSES, record_id
from foreigndesk.store.delivering import deliveries
from foreigndesk.store.feeds import atom
from foreigndesk.store.watching import (
    Noted,
    add_watch,
    noted_alerts,
    now,
    remove_watch,
    watches,
)
from foreigndesk.store.watching import look as look_now

router = APIRouter(include_in_schema=False)

SHOWN: Final = 200
_CODE = re.compile(r"[A-Za-z]{3}")


@router.get("/watches", response_class=HTMLResponse)
def watches_page(
    request: Request, shelved: Annotated[Shelf, Depends(shelf)], watch: str = ""
) -> HTMLResponse:
    """Give the watches, the alerts newest first, and a form for a new watch."""
    with shelved.desk() as desk:
        fresh = line(request, shelved.mark(desk), "alerts", *([watch] if watch else []))
        held = watches(desk)
        sent = deliveries(desk)
        found = [n for n in noted_alerts(desk) if not watch or n.alert.watch == watch]
    return render(
        request,
        "watches.html",
        watches=[(w, watch_words(w), [d for d in sent if d.watch == w.id]) for w in held],
        alerts=found[::-1][:SHOWN],
        more=max(0, len(found) - SHOWN),
        chosen=watch,
        types=tuple(codebook().types),
        statuses=STATUSES,
        stands=STANDINGS,
        fresh=fresh,
    )


@router.get("/watches/atom")
def atom_feed(shelved: Annotated[Shelf, Depends(shelf)], watch: str = "") -> Response:
    """Give the alerts of all watches, or of one, as an Atom feed."""
    with shelved.desk() as desk:
        names = {w.id: w.name for w in watches(desk, removed=True)}
        found: list[Noted] = [n for n in noted_alerts(desk) if not watch or n.alert.watch == watch]
        title = f"Foreign Desk: {names[watch]}" if watch in names else "Foreign Desk: alerts"
        return Response(atom(desk, found, title=title), media_type="application/atom+xml")


@router.post("/watches")
def add(
    shelved: Annotated[Shelf, Depends(shelf)],
    name: Annotated[str, Form()],
    countries: Annotated[str, Form()] = "",
    types: Annotated[list[str] | None, Form()] = None,
    place: Annotated[str, Form()] = "",
    words: Annotated[str, Form()] = "",
    standings: Annotated[list[str] | None, Form()] = None,
    statuses: Annotated[list[str] | None, Form()] = None,
    since: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Add a watch and look at once what it has to tell."""
    name = " ".join(name.split())[:120]
    codes = [c.upper() for c in re.split(r"[\s,]+", countries) if c]
    wrong = [c for c in codes if not _CODE.fullmatch(c)]
    if not name or wrong:
        said = f"{wrong[0]!r} is no country's code of three letters" if wrong else "Name the watch."
        raise HTTPException(422, said)
    made = Watch(
        id=record_id("wat", name),
        name=name,
        made=now(),
        countries=tuple(codes),
        types=_known(types, tuple(codebook().types)),
        place=place.strip(),
        words=tuple(words.split()),
        standings=_known(standings, STANDINGS),
        statuses=_known(statuses, STATUSES),
        since=_day(since),
    )
    with shelved.desk() as desk:
        if any(w.name == name for w in watches(desk)):
            raise HTTPException(422, f"There is a watch “{name}” already; remove it first.")
        add_watch(desk, made)
        look_now(desk)
    return RedirectResponse("/watches", 303)


@router.post("/watches/look")
def look(shelved: Annotated[Shelf, Depends(shelf)]) -> RedirectResponse:
    """Look for what the watches ask for now."""
    with shelved.desk() as desk:
        look_now(desk)
    return RedirectResponse("/watches", 303)


@router.post("/watches/remove")
def remove(
    shelved: Annotated[Shelf, Depends(shelf)], ident: Annotated[str, Form()]
) -> RedirectResponse:
    """End a watch; what it told stays."""
    with shelved.desk() as desk:
        for watch in watches(desk):
            if watch.id == ident:
                remove_watch(desk, watch)
    return RedirectResponse("/watches", 303)


def _known(given: list[str] | None, known: tuple[str, ...]) -> tuple[str, ...]:
    wrong = [w for w in given or () if w not in known]
    if wrong:
        raise HTTPException(422, f"{wrong[0]!r} is not one of {', '.join(known)}")
    return tuple(given or ())


def _day(text: str) -> str:
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise HTTPException(422, f"{text!r} is no day; write it as 2026-03-02") from error
