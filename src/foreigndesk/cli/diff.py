"""`diff`: what has changed since a day, or since an hour: the morning brief."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from foreigndesk.cli.common import (
    DEFAULT_DESK,
    DeskOption,
    JsonOption,
    guarded,
    one_line,
    print_json,
    screen,
)
from foreigndesk.cli.developments import print_summary, section
from foreigndesk.cli.kept import check_since, open_followed
from foreigndesk.cli.words import short
from foreigndesk.store import Desk

if TYPE_CHECKING:
    from foreigndesk.store.following import Kept, NotedChange

_NEWS = (
    ("changed", "How they stand has changed"),
    ("began", "Began"),
    ("told", "Told again; nothing changed"),
    ("quiet", "Gone quiet past their date"),
)


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
    json: JsonOption = False,
) -> None:
    """Print what has changed since a day or a time: the morning brief.

    Developments that began, those whose standing changed, those told again, and those that have
    gone quiet past their date. A day goes by the articles' own days; a time by when the desk had
    it. A time without a zone is this machine's.
    """
    from foreigndesk.store.following import kept_development

    day, time = check_since(since)
    with open_followed(desk) as base:
        found = of_day(base, day) if day else of_time(base, time)
        if json:
            for what, one, _ in found:
                whole = kept_development(base, one.id)
                print_json({"what": what, "id": one.id, "name": one.name, "development": whole})
            return
        console = screen()
        for word, title in _NEWS:
            some = [(one, changes) for what, one, changes in found if what == word]
            if some:
                console.rule(Text(title, style="bold"), align="left")
                console.print()
            for one, changes in some:
                print_summary(console, one)
                if word == "changed":
                    section(console, "What changed", [_words(base, c) for c in changes])
    if not found:
        console.print(f"Nothing has changed on this desk since {one_line(since)}.")


def _words(desk: Desk, change: NotedChange) -> str:
    outlet = desk.article(change.article).outlet
    where = f"{outlet}, {short(change.article)}" if outlet else short(change.article)
    return f"{change.day or 'no date'}  {change.stage}: {change.standing}  ({where})"


News = list[tuple[str, "Kept", list["NotedChange"]]]


def of_day(desk: Desk, day: str) -> News:
    """Give what is new by the articles' days: what it is, the development, its changes."""
    from foreigndesk.store.following import kept_developments, noted_changes

    changes = _by_development(noted_changes(desk, day=day))
    told = kept_developments(desk, since=day, background=False)
    quiet = kept_developments(desk, quiet_since=day, background=False)
    found: News = []
    for one in told:
        here = changes.get(one.id, [])
        found.append(("began" if one.first >= day else "changed" if here else "told", one, here))
    return found + [("quiet", one, []) for one in quiet if one.last < day]


def of_time(desk: Desk, time: str) -> News:
    """Give what is new by when the desk had it."""
    from foreigndesk.store.following import kept_developments, noted_changes, revisions

    changes = _by_development(noted_changes(desk, time))
    joined = {r.now for r in revisions(desk, since=time)}
    quiet = {k.id for k in kept_developments(desk, quiet_since="0001-01-01", changed_since=time)}
    found: News = []
    for one in kept_developments(desk, changed_since=time, background=False):
        here = changes.get(one.id, [])
        silent = one.id in quiet and one.id not in joined
        what = "began" if one.began >= time else "changed" if here else ""
        found.append((what or ("quiet" if silent else "told"), one, here))
    return found


def _by_development(changes: Iterable[NotedChange]) -> dict[str, list[NotedChange]]:
    found: dict[str, list[NotedChange]] = {}
    for change in changes:
        found.setdefault(change.development, []).append(change)
    return found


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guarded(diff))
