"""Run every bench over its gold and print one table: our figure, the peer's, the pinned floor.

python -m bench                 run all; exit 1 where a figure sank under its floor
python -m bench plv tuples      run these
python -m bench --pin           raise the floors to today's figures (never lowers one)
python -m bench --pin --lower   pin today's figures, lower ones too; say why in the commit
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.floors import Bench, Floor, benches, pinned, raised, sunk, write_floors
from bench.harness import BenchError, Row, digest, measure, shared

HERE = Path(__file__).resolve().parent


def figure(figures: Row, path: str) -> float:
    """Give one figure by its path ("event.f1", "plain")."""
    value: object = figures
    for step in path.split("."):
        if not isinstance(value, dict) or step not in value:
            raise BenchError(f"the scorer gave no figure {path!r}")
        value = value[step]
    if not isinstance(value, int | float):
        raise BenchError(f"the figure {path!r} is no number")
    return float(value)


def run(bench: Bench) -> tuple[dict[str, float], str]:
    """Run one bench; give its figures by path and the digest of its gold ("" for a timed one)."""
    gold = shared() / "gold" / bench.gold
    module = import_module(f"bench.{bench.module}")
    if bench.timed:
        figures = module.measured()
        return {aim.path: figure(figures, aim.path) for aim in bench.figures}, ""
    figures = measure(bench.scorer, module.predict, gold)
    return {aim.path: figure(figures, aim.path) for aim in bench.figures}, digest(gold)


def lines(bench: Bench, got: dict[str, float], floor: Floor | None) -> Iterator[str]:
    """Yield the table's line for each figure."""
    for aim in bench.figures:
        pin = floor.figures.get(aim.path) if floor else None
        one = replace(bench, figures=(aim,))
        text = f"{bench.name:<18}{aim.path:<25}{got[aim.path]:>8g}{aim.bar:>10}{aim.peer:>7}"
        yield f"{text}{'' if pin is None else f'{pin:g}':>8}{'  SUNK' if sunk(one, floor, got) else ''}"


def main() -> int:
    """Run the benches named on the command line (all without names); give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", help="benches to run; all where none is named")
    parser.add_argument("--pin", action="store_true", help="pin today's figures as floors")
    parser.add_argument("--lower", action="store_true", help="with --pin: lower floors too")
    given = parser.parse_args()
    table = [b for b in benches() if not given.names or b.name in given.names]
    if not table:
        sys.exit(f"no bench of that name; there are: {', '.join(b.name for b in benches())}")
    if not (shared() / "gold").is_dir():
        print(f"no gold data: {shared() / 'gold'} is missing, so only times can be measured here")
        table = [b for b in table if b.timed]
    print(f"Foreign Desk bench, {datetime.now(UTC):%Y-%m-%d}")
    print(f"{'bench':<18}{'figure':<25}{'ours':>8}{'bar':>10}{'peer':>7}{'floor':>8}")
    floors, bad = pinned(), 0
    for bench in table:
        try:
            got, data = run(bench)
        except BenchError as error:
            print(f"{bench.name:<18}failed: {error}")
            bad += 1
            continue
        floor = floors.get(bench.name)
        if floor is not None and floor.digest != data:
            print(f"{bench.name:<18}its gold has changed (digest {data}); floors do not apply")
            floor = None
        for text in lines(bench, got, floor):
            print(text, flush=True)
        bad += 0 if given.lower else len(sunk(bench, floor, got))
        if given.pin and not bench.timed:
            floors[bench.name] = raised(bench, floor, got, data, lower=given.lower)
    if given.pin:
        write_floors(floors)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
