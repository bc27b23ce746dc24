"""Stories: a stream of articles grouped as they come, by what they tell.

An article joins the open story that it is most like on average (the mean cosine with the
story's articles, so that a story does not grow by chains). Now and then the stories that were
touched, and those near them, are grouped afresh by the same measure; where that merges,
splits or moves, a ``Revision`` says so. Words weigh by their rareness in the stream. A story
closes when no article has joined it for ``FADE`` days of the articles' own dates, and what it
held of memory goes with it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from foreigndesk.developments.linkage import average_link
from foreigndesk.records import Reading, record_id

ALIKE: Final = 0.14  # mean cosine above which articles are of one story
NEAR: Final = 0.09  # mean cosine above which two stories are looked at together
FADE: Final = 14  # days of silence after which a story closes
HALF: Final = 30.0  # days in which what the stream knows of rareness loses half its weight
BATCH: Final = 64  # articles between two settlings
YOUNG: Final = 200.0  # articles that a younger stream is taken to have seen (rareness needs some)
TERMS: Final = 80  # weightiest terms kept of an article
WORDS: Final = 250  # words read of an article: its headline, standfirst and first paragraphs
LETTERS: Final = 6  # letters by which a word is known, so that its forms are one
CROWD: Final = 240  # articles that are grouped afresh together at most
COMMON: Final = 0.25  # share of the open stories above which a term finds no candidates
WEIGHT: Final = {"actor": 0.8, "place": 0.8, "type": 0.5}
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,]*")
_SMALL: Final = frozenset(
    "the a an of to in and for on at by with from is was are were be been has have had it its "
    "that this as he she his her they their who which will would said says after but not or if "
    "than into over about more new one two also first last we you i our all out up no can could "
    "may when what there just how his him them these those so do does did being while".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What an article is known by: its id, its ISO day ("" unknown) and its weighted terms."""

    article: str
    day: str
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A link that the stream revised: an article went from one story to another.

    ``kind`` is "merge" (the whole story went), "split" (to a story that was not there) or
    "move". ``after`` is the article after whose coming it was revised.
    """

    kind: Literal["merge", "split", "move"]
    article: str
    source: str
    target: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles that tell one story, in order of day and id."""

    id: str
    articles: tuple[str, ...]
    first: str
    last: str


def terms(text: str) -> dict[str, float]:
    """Give the terms of a text and their weights within it; rareness comes later."""
    counts: Counter[str] = Counter()
    for number, match in enumerate(_WORD.finditer(text)):
        if number >= WORDS:
            break
        for part in re.split(r"[-’']", match[0].lower()):
            word = part.strip(".,")
            if len(word) > 1 and word not in _SMALL:
                counts[word[:LETTERS]] += 1
    return {word: 1 + math.log(n) for word, n in counts.items()}


def traits(reading: Reading) -> Traits:
    """Give what a read article is known by: its words, and who did what where in it."""
    article = reading.page.article
    found = terms(article.text)
    told: set[tuple[str, str]] = set()
    for event in reading.events:
        if event.article != article.id or event.background:
            continue
        told.add(("type", event.type))
        if event.place:
            told.add(("place", event.place.name.lower()))
        for party in (*event.actors, *event.recipients):
            told.add(("actor", party.actor or party.country or party.name.lower()))
    for kind, name in sorted(told):
        found[f"{kind}:{name}"] = WEIGHT[kind]
    return Traits(article=article.id, day=article.day, terms=found)


def _number(day: str) -> int | None:
    return date.fromisoformat(day[:10]).toordinal() if len(day) >= len("2024-10-17") else None


@dataclass(slots=True)
class _Open:
    """A story that is still open; ``sum`` adds up its articles' vectors of length one."""

    id: str
    members: dict[str, Traits] = field(default_factory=dict)
    sum: dict[str, float] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None

    def dated(self, day: int | None) -> None:
        if day is not None:
            self.first = day if self.first is None else min(self.first, day)
            self.last = day if self.last is None else max(self.last, day)

    def apart(self, day: int | None) -> int:
        """Days between a day and the story's own (0 within it, or where one is unknown)."""
        if day is None or self.first is None or self.last is None:
            return 0
        return max(self.first - day, day - self.last, 0)


class Stories:
    """The stream. ``add`` gives the story that an article joined; ``settle`` looks again."""

    def __init__(self, *, alike: float = ALIKE, fade: int = FADE) -> None:
        """Begin with nothing; ``alike`` and ``fade`` as the module's own where not given."""
        self._alike, self._near, self._fade = alike, alike * NEAR / ALIKE, fade
        self._open: dict[str, _Open] = {}
        self._story: dict[str, str] = {}
        self._postings: dict[str, dict[str, None]] = {}
        self._frequency: dict[str, float] = {}
        self._seen = 0.0
        self._clock: int | None = None
        self._touched: dict[str, None] = {}
        self._since = 0
        self._closed: list[Story] = []
        self.revisions: list[Revision] = []

    def add(self, found: Traits) -> str:
        """Put an article into the story it is most like, or begin one; give the story's id."""
        if found.article in self._story:
            return self._story[found.article]
        day = _number(found.day)
        self._advance(day)
        self._count(found)
        vector = self._vector(found)
        best, likest = None, self._alike
        for ident in self._candidates(vector):
            story = self._open[ident]
            if story.apart(day) > self._fade:
                continue
            like = _dot(vector, story.sum) / len(story.members)
            if like > likest or (like == likest and best is not None and ident < best):
                best, likest = ident, like
        ident = best or self._begin(found.article)
        self._join(self._open[ident], found, vector)
        self._touched[ident] = None
        self._since += 1
        if self._since >= BATCH:
            self.settle(found.article)
        return self._story[found.article]

    def story(self, article: str) -> str:
        """Give the story of an article whose story is open (KeyError where there is none)."""
        return self._story[article]

    def stories(self) -> tuple[Story, ...]:
        """Give the open stories, oldest first."""
        return tuple(sorted(map(_told, self._open.values()), key=lambda s: (s.first, s.id)))

    def take_closed(self) -> tuple[Story, ...]:
        """Give the stories that have closed since the last call; they are kept no longer."""
        closed, self._closed = self._closed, []
        return tuple(closed)

    # ------------------------------------------------------------------ rareness and time

    def _advance(self, day: int | None) -> None:
        """Let the clock run to a newer day: rareness fades, silent stories close."""
        if day is None or (self._clock is not None and day <= self._clock):
            return
        before, self._clock = self._clock, day
        if before is None:
            return
        left = 0.5 ** ((day - before) / HALF)
        self._seen *= left
        self._frequency = {w: n * left for w, n in self._frequency.items() if n * left > 0.2}
        for story in list(self._open.values()):
            if story.last is not None and day - story.last > self._fade:
                self._closed.append(_told(story))
                self._drop(story)
                for article in story.members:
                    del self._story[article]

    def _count(self, found: Traits) -> None:
        self._seen += 1
        for word in found.terms:
            self._frequency[word] = self._frequency.get(word, 0.0) + 1

    def _vector(self, found: Traits) -> dict[str, float]:
        frequency, seen = self._frequency, max(self._seen, YOUNG) + 1
        weights = {
            word: weight * math.log(seen / (frequency.get(word, 0.0) + 0.5) + 0.01)
            for word, weight in found.terms.items()
        }
        kept = sorted((-n, word) for word, n in weights.items() if n > 0)[:TERMS]
        length = math.sqrt(sum(n * n for n, _ in kept)) or 1.0
        return {word: -n / length for n, word in kept}

    # ------------------------------------------------------------------ stories and words

    def _candidates(self, vector: Mapping[str, float]) -> Iterable[str]:
        most = max(20.0, COMMON * len(self._open))
        found: Counter[str] = Counter()
        for word, weight in vector.items():
            held = self._postings.get(word)
            if held and len(held) <= most:
                for ident in held:
                    found[ident] += weight  # type: ignore[assignment]
        return [ident for ident, _ in found.most_common(24)]

    def _begin(self, article: str) -> str:
        ident = record_id("sto", article)
        while ident in self._open:  # its first article went elsewhere and the story lives on
            ident = record_id("sto", ident)
        self._open[ident] = _Open(ident)
        return ident

    def _join(self, story: _Open, found: Traits, vector: Mapping[str, float]) -> None:
        story.members[found.article] = found
        story.dated(_number(found.day))
        self._story[found.article] = story.id
        total = story.sum
        for word, weight in vector.items():
            total[word] = total.get(word, 0.0) + weight
            self._postings.setdefault(word, {})[story.id] = None

    def _drop(self, story: _Open) -> None:
        del self._open[story.id]
        self._touched.pop(story.id, None)
        for word in story.sum:
            held = self._postings[word]
            del held[story.id]
            if not held:
                del self._postings[word]

    # ------------------------------------------------------------------ looking again

    def settle(self, after: str = "") -> None:
        """Group afresh the stories that were touched and those near them."""
        self._since = 0
        waiting, self._touched = list(self._touched), {}
        done: set[str] = set()
        for ident in waiting:
            if ident in self._open and ident not in done:
                crowd = self._crowd(ident)
                done.update(story.id for story in crowd)
                self._regroup(crowd, after)

    def _crowd(self, ident: str) -> list[_Open]:
        """Give a story and those near it, step by step, while they are few enough."""
        crowd = {ident: self._open[ident]}
        size = len(self._open[ident].members)
        pending = [ident]
        while pending:
            story = self._open[pending.pop(0)]
            strong = dict(sorted(story.sum.items(), key=lambda i: -i[1])[:TERMS])
            for other in self._candidates(strong):
                near = self._open[other]
                if other in crowd or size + len(near.members) > CROWD:
                    continue
                if max(near.apart(story.first), near.apart(story.last)) > self._fade:
                    continue
                pairs = len(story.members) * len(near.members)
                if _dot(story.sum, near.sum) / pairs >= self._near:
                    crowd[other] = near
                    size += len(near.members)
                    pending.append(other)
        return list(crowd.values())

    def _regroup(self, crowd: Sequence[_Open], after: str) -> None:
        members = sorted(
            (t for story in crowd for t in story.members.values()), key=lambda t: (t.day, t.article)
        )
        if len(members) < 2 or len(members) > CROWD:
            return
        vectors = [self._vector(t) for t in members]
        clusters = average_link(vectors, self._alike)
        before = {t.article: self._story[t.article] for t in members}
        sizes = {story.id: len(story.members) for story in crowd}
        for story in crowd:
            self._drop(story)
        for cluster in sorted(clusters, key=lambda c: (-len(c), c[0])):
            held = Counter(before[members[i].article] for i in cluster)
            free = [n for n in held if n not in self._open]
            ident = min(free, key=lambda n: (-held[n], n), default="")
            ident = ident or self._begin(members[cluster[0]].article)
            home = self._open.setdefault(ident, _Open(ident))
            for i in cluster:
                self._join(home, members[i], vectors[i])
        self._record(before, sizes, after)

    def _record(self, before: Mapping[str, str], sizes: Mapping[str, int], after: str) -> None:
        for article, source in before.items():
            target = self._story[article]
            if target == source:
                continue
            kind: Literal["merge", "split", "move"] = "move"
            if source not in self._open:
                kind = "merge"
            elif target not in sizes:
                kind = "split"
            self.revisions.append(
                Revision(kind=kind, article=article, source=source, target=target, after=after)
            )


def _told(story: _Open) -> Story:
    ordered = sorted(story.members.values(), key=lambda t: (t.day, t.article))
    days = [t.day for t in ordered if t.day]
    return Story(
        id=story.id,
        articles=tuple(t.article for t in ordered),
        first=days[0] if days else "",
        last=days[-1] if days else "",
    )


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    get = other.get
    return sum(weight * get(word, 0.0) for word, weight in one.items())


def stories(found: Iterable[Traits]) -> tuple[Story, ...]:
    """Give the stories of articles that are all at hand, the same in whatever order they come."""
    stream = Stories()
    for one in sorted(found, key=lambda t: (t.day, t.article)):
        stream.add(one)
    stream.settle()
    return tuple(sorted((*stream.take_closed(), *stream.stories()), key=lambda s: (s.first, s.id)))
