"""What the REST interface is asked: fields, limits, cursors, and whether an answer is still new."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request, Response

from foreigndesk import __version__
from foreigndesk.codebook import codebook
from foreigndesk.codebook.sections import regions, themes
from foreigndesk.desk.search import STANDINGS
from foreigndesk.records import STATUSES, encode, record_id
from foreigndesk.store import Desk
from foreigndesk.store.search import CursorError, Filter

MOST: Final = 200  # rows of one answer
USUAL: Final = 50
LONGEST: Final = 500  # characters of one value
KINDS: Final = ("author", "named", "unnamed", "document")

FIELDS: Final = {
    "words": 'Words that the article has; "in quotes" a phrase, troop* a beginning.',
    "actor": "Who acts: a country's code (PRK), an actor's id, or a name as written.",
    "recipient": "To whom it is done: as `actor`.",
    "party": "Either of the two: as `actor`.",
    "type": "A PLOVER type, as AID.",
    "mode": "A PLOVER mode.",
    "status": f"One of {', '.join(STATUSES)}.",
    "kind": f"Kind of source: {', '.join(KINDS)}.",
    "source": "Who says so, by name.",
    "outlet": "The outlet's name.",
    "section": "The section's name.",
    "place": "A place's name.",
    "country": "The code of the country where it happened.",
    "region": f"A party is in this region of the world: {', '.join(regions())}.",
    "theme": f"It is of this theme: {', '.join(themes())}.",
    "development": "Events of this development, by its id.",
    "since": "First ISO day of the article that counts.",
    "until": "Last ISO day of the article that counts.",
    "background": "`no` leaves out what is only recalled.",
}
PAGING: Final = {
    "after": "The cursor that the answer before gave as `next`.",
    "limit": f"How many; {USUAL} where not given, {MOST} at most.",
    "count": "`yes` counts what is found, up to 1,000.",
}
OF_EVENTS: Final = tuple(FIELDS)
OF_CLAIMS: Final = ("words", "source", "kind", "outlet", "section", "since", "until")
OF_ARTICLES: Final = ("words", "outlet", "section", "region", "theme", "since", "until")
OF_DEVELOPMENTS: Final = (
    "words", "actor", "recipient", "party", "type", "section", "region", "theme", "since", "until",
    "background",
)  # fmt: skip
STANDING: Final = {"standing": f"How a stage of it stands: {', '.join(STANDINGS)}."}
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def documented(*names: str, **more: str) -> dict[str, Any]:
    """Give the OpenAPI description of the query fields of these names, and of paging."""
    told = {n: FIELDS[n] for n in names} | more | PAGING
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": said,
                "schema": {"type": "integer", "minimum": 1, "maximum": MOST}
                if name == "limit"
                else {"type": "string", "maxLength": LONGEST},
            }
            for name, said in told.items()
        ]
    }


def asked(request: Request, known: tuple[str, ...], *more: str) -> tuple[Filter, dict[str, str]]:
    """Give the filter and the other fields of a request. A field or value that is none is a 400."""
    pairs = _pairs(request)
    for name, value in pairs.items():
        if name not in (*known, *PAGING, *more):
            raise HTTPException(400, f"there is no field {_short(name)}; take {', '.join(known)}")
        if len(value) > LONGEST:
            raise HTTPException(400, f"{name} is longer than {LONGEST} characters")
    _check(pairs, "type", tuple(codebook().types))
    _check(pairs, "status", STATUSES)
    _check(pairs, "kind", KINDS)
    _check(pairs, "region", tuple(regions()))
    _check(pairs, "theme", tuple(themes()))
    _check(pairs, "standing", STANDINGS)
    _check(pairs, "background", ("yes", "no"))
    _check(pairs, "count", ("yes", "no"))
    for name in ("since", "until"):
        if pairs.get(name):
            day(name, pairs[name])
    return Filter.from_query(request.url.query), pairs


def _pairs(request: Request) -> dict[str, str]:
    try:
        given = parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=100)
    except ValueError as error:
        raise HTTPException(400, "there are more than 100 fields") from error
    return dict(given)


def _check(pairs: dict[str, str], name: str, known: tuple[str, ...]) -> None:
    value = pairs.get(name, "")
    if value and value not in known:
        said = f"{name}: {_short(value)} is not one of {', '.join(known)}"
        raise HTTPException(400, said)


def day(name: str, text: str) -> str:
    """Give an ISO day as it is; what is none is a 400."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise HTTPException(400, f"{name}: {text} is no day of the calendar") from error
    raise HTTPException(400, f"{name}: write the day as 2026-11-28")


def _short(text: str) -> str:
    return ascii(text[:40])


def limit_of(pairs: dict[str, str]) -> int:
    """Give how many rows are asked for; what is no number from 1 to ``MOST`` is a 400."""
    text = pairs.get("limit", "")
    if not text:
        return USUAL
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= MOST:
        raise HTTPException(400, f"limit: a number from 1 to {MOST}")
    return int(text)


# --------------------------------------------------------------------------- answers

_STATE: Final = (
    "SELECT (SELECT max(reading) FROM pages), (SELECT max(row) FROM judgements), "
    "(SELECT max(row) FROM watches), (SELECT max(row) FROM alerts), "
    "(SELECT max(changed) FROM developments), (SELECT max(row) FROM development_revisions), "
    "(SELECT max(row) FROM problems)"
)


def tag_of(desk: Desk, request: Request) -> str:
    """Give the ETag of what an address answers while nothing is written to the desk."""
    state = "|".join(str(v) for v in tuple(desk.query(_STATE)[0]))
    return f'W/"{record_id("v", __version__, state, request.url.path, request.url.query)}"'


def answer(request: Request, desk: Desk, make: Callable[[], object]) -> Response:
    """Give what ``make`` makes as JSON; 304 where the asker has it. A wrong cursor is a 400."""
    tag = tag_of(desk, request)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    held = {t.strip() for t in request.headers.get("if-none-match", "").split(",")}
    if tag in held or "*" in held:
        return Response(status_code=304, headers=headers)
    try:
        made = make()
    except CursorError as error:
        raise HTTPException(400, str(error)) from error
    return Response(encode(made), media_type="application/json", headers=headers)
