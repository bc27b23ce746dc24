"""costs: what the stages cost beside the parse, in processor time, on whole pages.

python -m bench.costs               the gold pages, or the demo's where there is no gold
python -m bench.costs --passes 9    more passes; each figure is the median of them

A pass parses every page anew and then runs each stage on fresh parses, so that nothing that a
stage keeps with a text is kept from the pass before; then all stages together on fresh parses
again, as a reader runs them. Stages work on each other's findings as they do in a reading. One
pass before the first is not counted: tables are read and caches warm, as in any long run.
What the learned second opinion costs (0 where it is not installed) is a figure of its own.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from bench.harness import ROOT, Row, shared
from foreigndesk.actors import Cast, registry
from foreigndesk.capture import Problem, capture
from foreigndesk.claims import find_claims
from foreigndesk.events.coder import Coder, code_events
from foreigndesk.events.gate import Gate
from foreigndesk.events.second import second_opinion
from foreigndesk.language import Language, Parsed
from foreigndesk.language.tokens import Doc
from foreigndesk.page import take_apart
from foreigndesk.places import event_place, find_places
from foreigndesk.reading import Reader
from foreigndesk.records import Article
from foreigndesk.times import event_time, find_times

STAGES: Final = ("tokens", "actors", "places", "times", "events", "claims")
PASSES: Final = 5
DAY: Final = "2018-04-05"  # of pages that say none, so that their times are read too
_LOAD: Final = (
    "import time; from foreigndesk.actors import registry; begun = time.process_time(); "
    "registry(); print(time.process_time() - begun)"
)


def pages() -> list[Article]:
    """Give the articles that are measured on."""
    gold = shared() / "gold" / "records"
    folder = gold if gold.is_dir() else ROOT / "examples" / "pages"
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".txt", ".html"):
            continue
        for caught in capture(str(path)):
            if not isinstance(caught, Problem):
                article = take_apart(caught).article
                found.append(article if article.day else replace(article, published=DAY))
    return found


class _Clock:
    """Adds up the processor time of named steps."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def __call__(self, name: str, step: Callable[[], Any]) -> Any:
        """Do a step, note its time under a name, give what it gave."""
        begun = time.process_time()
        result = step()
        self.spent[name] = self.spent.get(name, 0.0) + time.process_time() - begun
        return result


def _fresh(parsed: Parsed) -> Parsed:
    return Parsed(article=parsed.article, doc=Doc(parsed.doc.parse))


def _cast(parsed: Parsed) -> Cast:
    cast = Cast(parsed, registry())
    cast.mentions()
    return cast


def one_pass(stage: Language, reader: Reader, articles: list[Article]) -> dict[str, float]:
    """Give the processor seconds of the parse, of each stage, and of all stages in one."""
    clock = _Clock()
    parses: list[Parsed] = clock("parse", lambda: list(stage.parse(articles)))
    for parsed in parses:
        _stages(clock, _fresh(parsed))
    for parsed in parses:  # each on a text of its own, which is let go, as in a run over pages
        clock("after_parse", partial(reader.read_parsed, _fresh(parsed)))
    return clock.spent


def _stages(clock: _Clock, parsed: Parsed) -> None:
    day = parsed.article.day
    clock("tokens", lambda: parsed.doc.tokens)
    cast = clock("actors", lambda: _cast(parsed))
    places = clock("places", lambda: find_places(parsed))
    times = clock("times", lambda: find_times(parsed, day=day))
    clock(
        "events",
        lambda: code_events(
            parsed,
            cast,
            day=day,
            place_of=lambda t: event_place(t, places),
            time_of=lambda t: event_time(t, times, day=day),
        ),
    )
    clock("claims", lambda: find_claims(parsed, cast))
    gate, coded = Gate(second_opinion), Coder(parsed, cast).coded()
    clock("second", lambda: gate(coded))


def registry_seconds() -> float:
    """Give the processor seconds that a fresh process takes to load the registry of actors."""
    done = subprocess.run([sys.executable, "-c", _LOAD], capture_output=True, text=True, check=True)
    return float(done.stdout)


def measured(passes: int = PASSES) -> Row:
    """Give words a second of the parse, the share of each stage in per cent, and the registry."""
    articles = pages()
    stage = Language()
    reader = Reader(language=stage, second=False)
    words = sum(not (t.is_space or t.is_punct) for p in stage.parse(articles) for t in p.doc.tokens)
    one_pass(stage, reader, articles)
    taken = [one_pass(stage, reader, articles) for _ in range(passes)]

    def share(*names: str) -> float:
        shares = [100 * sum(t[n] for n in names) / t["parse"] for t in taken]
        return round(statistics.median(shares), 1)

    return {
        "pages": len(articles),
        "words": words,
        "parse_words_a_second": round(words / statistics.median(t["parse"] for t in taken)),
        **{name: share(name) for name in STAGES},
        "actors_places_times": share("tokens", "actors", "places", "times"),
        "after_parse": share("after_parse"),
        "second": share("second"),
        "registry_seconds": round(statistics.median(registry_seconds() for _ in range(3)), 3),
    }


def lines(figures: Row) -> Iterator[str]:
    """Yield the figures as a table."""
    yield (
        f"{figures['pages']} pages, {figures['words']:,} words; "
        f"parse {figures['parse_words_a_second']:,} words a second"
    )
    for name in STAGES:
        yield f"{name:<22}{figures[name]:>7} % of the parse"
    yield f"{'actors to times':<22}{figures['actors_places_times']:>7} %   (bar < 25)"
    yield f"{'everything':<22}{figures['after_parse']:>7} %   (bar ≤ 30)"
    yield f"{'second opinion':<22}{figures['second']:>7} %   (bar ≤ 30)"
    yield f"{'registry':<22}{figures['registry_seconds']:>7} s   (bar < 0.2)"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.costs", description=__doc__)
    parser.add_argument("--passes", type=int, default=PASSES)
    given = parser.parse_args()
    for line in lines(measured(given.passes)):
        print(line)


if __name__ == "__main__":
    main()
