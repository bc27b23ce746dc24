"""Records in words: how an event, its parties, its source and its place are said to a person."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from foreigndesk.cli.common import one_line
from foreigndesk.records import Article, Event, Party, Place, Reading, Source, Stance, Time
from foreigndesk.store import Told
from foreigndesk.store.export import figure_words

STYLES = {
    "happened": "bold green",
    "ongoing": "bold green",
    "planned": "bold cyan",
    "expected": "bold cyan",
    "possible": "bold yellow",
    "conditional": "bold yellow",
    "denied": "bold red",
}
_CERTAINTY = (
    (2.5, "certain"),
    (1.5, "likely"),
    (0.5, "rather likely"),
    (-0.5, "open"),
    (-1.5, "rather unlikely"),
    (-2.5, "unlikely"),
)
ID_SHOWN = 14


def short(ident: str) -> str:
    """Give the beginning of an id, long enough to find it by."""
    return ident[:ID_SHOWN]


def counted(number: int, noun: str) -> str:
    """Give a number with its noun: "1 page", "2 pages"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def in_words(text: str) -> str:
    """Give a line with the codes of countries in it written as names."""
    from foreigndesk.developments.naming import in_words as named

    return named(text)


def certainty_word(certainty: float) -> str:
    """Give a certainty of the UW scale (-3 to +3) as a word."""
    return next((word for least, word in _CERTAINTY if certainty >= least), "certainly not")


def party_words(party: Party) -> str:
    """Give a party as written, with its codes: "Norland (NOR GOV)"."""
    codes = " ".join(c for c in (party.country, party.sector) if c)
    return f"{one_line(party.name)} ({codes})" if codes else one_line(party.name)


def _list(parties: Iterable[Party]) -> str:
    return ", ".join(party_words(p) for p in parties)


def parties_words(event: Event) -> str:
    """Give who did it to whom: "A (AAA GOV) → B (BBB GOV), against C (CCC)"."""
    text = _list(event.actors) or "someone"
    if event.recipients:
        text += f" → {_list(event.recipients)}"
    if event.against:
        text += f", against {_list(event.against)}"
    return text


def time_words(time: Time) -> str:
    """Give an interval in words; a publication date that stands in for one says so."""
    if time.start and time.start == time.end:
        text = time.start
    elif time.start and time.end:
        text = f"{time.start} to {time.end}"
    elif time.start:
        text = f"from {time.start}"
    elif time.end:
        text = f"until {time.end}"
    else:
        return "no date"
    if time.fallback:
        return f"{text} (day of publication)"
    return f"{text} (“{one_line(time.written)}”)" if time.written else text


def place_words(place: Place | None) -> str:
    """Give a place with its country and how precise it is, "" where there is none."""
    if place is None:
        return ""
    about = ", ".join(w for w in (place.country, place.precision) if w)
    return f"in {one_line(place.name)} ({about})" if about else f"in {one_line(place.name)}"


def source_words(source: Source) -> str:
    """Give who says so: "“a senior official”, unnamed", "A. Name, minister, Norland"."""
    if source.kind == "author":
        return "the page's own voice"
    if source.kind == "unnamed":
        named = source.described or source.name
        text = f"“{one_line(named)}”, unnamed" if named else "unnamed"
        text += {"background": " (on background)", "deep": " (not described)"}.get(source.grade, "")
    else:
        parts = [one_line(p) for p in (source.name, source.role, source.affiliation) if p]
        text = ", ".join(dict.fromkeys(parts)) or one_line(source.described) or source.kind
        if source.kind == "document":
            text += " (document)"
    if source.chain:
        text += f", citing {', '.join(one_line(c) for c in source.chain)}"
    return text


def headline(event: Event, stance: Stance | None) -> Text:
    """Give type, modes, status and certainty as words."""
    text = Text(event.type, style="bold")
    if event.modes:
        text.append(f" ({', '.join(event.modes)})", style="not bold")
    if stance is not None:
        text.append(" · ", style="dim")
        text.append(stance.status, style=STYLES.get(stance.status, ""))
        text.append(f" · {certainty_word(stance.certainty)}", style="not bold")
    if event.background:
        text.append(" · background", style="dim")
    return text


def quoted(article: Article, start: int, end: int, marked: tuple[tuple[int, int], ...]) -> Text:
    """Give a stretch of an article's text in quotation marks, with marked words bold."""
    text = Text("“", style="italic")
    at = start
    for first, last in sorted(marked):
        if start <= first and last <= end and first >= at:
            text.append(_flat(article.text[at:first]))
            text.append(_flat(article.text[first:last]), style="bold underline")
            at = last
    text.append(_flat(article.text[at:end]))
    return text.append("”")


def _flat(text: str) -> str:
    # as one_line, but blanks at the ends hold: this is a piece of a longer text
    return "".join(c if c.isprintable() else " " for c in text)


def print_indented(console: Console, text: Text, indent: int = 2) -> None:
    """Print a text set in from the left, wrapped, with nothing behind its lines."""
    for line in text.wrap(console, console.width - indent):
        line.rstrip()
        console.print(Text(" " * indent).append_text(line))


def print_with_id(console: Console, head: Text, ident: str, indent: int = 0) -> None:
    """Print a line with an id at its right end; what is too long for it goes on below."""
    room = console.width - indent - len(ident) - 2
    first, *rest = head.wrap(console, room) or [Text("")]
    first.rstrip()
    first.append(" " * (room - first.cell_len + 2)).append(ident, style="not bold dim")
    for line in (first, *rest):
        print_indented(console, line, indent)


def print_event(console: Console, told: Told, *, where: bool = False, indent: int = 2) -> None:
    """Print an event as a block: what, who, when and where, who says so, and the sentence.

    ``where`` adds the outlet and the title of the article.
    """
    event, stance, article = told.event, told.stance, told.article
    print_with_id(console, headline(event, stance), short(event.id), indent)
    lines: list[Text] = [Text(parties_words(event))]
    facts = [figure_words(f) for f in event.figures]
    facts += [time_words(event.time), place_words(event.place)]
    lines.append(Text(" · ".join(f for f in facts if f)))
    if stance is not None:
        lines.append(Text(f"Source: {source_words(stance.source)}"))
    if where:
        outlet = one_line(article.outlet or article.address)
        title = one_line(article.title)
        lines.append(Text(": ".join(w for w in (outlet, title) if w), style="dim"))
    if event.tellings:
        lead = event.tellings[0]
        mark = ((lead.trigger.start, lead.trigger.end),)
        lines.append(quoted(article, lead.evidence.start, lead.evidence.end, mark))
    for line in lines:
        print_indented(console, line, indent)
    console.print()


def print_head(console: Console, article: Article) -> None:
    """Print an article's title, its outlet, section and day, its id and its address."""
    console.print(Text(one_line(article.title) or "(no title)", style="bold"))
    parts = (article.outlet, article.section, article.day or "no date", short(article.id))
    console.print(Text(" · ".join(one_line(p) for p in parts if p), style="dim"))
    if article.address:
        console.print(Text(one_line(article.address), style="dim", overflow="fold"))


def print_reading(console: Console, reading: Reading) -> None:
    """Print a page's record: the article, what was wrong with it, and its events."""
    article = reading.page.article
    print_head(console, article)
    for problem in dict.fromkeys((*reading.page.problems, *reading.problems)):
        console.print(Text(f"! {one_line(problem)}", style="yellow"))
    console.print()
    told = told_of(reading)
    for text in (article, *reading.page.teasers):
        events = [t for t in told if t.article.id == text.id]
        if events and text.id != article.id:
            block = f" ({one_line(text.block)})" if text.block else ""
            console.print(Text(f"  Teaser{block}: {one_line(text.title)}\n", style="bold dim"))
        for one in sorted(events, key=lambda t: t.event.background):
            print_event(console, one)
    if not told:
        console.print(Text("  No event is told here.\n"))


def told_of(reading: Reading) -> list[Told]:
    """Give a reading's events with their leading stances and texts, in order."""
    texts = {a.id: a for a in (reading.page.article, *reading.page.teasers)}
    leading = {s.event: s for s in reading.stances if s.telling == 0}
    return [
        Told(
            event=e,
            stance=leading.get(e.id),
            article=texts[e.article],
            day=texts[e.article].day or reading.page.article.day,
            version=reading.version,
        )
        for e in reading.events
    ]
