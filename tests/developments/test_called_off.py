"""Plans and cancellations as pages tell them, read whole: sentences of our own."""

from __future__ import annotations

import pytest

from foreigndesk.developments import of_reports
from foreigndesk.developments.reports import reports
from foreigndesk.developments.ties import ties
from foreigndesk.language import Language
from foreigndesk.reading import Reader
from foreigndesk.records import Article, Page, Paragraph, Reading

XI = "China's president plans to visit France in May."
TROOPS = "Germany will send 500 soldiers to Lithuania in June."
OFF = (
    (XI, "The Chinese president's visit to France, planned for May, was called off on Friday."),
    (XI, "China called off the visit of its president to France."),
    (XI, "France cancelled the visit of the Chinese president."),
    (XI, "The Chinese president's visit to France was cancelled."),
    (TROOPS, "Germany called off the deployment of 500 soldiers to Lithuania."),
    (TROOPS, "Germany has abandoned plans to send soldiers to Lithuania."),
    ("Japan and South Korea will hold a summit in May.", "Japan scrapped the summit with South Korea."),
    ("India will hold joint naval exercises with Japan in May.",
     "India and Japan called off joint exercises."),
    ("The United States will impose sanctions on Georgia in May.",
     "The United States has abandoned plans to impose sanctions on Georgia."),
)  # fmt: skip
ON = (
    (XI, "Turkey called off the visit of its president to Egypt."),
    (XI, "The Chinese president's visit to Germany was called off."),
    (XI, "The Chinese foreign minister's visit to France was called off."),
    (XI, "The Chinese president's visit to France, planned for July, was called off."),
    (XI, "The Chinese president's visit to France was postponed until June."),
    (XI, "China postponed the visit of its president to France."),
    (XI, "China denied that it had called off the visit of its president to France."),
    (XI, "China may call off the visit of its president to France."),
    (XI, "China's president will visit France in May as planned, officials said."),
    (TROOPS, "Germany called off the delivery of tanks to Lithuania."),
    (TROOPS, "Poland called off the deployment of 500 soldiers to Lithuania."),
)


@pytest.fixture(scope="module")
def reader(language: Language) -> Reader:
    return Reader(language=language)


def reading(reader: Reader, text: str, day: str) -> Reading:
    article = Article(
        id=f"art-{day}",
        capture="",
        text=text,
        published=day,
        outlet=f"Paper of {day}",
        language="en",
        paragraphs=(Paragraph(start=0, end=len(text), kind="body"),),
    )
    return reader.read(Page(capture="", article=article))


def said(reader: Reader, plan: str, later: str) -> set[str]:
    told = [reading(reader, plan, "2026-03-02"), reading(reader, later, "2026-04-24")]
    return {t.what for t in ties(of_reports(reports(told)))}


@pytest.mark.parametrize(("plan", "later"), OFF)
def test_a_plan_is_tied_to_its_cancellation(reader: Reader, plan: str, later: str):
    assert "cancels" in said(reader, plan, later)


@pytest.mark.parametrize(("plan", "later"), ON)
def test_a_plan_is_not_tied_to_what_calls_off_nothing_of_it(reader: Reader, plan: str, later: str):
    assert "cancels" not in said(reader, plan, later)
