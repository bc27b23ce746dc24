"""`brief`: what the desk holds, newest first, as an editor would want it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
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
    open_desk,
    print_json,
    screen,
)
from foreigndesk.cli.course import (
    day_words,
    print_development,
    print_once,
)
from foreigndesk.cli.words import counted, print_event
from foreigndesk.store import Desk
from foreigndesk.store.export import event_row

if TYPE_CHECKING:
    from foreigndesk.developments import Development, Report
    from foreigndesk.store.following import Kept

_PAGE = 50
NEWEST = 40  # reports looked at of a long development


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
    reports: int

    @property
    def plain(self) -> bool:
        """Whether any report will do that is not only recalled."""
        return not (self.status or self.kind or self.country or self.since or self.until)

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
        int, typer.Option("--limit", "-n", min=0, help="At most so many of each kind; 0 for all.")
    ] = 20,
    events: Annotated[
        bool, typer.Option("--events", help="The events one by one, those of teasers too.")
    ] = False,
    articles: Annotated[
        int,
        typer.Option("--articles", min=1, help="Only developments that so many articles tell."),
    ] = 1,
    reports: Annotated[
        int, typer.Option("--reports", min=0, help="So many reports of each; 0 for all.")
    ] = 8,
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

    First the developments that have a course: one happening over articles and days, how each
    stage of it stands, and what each report changed. Then what one source tells so far. --events
    prints the events one by one.
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
        reports=reports,
    )
    if events and articles > 1:
        raise typer.BadParameter("--articles is for developments, not for --events")
    with open_desk(desk) as base:
        (_events if events else _developments)(base, wanted, json=json)


# --------------------------------------------------------------------------- developments


def _developments(desk: Desk, wanted: _Wanted, *, json: bool) -> None:
    from foreigndesk.store.following import followed, kept_counts

    with followed(desk) as kept:
        cut = wanted.limit
        if json:
            for _, one in islice(_fitting(kept, wanted, None, newest=0), cut or None):
                print_json(one)
            return
        console = screen()
        newest = NEWEST if wanted.reports and wanted.plain else 0
        stop = cut + 1 if cut else None
        course = list(islice(_fitting(kept, wanted, course=True, newest=newest), stop))
        once = list(islice(_fitting(kept, wanted, course=False, newest=newest), stop))
        found = len(course) + len(once)
        course, once = course[: cut or None], once[: cut or None]
        for line, one in course:
            print_development(
                console,
                one,
                wanted.fits,
                reports=wanted.reports,
                articles=line.articles,
                earlier=line.reports - len(one.reports),
            )
        _print_once(console, [one for _, one in once], wanted)
        counts = kept_counts(kept)
        held = {word: counts[word] for word in ("pages", "developments")}
        _footer(console, desk, held, len(course) + len(once), found)


def _fitting(
    desk: Desk, wanted: _Wanted, course: bool | None, *, newest: int
) -> Iterator[tuple[Kept, Development]]:
    """Yield the developments of which a report is asked for, newest first.

    ``course`` are those that have one: more days than one, or more sources than one. With
    ``newest`` they have so many of their reports, the last ones.
    """
    from foreigndesk.store.following import Asked, kept_development, kept_developments

    asked: Asked = {
        "since": wanted.since,
        "until": wanted.until,
        "articles_at_least": wanted.articles,
        "course": course,
        "background": None if wanted.background else False,
    }
    after = ""
    while page := kept_developments(desk, limit=_PAGE, after=after, **asked):
        for line in page:
            one = kept_development(desk, line.id, newest=newest)
            if len(one.reports) < line.reports and not any(wanted.fits(r) for r in one.reports):
                one = kept_development(desk, line.id)  # the last are only recalled
            if any(wanted.fits(r) for r in one.reports):
                yield line, one
        after = page[-1].id


def _print_once(console: Console, once: list[Development], wanted: _Wanted) -> None:
    if once:
        console.rule(Text("Told once so far", style="bold"), align="left")
        console.print()
    for day, group in groupby(once, key=lambda d: d.last):
        console.print(Text(day_words(day), style="bold"))
        told: dict[tuple[str, str], list[tuple[Development, Report]]] = {}
        for one in group:
            report = next(r for r in one.reports if wanted.fits(r))
            told.setdefault((report.article, report.sentence), []).append((one, report))
        for _, same in sorted(told.items(), key=lambda item: item[0][0]):  # an article's together
            print_once(console, same)


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
    counts = desk.counts()
    held = {word: counts[word] for word in ("pages", "claims", "events")}
    _footer(console, desk, held, len(told), found)


def _footer(console: Console, desk: Desk, held: dict[str, int], shown: int, found: int) -> None:
    """Say what the desk holds; what is listed is the last of it."""
    *_, what = held
    if not found:
        console.print(f"No {what} of that kind on this desk.\n")
    words = ", ".join(counted(number, word[:-1]) for word, number in held.items())
    more = f"; the newest {shown} {what} shown, --limit 0 for all" if found > shown else ""
    console.print(Text(f"{desk.path}: {words}{more}", style="dim"))


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guarded(brief))
