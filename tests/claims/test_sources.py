"""Whom an act rests on: kinds of sources, their grades, posts and houses."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreigndesk.claims import claim_at, find_claims
from foreigndesk.language import plain_article

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "source_rows.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith(("#", "text\t"))
]


def _article(marked):
    text = marked.replace("*", "")
    title, line, rest = text.partition(" / ")
    return plain_article(rest, title=title) if line else plain_article(text)


def test_there_are_many_rows_of_every_kind():
    kinds = [kind for _, kind, _ in ROWS]
    assert len(kinds) >= 250
    assert min(kinds.count(k) for k in ("author", "named", "unnamed", "document")) >= 15


def test_every_row_rests_on_its_source(language):
    wrong = []
    parses = language.parse(_article(text) for text, _, _ in ROWS)
    for (marked, kind, source), parsed in zip(ROWS, parses, strict=True):
        text = parsed.article.text
        word = marked.split("*")[1]
        start = text.index(word, max(0, marked.replace(" / ", "\n\n").index("*") - 2))
        claim = claim_at(find_claims(parsed), start, start + len(word))
        got = claim.source.kind if claim else "author"
        named = " ".join(s.of(text) for s in claim.source_spans) if claim else ""
        named = named or (claim.source.name if claim and got != "author" else "")
        same = {w.strip(".,’'").lower() for w in source.split()} <= {
            w.strip(".,’'").lower() for w in named.split()
        }
        if got != kind or not same:
            wrong.append(f"{marked} → {kind} {source}; got {got} {named}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("text", "name", "grade", "role", "home"),
    [
        ("A source said the port was open.", "A source", "deep", "source", ""),
        ("Sources said the port was open.", "Sources", "deep", "Sources", ""),
        ("A senior Omani official said the port was open.", None, "background", None, "Omani"),
        ("Reports said the port was open.", "Reports", "", None, None),
        ("The report said the port was open.", "The report", "", "", ""),
        (
            "Mariam Keita, an analyst at the Institute for Peace, said the port was open.",
            "Mariam Keita",
            "record",
            "analyst",
            "Institute for Peace",
        ),
        (
            "Norwegian Foreign Minister Jonas Lund said the port was open.",
            "Jonas Lund",
            "record",
            "Foreign Minister",
            "Norwegian",
        ),
        ("The mayor of Aleppo said the port was open.", None, "record", "mayor", "Aleppo"),
        ("Norway's army chief said the port was open.", None, "record", "army chief", "Norway"),
        ("The port was open, said spokesman Karim Haddad.", "Karim Haddad", "record", "spokesman", ""),
    ],
)  # fmt: skip
def test_a_source_has_grade_post_and_house(language, text, name, grade, role, home):
    parsed = language.parse_text(text)
    source = find_claims(parsed)[0].source
    assert name is None or source.name == name
    assert source.grade == grade
    assert role is None or source.role == role
    assert home is None or source.affiliation == home


def test_a_pronoun_takes_the_name_before_it(language):
    text = (
        "Foreign Minister Jonas Lund arrived in Oslo. “We will sign,” Lund said. "
        "He said the port was open."
    )
    claims = find_claims(language.parse_text(text))
    assert [c.source.name.split()[-1] for c in claims] == ["Lund", "Lund"]
