"""Status and source of one told act in a passage, measured on the project's stance passages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.harness import language, main, rows_of
from foreigndesk.claims import assess, claim_at, find_claims
from foreigndesk.language import plain_article
from foreigndesk.records import Article


def passage(text: str) -> Article:
    """Give a passage as an article: a first line of its own is its headline."""
    first, newline, rest = text.partition("\n")
    return plain_article(rest, title=first) if newline else plain_article(text)


def predict(gold: Path) -> Iterator[dict[str, Any]]:
    """Yield a row for each passage, in the form ``score/stance.py`` reads."""
    stage = language()
    for row in rows_of(gold):
        parsed = next(stage.parse([passage(row["text"])]))
        text = parsed.article.text
        start = text.index(row["trigger"])
        end = start + len(row["trigger"])
        status = assess(parsed, start, end).status
        claim = claim_at(find_claims(parsed), start, end)
        source = " ".join(s.of(text) for s in claim.source_spans) if claim else ""
        kind = claim.source.kind if claim else "author"
        yield {
            "id": row["id"],
            "status": status,
            "source_kind": kind,
            "source": "" if kind == "author" else source or (claim.source.name if claim else ""),
        }


if __name__ == "__main__":
    main("stance", predict)
