"""Said-verbs set aside by commas, read by the order of words: "…, officials said, …".

Parsers often hang such a clause wrongly, so this reader trusts only word order and tags: a
source and a verb of speech stand between pauses, with a clause before them that needs none.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from foreigndesk.claims.cues import can_hold, cues, lemma, noun_kind
from foreigndesk.claims.frames import Draft, cue_tokens, noun_phrase, trim
from foreigndesk.claims.holders import source_head
from foreigndesk.claims.source_words import outlet_kind

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc, Token

_PAUSES: Final = frozenset({",", "–", "—", "--"})
_ENDS: Final = frozenset({".", "?", "!", ";", ":"})
_MARKS: Final = frozenset({'"', "“", "”", "''", "``", "„", "«", "»"})
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OPENS: Final = frozenset(
    {"DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", "JJS", "VBN"}
)
_TURNS: Final = frozenset({"and", "but", "while", "though", "although", "whereas", "yet"})
_RELATIVE: Final = frozenset(
    "who which that whose where when while because since if although though whom what how why "
    "and but or as before after until unless whereas than whatever".split()
)
_REACH: Final = 22  # tokens from the pause before a source to its verb, at most


def read_aside(verb: Token) -> Draft | None:
    """Read the claim whose cue is a verb set aside with its source, None where it is none."""
    rule = _rule(verb)
    if rule is None:
        return None
    unit = _after(verb) or _before(verb)
    if unit is None:
        return None
    first, last, source, head = unit
    start, end = _bounds(verb)
    front = set(range(start, first))
    open_verb = bool(front) and verb.doc[first - 2].lemma_ in {"be", "have"}
    rest = _rest(verb.doc, last + 1, end, open_verb)
    if not front or not _clause(verb.doc, front | rest):
        return None
    if not rest and _hanging(verb.doc, sorted(front)):
        return None
    after = last + 1
    follows = [t.text for t in verb.doc[after : after + 2]]
    if len(follows) == 2 and follows[0] == "," and follows[1] in _MARKS:
        return None
    if verb.i == first and rest and verb.doc[min(rest)].lower_ in {"a", "an", "the", "who"}:
        source, rest = source | trim(verb.doc, set(range(last + 1, end))), set()
    if verb.doc[start].lower_ in {"and", "but"}:
        front.discard(start)
    content = trim(verb.doc, front | rest) - source - cue_tokens(verb, set())
    return Draft(
        source=frozenset(source),
        cue=frozenset(i for i in cue_tokens(verb, set()) if first <= i <= last),
        content=frozenset(content),
        verb=verb.i,
        head=head,
        rule=rule,
        stance="assert",
    )


def read_plain(verb: Token) -> Draft | None:
    """Read "the envoy said the port was open" by its order, where the parse has no clause."""
    rule = _rule(verb)
    doc = verb.doc
    if rule is None or verb.tag_ in {"VBN", "NNS"} or verb.i + 2 >= len(doc):
        return None
    head = source_head(verb)
    if head is None or head.i > verb.i or not can_hold(head):
        return None
    first = doc[verb.i + 1]
    if first.ent_type_ in {"DATE", "TIME"} or first.is_space or first.is_punct:
        return None
    if first.tag_ not in _CLAUSE and first.lower_ != "that":
        return None
    _, end = _bounds(verb)
    places = {i for i in range(verb.i + 1, end) if not doc[i].is_space}
    if len(places) < 4 or any(doc[i].text in _MARKS and doc[i - 1].text in ",:" for i in places):
        return None
    early = [i for i in sorted(places)[1:14] if doc[i].tag_ in _FINITE]
    if not early or any(doc[i].lower_ in _RELATIVE for i in range(verb.i + 2, early[0])):
        return None
    source = noun_phrase(head) - {verb.i}
    return Draft(
        source=frozenset(source if head.i in source else {head.i}),
        cue=cue_tokens(verb, set()) - places,
        content=frozenset(trim(doc, places)),
        verb=verb.i,
        head=head.i,
        rule=rule,
        stance="assert",
    )


_CLAUSE: Final = _OPENS | {"VBG", "EX"}


def _rule(verb: Token) -> str | None:
    """Give the entry of a finite verb of speech that may be set aside."""
    if verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN", "NNS"} and verb.lower_ != "show":
        return None
    word = lemma(verb)
    if word != "make" and word not in _set_aside():
        return None
    alone = verb.tag_ == "VBN" and not any(c.lemma_ == "have" for c in verb.children)
    if alone and (verb.i == 0 or verb.nbor(-1).text != ","):
        return None
    if word in _set_aside():
        return f"cues.tsv:{word}/V/ccomp"
    if word == "make" and verb.i + 1 < len(verb.doc) and verb.nbor(1).lower_ in {"plain", "clear"}:
        return f"cues.tsv:make {verb.nbor(1).lower_}/V/ccomp"
    return None


@cache
def _set_aside() -> frozenset[str]:
    """The verbs that bring in a quotation as well as a clause, and those of papers and dials."""
    frames: dict[str, set[str]] = {}
    for cue in cues().rows:
        if cue.pos == "V" and len(cue.words) == 1:
            frames.setdefault(cue.words[0], set()).add(cue.frame)
    said = {word for word, those in frames.items() if {"quote", "ccomp"} <= those}
    return frozenset(said | {"show", "record", "forecast", "read"})


def _bounds(verb: Token) -> tuple[int, int]:
    """Give first token and end of the sentence around a verb, by stops and paragraphs."""
    doc = verb.doc
    start = verb.i
    while start > 0 and (doc[start - 1].text == ";" or not _stop(doc[start - 1])):
        start -= 1
    end = verb.i
    while end < len(doc) and not _stop(doc[end]):
        end += 1
    while start < verb.i and (doc[start].is_space or doc[start].text in _MARKS):
        start += 1
    return start, end


def _stop(token: Token) -> bool:
    return token.text in _ENDS or (token.is_space and "\n" in token.text)


def _before(verb: Token) -> tuple[int, int, set[int], int] | None:
    """Read pause, source, verb: ", the minister said" with what belongs to the verb after it."""
    doc = verb.doc
    at = verb.i - 1
    while at >= 0 and doc[at].pos_ in {"ADV", "AUX", "PART"} and doc[at].dep_ != "nsubj":
        at -= 1
    chunk_end = at
    commas = 0
    while at >= 0 and verb.i - at <= _REACH:
        token = doc[at]
        if _stop(token) or token.text in _MARKS:
            return None
        if token.text in _PAUSES:
            piece = list(range(at + 1, chunk_end + 1))
            if at == chunk_end:  # the comma after an apposition
                at, chunk_end = at - 1, chunk_end
                commas += 1
                continue
            if commas and _inner_name(doc, piece) and _more_name(doc, at):
                commas += 1
                at -= 1
                continue
            words = [i for i in piece if not doc[i].is_space]
            if not _phrase(doc, words):
                return None
            tail = _tail(verb)
            if tail is None:
                return None
            head = _head(doc, words)
            if not can_hold(head) and noun_kind(head) == "":
                return None
            written = noun_kind(head) in {"document", "report"} or outlet_kind(head)
            if verb.tag_ in {"NNS", "NN", "VB"} and not written:
                return None
            return words[0], tail, trim(doc, set(words)), head.i
        at -= 1
    return None


def _inner_name(doc: Doc, piece: list[int]) -> bool:
    words = [doc[i] for i in piece if not doc[i].is_punct]
    return bool(words) and all(w.pos_ in {"PROPN", "NUM"} for w in words) and len(words) <= 5


def _more_name(doc: Doc, comma: int) -> bool:
    """Say whether the words before a comma are a post that a name after it fills."""
    first = comma - 1
    while first > 0 and doc[first].text not in _PAUSES and not _stop(doc[first]):
        first -= 1
    words = list(range(first + 1, comma))
    return bool(words) and noun_kind(_head(doc, words)) in {"person", "office", "voice"}


def _phrase(doc: Doc, words: list[int]) -> bool:
    """Say whether words are one noun phrase and nothing else."""
    if not words:
        return False
    first = doc[words[0]]
    participle = first.tag_ == "VBD" and len(words) > 1 and doc[words[1]].pos_ == "NOUN"
    if first.tag_ not in _OPENS and not participle:  # "leaked documents", mistaken for a verb
        return False
    if first.lower_ in _RELATIVE or first.lower_ in {"there", "you"}:
        return False
    inner = [doc[i] for i in words]
    if any(t.tag_ in {"WP", "WDT", "TO", "VBP"} or t.lower_ in {"than", "whose"} for t in inner):
        return False
    if all(t.tag_ in {"CD", "DT", "RB"} for t in inner):
        return False
    if len(inner) > 1 and any(t.tag_ == "PRP" for t in inner):
        return False
    rest = inner[1:] if participle else inner
    if any(t.tag_ in _FINITE and t.pos_ in {"VERB", "AUX"} for t in rest):
        return False
    return any(t.pos_ in _NOMINAL for t in inner)


def _head(doc: Doc, words: list[int]) -> Token:
    """Give the head noun of a phrase by order: the last noun before of, in, for, a comma."""
    last = doc[words[0]]
    for place in words:
        token = doc[place]
        ends = token.pos_ == "ADP" or token.text in _PAUSES or token.tag_ in {"VBN", "VBG", "TO"}
        if ends and last.pos_ in _NOMINAL and last.tag_ != "PRP$" and doc[place - 1].text != "-":
            break
        if token.pos_ in _NOMINAL and not (
            place + 1 < len(doc) and doc[place + 1].tag_ == "POS" and place + 1 in words
        ):
            last = token
    return last


def _tail(verb: Token) -> int | None:
    """Give the last token that belongs to a verb set aside, None where a content follows it."""
    doc = verb.doc
    at = verb.i + 1
    seen: list[Token] = []
    while at < len(doc) and not _stop(doc[at]) and doc[at].text not in _PAUSES:
        if doc[at].text in _MARKS:
            return None
        seen.append(doc[at])
        at += 1
    words = [t for t in seen if not t.is_space]
    if at + 1 < len(doc) and doc[at].text == ":" and doc[at + 1].text in _MARKS:
        return None
    if not words:
        return verb.i
    if any(t.tag_ in _FINITE for t in words if t.i > verb.i and t.pos_ in {"VERB", "AUX"}):
        return None
    first = words[0]
    if any(t.tag_ == "VB" for t in words) or first.lower_ == "as":
        return None
    told = lemma(verb) in {"tell", "inform", "assure", "remind"}
    free = first.pos_ in {"ADP", "ADV", "SCONJ", "CCONJ"} or first.ent_type_ in {"DATE", "TIME"}
    if first.lower_ in {"that", "to", "of", "and", "or", "but", "if", "whether"} and len(words) > 1:
        return None if first.lower_ in {"that", "if", "whether", "of"} else words[-1].i
    if told or free or first.lower_ in {"plain", "clear", "last", "this", "earlier", "late"}:
        return words[-1].i
    return None


def _after(verb: Token) -> tuple[int, int, set[int], int] | None:
    """Read pause, verb, source: ", says the report"."""
    doc = verb.doc
    at = verb.i - 1
    while at >= 0 and doc[at].is_space:
        at -= 1
    if at < 1 or doc[at].text not in _PAUSES or verb.tag_ == "VBN":
        return None
    place = verb.i + 1
    words: list[int] = []
    while place < len(doc) and not _stop(doc[place]) and doc[place].text not in _PAUSES:
        words.append(place)
        place += 1
    if not words or not _phrase(doc, words) or doc[words[0]].lower_ in {"him", "her", "them", "me"}:
        return None
    head = _head(doc, words)
    if not can_hold(head) and noun_kind(head) == "":
        return None
    return verb.i, words[-1], trim(doc, set(words)), head.i


def _rest(doc: Doc, first: int, end: int, open_verb: bool) -> set[int]:
    """Give what goes on after the words set aside, up to a turn to something else."""
    places = [i for i in range(first, end) if not doc[i].is_space]
    while places and doc[places[0]].text in _PAUSES:
        places.pop(0)
    if not places:
        return set()
    head = doc[places[0]]
    if (head.tag_ == "VBG" and not open_verb and not _clause(doc, set(places))) or (
        head.lower_ in _TURNS and _clause(doc, set(places))
    ):
        return set()
    if head.lower_ in {"who", "which", "when", "where", "as"}:
        return set()
    return set(places)


def _hanging(doc: Doc, places: list[int]) -> bool:
    """Say whether words are one clause that hangs on another: "when they came"."""
    while places and doc[places[0]].lower_ in {"but", "and", "yet", "so"}:
        places.pop(0)
    first = doc[places[0]] if places else None
    if first is None:
        return True
    if first.lower_ not in _RELATIVE and first.tag_ not in {"VBN", "VBG", "TO"}:
        return False
    for at, place in enumerate(places[:-1]):
        if doc[place].text == "," and _clause(doc, set(places[at + 1 :])):
            return False
    return True


def _clause(doc: Doc, places: set[int]) -> bool:
    """Say whether words hold a finite verb and so can be said by somebody."""
    for place in places:
        token = doc[place]
        if token.tag_ in _FINITE and token.pos_ in {"VERB", "AUX"}:
            return True
        if token.tag_ == "VBN" and any(c.dep_ == "nsubj" for c in token.children):
            return True
    return False
