"""`judge`: a person's corrections, appended, undoable, shared as JSON lines."""

from __future__ import annotations

import datetime
import getpass
import sys
from dataclasses import replace
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
from foreigndesk.store import Desk, UnknownIdError

if TYPE_CHECKING:
    from foreigndesk.developments import Report

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
    from foreigndesk.developments.judged import judgement, told_key

    with open_desk(desk) as base:
        follow_on(base)
        target = told_key(_report(base, ident))
        told = told_key(_report(base, value)) if act == "merge" else value
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        try:
            made = judgement(act, target, told, who=who or getpass.getuser(), when=now, why=why)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error
        base.judge(made)
        follow_on(base)
    if json:
        print_json(made)
    else:
        say(f"Judged: {_words(made)}. To take it back: foreigndesk judge undo {short(made.id)}")


def _report(desk: Desk, ident: str) -> Report:
    """Give what the machine told under an event's id, or first under a development's."""
    from foreigndesk.store.following import kept_development, machine_report

    if ident.startswith("dev-"):
        return machine_report(desk, kept_development(desk, ident).reports[0].event)
    return machine_report(desk, ident)


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
    from foreigndesk.developments.judged import applied, standing_judgements
    from foreigndesk.store.following import machine_told

    with open_followed(desk) as base:
        given = base.judgements()
        told = machine_told(base, (key for j in given for key in (j.target, j.value)))
        unused = {j.id for j in applied(told, given).idle}
    live = {j.id for j in standing_judgements(given)}
    console = screen()
    for one in {j.id: j for j in given}.values():
        state = "idle" if one.id in unused else "" if one.id in live else "undone"
        if idle and state != "idle":
            continue
        if json:
            print_json({"state": state or "applies", "judgement": one})
            continue
        line = Text(f"{one.when[:10]}  {_words(one)}")
        line.append(f"  {one_line(one.why)}" if one.why else "", style="italic")
        line.append(f"  [{state}]" if state else "", style="yellow")
        line.append(f"  {short(one.id)}", style="dim")
        console.print(line)


def undo(
    ident: Annotated[str, typer.Argument(metavar="ID", help="A judgement's id, or its start.")],
    desk: DeskOption = DEFAULT_DESK,
    json: JsonOption = False,
) -> None:
    """Take a judgement back; that too is appended."""
    with open_desk(desk) as base:
        found = {j.id: j for j in base.judgements() if j.id.startswith(ident)}
        if len(found) != 1:
            what = "is the beginning of several ids" if found else "is no judgement on this desk"
            raise UnknownIdError(f"{base.path}: {one_line(ident)} {what}")
        (one,) = found.values()
        gone = replace(one, undone=True)
        if not one.undone:
            base.judge(gone)
        follow_on(base)
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
    import msgspec

    from foreigndesk.developments.judged import complaint
    from foreigndesk.records import decode

    text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    given: list[Judgement] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            one = decode(line, Judgement)
        except msgspec.MsgspecError as error:
            fail(f"{path}, line {number}: {error}; nothing was imported", FAILED)
        problem = complaint(one.act, one.value)
        if problem:
            fail(f"{path}, line {number}: {problem}; nothing was imported", FAILED)
        given.append(one)
    new = 0
    with open_desk(desk) as base:
        held = {(j.id, j.undone) for j in base.judgements()}
        for one in given:
            if (one.id, one.undone) not in held:
                held.add((one.id, one.undone))
                base.judge(one)
                new += 1
        follow_on(base)
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
