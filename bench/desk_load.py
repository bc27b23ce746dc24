"""desk_load: how fast the desk's pages answer while many read and one writes.

python -m bench.desk_load [--articles 100000] [--readers 20] [--seconds 60] [--think 1.0]
                          [--rate 20] [--check] [--only PAGE]

A desk of so many made-up articles is made once under out/ and used again (what the writer adds
stays). `foreigndesk desk` is started as a user starts it; each reader keeps a connection open,
asks for a page drawn at random, reads it to the end and thinks for so many seconds (0: asks
again at once). The writer is a process of its own: it writes so many articles a second, each in
a transaction as `watch` does, and follows. Printed: for every page how often it was asked for,
median, 95th percentile and worst in milliseconds; ``--check`` ends with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import quote

from bench.desk_world import (
    BEGUN,
    DAYS,
    PERSONS,
    SECTIONS,
    STATES,
    THINGS,
    WORDS,
    fill,
    keep,
    made,
)
from foreigndesk.codebook.sections import regions, themes
from foreigndesk.store import Desk
from foreigndesk.store.arriving import mark_of
from foreigndesk.store.following import follow

OUT: Final = Path("out")
MEDIAN: Final = 150.0  # the bars, in milliseconds
LATE: Final = 400.0
FRESH: Final = ("events", "articles", "placed", "developments", "alerts")
TYPES: Final = ("AID", "ASSAULT", "CONSULT", "SANCTION", "ACCUSE")


def kept_desk(articles: int) -> Path:
    """Give the desk of so many articles, made where it is missing."""
    path = OUT / f"load-{articles}.desk"
    if not path.exists():
        OUT.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        for old in OUT.glob(f"{part.name}*"):
            old.unlink()
        begun = time.perf_counter()
        fill(part, articles)
        sys.stderr.write(f"{articles} articles in {time.perf_counter() - begun:.0f} s\n")
        part.rename(path)
    return path


# --------------------------------------------------------------------------- addresses


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of every page of a desk, drawn at random as readers might."""

    articles: list[str]
    developments: list[str]
    mark: str = ""

    def draw(self, draw: random.Random, page: str) -> str:
        """Give an address of a page."""
        weights = [1 / (2 + n) for n in range(len(STATES))]
        one, other = (s[0] for s in draw.choices(STATES, weights, k=2))
        if one == other:
            other = "CHN" if one != "CHN" else "USA"
        first = BEGUN + timedelta(days=draw.randrange(DAYS - 31))
        span = f"since={first}&until={first + timedelta(days=30)}"
        return {
            "front": "/",
            "search words": f"/search?words={draw.choice(WORDS)}",
            "search common words": f"/search?words={draw.choice(THINGS)}&what=events",
            "search fields": f"/search?actor={one}&type={draw.choice(TYPES)}&status=denied",
            "search pair, days": f"/search?actor={one}&recipient={other}&{span}",
            "search source": f"/search?what=claims&source={draw.choice(PERSONS)}".replace(" ", "+"),
            "search developments": f"/search?what=developments&party={one}&{span}",
            "article": f"/article/{draw.choice(self.articles)}",
            "development": f"/development/{draw.choice(self.developments)}",
            "developments": "/developments",
            "developments, theme": "/developments?theme=security",
            "section region": f"/section/region/{draw.choice(tuple(regions()))}",
            "section theme": f"/section/theme/{draw.choice(tuple(themes()))}",
            "section pages": f"/section/pages/{draw.choice(SECTIONS)}".replace(" ", "%20"),
            "what is new": f"/fresh/{draw.choice(FRESH)}?party={one}&seen={self.mark}",
            "actors": "/actors",
            "actor": f"/actor/{one}",
            "actor, by name": f"/actor/{draw.choice(PERSONS)}".replace(" ", "%20"),
            "merge": f"/development/{draw.choice(self.developments)}/merge",
            "pair": f"/pair/{one}/{other}",
            "map": "/map",
            "map, a month": f"/map?{span}",
            "network": "/network",
            "network, a month": f"/network?{span}",
            "timeline": "/timeline",
            "timeline, actor": f"/timeline?party={one}",
            "sources": "/sources",
            "watches": "/watches",
            "judgements": "/judgements",
            "about": "/about",
            "api events": f"/api/v1/events?party={one}&limit=50",
            "api relations": f"/api/v1/relations/{one}/{other}",
            "api actors": "/api/v1/actors",
        }[page]


PAGES: Final = (
    "front", "search words", "search common words", "search fields", "search pair, days",
    "search source", "search developments", "article", "development", "developments",
    "developments, theme", "section region", "section theme", "section pages", "what is new",
    "actors", "actor", "actor, by name", "merge", "pair", "map", "map, a month", "network",
    "network, a month", "timeline",
    "timeline, actor", "sources", "watches", "judgements", "about", "api events",
    "api relations", "api actors",
)  # fmt: skip


def addresses(path: Path) -> Addresses:
    """Give what pages a desk has: some thousand articles and developments of all ages."""
    with Desk.open(path, create=False) as desk:
        articles = [r[0] for r in desk.query("SELECT id FROM articles WHERE row % 37 = 0")]
        told = desk.query("SELECT id FROM developments WHERE row % 7 = 0")
        mark = quote(str(mark_of(desk)))
        return Addresses(articles, [r[0] for r in told] or ["dev-0"], mark)


# --------------------------------------------------------------------------- the desk served


@contextmanager
def served(path: Path) -> Iterator[int]:
    """Serve a desk with the command and give its port."""
    command = [sys.executable, "-m", "foreigndesk", "desk", "--desk", str(path), "--port", "0"]
    running = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1
    )
    try:
        assert running.stdout is not None  # a pipe was asked for
        line = running.stdout.readline()
        found = re.search(r"http://[^:]+:(\d+)/", line)
        if not found:
            raise SystemExit(f"the desk did not open: {line.strip()}")
        port = int(found[1])
        _wait(port)
        yield port
    finally:
        running.terminate()
        running.wait(20)


def _wait(port: int) -> None:
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        try:
            _ask(http.client.HTTPConnection("127.0.0.1", port, timeout=60), "/about")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the desk did not answer within a minute")


def _ask(connection: http.client.HTTPConnection, address: str) -> int:
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


# --------------------------------------------------------------------------- readers, writer


@dataclass(slots=True)
class Log:
    """What the readers saw: milliseconds by page, and answers that were no page."""

    spent: dict[str, list[float]] = field(default_factory=dict)
    bad: list[str] = field(default_factory=list)


def _reader(
    port: int, found: Addresses, pages: tuple[str, ...], think: float, ends: float, number: int
) -> Log:
    draw, log = random.Random(number), Log()  # noqa: S311
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(draw.random() * think)
    while time.monotonic() < ends:
        page = draw.choice(pages)
        address = found.draw(draw, page)
        begun = time.perf_counter()
        try:
            status = _ask(connection, address)
        except (OSError, http.client.HTTPException) as error:
            log.bad.append(f"{address}: {error!r}")
            connection.close()
            continue
        log.spent.setdefault(page, []).append(1000 * (time.perf_counter() - begun))
        if status not in (200, 204):
            log.bad.append(f"{address}: {status}")
        if think:
            time.sleep(think)
    return log


def read(
    port: int, found: Addresses, pages: tuple[str, ...], readers: int, seconds: float, think: float
) -> Log:
    """Let so many read for so long."""
    logs: list[Log] = []
    ends = time.monotonic() + seconds
    threads = [
        threading.Thread(
            target=lambda n=n: logs.append(_reader(port, found, pages, think, ends, n))
        )
        for n in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = Log()
    for log in logs:
        whole.bad += log.bad
        for page, spent in log.spent.items():
            whole.spent.setdefault(page, []).extend(spent)
    return whole


def write(path: Path, rate: int, seconds: float) -> None:
    """Write so many articles a second for so long; print how many there were."""
    seed, done, begun = time.time_ns() % 10_000_000, 0, time.monotonic()
    with Desk.open(path, create=False) as desk:
        last = BEGUN + timedelta(days=DAYS)
        world = made(int(rate * seconds), seed=seed, begun=last, days=1)
        while (spent := time.monotonic() - begun) < seconds:
            due = int(rate * (spent + 1)) - done
            for _, pair in zip(range(due), world, strict=False):
                keep(desk, [pair])
                done += 1
            follow(desk)
            time.sleep(max(0.0, done / rate - (time.monotonic() - begun)))
    spent = time.monotonic() - begun
    sys.stdout.write(json.dumps({"written": done, "a_second": round(done / spent, 1)}) + "\n")


# --------------------------------------------------------------------------- figures


def _figures(spent: list[float]) -> tuple[int, float, float, float]:
    spent = sorted(spent)
    late = spent[min(len(spent) - 1, int(0.95 * len(spent)))]
    return len(spent), statistics.median(spent), late, spent[-1]


def report(log: Log, seconds: float) -> bool:
    """Print a line for each page, the slowest first; say whether all are within the bars."""
    good = not log.bad
    rows = [(page, *_figures(spent)) for page, spent in log.spent.items()]
    everything = [s for spent in log.spent.values() for s in spent]
    for page, n, median, late, worst in [
        *sorted(rows, key=lambda r: -r[3]),
        ("all", *_figures(everything)),
    ]:
        within = median <= MEDIAN and late <= LATE
        good = good and within
        mark = "" if within else "  over"
        sys.stdout.write(f"{page:22}{n:6}{median:9.0f}{late:9.0f}{worst:9.0f}{mark}\n")
    sys.stdout.write(f"{len(everything) / seconds:.1f} pages a second\n")
    for line in log.bad[:10]:
        sys.stdout.write(f"no page: {line}\n")
    return good


def main() -> None:
    """Make the desk, serve it, read and write, print the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.desk_load", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--rate", type=int, default=20)
    parser.add_argument("--only", choices=PAGES, action="append")
    parser.add_argument("--desk", type=Path)
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    path = given.desk or kept_desk(given.articles)
    if given.write:
        write(path, given.rate, given.seconds)
        return
    found, pages = addresses(path), tuple(given.only or PAGES)
    with served(path) as port:
        read(port, found, pages, 1, 3.0, 0.0)  # the first of everything
        writer = None
        if given.rate:
            command = [sys.executable, "-m", "bench.desk_load", "--write", "--desk", str(path)]
            more = ["--rate", str(given.rate), "--seconds", str(given.seconds)]
            writer = subprocess.Popen([*command, *more])
        log = read(port, found, pages, given.readers, given.seconds, given.think)
        if writer:
            writer.wait()
    sys.stdout.write(
        f"{given.readers} readers, {given.think:g} s think time, {given.rate} articles a second "
        f"written\n{'page':22}{'n':>6}{'median':>9}{'p95':>9}{'worst':>9}\n"
    )
    if not report(log, given.seconds) and given.check:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
