"""plv: the relation between two marked actors, as PLOVER's own code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, main, reader, table_of
from foreigndesk.reading import Reader

_MARK = re.compile(r"</?([st])>")


def unmark(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """Give a sentence without its marks, and where source ("s") and target ("t") lie first."""
    plain, at = "", 0
    spans: dict[str, list[int]] = {}
    for mark in _MARK.finditer(marked):
        plain += marked[at : mark.start()]
        spans.setdefault(mark[1], []).append(len(plain))
        at = mark.end()
    plain += marked[at:]
    return plain, {k: (v[0], v[1]) for k, v in spans.items() if len(v) >= 2}


def predict(gold: Path) -> Iterator[Row]:
    """Give the code of every marked pair."""
    return coded(gold, reader())


def coded(gold: Path, by: Reader) -> Iterator[Row]:
    """Give the code of every marked pair, by a certain reader."""
    rows = list(table_of(gold))
    asked = []
    for row in rows:
        plain, spans = unmark(row["marked_sentence"])
        asked.append((plain, spans.get("s"), spans.get("t")))
    for row, relation in zip(rows, by.relations(asked), strict=True):
        yield {"id": row["id"], "type": relation.plover_type if relation else ""}


if __name__ == "__main__":
    main("plv", predict)
