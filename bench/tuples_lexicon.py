"""tuples by the lexicon alone, without the learned second opinion."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, main, reader
from bench.tuples import coded


def predict(gold: Path) -> Iterator[Row]:
    """Give what ``bench.tuples`` gives, without the model."""
    return coded(gold, reader(second=False))


if __name__ == "__main__":
    main("tuples", predict)
