"""Sending to the web: one POST to a checked address, bounded, redirects not followed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Final

import httpx

from foreigndesk.capture.bounded import Transport, raw
from foreigndesk.capture.web import RefusedError, Resolve, checked_address, resolve

ANSWER_BYTES: Final = 65_536  # of an answer no more is read; nothing in it is used
USER_AGENT: Final = "foreigndesk/0.1 (alerts)"


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    seconds: float = 15.0,
    private: bool = False,
    resolver: Resolve = resolve,
    transport: httpx.BaseTransport | None = None,
) -> str:
    """Post bytes; give "" where they were taken, else one line that says why not.

    Addresses are checked as ``capture.web`` checks them; ``private`` allows any. A redirect is
    a failure. The line never holds the URL, which may hold a secret. Raises nothing.
    """
    deadline = time.monotonic() + seconds
    try:
        here = httpx.URL(url)
        address = checked_address(here, resolver, private=private)
        with httpx.Client(
            transport=transport or Transport(deadline),
            timeout=seconds,
            trust_env=False,
            follow_redirects=False,
        ) as client:
            request = client.build_request(
                "POST", here.copy_with(host=address), content=body, headers=dict(headers)
            )
            request.headers["Host"] = here.netloc.decode("ascii")
            request.headers["User-Agent"] = USER_AGENT
            request.extensions["sni_hostname"] = here.host
            response = client.send(request, stream=True)
            try:
                _read(response, deadline)
            finally:
                response.close()
            status = response.status_code
    except RefusedError as error:
        return str(error)
    except httpx.TimeoutException:
        return f"gave no answer within {seconds:g} seconds"
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        return f"could not be sent ({type(error).__name__})"
    except (OSError, UnicodeError) as error:
        return f"could not be sent ({type(error).__name__})"
    return "" if 200 <= status < 300 else f"the server answered with status {status}"


def _read(response: httpx.Response, deadline: float) -> None:
    """Read the beginning of an answer, so that the server is not cut off while it writes."""
    size = 0
    for part in raw(response):
        size += len(part)
        if size > ANSWER_BYTES or time.monotonic() > deadline:
            return
