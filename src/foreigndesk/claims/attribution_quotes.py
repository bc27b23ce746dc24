"""Quoted speech: from a quotation to who says it, with the words around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from foreigndesk.claims.cues import Cue, cues
from foreigndesk.claims.frames import Draft, cue_tokens, noun_phrase, source_head, trim
from foreigndesk.claims.quotes import Quotation, quotations
from foreigndesk.language import Parsed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_STOPS: Final = frozenset(".!?;")
_MARKS: Final = frozenset('"“”„«»‘')
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "VB", "VBN", "VBG"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON"})
_REACH: Final = 45  # tokens from a quotation's edge to its cue, at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A quotation with its tokens; ``sentence_like`` if it may be speech of its own."""

    quotation: Quotation
    tokens: range
    sentence_like: bool


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
                sentence_like=len(words) > 3 and verbs,
            )
        )
    return tuple(found)


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
        covering = self._covering(words)
        found: tuple[Token, str] | None = None
        if covering is None or self.speech[place].sentence_like:
            found = self._after(words) or self._before(words, self.speech[place].sentence_like)
        if found is not None:
            self._attach(place, *found)
        elif covering is not None:
            self.by_verb[covering] = _grown(self.by_verb[covering], words)
            self.said[place] = covering
        elif self.speech[place].sentence_like:
            self._continue(place)

    def _covering(self, words: range) -> int | None:
        best: tuple[int, int] | None = None
        for verb, draft in self.by_verb.items():
            if draft.cue & set(words) or draft.rule == "form:colon":
                continue
            shared = sum(i in draft.content for i in words)
            if shared * 2 > len(words) and (best is None or len(draft.content) < best[0]):
                best = (len(draft.content), verb)
        return best[1] if best else None

    def _window(self, start: int, step: int) -> list[Token]:
        """Give the tokens from an edge to the sentence's or the next quotation's."""
        found: list[Token] = []
        home = self.parsed.paragraph_at(self.doc[start - step].idx) if self.doc else None
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
        window = self._window(words.stop, 1) if words.stop < len(self.doc) else []
        if inner.text == "." or not window:
            return None
        comma = window[0].text in {",", "–", "—", "-"}
        if not (comma or inner.text[-1:] in ",?!—-…" or inner.text.endswith("...")):
            if not _speaks(window[0]):
                return None
        if comma:
            window = window[1:]
        for token in window:
            if token.dep_ in {"relcl", "acl"} and not (token == window[0]):
                continue
            if _speaks(token):
                return token, "after"
            if token.tag_ in {"VBD", "VBZ"} and token.dep_ not in {"relcl", "aux", "auxpass"}:
                return None
        return None

    def _before(self, words: range, sentence_like: bool) -> tuple[Token, str] | None:
        window = self._window(words.start - 1, -1) if words.start else []
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
        return None

    def _attach(self, place: int, verb: Token, side: str) -> None:
        words = set(self.speech[place].tokens)
        old = self.by_verb.get(verb.i)
        fresh = set(words)
        if side == "after":
            lead = [t.i for t in reversed(self._window(min(words) - 1, -1))] if min(words) else []
            if lead and not any(_speaks(self.doc[i]) for i in lead):
                fresh |= trim(self.doc, set(lead)) - (old.cue if old else set())
        if old is not None and (place - 1 in self.said and self.said[place - 1] == verb.i):
            self.by_verb[verb.i] = replace(old, content=old.content | fresh)
        elif old is not None and side == "before" and "/V/ccomp" in old.rule:
            self.by_verb[verb.i] = replace(old, content=old.content | fresh, quoted=True)
        else:
            self.by_verb[verb.i] = self._draft(verb, fresh)
        self.said[place] = verb.i

    def _draft(self, verb: Token, content: set[int]) -> Draft:
        entry = _entry(verb)
        head = source_head(verb)
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
        if not self._opens_sentence(words):
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

    def _opens_sentence(self, words: range) -> bool:
        before = words.start - 1
        while before >= 0 and self.doc[before].is_space:
            before -= 1
        return before < 0 or self.doc[before].text in '.!?:”"' or self._opens_paragraph(words)

    def _opens_paragraph(self, words: range) -> bool:
        offset = self.doc[words[0]].idx
        return not self.parsed.article.text[
            self.parsed.paragraph_at(offset).start : offset
        ].strip()


def _grown(draft: Draft, words: range) -> Draft:
    return replace(draft, content=draft.content | set(words), quoted=True)


def _entry(token: Token) -> Cue | None:
    if token.pos_ not in {"VERB", "AUX"}:
        return None
    for cue in cues().of(token):
        if cue.pos == "V" and cue.frame in {"quote", "ccomp"} and len(cue.words) == 1:
            return cue
    return None


def _speaks(token: Token) -> bool:
    return token.tag_ in _FINITE and _entry(token) is not None


def _near(doc: Doc, verb: Token, content: set[int]) -> Token | None:
    """Find a source by its place where the parse gives none: before the verb, or after it."""
    for places in (range(verb.i - 1, max(-1, verb.i - 12), -1), range(verb.i + 1, verb.i + 8)):
        for place in places:
            if place >= len(doc) or place in content or doc[place].text in ",.:;":
                break
            if doc[place].pos_ in _NOMINAL:
                return doc[place]
    return None
