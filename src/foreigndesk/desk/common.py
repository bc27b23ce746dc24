"""What the pages share: the open desk, the templates, and the words that they use."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from foreigndesk import __version__
from foreigndesk.desk import words
from foreigndesk.store import Desk
from foreigndesk.store.arriving import Mark, mark_of, read_mark

HOME: Final = Path(__file__).resolve().parent
STATIC: Final = HOME / "static"
VENDOR: Final = HOME / "vendor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a desk is served: the file, the token that writing needs, the names it answers to.

    ``read_token`` ("" for none) lets in who may read only; ``readonly`` turns judging and watching
    off for all; ``open_reading`` says that reading needs no
    token (loopback).
    """

    path: Path
    token: str
    hosts: frozenset[str] = frozenset()
    open_reading: bool = True
    read_token: str = ""
    readonly: bool = False


LATELY: Final = 20.0  # seconds for which a sum over many records may be shown again
_MOST: Final = 256  # sums kept at once
T = TypeVar("T")
P = ParamSpec("P")


@dataclass(slots=True)
class Shelf:
    """The desk file, opened once for each thread that answers requests.

    Each request has a shelf of its own that shares what is held: ``seen`` is the mark that its
    reader asks to see past, ``oldest`` that of the oldest sum it was given.
    """

    settings: Settings
    seen: Mark | None = None
    oldest: Mark | None = None
    _held: threading.local = field(default_factory=threading.local)
    _sums: dict[Hashable, tuple[float, Mark, Any]] = field(default_factory=dict)
    _asking: dict[Hashable, threading.Lock] = field(default_factory=dict)

    def lately(
        self,
        ask: Callable[Concatenate[Desk, P], T],
        desk: Desk,
        *given: P.args,
        **named: P.kwargs,
    ) -> T:
        """Give what a question to the desk has as its answer, at most 20 seconds old.

        For sums over many records that many readers ask for while a writer adds to them. What is
        given must be hashable. A reader who asks to see past a mark gets no older answer.
        """
        key = (ask.__module__, ask.__qualname__, given, tuple(sorted(named.items())))
        held = self._sums.get(key)
        if self._stale(held, desk):
            if len(self._asking) >= _MOST:
                self._asking.clear()
            with self._asking.setdefault(key, threading.Lock()):  # others wait for one's answer
                held = self._sums.get(key)
                if held is None or self._stale(held, desk):
                    now, mark = time.monotonic(), mark_of(desk)
                    held = (now, mark, ask(desk, *given, **named))
                    if len(self._sums) >= _MOST:
                        self._sums.clear()
                    self._sums[key] = held
        assert held is not None  # what is not stale is there
        if self.oldest is None or held[1].behind(self.oldest):
            self.oldest = held[1]
        return cast("T", held[2])

    def _stale(self, held: tuple[float, Mark, Any] | None, desk: Desk) -> bool:
        """Whether a sum that is held is none, too old, or older than what its reader was told."""
        return held is None or time.monotonic() - held[0] >= LATELY or self._passed(held[1], desk)

    def _passed(self, mark: Mark, desk: Desk) -> bool:
        """Whether the reader has been told of what came after a mark, and there is such."""
        seen = self.seen
        return seen is not None and mark.behind(seen) and mark.behind(mark_of(desk))

    def mark(self, desk: Desk) -> Mark:
        """Give how far the desk had got with the oldest sum given; without any, how far it is."""
        return self.oldest or mark_of(desk)

    def forget(self) -> None:
        """Ask anew from now on: a person has changed the desk and is to see it."""
        self._sums.clear()

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Give this thread's desk. Raises DeskError where it cannot be opened.

        A file that was put in the place of the one that is open is opened anew: what is written
        to a file that has no name any more would be lost.
        """
        held: tuple[Desk, tuple[int, int]] | None = getattr(self._held, "desk", None)
        which = _identity(self.settings.path)
        if held is not None and held[1] != which:
            held[0].close()
            self._held.desk = held = None
            self.forget()
        if held is None:
            held = (Desk.open(self.settings.path, create=False), which)
            self._held.desk = held
        yield held[0]


def _identity(path: Path) -> tuple[int, int]:
    """Give what tells a file from another one of the same name; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def shelf(request: Request) -> Shelf:
    """Give the request's view of the application's shelf (a FastAPI dependency)."""
    found: Shelf = request.app.state.shelf
    return replace(found, seen=read_mark(request.query_params.get("seen", "")), oldest=None)


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


def _writes(request: Request) -> bool:
    """Whether the guard let this request in as one that may write."""
    return bool(getattr(request.state, "writes", False))


def render(request: Request, name: str, /, *, status: int = 200, **given: object) -> HTMLResponse:
    """Give a page: a template with what it is given and what every page needs.

    A request by htmx (``HX-Request``) with ``part`` in its query gets the template's block of
    that name alone.
    """
    settings: Settings = request.app.state.shelf.settings
    template = TEMPLATES.get_template(name)
    everywhere: dict[str, object] = {
        "path": request.url.path,
        "token": settings.token if _writes(request) else "",
        "desk_name": settings.path.name,
        "fresh": None,
        **given,
    }
    part = request.query_params.get("part", "")
    if part in template.blocks and request.headers.get("hx-request"):
        context = template.new_context(everywhere)
        return HTMLResponse("".join(template.blocks[part](context)), status)
    return HTMLResponse(template.render(**everywhere), status)


# --------------------------------------------------------------------------- what is new

SOON: Final = "15s"  # how often a page asks until something is new
LATER: Final = "60s"  # and from then on
_OURS: Final = frozenset({"seen", "after", "part", "told", "back", "brought"})
_FIELDS: Final = 60


@dataclass(frozen=True, slots=True)
class Line:
    """Where a page asks what is new, how often, what there is ("" for nothing yet), the link to it.

    ``oob`` says that it comes along with another part of the page.
    """

    address: str
    every: str = SOON
    said: str = ""
    show: str = ""
    oob: bool = False


def own_query(request: Request) -> str:
    """Give the query that made a page: without cursors and marks."""
    pairs = request.query_params.multi_items()[:_FIELDS]
    return urlencode([(k, v) for k, v in pairs if v and k not in _OURS])


def line(
    request: Request, mark: Mark, what: str, *of: str, told: int = 0, oob: bool = False
) -> Line:
    """Give the line of a page that lists ``what`` (of something); ``told`` is how many it has."""
    way = "/".join(quote(part, safe="") for part in (what, *of))
    more = urlencode([("seen", str(mark)), *([("told", str(told))] if told else [])])
    return Line(f"/fresh/{way}?{'&'.join(filter(None, (own_query(request), more)))}", oob=oob)
