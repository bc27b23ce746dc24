"""`show`: one event, claim or article whole, and why it was coded so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from foreigndesk.cli.common import (
    DEFAULT_DESK,
    CoderOption,
    DeskOption,
    JsonOption,
    guarded,
    one_line,
    open_desk,
    print_json,
    screen,
)
from foreigndesk.cli.course import print_development
from foreigndesk.cli.words import (
    certainty_word,
    parties_words,
    print_event,
    print_head,
    print_indented,
    print_reading,
    print_with_id,
    quoted,
    short,
    source_words,
    told_of,
)
from foreigndesk.records import Article, Claim, Event, Reading, Span, Stance
from foreigndesk.store import Desk, Told
from foreigndesk.store.export import claim_row, event_row

if TYPE_CHECKING:
    from foreigndesk.events.entries import Slot


def show(
    ident: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An event, claim, article or development: its id, or the start."
        ),
    ],
    desk: DeskOption = DEFAULT_DESK,
    why: Annotated[
        bool, typer.Option("--why", help="Also the rule, its frame and the path it took.")
    ] = False,
    version: CoderOption = "",
    json: JsonOption = False,
) -> None:
    """Show one event, claim or article whole: evidence in its context, rule, version, stance.

    The id of a development, as `brief` prints it, shows every report of it.
    """
    with open_desk(desk) as base:
        if ident.startswith("dev-"):
            _show_development(base, ident, json=json)
            return
        full = base.resolve(ident)
        if full.startswith("evt-"):
            told = base.event(full, version=version)
            reading = base.reading_of(told.article.id, version=told.version)
            if json:
                print_json(event_record(told, reading))
            else:
                explain(screen(), told, reading, why=why)
            return
        if full.startswith("clm-"):
            claim = base.claim(full)
            reading = base.reading_of(claim.article, version=version or claim.version)
            if json:
                print_json(claim_record(claim, reading))
            else:
                print_claim(screen(), claim, reading)
            return
        reading = base.reading_of(full, version=version)
    if json:
        print_json(reading)
    else:
        print_article(screen(), reading)


def _show_development(desk: Desk, ident: str, *, json: bool) -> None:
    from foreigndesk.store.following import followed, kept_development

    with followed(desk) as kept:
        one = kept_development(kept, ident)
    if json:
        print_json(one)
    else:
        print_development(screen(), one, lambda _: True, reports=0)


# --------------------------------------------------------------------------- events


def event_record(told: Told, reading: Reading) -> dict[str, object]:
    """Give an event with all that hangs on it, for JSON."""
    stances = [s for s in reading.stances if s.event == told.event.id]
    basis = {s.claim for s in stances}
    return {
        "event": told.event,
        "row": event_row(told),
        "stances": stances,
        "claims": [c for c in reading.claims if c.id in basis],
        "evidence": [t.evidence.of(told.article.text) for t in told.event.tellings],
        "article": told.article,
        "version": told.version,
    }


def explain(console: Console, told: Told, reading: Reading, *, why: bool) -> None:
    """Print an event whole: each telling in its context, with stance, rule and version."""
    print_event(console, told, where=True, indent=0)
    event = told.event
    stances = {s.telling: s for s in reading.stances if s.event == event.id}
    for number, telling in enumerate(event.tellings):
        count = len(event.tellings)
        head = f"Told {number + 1} of {count}" if count > 1 else "Told once"
        paragraph = _paragraph(told.article, telling.evidence.start)
        kind = paragraph[2]
        console.print(Text(f"{head}, in the {kind}:", style="bold"))
        marks = ((telling.trigger.start, telling.trigger.end),)
        print_indented(console, quoted(told.article, paragraph[0], paragraph[1], marks))
        stance = stances.get(number)
        if stance is not None:
            print_indented(console, Text(stance_words(stance)))
        if why:
            _why(console, event, number)
        console.print()
    if event.contexts:
        console.print(Text(f"Contexts: {', '.join(event.contexts)}"))
    console.print(Text(f"Coded by: {told.version}\nId: {event.id}", style="dim"))
    console.print()


def _paragraph(article: Article, offset: int) -> tuple[int, int, str]:
    """Give the ends and the kind of the paragraph that holds a character."""
    for p in article.paragraphs:
        if p.start <= offset < p.end:
            return p.start, p.end, "text" if p.kind == "body" else p.kind
    return 0, len(article.text), "text"


def stance_words(stance: Stance) -> str:
    """Say in words why an event has its status: "possible ('may' over 'send'); source ..."."""
    reasons = f" ({'; '.join(one_line(w) for w in stance.why)})" if stance.why else ""
    claim = f", claim {short(stance.claim)}" if stance.claim else ""
    return (
        f"Status: {stance.status}, {certainty_word(stance.certainty)} "
        f"[{stance.certainty:+.1f}]{reasons}; source: {source_words(stance.source)}{claim}"
    )


def _why(console: Console, event: Event, number: int) -> None:
    from foreigndesk.events.entries import lexicon

    telling = event.tellings[number]
    print_indented(console, Text(f"Rule: {telling.rule}"))
    entry = next((e for e in lexicon().all() if e.rule == telling.rule), None)
    if entry is not None:
        word = f"{entry.head} {entry.particle}".strip()
        pos = {"V": "verb", "N": "noun", "J": "adjective"}.get(entry.pos, entry.pos)
        slots = [_slot_words(s) for s in entry.slots]
        frame = f"; {'; '.join(slots)}" if slots else ""
        print_indented(console, Text(f"Frame: the {pos} “{word}” codes {entry.type}{frame}"))
        if entry.example:
            example = re.sub(r"</?[a-z]>", "", entry.example)
            print_indented(console, Text(f"For example: {example}", style="dim"))
    if telling.path:
        print_indented(console, Text(f"Path: {' · '.join(one_line(p) for p in telling.path)}"))


_ROLES = {"A": "actor", "R": "recipient", "G": "against", "P": "place"}


def _slot_words(slot: Slot) -> str:
    text = slot.name.replace("|", " or ")
    if slot.words:
        some = sorted(slot.words)
        text += " is not" if slot.negated else " is"
        text += f" {', '.join(some[:6])}{', …' if len(some) > 6 else ''}"
    elif slot.kind:
        text += f" is {'no' if slot.negated else 'a'} {slot.kind.lower()}"
    elif not slot.must:
        text += " if there"
    return f"{text} ({_ROLES[slot.role]})" if slot.role in _ROLES else text


# --------------------------------------------------------------------------- claims


def _told_by(claim: Claim, reading: Reading) -> list[Told]:
    basis = {s.event for s in reading.stances if s.claim == claim.id}
    return [t for t in told_of(reading) if t.event.id in basis]


def claim_record(claim: Claim, reading: Reading) -> dict[str, object]:
    """Give a claim with its words and the events that rest on it, for JSON."""
    article = _text(claim, reading)
    return {
        "claim": claim,
        "row": claim_row(claim, article),
        "events": [event_row(t) for t in _told_by(claim, reading)],
    }


def _text(claim: Claim, reading: Reading) -> Article:
    texts = {a.id: a for a in (reading.page.article, *reading.page.teasers)}
    return texts[claim.article]


def _words(spans: tuple[Span, ...], article: Article) -> str:
    return " … ".join(one_line(s.of(article.text)) for s in spans)


def print_claim(console: Console, claim: Claim, reading: Reading) -> None:
    """Print a claim: who, by what words, what, and the events inside."""
    article = _text(claim, reading)
    who = source_words(claim.source)
    head = Text(who[:1].upper() + who[1:], style="bold")
    print_with_id(console, head, short(claim.id))
    cue = _words(claim.cue, article)
    print_indented(
        console, Text(f"{claim.speech} speech" + (f", by the words “{cue}”" if cue else ""))
    )
    print_indented(console, Text(f"“{_words(claim.content, article)}”"))
    for told in _told_by(claim, reading):
        status = told.stance.status if told.stance else "no status"
        line = f"→ {told.event.type}, {status}: {parties_words(told.event)}"
        print_indented(console, Text(f"{line}  [{short(told.event.id)}]"))
    console.print()


def print_claims(console: Console, reading: Reading) -> None:
    """Print all claims of a page."""
    article = reading.page.article
    print_head(console, article)
    console.print()
    for claim in reading.claims:
        print_claim(console, claim, reading)
    if not reading.claims:
        console.print("Nobody is quoted or cited here.\n")


# --------------------------------------------------------------------------- articles


def print_article(console: Console, reading: Reading) -> None:
    """Print an article whole: its fields and where they were found, its text, its record."""
    article = reading.page.article
    for name, found in article.provenance:
        value = getattr(article, name, "")
        shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        if shown and name not in ("text", "paragraphs"):
            console.print(Text(f"{name}: {one_line(shown)}  ({one_line(found)})"))
    console.print()
    for paragraph in article.paragraphs:
        text = one_line(article.text[paragraph.start : paragraph.end])
        bold = paragraph.kind in ("title", "heading")
        console.print(Text(text, style="bold" if bold else ""))
        console.print()
    console.rule("The record", style="dim")
    console.print()
    print_reading(console, reading)
    console.print(Text(f"Coded by: {reading.version}\nId: {article.id}", style="dim"))


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guarded(show))
