"""scale: synthetic reports linked into developments; how fast, how much memory, how fast asked.

python -m bench.scale [--articles 200000]

The world is made up and seeded: pairs of states by a heavy-tailed choice, happenings that last
days to weeks and are told by a handful of outlets as planned, under way, done or denied, two
events an article. It begins after reading: what is timed is origins known, linking, standings,
changes, contradictions, and then three questions to what came out.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from foreigndesk.codebook import codebook
from foreigndesk.developments import Development, Report, of_reports
from foreigndesk.developments.relations import firsts, weeks
from foreigndesk.records import Source

EVENTS_AN_ARTICLE = 2
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
            yield _report(number, day, outlet, kind, one, other, place, told, status, state=state)
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
        figures=(),
        sentence=" ".join(sorted(words)),
        words=words,
    )


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _milliseconds(question: Callable[[], object]) -> float:
    begun = time.perf_counter()
    question()
    return round(1000 * (time.perf_counter() - begun), 1)


def measured(articles: int) -> dict[str, float]:
    """Give the figures for so many articles."""
    found = list(made(articles))
    before, begun = _megabytes(), time.perf_counter()
    told = of_reports(found)
    spent = time.perf_counter() - begun
    by_id = {d.id: d for d in told}
    wanted, since = told[len(told) // 2].id, max(d.last for d in told)
    return {
        "articles": articles,
        "reports": len(found),
        "developments": len(told),
        "largest": max(len(d.reports) for d in told),
        "seconds": round(spent, 1),
        "articles_a_second": round(articles / spent, 1),
        "megabytes_before": round(before),
        "megabytes": round(_megabytes()),
        "development_ms": _milliseconds(lambda: by_id[wanted]),
        "pair_ms": _milliseconds(lambda: _pair(told)),
        "since_ms": _milliseconds(lambda: [d for d in told if d.last >= since]),
    }


def _pair(told: tuple[Development, ...]) -> object:
    one, other = STATES[0], STATES[1]
    return weeks(told, one, other), firsts(told, one, other)


def main() -> None:
    """Print the figures as a line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    given = parser.parse_args()
    sys.stdout.write(json.dumps(measured(given.articles)) + "\n")


if __name__ == "__main__":
    main()
