"""Choosing which place a name stands for, with the whole article as evidence.

A larger place written beside the name decides; then what else the article names: countries,
divisions, towns near by; then how well known each namesake is. A name means the same place all
through an article unless a larger place beside it says otherwise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Final

from foreigndesk.language import Parsed
from foreigndesk.places.attached import attached
from foreigndesk.places.gazetteer import Candidate, Gazetteer
from foreigndesk.places.gazetteer import gazetteer as shipped
from foreigndesk.places.names import name_key
from foreigndesk.places.spotting import (
    Name,
    distance,
    inside,
    lookup,
    parent_after,
    spot,
    unknown,
    written,
)
from foreigndesk.places.words import words
from foreigndesk.records import Place, Span, record_id

if TYPE_CHECKING:
    from foreigndesk.language.tokens import Doc

# how much each kind of evidence counts, on the scale of a power of ten in population
W_RANK: Final = 1.0
W_LESSER: Final = -0.7
W_PARENT: Final = 6.0
W_COUNTRY: Final = 2.4
W_DIVISION: Final = 1.8
W_NEAR: Final = 1.6
W_KIND: Final = 1.5
W_LIST: Final = 0.8
W_HOLDS: Final = 1.0
SURE: Final = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """Words that name a place, the place (None where unknown), and what tied them.

    ``how`` is "parent", "context", "known" (best known of that name), "only" (there is one),
    "nationality" (a word for a people), "body" (inside the name of a body), or "local" (not in
    the index: put where the text around it is, as a representative point).
    """

    span: Span
    place: Place | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What an article says of where it is: country counts, named divisions, sure places."""

    countries: dict[str, dict[str, float]]
    divisions: dict[str, Candidate]
    sure: tuple[tuple[str, Candidate], ...] = ()

    def country(self, code: str, key: str) -> float:
        """Give 0 (not named) to nearly 1 (named all over) for a country, by other names."""
        by_name = self.countries.get(code, {}) if code else {}
        count = sum(weight for name, weight in by_name.items() if name != key)
        return count / (count + 1.5)


def _gather(doc: Doc, names: Sequence[Name], dateline: Iterable[Candidate]) -> Evidence:
    counts: dict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    divisions: dict[str, Candidate] = {}
    for name in names:
        best = name.candidates[0]
        key = _key(doc, name)
        share = 0.5 if name.body else 1.0
        rivals = {c.country for c in name.candidates if c.rank > best.rank - 2.4}
        if name.nationality or best.kind == "country":
            counts[best.country][key] += share * (1.0 if len(rivals) == 1 else 0.4)
        elif best.kind == "division" and best.rank > 5.5 and best.first:
            counts[best.country][key] += share * 0.8
            divisions.setdefault(key, best)
        elif best.rank > 5.3 or len(rivals) == 1:
            counts[best.country][key] += share * (0.7 if len(rivals) == 1 else 0.3)
    for place in dateline:
        counts[place.country]["dateline"] += 1.5
    return Evidence(
        countries={code: dict(by) for code, by in counts.items()},
        divisions=divisions,
    )


def _key(doc: Doc, name: Name) -> str:
    return name_key(written(doc, name.start, name.end))


def _kind_cue(doc: Doc, name: Name) -> str:
    """Say whether the words beside a name call it a division, a city, or nothing."""
    if name.above:
        return "division"
    beside, tokens = [], doc.tokens
    after = name.end + (name.end < len(tokens) and tokens[name.end].tag_ == "POS")
    if after < len(tokens):
        beside.append(tokens[after].lower_)
    if name.start > 1 and tokens[name.start - 1].lower_ == "of":
        beside.append(tokens[name.start - 2].lower_)
    if name.start:
        beside.append(tokens[name.start - 1].lower_)
    known = words()
    for word in beside:
        if word in known["division"]:
            return "division"
        if word in known["settlement"]:
            return "city"
    before = tokens[name.start - 1].lower_ if name.start else ""
    if before in known["direction"] and before != "downtown":
        return "division"  # "central Washington"; no division is called London
    return ""


def _score(
    c: Candidate, key: str, cue: str, evidence: Evidence, above: Sequence[Candidate]
) -> float:
    score = W_RANK * c.rank + (0.0 if c.first else W_LESSER)
    if any(inside(c, a) for a in above):
        score += W_PARENT
    score += W_COUNTRY * evidence.country(c.country, key)
    named = [d for at, d in evidence.divisions.items() if at != key]
    if c.kind == "city" and any(inside(c, d) for d in named):
        score += W_DIVISION
    if c.kind == "division" and any(d.ref == c.ref for d in named):
        score += W_DIVISION  # "Wash." said elsewhere
    if cue == "division":
        score += W_KIND if c.kind in ("division", "region") else 0.0
    elif c.kind == "city":
        score += W_KIND if cue == "city" else 0.6
    near = 0.0
    for at, other in evidence.sure:
        if at == key or other.kind == "country":
            continue
        if c.kind == other.kind == "division" and c.country == other.country:
            near = max(near, W_LIST)
        if c.kind == "division" and inside(other, c):
            near = max(near, W_HOLDS)
        near = max(near, W_NEAR * exp(-distance(c, other) / 200))
    return score + near


def _town_of(division: Candidate, rivals: Sequence[Candidate]) -> Candidate:
    """Give the town that a division is called after: "in Homs" is in the town of Homs.

    Not for the federations whose states the press calls by their bare name.
    """
    if division.division[:2] in ("US", "CA", "AU"):
        return division
    for c in rivals:
        near = c.kind == "city" and c.country == division.country and distance(c, division) < 150
        if near and c.rank > division.rank - 1.7:
            return c
    return division


def _choose(
    doc: Doc, name: Name, evidence: Evidence, index: Gazetteer
) -> tuple[Candidate, float, str]:
    """Give the best candidate, its lead over the next other place, and what decided."""
    if len(name.candidates) == 1:
        return name.candidates[0], 9.0, "nationality" if name.nationality else "only"
    above = lookup(doc, *name.parent, index, above=True) if name.parent else ()
    cue, key = _kind_cue(doc, name), _key(doc, name)
    rivals = name.candidates
    if rivals[0].kind == "country" and not above:
        # of a country's name the towns called after it count only beside their own state
        rivals = tuple(c for c in rivals if c.kind in ("country", "division", "region"))
        rivals = tuple(c for c in rivals if c is rivals[0] or c.country != rivals[0].country)
    scored = sorted(
        ((_score(c, key, cue, evidence, above), -n, c) for n, c in enumerate(rivals)),
        reverse=True,
        key=lambda s: s[:2],
    )
    best = scored[0][2]
    if best.kind == "division" and not cue:
        best = _town_of(best, [c for _, _, c in scored])
    lead = 9.0
    for score, _, other in scored[1:]:
        if distance(best, other) > 100:
            lead = scored[0][0] - score
            break
    if any(inside(best, a) for a in above):
        return best, lead, "parent"
    return best, lead, "known" if best is name.candidates[0] else "context"


def _choices(
    doc: Doc, names: Sequence[Name], evidence: Evidence, index: Gazetteer
) -> list[tuple[Candidate, float, str]]:
    """Choose for each name, once for all that stand in the same way."""
    known: dict[tuple[object, ...], tuple[Candidate, float, str]] = {}
    found = []
    for name in names:
        alike = (_key(doc, name), _kind_cue(doc, name), id(name.candidates), name.nationality)
        choice = None if name.parent else known.get(alike)
        if choice is None:
            choice = _choose(doc, name, evidence, index)
            if not name.parent:
                known[alike] = choice
        found.append(choice)
    return found


def choose_all(
    parsed: Parsed, names: Sequence[Name], index: Gazetteer
) -> list[tuple[Name, Candidate, str]]:
    """Give each name of an article with the place it stands for and what decided."""
    doc = parsed.doc
    dateline = index.find(parsed.article.dateline_place)[:1]
    first = _gather(doc, names, dateline)
    sure: list[tuple[str, Candidate]] = []
    for name, (best, lead, how) in zip(names, _choices(doc, names, first, index), strict=True):
        if lead >= SURE or how == "parent":
            sure.append((_key(doc, name), best))
    evidence = Evidence(
        countries=first.countries, divisions=first.divisions, sure=tuple(dict.fromkeys(sure))
    )
    choices = _choices(doc, names, evidence, index)
    chosen = [(name, *choice) for name, choice in zip(names, choices, strict=True)]
    senses: dict[str, Candidate] = {}
    for name, best, _, _how in sorted(chosen, key=lambda c: (c[3] != "parent", -c[2])):
        senses.setdefault(_key(doc, name), best)
    settled = []
    for name, best, _, how in chosen:
        if how != "parent" and not name.nationality:
            sense = senses[_key(doc, name)]
            how = how if sense is best else "context"
            best = sense
        settled.append((name, best, "body" if name.body else how))
    return settled


def _local(
    parsed: Parsed, start: int, end: int, chosen: Sequence[tuple[Name, Candidate, str]]
) -> Place | None:
    """Put a name that the index lacks where the text around it is, or give None."""
    doc = parsed.doc
    sites = [
        (name.start, place)
        for name, place, how in chosen
        if how not in ("nationality", "body") and place.kind in ("city", "division", "point")
    ]
    if not sites:
        sites = [(n.start, p) for n, p, how in chosen if how not in ("nationality", "body")]
    if not sites:
        return None
    sentence = doc[start].sent
    within = [(abs(at - start), p) for at, p in sites if sentence.start <= at < sentence.end]
    if within:
        anchor = min(within, key=lambda w: w[0])[1]
    else:
        counts = Counter(p.ref for _, p in sites)
        anchor = max((p for _, p in sites), key=lambda p: counts[p.ref])
    text = parsed.article.text[doc[start].idx : doc[end - 1].idx + len(doc[end - 1])]
    return Place(
        id=record_id("plc", text, anchor.ref), name=text, country=anchor.country,
        lat=anchor.lat, lon=anchor.lon,
        precision="country" if anchor.kind == "country" else "region",
    )  # fmt: skip


def _span(parsed: Parsed, start: int, end: int) -> Span:
    last = parsed.doc[end - 1]
    return Span(text=parsed.article.id, start=parsed.doc[start].idx, end=last.idx + len(last))


def find_places(
    parsed: Parsed, *, gazetteer: Gazetteer | None = None, every: bool = False
) -> tuple[PlaceMention, ...]:
    """Find the places that an article names and put them on the map, in the order of the text.

    With ``every`` words for a people ("Turkish", as their country's representative point) and
    names inside the names of bodies ("Kentucky State Police") are given too; neither is a place
    where something happened.
    """
    index = gazetteer or shipped()
    names = list(spot(parsed.doc, index))
    names = sorted((*names, *attached(parsed.doc, names, index)), key=lambda n: n.start)
    chosen = choose_all(parsed, names, index)
    found = [
        PlaceMention(span=_span(parsed, name.start, name.end), place=best.place, how=how)
        for name, best, how in chosen
        if every or not (name.nationality or name.body)
    ]
    taken = frozenset(i for name in names for i in range(name.start, name.end))
    for start, end in unknown(parsed.doc, taken):
        place = _local(parsed, start, end, chosen)
        found.append(PlaceMention(span=_span(parsed, start, end), place=place, how="local"))
    return tuple(sorted(found, key=lambda m: m.span))


def _inner(doc: Doc, start: int, end: int, index: Gazetteer) -> tuple[Candidate, ...]:
    """Give the state or province after which a body is called ("Bank of Japan"), if any."""
    for first in range(start, end):
        if first > start and doc[first - 1].lower_ not in ("of", "the"):
            continue
        for last in range(min(end, first + 3), first, -1):
            found = lookup(doc, first, last, index) if (first, last) != (start, end) else ()
            best = found[0] if found and found[0].first else None
            if best and (best.kind == "country" or (best.kind == "division" and best.rank > 5.5)):
                return () if doc[first].lower_ in words()["direction"] else found
    return ()


def resolve_spans(
    parsed: Parsed, spans: Iterable[tuple[int, int]], *, gazetteer: Gazetteer | None = None
) -> tuple[PlaceMention, ...]:
    """Resolve spans (start, end in characters) that are known to name places, in order."""
    index = gazetteer or shipped()
    doc = parsed.doc
    names: list[Name] = []
    lost: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            continue
        text = parsed.article.text[start:end].strip()
        home = index.nationality(text)
        candidates = (home,) if home else index.find(text)
        candidates = candidates or _inner(doc, span.start, span.end, index)
        if candidates:
            names.append(
                Name(
                    start=span.start, end=span.end, candidates=candidates, weight=9.0,
                    nationality=home is not None, parent=parent_after(doc, span.end, index),
                )
            )  # fmt: skip
        else:
            lost.append((span.start, span.end))
    chosen = choose_all(parsed, names, index)
    found = [
        PlaceMention(span=_span(parsed, name.start, name.end), place=best.place, how=how)
        for name, best, how in chosen
    ]
    for first, last in lost:
        place = _local(parsed, first, last, chosen)
        found.append(PlaceMention(span=_span(parsed, first, last), place=place, how="local"))
    return tuple(sorted(found, key=lambda m: m.span))
