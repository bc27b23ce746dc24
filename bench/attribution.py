"""attribution: who says what, as source, cue and content spans of every claim of an article."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, language, main
from foreigndesk.claims import find_claims
from foreigndesk.language import plain_article
from foreigndesk.records import Article, Claim, Paragraph, Span


def whole_article(text: str) -> Article:
    """Give a text as an article, every character where it stood; each line is a paragraph."""
    made: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            made.append(Paragraph(start=at, end=at + len(line.rstrip()), kind="body"))
        at += len(line) + 1
    bare = plain_article("x")
    return Article(
        id=bare.id,
        capture="",
        language="en",
        text=text,
        paragraphs=tuple(made) or (Paragraph(start=0, end=len(text), kind="body"),),
    )


def _places(found: tuple[Span, ...]) -> list[list[int]]:
    return [[s.start, s.end] for s in found]


def row_of(claim: Claim) -> dict[str, list[list[int]]]:
    """Give a claim in the scorer's form."""
    return {
        "source": _places(claim.source_spans),
        "cue": _places(claim.cue),
        "content": _places(claim.content),
    }


def predict(gold: Path) -> Iterator[Row]:
    """Yield the claims of every text of the folder."""
    paths = sorted(gold.glob("*.txt"))
    texts = [whole_article(p.read_bytes().decode("utf-8")) for p in paths]
    for path, parsed in zip(paths, language().parse(texts), strict=True):
        yield {"doc": path.stem, "claims": [row_of(c) for c in find_claims(parsed)]}


if __name__ == "__main__":
    main("attribution", predict)
