"""The resolver alone: places put on the map with the gold's spans given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, language
from bench.places import article
from foreigndesk.places import resolve_spans


def predict(gold: Path) -> Iterator[Row]:
    """Yield a prediction for every row of a gold file, whose spans are given, coordinates not."""
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    given = {row["id"]: [(p["start"], p["end"]) for p in row["places"]] for row in rows}
    for parsed in language().parse(article(row) for row in rows):
        found = resolve_spans(parsed, given[parsed.article.id])
        yield {
            "id": parsed.article.id,
            "places": [
                {
                    "start": m.span.start,
                    "end": m.span.end,
                    "lat": m.place.lat if m.place else None,
                    "lon": m.place.lon if m.place else None,
                }
                for m in found
            ],
        }


if __name__ == "__main__":
    from bench.harness import main

    main("places", predict)
