"""What every bench shares: predictions to a file, the scorer on it, its figures back.

A bench module has ``predict(gold) -> Iterator[dict]``, the rows that its scorer wants. The
scorers and the gold lie in ``../shared`` beside the checkout, or where the environment
variable FOREIGNDESK_SHARED says.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from bench.parses import KeptLanguage
from foreigndesk.events.plover import plover_type
from foreigndesk.language import Language
from foreigndesk.reading import Reader
from foreigndesk.records import Event, Reading

Predict = Callable[[Path], Iterator[dict[str, Any]]]
Row = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
PROGRESS_SECONDS = 2.0


class BenchError(RuntimeError):
    """Gold or scorer missing or broken; the message says which file."""


def shared() -> Path:
    """Give the folder that holds ``gold/`` and ``score/``."""
    named = os.environ.get("FOREIGNDESK_SHARED")
    return Path(named) if named else ROOT.parent / "shared"


@cache
def language() -> Language:
    """Give the one language stage of a run; FOREIGNDESK_PARSES names a folder that keeps parses."""
    kept = os.environ.get("FOREIGNDESK_PARSES")
    return KeptLanguage(Path(kept)) if kept else Language()


@cache
def reader(*, second: bool = True) -> Reader:
    """Give the one reader that all benches of a run share (the model is loaded once).

    ``second``: with the learned second opinion, where it is installed.
    """
    return Reader(language=language(), second=second)


def digest(gold: Path) -> str:
    """Give the digest of a gold file, or of a folder's files with their names."""
    found = hashlib.sha256()
    files = [gold] if gold.is_file() else sorted(p for p in gold.rglob("*") if p.is_file())
    for file in files:
        if gold.is_dir():
            found.update(str(file.relative_to(gold)).encode())
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def watched(name: str, rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows, saying on stderr now and then how many there are and how fast they come."""
    begun = last = time.monotonic()
    for count, row in enumerate(rows, 1):
        yield row
        now = time.monotonic()
        if now - last >= PROGRESS_SECONDS:
            last = now
            print(f"{name}: {count} rows, {count / (now - begun):.1f} a second", file=sys.stderr)


def score(name: str, gold: Path, predicted: Path) -> Row:
    """Run a scorer on a file of predictions and give its figures.

    Raises BenchError where gold or scorer is missing, or the scorer fails.
    """
    scorer = shared() / "score" / f"{name}.py"
    if not scorer.is_file():
        raise BenchError(f"no scorer {scorer}; the gold data is not beside this checkout")
    done = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(predicted)], capture_output=True, text=True
    )
    if done.returncode != 0:
        raise BenchError(f"{scorer.name} failed on {gold}: {done.stderr.strip()[-400:]}")
    figures: Row = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def measure(name: str, predict: Predict, gold: Path, out: Path | None = None) -> Row:
    """Predict over ``gold``, score, and give the figures; ``out`` keeps the predictions."""
    if not gold.exists():
        raise BenchError(f"no gold data at {gold}")
    with tempfile.TemporaryDirectory(prefix="foreigndesk-bench-") as folder:
        path = out or Path(folder) / f"{name}.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for row in watched(name, predict(gold)):
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return score(name, gold, path)


def main(name: str, predict: Predict) -> None:
    """Run one bench from the command line; the last line printed is the scorer's JSON."""
    parser = argparse.ArgumentParser(prog=f"python -m bench.{name}")
    parser.add_argument("gold", type=Path, help="the gold file or folder")
    parser.add_argument("--out", type=Path, help="keep the predictions in this file")
    given = parser.parse_args()
    try:
        figures = measure(name, predict, given.gold, given.out)
    except BenchError as error:
        sys.exit(str(error))
    print(json.dumps(figures))


def rows_of(path: Path) -> Iterator[Row]:
    """Yield the objects of a .jsonl file, or of a .json file that holds a list."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        yield from json.loads(text)
    else:
        for line in text.split("\n"):
            if line.strip():
                yield json.loads(line)


def table_of(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a .tsv file as dicts (no quoting, header first)."""
    lines = path.read_text(encoding="utf-8").split("\n")
    header = lines[0].rstrip("\r").split("\t")
    for line in lines[1:]:
        if line.strip():
            yield dict(zip(header, line.rstrip("\r").split("\t"), strict=False))


def act_codes(reading: Reading) -> list[tuple[Event, str]]:
    """Give the events of a reading with PLOVER's own codes, acts without a code left out."""
    coded = [(e, plover_type(e, reading.stance(e).status)) for e in reading.events]
    return [(event, code) for event, code in coded if code]
