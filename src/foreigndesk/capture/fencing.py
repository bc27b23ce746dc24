"""A fence for other libraries: within it, nothing connects to a private address.

What sends by a library of its own (apprise) resolves names and follows redirects itself. The
check is therefore at the connection: Python tells its audit hooks the address of each one before
it is made, and whoever refuses it there has refused every way to it.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from foreigndesk.capture.web import public

_FENCE: Final[ContextVar[list[str] | None]] = ContextVar("fence", default=None)
_EVENTS: Final = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_ONCE: Final = threading.Lock()
_set = False


class FencedError(OSError):
    """A connection that the fence refused."""


@contextmanager
def public_only(*, unless: bool = False) -> Iterator[list[str]]:
    """Let this thread's code, and what it hands its context to, connect to public addresses only.

    Gives the list of what is refused, in words; the code within sees an OSError. Sockets of the
    file system (this machine's own log) are let through. An audit hook stays, idle. ``unless``
    true means no fence.
    """
    if unless:
        yield []
        return
    global _set
    with _ONCE:
        if not _set:
            sys.addaudithook(_look)
            _set = True
    refused: list[str] = []
    held = _FENCE.set(refused)
    try:
        yield refused
    finally:
        _FENCE.reset(held)


def _look(event: str, given: tuple[Any, ...]) -> None:
    """Refuse a connection to what is no public address (a name not resolved yet is none)."""
    if event not in _EVENTS:
        return
    refused = _FENCE.get()
    where = given[1] if len(given) > 1 else None
    if refused is None or not isinstance(where, tuple) or public(str(where[0])):
        return
    said = f"{where[0]} is no public address: refused"
    refused.append(said)
    raise FencedError(said)
