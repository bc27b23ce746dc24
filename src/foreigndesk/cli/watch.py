"""`watch`: what a person wants to hear of, and what came of it, on the terminal or as Atom."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from foreigndesk.cli.common import (
    DEFAULT_DESK,
    DeskOption,
    JsonOption,
    check_day,
    check_status,
    check_type,
    guarded,
    one_line,
    open_desk,
    print_json,
    say,
    screen,
)
from foreigndesk.cli.deliver import (
    NotifyOption,
    PrivateOption,
    SecretOption,
    WebhookOption,
    channels_of,
    deliver,
    delivery_words,
    run,
)
from foreigndesk.cli.developments import check_standing
from foreigndesk.cli.words import short
from foreigndesk.records import record_id
from foreigndesk.store import Desk, ExportError, UnknownIdError

if TYPE_CHECKING:
    from foreigndesk.store.watching import Noted


watch = typer.Typer(
    name="watch",
    help="Watch for developments: what begins, changes, is contradicted or goes quiet.",
    no_args_is_help=True,
)

_Country = Annotated[
    list[str] | None,
    typer.Option("--country", metavar="ISO3", help="A party; of several, all must be parties."),
]
_Type = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYPE", help="A PLOVER type; of several, any."),
]
_Place = Annotated[
    str, typer.Option("--place", metavar="PLACE", help="A place's name or a country's code.")
]
_Word = Annotated[
    list[str] | None,
    typer.Option("--word", metavar="WORD", help="A word of the sentence; all must be there."),
]
_Standing = Annotated[
    list[str] | None,
    typer.Option(
        "--standing",
        metavar="WORD",
        help="Only when a stage comes to stand so; of several, any.",
    ),
]
_Status = Annotated[
    list[str] | None,
    typer.Option(
        "--status", metavar="WORD", help="Only when it is first told as this; of several, any."
    ),
]
_Since = Annotated[
    str, typer.Option("--since", metavar="DAY", help="Only articles of this day or later.")
]


def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What you call it.")],
    desk: DeskOption = DEFAULT_DESK,
    country: _Country = None,
    kind: _Type = None,
    place: _Place = "",
    word: _Word = None,
    standing: _Standing = None,
    status: _Status = None,
    since: _Since = "",
    webhook: WebhookOption = None,
    notify: NotifyOption = None,
    secret: SecretOption = "",
    private: PrivateOption = False,
    json: JsonOption = False,
) -> None:
    """Add a watch. Without --standing or --status it tells everything that it fits.

    Different options must all fit. Of one option given twice: both countries, all words, but
    any of the types, standings and statuses. `watch deliver` sends to the channels.
    """
    from foreigndesk.developments.watches import Watch, watch_words
    from foreigndesk.store.delivering import add_channels
    from foreigndesk.store.watching import add_watch, now, watches

    made = Watch(
        id=record_id("wat", name),
        name=name,
        made=now(),
        countries=tuple(c.upper() for c in country or ()),
        types=tuple(check_type(k) for k in kind or ()),
        place=place,
        words=tuple(word or ()),
        standings=tuple(check_standing(s) for s in standing or ()),
        statuses=tuple(check_status(s) for s in status or ()),
        since=check_day(since),
    )
    out = channels_of(made.id, webhook, notify, secret=secret, private=private)
    with open_desk(desk) as base:
        if any(w.name == name for w in watches(base)):
            raise typer.BadParameter(f"there is a watch {name!r}; remove it first")
        add_watch(base, made)
        add_channels(base, out)
    if json:
        print_json(made)
        return
    say(f"Watching “{name}”: {watch_words(made)}")
    for one in out:
        say(f"Its alerts go to {one_line(one.shown)} with `foreigndesk watch deliver`")


def listed(desk: DeskOption = DEFAULT_DESK, json: JsonOption = False) -> None:
    """List the watches, and how the delivery to their channels stands."""
    from foreigndesk.developments.watches import watch_words
    from foreigndesk.store.delivering import deliveries
    from foreigndesk.store.watching import watches

    with open_desk(desk) as base:
        found, out = watches(base), deliveries(base)
    console = screen()
    for one in found:
        sent = [d for d in out if d.watch == one.id]
        if json:
            print_json({"watch": one, "deliveries": sent} if sent else one)
            continue
        line = Text(one_line(one.name), style="bold")
        line.append(f"  {one_line(watch_words(one))}", style="not bold")
        line.append(f"  {short(one.id)}", style="not bold dim")
        console.print(line)
        for way in sent:
            console.print(Padding(Text(one_line(delivery_words(way))), (0, 0, 0, 2), expand=False))
    if not found and not json:
        console.print("No watches; `foreigndesk watch add NAME --country PRK` makes one.")


def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A watch's name, or its id.")],
    desk: DeskOption = DEFAULT_DESK,
    json: JsonOption = False,
) -> None:
    """End a watch; what it told stays."""
    from foreigndesk.store.watching import remove_watch, watches

    with open_desk(desk) as base:
        found = [w for w in watches(base) if name == w.name or w.id.startswith(name)]
        if len(found) != 1:
            raise UnknownIdError(f"{base.path}: {one_line(name)} is no watch on this desk")
        remove_watch(base, found[0])
    if json:
        print_json(found[0])
    else:
        say(f"No longer watching “{found[0].name}”")


def alerts(
    desk: DeskOption = DEFAULT_DESK,
    everything: Annotated[bool, typer.Option("--all", help="Those told before, too.")] = False,
    atom: Annotated[
        Path | None,
        typer.Option(
            "--atom", metavar="FILE", dir_okay=False, help="Write all as an Atom feed instead."
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Look for what the watches ask for, and tell what is new; each alert is told once.

    A kill in between repeats an alert; none is lost.
    """
    from foreigndesk.store.delivering import deliveries
    from foreigndesk.store.watching import look, mark_told, noted_alerts

    with open_desk(desk) as base:
        look(base)
        found = noted_alerts(base, untold=not everything and atom is None)
        if atom is not None:
            write_atom(atom, base, found)
            say(f"{atom}: {len(found)} alerts")
            return
        for one in found:
            _print_alert(one, json=json)
        mark_told(base, [n.alert for n in found])
        for way in deliveries(base):
            if way.error:
                say(delivery_words(way))
    if not found and not json:
        screen().print("Nothing new.")


def _print_alert(one: Noted, *, json: bool) -> None:
    if json:
        print_json(one)
        return
    console = screen()
    head = Text(f"{one.alert.day or 'no date'}  ")
    head.append(one_line(one.alert.name), style="bold").append(f"  {one.alert.what}")
    head.append(f"  {short(one.alert.development)}", style="dim")
    console.print(head)
    for line in (one.alert.why, f"“{one.alert.sentence}”"):
        console.print(Padding(Text(one_line(line)), (0, 0, 0, 2), expand=False))
    console.print()


def write_atom(path: Path, desk: Desk, found: Sequence[Noted]) -> None:
    """Write alerts as an Atom feed; nobody sees half a file. Raises ExportError."""
    from foreigndesk.store.feeds import atom

    data = atom(desk, found)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(beside).replace(path)
        finally:
            Path(beside).unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"{path}: cannot be written: {error.strerror or error}") from error


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for name, command in (
        ("add", add),
        ("list", listed),
        ("remove", remove),
        ("alerts", alerts),
        ("deliver", deliver),
        ("run", run),
    ):
        watch.command(name)(guarded(command))
    app.add_typer(watch)
