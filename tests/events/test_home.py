"""Parties without a country of their own, and words that only look like an act, in our sentences."""

from __future__ import annotations

import pytest

from foreigndesk.actors import Cast, registry
from foreigndesk.events.coder import code_events
from foreigndesk.language import Language
from foreigndesk.records import Event

pytestmark = pytest.mark.model


def events_of(language: Language, sentence: str) -> tuple[Event, ...]:
    parsed = language.parse_text(sentence, day="2024-10-17")
    return code_events(parsed, Cast(parsed, registry()), day="2024-10-17")


@pytest.mark.parametrize(
    ("sentence", "kind", "home"),
    [
        ("Ethnic Russians protested in Estonia.", "PROTEST", "EST"),
        ("Protesters demonstrated on Monday in London against Iran.", "PROTEST", "GBR"),
        ("Rebels demanded the resignation of Chad's president.", "REQUEST", "TCD"),
        ("A Kenyan nurse was arrested in Chad for spying.", "COERCE", "TCD"),
        ("Lt. Gen. Omar Silva resigned on Monday, and Peru's congress accepted.", "RETREAT", "PER"),
        ("Young Tunisians blocked roads around the phosphate town.", "PROTEST", "TUN"),
        ("The House China Committee demands answers from the FBI.", "REQUEST", "USA"),
        ("Opposition leaders in exile urged the United States to help.", "REQUEST", ""),
    ],
)
def test_whose_people_act(language: Language, sentence: str, kind: str, home: str) -> None:
    found = [(e.type, {p.country for p in e.actors}) for e in events_of(language, sentence)]
    assert (kind, {home}) in found


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ukraine's use of American weapons inside Russia is debated.", "ASSAULT"),
        ("Israel bombed weapons shipments meant for Hezbollah.", "AID"),
    ],
)
def test_what_is_not_told(language: Language, sentence: str, kind: str) -> None:
    assert kind not in {e.type for e in events_of(language, sentence)}


def test_all_parties_are_sides_and_no_political_parties(language: Language) -> None:
    (event,) = events_of(language, "All parties should show restraint, the Turkish minister said.")
    assert (event.type, {p.country for p in event.actors}) == ("REQUEST", {"TUR"})
    assert [p.country for p in event.recipients] == [""]
