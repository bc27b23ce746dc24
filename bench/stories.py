"""stories: short articles read as a stream in file order, grouped into stories."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, main, rows_of
from foreigndesk.developments.stories import Stories, Traits, terms


def predict(gold: Path) -> Iterator[Row]:
    """Give each article's story as it stands when the stream has ended."""
    rows = list(rows_of(gold))
    begun = time.monotonic()
    stream = Stories()
    for row in rows:
        stream.add(Traits(article=row["id"], day="", terms=terms(row["text"])))
    stream.settle()
    spent = time.monotonic() - begun
    print(
        f"stories: {len(rows) / spent:.0f} articles a second, {len(stream.revisions)} revisions",
        file=sys.stderr,
    )
    for row in rows:
        yield {"id": row["id"], "story": stream.story(row["id"])}


if __name__ == "__main__":
    main("stories", predict)
