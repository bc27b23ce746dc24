"""Loads the actor tables, and a user's own CSV files over them, into a registry.

``states.tsv`` are states and their parts, ``people.tsv`` office-holders with their dates,
``bodies.tsv`` organisations with ``members.tsv``, ``roles.tsv`` nouns that make an actor,
``traps.tsv`` names that hold an actor's name and are none, ``words.tsv`` the word lists that
the grammar of names asks for.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from foreigndesk.actors.registry import Candidate, Registry, key
from foreigndesk.codebook.tables import Row, TableError, as_of, read_table, resource

PACKAGE = "foreigndesk.actors"
STATE_COLUMNS = (
    "iso3", "cow", "name", "aliases", "adjectives", "people", "capital", "metonyms", "former",
    "counts_with", "note",
)  # fmt: skip
PEOPLE_COLUMNS = ("name", "aliases", "office", "country", "sector", "from", "to")
ROLE_COLUMNS = ("head", "kind", "sector", "plural_only", "note")
BODY_COLUMNS = ("name", "aliases", "kind", "country", "sector", "from", "to", "note")
MEMBER_COLUMNS = ("body", "member", "from", "to")
TRAP_COLUMNS = ("name", "country", "note")
WORD_COLUMNS = ("list", "words")
OVERLAY_COLUMNS = ("name", "aliases", "kind", "country", "sector", "from", "to")
BODY_KINDS = frozenset("igo group force party court ngo firm media".split())
OVERLAY_KINDS = BODY_KINDS | {"person", "state"}
SPECIAL = frozenset("IGO UNO EUR NGO ISM IMG MNC".split())
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP "
    "PRE REL SOC IGO UNO EUR NGO ISM IMG MNC".split()
)
# these give the surname first
_FAMILY_FIRST = frozenset("CHN TWN PRK KOR VNM KHM".split())
_PARTICLES = frozenset("al el von van der den de di da dos du la le bin ben ter st".split())
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# too many hold these for their surname alone to say who is meant
_NOT_BY_SURNAME = frozenset(("senator", "representative", "ambassador to the United Nations"))


def data(name: str) -> Traversable:
    """Give one of the actor tables as it is shipped."""
    return resource(PACKAGE, "data", name)


@dataclass(slots=True)
class _Builder:
    """Gathers readings of names while tables are read."""

    names: dict[tuple[str, ...], list[Candidate]] = field(default_factory=dict)

    def add(self, form: str, **cells: str) -> None:
        words = key(form)
        if words:
            form = form.removeprefix("the ")
            found = Candidate(form=form, **cells)  # type: ignore[arg-type]
            self.names.setdefault(words, []).append(found)

    def over(self, form: str, **cells: str) -> None:
        """Add a reading in front of those that the name has."""
        self.add(form, **cells)
        rows = self.names[key(form)]
        rows.insert(0, rows.pop())


def _people_nouns(adjective: str) -> tuple[str, ...]:
    """The plural that an adjective of nationality makes as a noun, where it makes one."""
    return (f"{adjective}s",) if adjective.endswith(("an", "i", "ot")) else ()


def _state(build: _Builder, row: Row, day: str) -> None:
    code, title = row["iso3"], row["name"]
    state, _, mark = row["counts_with"].partition("=")
    common = {"name": title, "country": state or code, "table": "states.tsv", "as_of": day}
    own = mark or "GOV"
    for column, kind, sector in (
        ("name", "state", own), ("aliases", "state", own), ("adjectives", "adjective", own),
        ("people", "people", "CVL"), ("capital", "capital", own),
    ):  # fmt: skip
        for word in row.words(column):
            build.add(word, kind=kind, sector=sector, **common)
    for word in row.words("adjectives"):
        for plural in _people_nouns(word):
            if plural not in row.words("people"):
                build.add(plural, kind="people", sector="CVL", **common)
    for word in row.words("metonyms"):
        name, _, sector = word.partition("=")
        build.add(name, kind="metonym", sector=sector or "GOV", **common)
    for word in row.words("former"):
        name, _, months = word.partition("=")
        start, _, end = months.partition("..")
        build.add(name, kind="state", sector=own, start=start, end=end, **common)


def surnames(name: str, country: str) -> tuple[str, ...]:
    """Give the surnames under which a person's second mention goes."""
    words = name.split()
    if len(words) < 2:
        return ()
    if country in _FAMILY_FIRST and len(words) == 3 and "-" not in words[1]:
        return (words[0],) if country != "VNM" else (words[-1],)
    if country in ("CHN", "TWN", "PRK", "KOR"):
        return (words[0],)
    found = [words[-1]]
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
        found.append(" ".join(words[first:]))
    if "-" in words[-1] and words[-1].split("-")[0].lower() in _PARTICLES:
        found.append(words[-1].split("-", 1)[1])
    if len(words) == 4 and first == 3:
        found.append(" ".join(words[2:]))
    return tuple(found)


def _person(build: _Builder, row: Row, day: str) -> None:
    cells = {
        "name": row["name"], "country": row["country"], "sector": row["sector"],
        "start": row["from"], "end": row["to"], "office": row["office"],
        "table": "people.tsv", "as_of": day,
    }  # fmt: skip
    for name in (row["name"], *row.words("aliases")):
        build.add(name, kind="person", **cells)
        if row["office"] not in _NOT_BY_SURNAME:
            for short in surnames(name, row["country"]):
                build.add(short, kind="surname", **cells)


def _body(build: _Builder, row: Row, day: str) -> None:
    for name in (row["name"], *row.words("aliases")):
        build.add(
            name, name=row["name"], kind=row["kind"], country=row["country"], sector=row["sector"],
            start=row["from"], end=row["to"], table="bodies.tsv", as_of=day,
        )  # fmt: skip


def _shipped() -> _Builder:
    build = _Builder()
    day = as_of(data("states.tsv"))
    for row in read_table(data("states.tsv"), STATE_COLUMNS):
        _state(build, row, day)
    bodies = data("bodies.tsv")
    if bodies.is_file():
        day = as_of(bodies)
        for row in read_table(bodies, BODY_COLUMNS):
            _body(build, row, day)
    day = as_of(data("people.tsv"))
    for row in read_table(data("people.tsv"), PEOPLE_COLUMNS):
        _person(build, row, day)
    for row in read_table(data("traps.tsv"), TRAP_COLUMNS):
        build.over(
            row["name"], name=row["name"], kind="trap", country=row["country"], sector="",
            table="traps.tsv",
        )  # fmt: skip
    return build


def _finish(build: _Builder, complaints: Sequence[str] = ()) -> Registry:
    longest: dict[str, int] = {}
    for words in build.names:
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    roles = {
        key(row["head"]): (row["kind"], row["sector"], row["plural_only"] == "1")
        for row in read_table(data("roles.tsv"), ROLE_COLUMNS)
    }
    members: dict[str, list[tuple[str, str, str]]] = {}
    if data("members.tsv").is_file():
        for row in read_table(data("members.tsv"), MEMBER_COLUMNS):
            members.setdefault(row["body"], []).append((row["member"], row["from"], row["to"]))
    return Registry(
        names={k: tuple(v) for k, v in build.names.items()},
        longest=longest,
        roles=roles,
        members={k: tuple(v) for k, v in members.items()},
        complaints=tuple(complaints),
    )


@cache
def registry() -> Registry:
    """Give the shipped registry (read once). Raises TableError where a row is wrong."""
    return _finish(_shipped())


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Give the word lists of ``words.tsv`` by their names."""
    lists: dict[str, set[str]] = {}
    for row in read_table(data("words.tsv"), WORD_COLUMNS):
        lists.setdefault(row["list"], set()).update(row.words("words"))
    return {name: frozenset(words) for name, words in lists.items()}


@cache
def countries() -> frozenset[str]:
    """Give the country codes that a table may use: those of the states, and PLOVER's own."""
    codes = {row["iso3"] for row in read_table(data("states.tsv"), STATE_COLUMNS)}
    return frozenset(codes) | SPECIAL


def check_row(row: Row, kinds: frozenset[str]) -> None:
    """Raise TableError for a row whose kind, country, sector or dates cannot stand."""
    if not key(row["name"]):
        raise row.error("name", "is empty")
    if row["kind"] not in kinds:
        raise row.error("kind", f"{row['kind']!r} is none of {', '.join(sorted(kinds))}")
    if row["country"] and row["country"] not in countries():
        raise row.error("country", f"{row['country']!r} is no ISO 3166 alpha-3 or PLOVER code")
    if row["sector"] and row["sector"] not in SECTORS:
        raise row.error("sector", f"{row['sector']!r} is no sector of PLOVER's")
    for column in ("from", "to"):
        if row[column] and not _DATE.fullmatch(row[column]):
            raise row.error(column, f"{row[column]!r} is no date like 2024, 2024-05 or 2024-05-31")
    length = min(len(row["from"]), len(row["to"]))
    if row["to"] and row["from"][:length] > row["to"][:length]:
        raise row.error("to", f"{row['to']} lies before {row['from']}")


def read_overlay(path: Path) -> Iterator[Row | TableError]:
    """Yield the rows of a user's CSV file, a TableError in place of each that is wrong.

    Raises TableError where the header is wrong, OSError where the file cannot be read.
    """
    header: list[str] = []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        for cells in reader:
            if not any(c.strip() for c in cells) or cells[0].startswith("#"):
                continue
            if not header:
                header = [c.strip() for c in cells]
                wrong = set(header) - set(OVERLAY_COLUMNS) | {"name", "kind"} - set(header)
                if wrong:
                    raise TableError(
                        f"{path.name}, line {reader.line_num}, column {sorted(wrong)[0]}: the "
                        f"header must have name and kind, and may have {', '.join(OVERLAY_COLUMNS)}"
                    )
                continue
            values = dict(zip(header, (c.strip() for c in cells), strict=False))
            row = Row(table=path.name, line=reader.line_num, cells=values)
            try:
                if len(cells) > len(header):
                    raise row.error(header[-1], f"{len(cells)} cells under {len(header)} headings")
                check_row(row, OVERLAY_KINDS)
            except TableError as error:
                yield error
            else:
                yield row


def registry_with(overlays: Sequence[Path], *, skip_bad: bool = False) -> Registry:
    """Give the shipped registry with a user's CSV files over it.

    Their columns are name, aliases (with | between), kind, country, sector, from and to. A
    row goes before the shipped readings of its names. A wrong row raises TableError naming
    line and column, or, with ``skip_bad``, is left out and told in ``Registry.complaints``.
    """
    build = _shipped()
    complaints: list[str] = []
    for path in overlays:
        for row in read_overlay(path):
            if isinstance(row, TableError):
                if not skip_bad:
                    raise row
                complaints.append(str(row))
                continue
            for name in (row["name"], *row.words("aliases")):
                build.over(
                    name, name=row["name"], kind=row["kind"], country=row["country"],
                    sector=row["sector"], start=row["from"], end=row["to"],
                    office="office" if row["kind"] == "person" and row["to"] else "",
                    table=path.name,
                )  # fmt: skip
    return _finish(build, complaints)
