"""The actor registry: names of states, people and roles as tables, looked up by words.

States come from ``states.tsv``, office-holders with their dates from ``people.tsv``, nouns
that make an actor ("government", "troops") from ``roles.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from foreigndesk.codebook.tables import read_table, resource
from foreigndesk.records import record_id

DATA = "foreigndesk.actors"
STATE_COLUMNS = (
    "iso3", "cow", "name", "aliases", "adjectives", "people", "capital", "metonyms", "former",
    "counts_with", "note",
)  # fmt: skip
PEOPLE_COLUMNS = ("name", "aliases", "office", "country", "sector", "from", "to")
ROLE_COLUMNS = ("head", "kind", "sector", "plural_only", "note")
_WORD = re.compile(r"[\w.&]+|['’]s\b|-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of a name: who, with what codes, from when to when ("" open), and why.

    ``kind`` is "state", "adjective", "people", "capital", "metonym" or "person".
    """

    name: str
    kind: str
    country: str
    sector: str
    start: str = ""
    end: str = ""
    office: str = ""

    @property
    def id(self) -> str:
        """The actor's id."""
        base = self.country if self.kind != "person" else self.name
        return record_id("act", "person" if self.kind == "person" else "state", base)

    def holds(self, day: str) -> bool:
        """Whether the row holds on a day (ISO); always without a day."""
        return not day or (
            (self.start or "0") <= day and (not self.end or day[: len(self.end)] <= self.end)
        )


def key(name: str) -> tuple[str, ...]:
    """Give the words of a name as they are looked up: lower case, full stops dropped."""
    return tuple(w.lower().replace(".", "") for w in _WORD.findall(name) if w != "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Names and role nouns; immutable after loading."""

    names: dict[tuple[str, ...], tuple[Candidate, ...]]
    roles: dict[str, tuple[str, str, bool]]

    def find(self, name: str, day: str = "") -> tuple[Candidate, ...]:
        """Give every reading of a name, those that hold on ``day`` first."""
        found = self.names.get(key(name), ())
        return tuple(sorted(found, key=lambda c: not c.holds(day)))

    def words(self, words: Sequence[str], day: str) -> Candidate | None:
        """Give the one reading of a run of words on a day, None where there is none."""
        found = self.names.get(tuple(w.lower().replace(".", "") for w in words if w != "-"))
        if not found:
            return None
        holding = [c for c in found if c.holds(day)]
        if holding:
            return holding[0]
        # out of office on that day: the person stays who it is, as one of the former elite
        late = found[0]
        return Candidate(name=late.name, kind="person", country=late.country, sector="ELI")


@cache
def registry() -> Registry:
    """Give the shipped registry (read once). Raises TableError where a row is wrong."""
    names: dict[tuple[str, ...], list[Candidate]] = {}

    def add(name: str, candidate: Candidate) -> None:
        words = key(name)
        if words:
            names.setdefault(words, []).append(candidate)

    for row in read_table(resource(DATA, "data", "states.tsv"), STATE_COLUMNS):
        code, title = row["iso3"], row["name"]
        for column, kind, sector in (
            ("name", "state", "GOV"), ("aliases", "state", "GOV"), ("adjectives", "adjective", "GOV"),
            ("people", "people", "CVL"), ("capital", "capital", "GOV"),
        ):  # fmt: skip
            for word in row.words(column):
                add(word, Candidate(name=title, kind=kind, country=code, sector=sector))
        for word in row.words("metonyms"):
            name, _, sector = word.partition("=")
            add(name, Candidate(name=title, kind="metonym", country=code, sector=sector or "GOV"))
    for row in read_table(resource(DATA, "data", "people.tsv"), PEOPLE_COLUMNS):
        person = Candidate(
            name=row["name"], kind="person", country=row["country"], sector=row["sector"],
            start=row["from"], end=row["to"], office=row["office"],
        )  # fmt: skip
        for name in (row["name"], *row.words("aliases")):
            if " " in name or name != row["name"]:
                add(name, person)
    roles = {
        row["head"]: (row["kind"], row["sector"], row["plural_only"] == "1")
        for row in read_table(resource(DATA, "data", "roles.tsv"), ROLE_COLUMNS)
    }
    return Registry(names={k: tuple(v) for k, v in names.items()}, roles=roles)
