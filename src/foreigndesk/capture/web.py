"""Captures from the web: public addresses only, bounded in time, size and redirects."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from typing import Final

import httpx

from foreigndesk.capture.bounded import PACKINGS, PackedError, Transport, unpacked
from foreigndesk.capture.files import check
from foreigndesk.capture.sniff import bom, declared, is_html
from foreigndesk.capture.types import Limits, Problem, make_capture, size_words
from foreigndesk.records import Capture

Resolve = Callable[[str, int], list[str]]
# Special networks that `ipaddress` does not know in every Python: protocol assignments, 6to4's
# relays, local translation, site-local, documentation, segment routing.
_SPECIAL: Final = tuple(
    ipaddress.ip_network(n)
    for n in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b::/96", "64:ff9b:1::/48", "fec0::/10",
              "3fff::/20", "5f00::/16")
)  # fmt: skip
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class RefusedError(Exception):
    """A fetch that we end ourselves; the message is for the person."""


def resolve(host: str, port: int) -> list[str]:
    """Give the addresses that a host name stands for (OSError where there are none)."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def from_url(
    url: str,
    limits: Limits,
    *,
    resolver: Resolve = resolve,
    transport: httpx.BaseTransport | None = None,
) -> Capture | Problem:
    """Fetch a page and give its Capture, or the Problem that says why not.

    Only http and https; no private, loopback, link-local or otherwise special address, on
    any redirect either. The connection goes to the very address that was checked, so a name
    cannot change its meaning in between. ``resolver`` and ``transport`` stand in for the
    network in tests. Proxies from the environment are not used. Raises nothing.
    """
    deadline = time.monotonic() + limits.seconds
    try:
        with httpx.Client(
            transport=transport or Transport(deadline),
            timeout=limits.seconds,
            trust_env=False,
            follow_redirects=False,
            headers={
                "User-Agent": limits.user_agent,
                "Accept": "text/html, text/plain;q=0.8",
                "Accept-Encoding": PACKINGS,
            },
        ) as client:
            return _follow(client, url, limits, resolver, deadline)
    except (RefusedError, PackedError) as error:
        return Problem(url, str(error))
    except httpx.TimeoutException:
        return Problem(url, f"gave no answer within {limits.seconds:g} seconds")
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        return Problem(url, f"could not be fetched: {error or type(error).__name__}")
    except (OSError, UnicodeError) as error:
        return Problem(url, f"could not be fetched: {error}")


def _follow(
    client: httpx.Client, url: str, limits: Limits, resolver: Resolve, deadline: float
) -> Capture | Problem:
    """Fetch the page, following redirects, each checked as the first address was."""
    here = httpx.URL(url)
    for _ in range(limits.redirects + 1):
        address = checked_address(here, resolver)
        request = client.build_request("GET", here.copy_with(host=address))
        request.headers["Host"] = here.netloc.decode("ascii")
        request.extensions["sni_hostname"] = here.host
        left = max(0.001, deadline - time.monotonic())
        request.extensions["timeout"] = httpx.Timeout(left).as_dict()
        response = client.send(request, stream=True)
        try:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                here = here.join(response.headers["location"])
                continue
            if response.status_code != 200:
                raise RefusedError(f"the server answered with status {response.status_code}")
            return _taken(url, response, _body(response, limits, deadline), limits)
        finally:
            response.close()
    raise RefusedError(f"redirects more than {limits.redirects} times")


def checked_address(url: httpx.URL, resolver: Resolve, *, private: bool = False) -> str:
    """Give the public address to connect to; refuse every URL that has another one too.

    ``private`` allows any address. Raises RefusedError.
    """
    if url.scheme not in ("http", "https"):
        raise RefusedError(f"only http and https are fetched, not {url.scheme or 'this'}")
    if not url.host:
        raise RefusedError("the URL names no host")
    if url.username or url.password:
        raise RefusedError("a URL with a user name or password is not fetched")
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        found = resolver(url.host, port)
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"the host {url.host} is not known: {error}") from error
    for text in found:
        if not private and not public(text):
            raise RefusedError(f"{url.host} is at {text}, which is no public address: refused")
    if not found:
        raise RefusedError(f"the host {url.host} has no address")
    return found[0]


def public(text: str) -> bool:
    """Say whether an IP address is one of the public internet (an IPv4 inside an IPv6 too)."""
    try:
        address = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if inner := address.ipv4_mapped or address.sixtofour:
            return public(str(inner))
        if address.teredo:
            return False
    if any(address in network for network in _SPECIAL):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _body(response: httpx.Response, limits: Limits, deadline: float) -> bytes:
    """Read the answer's bytes as they stream in, up to the limits of size and time."""
    length = response.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > limits.max_bytes:
        raise RefusedError(f"is {size_words(int(length))}, over {size_words(limits.max_bytes)}")
    parts: list[bytes] = []
    size = 0
    for part in unpacked(response):
        size += len(part)
        if size > limits.max_bytes:
            raise RefusedError(f"is over the limit of {size_words(limits.max_bytes)}")
        if time.monotonic() > deadline:
            raise RefusedError(f"took longer than {limits.seconds:g} seconds")
        parts.append(part)
    return b"".join(parts)


def _taken(url: str, response: httpx.Response, data: bytes, limits: Limits) -> Capture | Problem:
    """Give the Capture of an answer, by its declared media type and what its bytes are."""
    if trouble := check(url, data, limits):
        return trouble
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml") or is_html(data):
        media = "text/html"
    elif kind in ("text/plain", ""):
        media = "text/plain"
    else:
        return Problem(url, f"is {kind}, neither HTML nor plain text")
    encoding = bom(data) or (response.charset_encoding or "").lower()
    return make_capture(url, "url", media, encoding or declared(data), data)
