"""What a source is: its kind, name, description, role, affiliation and AP grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from foreigndesk.claims.cues import can_hold, noun_kind
from foreigndesk.claims.frames import Draft
from foreigndesk.claims.source_words import (
    affiliation,
    core,
    named_after,
    outlet_kind,
    role_of,
    text_of,
    title_before,
)
from foreigndesk.language import Parsed
from foreigndesk.records import Party, Source, SourceKind, Span

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Token

DEFINITE: Final = frozenset("the this that his her its our their my your these those".split())
VAGUE: Final = frozenset(
    "some many others most several few one none both all another other any anyone someone somebody "
    "everyone everybody nobody half dozen hundred thousand majority minority number handful scores "
    "dozens hundreds thousands percent lot group series range pair couple".split()
)
_HE: Final = frozenset({"he", "she"})
_THEY: Final = frozenset({"they", "it"})
_AUTHOR: Final = frozenset({"i", "we", "you", "us", "me"})
_OWN: Final = {
    "his": "he",
    "her": "she",
    "its": "it",
    "their": "they",
    "my": "i",
    "our": "we",
    "your": "you",
}
_HELD: Final = frozenset({"assert", "believe", "warn", "fear", "show", "judge", "doubt"})
_MEANS: Final = frozenset(
    "show reveal suggest signal indicate imply underscore underline highlight mean threaten promise "
    "offer reflect illustrate demonstrate prove support confirm hint betray invite underpin".split()
)
_BARE: Final = frozenset("unnamed anonymous unidentified undisclosed one another".split())
JUST: Final = 25  # words back to who has just spoken: "they say" is theirs
REACH: Final = 150  # tokens that a pronoun looks back for its name


class CastLike(Protocol):
    """What says which party the noun phrase headed by a token stands for."""

    def parties(self, token: Token) -> tuple[Party, ...]:
        """Give the parties, () for none."""
        ...


class Describer:
    """Describes the sources of one article's drafts."""

    def __init__(self, parsed: Parsed, cast: CastLike | None) -> None:
        self._parsed = parsed
        self._doc = parsed.doc
        self._cast = cast
        self._known: list[tuple[int, Source]] = []  # sources met so far, by their place

    def sources(self, drafts: Sequence[Draft]) -> list[Source]:
        """Describe the sources of all drafts; pronouns last, by the sources before them."""
        heads = [self._head(d) for d in drafts]
        found: list[Source | None] = [None] * len(drafts)
        for place, (draft, head) in enumerate(zip(drafts, heads, strict=True)):
            if head is None or head.pos_ != "PRON" or head.lower_ in VAGUE:
                found[place] = self._source(draft, head)
                if head is not None:
                    self._known.append((head.i, found[place] or Source(kind="author")))
        for place, (draft, head) in enumerate(zip(drafts, heads, strict=True)):
            if found[place] is None and head is not None:
                found[place] = self._pronoun(draft, head)
        return [s or Source(kind="author") for s in found]

    def is_thing(self, draft: Draft) -> bool:
        """Say whether a draft's source is a thing that only the author reads a meaning into."""
        head = self._head(draft)
        if head is None or head.pos_ != "NOUN" or kind_of(head, draft.source) != "unnamed":
            return False
        return self._thing(draft, head)

    def _head(self, draft: Draft) -> Token | None:
        if not draft.source:
            return None
        if draft.head is not None:
            return self._doc[draft.head]
        return self._doc[min(draft.source) : max(draft.source) + 1].root

    def _span(self, draft: Draft) -> Span:
        a, b = self._doc[min(draft.source)], self._doc[max(draft.source)]
        return Span(text=self._parsed.article.id, start=a.idx, end=b.idx + len(b))

    def _party(self, head: Token) -> Party | None:
        parties = self._cast.parties(head) if self._cast is not None else ()
        return parties[0] if parties else None

    def _source(self, draft: Draft, head: Token | None) -> Source:
        if head is None:
            return self._nobody(draft)
        kind = kind_of(head, draft.source)
        if kind == "unnamed" and head.pos_ == "NOUN" and self._thing(draft, head):
            return Source(kind="author")  # what a thing means the author says
        if kind == "unnamed" and draft.rule == "form:colon" and not noun_kind(head):
            kind = "named"  # "Chad: …"
        words = text_of(self._parsed, core(head, draft.source))
        span = self._span(draft)
        party = self._party(head)
        if kind == "document":
            return Source(kind=kind, name=words, party=party, span=span)
        if kind == "unnamed":
            return Source(
                kind=kind,
                name=words,
                party=party,
                role=role_of(self._parsed, head),
                affiliation=affiliation(self._parsed, head),
                described=words,
                grade=_grade(head),
                span=span,
            )
        person = named_after(head, draft.source)
        if person is not None:
            return self._titled(head, person, span)
        title = title_before(head)
        if title is not None:
            first, last = title
            return Source(
                kind="named",
                name=text_of(self._parsed, {*range(last + 1, head.i + 1)}),
                party=party,
                role=role_of(self._parsed, self._doc[last]),
                affiliation=affiliation(self._parsed, head) or self._owner(first, last),
                grade="record",
                span=span,
            )
        return self._plain(head, words, span, draft.source)

    def _thing(self, draft: Draft, head: Token) -> bool:
        if noun_kind(head):
            return False
        return not can_hold(head) or self._doc[draft.verb].lemma_.lower() in _MEANS

    def _titled(self, head: Token, person: Token, span: Span) -> Source:
        """Describe a post and the one who holds it: "the chairwoman, Petra Ohlendiek"."""
        name = text_of(self._parsed, core(person, frozenset(t.i for t in person.subtree)))
        return Source(
            kind="named",
            name=name,
            party=self._party(head) or self._party(person),
            role=role_of(self._parsed, head),
            affiliation=affiliation(self._parsed, head),
            grade="record",
            span=span,
        )

    def _plain(self, head: Token, words: str, span: Span, source: frozenset[int]) -> Source:
        role, home = "", ""
        if head.pos_ == "PROPN":
            post = next((c for c in head.children if c.dep_ == "appos" and c.i in source), None)
            if post is not None and noun_kind(post) in {"person", "office", "voice"}:
                role, home = role_of(self._parsed, post), affiliation(self._parsed, post)
            elif head.ent_type_ == "PERSON":
                home = affiliation(self._parsed, head)
        elif noun_kind(head) in {"person", "office", "voice"}:
            role, home = role_of(self._parsed, head), affiliation(self._parsed, head)
        return Source(
            kind="named",
            name=words,
            party=self._party(head),
            role=role,
            affiliation=home,
            grade="record",
            span=span,
        )

    def _owner(self, first: int, last: int) -> str:
        """Give the state or body named before a title: "Russian" in "Russian minister Ivan"."""
        named = {i for i in range(first, last) if self._doc[i].ent_type_ in _OWNERS}
        return text_of(self._parsed, named)

    def _nobody(self, draft: Draft) -> Source:
        """Describe a claim without a source: "reportedly", "it is believed", rumours."""
        words = text_of(self._parsed, set(draft.cue))
        verb = self._doc[draft.verb]
        if draft.rule.startswith("form:") and draft.rule != "form:colon":
            return Source(kind="unnamed", name=words, described=words)
        if draft.stance in _HELD and (_impersonal(verb) or noun_kind(verb) == "report"):
            return Source(kind="unnamed", name=words, described=words)
        return Source(kind="author")

    # ------------------------------------------------------------------ pronouns

    def _pronoun(self, draft: Draft, head: Token) -> Source:
        word, span = _OWN.get(head.lower_, head.lower_), self._span(draft)
        if word in _AUTHOR:
            return Source(kind="author", span=span)
        best: tuple[int, Source] | None = None
        if head.tag_ in {"WP", "WDT"}:
            verb = head.head
            if verb.dep_ == "relcl":
                own = {t.i for t in verb.head.subtree} - {t.i for t in verb.subtree}
                again = replace(draft, head=verb.head.i, source=frozenset(own))
                inner = self._source(again, verb.head)
                return replace(inner, span=span)
        just = [
            known
            for place, known in self._known
            if 0 < head.i - place <= JUST and self._agrees(word, place, known)
        ]
        named = self._party_named(head, span) if word in _THEY and not just else None
        if named is not None:
            return named
        for place, known in self._known:
            if not 0 < head.i - place <= REACH or not self._agrees(word, place, known):
                continue
            best = (place, known) if best is None or place > best[0] else best
        person = self._named_before(head) if word in _HE else None
        if person is not None and (best is None or person.i > best[0] + 40):
            again = replace(draft, head=person.i, source=frozenset(t.i for t in person.subtree))
            best = (person.i, self._source(again, person))
        if best is not None:
            return replace(best[1], span=span, chain=())
        if (found := self._party_named(head, span)) is not None:
            return found
        kind: SourceKind = "named" if word in _HE else "unnamed"
        return Source(kind=kind, name=head.text, described="" if word in _HE else head.text,
                      grade="record" if word in _HE else "", span=span)  # fmt: skip

    def _party_named(self, head: Token, span: Span) -> Source | None:
        """Give the source that the cast knows a pronoun to stand for, None where it knows none."""
        party = self._party(head)
        if party is None or not party.name:
            return None
        return Source(kind="named", name=party.name, party=party, grade="record", span=span)

    def _agrees(self, word: str, place: int, known: Source) -> bool:
        head = self._doc[place]
        if known.kind in {"author", "document"}:
            return False
        plural = head.tag_ in {"NNS", "NNPS"} or bool(list(head.conjuncts))
        kind = noun_kind(head)
        body = kind in {"body", "organ", "outlet"} or head.ent_type_ in {"GPE", "ORG", "NORP"}
        if word in _HE:
            return not plural and not body
        return body and not plural if word == "it" else plural or body

    def _named_before(self, head: Token) -> Token | None:
        for i in range(head.i - 1, max(-1, head.i - REACH), -1):
            token = self._doc[i]
            if token.ent_type_ == "PERSON" and token.dep_ in {"nsubj", "nsubjpass"}:
                return token
        return None


_OWNERS: Final = frozenset({"GPE", "NORP", "ORG", "LOC"})


def _impersonal(verb: Token) -> bool:
    return verb.pos_ in {"VERB", "AUX"} and (
        verb.tag_ == "VBN"
        or any(c.dep_ in {"auxpass", "nsubjpass", "expl"} for c in verb.children)
        or any(c.dep_ == "nsubj" and c.lower_ == "it" for c in verb.children)
    )


def _grade(head: Token) -> str:
    """Give AP's grade of an unnamed source: described (background) or a bare "source"."""
    kind = noun_kind(head)
    if kind == "report":
        return ""
    told = [
        c
        for c in head.children
        if c.dep_ in {"amod", "compound", "nmod", "prep", "relcl", "acl", "poss", "appos"}
        and c.lower_ not in _BARE
    ]
    bare = kind == "deep" or head.pos_ == "PRON" or head.lower_ in VAGUE
    return "deep" if bare and not told else "background"


# --------------------------------------------------------------------------- kinds


def kind_of(head: Token, source: frozenset[int]) -> SourceKind:
    """Give the kind of a source by the head of its noun phrase."""
    word = head.lower_
    if (word in VAGUE and head.pos_ != "PROPN") or head.tag_ in {"CD", "DT", "JJS", "JJR"}:
        return "unnamed"
    kind = noun_kind(head)
    if head.pos_ == "PROPN":
        return _proper(head, kind)
    if kind not in {"document", "report", "outlet"} and named_after(head, source) is not None:
        return "named"
    if kind == "document":
        return "document"
    if kind == "report":
        return "document" if _one_report(head) else "unnamed"
    if kind == "organ":
        return "named"
    if kind == "outlet":
        return "document" if _is_definite(head) or _named_left(head) else "unnamed"
    if kind == "voice":
        return "unnamed" if _plural(head) and not _is_definite(head) else "named"
    if kind == "body":
        return "named" if _one_body(head) or _each_named(head) else "unnamed"
    if kind == "office":
        one = not _plural(head) and not _indefinite(head)
        return "named" if one or _each_named(head) else "unnamed"
    alone = not any(c.dep_ in {"det", "amod", "poss", "nummod", "compound"} for c in head.children)
    if head.tag_ == "NN" and head.is_title and alone and not kind:
        return "named"  # a name that the parser took for a noun
    first = any(c.lower_ in {"top", "chief", "lead", "sole"} for c in head.children)
    return "named" if first and _is_definite(head) and not _plural(head) else "unnamed"


def _proper(head: Token, kind: str) -> SourceKind:
    name = outlet_kind(head)
    if name:
        return "document" if name == "document" else "named"
    if head.ent_type_ == "PERSON":
        return "named"
    if kind == "document" and any(
        c.dep_ in {"det", "poss", "nummod", "amod", "compound"} for c in head.children
    ):
        return "document"
    if kind in {"person", "deep", "report"} and _plural(head):
        return "unnamed"
    last = head.text.rpartition("-")[2]
    if head.tag_ == "NNPS" and last.islower():
        return "unnamed"
    if head.ent_type_ == "NORP" and _plural(head) and not _is_definite(head):
        return "unnamed"
    return "named"


def _each_named(head: Token) -> bool:
    """Say whether each of several is known by whose it is: "the governments of Peru and Chile"."""
    if not _plural(head) or not _is_definite(head):
        return False
    owners = [o for c in head.children if c.lower_ == "of" for o in c.children if o.dep_ == "pobj"]
    return any(o.pos_ == "PROPN" and any(c.dep_ == "conj" for c in o.children) for o in owners)


def _plural(head: Token) -> bool:
    return head.tag_ in {"NNS", "NNPS"}


def _is_definite(head: Token) -> bool:
    return any(c.dep_ == "poss" or c.lower_ in DEFINITE for c in head.children if c.i < head.i)


def _indefinite(head: Token) -> bool:
    return any(
        c.lower_ in {"a", "an", "one", "another", "some"}
        or (c.lower_ == "former" and not _is_definite(head))
        for c in head.children
        if c.i < head.i
    )


def _named_left(head: Token) -> bool:
    return any(
        c.dep_ in {"compound", "nmod", "amod"} and (c.pos_ == "PROPN" or c.ent_type_ in _OWNERS)
        for c in head.children
    )


def _one_report(head: Token) -> bool:
    """Tell a report that can be laid on a table from reports that nobody signs."""
    if head.lemma_.lower() != "report":
        return False
    if _plural(head):
        return any(c.dep_ in {"poss", "nummod"} for c in head.children)
    return True


def _one_body(head: Token) -> bool:
    """Tell one known body from some bodies of a sort: "aid agencies", "a rights group"."""
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == "of" and head.lemma_ in VAGUE | {"crowd"}:
            return False
    if _plural(head):
        return _is_definite(head) and any(c.dep_ == "poss" for c in head.children)
    return not _indefinite(head)
