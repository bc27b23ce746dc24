"""A person's corrections on a desk: appended, undone, listed, brought in from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from foreigndesk.developments import Report
from foreigndesk.developments.judged import (
    applied,
    complaint,
    judgement,
    standing_judgements,
    told_key,
)
from foreigndesk.records import Judgement, decode
from foreigndesk.store.desk import Desk
from foreigndesk.store.following import follow, kept_development, machine_report, machine_told
from foreigndesk.store.schema import SeveralIdsError, UnknownIdError


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A judgement with its state: it applies, was undone, or is idle (nothing answers to it).

    ``about`` is the sentence that it is about, "" where the desk has it no more.
    """

    judgement: Judgement
    state: Literal["applies", "undone", "idle"]
    about: str


def append_judgement(
    desk: Desk,
    act: str,
    ident: str,
    value: str,
    *,
    who: str,
    why: str,
    follow_on: Callable[[Desk], object] = follow,
) -> Judgement:
    """Judge an event, or a development by its first event, and follow what comes of it.

    ``value`` is a type or status, OLD=NEW, a grade, or with "merge" the other's id. Raises
    ValueError where act or value is wrong, UnknownIdError.
    """
    follow_on(desk)
    target = told_key(_report(desk, ident))
    told = told_key(_report(desk, value)) if act == "merge" else value
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = judgement(act, target, told, who=who, when=now, why=why)
    desk.judge(made)
    follow_on(desk)
    return made


def split_off(
    desk: Desk,
    events: Sequence[str],
    *,
    who: str,
    why: str,
    follow_on: Callable[[Desk], object] = follow,
) -> list[Judgement]:
    """Take events out of what they are in, as one happening of their own.

    Each is split off, and the others merged with the first: judgements of one time, which
    ``undo_together`` takes back as one. Raises UnknownIdError.
    """
    follow_on(desk)
    told = [told_key(machine_report(desk, event)) for event in events]
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    made = [judgement("split", key, "", who=who, when=now, why=why) for key in told]
    made += [judgement("merge", told[0], key, who=who, when=now, why=why) for key in told[1:]]
    for one in made:
        desk.judge(one)
    follow_on(desk)
    return made


def undo_together(
    desk: Desk, ident: str, *, follow_on: Callable[[Desk], object] = follow
) -> list[Judgement]:
    """Take back a judgement, and those that were made with it. Raises UnknownIdError."""
    gone = [undo_judgement(desk, ident, follow_on=lambda _: None)]
    if gone[0].act in _TOGETHER:
        gone += [
            undo_judgement(desk, one.id, follow_on=lambda _: None)
            for one in standing_judgements(desk.judgements())
            if one.act in _TOGETHER and (one.who, one.when) == (gone[0].who, gone[0].when)
        ]
    follow_on(desk)
    return gone


_TOGETHER: Final = ("split", "merge")


def _report(desk: Desk, ident: str) -> Report:
    """Give what the machine told under an event's id, or first under a development's."""
    if ident.startswith("dev-"):
        return machine_report(desk, kept_development(desk, ident).reports[0].event)
    return machine_report(desk, ident)


def undo_judgement(
    desk: Desk, ident: str, *, follow_on: Callable[[Desk], object] = follow
) -> Judgement:
    """Take back the judgement whose id begins so; that too is appended. Raises UnknownIdError."""
    found = {j.id: j for j in desk.judgements() if j.id.startswith(ident)}
    if len(found) != 1:
        what = "is the beginning of several ids" if found else "is no judgement on this desk"
        wrong = SeveralIdsError if found else UnknownIdError
        raise wrong(f"{desk.path}: {' '.join(ident.split())} {what}")
    (one,) = found.values()
    gone = replace(one, undone=True)
    if not one.undone:
        desk.judge(gone)
    follow_on(desk)
    return gone


def judgement_log(desk: Desk) -> list[Logged]:
    """Give every judgement once, oldest first, with its state."""
    given = desk.judgements()
    told = machine_told(desk, (key for j in given for key in (j.target, j.value)))
    sentences = {told_key(r): r.sentence for r in told}
    unused = {j.id for j in applied(told, given).idle}
    live = {j.id for j in standing_judgements(given)}
    return [
        Logged(
            judgement=one,
            state="idle" if one.id in unused else "applies" if one.id in live else "undone",
            about=sentences.get(one.target, ""),
        )
        for one in {j.id: j for j in given}.values()
    ]


def judgements_of_lines(text: str) -> list[Judgement]:
    """Read judgements from lines of JSON. ValueError names the first line that is wrong."""
    given = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            one = decode(line, Judgement)
        except msgspec.MsgspecError as error:
            raise ValueError(f"line {number}: {error}; nothing was imported") from error
        except RecursionError as error:
            said = f"line {number}: nested too deep; nothing was imported"
            raise ValueError(said) from error
        problem = complaint(one.act, one.value)
        if problem:
            raise ValueError(f"line {number}: {problem}; nothing was imported")
        given.append(one)
    return given


def import_judgements(
    desk: Desk, given: Iterable[Judgement], *, follow_on: Callable[[Desk], object] = follow
) -> int:
    """Append those judgements that are not on the desk yet; give how many these were."""
    held = {(j.id, j.undone) for j in desk.judgements()}
    new = 0
    for one in given:
        if (one.id, one.undone) not in held:
            held.add((one.id, one.undone))
            desk.judge(one)
            new += 1
    follow_on(desk)
    return new
