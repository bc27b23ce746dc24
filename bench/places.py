"""Places end to end: articles in, places found and put on the map out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.harness import language
from foreigndesk.language import Parsed
from foreigndesk.places import find_places
from foreigndesk.records import Article, Paragraph

_BLOCK = re.compile(r"[^\n]*\S[^\n]*")


def article(row: dict[str, Any]) -> Article:
    """Make an article of a gold row, its text kept character for character."""
    text = row["text"]
    found = [Paragraph(start=m.start(), end=m.end(), kind="body") for m in _BLOCK.finditer(text)]
    return Article(
        id=row["id"], capture="", title=row.get("title", ""), language="en", text=text,
        paragraphs=tuple(found) or (Paragraph(start=0, end=0, kind="body"),),
    )  # fmt: skip


def prediction(parsed: Parsed) -> dict[str, Any]:
    """Give one article's places in the form that the scorer reads."""
    places = [
        {
            "start": m.span.start,
            "end": m.span.end,
            "lat": m.place.lat if m.place else None,
            "lon": m.place.lon if m.place else None,
        }
        for m in find_places(parsed, every=True)
    ]
    return {"id": parsed.article.id, "places": places}


def predict(gold: Path) -> Iterator[dict[str, Any]]:
    """Yield a prediction for every row of a gold file."""
    rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    for parsed in language().parse(article(row) for row in rows):
        yield prediction(parsed)


if __name__ == "__main__":
    from bench.harness import main

    main("places", predict)
