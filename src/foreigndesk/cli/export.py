"""`export`: what the desk holds, for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from foreigndesk.cli.common import (
    DEFAULT_DESK,
    CoderOption,
    CountryOption,
    DeskOption,
    JsonOption,
    SinceOption,
    StatusOption,
    TypeOption,
    UntilOption,
    check_day,
    check_status,
    check_type,
    guarded,
    open_desk,
    print_json,
    say,
)
from foreigndesk.store import Desk
from foreigndesk.store.export import (
    Row,
    article_row,
    claim_row,
    columns,
    event_row,
    stream_rows,
    write_rows,
)


class Format(StrEnum):
    """The formats of an export."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


class What(StrEnum):
    """What an export holds, one row each."""

    events = "events"
    claims = "claims"
    articles = "articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picked:
    """Which records are wanted."""

    since: str
    until: str
    version: str
    status: str
    kind: str
    country: str

    def rows(self, desk: Desk, what: What) -> Iterator[Row]:
        """Yield their rows, the newest first."""
        if what is What.events:
            for told in desk.events(
                since=self.since,
                until=self.until,
                version=self.version,
                status=self.status,
                kind=self.kind,
                country=self.country,
            ):
                yield event_row(told)
            return
        for article in desk.articles(
            since=self.since,
            until=self.until,
            version=self.version,
            teasers=what is What.claims,
        ):
            if what is What.articles:
                yield article_row(article)
            else:
                for claim in desk.claims(article.id, version=self.version):
                    yield claim_row(claim, article)


def export(
    form: Annotated[Format, typer.Option("--format", "-f", help="The format.")] = Format.jsonl,
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="FILE", help="The file; - for standard output.")
    ] = "-",
    what: Annotated[What, typer.Option("--what", help="One row an event, claim or article.")] = (
        What.events
    ),
    desk: DeskOption = DEFAULT_DESK,
    status: StatusOption = "",
    kind: TypeOption = "",
    country: CountryOption = "",
    since: SinceOption = "",
    until: UntilOption = "",
    version: CoderOption = "",
    json: JsonOption = False,
) -> None:
    """Write what the desk holds to a file that other programs read.

    The file appears when it is whole. CSV is safe to open in a spreadsheet. --status, --type and
    --country are for events. --json says what was written, as JSON.
    """
    picked = _Picked(
        since=check_day(since),
        until=check_day(until),
        version=version,
        status=check_status(status),
        kind=check_type(kind),
        country=country.upper(),
    )
    if what is not What.events and (picked.status or picked.kind or picked.country):
        raise typer.BadParameter("--status, --type and --country are for --what events")
    if form is Format.parquet and out == "-":
        raise typer.BadParameter("Parquet needs a file: --out FILE")
    names = columns(what.value)
    with open_desk(desk) as base:
        rows = picked.rows(base, what)
        if out == "-":
            stream_rows(rows, names, form.value, sys.stdout.buffer)
            return
        count = write_rows(rows, names, form.value, Path(out))
    if json:
        print_json({"file": out, "format": form.value, "what": what.value, "rows": count})
    else:
        say(f"{out}: {count} {what.value}")


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guarded(export))
