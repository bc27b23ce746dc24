"""The program: its commands, and what becomes an exit code."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from foreigndesk import __version__
from foreigndesk.cli import (
    brief,
    desk,
    developments,
    diff,
    doctor,
    export,
    judge,
    pages,
    show,
    tables,
    watch,
)

EXIT_CODES = (
    "Exit codes: 0 fine · 1 something failed (a page, an id that is not there) · 2 wrong usage · "
    "3 the desk cannot be opened · 4 the language model is missing."
)


app = typer.Typer(
    name="foreigndesk",
    help="Reads news pages and keeps the record: who did what to whom, where and when; "
    "who says so; and how firm it is.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"foreigndesk {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass


for module in (pages, desk, brief, show, developments, diff, judge, watch, export, doctor, tables):
    module.add_to(app)


def run() -> None:
    """Run the command named on the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a letter shows "?"
            stream.reconfigure(errors="replace")
    app()
