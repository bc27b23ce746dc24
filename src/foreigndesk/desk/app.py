"""The application: its routes, its guards, and what it says when something goes wrong."""

from __future__ import annotations

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from foreigndesk import __version__
from foreigndesk.desk import (
    about,
    actors,
    api,
    articles,
    charts,
    developments,
    downloads,
    fresh,
    front,
    judging,
    search,
    sections,
    watching,
)
from foreigndesk.desk.common import STATIC, VENDOR, Settings, Shelf, render
from foreigndesk.desk.security import HEADERS, Guard
from foreigndesk.store import DeskError, UnknownIdError
from foreigndesk.store.schema import SeveralIdsError

__all__ = ["Settings", "make_app"]

PAGES = (
    front,
    articles,
    developments,
    judging,
    search,
    sections,
    charts,
    actors,
    watching,
    downloads,
    about,
    api,
    fresh,
)


def make_app(settings: Settings) -> FastAPI:
    """Give the web application on one desk file."""
    app = FastAPI(
        title="Foreign Desk",
        version=__version__,
        description="Who did what to whom, where and when; who says so; and how firm it is.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.shelf = Shelf(settings)
    for module in PAGES:
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    if VENDOR.is_dir():
        app.mount("/vendor", StaticFiles(directory=VENDOR), name="vendor")
    app.add_exception_handler(UnknownIdError, _unknown)
    app.add_exception_handler(SeveralIdsError, _several)
    app.add_exception_handler(DeskError, _broken)
    app.add_exception_handler(msgspec.MsgspecError, _damaged)
    app.add_exception_handler(Exception, _failed)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misput)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(
        Guard,
        token=settings.token,
        hosts=settings.hosts,
        open_reading=settings.open_reading,
        readonly=settings.readonly,
        read_token=settings.read_token,
    )
    return app


def _answer(request: Request, status: int, title: str, said: str) -> Response:
    if request.url.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": title, "status": status, "detail": said}
        return JSONResponse(problem, status, media_type="application/problem+json")
    return render(request, "problem.html", status=status, title=title, said=said)


async def _unknown(request: Request, error: Exception) -> Response:
    said = str(error).partition(": ")[2] or str(error)
    return _answer(request, 404, "Not on this desk", said)


async def _several(request: Request, error: Exception) -> Response:
    return _answer(request, 409, "Not one only", str(error).partition(": ")[2])


async def _failed(request: Request, error: Exception) -> Response:
    """Say that this page failed; what went wrong is for the log of who runs the desk."""
    said = f"This is a fault of the program ({type(error).__name__}); its log says more."
    answer = _answer(request, 500, "The desk failed at this", said)
    for name, value in HEADERS:  # it is made outside the guard
        answer.headers[name] = value
    return answer


async def _broken(request: Request, error: Exception) -> Response:
    return _answer(request, 503, "The desk cannot be read now", str(error))


async def _damaged(request: Request, error: Exception) -> Response:
    said = f"A record in it is damaged, or a newer version's ({error})."
    return _answer(request, 503, "The desk cannot be read now", said)


async def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    detail = str(getattr(error, "detail", ""))
    if status == 404:
        return _answer(
            request, 404, "There is no such page", detail if detail != "Not Found" else ""
        )
    return _answer(request, status, "That cannot be done", detail)


async def _misput(request: Request, error: Exception) -> Response:
    wrong = error.errors() if isinstance(error, RequestValidationError) else []
    said = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in wrong[:5])
    return _answer(request, 422, "That is not put as it must be", said)
