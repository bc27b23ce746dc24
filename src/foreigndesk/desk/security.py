"""What every request must pass: its Host, its Origin, a token where one is asked for.

A desk on loopback is open to whoever sits at the machine for reading; whatever writes needs
the token, which the pages carry in their forms. At any other address or name, and through a
proxy, reading needs it too.
A page of another site can neither read (its Host or Origin is refused) nor write (it cannot
know the token).
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "foreigndesk"
# Writes at once: a write may wait for another program's, and must not keep readers from a thread.
WRITERS: Final = 4
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# The one style sheet each that Observable Plot and cytoscape put into a page, by digest: another
# release of theirs needs another (a test in a browser tells).
_STYLES: Final = (
    "'sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM=' "
    "'sha256-pgvDUBa4IjFA2yuSJ2cqcyxmNYJMborsd0ORcRv9vw8='"
)
POLICY: Final = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {_STYLES}; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# With no-referrer, browsers send our own forms with the Origin "null".
HEADERS: Final = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
_LOOPBACK_NAMES: Final = frozenset({"localhost"})
# A proxy says so: who asks then is not at this machine, though the connection is.
_PROXIED: Final = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def loopback(host: str) -> bool:
    """Whether a host (no port; IPv6 without brackets) names this machine to itself."""
    if host.lower() in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(header: str) -> str:
    """Give the host of a Host header without its port, in lower case; "" where it is none."""
    if set(header) & set("/\\?#@"):
        return ""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


class Guard:
    """ASGI middleware that lets through only what may come in, and sets the answer's headers.

    ``hosts`` are the names that the desk answers to besides loopback's; ``open_reading`` says
    whether reading by a name of loopback needs no token (a desk on loopback); ``readonly`` lets
    no write through, with the token or without. Who shows ``read_token`` may read and never
    write: ``scope["state"]["writes"]`` is false then, and no page carries the other token.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str,
        hosts: frozenset[str],
        open_reading: bool,
        readonly: bool = False,
        read_token: str = "",
    ) -> None:
        """Wrap ``app``."""
        self.app = app
        self.token = token
        self.hosts = hosts
        self.open_reading = open_reading
        self.readonly = readonly
        self.read_token = read_token
        self._writing = asyncio.Semaphore(WRITERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, or pass on one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = MutableHeaders(scope=message)
                for name, value in HEADERS:
                    given.setdefault(name, value)
            await send(message)

        refused = self._foreign(headers)
        if refused:
            await _said(scope, 403, refused)(scope, receive, sending)
            return
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if asked and scope["method"] == "GET" and self._may_read(asked):
            answer = RedirectResponse("/" + scope["path"].lstrip("/"), 303)
            answer.set_cookie(COOKIE, asked, httponly=True, samesite="strict", path="/")
            await answer(scope, receive, sending)
            return
        shown, bearer = self._shown(headers), self._right(_bearer(headers))
        if not (shown or self._open(headers)):
            said = "This desk asks for its token: open the address that `foreigndesk desk` printed."
            await _said(scope, 401, said)(scope, receive, sending)
            return
        reader = bool(shown) and not any(self._right(token) for token in shown)
        scope.setdefault("state", {})["writes"] = not (self.readonly or reader)
        if scope["method"] not in READS and not scope["state"]["writes"]:
            what = "this desk is open" if self.readonly else "this token is"
            said = f"Nothing was changed: {what} for reading only."
            await _said(scope, 403, said)(scope, receive, sending)
            return
        if scope["method"] in READS:
            await self.app(scope, receive, sending)
        else:
            await self._write(scope, receive, sending, bearer=bearer)

    async def _write(self, scope: Scope, receive: Receive, send: Send, *, bearer: bool) -> None:
        """Pass on a request that writes: with the token, not too large, few at once."""
        receive, body = await _whole(receive)
        if len(body) > LARGEST_FORM:
            said = f"Nothing was changed: a form may have {LARGEST_FORM:,} bytes."
            await _said(scope, 413, said)(scope, receive, send)
        elif not (bearer or self._right(_field(Headers(scope=scope), body))):
            said = "Nothing was changed: the token is missing or wrong. Load the page again."
            await _said(scope, 403, said)(scope, receive, send)
        else:
            async with self._writing:
                await self.app(scope, receive, send)

    def _foreign(self, headers: Headers) -> str:
        """Say why a request from elsewhere is refused; "" where it is not."""
        host = host_of(headers.get("host", ""))
        if not (loopback(host) or host in self.hosts):
            return "This desk does not answer to that name (Host)."
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2].lower() != headers["host"].lower():
            return "Pages of other sites may not use this desk (Origin)."
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") not in (
            "navigate",
            None,
        ):
            return "Pages of other sites may not use this desk."
        return ""

    def _open(self, headers: Headers) -> bool:
        """Whether a request may read without a token: of this machine, by a name of loopback."""
        if not self.open_reading or any(name in headers for name in _PROXIED):
            return False
        return loopback(host_of(headers.get("host", "")))

    def _shown(self, headers: Headers) -> list[str]:
        """Give the tokens that a request shows and that are the desk's, by header or cookie.

        A cookie never writes: forms carry the token.
        """
        given = [_bearer(headers)]
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        except CookieError:
            morsel = None
        given += [morsel.value] if morsel is not None else []
        return [token for token in given if self._may_read(token)]

    def _may_read(self, given: str) -> bool:
        """Whether a token is one of the desk's, for reading or for all."""
        reads = hmac.compare_digest(given.encode(), self.read_token.encode())
        return self._right(given) or (bool(self.read_token) and reads)

    def _right(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self.token.encode())


def _bearer(headers: Headers) -> str:
    """Give the token of a request's Authorization header; "" without one."""
    given = headers.get("authorization", "")
    return given[7:].strip() if given.lower().startswith("bearer ") else ""


def _said(scope: Scope, status: int, said: str) -> Response:
    """Give a refusal: a line for a person, a problem (RFC 9457) for a program."""
    if not scope["path"].startswith("/api/"):
        return PlainTextResponse(said + "\n", status)
    problem = {"type": "about:blank", "title": "Refused", "status": status, "detail": said}
    return JSONResponse(problem, status, media_type="application/problem+json")


LARGEST_FORM: Final = 1_000_000  # bytes


async def _whole(
    receive: Receive,
) -> tuple[Callable[[], Awaitable[Message]], bytes]:
    """Read a request's body and give it with a ``receive`` that hands it on once more."""
    body, more = b"", True
    while more and len(body) <= LARGEST_FORM:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    handed = False

    async def again() -> Message:
        nonlocal handed
        if handed:
            return await receive()
        handed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again, body


def _field(headers: Headers, body: bytes) -> str:
    """Give the token of a form."""
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return ""
    return parse_qs(body.decode("utf-8", "replace")).get("token", [""])[0]
