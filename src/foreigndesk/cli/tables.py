"""`actors` and `places`: what a name would be resolved to, when, and why."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from foreigndesk.cli.common import (
    DEFAULT_DESK,
    ActorsOption,
    DeskOption,
    JsonOption,
    announce_index,
    check_day,
    guarded,
    one_line,
    open_desk,
    print_json,
    say,
    screen,
)

if TYPE_CHECKING:
    from foreigndesk.places import Candidate, Gazetteer

actors = typer.Typer(help="The table of actors: who a name stands for.", no_args_is_help=True)


def find(
    name: Annotated[str, typer.Argument(help="A name, as an article would write it.")],
    day: Annotated[
        str, typer.Option("--day", metavar="DAY", help="On this ISO day: who was in office then.")
    ] = "",
    overlays: ActorsOption = None,
    json: JsonOption = False,
) -> None:
    """Say whom a name stands for, on a day, what else it may be, and which table says so."""
    from foreigndesk.actors import registry, registry_with

    day = check_day(day)
    known = registry_with(overlays) if overlays else registry()
    found = known.find(name, day)
    if json:
        chosen = known.choose(found, day) if found else None
        print_json({"name": name, "day": day, "chosen": chosen, "readings": found})
    else:
        console = screen()
        for line in known.why(name, day):
            console.print(Text(one_line(line)))
    if not found:
        raise typer.Exit(1)


def check(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE.csv", exists=True, dir_okay=False, help="Your own table."),
    ],
    json: JsonOption = False,
) -> None:
    """Check a table of your own: name every fault of each row, with its line and column."""
    from foreigndesk.actors.overlay import read_overlay

    rows, fine, wrong = 0, 0, []
    for row in read_overlay(file):
        rows += 1
        if isinstance(row, tuple):
            wrong += [str(fault) for fault in row]
        else:
            fine += 1
    if json:
        print_json({"file": str(file), "rows": rows, "wrong": wrong})
    else:
        for line in wrong:
            say(line)
        typer.echo(f"{file}: {fine} of {rows} rows can stand")
    if wrong:
        raise typer.Exit(1)


def unresolved(
    desk: DeskOption = DEFAULT_DESK,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="At most so many names; 0 for all.")
    ] = 50,
    json: JsonOption = False,
) -> None:
    """List the names that pages mention most and nothing resolves, as a table to be filled in.

    Save it, fill in kind, country and sector, and read with --actors FILE.
    """
    from foreigndesk.store.unresolved import unresolved as names

    with open_desk(desk) as base:
        found = names(base, limit=limit)
    if json:
        for one in found:
            print_json(one)
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("name", "aliases", "kind", "country", "sector", "from", "to"))
    for one in found:
        writer.writerow((one_line(one.name), "", one.kind, one.country, one.sector, "", ""))
    typer.echo(out.getvalue(), nl=False)
    if not found:
        say(f"{desk}: every name is resolved")


places = typer.Typer(help="The gazetteer: where a name may lie.", no_args_is_help=True)


def _rounded(number: float) -> str:
    return f"{float(f'{number:.2g}'):,.0f}"


@places.callback()
def _places() -> None:
    pass  # with one command only, typer would take it for the group itself


def _place_line(index: Gazetteer, one: Candidate, asked: str) -> str:
    area = index.area(one)
    line = f"{one.name}{f', {area}' if area else ''}: "
    line += f"division {one.division}" if one.kind == "division" else one.kind
    vague = "" if one.place.precision in ("point", "city") else ", a point for the whole of it"
    line += f", {one.lat:.2f} {one.lon:.2f}{vague}"
    line += f", about {_rounded(10**one.rank)} people" if one.kind == "city" else ""
    return line if one.first else f"{line}; {one_line(asked)} is another name for it"


def find_place(
    name: Annotated[str, typer.Argument(help="A place's name, as an article would write it.")],
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=1, help="At most so many places.")
    ] = 10,
    json: JsonOption = False,
) -> None:
    """List the places of a name, the best known first: what each is, where, how precise.

    In an article its other places, its dateline and its countries decide between them.
    """
    from foreigndesk.places import gazetteer

    announce_index()
    index = gazetteer()
    found = index.find(name)
    if json:
        print_json({"name": name, "places": found[:limit]})
    else:
        console = screen()
        for number, one in enumerate(found[:limit]):
            console.print(Text(_place_line(index, one, name), style="" if number else "bold"))
        if len(found) > limit:
            console.print(Text(f"and {len(found) - limit} more", style="dim"))
    if not found:
        say(f"{name}: the gazetteer has no such place")
        raise typer.Exit(1)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (find, check, unresolved):
        actors.command()(guarded(command))
    app.add_typer(actors, name="actors")
    places.command("find")(guarded(find_place))
    app.add_typer(places, name="places")
