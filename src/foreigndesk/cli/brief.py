"""`brief`: what the desk holds, newest first, as an editor would want it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from foreigndesk.cli.common import (
    DEFAULT_DESK,
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
    one_line,
    open_desk,
    print_json,
    screen,
)
from foreigndesk.cli.words import (
    STYLES,
    certainty_word,
    counted,
    print_event,
    short,
    source_words,
)
from foreigndesk.store import Desk
from foreigndesk.store.export import event_row

if TYPE_CHECKING:
    from foreigndesk.developments import Development, Report

REPORTS_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What the brief is asked for; "" asks for everything."""

    status: str
    kind: str
    country: str
    since: str
    until: str
    background: bool
    limit: int
    articles: int

    def fits(self, report: Report) -> bool:
        """Say whether a report is asked for."""
        return (
            (not self.status or report.status == self.status)
            and (not self.kind or report.type == self.kind)
            and (not self.country or self.country in report.actors)
            and (not self.since or report.day >= self.since)
            and (not self.until or report.day <= self.until)
            and (self.background or not report.background)
        )


def brief(
    desk: DeskOption = DEFAULT_DESK,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="At most so many; 0 for all.")
    ] = 20,
    events: Annotated[
        bool, typer.Option("--events", help="The events one by one, those of teasers too.")
    ] = False,
    articles: Annotated[
        int,
        typer.Option("--articles", min=1, help="Only developments that so many articles tell."),
    ] = 1,
    status: StatusOption = "",
    kind: TypeOption = "",
    country: CountryOption = "",
    since: SinceOption = "",
    until: UntilOption = "",
    background: Annotated[
        bool, typer.Option("--background", help="Also what is only recalled.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Print what the desk holds, newest first: parties, status, source, and the sentence.

    A development is one happening over articles and days: how each stage of it stands, and the
    reports that tell it. --events prints the events without that.
    """
    wanted = _Wanted(
        status=check_status(status),
        kind=check_type(kind),
        country=country.upper(),
        since=check_day(since),
        until=check_day(until),
        background=background,
        limit=limit,
        articles=articles,
    )
    if events and articles > 1:
        raise typer.BadParameter("--articles is for developments, not for --events")
    with open_desk(desk) as base:
        (_events if events else _developments)(base, wanted, json=json)


# --------------------------------------------------------------------------- developments


def _developments(desk: Desk, wanted: _Wanted, *, json: bool) -> None:
    from foreigndesk.developments import developments

    found = [
        d
        for d in developments(list(desk.readings()))
        if _articles(d) >= wanted.articles and any(wanted.fits(r) for r in d.reports)
    ]
    shown = found[: wanted.limit] if wanted.limit else found
    if json:
        for one in shown:
            print_json(one)
        return
    console = screen()
    for one in shown:
        print_development(console, one, wanted.fits)
    _footer(console, desk, "developments", len(shown), len(found))


def _articles(development: Development) -> int:
    return len({r.article for r in development.reports})


def print_development(
    console: Console, development: Development, fits: Callable[[Report], bool]
) -> None:
    """Print a development: its name and days, how each stage stands, its newest reports."""
    console.print(Text(one_line(development.name), style="bold"))
    days = span_words(development.first, development.last)
    said = counted(len(development.reports), "report")
    said += f" in {counted(_articles(development), 'article')}"
    said += f", {counted(development.independent, 'independent source')}"
    console.print(Text(f"{days} · {development.type} · {said}", style="dim"))
    stands = Text("")
    for number, standing in enumerate(development.standings):
        stands.append(" · " if number else "")
        stands.append(f"{standing.stage}: ").append(standing.standing, style="bold")
    console.print(stands)
    for line in development.open:
        console.print(Text(f"Open: {one_line(line)}", style="yellow"))
    console.print()
    reports = [r for r in reversed(development.reports) if fits(r)]
    for report in reports[:REPORTS_SHOWN]:
        _report(console, report)
    if len(reports) > REPORTS_SHOWN:
        more = len(reports) - REPORTS_SHOWN
        console.print(Text(f"  and {counted(more, 'earlier report')}\n", style="dim"))


def _report(console: Console, report: Report) -> None:
    head = Text(f"{report.day or 'no date'} · ")
    head.append(report.status, style=STYLES.get(report.status, ""))
    head.append(f" · {certainty_word(report.certainty)} · {one_line(report.outlet)}")
    ident = short(report.event)
    head.truncate(console.width - len(ident) - 6, overflow="ellipsis")
    gap = console.width - 2 - head.cell_len - len(ident)
    head.append(" " * max(gap, 2)).append(ident, style="dim")
    lines = (
        head,
        Text(f"Source: {source_words(report.source)}"),
        Text(f"“{one_line(report.sentence)}”"),
    )
    for line in lines:
        console.print(Padding(line, (0, 0, 0, 2), expand=False))
    console.print()


# --------------------------------------------------------------------------- events


def _events(desk: Desk, wanted: _Wanted, *, json: bool) -> None:
    told = desk.events(
        status=wanted.status,
        kind=wanted.kind,
        country=wanted.country,
        since=wanted.since,
        until=wanted.until,
        background=wanted.background,
        limit=wanted.limit + 1 if wanted.limit else 0,
    )
    found = len(told)
    told = told[: wanted.limit] if wanted.limit else told
    if json:
        for one in told:
            print_json(event_row(one))
        return
    console = screen()
    for day, group in groupby(told, key=lambda t: t.day):
        console.rule(Text(day_words(day), style="bold"), align="left")
        console.print()
        for one in group:
            print_event(console, one, where=True)
    _footer(console, desk, "events", len(told), found)


def _footer(console: Console, desk: Desk, what: str, shown: int, found: int) -> None:
    counts = desk.counts()
    if not found:
        console.print(f"No {what} of that kind on this desk.\n")
    held = ", ".join(counted(counts[w], w[:-1]) for w in ("pages", "events", "claims"))
    more = f"; the newest {shown} {what} shown, --limit 0 for all" if found > shown else ""
    console.print(Text(f"{desk.path}: {held}{more}", style="dim"))


def day_words(day: str) -> str:
    """Give an ISO day as an editor writes it: "Monday 2 March 2026"."""
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError:
        return day or "No date"
    return f"{date:%A} {date.day} {date:%B %Y}"


def span_words(first: str, last: str) -> str:
    """Give two ISO days as a stretch: "2 to 5 March 2026"; one day where they are the same."""
    try:
        one, other = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    except ValueError:
        return " to ".join(dict.fromkeys(d for d in (first, last) if d)) or "no date"
    end = f"{other.day} {other:%B %Y}"
    if one == other:
        return end
    if (one.year, one.month) == (other.year, other.month):
        return f"{one.day} to {end}"
    return f"{one.day} {one:%B}{f' {one.year}' if one.year != other.year else ''} to {end}"


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guarded(brief))
