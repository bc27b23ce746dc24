"""Who says what: the claims of an article, each with its source, cue and content.

Three readers find drafts (cues with their syntax, quotations with what stands around them,
forms without a verb); this module joins them, gives each its source and makes the records.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from foreigndesk.claims.asides import read_aside, read_plain
from foreigndesk.claims.attribution_forms import form_drafts
from foreigndesk.claims.attribution_quotes import Spoken, quote_drafts, spoken
from foreigndesk.claims.bounds import fit
from foreigndesk.claims.cues import cues
from foreigndesk.claims.frames import Draft, read_cue, trim
from foreigndesk.claims.sources import CastLike, Describer
from foreigndesk.language import Parsed
from foreigndesk.records import Claim, Source, Span, Speech, record_id

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc, Token

VERSION: Final = "attribution-1"
_OPEN: Final = ('"', "“", "„", "«", "``", "‘", "'", "‚", "‹")
_CLOSE: Final = ('"', "”", "“", "»", "''", "’", "'", "›")
_MARKS: Final = frozenset('"“”„«»')


def find_claims(parsed: Parsed, cast: CastLike | None = None) -> tuple[Claim, ...]:
    """Give the claims of an article in the order of their first words.

    ``cast`` says which party a noun stands for; without it the sources carry no party.
    """
    drafts = _merge(_drafts(parsed), parsed.doc)
    describer = Describer(parsed, cast)
    return _claims(parsed, drafts, describer)


def _drafts(parsed: Parsed) -> list[Draft]:
    doc = parsed.doc
    speech = spoken(parsed)
    speech = tuple(s for s in speech if s.quotation.closed or not _unclosed(parsed, s))
    inside = {i for s in speech for i in s.tokens if s.sentence_like}
    found: list[Draft] = []
    for token in doc:
        if token.pos_ in {"VERB", "AUX", "NOUN", "ADJ"}:
            if token.i in inside:
                continue
            aside = read_aside(token)
            draft = aside or read_cue(token)
            if draft is None or draft.rule.endswith("V/np"):
                draft = read_plain(token) or draft
            if draft is not None:
                found.append(aside or fit(_to_end(draft, parsed, inside), doc))
    found.extend(form_drafts(parsed, inside))
    return quote_drafts(parsed, speech, found)


def _unclosed(parsed: Parsed, speech: Spoken) -> bool:
    """Say whether a quotation left open was only not closed: who says it stands inside."""
    after = parsed.article.text[speech.quotation.end :].lstrip()
    running = after[:1] in _OPEN and after[:1] != ""
    return not running and any(read_aside(parsed.doc[i]) for i in speech.tokens)


_ON: Final = frozenset(
    "but and or because since until if when while which who that to after before whether where "
    "unless despite amid for than as".split()
)


def _to_end(draft: Draft, parsed: Parsed, inside: set[int]) -> Draft:
    """Carry an indirect content on to its sentence's end where the parse broke it off."""
    doc, last = parsed.doc, max(draft.content)
    if not draft.rule.endswith(("V/ccomp", "V/np+that")) or min(draft.content) < draft.verb:
        return draft
    end = _sentence_end(parsed, last)
    rest = [i for i in range(last + 1, end) if not doc[i].is_space]
    words = [i for i in rest if not doc[i].is_punct]
    if not words or set(words) & (draft.source | draft.cue):
        return draft
    if any(i in inside and doc[i - 1].text in _STARTS for i in words):
        return draft
    broken = doc[last].sent.end == last + 1 and doc[last].text not in {".", "?", "!"}
    first = doc[words[0]]
    runs_on = first.i == last + 1 and first.tag_ in {"VBD", "VBZ", "VBP", "MD"}
    runs_on = runs_on or doc[last].lower_ in {"and", "but", "or"}
    if not broken and not runs_on and first.lower_ not in _ON:
        return draft
    if first.lower_ in {"and", "but", "or"} and _next_act(draft, [doc[i] for i in words]):
        return draft
    if any(_other_cue(doc[i]) for i in words):
        return draft
    return replace(draft, content=frozenset(trim(doc, set(draft.content) | set(rest))))


_STARTS: Final = frozenset({",", ":", ".", "?", "!"})


def _next_act(draft: Draft, words: list[Token]) -> bool:
    """Say whether "and …" tells what was done next, rather than what else was said."""
    for token in words[1:6]:
        if token.dep_ == "conj" and token.head.i == draft.verb and token.tag_ == token.head.tag_:
            return words[1].lower_ not in {"he", "she", "it", "they"}
    return False


def _other_cue(token: Token) -> bool:
    draft = read_cue(token) if token.pos_ in {"VERB", "AUX"} else None
    if draft is None or "ccomp" not in draft.rule or draft.head is None:
        return False
    speaks = any(c.frame == "quote" for c in cues().of(token))
    return speaks or token.doc[draft.head].pos_ != "PRON"


def _sentence_end(parsed: Parsed, place: int) -> int:
    """Give the index after the real end of a sentence: a stop, or the paragraph's end."""
    doc = parsed.doc
    home = parsed.paragraph_at(doc[place].idx)
    at = place + 1
    while at < len(doc) and at - place < 60 and doc[at].idx < home.end:
        if doc[at].text in {".", "?", "!", ";"}:
            return at
        at += 1
    return at


def _merge(drafts: list[Draft], doc: Doc) -> list[Draft]:
    """Drop drafts that say the same as another: same cue words, or a noun its verb carries."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-len(d.content), min(d.cue, default=0))):
        if not draft.content or draft.content <= draft.cue:
            continue
        if any(draft.cue & k.cue or _same(draft, k) for k in kept):
            continue
        kept.append(draft)
    return sorted(kept, key=lambda d: (min(d.content | d.cue), -len(d.content)))


def _same(one: Draft, other: Draft) -> bool:
    shared = len(one.content & other.content)
    return shared > 0.9 * len(one.content | other.content)


def _claims(parsed: Parsed, drafts: list[Draft], describer: Describer) -> tuple[Claim, ...]:
    article = parsed.article.id
    sources = describer.sources(drafts)
    made: list[Claim] = []
    for place, draft in enumerate(drafts):
        if draft.source and describer.is_thing(draft):
            continue
        source = replace(sources[place], chain=_chain(drafts, sources, place))
        content = spans(parsed, draft.content)
        cue = spans(parsed, draft.cue)
        made.append(
            Claim(
                id=record_id(
                    "clm", article, *((s.start, s.end) for s in cue), *((s.start, s.end) for s in content)
                ),
                article=article,
                source=source,
                source_spans=spans(parsed, draft.source),
                cue=cue,
                content=content,
                speech=_speech(parsed, content),
                rule=draft.rule,
                version=VERSION,
            )
        )  # fmt: skip
    return tuple(made)


def _chain(drafts: list[Draft], sources: list[Source], place: int) -> tuple[str, ...]:
    """Name the sources inside a claim's content whose own content is within it.

    The source is behind the one who reports it: "the minister said that intelligence showed".
    """
    outer = drafts[place]
    named: list[str] = []
    for other, draft in enumerate(drafts):
        if other == place or not draft.cue <= outer.content or not draft.source:
            continue
        if draft.stance in {"intend", "refuse"}:  # a doer's mind is no source behind another
            continue
        if draft.content <= outer.content and len(draft.content) * 2 > len(outer.content):
            name = sources[other].name or sources[other].described
            if name and name not in (*named, sources[place].name):
                named.append(name)
    return tuple(named)


def spans(parsed: Parsed, tokens: frozenset[int]) -> tuple[Span, ...]:
    """Give runs of tokens as character spans; spaces between two of them join."""
    doc = parsed.doc.tokens
    runs: list[list[int]] = []
    for place in sorted(tokens):
        if runs and place == runs[-1][1] + 1:
            runs[-1][1] += not doc[place].is_space
            continue
        if doc[place].is_space:
            continue
        gap = range(runs[-1][1] + 1, place) if runs else range(0)
        if runs and all(doc[i].is_space for i in gap):
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return tuple(
        Span(text=parsed.article.id, start=doc[a].idx, end=doc[b].idx + len(doc[b]))
        for a, b in runs
    )


def _speech(parsed: Parsed, content: tuple[Span, ...]) -> Speech:
    pieces = [s.of(parsed.article.text).strip(" ,.;") for s in content]
    words = [p for p in pieces if p]
    if words and words[0].startswith(_OPEN) and words[-1].endswith(_CLOSE):
        return "direct"
    return "mixed" if any(_MARKS & set(p.replace("''", '"')) for p in words) else "indirect"
