"""The cue table: which words bring in what a source holds, and in which frame.

``data/cues.tsv`` has one row a cue and frame. A cue is a lemma, or a lemma and the words that
belong to it (``point out``, ``call for``). Parts of speech: ``V`` verb, ``N`` noun, ``J``
predicative adjective. Frames:

ccomp  a clause ("said that …")            quote   words in quotation marks
xcomp  an infinitive ("vowed to …")        ger     a gerund ("denied taking …")
wh     a wh-clause ("asked whether …")     np      an object ("rejected the plan")
np+inf object and infinitive               np+that the one told and a clause
np+as  object and as-phrase                np+pred object and predicate ("called it a lie")
np+of, np+for, np+with, np+to  object and phrase  that, inf  a noun's clause or infinitive
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from foreigndesk.codebook.tables import Row, read_table, resource

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

COLUMNS: Final = ("cue", "pos", "frame", "stance", "example")
FRAMES: Final = {
    "V": {
        "ccomp", "quote", "xcomp", "ger", "wh", "np", "np+inf", "np+that", "np+as", "np+pred",
        "np+of", "np+for", "np+with", "np+to",
    },
    "N": {"that", "inf", "np"},
    "J": {"ccomp", "xcomp", "np"},
}  # fmt: skip
STANCES: Final = {
    "assert", "deny", "believe", "doubt", "intend", "refuse", "vow", "ask", "order", "warn",
    "fear", "judge", "show",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A row of the table: the cue's words, part of speech, frame, stance and its example."""

    words: tuple[str, ...]
    pos: str
    frame: str
    stance: str
    example: str
    line: int

    @property
    def rule(self) -> str:
        """Name the entry ("cues.tsv:call for/V/np")."""
        return f"cues.tsv:{' '.join(self.words)}/{self.pos}/{self.frame}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The whole table, by part of speech and first lemma, longer cues first."""

    rows: tuple[Cue, ...]
    by_head: dict[tuple[str, str], tuple[Cue, ...]] = field(repr=False)

    def of(self, token: Token) -> tuple[Cue, ...]:
        """Give the entries that begin with a token's lemma and fit its part of speech."""
        kind = _KIND.get(token.pos_, "")
        if not kind:
            return ()
        return self.by_head.get((kind, lemma(token)), ())


_KIND: Final = {"VERB": "V", "AUX": "V", "NOUN": "N", "ADJ": "J"}


def lemma(token: Token) -> str:
    """Give a token's lemma in lower case."""
    return token.lemma_.lower()


def _cue(row: Row) -> Cue:
    if row["pos"] not in FRAMES:
        raise row.error("pos", f"{row['pos'] or 'empty'} is none of {', '.join(FRAMES)}")
    if row["frame"] not in FRAMES[row["pos"]]:
        raise row.error("frame", f"{row['frame'] or 'empty'} is no frame of {row['pos']}")
    if row["stance"] not in STANCES:
        raise row.error("stance", f"{row['stance'] or 'empty'} is no stance")
    if not row["cue"]:
        raise row.error("cue", "empty")
    return Cue(
        words=tuple(row["cue"].split()),
        pos=row["pos"],
        frame=row["frame"],
        stance=row["stance"],
        example=row["example"],
        line=row.line,
    )


@cache
def cues() -> Cues:
    """Give the shipped table (read once). Raises TableError where a row is wrong."""
    table = resource("foreigndesk.claims", "data", "cues.tsv")
    rows = tuple(_cue(row) for row in read_table(table, COLUMNS))
    heads: dict[tuple[str, str], list[Cue]] = {}
    for cue in rows:
        heads.setdefault((cue.pos, cue.words[0]), []).append(cue)
    return Cues(
        rows=rows,
        by_head={k: tuple(sorted(v, key=lambda c: -len(c.words))) for k, v in heads.items()},
    )


SOURCE_KINDS: Final = frozenset(
    {"person", "office", "voice", "organ", "body", "outlet", "document", "report", "deep"}
)
OUTLET_KINDS: Final = frozenset({"named", "document"})


@cache
def source_nouns() -> dict[str, str]:
    """Give the nouns that sources are called by, with their kind.

    Raises TableError where a row is wrong.
    """
    table = resource("foreigndesk.claims", "data", "source_nouns.tsv")
    found: dict[str, str] = {}
    for row in read_table(table, ("noun", "kind")):
        if row["kind"] not in SOURCE_KINDS:
            raise row.error("kind", f"{row['kind'] or 'empty'} is no kind of source")
        found[row["noun"].lower()] = row["kind"]
    return found


@cache
def outlets() -> dict[str, str]:
    """Give the words that outlets' names end with, with what an outlet of that name is.

    Raises TableError where a row is wrong.
    """
    table = resource("foreigndesk.claims", "data", "outlets.tsv")
    found: dict[str, str] = {}
    for row in read_table(table, ("name", "kind")):
        if row["kind"] not in OUTLET_KINDS:
            raise row.error("kind", f"{row['kind'] or 'empty'} is neither named nor document")
        found[row["name"]] = row["kind"]
    return found


_SUFFIXES: Final = ("er", "or", "ist", "ian", "man", "men", "woman", "women", "crat", "ee")
_THINGS: Final = ("tion", "sion", "ment", "ness", "ity", "ing", "ance", "ence", "ism", "age", "ure")
_PRONOUNS: Final = frozenset(
    "he she they who we i you everyone everybody someone somebody nobody anyone many some others "
    "most few several both those all none one it his her their its my our your whose me".split()
)
_RELATIVES: Final = frozenset({"which", "that", "whose"})
_PEOPLE: Final = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def noun_kind(token: Token) -> str:
    """Give what a source's head noun is called by: a kind of the table, or "" for none."""
    nouns = source_nouns()
    word = token.lemma_.lower()
    if token.i and (pair := f"{token.nbor(-1).lower_} {word}") in nouns:
        return nouns[pair]
    return nouns.get(word) or nouns.get(token.lower_, "")


def can_hold(token: Token) -> bool:
    """Say whether a noun may hold a view: a person, a body, a state; nothing else."""
    if (
        token.lower_ in _RELATIVES
        and (verb := token.head).dep_ == "relcl"
        and verb.head.i < token.i
    ):
        return can_hold(verb.head)
    if token.ent_type_ == "PERSON":
        return True
    if token.pos_ == "PRON" or token.tag_ in {"WP", "PRP", "DT", "JJ", "JJS", "CD"}:
        return token.lower_ in _PRONOUNS or token.tag_ == "CD"
    if token.pos_ == "PROPN":
        return token.ent_type_ in _PEOPLE or not token.ent_type_
    kind = noun_kind(token)
    if kind:
        return kind not in {"document", "report"}
    if token.ent_type_ in _PEOPLE or token.lemma_.lower().endswith(_SUFFIXES):
        return True
    return not token.lemma_.lower().endswith(_THINGS)
