"""Judging: a person's word on a report, put beside the machine's where the reader is; the log."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import quote, unquote

from fastapi import APIRouter, Cookie, Depends, Form, HTTPException, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from foreigndesk.desk.common import Line, Shelf, line, render, shelf
from foreigndesk.desk.developments import SHOWN, judging_words
from foreigndesk.desk.fresh import said_of_development
from foreigndesk.desk.words import ACT_WORDS
from foreigndesk.records import Judgement, encode
from foreigndesk.store import Desk, UnknownIdError
from foreigndesk.store.arriving import mark_of, read_mark
from foreigndesk.store.aside import aside, first_event
from foreigndesk.store.following import kept_development
from foreigndesk.store.judging import (
    append_judgement,
    import_judgements,
    judgement_log,
    judgements_of_lines,
    split_off,
    undo_together,
)
from foreigndesk.store.kept import development_of_event, kept_id, size_of
from foreigndesk.store.likely import likely

router = APIRouter(include_in_schema=False)

WHO: Final = "foreigndesk_who"
_YEAR: Final = 31_536_000
Shelved = Annotated[Shelf, Depends(shelf)]


def in_place(request: Request) -> bool:
    """Whether a part of the page is asked for, to be put in the place of the one it was."""
    return "hx-request" in request.headers


def refused(request: Request, said: str) -> Response:
    """Say that nothing was changed: in a line for the form, or as a page (raises for that)."""
    if in_place(request):
        return PlainTextResponse(said, 422)
    raise HTTPException(422, said)


def named(who: str) -> str:
    """Give the name of who judges."""
    return " ".join(who.split())[:100]


def remembered(answer: Response, who: str) -> Response:
    """Have the browser keep who judges for the next form; a cookie is ASCII, a name anything."""
    answer.set_cookie(WHO, quote(who), max_age=_YEAR, httponly=True, samesite="strict")
    return answer


@router.get("/development/{ident}/report/{event}", response_class=HTMLResponse)
def report_part(
    request: Request,
    shelved: Shelved,
    ident: str,
    event: str,
    foreigndesk_who: Annotated[str, Cookie()] = "",
) -> Response:
    """Give one report of a development's page with the form that judges it open."""
    with shelved.desk() as desk:
        mark = mark_of(desk)
        one = kept_development(desk, ident, newest=SHOWN)
        report = next((r for r in one.reports if r.event == event), None)
        _, articles = size_of(desk, ident)
    if report is None:
        raise HTTPException(404, "that report is not told here any more; load the page again")
    return render(
        request,
        "report_part.html",
        **judging_words(one, articles, unquote(foreigndesk_who), mark),
        report=report,
    )


@router.post("/development/{ident}/judge")
def judge_development(
    request: Request,
    shelved: Shelved,
    ident: str,
    act: Annotated[str, Form()],
    event: Annotated[str, Form()],
    who: Annotated[str, Form()],
    value: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    recode: Annotated[str, Form()] = "",
    resolve: Annotated[str, Form()] = "",
    merge: Annotated[str, Form()] = "",
    grade: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
) -> Response:
    """Append a judgement on one event of a development and show it where it was made.

    The page's form has a field of its own for what each act says; ``value`` says it for any.
    """
    said = {"recode": recode, "resolve": resolve, "merge": merge, "grade": grade}.get(act, "")
    value, who = (value or said).strip(), named(who)
    if not who:
        return refused(request, "Say who judges: a judgement is kept with a name.")
    with shelved.desk() as desk:
        quiet = _quiet(desk, ident, seen)
        try:
            made = append_judgement(desk, act, event, value, who=who, why=why.strip()[:2000])
        except ValueError as error:
            return refused(request, str(error))
        shelved.forget()
        told = f"Kept: {ACT_WORDS[made.act].lower()} by {who}."
        return remembered(_back(request, desk, ident, event, who, told, made, quiet=quiet), who)


def _quiet(desk: Desk, ident: str, seen: str) -> bool:
    """Whether nothing of a development is new since its page was opened."""
    mark = read_mark(seen)
    return mark is not None and not said_of_development(desk, ident, mark)


def _back(
    request: Request,
    desk: Desk,
    home: str,
    event: str,
    who: str,
    said: str,
    made: Judgement,
    *,
    quiet: bool,
    undone: bool = False,
) -> Response:
    """Give the report anew in its place; to a browser without script the page, at the report."""
    try:
        one = kept_development(desk, home, newest=SHOWN)
    except UnknownIdError:
        one = None
    if not in_place(request):
        place = f"/development/{one.id}#r-{event}" if one else f"/judgements#{made.id}"
        return RedirectResponse(place, 303)
    if one and one.id != home:
        return Response(headers={"HX-Redirect": f"/development/{one.id}#r-{quote(event)}"})
    now = development_of_event(desk, event)
    here = next((r for r in one.reports if r.event == event), None) if one else None
    if here and now and one and now.id != one.id:
        here = None
    told, articles = size_of(desk, home) if one else (0, 0)
    mark = mark_of(desk)
    words: dict[str, Any] = {"one": None, "home": home}
    fresh: Line | None = None
    if one:
        words = judging_words(one, articles, who, mark)
        if quiet:
            fresh = line(request, mark, "development", one.id, told=told, oob=True)
    return render(
        request,
        "judged.html",
        **words,
        report=here,
        out=None if here else aside(desk, event),
        opened=not undone,
        focus=undone,
        said=said,
        fresh=fresh,
    )


# --------------------------------------------------------------------------- merging, splitting


@router.get("/development/{ident}/merge", response_class=HTMLResponse)
def merge_page(
    request: Request,
    shelved: Shelved,
    ident: str,
    words: str = "",
    foreigndesk_who: Annotated[str, Cookie()] = "",
) -> Response:
    """Give the page on which one picks the development that is the same happening."""
    with shelved.desk() as desk:
        one = kept_development(desk, ident, newest=1)
        found = likely(desk, one, words[:200])
    who = unquote(foreigndesk_who)
    return render(request, "merge.html", one=one, found=found, words=words, who=who)


@router.post("/development/{ident}/merge")
def merge(
    shelved: Shelved,
    ident: str,
    who: Annotated[str, Form()],
    other: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
) -> Response:
    """Have two developments be one, and lead to it."""
    who = named(who)
    if not who or not other:
        raise HTTPException(422, "Say who judges, and pick the other development.")
    with shelved.desk() as desk:
        if kept_id(desk, other) == kept_id(desk, ident):
            raise HTTPException(422, "That is the same development already.")
        event = first_event(desk, ident)
        append_judgement(desk, "merge", event, other, who=who, why=why.strip()[:2000])
        now = kept_id(desk, ident)
    shelved.forget()
    return remembered(RedirectResponse(f"/development/{now}#r-{quote(event)}", 303), who)


@router.get("/development/{ident}/split", response_class=HTMLResponse)
def split_page(
    request: Request,
    shelved: Shelved,
    ident: str,
    foreigndesk_who: Annotated[str, Cookie()] = "",
) -> Response:
    """Give the page on which one ticks the reports that are a happening of their own."""
    with shelved.desk() as desk:
        one = kept_development(desk, ident, newest=SHOWN)
        told, _ = size_of(desk, ident)
    hidden = told - len(one.reports)
    who = unquote(foreigndesk_who)
    return render(request, "split.html", one=one, hidden=hidden, who=who)


@router.post("/development/{ident}/split")
def split(
    shelved: Shelved,
    ident: str,
    who: Annotated[str, Form()],
    events: Annotated[list[str] | None, Form()] = None,
    why: Annotated[str, Form()] = "",
) -> Response:
    """Take the ticked reports out as one happening of their own; lead to what is left."""
    who, ticked = named(who), list(dict.fromkeys(events or ()))
    with shelved.desk() as desk:
        told = {r.event for r in kept_development(desk, ident).reports}
        if not who or not ticked or not told.issuperset(ticked):
            raise HTTPException(422, "Say who judges, and tick reports of this development.")
        rest = sorted(told.difference(ticked))
        if not rest:
            raise HTTPException(422, "Leave at least one report: all of them are it as it is.")
        split_off(desk, ticked, who=who, why=why.strip()[:2000])
        left = development_of_event(desk, rest[0])
    shelved.forget()
    place = f"/development/{left.id if left else ident}#course"
    return remembered(RedirectResponse(place, 303), who)


# --------------------------------------------------------------------------- the log


@router.get("/judgements", response_class=HTMLResponse)
def judgements_page(request: Request, shelved: Shelved, brought: int = -1) -> HTMLResponse:
    """Give the log of judgements, newest first."""
    with shelved.desk() as desk:
        fresh = line(request, shelved.mark(desk), "judgements")
        log = judgement_log(desk)[::-1]
    return render(request, "judgements.html", log=log, brought=brought, fresh=fresh)


@router.post("/judgements/undo")
def undo_page(
    request: Request,
    shelved: Shelved,
    ident: Annotated[str, Form()],
    event: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
    foreigndesk_who: Annotated[str, Cookie()] = "",
) -> Response:
    """Take a judgement back, and show that where it was asked: on a development or in the log."""
    who = unquote(foreigndesk_who)
    with shelved.desk() as desk:
        gone, *more = undo_together(desk, ident)
        shelved.forget()
        if event and back:
            said = f"Taken back: {ACT_WORDS.get(gone.act, gone.act).lower()} by {gone.who}."
            said += f" So were {len(more)} judgements made with it." if more else ""
            return _back(request, desk, back, event, who, said, gone, quiet=False, undone=True)
        if not in_place(request):
            return RedirectResponse(f"/judgements#{gone.id}", 303)
        entry = next(e for e in judgement_log(desk) if e.judgement.id == gone.id)
    return render(request, "logged.html", entry=entry)


@router.get("/judgements/export.jsonl")
def export_page(shelved: Shelved) -> Response:
    """Give every judgement as a line of JSON, undoings too."""
    with shelved.desk() as desk:
        lines = b"".join(encode(j) + b"\n" for j in desk.judgements())
    return Response(
        lines,
        media_type="application/x-ndjson",
        headers={"Content-Disposition": 'attachment; filename="judgements.jsonl"'},
    )


@router.post("/judgements/import")
def import_page(shelved: Shelved, lines: Annotated[str, Form()]) -> RedirectResponse:
    """Append the judgements of an export that are not here yet."""
    try:
        given = judgements_of_lines(lines.replace("\r", ""))
    except ValueError as error:
        raise HTTPException(422, str(error)) from error
    with shelved.desk() as desk:
        new = import_judgements(desk, given)
    shelved.forget()
    return RedirectResponse(f"/judgements?brought={new}", 303)
