"""A parsed text as plain Python objects: words with their grammar, read once from spaCy's arrays.

spaCy makes a new object and a new string for every look at a word; the stages look at each word
some hundred times. Here every word is one object whose attributes are there already, under
spaCy's own names, so that its documentation is the documentation of these. What a text is
asked for only sometimes is left to spaCy's document, which is kept as ``parse``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final, overload

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc

_NUMBERS: Final = ("IDX", "HEAD", "SENT_START", "SPACY", "ENT_IOB", "IS_SPACE", "IS_PUNCT")
_STRINGS: Final = ("ORTH", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE")
_IOB: Final = ("", "I", "O", "B")
_KEPT: Final = 300_000  # strings that are remembered by their number
_seen: dict[int, str] = {}


class Token:
    """A word: its text, form, place in the tree and the entity that it belongs to."""

    __slots__ = (
        "_subtree", "children", "dep_", "doc", "ent_iob_", "ent_type_", "head", "i", "idx",
        "is_punct", "is_sent_start", "is_space", "lemma_", "lower_", "pos_", "sent", "tag_",
        "text", "whitespace_",
    )  # fmt: skip

    head: Token
    sent: Span

    def __init__(
        self, doc: Doc, i: int, idx: int, text: str, lemma: str, pos: str, tag: str, dep: str,
        ent_type: str, ent_iob: int, spaced: int, space: int, punct: int, opens: int,
    ) -> None:  # fmt: skip
        """Take what stands in the arrays; head, children and sentence are tied afterwards."""
        self.doc = doc
        self.i = i
        self.idx = idx
        self.text = text
        self.lower_ = text.lower()
        self.lemma_ = lemma
        self.pos_ = pos
        self.tag_ = tag
        self.dep_ = dep
        self.ent_type_ = ent_type
        self.ent_iob_ = _IOB[ent_iob]
        self.whitespace_ = " " if spaced else ""
        self.is_space = space == 1
        self.is_punct = punct == 1
        self.is_sent_start = opens == 1
        self.children: tuple[Token, ...] = ()
        self._subtree: tuple[Token, ...] | None = None

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    def nbor(self, step: int = 1) -> Token:
        """Give the word so many places on. Raises IndexError where there is none."""
        place = self.i + step
        if place < 0:
            raise IndexError(f"no word {-step} before word {self.i}")
        return self.doc.tokens[place]

    @property
    def subtree(self) -> tuple[Token, ...]:
        """The word and all that hangs on it, in the order of the text."""
        if self._subtree is None:
            found: list[Token] = []
            own = False
            for child in self.children:
                if not own and child.i > self.i:
                    found.append(self)
                    own = True
                if child.children:
                    found += child.subtree
                else:
                    found.append(child)
            self._subtree = tuple(found) if own else (*found, self)
        return self._subtree

    @property
    def left_edge(self) -> Token:
        """The first word of the subtree."""
        return self.doc.tokens[self.doc.edges[self.i]]

    @property
    def ancestors(self) -> Iterator[Token]:
        """The words above, the nearest first."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    def is_ancestor(self, other: Token) -> bool:
        """Whether another word hangs on this one, at whatever depth."""
        return any(word is self for word in other.ancestors)

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The words coordinated with this one."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for word in found:
            found += [c for c in word.children if c.dep_ == "conj" and c.i > word.i]
        return tuple(word for word in found if word is not self)

    @property
    def is_alpha(self) -> bool:
        """Whether the text is letters only."""
        return self.text.isalpha()

    @property
    def is_upper(self) -> bool:
        """Whether the text is in capitals."""
        return self.text.isupper()

    @property
    def is_title(self) -> bool:
        """Whether the text is in title case."""
        return self.text.istitle()

    @property
    def is_quote(self) -> bool:
        """Whether the text is a quotation mark."""
        return bool(self.doc.flags[0][self.i])

    @property
    def like_num(self) -> bool:
        """Whether the text is written like a number."""
        return bool(self.doc.flags[1][self.i])


class Span:
    """Words ``start`` to ``end`` (end excluded) of a text; ``label_`` is an entity's."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        """Take the words from one place to another."""
        self.doc = doc
        self.start = start
        self.end = end
        self.label_ = label

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Span):
            return NotImplemented
        mine = (self.start, self.end, self.label_)
        return self.doc is other.doc and mine == (other.start, other.end, other.label_)

    def __hash__(self) -> int:
        return hash((self.start, self.end, self.label_))

    def __repr__(self) -> str:
        return self.text

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> Span: ...
    def __getitem__(self, place: int | slice) -> Token | Span:
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[range(self.start, self.end)[place]]

    @property
    def start_char(self) -> int:
        """Where the first word begins."""
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        """Where the last word ends."""
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as they are written, spaces between them too."""
        return self.doc.text[self.start_char : self.end_char] if self.end > self.start else ""

    @property
    def sent(self) -> Span:
        """The sentence of the first word."""
        return self.doc.tokens[self.start].sent

    @property
    def root(self) -> Token:
        """The word nearest to the top of the tree, the first of those equally near."""
        words = self.doc.tokens[self.start : self.end]
        for word in words:
            if word.head is word:
                return word
        best, least = words[0], len(self.doc)
        for word in words:
            if self.start <= word.head.i < self.end:
                continue
            bare = (word.is_space or word.is_punct) and not word.children
            depth = len(self.doc) - 1 if bare else sum(1 for _ in word.ancestors)
            if depth < least:
                best, least = word, depth
        return best


class Doc:
    """A parsed text. ``parse`` is spaCy's document, from which the words are read at first use."""

    def __init__(self, parse: SpacyDoc) -> None:
        """Take spaCy's parse."""
        self.parse = parse

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return "".join([f"{t.text}{t.whitespace_}" for t in self.tokens])

    @cached_property
    def tokens(self) -> list[Token]:
        """The words, tied to their heads, children and sentences."""
        idx, head, opens, spaced, iob, space, punct = (
            self.parse.to_array(list(_NUMBERS)).astype("int64").T.tolist()
        )
        places = range(len(idx))
        texts, lemma, pos, tag, dep, entity = self._strings()
        tokens = list(
            map(
                Token, [self] * len(idx), places, idx, texts, lemma, pos, tag, dep, entity, iob,
                spaced, space, punct, opens,
            )
        )  # fmt: skip
        for token, up in zip(tokens, head, strict=True):
            if up:
                over = token.head = tokens[token.i + up]
                over.children = (*over.children, token)
            else:
                token.head = token
        starts = [i for i in places if i == 0 or opens[i] == 1]
        for start, end in pairwise([*starts, len(tokens)]):
            sentence = Span(self, start, end)
            for token in tokens[start:end]:
                token.sent = sentence
        return tokens

    def _strings(self) -> Iterator[list[str]]:
        """Yield a column of strings for each attribute that spaCy keeps as a string's number."""
        known, strings = _seen, self.parse.vocab.strings
        if len(known) > _KEPT:
            known.clear()
        for column in self.parse.to_array(list(_STRINGS)).T.tolist():
            for number in set(column).difference(known):
                known[number] = strings[number]
            yield [known[number] for number in column]

    @cached_property
    def flags(self) -> list[list[int]]:
        """For each word whether it is a quotation mark, and for each whether it is like a number."""
        flags: list[list[int]] = self.parse.to_array(["IS_QUOTE", "LIKE_NUM"]).T.tolist()
        return flags

    @cached_property
    def sents(self) -> tuple[Span, ...]:
        """The sentences, in order."""
        found: list[Span] = []
        for token in self.tokens:
            if not found or token.sent is not found[-1]:
                found.append(token.sent)
        return tuple(found)

    @cached_property
    def ents(self) -> tuple[Span, ...]:
        """The named entities, in order."""
        return tuple(Span(self, e.start, e.end, e.label_) for e in self.parse.ents)

    @cached_property
    def edges(self) -> list[int]:
        """For each word the place of the first word that hangs on it or on what hangs on it."""
        found = list(range(len(self.tokens)))
        for word in self.tokens:  # in order, so that the first to reach a word is its edge
            above = word.head
            while found[above.i] > word.i:
                found[above.i] = word.i
                above = above.head
        return found

    @cached_property
    def _offsets(self) -> list[int]:
        return [t.idx for t in self.tokens]

    def char_span(self, start: int, end: int, *, alignment_mode: str) -> Span | None:
        """Give the words between two characters, None where there are none.

        ``alignment_mode``: "contract" takes the words wholly inside, "expand" also those
        partly inside.
        """
        first, last = self._at(start), self._at(end - 1)
        if first < 0 or last < 0:
            return None
        tokens = self.tokens
        ends = tokens[first].idx + len(tokens[first].text)
        if alignment_mode == "contract":
            first += tokens[first].idx < start
            last -= end < tokens[last].idx + len(tokens[last].text)
            if last < first:
                return None
        elif start == ends:
            first += 1
        return Span(self, first, last + 1)

    def between(self, start: int, end: int) -> list[Token]:
        """Give the words that have a character in common with those from ``start`` to ``end``."""
        first = max(0, bisect_right(self._offsets, start) - 1)
        found = self.tokens[first : bisect_left(self._offsets, end)]
        return found[1:] if found and found[0].idx + len(found[0].text) <= start else found

    def _at(self, offset: int) -> int:
        """Give the word that a character belongs to, with the space after it; −1 for none."""
        place = bisect_right(self._offsets, offset) - 1
        if place < 0:
            return -1
        token = self.tokens[place]
        return place if offset < token.idx + len(token.text) + len(token.whitespace_) else -1

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...
    @overload
    def __getitem__(self, place: slice) -> Span: ...
    def __getitem__(self, place: int | slice) -> Token | Span:
        if isinstance(place, int):
            return self.tokens[place]
        start, end, _ = place.indices(len(self.tokens))
        return Span(self, start, max(start, end))
