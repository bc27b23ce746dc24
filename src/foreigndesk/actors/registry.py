"""The actor registry: every reading of a name, with codes and dates, looked up by words.

The tables behind it are loaded by ``tables``; nothing here reads a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from foreigndesk.records import Actor, record_id

_WORD = re.compile(r"[\w.&]+|['’]s\b")
_KINDS = {"adjective": "state", "capital": "state", "metonym": "state", "people": "state"}
STATE_KINDS = frozenset(("state", "adjective", "people", "capital", "metonym"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One reading of a name: who, with what codes, from when to when ("" open), and why.

    ``kind`` is "state", "adjective", "people", "capital", "metonym", "person", "surname",
    "trap" (a name that is no actor) or the kind of a body ("igo", "group", "force", "party",
    "court", "ngo", "firm", "media"). ``form`` is the name as the table writes it, ``table``
    the file, ``as_of`` the day up to which that file was kept, ``late`` whether the day asked
    for lies after the time in office.
    """

    name: str
    kind: str
    country: str
    sector: str
    start: str = ""
    end: str = ""
    office: str = ""
    form: str = ""
    table: str = ""
    as_of: str = ""
    late: bool = False

    @property
    def id(self) -> str:
        """The actor's id."""
        if self.kind in ("person", "surname"):
            return _ident("person", self.name)
        if self.kind in STATE_KINDS:
            return _ident("state", self.country)
        return _ident("body", self.name)

    def holds(self, day: str) -> bool:
        """Whether the row holds on a day (ISO); always without a day."""
        return not day or (
            (self.start or "0") <= day and (not self.end or day[: len(self.end)] <= self.end)
        )

    def actor(self) -> Actor:
        """Give the registry's record of the actor."""
        kind = "person" if self.kind == "surname" else _KINDS.get(self.kind, self.kind)
        sectors = ("GOV",) if kind == "state" else tuple(s for s in (self.sector,) if s)
        return Actor(id=self.id, name=self.name, kind=kind, country=self.country, sectors=sectors)


@lru_cache(maxsize=65536)
def _ident(kind: str, name: str) -> str:
    return record_id("act", kind, name)


@lru_cache(maxsize=65536)
def pieces(text: str) -> tuple[str, ...]:
    """Give the words in a string as names are looked up.

    Lower case, without accents and full stops, cut at hyphens and apostrophes.
    """
    if text.isalpha() and text.isascii():
        return (text.lower(),)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c)).replace("’", "'")
    words = (w.replace(".", "").strip("_") for w in _WORD.findall(text.lower()))
    return tuple(w for w in words if w)


def key(name: str) -> tuple[str, ...]:
    """Give the words of a name as they are looked up, without an article before them."""
    words = pieces(name)
    return words[1:] if len(words) > 1 and words[0] == "the" else words


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Names and role nouns; immutable after loading.

    ``longest`` gives for a first word how many words the longest name has that begins so.
    ``roles`` maps the words of a role noun to (kind, sector, plural only). ``complaints`` are
    the rows of a user's table that were left out, in words.
    """

    names: dict[tuple[str, ...], tuple[Candidate, ...]]
    longest: dict[str, int]
    roles: dict[tuple[str, ...], tuple[str, str, bool]]
    members: dict[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)  # filled when first asked for
    complaints: tuple[str, ...] = ()
    ends: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note for each last word of a role noun how many words the longest such noun has."""
        ends: dict[str, int] = {}
        for words in self.roles:
            ends[words[-1]] = max(ends.get(words[-1], 0), len(words))
        object.__setattr__(self, "ends", ends)

    def find(self, name: str, day: str = "") -> tuple[Candidate, ...]:
        """Give every reading of a name, those that hold on ``day`` first."""
        found = {replace(c, form=""): c for c in reversed(self.names.get(key(name), ()))}
        rows = reversed(found.values())
        return tuple(sorted(rows, key=lambda c: (not c.holds(day), c.kind == "surname")))

    def get(self, ident: str) -> Actor | None:
        """Give the actor with an id, None where the registry has none."""
        if not self._actors:
            for found in self.names.values():
                for c in found:
                    if c.kind not in ("trap", "surname"):
                        self._actors.setdefault(c.id, c.actor())
        return self._actors.get(ident)

    def choose(self, found: Sequence[Candidate], day: str) -> Candidate:
        """Give the one of a name's readings to take on a day.

        Whoever is in office then; else the person last in office before, as one of the former
        elite; else the first reading.
        """
        first = found[0]
        if first.kind not in ("person", "surname"):
            same = [c for c in found if c.kind == first.kind and c.holds(day)]
            return same[0] if same else first
        holding = [c for c in found if c.holds(day)]
        if holding:
            return holding[0] if day else holding[-1]
        past = [c for c in found if c.end and c.end < day]
        if past:
            return replace(max(past, key=lambda c: c.end), sector="ELI", late=True)
        return replace(first, sector="UNK")

    def words(self, words: Sequence[str], day: str) -> Candidate | None:
        """Give the one reading of a run of words on a day, None where there is none."""
        found = self.names.get(tuple(p for w in words for p in pieces(w)), ())
        found = tuple(c for c in found if c.kind != "surname")
        return self.choose(found, day) if found else None

    def why(self, name: str, day: str = "") -> tuple[str, ...]:
        """Say in lines what a name stands for on a day, what else it may be, and why."""
        found = self.find(name, day)
        if not found:
            return (f"{name}: no table has this name",)
        chosen = self.choose(found, day)
        lines = []
        for c in found:
            dates = f", {c.start or '…'} to {c.end or '…'}" if c.start or c.end else ""
            office = f", {c.office}" if c.office else ""
            mark = "" if c.holds(day) else f" (not on {day})"
            lines.append(
                f"{c.name}: {c.kind}, {c.country or 'no country'} {c.sector or 'no sector'}"
                f"{office}{dates}; {c.table}{mark}"
            )
        if day:
            lines.append(
                f"on {day}: {chosen.name}, {chosen.country} {chosen.sector}{past(chosen, day)}"
            )
        return tuple(lines)


def past(found: Candidate, day: str) -> str:
    """Say of a reading that it is out of office, or that its table ends before the day."""
    if found.late:
        return f", {found.office} until {found.end}" if found.end else ", out of office"
    if day and found.as_of and found.as_of < day and not found.end and found.office:
        return f" as of {found.as_of}"
    return ""
