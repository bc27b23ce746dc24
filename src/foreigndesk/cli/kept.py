"""Opening a desk with its developments brought up to date."""

from __future__ import annotations

import datetime
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from foreigndesk.cli.common import open_desk, say
from foreigndesk.store import Desk

PATIENCE = 2.0  # seconds after which a person is told what takes so long


class Following:
    """A line on standard error that says how far following has got, where it takes long."""

    def __init__(self) -> None:
        """Begin to wait."""
        self._next = time.monotonic() + PATIENCE

    def __call__(self, done: int, pages: int) -> None:
        """Say how many pages are done, now and then."""
        now = time.monotonic()
        if now < self._next:
            return
        live = sys.stderr.isatty()
        line = f"Following developments: {done} of {pages} pages"
        if live:
            sys.stderr.write(f"\r\x1b[2K{line}")
            sys.stderr.flush()
        else:
            say(line)
        self._next = now + (0.5 if live else 10.0)

    def clear(self) -> None:
        """Take the line away."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()


@contextmanager
def open_followed(path: Path) -> Iterator[Desk]:
    """Open a desk that must be there, its developments up to date. Raises DeskError.

    Where its file cannot be written and lacks some, they are made in memory, and that is said.
    """
    from foreigndesk.store.following import followed

    with open_desk(path) as base:
        line = Following()
        with followed(base, line) as kept:
            line.clear()
            if kept is not base:
                say(f"{path}: read-only; what is new is followed in memory, for this time only")
            yield kept


def follow_on(desk: Desk) -> None:
    """Bring a desk's developments up to date after reading."""
    from foreigndesk.store.following import follow

    line = Following()
    follow(desk, line)
    line.clear()


def is_day(word: str) -> bool:
    """Whether a word is an ISO day."""
    try:
        datetime.date.fromisoformat(word)
    except ValueError:
        return False
    return True


def check_since(word: str) -> tuple[str, str]:
    """Give an ISO day and "", or "" and an ISO time in UTC; a time without a zone is local.

    A word that is neither is a usage error.
    """
    if is_day(word):
        return datetime.date.fromisoformat(word).isoformat(), ""
    try:
        given = datetime.datetime.fromisoformat(word)
    except ValueError as error:
        raise typer.BadParameter(
            f"{word!r} is no day and no time; write it as 2026-03-02 or 2026-03-02T08:00"
        ) from error
    return "", given.astimezone(datetime.UTC).isoformat(timespec="microseconds")
