"""What the commands share: exit codes, options, the two streams, opening a desk, progress."""

from __future__ import annotations

import functools
import os
import sqlite3
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, NoReturn, ParamSpec

import msgspec
import typer
from rich.console import Console

from foreigndesk.records import encode
from foreigndesk.store import Desk, DeskError, ExportError, UnknownIdError

P = ParamSpec("P")
FINE: Final = 0
FAILED: Final = 1
USAGE: Final = 2
NO_DESK: Final = 3
NO_MODEL: Final = 4
WIDTH: Final = 100
DEFAULT_DESK: Final = Path("foreign.desk")

CoderOption = Annotated[
    str,
    typer.Option("--coder", metavar="VERSION", help="As this version of the coder read it."),
]
DeskOption = Annotated[
    Path,
    typer.Option(
        "--desk", "-d", metavar="FILE", envvar="FOREIGNDESK_DESK", help="The desk file to look in."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
ModelOption = Annotated[
    str, typer.Option("--model", metavar="NAME", help="Another installed English spaCy pipeline.")
]
ActorsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--actors", metavar="FILE.csv", exists=True, dir_okay=False, help="Your own actors, first."
    ),
]
SkipOption = Annotated[
    bool,
    typer.Option("--skip-bad-rows", help="Go on without the rows of --actors that are wrong."),
]
StatusOption = Annotated[
    str,
    typer.Option(
        "--status",
        metavar="WORD",
        help="Only events that have got so far: happened, ongoing, planned, expected, possible, "
        "conditional or denied.",
    ),
]
TypeOption = Annotated[
    str, typer.Option("--type", metavar="TYPE", help="Only events of this PLOVER type (AID, ...).")
]
SinceOption = Annotated[
    str, typer.Option("--since", metavar="DAY", help="Only articles of this day (ISO) or later.")
]
UntilOption = Annotated[
    str, typer.Option("--until", metavar="DAY", help="Only articles of this day (ISO) or earlier.")
]
CountryOption = Annotated[
    str,
    typer.Option("--country", metavar="ISO3", help="Only events with an actor of this country."),
]


def screen() -> Console:
    """Give the console of standard output, at most 100 columns wide."""
    console = Console(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, WIDTH)
    return console


def say(line: str) -> None:
    """Print one line to standard error."""
    typer.echo(one_line(line), err=True)


def fail(line: str, code: int = FAILED) -> NoReturn:
    """Print one line to standard error and leave with an exit code."""
    say(line)
    raise typer.Exit(code)


def one_line(text: str) -> str:
    """Give a text as one line, without characters that would steer the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def print_json(record: object) -> None:
    """Print a record as one line of JSON."""
    typer.echo(encode(record).decode("utf-8"))


def open_desk(path: Path) -> Desk:
    """Open a desk that must be there. Raises DeskError."""
    return Desk.open(path, create=False)


def announce_index() -> None:
    """Say that the index of places has to be built first, where it has; it takes a while."""
    from foreigndesk.places.gazetteer import index_path

    if not index_path().exists():
        say("Building the index of places (once; half a minute) ...")


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Give the command with the product's own errors as one line and an exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        from foreigndesk.codebook.tables import TableError
        from foreigndesk.language import ModelError

        try:
            command(*args, **kwargs)
        except (UnknownIdError, ExportError, TableError) as error:
            fail(str(error), FAILED)
        except DeskError as error:
            fail(str(error), NO_DESK)
        except ModelError as error:
            fail(str(error), NO_MODEL)
        except (msgspec.MsgspecError, zlib.error) as error:
            where = kwargs.get("desk", "the desk")
            fail(f"{where}: a record in it is damaged, or a newer version's ({error})", NO_DESK)
        except BrokenPipeError:
            raise  # whoever read our output has enough; typer leaves quietly
        except sqlite3.Error as error:  # the store's own come as DeskError
            fail(f"the index of places cannot be read ({error}); `foreigndesk doctor` says where")
        except OSError as error:
            where = error.filename or f"a file (those for a time are in {tempfile.gettempdir()})"
            fail(f"{where}: {error.strerror or error}")

    return run


def check_status(word: str) -> str:
    """Give the status as the desk has it. A word that is none is a usage error."""
    from foreigndesk.records import STATUSES

    if word and word.lower() not in STATUSES:
        raise typer.BadParameter(f"{word!r} is no status; take one of {', '.join(STATUSES)}")
    return word.lower()


def check_type(word: str) -> str:
    """Give the PLOVER type as the desk has it. A word that is none is a usage error."""
    from foreigndesk.codebook import codebook

    if word and word.upper() not in codebook().types:
        known = ", ".join(codebook().types)
        raise typer.BadParameter(f"{word!r} is no PLOVER type; take one of {known}")
    return word.upper()


def check_day(word: str) -> str:
    """Give an ISO day. A word that is none is a usage error."""
    import datetime

    try:
        return datetime.date.fromisoformat(word).isoformat() if word else ""
    except ValueError as error:
        raise typer.BadParameter(f"{word!r} is no day; write it as 2026-03-02") from error


class Progress:
    """A line on standard error that says how far a run has got.

    On a terminal it is one line that is written over; elsewhere a line every ten seconds.
    """

    def __init__(self, *, shown: bool = True) -> None:
        """Begin to count; ``shown`` false counts in silence."""
        self.began = time.monotonic()
        self.counts = {"read": 0, "already on the desk": 0, "skipped": 0, "failed": 0}
        self._live = shown and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._shown = shown
        self._next = 0.1 if self._live else 10.0

    def count(self, what: str) -> None:
        """Count a page and bring the line up to date."""
        self.counts[what] += 1
        spent = time.monotonic() - self.began
        if self._shown and spent >= self._next:
            if self._live:
                sys.stderr.write(f"\r\x1b[2K{self.line()}")
                sys.stderr.flush()
                self._next = spent + 0.1
            else:
                say(self.line())
                self._next = spent + 10.0

    def clear(self) -> None:
        """Take the line away so that something else can be printed."""
        if self._live:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def line(self) -> str:
        """Give the counts and the rate in words."""
        pages = sum(self.counts.values())
        spent = max(time.monotonic() - self.began, 0.001)
        parts = ", ".join(f"{n} {what}" for what, n in self.counts.items() if n) or "nothing read"
        noun = "page" if pages == 1 else "pages"
        return f"{pages} {noun} in {spent:.1f} s ({pages / spent:.1f} a second): {parts}"
