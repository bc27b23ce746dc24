"""How firm event words are held, measured on UW's factuality data (-3 to +3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.harness import language, main, rows_of
from foreigndesk.claims import assess


def predict(gold: Path) -> Iterator[dict[str, Any]]:
    """Yield a row of values for each gold row, in the form ``score/factuality.py`` reads."""
    stage = language()
    for row in rows_of(gold):
        parsed = stage.parse_tokens(row["text"].split(" "))
        values = []
        for target in row["targets"]:
            begin, end = target["span1"]
            words = parsed.doc[begin:end]
            values.append(assess(parsed, words.start_char, words.end_char).certainty)
        yield {"idx": row["idx"], "values": values}


if __name__ == "__main__":
    main("factuality", predict)
