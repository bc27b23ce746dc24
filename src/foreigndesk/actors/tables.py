"""Loads the actor tables into a registry.

``states.tsv`` are states and their parts, ``people.tsv`` office-holders with their dates,
``bodies.tsv`` organisations with ``members.tsv``, ``roles.tsv`` nouns that make an actor,
``traps.tsv`` names that hold an actor's name and are none, ``words.tsv`` the word lists that
the grammar of names asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable

from foreigndesk.actors.members import stays
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
BODY_KINDS = frozenset("igo group force party court ngo firm media".split())
SPECIAL = frozenset("IGO UNO EUR NGO ISM IMG MNC".split())
SECTORS = frozenset(
    "COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP "
    "PRE REL SOC IGO UNO EUR NGO ISM IMG MNC".split()
)
# these give the surname first
_FAMILY_FIRST = frozenset("CHN TWN PRK KOR VNM KHM".split())
PARTICLES = frozenset(
    "dos das del della zu af ibn al el von van der den de di da dos du la le bin ben ter st".split()
)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
# too many hold these for their surname alone to say who is meant
_NOT_BY_SURNAME = frozenset(("senator", "representative", "ambassador to the United Nations"))


def data(name: str) -> Traversable:
    """Give one of the actor tables as it is shipped."""
    return resource(PACKAGE, "data", name)


@dataclass(slots=True)
class Builder:
    """Gathers readings of names while tables are read."""

    names: dict[tuple[str, ...], list[Candidate]] = field(default_factory=dict)

    def add(self, form: str, **cells: str) -> None:
        """Add a reading behind those that the name has."""
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


def _state(build: Builder, row: Row, day: str) -> None:
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
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
        found.append(" ".join(words[first:]))
    if "-" in words[-1] and words[-1].split("-")[0].lower() in PARTICLES:
        found.append(words[-1].split("-", 1)[1])
    if len(words) == 4 and first == 3:
        found.append(" ".join(words[2:]))
    return tuple(found)


def _person(build: Builder, row: Row, day: str) -> None:
    cells = {
        "name": row["name"], "country": row["country"], "sector": row["sector"],
        "start": row["from"], "end": row["to"], "office": row["office"],
        "table": "people.tsv", "as_of": day,
    }  # fmt: skip
    short: dict[tuple[str, ...], str] = {}
    for name in (row["name"], *row.words("aliases")):
        build.add(name, kind="person", **cells)
        if row["office"] not in _NOT_BY_SURNAME:
            short |= {key(s): s for s in surnames(name, row["country"])}
    for form in short.values():
        build.add(form, kind="surname", **cells)


def _body(build: Builder, row: Row, day: str) -> None:
    for name in (row["name"], *row.words("aliases")):
        build.add(
            name, name=row["name"], kind=row["kind"], country=row["country"], sector=row["sector"],
            start=row["from"], end=row["to"], table="bodies.tsv", as_of=day,
        )  # fmt: skip


def shipped() -> Builder:
    """Give the readings of all shipped tables, to be added to. Raises TableError."""
    build = Builder()
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


def finish(build: Builder, complaints: Sequence[str] = ()) -> Registry:
    """Give the registry of what was gathered, with the role nouns and members."""
    longest: dict[str, int] = {}
    for words in build.names:
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    roles = {
        key(row["head"]): (row["kind"], row["sector"], row["plural_only"] == "1")
        for row in read_table(data("roles.tsv"), ROLE_COLUMNS)
    }
    bodies = {c.name for found in build.names.values() for c in found if c.kind in ("igo", "court")}
    members = stays(read_table(data("members.tsv"), MEMBER_COLUMNS), bodies, countries())
    return Registry(
        names={k: tuple(v) for k, v in build.names.items()},
        longest=longest,
        roles=roles,
        members=members,
        complaints=tuple(complaints),
    )


@cache
def registry() -> Registry:
    """Give the shipped registry (read once). Raises TableError where a row is wrong."""
    return finish(shipped())


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Give the word lists of ``words.tsv`` by their names."""
    lists: dict[str, set[str]] = {}
    for row in read_table(data("words.tsv"), WORD_COLUMNS):
        lists.setdefault(row["list"], set()).update(row.words("words"))
    return {name: frozenset(words) for name, words in lists.items()}


@cache
def words_by(prefix: str) -> dict[str, tuple[str, ...]]:
    """Give for each word of the lists whose names begin so the rest of those names."""
    found: dict[str, list[str]] = {}
    for name, words in word_lists().items():
        if name.startswith(prefix):
            for word in words:
                found.setdefault(word, []).append(name.removeprefix(prefix))
    return {word: tuple(names) for word, names in found.items()}


@cache
def countries() -> frozenset[str]:
    """Give the country codes that a table may use: those of the states, and PLOVER's own."""
    codes = {row["iso3"] for row in read_table(data("states.tsv"), STATE_COLUMNS)}
    return frozenset(codes) | SPECIAL


def faults(row: Row, kinds: frozenset[str]) -> tuple[TableError, ...]:
    """Give every fault of a row whose kind, country, sector or dates cannot stand."""
    found: list[TableError] = []
    if not key(row["name"]):
        found.append(row.error("name", "is empty"))
    if row["kind"] not in kinds:
        found.append(row.error("kind", f"{row['kind']!r} is none of {', '.join(sorted(kinds))}"))
    if row["country"] and row["country"] not in countries():
        what = f"{row['country']!r} is no ISO 3166 alpha-3 or PLOVER code"
        found.append(row.error("country", what))
    if row["sector"] and row["sector"] not in SECTORS:
        found.append(row.error("sector", f"{row['sector']!r} is no sector of PLOVER's"))
    wrong = [c for c in ("from", "to") if row[c] and not _is_date(row[c])]
    found += [
        row.error(c, f"{row[c]!r} is no date like 2024, 2024-05 or 2024-05-31") for c in wrong
    ]
    length = min(len(row["from"]), len(row["to"]))
    if row["to"] and not wrong and row["from"][:length] > row["to"][:length]:
        found.append(row.error("to", f"{row['to']} lies before {row['from']}"))
    return tuple(found)


def check_row(row: Row, kinds: frozenset[str]) -> None:
    """Raise TableError for a row whose kind, country, sector or dates cannot stand."""
    for fault in faults(row, kinds):
        raise fault


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True
