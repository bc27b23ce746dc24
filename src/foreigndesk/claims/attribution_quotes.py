"""Quoted speech: from a quotation to who says it, with the words around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from foreigndesk.claims.cues import Cue, cues, noun_kind
from foreigndesk.claims.frames import Draft, cue_tokens, noun_phrase, trim
from foreigndesk.claims.holders import source_head
from foreigndesk.claims.quotes import Quotation, quotations
from foreigndesk.language import Parsed

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc, Token

_STOPS: Final = frozenset(".!?;")
_MARKS: Final = frozenset((*'"“”„«»‘', "``", "''"))
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "VB", "VBN", "VBG"})
_DASHES: Final = frozenset({"–", "—", "―", "-", "--"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_REACH: Final = 45  # tokens from a quotation's edge to its cue, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A quotation with its tokens; ``sentence_like`` if it may be speech of its own."""

    quotation: Quotation
    tokens: range
    sentence_like: bool
    title: bool = False


def spoken(parsed: Parsed) -> tuple[Spoken, ...]:
    """Give the quotations of an article as token ranges."""
    found: list[Spoken] = []
    for quotation in quotations(parsed.article.text, parsed.article.paragraphs):
        span = parsed.doc.char_span(quotation.start, quotation.end, alignment_mode="expand")
        if span is None:
            continue
        words = [t for t in span if not t.is_punct and not t.is_space]
        verbs = any(t.pos_ in {"VERB", "AUX"} for t in words)
        found.append(
            Spoken(
                quotation=quotation,
                tokens=range(span.start, span.end),
                sentence_like=len(words) > 1 and verbs and not _title(words),
                title=_title(words),
            )
        )
    return tuple(found)


def _title(words: list[Token]) -> bool:
    """Say whether quoted words are a title: all longer ones begin with a capital."""
    rest = [t for t in words[1:] if t.text[:1].isupper()]
    return bool(rest) and all(
        t.text[:1].isupper() for t in words if len(t) > 3 or t.i == words[0].i
    )


def quote_drafts(parsed: Parsed, speech: tuple[Spoken, ...], drafts: list[Draft]) -> list[Draft]:
    """Join quotations to the drafts of their cues; give all drafts, those for quotations too."""
    reader = _Reader(parsed, speech, drafts)
    for place in range(len(speech)):
        reader.read(place)
    return list(reader.by_verb.values())


class _Reader:
    """The state of one pass over an article's quotations: drafts by their cue's head."""

    def __init__(self, parsed: Parsed, speech: tuple[Spoken, ...], drafts: list[Draft]) -> None:
        self.parsed = parsed
        self.doc = parsed.doc
        self.speech = speech
        self.by_verb: dict[int, Draft] = {d.verb: d for d in drafts}
        self.said: dict[int, int] = {}  # quotation -> head of its cue
        self.quoted = {i for s in speech for i in s.tokens}

    def read(self, place: int) -> None:
        """Give one quotation to the cue that brings it in."""
        words = self.speech[place].tokens
        if self.speech[place].title and not self.speech[place].sentence_like and len(words) > 4:
            return
        covering = self._covering(words)
        found: tuple[Token, str] | None = None
        if covering is None or self.speech[place].sentence_like:
            like = self.speech[place].sentence_like
            after = None if covering is not None and self._goes_on(words) else self._after(words)
            found = self._signed(words) or after or self._before(words, like)
        if found is not None:
            self._attach(place, *found)
        elif covering is not None:
            self.by_verb[covering] = _grown(self.by_verb[covering], words)
            self.said[place] = covering
        elif self.speech[place].sentence_like:
            self._continue(place)

    def _goes_on(self, words: range) -> bool:
        """Say whether a sentence goes on with "and" or "but" after a quotation."""
        return words.stop < len(self.doc) and self.doc[words.stop].lower_ in {"and", "but", "or"}

    def _covering(self, words: range) -> int | None:
        best: tuple[int, int] | None = None
        told = sum(not self.doc[i].is_punct for i in words)
        for verb, draft in self.by_verb.items():
            if draft.cue & set(words) or draft.rule == "form:colon":
                continue
            shared = sum(i in draft.content and not self.doc[i].is_punct for i in words)
            joined = shared and (words.start - 1) in draft.content and min(draft.cue) < words.start
            if (shared * 2 > told or joined) and (best is None or len(draft.content) < best[0]):
                best = (len(draft.content), verb)
        return best[1] if best else None

    def _window(self, start: int, step: int) -> list[Token]:
        """Give the tokens from an edge to the sentence's or the next quotation's."""
        found: list[Token] = []
        edge = start if step < 0 else start - step
        home = self.parsed.paragraph_at(self.doc[edge].idx) if self.doc else None
        place = start
        while 0 <= place < len(self.doc) and len(found) < _REACH:
            token = self.doc[place]
            if home is None or not home.start <= token.idx < home.end:
                break
            if place in self.quoted and token.text not in _MARKS:
                if self.doc[place].text in "'":
                    break
                if any(place in s.tokens and s.sentence_like for s in self.speech):
                    break
            if token.text in _MARKS and any(
                s.sentence_like and place in s.tokens for s in self.speech
            ):
                break
            if token.text in _STOPS or (token.text == ":" and step > 0):
                break
            if not token.is_space:
                found.append(token)
            place += step
        return found

    def _after(self, words: range) -> tuple[Token, str] | None:
        last = self.doc[words[-1]]
        inner = self.doc[words[-2]] if len(words) > 1 else last
        if len(words) > 3 and inner.text in {"'", "’"}:
            inner = self.doc[words[-3]]
        window = self._window(words.stop, 1) if words.stop < len(self.doc) else []
        if inner.text == "." or not window:
            return None
        comma = window[0].text in {",", "–", "—", "-"}
        if not (comma or inner.text[-1:] in ",?!—-…" or inner.text.endswith("...")) and not _speaks(
            window[0]
        ):
            return None
        if comma:
            window = window[1:]
        for token in window:
            if token.dep_ in {"relcl", "acl"} and token != window[0]:
                continue
            if _speaks(token):
                return token, "after"
            if token.tag_ in {"VBD", "VBZ"} and token.dep_ not in {"relcl", "aux", "auxpass"}:
                return None
        return None

    def _before(self, words: range, sentence_like: bool) -> tuple[Token, str] | None:
        edge_at = words.start - 1
        if sentence_like and self._opens_paragraph(words):
            while edge_at > 0 and self.doc[edge_at].is_space:
                edge_at -= 1
            if edge_at > 0 and self.doc[edge_at].text != ":":
                return None
        window = self._window(edge_at, -1) if edge_at > 0 else []
        if not window:
            return None
        edge = window[0]
        for distance, token in enumerate(window):
            if not _speaks(token):
                continue
            if edge.text in {",", ":"} and sentence_like:
                if edge.text == "," and distance > 14:
                    return None
                return token, "before"
            if distance < 3 and (sentence_like or token.lower_ in {"say", "said", "says"}):
                return token, "before"
            return None
        if edge.text == ":":
            for token in window:
                if token.pos_ == "VERB" and token.dep_ in {"ROOT", "conj"}:
                    return token, "before"
            if len(window) > 1 and (window[1].pos_ == "PROPN" or noun_kind(window[1])):
                return edge, "colon"
        return None

    def _signed(self, words: range) -> tuple[Token, str] | None:
        """Read a name after a dash that closes a quotation's paragraph."""
        home = self.parsed.paragraph_at(self.doc[words[0]].idx)
        place = words.stop
        while place < len(self.doc) and self.doc[place].is_space:
            place += 1
        if self.doc[words[-1]].text[-1:] in _DASHES:
            place = words[-1]
        if place + 1 >= len(self.doc) or self.doc[place].text[-1:] not in _DASHES:
            return None
        after = [self.doc[i] for i in range(place + 1, min(place + 9, len(self.doc)))]
        near = self.parsed.paragraph_at(after[0].idx)
        if after[0].pos_ != "PROPN" or (near is not home and self.doc[place].idx < near.start):
            return None
        return self.doc[place], "dash"

    def _attach(self, place: int, verb: Token, side: str) -> None:
        words = set(self.speech[place].tokens)
        old = self.by_verb.get(verb.i)
        fresh = set(words)
        loose = side == "after" and not self.speech[place].sentence_like
        if loose and old is not None and min(old.content) > verb.i:
            return
        if side == "after":
            lead = [t.i for t in reversed(self._window(min(words) - 1, -1))] if min(words) else []
            if lead and self.doc[lead[0]].text not in {",", ":", "--", "—"}:
                fresh |= trim(self.doc, set(lead)) - (old.cue if old else set())
        if old is not None and (place - 1 in self.said and self.said[place - 1] == verb.i):
            self.by_verb[verb.i] = replace(old, content=old.content | fresh)
        elif (
            old is not None
            and side == "before"
            and "/V/ccomp" in old.rule
            and min(old.content) > verb.i
        ):
            self.by_verb[verb.i] = replace(old, content=old.content | fresh, quoted=True)
        else:
            self.by_verb[verb.i] = self._draft(verb, fresh)
        self.said[place] = verb.i

    def _draft(self, verb: Token, content: set[int]) -> Draft:
        entry = _entry(verb)
        head = _beside(self.doc, verb) if verb.is_punct else source_head(verb)
        if head is None or head.i in content or head.pos_ not in _NOMINAL:
            head = _near(self.doc, verb, content)
        source = noun_phrase(head) - content - {verb.i} if head is not None else set()
        if head is not None and (head.i not in source or verb.i in noun_phrase(head)):
            source = {head.i}
        return Draft(
            source=frozenset(source),
            cue=cue_tokens(verb, set()) - content,
            content=frozenset(content),
            verb=verb.i,
            head=head.i if head is not None else None,
            rule=entry.rule if entry else "quote:colon",
            stance=entry.stance if entry else "assert",
            quoted=True,
        )

    def _continue(self, place: int) -> None:
        """Carry speech on: the same paragraph's speaker, or a running quotation's."""
        words = self.speech[place].tokens
        home = self.parsed.paragraph_at(self.doc[words[0]].idx)
        if not self._opens_sentence(words) or self._turn(words):
            return
        if place - 1 in self.said:
            before = self.speech[place - 1]
            last = self.parsed.paragraph_at(self.doc[before.tokens[0]].idx)
            if last is home or self._opens_paragraph(words):
                verb = self.said[place - 1]
                self.by_verb[verb] = _grown(self.by_verb[verb], words)
                self.said[place] = verb
                return
        recent = [
            d
            for d in self.by_verb.values()
            if d.source and d.verb < words[0] and self.doc[d.verb].idx >= home.start
        ]
        if recent:
            verb = max(recent, key=lambda d: d.verb).verb
            self.by_verb[verb] = _grown(self.by_verb[verb], words)
            self.said[place] = verb

    def _turn(self, words: range) -> bool:
        """Say whether a quotation opens with a speaker's name in capitals and a colon."""
        first = [self.doc[i] for i in words[1:5]]
        return any(a.is_upper and b.text == ":" for a, b in pairwise(first))

    def _opens_sentence(self, words: range) -> bool:
        before = words.start - 1
        while before >= 0 and self.doc[before].is_space:
            before -= 1
        return (
            before < 0 or self.doc[before].text in (*'.!?:”"', "''") or self._opens_paragraph(words)
        )

    def _opens_paragraph(self, words: range) -> bool:
        offset = self.doc[words[0]].idx
        return not self.parsed.article.text[self.parsed.paragraph_at(offset).start : offset].strip()


def _grown(draft: Draft, words: range) -> Draft:
    return replace(draft, content=draft.content | set(words), quoted=True)


def _entry(token: Token) -> Cue | None:
    if token.pos_ not in {"VERB", "AUX"}:
        return None
    for cue in cues().of(token):
        if cue.pos == "V" and cue.frame in {"quote", "ccomp"} and _with(token, cue.words[1:]):
            return cue
    return None


def _with(token: Token, words: tuple[str, ...]) -> bool:
    """Say whether a verb has a cue's further words: "shot back", "used the phrase"."""
    after = {c.lower_ for c in token.children if c.i > token.i and c.dep_ != "prep"}
    return after.issuperset(words)


def _speaks(token: Token) -> bool:
    return token.tag_ in _FINITE and _entry(token) is not None


def _beside(doc: Doc, mark: Token) -> Token | None:
    """Give the noun before a colon or the last of the name after a dash."""
    if mark.text == ":":
        return mark.nbor(-1)
    place = mark.i + 1
    while place + 1 < len(doc) and doc[place + 1].pos_ == "PROPN":
        place += 1
    return doc[place]


def _near(doc: Doc, verb: Token, content: set[int]) -> Token | None:
    """Find a source by its place where the parse gives none: before the verb, or after it."""
    for places in (range(verb.i - 1, max(-1, verb.i - 12), -1), range(verb.i + 1, verb.i + 8)):
        for place in places:
            if place >= len(doc) or place in content or doc[place].text in ",.:;":
                break
            if doc[place].pos_ in _NOMINAL:
                while place + 1 < len(doc) and doc[place].pos_ == doc[place + 1].pos_ == "NOUN":
                    place += 1  # "aid workers": the last noun is the head
                return doc[place] if place != verb.i else None
    return None
