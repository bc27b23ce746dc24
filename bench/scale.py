"""scale: synthetic reports kept as developments; how fast, how much memory, how fast asked.

python -m bench.scale [--articles 200000] [--batch 2000] [--memory]

The world is made up and seeded: pairs of states by a heavy-tailed choice, happenings that last
days to weeks and are told by a handful of outlets as planned, under way, done or denied, two
events an article. It begins after reading: what is timed is linking, late words, standings,
changes, contradictions and their writing to a desk, batch by batch in order of day; then one
more article at a time; then questions to the desk, each to many developments, pairs and days.
``--memory`` links all at once in memory instead, as ``developments()`` does.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from foreigndesk.cli.brief import NEWEST
from foreigndesk.codebook import codebook
from foreigndesk.developments import Report, of_reports
from foreigndesk.developments.judged import Judged
from foreigndesk.records import Source, decode, encode
from foreigndesk.store import Desk
from foreigndesk.store.composing import Composing
from foreigndesk.store.following import (
    REPORTS,
    kept_development,
    kept_developments,
    pair_firsts,
    pair_weeks,
)
from foreigndesk.store.news import news_of_day
from foreigndesk.store.relinking import Links
from foreigndesk.store.taking import Taking

MORE = 100  # articles that come in one by one at the end
EVENTS_AN_ARTICLE = 2
OWNING = 0.05  # of what a state says happened: it owns up to what it had left open
STATES = [a + b + c for a in "ABDEKLMNRT" for b in "AEIO" for c in "RNS"]
WORDS = [f"{a}{b}{c}" for a in "bdgklmnprstvz" for b in "aeiou" for c in ("rtel", "nder", "ssik")]
COURSE = ("planned", "planned", "ongoing", "happened", "happened", "happened", "denied")


def made(articles: int, *, seed: int = 11, days: int = 365) -> Iterator[Report]:
    """Yield the reports of so many synthetic articles, by happenings."""
    draw = random.Random(seed)  # noqa: S311  made up, and the same each time
    types = sorted(codebook().types)
    weights = [1 / (1 + n) for n in range(len(STATES))]
    begun, number = date(2025, 1, 1), 0
    while number < articles * EVENTS_AN_ARTICLE:
        one, other = draw.choices(STATES, weights, k=2)
        kind, start = draw.choice(types), begun + timedelta(days=draw.randrange(days))
        words = draw.sample(WORDS, 8)
        place = draw.choice(WORDS) if draw.random() < 0.6 else ""
        for _ in range(min(1 + int(draw.paretovariate(1.2)), 60)):
            day = (start + timedelta(days=int(draw.expovariate(0.3)))).isoformat()
            outlet = f"outlet {draw.randrange(400)}"
            state = draw.random() < 0.4
            told = frozenset(draw.sample(words, 5) + draw.sample(WORDS, 3))
            status = draw.choice(COURSE)
            owns = state and status == "happened" and draw.random() < OWNING
            yield _report(
                number, day, outlet, kind, one, other, place, told, status, state=state, owns=owns
            )
            number += 1


def _report(
    number: int,
    day: str,
    outlet: str,
    kind: str,
    one: str,
    other: str,
    place: str,
    words: frozenset[str],
    status: str,
    *,
    state: bool,
    owns: bool,
) -> Report:
    return Report(
        event=f"evt-{number:08}",
        article=f"art-{number // EVENTS_AN_ARTICLE:08}",
        outlet=outlet,
        day=day,
        type=kind,
        modes=(),
        actors=frozenset({one}),
        recipients=frozenset({other}) if other != one else frozenset(),
        against=frozenset(),
        names=((one, one), (other, other)),
        place=place,
        country=other if place else "",
        start=day,
        end=day,
        dated=False,
        background=False,
        status=status,  # type: ignore[arg-type]
        certainty=1.0,
        source=Source(kind="named" if state else "author"),
        origin=f"state:{one}" if state else f"outlet:{outlet}",
        self_said=state,
        acknowledges=owns,
        figures=(),
        sentence=" ".join(sorted(words)),
        words=words,
    )


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _milliseconds(question: Callable[[], object]) -> float:
    begun = time.perf_counter()
    question()
    return 1000 * (time.perf_counter() - begun)


def _asked(name: str, questions: Iterable[Callable[[], object]]) -> dict[str, float]:
    """Give the median and the 95th percentile of how long questions take."""
    spent = sorted(_milliseconds(q) for q in questions)
    return {
        f"{name}_ms": round(statistics.median(spent), 1),
        f"{name}_p95_ms": round(spent[int(0.95 * (len(spent) - 1))], 1),
    }


def in_memory(articles: int) -> dict[str, float]:
    """Give the figures for so many articles linked at once, in memory."""
    found = list(made(articles))
    before, begun = _megabytes(), time.perf_counter()
    told = of_reports(found)
    spent = time.perf_counter() - begun
    return {
        "articles": articles,
        "reports": len(found),
        "developments": len(told),
        "largest": max(len(d.reports) for d in told),
        "seconds": round(spent, 1),
        "articles_a_second": round(articles / spent, 1),
        "megabytes_before": round(before),
        "megabytes": round(_megabytes()),
    }


class _Keeper:
    """Feeds reports to a desk as if their articles had been read."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._cache: dict[int, Report] = {}

    def feed(self, reports: Sequence[Report]) -> None:
        """Take reports in and write the developments that they touch."""
        with self.desk.transaction() as base:
            taking = Taking(self.desk, Links(base, self._cache), ())
            taking.reports(reports, {r.article for r in reports})
        more = True
        while more:
            now = datetime.now(UTC).isoformat(timespec="microseconds")
            with self.desk.transaction() as base:
                links = Links(base, self._cache)
                links.settle()
                composing = Composing(links, _NOTHING, now)
                composing.ready()
                more = composing.compose(REPORTS) is not None


_NOTHING = Judged(reports=(), ties=(), cuts=frozenset(), idle=())


def _stream(articles: int) -> list[tuple[str, bytes]]:
    """Give the day of each article and what it tells, packed, in order of day."""
    by_article: dict[str, list[Report]] = {}
    packed: list[tuple[str, bytes]] = []
    for report in made(articles):
        told = by_article.setdefault(report.article, [])
        told.append(report)
        if len(told) == EVENTS_AN_ARTICLE:
            del by_article[report.article]
            packed.append((told[0].day, encode(told)))
    return sorted(packed)


def _told(stream: Iterable[tuple[str, bytes]]) -> list[Report]:
    return [report for _, told in stream for report in decode(told, list[Report])]


def kept(articles: int, batch: int, folder: Path) -> dict[str, float]:
    """Give the figures for so many articles kept on a desk, in batches."""
    stream = _stream(articles + MORE)
    late = [_told(stream[number : number + 1]) for number in range(articles, len(stream))]
    before = _megabytes()
    with Desk.open(folder / "scale.desk") as desk:
        keeper, begun, worked = _Keeper(desk), time.perf_counter(), time.process_time()
        for first in range(0, articles, batch):
            last = min(first + batch, articles)
            keeper.feed(_told(stream[first:last]))
            if last % 20_000 == 0:
                rate = last / (time.perf_counter() - begun)
                sys.stderr.write(f"{last} articles, {rate:.0f} a second\n")
        spent, worked = time.perf_counter() - begun, time.process_time() - worked
        (largest,) = desk.query("SELECT max(reports) AS n, count(*) AS d FROM developments")
        return {
            "articles": articles,
            "batch": batch,
            "developments": largest["d"],
            "largest": largest["n"],
            "seconds": round(spent, 1),
            "articles_a_second": round(articles / spent, 1),
            "articles_a_processor_second": round(articles / worked, 1),
            "megabytes_before": round(before),
            "megabytes": round(_megabytes()),
            "desk_megabytes": round(desk.path.stat().st_size / 1e6),
            **_asked("one_more", [partial(keeper.feed, told) for told in late]),
            **_questions(desk, max(day for day, _ in stream)),
        }


def _questions(desk: Desk, today: str) -> dict[str, float]:
    draw = random.Random(5)  # noqa: S311  made up, and the same each time
    everything = [k.id for k in kept_developments(desk)]
    weights = [1 / (1 + n) for n in range(len(STATES))]
    drawn = [draw.choices(STATES, weights, k=2) for _ in range(100)]
    pairs = [(one, other) for one, other in drawn if one != other]
    days = [(date.fromisoformat(today) - timedelta(days=n)).isoformat() for n in range(1, 21)]
    busy = (STATES[0], STATES[1])
    return {
        **_asked(
            "development",
            [partial(kept_development, desk, i) for i in draw.sample(everything, 300)],
        ),
        **_asked("list", [partial(kept_developments, desk, limit=20)] * 20),
        **_asked("pair", [partial(_pair, desk, *pair) for pair in pairs]),
        **_asked("busiest_pair", [partial(_pair, desk, *busy)] * 5),
        **_asked("brief", [partial(_brief, desk)] * 20),
        **_asked("morning_brief", [partial(news_of_day, desk, day) for day in days[:2]] * 10),
        **_asked("brief_of_three_weeks", [partial(news_of_day, desk, days[-1])] * 5),
    }


def _brief(desk: Desk) -> object:
    """Ask what `brief` asks: the newest that have a course, and what is told once, whole."""
    return [
        kept_development(desk, line.id, newest=NEWEST)
        for course in (True, False)
        for line in kept_developments(desk, limit=20, course=course, background=False)
    ]


def _pair(desk: Desk, one: str, other: str) -> object:
    return pair_weeks(desk, one, other), pair_firsts(desk, one, other)


def main() -> None:
    """Print the figures as a line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--batch", type=int, default=2_000)
    parser.add_argument("--memory", action="store_true")
    given = parser.parse_args()
    if given.memory:
        figures = in_memory(given.articles)
    else:
        with tempfile.TemporaryDirectory() as folder:
            figures = kept(given.articles, given.batch, Path(folder))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
