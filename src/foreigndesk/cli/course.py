"""A development in words: its name and days, how each stage stands, and its course."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from foreigndesk.cli.common import one_line
from foreigndesk.cli.words import (
    STYLES,
    certainty_word,
    counted,
    in_words,
    print_indented,
    print_with_id,
    short,
    source_words,
)

if TYPE_CHECKING:
    from foreigndesk.developments import Development, Report

INDENT = 2
ALIKE = 0.7  # words that two sentences share, of all their words, to be one


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a course: a report, who reprints it, and what it changed."""

    report: Report
    reprints: tuple[str, ...]
    changes: tuple[str, ...]


def article_count(development: Development) -> int:
    """Give how many articles tell a development."""
    return len({r.article for r in development.reports})


def entries(development: Development, fits: Callable[[Report], bool]) -> list[Entry]:
    """Give a development's course, newest first: an article's word on a status once.

    Of an article's tellings of one status the fullest sentence stands; an article that prints
    another one's sentence is named with it.
    """
    fullest: dict[tuple[str, str], Report] = {}
    for report in development.reports:
        kept = fullest.setdefault((report.article, report.status), report)
        if fits(report) and (len(report.sentence) > len(kept.sentence) or not fits(kept)):
            fullest[report.article, report.status] = report
    first: list[Report] = []
    also: dict[str, list[str]] = {}
    for report in fullest.values():
        if not fits(report):
            continue
        told = next((r for r in first if _reprint(report, r)), None)
        if told is None:
            first.append(report)
        else:
            also.setdefault(told.event, []).append(report.outlet)
    changes = _changes(development)
    found = []
    for report in first:
        reprints = tuple(dict.fromkeys(also.get(report.event, ())))
        changed = tuple(changes.pop(report.article, ()))
        found.append(Entry(report=report, reprints=reprints, changes=changed))
    return found[::-1]


def _reprint(report: Report, told: Report) -> bool:
    """Say whether a report says what another says, in nearly the same words."""
    if report.sentence == told.sentence:
        return report.status == told.status
    both = len(report.words & told.words)
    near = both >= ALIKE * len(report.words | told.words) > 0
    return near and (report.status, report.origin) == (told.status, told.origin)


def _changes(development: Development) -> dict[str, list[str]]:
    """Give what each article changed, in words; what the first one said is no change."""
    before: dict[str, str] = {}
    found: dict[str, list[str]] = {}
    begun = next((c.article for c in development.changes), development.reports[0].article)
    for change in development.changes:
        if change.article != begun:
            told = found.setdefault(change.article, [])
            first = change.stage not in before and change.standing == "unconfirmed"
            told.append(f"{change.stage}: {'first told' if first else f'now {change.standing}'}")
        before[change.stage] = change.standing
    return found


def print_development(
    console: Console,
    development: Development,
    fits: Callable[[Report], bool],
    *,
    reports: int,
    articles: int = 0,
    earlier: int = 0,
) -> None:
    """Print a development and its newest reports (0 for all).

    Where it has only its last ones, ``articles`` says how many tell it, and ``earlier`` how many
    reports are left out.
    """
    head = Text(one_line(development.name), style="bold")
    print_with_id(console, head, short(development.id), 0)
    days = span_words(development.first, development.last)
    said = f"{development.type} · {counted(articles or article_count(development), 'article')}"
    said += f", {counted(development.independent, 'independent source')}"
    console.print(Text(f"{days} · {said}", style="dim"))
    console.print(standings_words((s.stage, s.standing) for s in development.standings))
    for line in development.open:
        console.print(Text(f"Open: {one_line(line)}", style="yellow"))
    console.print()
    course = entries(development, fits)
    for entry in course[:reports] if reports else course:
        _print_entry(console, entry)
    left = earlier + (max(0, len(course) - reports) if reports else 0)
    if left:
        more = counted(left, "earlier report")
        whole = f"foreigndesk show {short(development.id)}"
        console.print(Text(f"  and {more}: {whole}\n", style="dim"))


def standings_words(standings: Iterable[tuple[str, str]]) -> Text:
    """Give how each stage stands: "planned: unconfirmed · happened: disputed"."""
    text = Text("")
    for number, (stage, word) in enumerate(standings):
        text.append(" · " if number else "")
        text.append(f"{stage}: ").append(word, style="bold")
    return text


def _print_entry(console: Console, entry: Entry) -> None:
    report = entry.report
    head = Text(f"{day_short(report.day)} · ")
    head.append_text(_firmness(report)).append(f" · {one_line(report.outlet)}")
    print_with_id(console, head, short(report.event), INDENT)
    _said(console, report)
    if entry.reprints:
        names = ", ".join(one_line(n) for n in entry.reprints)
        print_indented(console, Text(f"Reprinted: {names}", style="dim"), INDENT)
    for change in entry.changes:
        print_indented(console, Text(f"→ {change}", style="magenta"), INDENT)
    console.print()


def _firmness(report: Report) -> Text:
    """Give a report's status, and how certain it is where it is not certain."""
    text = Text(report.status, style=STYLES.get(report.status, ""))
    word = certainty_word(report.certainty)
    if word != "certain" and report.status != "denied":
        text.append(f", {word}", style="not bold")
    return text


def _said(console: Console, report: Report) -> None:
    print_indented(console, Text(f"Source: {source_words(report.source)}"), INDENT)
    print_indented(console, Text(f"“{one_line(report.sentence)}”"), INDENT)


def print_once(console: Console, told: Sequence[tuple[Development, Report]]) -> None:
    """Print in short what one sentence tells and no course has grown from yet."""
    for _, report in told:
        head = Text(f"{report.type} · ").append_text(_firmness(report))
        head.append(f" · {between(report)}")
        print_with_id(console, head, short(report.event), INDENT)
    outlets = dict.fromkeys(one_line(r.outlet) for d, one in told for r in (one, *d.reports))
    said = Text(", ".join(o for o in outlets if o), style="dim")
    sources = dict.fromkeys(source_words(report.source) for _, report in told)
    print_indented(
        console, said.append(f" · Source: {'; '.join(sources)}", style="not dim"), INDENT
    )
    print_indented(console, Text(f"“{one_line(told[0][1].sentence)}”"), INDENT)
    console.print()


def between(report: Report) -> str:
    """Give who does it to whom, in a report: "Norland → Estia"."""
    # actors stand before recipients in the names, and both may be of one country
    first, last = dict(reversed(report.names)), dict(report.names)
    actors, recipients = (
        ", ".join(one_line(names.get(code) or in_words(code)) for code in sorted(side))
        for side, names in ((report.actors, first), (report.recipients, last))
    )
    text = actors or "someone"
    return f"{text} → {recipients}" if recipients and recipients != actors else text


# --------------------------------------------------------------------------- days


def day_short(day: str) -> str:
    """Give an ISO day in short: " 5 Nov 2024"; as wide as any other."""
    date = _date(day)
    return f"{date.day:>2} {date:%b} {date.year}" if date else f"{day or 'no date':<11}"


def day_words(day: str) -> str:
    """Give an ISO day as an editor writes it: "Monday 2 March 2026"."""
    date = _date(day)
    return f"{date:%A} {date.day} {date:%B %Y}" if date else day or "No date"


def span_words(first: str, last: str) -> str:
    """Give two ISO days as a stretch: "2 to 5 March 2026"; one day where they are the same."""
    one, other = _date(first), _date(last)
    if one is None or other is None:
        return " to ".join(_only(first, last)) or "no date"
    end = f"{other.day} {other:%B %Y}"
    if one == other:
        return end
    if (one.year, one.month) == (other.year, other.month):
        return f"{one.day} to {end}"
    return f"{one.day} {one:%B}{f' {one.year}' if one.year != other.year else ''} to {end}"


def _only(*days: str) -> Iterable[str]:
    return dict.fromkeys(d for d in days if d)


def _date(day: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(day)
    except ValueError:
        return None
