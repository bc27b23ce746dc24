"""`judge`: a person's corrections, appended, undoable, shared as JSON lines."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from foreigndesk.cli.common import (
    DEFAULT_DESK,
    FAILED,
    DeskOption,
    JsonOption,
    fail,
    guarded,
    one_line,
    open_desk,
    print_json,
    say,
    screen,
)
from foreigndesk.cli.kept import follow_on, open_followed
from foreigndesk.cli.words import counted, short
from foreigndesk.records import Judgement

if TYPE_CHECKING:
    pass

IdArgument = Annotated[
    str, typer.Argument(metavar="ID", help="An event's id, or a development's (its first event).")
]
ValueArgument = Annotated[str, typer.Argument(metavar="WORD", help="As the command says.")]
WhyOption = Annotated[str, typer.Option("--why", help="Why; it is kept with the judgement.")]
WhoOption = Annotated[
    str,
    typer.Option("--who", envvar="FOREIGNDESK_WHO", help="Who judges; your login where not given."),
]

judge = typer.Typer(
    name="judge",
    help="Correct the desk: a judgement is appended, never overwrites, and can be undone.",
    no_args_is_help=True,
)


def _append(
    desk: Path, act: str, ident: str, value: str, *, who: str, why: str, json: bool
) -> None:
    from foreigndesk.store.judging import append_judgement

    with open_desk(desk) as base:
        try:
            made = append_judgement(
                base, act, ident, value, who=who or getpass.getuser(), why=why, follow_on=follow_on
            )
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
    if json:
        print_json(made)
    else:
        say(f"Judged: {_words(made)}. To take it back: foreigndesk judge undo {short(made.id)}")


def _words(one: Judgement) -> str:
    value = f" {short(one.value) if one.act == 'merge' else one.value}" if one.value else ""
    return f"{one.act} {short(one.target)}{value}, by {one.who}"


def _simple(act: str, text: str) -> None:
    def command(
        ident: IdArgument,
        desk: DeskOption = DEFAULT_DESK,
        who: WhoOption = "",
        why: WhyOption = "",
        json: JsonOption = False,
    ) -> None:
        _append(desk, act, ident, "", who=who, why=why, json=json)

    judge.command(act, help=text)(guarded(command))


def _valued(act: str, text: str) -> None:
    def command(
        ident: IdArgument,
        value: ValueArgument,
        desk: DeskOption = DEFAULT_DESK,
        who: WhoOption = "",
        why: WhyOption = "",
        json: JsonOption = False,
    ) -> None:
        _append(desk, act, ident, value, who=who, why=why, json=json)

    judge.command(act, help=text)(guarded(command))


_simple("reject", "This was not told: leave the event out.")
_simple("confirm", "This is coded right.")
_simple("split", "This event is of no other's happening: it becomes a development of its own.")
_valued("recode", "WORD: another type (AID) or another status (planned).")
_valued("resolve", "WORD: a party is another; their codes, as PRK=KOR.")
_valued("grade", "WORD: the Admiralty grade of source and information, as B2.")
_valued("merge", "WORD: the id of a development that is the same; both ids go on resolving.")


def listed(
    desk: DeskOption = DEFAULT_DESK,
    idle: Annotated[
        bool, typer.Option("--idle", help="Only those that no event answers to any more.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """List the judgements, oldest first, with those that were undone or no longer apply."""
    from foreigndesk.store.judging import judgement_log

    with open_followed(desk) as base:
        log = judgement_log(base)
    console = screen()
    for entry in log:
        one, state = entry.judgement, entry.state
        if idle and state != "idle":
            continue
        if json:
            print_json({"state": state, "judgement": one})
            continue
        line = Text(f"{one.when[:10]}  {_words(one)}")
        line.append(f"  {one_line(one.why)}" if one.why else "", style="italic")
        line.append(f"  [{state}]" if state != "applies" else "", style="yellow")
        line.append(f"  {short(one.id)}", style="dim")
        console.print(line)


def undo(
    ident: Annotated[str, typer.Argument(metavar="ID", help="A judgement's id, or its start.")],
    desk: DeskOption = DEFAULT_DESK,
    json: JsonOption = False,
) -> None:
    """Take a judgement back; that too is appended."""
    from foreigndesk.store.judging import undo_judgement

    with open_desk(desk) as base:
        gone = undo_judgement(base, ident, follow_on=follow_on)
    if json:
        print_json(gone)
    else:
        say(f"Undone: {_words(gone)}")


def exported(desk: DeskOption = DEFAULT_DESK, json: JsonOption = False) -> None:
    """Print every judgement as a line of JSON (with --json or without), undoings too."""
    with open_desk(desk) as base:
        for one in base.judgements():
            print_json(one)


def imported(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file of `judge export`; -: stdin.")
    ],
    desk: DeskOption = DEFAULT_DESK,
    json: JsonOption = False,
) -> None:
    """Append the judgements of a file that are not on the desk yet."""
    from foreigndesk.store.judging import import_judgements, judgements_of_lines

    data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    try:
        given = judgements_of_lines(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        fail(f"{path}, line {line}: this is not UTF-8; nothing was imported", FAILED)
    except ValueError as error:
        fail(f"{path}, {error}", FAILED)
    with open_desk(desk) as base:
        new = import_judgements(base, given, follow_on=follow_on)
    if json:
        print_json({"imported": new, "already there": len(given) - new})
    else:
        say(f"{counted(new, 'judgement')} imported, {len(given) - new} already there")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for name, command in (
        ("list", listed),
        ("undo", undo),
        ("export", exported),
        ("import", imported),
    ):
        judge.command(name)(guarded(command))
    app.add_typer(judge)
