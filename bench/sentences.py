"""sentences: does a sentence tell of an interaction, and of which quad class?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, act_codes, main, reader, table_of
from foreigndesk.reading import Reader


def predict(gold: Path) -> Iterator[Row]:
    """Give every sentence's PLOVER codes."""
    return coded(gold, reader())


def coded(gold: Path, by: Reader) -> Iterator[Row]:
    """Give every sentence's PLOVER codes, by a certain reader."""
    rows = list(table_of(gold))
    for row, reading in zip(rows, by.code_all(r["sentence"] for r in rows), strict=True):
        yield {"id": row["id"], "types": [code for _, code in act_codes(reading)]}


if __name__ == "__main__":
    main("sentences", predict)
