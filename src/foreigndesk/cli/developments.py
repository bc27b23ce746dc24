"""`developments`, `development`, `relations`, `diff`: what the desk knows, followed over time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from foreigndesk.cli.common import (
    DEFAULT_DESK,
    CountryOption,
    DeskOption,
    JsonOption,
    SinceOption,
    TypeOption,
    UntilOption,
    check_day,
    check_type,
    guarded,
    one_line,
    open_desk,
    print_json,
    screen,
)
from foreigndesk.cli.course import (
    article_count,
    print_development,
    span_words,
    standings_words,
)
from foreigndesk.cli.words import counted, short
from foreigndesk.store import Desk, UnknownIdError

if TYPE_CHECKING:
    from foreigndesk.developments import Development, Report
    from foreigndesk.developments.relations import First, Week

STANDINGS = ("retracted", "disputed", "acknowledged", "corroborated", "denied", "unconfirmed")


def known(desk: Desk) -> tuple[Development, ...]:
    """Give the desk's developments as people judged them, newest first."""
    from foreigndesk.developments import developments as all_of

    return all_of(list(desk.readings()), desk.judgements())


def find(desk: Desk, ident: str) -> Development:
    """Give the development with this id, its beginning, or one that was merged into it.

    Raises UnknownIdError.
    """
    found = [d for d in known(desk) if any(i.startswith(ident) for i in (d.id, *d.formerly))]
    exact = [d for d in found if ident in (d.id, *d.formerly)]
    if len(exact or found) != 1:
        what = "is the beginning of several ids" if found else "is no development on this desk"
        raise UnknownIdError(f"{desk.path}: {one_line(ident)} {what}")
    return (exact or found)[0]


def check_standing(word: str) -> str:
    """Give a standing as the desk has it. A word that is none is a usage error."""
    if word and word.lower() not in STANDINGS:
        known_words = ", ".join(STANDINGS)
        raise typer.BadParameter(f"{word!r} is no standing; take one of {known_words}")
    return word.lower()


def developments(
    desk: DeskOption = DEFAULT_DESK,
    limit: Annotated[
        int, typer.Option("--limit", "-n", min=0, help="At most so many; 0 for all.")
    ] = 20,
    standing: Annotated[
        str,
        typer.Option(
            "--standing", metavar="WORD", help="Only those with a stage that stands so (disputed)."
        ),
    ] = "",
    articles: Annotated[
        int, typer.Option("--articles", min=1, help="Only those that so many articles tell.")
    ] = 1,
    kind: TypeOption = "",
    country: CountryOption = "",
    since: SinceOption = "",
    until: UntilOption = "",
    unsettled: Annotated[bool, typer.Option("--open", help="Only those with an open end.")] = False,
    json: JsonOption = False,
) -> None:
    """List developments, newest first, one paragraph each: name, days, standing, sources."""
    word, kind, country = check_standing(standing), check_type(kind), country.upper()
    since, until = check_day(since), check_day(until)
    with open_desk(desk) as base:
        found = [
            d
            for d in known(base)
            if (not word or any(s.standing == word for s in d.standings))
            and (not kind or d.type == kind)
            and (not country or country in (*d.actors, *d.recipients))
            and (not since or d.last >= since)
            and (not until or d.first <= until)
            and (not unsettled or d.open)
            and article_count(d) >= articles
        ]
    shown = found[:limit] if limit else found
    if json:
        for one in shown:
            print_json(one)
        return
    console = screen()
    for one in shown:
        print_summary(console, one)
    more = f"; {len(shown)} shown, --limit 0 for all" if len(found) > len(shown) else ""
    console.print(Text(f"{counted(len(found), 'development')}{more}", style="dim"))


def print_summary(console: Console, one: Development) -> None:
    """Print a development in three lines."""
    head = Text(one_line(one.name), style="bold")
    head.append(f"  {short(one.id)}", style="not bold dim")
    console.print(head)
    said = f"{one.type} · {counted(article_count(one), 'article')}"
    said += f", {counted(one.independent, 'independent source')}"
    console.print(Text(f"{span_words(one.first, one.last)} · {said}", style="dim"))
    console.print(standings_words(one))
    for line in one.open:
        console.print(Text(f"Open: {one_line(line)}", style="yellow"))
    console.print()


# --------------------------------------------------------------------------- one, whole


def development(
    ident: Annotated[
        str, typer.Argument(metavar="ID", help="A development's id, or its beginning.")
    ],
    desk: DeskOption = DEFAULT_DESK,
    json: JsonOption = False,
) -> None:
    """Print the whole course of one development: reports, changes, figures, contradictions."""
    with open_desk(desk) as base:
        one = find(base, ident)
    if json:
        print_json(one)
        return
    console = screen()
    print_development(console, one, lambda _: True, reports=0)
    _section(console, "How it came to stand so", [_change_words(one, n) for n in _numbers(one)])
    _section(console, "Figures", list(dict.fromkeys(_figures(one))))
    for held in one.contradictions:
        lines = [f"{what}: {who}  ({short(article)})" for what, who, article in held.sides]
        _section(console, f"Held against each other: {held.about}", lines)
    chains = dict.fromkeys(" ← ".join(r.chain) for r in one.reports if len(r.chain) > 1)
    _section(console, "Who says so, from the outlet to the source", list(chains))
    _section(console, "Judged by people", [_judged_words(r) for r in one.reports if r.judgements])
    if one.formerly:
        _section(console, "Merged into it", [short(i) for i in one.formerly])


def _numbers(one: Development) -> range:
    return range(len(one.changes))


def _change_words(one: Development, number: int) -> str:
    change = one.changes[number]
    outlet = next(r.outlet for r in one.reports if r.article == change.article)
    where = f"{outlet}, {short(change.article)}"
    return f"{change.day or 'no date'}  {change.stage}: {change.standing}  ({where})"


def _figures(one: Development) -> list[str]:
    return [
        f"{day or 'no date'}  {of.bound.replace('-', ' ')} {of.best:,.0f} {of.of}  ({origin})"
        for day, origin, of in one.figures
    ]


def _judged_words(report: Report) -> str:
    said = "; ".join(f"the machine said {field} {word}" for field, word in report.machine)
    words = ", ".join(f"{j.act} {j.value}".strip() + f" by {j.who}" for j in report.judgements)
    return f"{short(report.event)}: {words}" + (f" ({said})" if said else "")


def _section(console: Console, title: str, lines: list[str]) -> None:
    if not lines:
        return
    console.print(Text(title, style="bold"))
    for line in lines:
        console.print(Padding(Text(" ".join(one_line(line).split())), (0, 0, 0, 2), expand=False))
    console.print()


# --------------------------------------------------------------------------- two actors


def relations(
    one: Annotated[str, typer.Argument(metavar="A", help="A country by its ISO 3166 code (PRK).")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other.")],
    desk: DeskOption = DEFAULT_DESK,
    since: SinceOption = "",
    until: UntilOption = "",
    json: JsonOption = False,
) -> None:
    """Print what two actors did to each other, week by week, and what was new on the record.

    A development counts once a week in which it is told as happened or under way, by PLOVER's
    score of its type (-10 to +10).
    """
    from foreigndesk.developments.relations import firsts, weeks

    one, other = one.upper(), other.upper()
    since, until = check_day(since), check_day(until)
    with open_desk(desk) as base:
        found = known(base)

    def fits(day: str) -> bool:
        return (not since or day >= since) and (not until or day <= until)

    rows = [w for w in weeks(found, one, other) if fits(w.week)]
    new = [f for f in firsts(found, one, other) if fits(f.day)]
    if json:
        for row in (*rows, *new):
            print_json(row)
        return
    _print_relations(screen(), one, other, rows, new)


def _print_relations(
    console: Console, one: str, other: str, rows: list[Week], new: list[First]
) -> None:
    if not rows:
        console.print(f"Nothing is told of {one_line(one)} and {one_line(other)} on this desk.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("week of", "coop", "conflict", "types", "standing", "articles", "sources"):
        table.add_column(name, justify="right" if name in ("coop", "conflict") else "left")
    for row in rows:
        types = " ".join(f"{t}×{n}" if n > 1 else t for t, n in row.types)
        stands = " ".join(f"{t}×{n}" if n > 1 else t for t, n in row.standings)
        coop, conflict = f"{row.cooperation:+g}", f"{row.conflict:+g}"
        numbers = (str(row.articles), str(row.independent))
        table.add_row(row.week, coop, conflict, types, stands, *numbers)
    console.print(table)
    console.print()
    _section(
        console,
        "New on the record",
        [f"{f.day}  {f.what}  ({short(f.event)}, {short(f.development)})" for f in new],
    )


# --------------------------------------------------------------------------- since a day


def diff(
    since: Annotated[str, typer.Argument(metavar="SINCE", help="An ISO day; that day counts.")],
    desk: DeskOption = DEFAULT_DESK,
    json: JsonOption = False,
) -> None:
    """Print what has changed since a day (by the articles' days): the morning brief.

    Developments that began, those whose standing changed, those told again, and those that have
    gone quiet past their date.
    """
    day = check_day(since)
    if not day:
        raise typer.BadParameter("name a day, as 2026-03-02")
    with open_desk(desk) as base:
        found = [(news(d, day), d) for d in known(base)]
    changed = [(what, d) for what, d in found if what]
    if json:
        for what, one in changed:
            print_json({"what": what, "id": one.id, "name": one.name, "development": one})
        return
    console = screen()
    for word, title in _NEWS:
        some = [d for what, d in changed if what == word]
        if some:
            console.rule(Text(title, style="bold"), align="left")
            console.print()
        for one in some:
            print_summary(console, one)
            if word == "changed":
                _section(
                    console,
                    "What changed",
                    [_change_words(one, n) for n in _numbers(one) if one.changes[n].day >= day],
                )
    if not changed:
        console.print(f"Nothing has changed on this desk since {day}.")


_NEWS = (
    ("changed", "How they stand has changed"),
    ("began", "Began"),
    ("told", "Told again; nothing changed"),
    ("quiet", "Gone quiet past their date"),
)


def news(one: Development, day: str) -> str:
    """Say what a development's news is since a day: began, changed, told, quiet or nothing."""
    if all(r.background for r in one.reports):
        return ""
    if one.first >= day:
        return "began"
    if any(c.day >= day for c in one.changes):
        return "changed"
    if one.last >= day:
        return "told"
    return "quiet" if any(line.startswith("planned for") for line in one.open) else ""


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (developments, development, relations, diff):
        app.command()(guarded(command))
