"""What the pages share: the open desk, the templates, and the words that they use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from foreigndesk import __version__
from foreigndesk.desk import words
from foreigndesk.store import Desk

HOME: Final = Path(__file__).resolve().parent
STATIC: Final = HOME / "static"
VENDOR: Final = HOME / "vendor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a desk is served: the file, the token that writing needs, the names it answers to.

    ``readonly`` turns judging and watching off; ``open_reading`` says that reading needs no
    token (loopback).
    """

    path: Path
    token: str
    hosts: frozenset[str] = frozenset()
    open_reading: bool = True
    readonly: bool = False


LATELY: Final = 20.0  # seconds for which a sum over many records may be shown again
_MOST: Final = 256  # sums kept at once
T = TypeVar("T")
P = ParamSpec("P")


@dataclass(slots=True)
class Shelf:
    """The desk file, opened once for each thread that answers requests."""

    settings: Settings
    _held: threading.local = field(default_factory=threading.local)
    _sums: dict[Hashable, tuple[float, Any]] = field(default_factory=dict)

    def lately(
        self,
        ask: Callable[Concatenate[Desk, P], T],
        desk: Desk,
        *given: P.args,
        **named: P.kwargs,
    ) -> T:
        """Give what a question to the desk has as its answer, at most 20 seconds old.

        For sums over many records that many readers ask for while a writer adds to them. What is
        given must be hashable.
        """
        key = (ask.__module__, ask.__qualname__, given, tuple(sorted(named.items())))
        now = time.monotonic()
        held = self._sums.get(key)
        if held is not None and now - held[0] < LATELY:
            return cast("T", held[1])
        found = ask(desk, *given, **named)
        if len(self._sums) >= _MOST:
            self._sums.clear()
        self._sums[key] = (now, found)
        return found

    def forget(self) -> None:
        """Ask anew from now on: a person has changed the desk and is to see it."""
        self._sums.clear()

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Give this thread's desk. Raises DeskError where it cannot be opened."""
        desk: Desk | None = getattr(self._held, "desk", None)
        if desk is None:
            desk = Desk.open(self.settings.path, create=False)
            self._held.desk = desk
        yield desk


def shelf(request: Request) -> Shelf:
    """Give the application's shelf (a FastAPI dependency)."""
    found: Shelf = request.app.state.shelf
    return found


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("foreigndesk.desk"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(words.FILTERS)
    made.globals.update(words.GLOBALS)
    made.globals["version"] = __version__
    return made


TEMPLATES: Final = _environment()


def render(request: Request, name: str, /, *, status: int = 200, **given: object) -> HTMLResponse:
    """Give a page: a template with what it is given and what every page needs.

    A request by htmx (``HX-Request``) with ``part`` in its query gets the template's block of
    that name alone.
    """
    settings: Settings = request.app.state.shelf.settings
    template = TEMPLATES.get_template(name)
    everywhere: dict[str, object] = {
        "path": request.url.path,
        "token": "" if settings.readonly else settings.token,
        "desk_name": settings.path.name,
    }
    part = request.query_params.get("part", "")
    if part in template.blocks and request.headers.get("hx-request"):
        context = template.new_context({**everywhere, **given})
        return HTMLResponse("".join(template.blocks[part](context)), status)
    return HTMLResponse(template.render(**everywhere, **given), status)
