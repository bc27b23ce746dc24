"""Predictions for the gold pages: HTML files taken apart by the product's own stages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from foreigndesk.capture import Problem, capture
from foreigndesk.page import take_apart


def predict(gold: Path) -> Iterator[dict[str, Any]]:
    """Yield a row for each gold page: title, published, authors, standfirst, paragraphs.

    ``gold`` is the JSONL whose rows name an HTML file beside it. Raises OSError where the
    gold file cannot be read; a page that cannot be captured gives no row.
    """
    with gold.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                row = json.loads(line)
                yield from _page(row["id"], gold.parent / row["html"])


def _page(ident: str, path: Path) -> Iterator[dict[str, Any]]:
    for found in capture(str(path)):
        if isinstance(found, Problem):
            continue
        article = take_apart(found).article
        yield {
            "id": ident,
            "title": article.title,
            "published": article.published,
            "authors": list(article.authors),
            "standfirst": article.standfirst,
            "paragraphs": list(article.parts("body", "heading", "quote", "list")),
        }


if __name__ == "__main__":
    from bench.harness import main

    main("pages", predict)
