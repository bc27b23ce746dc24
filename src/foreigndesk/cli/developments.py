"""`developments`, `development`, `relations`: what the desk knows, followed over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    print_json,
    screen,
)
from foreigndesk.cli.course import (
    print_development,
    span_words,
    standings_words,
)
from foreigndesk.cli.kept import open_followed
from foreigndesk.cli.words import counted, in_words, short

if TYPE_CHECKING:
    from foreigndesk.developments import Development, Report
    from foreigndesk.developments.courses import ChangePoint, Milestone
    from foreigndesk.developments.regimes import Regime
    from foreigndesk.developments.relations import First, Week
    from foreigndesk.developments.ties import Tie
    from foreigndesk.store.following import Kept

STANDINGS = ("retracted", "disputed", "acknowledged", "corroborated", "denied", "unconfirmed")


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
    from foreigndesk.store.following import (
        Asked,
        count_developments,
        kept_development,
        kept_developments,
    )

    kind = check_type(kind)
    asked: Asked = {
        "standing": check_standing(standing),
        "kinds": (kind,) if kind else (),
        "countries": (country.upper(),) if country else (),
        "since": check_day(since),
        "until": check_day(until),
        "open": True if unsettled else None,
        "articles_at_least": articles,
    }
    with open_followed(desk) as base:
        shown = kept_developments(base, limit=limit, **asked)
        if json:
            for one in shown:
                print_json(kept_development(base, one.id))
            return
        found = count_developments(base, **asked)
    console = screen()
    for one in shown:
        print_summary(console, one)
    more = f"; {len(shown)} shown, --limit 0 for all" if found > len(shown) else ""
    console.print(Text(f"{counted(found, 'development')}{more}", style="dim"))


def print_summary(console: Console, one: Kept) -> None:
    """Print a development in three lines."""
    head = Text(one_line(one.name), style="bold")
    head.append(f"  {short(one.id)}", style="not bold dim")
    console.print(head)
    said = f"{one.type} · {counted(one.articles, 'article')}"
    said += f", {counted(one.independent, 'independent source')}"
    console.print(Text(f"{span_words(one.first, one.last)} · {said}", style="dim"))
    console.print(standings_words(one.standings))
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
    from foreigndesk.developments.naming import source, written_of
    from foreigndesk.store.following import kept_development
    from foreigndesk.store.tying import kept_ties

    with open_followed(desk) as base:
        one = kept_development(base, ident)
        tied = [] if json else [tie_words(t, one.id, name) for t, name in kept_ties(base, one)]
    if json:
        print_json(one)
        return
    console = screen()
    written = written_of(one.reports)
    print_development(console, one, lambda _: True, reports=0)
    section(console, "How it came to stand so", [_change_words(one, n) for n in _numbers(one)])
    section(console, "Figures", list(dict.fromkeys(_figures(one, written))))
    for held in one.contradictions:
        lines = [
            f"{what}: {source(who, written)}  ({short(article)})"
            for what, who, article in held.sides
        ]
        section(console, f"Held against each other: {held.about}", lines)
    chains = dict.fromkeys(_chain(r, written) for r in one.reports if len(r.chain) > 1)
    section(console, "Who says so, from the outlet to the source", list(chains))
    section(console, "Tied to others", tied)
    section(console, "Judged by people", [_judged_words(r) for r in one.reports if r.judgements])
    if one.formerly:
        section(console, "Merged into it", [short(i) for i in one.formerly])


def tie_words(tie: Tie, ident: str, name: str) -> str:
    """Say what a development has to do with another, seen from the one with this id."""
    after = tie.later == ident
    word = (_LATER if after else _EARLIER)[tie.what]
    evidence = f"{short(tie.event)} → {short(tie.answer)}, {counted(tie.days, 'day')}; {tie.why}"
    return f"{word}: {name}  ({short(tie.earlier if after else tie.later)}; {evidence})"


_LATER = {"answers": "Answers", "follows": "Follows", "ends": "Ends", "cancels": "Calls off"}
_EARLIER = {
    "answers": "Answered by",
    "follows": "Followed by",
    "ends": "Ended by",
    "cancels": "Called off by",
}


def _numbers(one: Development) -> range:
    return range(len(one.changes))


def _change_words(one: Development, number: int) -> str:
    change = one.changes[number]
    outlet = next(r.outlet for r in one.reports if r.article == change.article)
    where = f"{outlet}, {short(change.article)}"
    return f"{change.day or 'no date'}  {change.stage}: {change.standing}  ({where})"


def _figures(one: Development, written: Mapping[str, str]) -> list[str]:
    from foreigndesk.developments.naming import source

    return [
        f"{day or 'no date'}  {of.bound.replace('-', ' ')} {of.best:,.0f} {of.of}  "
        f"({source(origin, written)})"
        for day, origin, of in one.figures
    ]


def _chain(report: Report, written: Mapping[str, str]) -> str:
    from foreigndesk.developments.naming import source

    return " ← ".join(dict.fromkeys((*report.chain[:-1], source(report.chain[-1], written))))


def _judged_words(report: Report) -> str:
    said = "; ".join(f"the machine said {field} {word}" for field, word in report.machine)
    words = ", ".join(f"{j.act} {j.value}".strip() + f" by {j.who}" for j in report.judgements)
    return f"{short(report.event)}: {words}" + (f" ({said})" if said else "")


def section(console: Console, title: str, lines: list[str]) -> None:
    """Print lines under a title; nothing where there are none."""
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
    score of its type (-10 to +10). Then where the level of the scores changed, what had not been
    so for a year, the pacts and sanctions that the record shows, and, for context, the bodies of
    which both are members.
    """
    from foreigndesk.actors import registry
    from foreigndesk.developments.courses import change_points, milestones
    from foreigndesk.developments.regimes import KINDS, memberships, regimes, shared_bodies
    from foreigndesk.store.following import (
        every_development,
        kept_developments,
        pair_firsts,
        pair_weeks,
    )
    from foreigndesk.store.kept import with_bodies

    one, other = one.upper(), other.upper()
    since, until = check_day(since), check_day(until)
    with open_followed(desk) as base:
        rows = pair_weeks(base, one, other, since=since, until=until)
        new = pair_firsts(base, one, other, since=since, until=until)
        whole = pair_weeks(base, one, other)
        some = kept_developments(base, pair=(one, other), kinds=KINDS, background=False)
        held = regimes(every_development(base, some), one, other)
        for state in (one, other):
            held += memberships(every_development(base, with_bodies(base, state)), state)
    level = [c for c in change_points(whole) if since <= c.week <= (until or c.week)]
    rare = [m for m in milestones(whole) if since <= m.week <= (until or m.week)]
    on = rows[-1].week if rows else ""
    bodies = shared_bodies(registry().members, one, other, on) if on else ()
    if json:
        for row in (*rows, *new, *level, *rare, *held):
            print_json(row)
        if bodies:
            print_json({"both_members": bodies, "on": on, "from": "registry"})
        return
    console = screen()
    _print_relations(console, one, other, rows, new)
    section(console, "Where the level changed", [level_words(c) for c in level])
    section(
        console, "Not so for a year", [f"{m.week}  {in_words(m.what)}  ({ids(m)})" for m in rare]
    )
    for firmness, title in _FIRMNESS.items():
        section(console, title, [held_words(r) for r in held if r.firmness == firmness])
    title = f"Both are members (from the registry, on {on}; not told on this desk)"
    section(console, title, [", ".join(bodies)] if bodies else [])


def ids(one: ChangePoint | Milestone) -> str:
    """Give the developments that are the evidence, the first of them where they are many."""
    shown = [short(i) for i in one.developments[:_SHOWN]]
    more = len(one.developments) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


_SHOWN = 5


def level_words(one: ChangePoint) -> str:
    """Say where a weekly score had another level, with the evidence."""
    return f"{one.week}  {one.series}: {one.before:g} → {one.after:g} a week  ({ids(one)})"


_FIRMNESS = {
    "shown": "Pacts, sanctions and memberships that the record shows",
    "unconfirmed": "Pacts, sanctions and memberships told of, unconfirmed",
    "disputed": "Pacts, sanctions and memberships in dispute",
}


def held_words(one: Regime) -> str:
    """Say what holds, since when, how it stands, and whether a lifting was told."""
    lifted = ""
    if one.what == "membership":
        lifted = f"; left on {one.lifted}, {one.lift_standing}" if one.lifted else ""
    elif one.lifted:
        lifted = f"; lifting told on {one.lifted}, {one.lift_standing} ({short(one.lift)})"
    evidence = f"{short(one.event)}, {short(one.development)}"
    since = one.since or "since when is not told"
    said = f"{one.what} {in_words(one.sides)}: {one.name}, {one.standing}{lifted}"
    return f"{since}  {said}  ({evidence})"


def _print_relations(
    console: Console, one: str, other: str, rows: Sequence[Week], new: Sequence[First]
) -> None:
    if not rows:
        console.print(
            f"Nothing is told of {in_words(one_line(one))} and {in_words(one_line(other))} on this desk."
        )
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
    section(
        console,
        "New on the record",
        [f"{f.day}  {in_words(f.what)}  ({short(f.event)}, {short(f.development)})" for f in new],
    )


def add_to(app: typer.Typer) -> None:
    """Add these commands to the program."""
    for command in (developments, development, relations):
        app.command()(guarded(command))
