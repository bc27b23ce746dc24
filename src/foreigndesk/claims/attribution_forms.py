"""Forms of attribution without a said-verb: according to, per, colon headlines, reportedly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from foreigndesk.claims.cues import noun_kind
from foreigndesk.claims.frames import Draft, noun_phrase, trim
from foreigndesk.claims.source_words import outlet_kind
from foreigndesk.language import Parsed

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc, Token

_ADVERBS: Final = frozenset({"reportedly", "allegedly", "purportedly", "supposedly"})
_OPENS: Final = _ADVERBS | {"according", "per", "under", "in"}


def form_drafts(parsed: Parsed, inside: set[int]) -> list[Draft]:
    """Find the drafts of every form; tokens ``inside`` quoted speech bring in none."""
    found: list[Draft] = []
    for token in parsed.doc:
        if token.lower_ not in _OPENS or token.i in inside:
            continue
        draft = _according(token) or _adverb(token) or _under(token)
        if draft is not None:
            found.append(draft)
    found.extend(_colons(parsed))
    return found


def _sentence(token: Token) -> set[int]:
    return {t.i for t in token.sent if not t.is_space}


def clause_around(token: Token, drop: set[int]) -> set[int]:
    """Give the words of the clause that a phrase modifies, without the phrase itself."""
    at = token.head
    while at.pos_ not in {"VERB", "AUX"} and at.head != at:
        at = at.head
    words = {t.i for t in at.subtree} - drop
    return trim(token.doc, words)


def _according(token: Token) -> Draft | None:
    doc = token.doc
    word = token.lower_
    if word == "according":
        to = next((c for c in token.children if c.lower_ == "to"), None)
        if to is None and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            to = doc[token.i + 1]
        if to is None:
            return None
        cue, holder = {token.i, to.i}, to
    elif word == "per" and token.pos_ == "ADP":
        cue, holder = {token.i}, token
    else:
        return None
    noun = next((c for c in holder.children if c.dep_ in {"pobj", "pcomp"}), None)
    if noun is None or (word == "per" and noun.pos_ != "PROPN" and not _speaking(noun)):
        return None
    source = noun_phrase(noun) - cue
    phrase = {t.i for t in token.subtree} | cue | source
    content = clause_around(token, phrase)
    if len(content) < 2:
        content = trim(doc, _sentence(token) - phrase)
    return Draft(
        source=frozenset(source),
        cue=frozenset(cue),
        content=frozenset(content),
        verb=token.i,
        head=noun.i,
        rule=f"form:{'according to' if word == 'according' else 'per'}",
        stance="assert",
    )


# What is counted or found out is told by "in": "In a survey of farmers, most were against it".
_COUNTED: Final = frozenset({"poll", "survey", "census", "study", "questionnaire", "ranking"})


def _speaking(noun: Token) -> bool:
    return noun_kind(noun) in {"body", "organ", "outlet", "document", "office", "voice"}


def _under(token: Token) -> Draft | None:
    """Read "Under the draft protocol, …", "In a survey, …": what a document lays down or finds."""
    if token.lower_ not in {"under", "in"} or token.pos_ not in {"ADP", "SCONJ"}:
        return None
    if not token.is_sent_start and token.nbor(-1).pos_ not in {"PUNCT", "SPACE", "CCONJ"}:
        return None
    noun = next((c for c in token.children if c.dep_ == "pobj"), None)
    if noun is None or noun_kind(noun) != "document":
        return None
    if token.lower_ == "in" and noun.lemma_.lower() not in _COUNTED:
        return None
    phrase = {t.i for t in token.subtree}
    after = max(phrase) + 1
    if after >= len(token.doc) or token.doc[after].text != ",":
        return None
    content = clause_around(token, phrase)
    if len(content) < 3 or noun.i in content:
        return None
    return Draft(
        source=frozenset(noun_phrase(noun)),
        cue=frozenset({token.i}),
        content=frozenset(content),
        verb=token.i,
        head=noun.i,
        rule=f"form:{token.lower_}",
        stance="order" if token.lower_ == "under" else "show",
    )


def _adverb(token: Token) -> Draft | None:
    if token.lower_ not in _ADVERBS or token.dep_ != "advmod":
        return None
    content = clause_around(token, {token.i})
    return Draft(
        source=frozenset(),
        cue=frozenset({token.i}),
        content=frozenset(content),
        verb=token.i,
        head=None,
        rule=f"form:{token.lower_}",
        stance="assert",
    )


def _colons(parsed: Parsed) -> list[Draft]:
    """Read "Kremlin: …" and transcripts, whose turns run to the next speaker's."""
    found: list[Draft] = []
    doc = parsed.doc
    turn: Draft | None = None
    transcript = False
    for paragraph in parsed.article.paragraphs:
        words = _tokens(doc, paragraph.start, paragraph.end)
        title = paragraph.kind in {"title", "heading"}
        if title and (closing := _closing(words)) is not None:
            found.append(closing)
            continue
        speaker = _speaker(words, title)
        if speaker:
            head, colon = speaker
            transcript = turn is not None and all(t.is_upper for t in head)
            content = trim(doc, {t.i for t in words if t.i > colon})
            turn = Draft(
                source=frozenset(t.i for t in head),
                cue=frozenset({colon}),
                content=frozenset(content),
                verb=colon,
                head=head[-1].i,
                rule="form:colon",
                stance="assert",
            )
            found.append(turn)
        elif turn is not None and not transcript:
            turn = None if not any(t.is_upper for t in words[:1]) else turn
    return found


# Words before a colon that label a text and say nothing.
_LABELS: Final = frozenset(
    "note notes latest watch look boom breaking update updates video videos photo photos pictures "
    "analysis opinion exclusive live question answer editorial explainer factbox timeline twitter "
    "facebook email contact source sources example summary correction read more related".split()
)
_BREAKS: Final = frozenset({":", "–", "—", "-", "--", "|"})


def _closing(words: list[Token]) -> Draft | None:
    """Read a headline that ends with its source: "Troops to leave the delta – minister"."""
    for place in range(len(words) - 2, max(2, len(words) - 6), -1):
        mark = words[place]
        spaced = mark.whitespace_ and (mark.text == ":" or words[place - 1].whitespace_)
        if mark.text not in _BREAKS or not spaced:
            continue
        front, after = words[:place], words[place + 1 :]
        head = after[-1]
        verbs = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD", "VBN", "VBG", "VB"} for t in front)
        named = bool(noun_kind(head)) or outlet_kind(head) == "named" or head.text.isupper()
        if not verbs or not named or any(t.pos_ in {"VERB", "AUX"} for t in after):
            return None
        return Draft(
            source=frozenset(t.i for t in after),
            cue=frozenset({mark.i}),
            content=frozenset(trim(mark.doc, {t.i for t in front})),
            verb=mark.i,
            head=head.i,
            rule="form:colon",
            stance="assert",
        )
    return None


def _tokens(doc: Doc, start: int, end: int) -> list[Token]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return [t for t in span if not t.is_space] if span is not None else []


def _speaker(words: list[Token], title: bool) -> tuple[list[Token], int] | None:
    """Give the name before a colon that opens a paragraph, and the colon's index."""
    start = 0
    while start < len(words) and words[start].text in '"“‘':
        start += 1
    for place in range(start, min(start + 7, len(words) - 2)):
        token = words[place]
        if token.text == ":":
            head = words[start:place]
            if head and head[-1].lower_ in _LABELS:
                return None
            named = all(t.pos_ in {"PROPN", "ADP", "DET", "ADJ"} or t.is_upper for t in head)
            called = head and (named or noun_kind(head[-1]) or noun_kind(head[0]))
            return (head, token.i) if called or (title and head and len(head) < 4) else None
        if token.text in ".!?,;":
            return None
    return None
