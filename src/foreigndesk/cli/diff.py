"""`diff`: what has changed since a day, or since an hour: the morning brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from foreigndesk.cli.common import (
    DEFAULT_DESK,
    DeskOption,
    JsonOption,
    guarded,
    one_line,
    print_json,
    say,
    screen,
)
from foreigndesk.cli.developments import print_summary, section
from foreigndesk.cli.kept import check_since, open_followed
from foreigndesk.cli.words import counted, short
from foreigndesk.store import Desk

if TYPE_CHECKING:
    from foreigndesk.store.kept import NotedChange
    from foreigndesk.store.news import News

_TITLES = {
    "changed": "How they stand has changed",
    "began": "Began",
    "told": "Told again; nothing changed",
    "quiet": "Gone quiet past their date",
}


def diff(
    since: Annotated[
        str,
        typer.Argument(
            metavar="SINCE",
            help="An ISO day of articles (that day counts), or an ISO time, by when the desk had "
            "it (2026-03-02T08:00).",
        ),
    ],
    desk: DeskOption = DEFAULT_DESK,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="At most so many of each kind; 0 for all.")
    ] = 20,
    json: JsonOption = False,
) -> None:
    """Print what has changed since a day or a time: the morning brief.

    Developments that began, those whose standing changed, those told again, and those that have
    gone quiet past their date. A day goes by the articles' own days; a time by when the desk had
    it. A time without a zone is this machine's.
    """
    from foreigndesk.store.following import kept_development
    from foreigndesk.store.news import news_of_day, news_of_time

    day, time = check_since(since)
    console = screen()
    with open_followed(desk) as base:
        news = news_of_day(base, day, limit=limit) if day else news_of_time(base, time, limit=limit)
        for one in news:
            if json:
                for item in one.items:
                    line = item.line
                    whole = kept_development(base, line.id)
                    print_json(
                        {"what": one.what, "id": line.id, "name": line.name, "development": whole}
                    )
                if one.left:
                    say(f"{_TITLES[one.what]}: {one.left:,} more; --limit 0 for all")
            elif one.items:
                _print(console, base, one)
    if not json and not any(one.items for one in news):
        console.print(f"Nothing has changed on this desk since {one_line(since)}.")


def _print(console: Console, desk: Desk, news: News) -> None:
    console.rule(Text(_TITLES[news.what], style="bold"), align="left")
    console.print()
    for item in news.items:
        print_summary(console, item.line)
        lines = [_words(desk, c) for c in item.changes]
        more = [f"and {counted(item.more, 'change')} before these"] if item.more else []
        section(console, "What changed", more + lines)
    if news.left:
        console.print(Text(f"and {news.left:,} more; --limit 0 for all\n", style="dim"))


def _words(desk: Desk, change: NotedChange) -> str:
    outlet = desk.article(change.article).outlet
    where = f"{outlet}, {short(change.article)}" if outlet else short(change.article)
    return f"{change.day or 'no date'}  {change.stage}: {change.standing}  ({where})"


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guarded(diff))
