"""Who ultimately says so: the unit of independence between reports.

Reprints, outlets that cite an outlet, two outlets that quote one spokesman, a government and
its state media are one. Articles are compared by sketches of their eight-word shingles
(bottom-k sketches, Broder 1997), so a reprint is known by its text, not by its credit line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from foreigndesk.records import Article, Event, Reading, Source, Stance

SKETCH: Final = 96  # hashes kept of an article: enough to tell 0.5 from 0.3 of shared shingles
REPRINT: Final = 0.35  # share of shingles in common above which one text is a reprint
SHINGLE: Final = 6
_WORD = re.compile(r"\w+")
_OFFICIAL: Final = frozenset(("GOV", "MIL", "SPY", "LEG", "COP", "JUD", "JRN", ""))
_SHARED: Final = frozenset(
    ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT")
)  # acts to which the recipient is a party as much as the doer
_TELLS: Final = r"(?:reported|reports|said|says|wrote|writes)\b"
_CREDIT = re.compile(
    r"(?:according to|reported by|first reported by|told|citing|cited by|as reported (?:by|in))\s+"
    r"(?:the\s+)?([A-Z][\w&'’-]*(?:\s+[A-Z][\w&'’-]*){0,3})"
)


def sketch(text: str) -> frozenset[int]:
    """Give the sketch of a text: the smallest hashes of its shingles."""
    words = [w.lower() for w in _WORD.findall(text)]
    hashes = {
        int.from_bytes(
            hashlib.blake2b(" ".join(words[i : i + SHINGLE]).encode(), digest_size=6).digest(),
            "big",
        )
        for i in range(max(1, len(words) - SHINGLE + 1))
    }
    return frozenset(sorted(hashes)[:SKETCH])


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Estimate the share of shingles that two texts have in common (0 to 1)."""
    if not one or not other:
        return 0.0
    union = sorted(one | other)[:SKETCH]
    return sum(h in one and h in other for h in union) / len(union)


class Reprints:
    """Groups articles whose text is the same; the group is named by its earliest article."""

    def __init__(self, articles: Sequence[Article]) -> None:
        """Compare all articles that share a shingle; the order given does not matter."""
        ordered = sorted(articles, key=lambda a: (a.published or a.day, a.id))
        self._first: dict[str, Article] = {}
        index: dict[int, list[int]] = {}
        sketches = [sketch(" ".join(a.parts("body", "quote", "list"))) for a in ordered]
        for number, article in enumerate(ordered):
            near = sorted({n for h in sketches[number] for n in index.get(h, ())})
            origin = article
            for other in near:
                if likeness(sketches[number], sketches[other]) >= REPRINT:
                    origin = self._first[ordered[other].id]
                    break
            self._first[article.id] = origin
            for value in sketches[number]:
                index.setdefault(value, []).append(number)

    def origin(self, article: Article) -> Article:
        """Give the earliest article with the same text (the article itself where there is none)."""
        return self._first.get(article.id, article)


def _fold(name: str) -> str:
    return " ".join(w for w in _WORD.findall(name.lower()) if w not in ("the", "a", "an"))


def outlet_key(outlet: str) -> str:
    """Give the key of an outlet that tells in its own voice, or on unnamed sources."""
    return f"outlet:{_fold(outlet)}"


def cited_outlet(source: Source, outlets: frozenset[str]) -> str:
    """Give the outlet that a source is or cites ("" where it is none of those known)."""
    for name in (source.name, source.described, source.affiliation, *source.chain):
        folded = _fold(name)
        for outlet in outlets:
            name_of = _fold(outlet)
            if folded and name_of and (name_of in folded or name_of.endswith(f" {folded}")):
                return outlet
    return ""


def origin_of(
    reading: Reading, event: Event, stance: Stance, first: Article, outlets: frozenset[str]
) -> tuple[str, bool]:
    """Give the key of who ultimately says so, and whether a party to the act says it itself.

    Keys: "state:RUS" for a government, its officials and its state media; "who:NAME" for
    another named source; "outlet:NAME" for what an outlet tells in its own voice or on
    unnamed sources (each outlet's unnamed sources count once). Officials who speak unnamed
    count with their government: what both say may well be one word.
    """
    source = stance.source
    cited = cited_outlet(source, outlets)
    if cited:
        return outlet_key(cited), False
    party = source.party
    if source.kind == "named" and party is not None and party.country:
        official = party.sector in _OFFICIAL
        key = f"state:{party.country}" if official else f"who:{_fold(party.name)}"
        return key, official and party.country in doers(event)
    if source.kind in ("named", "document") and source.name:
        return f"who:{_fold(source.name)}", False
    if source.kind == "unnamed" and party is not None and party.country:
        official = party.sector in _OFFICIAL
        return f"{'state' if official else 'people'}:{party.country}", False
    cited = _credited(reading, event, source, outlets)
    return outlet_key(cited or first.outlet or first.address or first.id), False


def doers(event: Event) -> frozenset[str]:
    """Give the countries of those who may own up to an act: of a friendly act, both sides."""
    both = event.type in _SHARED
    parties = (*event.actors, *event.recipients) if both else event.actors
    return frozenset(p.country for p in parties if p.country)


def _credited(reading: Reading, event: Event, source: Source, outlets: frozenset[str]) -> str:
    """Give the other outlet that a text in its own voice credits with the report ("" for none).

    An outlet is credited in the sentence itself; anywhere in the text where the sentence only
    speaks of "a newspaper", or where the text says whose report it is.
    """
    text = reading.page.article.text
    sentence = event.tellings[0].evidence.of(text)
    press = source.kind == "unnamed" and source.party is not None and source.party.sector == "JRN"
    own = _fold(reading.page.article.outlet)
    for outlet in sorted(outlets):
        if _fold(outlet) == own or not _fold(outlet):
            continue
        named = rf"(?:the\s+)?{re.escape(re.sub(r'^[Tt]he ', '', outlet))}"
        if re.search(rf"{named}\s+(?:has\s+|had\s+)?{_TELLS}", text if press else sentence, re.I):
            return outlet
    credit = _CREDIT.search(text)
    return next((o for o in sorted(outlets) if credit and _fold(o) == _fold(credit[1])), "")


def together(reading: Reading, source: Source) -> tuple[str, ...]:
    """Give the governments that speak together as one source ("Seoul and Kyiv say")."""
    if source.span is None or " and " not in source.name:
        return ()
    states = {a.id: a.country for a in reading.actors if a.country and a.kind != "igo"}
    found = sorted(
        (m.span.start, states[m.ref])
        for m in reading.mentions
        if m.of == "actor" and m.ref in states and m.span.overlaps(source.span)
    )
    return tuple(dict.fromkeys(f"state:{country}" for _, country in found))
