"""Who owns up, who speaks together, whose report it is: sentences of our own, read whole."""

from __future__ import annotations

import pytest

from foreigndesk.developments import Report
from foreigndesk.developments.reports import reports
from foreigndesk.language import Language
from foreigndesk.reading import Reader
from foreigndesk.records import Article, Page, Paragraph, Reading


@pytest.fixture(scope="module")
def reader(language: Language) -> Reader:
    return Reader(language=language)


def reading(reader: Reader, text: str, *, outlet: str = "The Lund Courier") -> Reading:
    body = Paragraph(start=0, end=len(text), kind="body")
    article = Article(
        id=f"art-{outlet}",
        capture="",
        text=text,
        published="2026-03-02",
        outlet=outlet,
        language="en",
        paragraphs=(body,),
    )
    return reader.read(Page(capture="", article=article))


def told(reader: Reader, text: str) -> Report:
    return reports([reading(reader, text)])[0]


@pytest.mark.parametrize(
    "text",
    [
        "Eritrea admitted on Friday that it had sent troops to Ethiopia.",
        "Rwanda acknowledges that it attacked Congo.",
        "Kenya, which borders Somalia, acknowledged that it had bombed Somalia.",
    ],
)
def test_who_owns_up(reader: Reader, text: str):
    found = told(reader, text)
    assert found.acknowledges
    assert found.self_said
    assert found.origin in ("state:ERI", "state:RWA", "state:KEN")


@pytest.mark.parametrize(
    "text",
    [
        "Turkey has never acknowledged that it shipped drones to Sudan.",
        "Rwanda refused to confirm that it had sent soldiers to Congo.",
        "Cuba has not yet admitted that it sent soldiers to Angola.",
        "Neither Rwanda nor Uganda acknowledged that they had sent troops to Congo.",
        "Poland confirmed that Belarus had sent troops to Russia.",
        "The minister said that Rwanda had sent soldiers to Congo and acknowledged the losses.",
    ],
)
def test_who_does_not(reader: Reader, text: str):
    found = told(reader, text)
    assert not found.acknowledges
    assert not found.self_said


def test_governments_that_speak_together_are_two(reader: Reader):
    found = told(reader, "Paris and Berlin said that Serbia had moved troops to Kosovo.")
    assert found.origins == ("state:FRA", "state:DEU")


def test_a_credited_outlet_is_the_origin(reader: Reader):
    first = reading(reader, "Serbia has moved troops to Kosovo.")
    second = reading(
        reader,
        "Serbia has moved troops to Kosovo, The Lund Courier reported on Monday.",
        outlet="The Ystad Post",
    )
    assert {r.origin for r in reports([first, second])} == {"outlet:lund courier"}


@pytest.mark.parametrize(
    ("text", "yet"),
    [
        ("Turkey has not yet ratified the treaty with Egypt.", True),
        ("Turkey hasn't yet signed the agreement with Egypt.", True),
        ("Turkey has yet to sign the agreement with Egypt.", True),
        ("Turkey has still not sent troops to Libya.", True),
        ("Turkey has so far not sent troops to Libya.", True),
        ("Turkey has not sent troops to Libya.", False),
        ("Turkey denied that it had sent troops to Libya.", False),
        ("Turkey's parliament did not ratify the treaty with Egypt.", False),
    ],
)
def test_what_has_not_happened_yet(reader: Reader, text: str, yet: bool):
    found = told(reader, text)
    assert found.status == "denied"
    assert found.yet is yet
