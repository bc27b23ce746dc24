"""Plain-text captures: the layout of the start page, and heads that differ from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreigndesk.capture.types import make_capture
from foreigndesk.page import take_apart
from foreigndesk.records import Page

START = Path(__file__).resolve().parents[3] / "shared" / "pages" / "world-news-capture.txt"
LONG = (
    "The foreign ministry said on Monday that it had begun talks with its neighbour about the "
    "river border. Officials expect the talks to last for several weeks. "
)
PAGE = f"""Today : Mar 4, 2024
World News
3 March 2024

Two Neighbours Begin Talks On River Border

The capital hopes for an agreement before the summer floods

{LONG}

{LONG.replace("Monday", "Sunday")}

Correction: An earlier version gave the wrong name for the river.

Latest Contents
Museum Shows Old Maps

Museum Shows Old Maps

More than two hundred maps of the coast are on view in the hall of the…
4 March 2024
Port Workers Walk Out

Port Workers Walk Out

Lisbon, Mar 2 2024- The dock workers' union has called a strike at the container port…
4 March 2024
"""


def page(text: str, address: str = "capture.txt", media: str = "text/plain") -> Page:
    return take_apart(make_capture(address, "file", media, "", text.encode()))


def test_the_layout_of_the_start_page():
    found = page(PAGE)
    article = found.article
    assert found.problems == ()
    assert (article.shown, article.published) == ("2024-03-04", "2024-03-03")
    assert article.section == "World News"
    assert article.title == "Two Neighbours Begin Talks On River Border"
    assert article.standfirst == "The capital hopes for an agreement before the summer floods"
    assert len(article.parts("body")) == 3
    assert article.parts("body")[2].startswith("Correction: An earlier")
    assert article.language == "en"
    assert article.day == "2024-03-03"
    assert dict(article.provenance)["shown"] == "line “Today”"


def test_teasers_are_small_articles():
    first, second = page(PAGE).teasers
    assert (first.kind, first.block) == ("teaser", "Latest Contents")
    assert first.text.count("Museum Shows Old Maps") == 1
    assert first.parts("body") == (
        "More than two hundred maps of the coast are on view in the hall of the…",
    )
    assert first.published == second.published == "2024-03-04"
    assert (second.dateline_place, second.dateline_date) == ("Lisbon", "2024-03-02")
    assert second.parts("body")[0].startswith("The dock workers' union")


def test_paragraphs_hold_offsets():
    for article in (page(PAGE).article, *page(PAGE).teasers):
        pieces = [article.text[p.start : p.end] for p in article.paragraphs]
        assert "\n\n".join(pieces) == article.text
        assert all(piece == piece.strip() for piece in pieces)


@pytest.mark.gold
@pytest.mark.skipif(not START.exists(), reason="the start page is not beside the checkout")
def test_the_start_page_itself():
    found = page(START.read_text(encoding="utf-8"))
    article = found.article
    assert (article.shown, article.published) == ("2024-10-18", "2024-10-17")
    assert article.section == "World News"
    assert article.title == "North Korea Prepares Troop Deployment To Ukraine"
    assert article.standfirst.startswith("The alliance between North Korea and Russia")
    assert [p.kind for p in article.paragraphs] == ["title", "standfirst"] + 15 * ["body"]
    assert [t.block for t in found.teasers] == 4 * ["Latest Contents"]
    assert [t.published for t in found.teasers] == 4 * ["2024-10-18"]
    assert [p.kind for t in found.teasers for p in t.paragraphs] == 4 * ["title", "body"]
    assert [t.dateline_place for t in found.teasers] == ["", "", "Berlin", ""]
    assert found.teasers[2].dateline_date == "2024-10-17"
    assert found.teasers[2].parts("body")[0].startswith("The global water crisis")
    assert found.problems == ()


def test_title_then_date_then_text():
    article = page(f"Two neighbours begin talks\n3 March 2024\n\n{LONG}\n\n{LONG}").article
    assert (article.title, article.published) == ("Two neighbours begin talks", "2024-03-03")
    assert article.standfirst == article.section == ""
    assert len(article.parts("body")) == 2


def test_a_line_for_each_paragraph():
    text = "Two neighbours begin talks\n2024-03-03\n\nThe talks began.\nNobody left.\nMore follow."
    assert page(text).article.parts("body") == ("The talks began.", "Nobody left.", "More follow.")


def test_wrapped_lines_are_one_paragraph():
    text = (
        "Two neighbours begin talks\n3 March 2024\n\n"
        "The foreign ministry said on Monday that it had begun\n"
        "talks with its neighbour about the river border, and\n"
        "that it expects them to last for several weeks.\n"
    )
    (body,) = page(text).article.parts("body")
    assert "had begun talks with its neighbour" in body
    assert "border, and that it expects" in body


def test_outlet_byline_and_dateline():
    text = (
        "The Quayside Herald\nAsia\nTwo neighbours begin talks\n"
        "By Ana Prior and Ben Stowe in Kyiv\nPublished: 3 March 2024, 10:15 GMT | Updated 4 "
        "March 2024\n\n"
        "A summer of floods has hurried both governments.\n\n"
        f"KYIV, March 2 (Quay Agency) - {LONG}\n\n{LONG}"
    )
    article = page(text).article
    assert (article.outlet, article.section) == ("The Quayside Herald", "Asia")
    assert article.authors == ("Ana Prior", "Ben Stowe")
    assert (article.published, article.updated) == ("2024-03-03T10:15+00:00", "2024-03-04")
    assert article.standfirst == "A summer of floods has hurried both governments."
    assert (article.dateline_place, article.dateline_date) == ("Kyiv", "2024-03-02")
    assert article.parts("body")[0].startswith("The foreign ministry said")
    assert ("agency", "Quay Agency (dateline)") in article.provenance


def test_labelled_heads():
    text = (
        "Title: Two neighbours begin talks\nSource: The Quayside Herald\nDate: March 3, 2024\n"
        f"URL: https://quayside.example/talks\n\n{LONG}"
    )
    article = page(text).article
    assert (article.title, article.outlet) == ("Two neighbours begin talks", "The Quayside Herald")
    assert (article.published, article.address) == ("2024-03-03", "https://quayside.example/talks")


def test_a_month_alone_is_said():
    found = page(f"Two neighbours begin talks\nMarch 2024\n\n{LONG}")
    assert found.article.published == "2024-03-01"
    assert any("only a month" in p for p in found.problems)


def test_kinds_of_paragraphs():
    text = (
        f"Two neighbours begin talks\n3 March 2024\n\n{LONG}\n\nWhat each side wants\n\n{LONG}\n\n"
        f"- Free passage for boats\n- A new bridge\n\nPhoto: The river in spring\n\n> A "
        f"note.\n\n{LONG}"
    )
    kinds = [p.kind for p in page(text).article.paragraphs]
    assert kinds == ["title", "body", "heading", "body", "list", "list", "caption", "quote", "body"]


def test_furniture_goes():
    text = (
        f"Two neighbours begin talks\n3 March 2024\n\n{LONG}\n\nAdvertisement\n\nShare "
        f"this article\n\n{LONG}\n\n© 2024 Quay Media. All rights reserved.\n\nContact us"
    )
    assert page(text).article.parts("body") == (LONG.strip(), LONG.strip())


def test_same_page_same_id_wherever_the_file_lies():
    assert page(PAGE, "a.txt").article.id == page(PAGE, "b/c.txt").article.id
    assert page(PAGE).article.id != page(PAGE.replace("river", "lake")).article.id


def test_another_language_is_said_and_kept():
    text = (
        "Verhandlungen über die Grenze\n3 March 2024\n\n"
        "Das Außenministerium hat am Montag mitgeteilt, dass die Verhandlungen mit dem Nachbarland "
        "begonnen haben und mehrere Wochen dauern werden. Die Beamten erwarten keine Einigung."
    )
    found = page(text)
    assert found.article.language == "de"
    assert found.problems == ("the page is in German, not in English",)
    assert "Außenministerium" in found.article.text


def test_unseen_characters_and_markup_go():
    text = (
        "Two neigh\u200bbours begin \u202etalks\u202c\n3 March 2024\n\n"
        f"<p>{LONG}</p><p>A&nbsp;bridge &amp; a <b>road</b> are planned.</p>"
    )
    article = page(text).article
    assert article.title == "Two neighbours begin talks"
    assert article.parts("body")[1] == "A bridge & a road are planned."
