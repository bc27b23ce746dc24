"""Sentences of ours through parser, cast and lexicon: type and countries must come out."""

from __future__ import annotations

import re

import pytest

from foreigndesk.actors import Cast, registry
from foreigndesk.events.coder import code_events
from foreigndesk.events.entries import VOID, Entry, lexicon
from foreigndesk.events.plover import plover_type
from foreigndesk.language import Language, Parsed, plain_article

pytestmark = pytest.mark.model

ROWS = [
    ("Russia accused Ukraine of bombing a school.", "ACCUSE", {"RUS"}, {"UKR"}),
    ("Ukraine was accused by Russia of bombing a school.", "ACCUSE", {"RUS"}, {"UKR"}),
    ("Washington has expressed concern over the pact between Moscow and Pyongyang.",
     "ACCUSE", {"USA"}, {"RUS", "PRK"}),
    ("Turkey asked Greece and Cyprus to stop the drilling.", "REQUEST", {"TUR"}, {"GRC", "CYP"}),
    ("Japan, which rejected the demand of China, kept its ships at sea.",
     "REJECT", {"JPN"}, {"CHN"}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "kind", "actors", "recipients"), ROWS)
def test_rows(
    language: Language, sentence: str, kind: str, actors: set[str], recipients: set[str]
) -> None:
    parsed = language.parse_text(sentence, day="2024-10-17")
    events = code_events(parsed, Cast(parsed, registry()), day="2024-10-17")
    found = [
        (e.type, {p.country for p in e.actors}, {p.country for p in e.recipients}) for e in events
    ]
    assert (kind, actors, recipients) in found


@pytest.mark.parametrize(
    "sentence",
    [
        "The storm battered Texas on Sunday.",
        "Shares of the bank fell by two percent in early trading.",
        "The striker rejected the cross and hit the post.",
        "Scientists asked why the river had changed its course.",
    ],
)
def test_what_is_no_event(language: Language, sentence: str) -> None:
    parsed = language.parse_text(sentence)
    assert code_events(parsed, Cast(parsed, registry())) == ()


def countries(language: Language, sentence: str, mark: str) -> set[str]:
    return {
        c.country
        for name in re.findall(f"<{mark}>([^<]+)</{mark}>", sentence)
        for c in registry().find(re.sub(r"^(the|The) ", "", name))[:1]
    }


def comes_out(entry: Entry, language: Language, parsed: Parsed) -> bool:
    """Whether an example gives its type with its parties; of a use without event, nothing by it."""
    events = code_events(parsed, Cast(parsed, registry()))
    if entry.type == VOID:
        return not any(f":{entry.head}" in t.rule for e in events for t in e.tellings)
    actors = countries(language, entry.example, "a")
    recipients = countries(language, entry.example, "r")
    return any(
        e.type == entry.type
        and actors <= {p.country for p in e.actors}
        and recipients <= {p.country for p in e.recipients}
        for e in events
    )


@pytest.mark.parametrize("kind", sorted({e.type for e in lexicon().all()}))
def test_the_lexicons_own_examples(language: Language, kind: str) -> None:
    entries = [e for e in lexicon().all() if e.type == kind]
    texts = [plain_article(re.sub(r"</?[ar]>", "", e.example)) for e in entries]
    wrong = [
        f"{kind.lower()}.tsv:{entry.line} {entry.head}: {entry.example}"
        for entry, parsed in zip(entries, language.parse(texts), strict=True)
        if not comes_out(entry, language, parsed)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenya is considering sending medicine to Haiti.",
        "Norway is weighing a loan to Malawi.",
        "Ghana is exploring the possibility of opening an embassy in Cuba.",
    ],
)
def test_cooperation_that_is_only_weighed_has_no_code(language: Language, sentence: str) -> None:
    parsed = language.parse_text(sentence)
    events = code_events(parsed, Cast(parsed, registry()))
    assert [plover_type(e, "possible") for e in events] == [""]


def test_cooperation_that_is_planned_is_agreed(language: Language) -> None:
    parsed = language.parse_text("Kenya will send medicine to Haiti.")
    events = code_events(parsed, Cast(parsed, registry()))
    assert [plover_type(e, "planned") for e in events] == ["AGREE"]
