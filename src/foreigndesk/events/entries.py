"""The event lexicon as typed entries: what the TSV files say, checked and indexed.

The files' format is docs/lexicon.md. A frame is a list of slots; an entry's ``rule`` is its
readable name, "accuse:condemn/V[obj>R]", which every event that it codes carries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources.abc import Traversable

from foreigndesk.codebook import codebook
from foreigndesk.codebook.tables import Row, read_table, resource

COLUMNS = ("head", "pos", "frame", "modes", "flags", "example")
FLAGS = frozenset(
    "recip content needR needA needAR crowd planned possible ongoing denied declared weak".split()
)
ROLES = frozenset("ARGP-")
POS = ("V", "N", "J", "M")
# uses of the lexicon's words that tell no event ("declined to comment"): they hide other entries
VOID = "VOID"
_SLOT = re.compile(
    r"(?P<name>[a-z0-9_|]+)(?P<must>(?:!(?!=))?)(?:(?P<op>!?=)(?P<filler>[^>]+))?(?:>(?P<role>[ARGP-]))?$"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a frame: its name, whether it must be there, what fills it, its role.

    ``words`` are lemmas; ``kind`` is "ACTOR" or "PLACE" where the filler asks for one;
    ``negated`` turns the filler round.
    """

    name: str
    must: bool
    words: frozenset[str]
    kind: str
    negated: bool
    role: str

    @property
    def filled(self) -> bool:
        """Whether the slot restricts what may stand in it."""
        return bool(self.words or self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One lexicon entry: a head with its frame codes a type, with modes and flags."""

    rule: str
    type: str
    head: str
    particle: str
    pos: str
    slots: tuple[Slot, ...]
    modes: tuple[str, ...]
    flags: frozenset[str]
    contexts: tuple[str, ...]
    example: str
    line: int

    def slot(self, name: str) -> Slot | None:
        """Give the frame's slot of that name, None where the frame does not speak of it."""
        for slot in self.slots:
            if name in slot.name.split("|"):
                return slot
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A support verb: what its subject is to the noun, and what it says of its progress."""

    verb: str
    role: str
    aspect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All entries by (head, pos), and the support verbs by lemma; ``heads`` by pos."""

    entries: dict[tuple[str, str], tuple[Entry, ...]]
    support: dict[str, Support]
    as_of: dict[str, str]
    heads: dict[str, frozenset[str]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note the heads of each part of speech: a cheap look that spares most words."""
        heads = {pos: frozenset(head for head, p in self.entries if p == pos) for pos in POS}
        object.__setattr__(self, "heads", heads)

    def all(self) -> Iterable[Entry]:
        """Yield every entry."""
        for group in self.entries.values():
            yield from group


def _slot(text: str, classes: dict[str, frozenset[str]], row: Row) -> Slot:
    match = _SLOT.match(text)
    if match is None:
        raise row.error("frame", f"cannot read the slot {text!r}")
    words: set[str] = set()
    kind = ""
    for part in (match["filler"] or "").split("|"):
        if part.startswith("@"):
            if part[1:] not in classes:
                raise row.error("frame", f"no class {part}")
            words |= classes[part[1:]]
        elif part in ("ACTOR", "PLACE"):
            kind = part
        elif part:
            words.add(part.lower())
    return Slot(
        name=match["name"],
        must=bool(match["must"] or match["filler"] or not match["role"]),
        words=frozenset(words),
        kind=kind,
        negated=match["op"] == "!=",
        role=match["role"] or "",
    )


def entry_of(kind: str, row: Row, classes: dict[str, frozenset[str]]) -> Entry:
    """Read one row. Raises TableError that names the cell."""
    known_modes = () if kind == VOID else codebook().types[kind].modes
    pos = row["pos"]
    if pos not in POS:
        raise row.error("pos", f"must be one of {POS}, is {pos!r}")
    head, _, particle = row["head"].partition("_")
    flags = {f.strip() for f in row["flags"].split(",") if f.strip()}
    contexts = {f for f in flags if f.startswith("ctx:")}
    for flag in flags - contexts - FLAGS:
        raise row.error("flags", f"no flag {flag!r}")
    for context in contexts:
        if context[4:] not in codebook().contexts:
            raise row.error("flags", f"no context {context[4:]!r}")
    modes = tuple(m.strip() for m in row["modes"].split(",") if m.strip())
    for mode in modes:
        if mode not in known_modes:
            raise row.error("modes", f"{kind} has no mode {mode!r}")
    return Entry(
        rule=f"{kind.lower()}:{row['head']}/{pos}[{row['frame']}]",
        type=kind,
        head=head,
        particle=particle,
        pos=pos,
        slots=tuple(_slot(s, classes, row) for s in row["frame"].split()),
        modes=modes,
        flags=frozenset(flags - contexts),
        contexts=tuple(sorted(c[4:] for c in contexts)),
        example=row["example"],
        line=row.line,
    )


def _files(suffix: str = ".tsv") -> list[Traversable]:
    folder = resource("foreigndesk.events", "lexicon")
    return sorted((f for f in folder.iterdir() if f.name.endswith(suffix)), key=lambda f: f.name)


@cache
def classes() -> dict[str, frozenset[str]]:
    """Give the word classes of all ``classes_*.tsv`` files, joined where names repeat."""
    found: dict[str, frozenset[str]] = {}
    for file in _files():
        if file.name.startswith("classes_"):
            for row in read_table(file, ("class", "words")):
                name = row["class"].removeprefix("@")
                found[name] = found.get(name, frozenset()) | frozenset(
                    w.lower() for w in row.words("words")
                )
    # a class may name another by @: flattened here
    for name, words in list(found.items()):
        flat = set(words)
        for word in words:
            if word.startswith("@"):
                flat.discard(word)
                flat |= found.get(word[1:], frozenset())
        found[name] = frozenset(flat)
    return found


@cache
def lexicon() -> Lexicon:
    """Give the shipped lexicon (read once). Raises TableError where a row is wrong."""
    entries: dict[tuple[str, str], list[Entry]] = {}
    dates: dict[str, str] = {}
    for file in _files():
        kind = file.name.removesuffix(".tsv").upper()
        if kind not in codebook().types and kind != VOID:
            continue
        for row in read_table(file, COLUMNS):
            entry = entry_of(kind, row, classes())
            entries.setdefault((entry.head, entry.pos), []).append(entry)
    support: dict[str, Support] = {}
    source = resource("foreigndesk.events", "lexicon", "support_verbs.tsv")
    for row in read_table(source, ("verb", "role", "aspect")):
        support[row["verb"]] = Support(
            verb=row["verb"], role=row["role"] or "A", aspect=row["aspect"]
        )
    return Lexicon(
        entries={key: tuple(group) for key, group in entries.items()},
        support=support,
        as_of=dates,
    )
