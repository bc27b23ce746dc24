"""Sentences that look like a type and are not of it: the coder must leave them alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from foreigndesk.actors import Cast, registry
from foreigndesk.events.coder import code_events
from foreigndesk.language import Language, plain_article

FOLDER = Path(__file__).parent / "counter"
FILES = sorted(FOLDER.glob("*.tsv"))


def sentences(path: Path) -> list[str]:
    lines = [x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    return [row["sentence"] for row in csv.DictReader(lines, delimiter="\t", quoting=3)]


def test_every_type_has_thirty() -> None:
    short = {p.stem: len(sentences(p)) for p in FILES if len(sentences(p)) < 30}
    assert short == {}
    assert len(FILES) == 16


@pytest.mark.model
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_no_event_of_that_type(language: Language, path: Path) -> None:
    texts = sentences(path)
    kind = path.stem.upper()
    wrong = [
        text
        for text, parsed in zip(
            texts, language.parse([plain_article(t) for t in texts]), strict=True
        )
        if any(e.type == kind for e in code_events(parsed, Cast(parsed, registry())))
    ]
    assert wrong == []
