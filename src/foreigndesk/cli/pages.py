"""`read`, `code` and `claims`: pages and sentences in, records out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foreigndesk.cli.common import (
    FAILED,
    FINE,
    ActorsOption,
    JsonOption,
    ModelOption,
    Progress,
    SkipOption,
    announce_index,
    check_day,
    fail,
    guarded,
    print_json,
    say,
    screen,
)
from foreigndesk.cli.kept import follow_on
from foreigndesk.records import Capture, Reading
from foreigndesk.store import Desk
from foreigndesk.store.schema import storable

if TYPE_CHECKING:
    from foreigndesk.reading import Reader

Targets = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH|URL|-...",
        help="Files (HTML, text, JSONL, also .gz), folders, addresses, - for standard input.",
    ),
]
Largest = Annotated[
    float, typer.Option("--max-mb", min=0.0001, help="The largest page that is read, in megabytes.")
]
_MODEL = ""
_MAX_MB = 20.0


class _Run:
    """One run over targets: captures taken apart and read, what fails said and counted."""

    def __init__(
        self, reader: Reader, desk: Desk | None, progress: Progress, *, printed: bool = True
    ) -> None:
        self.reader = reader
        self.desk = desk
        self.progress = progress
        self.unread = "kept, nothing coded" if desk else "nothing coded"
        self.printed = printed  # a printed record names what was wrong with its page

    def readings(self, targets: Iterable[str], max_mb: float) -> Iterator[Reading]:
        """Yield the reading of each page that can be had, one by one."""
        from foreigndesk.capture import Limits, capture

        limits = Limits(max_bytes=int(max_mb * 1_000_000))
        for target in targets:
            for item in capture(target, limits=limits):
                if isinstance(item, Capture):
                    yield self._read(replace(item, address=storable(item.address)))
                else:
                    self._failed(item.address, "capture", item.message)

    def _read(self, item: Capture) -> Reading:
        """Read a page, or take its reading from the desk; the desk has it before it is shown."""
        from foreigndesk.page import take_apart

        page, version = take_apart(item), self.reader.version
        if self.desk and self.desk.has(page.article.id, version):
            self.progress.count("already on the desk")
            return self.desk.reading_of(page.article.id, version=version)
        reading = self.reader.read(page)
        if self.desk:
            self.desk.write(reading, item)
        read = reading.outcome == "read"
        wrong = page.problems or (() if read else reading.problems or (reading.outcome,))
        if wrong and not (read and self.printed):
            self.progress.clear()
            say(f"{item.address}: {'; '.join(wrong)}{'' if read else f'; {self.unread}'}")
        self.progress.count(reading.outcome)
        return reading

    def _failed(self, address: str, stage: str, message: str) -> None:
        self.progress.clear()
        say(f"{storable(address)}: {message}")
        self.progress.count("failed")
        if self.desk:
            self.desk.note(address, stage, message)


def _reader(model: str, overlays: list[Path] | None = None, *, skip_bad: bool = False) -> Reader:
    from foreigndesk.actors import registry, registry_with
    from foreigndesk.language import DEFAULT_MODEL
    from foreigndesk.reading import Reader

    known = registry_with(overlays, skip_bad=skip_bad) if overlays else registry()
    for complaint in known.complaints:
        say(complaint)
    announce_index()
    return Reader(model=model or DEFAULT_MODEL, actors=known, overlays=overlays or ())


def read(
    targets: Targets,
    desk: Annotated[
        Path | None,
        typer.Option("--desk", "-d", metavar="FILE", help="Keep the records in this desk file."),
    ] = None,
    json: JsonOption = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print no records, only what fails and a count.")
    ] = False,
    max_mb: Largest = _MAX_MB,
    model: ModelOption = _MODEL,
    actors: ActorsOption = None,
    skip_bad_rows: SkipOption = False,
) -> None:
    """Read pages and print the record of each; with --desk, keep it.

    A page that is on the desk already, read by this version, is not read again. What cannot be
    read is said in one line each; the other pages go on.
    """
    from foreigndesk.cli.words import print_reading

    progress = Progress()
    with Desk.open(desk) if desk else nullcontext() as kept:
        reader = _reader(model, actors, skip_bad=skip_bad_rows)
        run = _Run(reader, kept, progress, printed=not (quiet or json))
        console = screen()
        try:
            for reading in run.readings(targets, max_mb):
                if quiet:
                    continue
                progress.clear()
                if json:
                    print_json(reading)
                else:
                    print_reading(console, reading)
        except KeyboardInterrupt:
            progress.clear()
            fail(f"stopped; {progress.line()}{', all kept' if kept else ''}")
        if kept:
            progress.clear()
            follow_on(kept)
    progress.clear()
    say(progress.line())
    raise typer.Exit(FAILED if progress.counts["failed"] else FINE)


def code(
    sentence: Annotated[str, typer.Argument(help="A sentence, or a few.")],
    day: Annotated[
        str,
        typer.Option("--day", metavar="DAY", help="The ISO day from which “on Monday” counts."),
    ] = "",
    json: JsonOption = False,
    model: ModelOption = _MODEL,
    actors: ActorsOption = None,
    skip_bad_rows: SkipOption = False,
) -> None:
    """Code a typed sentence and explain it: which rule, which path, which status, and why."""
    from foreigndesk.cli.show import explain
    from foreigndesk.cli.words import told_of

    day = check_day(day)
    if not sentence.strip():
        raise typer.BadParameter("there is no sentence")
    reading = _reader(model, actors, skip_bad=skip_bad_rows).code(storable(sentence), day=day)
    if json:
        print_json(reading)
        return
    console = screen()
    told = told_of(reading)
    for one in told:
        explain(console, one, reading, why=True)
    if not told:
        console.print("No event is told here.")


def claims(
    targets: Targets,
    json: JsonOption = False,
    max_mb: Largest = _MAX_MB,
    model: ModelOption = _MODEL,
    actors: ActorsOption = None,
    skip_bad_rows: SkipOption = False,
) -> None:
    """Print who says what on a page: source, cue, content, and the events that rest on it."""
    from foreigndesk.cli.show import claim_record, print_claims

    progress = Progress()
    run = _Run(_reader(model, actors, skip_bad=skip_bad_rows), None, progress)
    console = screen()
    for reading in run.readings(targets, max_mb):
        progress.clear()
        if json:
            for claim in reading.claims:
                print_json(claim_record(claim, reading))
        else:
            print_claims(console, reading)
    progress.clear()
    raise typer.Exit(FAILED if progress.counts["failed"] else FINE)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command()(guarded(read))
    app.command()(guarded(code))
    app.command()(guarded(claims))
