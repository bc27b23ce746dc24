"""The page that the project started from: everything told on it comes out, nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreigndesk.capture import capture
from foreigndesk.page import take_apart
from foreigndesk.reading import Reader
from foreigndesk.records import Capture, Event, Reading

PAGE = Path(__file__).resolve().parents[2] / "shared" / "pages" / "world-news-capture.txt"
pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not PAGE.is_file(), reason="the start page is not beside the checkout"),
]
Told = tuple[str, set[str], set[str], str, str]


@pytest.fixture(scope="module")
def reading(language) -> Reading:
    (item,) = capture(str(PAGE))
    assert isinstance(item, Capture)
    return Reader(language=language).read(take_apart(item))


def told(reading: Reading, event: Event) -> Told:
    stance = reading.stance(event)
    actors = {p.country for p in event.actors} - {""}
    recipients = {p.country for p in event.recipients} - {""}
    return event.type, actors, recipients, stance.status, stance.source.kind


@pytest.mark.parametrize(
    "wanted",
    [
        ("AID", {"PRK"}, {"RUS"}, "planned", "unnamed"),
        ("REQUEST", {"RUS"}, {"PRK"}, "happened", "author"),
        ("SANCTION", {"USA"}, {"PRK"}, "ongoing", "author"),
        ("COOPERATE", {"RUS", "PRK"}, set(), "possible", "unnamed"),
        ("COOPERATE", {"RUS", "PRK"}, set(), "possible", "author"),
        ("ACCUSE", set(), set(), "happened", "author"),
        ("ACCUSE", {"USA"}, {"RUS", "PRK"}, "happened", "author"),
        ("ACCUSE", {"CAN"}, {"CAN"}, "happened", "author"),
    ],
)
def test_what_is_told(reading: Reading, wanted: Told) -> None:
    assert wanted in [told(reading, e) for e in reading.events]


def test_wars(reading: Reading) -> None:
    found = {
        (*(p.country for p in (*e.actors, *e.recipients)), reading.stance(e).status, e.background)
        for e in reading.events
        if e.type == "ASSAULT"
    }
    assert ("RUS", "UKR", "ongoing", True) in found
    assert ("PRK", "UKR", "possible", False) in found


def test_the_troops_are_one_happening_told_again_as_possible(reading: Reading) -> None:
    (aid,) = [e for e in reading.events if e.type == "AID"]
    assert {p.country for p in aid.against} == {"UKR"}
    text = reading.text(aid.article)
    again = [
        (reading.text(s.source.span.text)[s.source.span.start : s.source.span.end], s.status)
        for s in reading.stances
        if s.event == aid.id
        and s.source.span is not None
        and "20,000" in aid.tellings[s.telling].evidence.of(text)
    ]
    assert again == [("reports", "possible")]
    assert any(f.best == 20_000 and f.of == "troops" for f in aid.figures)


def test_teasers_of_no_politics_give_nothing(reading: Reading) -> None:
    silent = {t.id for t in reading.page.teasers if "Orchard" not in t.title}
    assert len(silent) == 3
    assert [e for e in reading.events if e.article in silent] == []


def test_who_says_so(reading: Reading) -> None:
    sources = {
        (c.source.kind, c.source.name or c.source.described, c.speech) for c in reading.claims
    }
    assert ("unnamed", "A source", "direct") in sources
    assert ("named", "Charles H. Blake", "direct") in sources
    words = {described.lower() for _, described, _ in sources}
    assert {"reports", "experts", "political analysts", "officials"} <= words
    (blake,) = [c.source for c in reading.claims if c.source.name == "Charles H. Blake"]
    assert (blake.role, blake.affiliation) == ("analyst", "Center for Strategic Studies")
