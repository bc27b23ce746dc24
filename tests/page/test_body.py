"""The body read twice: the careful reading's holes are filled, other stories stay out."""

from __future__ import annotations

import lxml.html

from foreigndesk.page.body import Piece, _filled, read_body
from foreigndesk.page.fields import Draft


def run(number: int) -> Piece:
    words = f"Paragraph {number} of the story tells at some length what was agreed on the border"
    return f"{words}, and between whom it was agreed.", "body"


STORY = [run(n) for n in range(6)]


def test_a_hole_in_the_story_is_filled():
    careful = [*STORY[:2], *STORY[3:]]
    assert _filled(careful, STORY) == STORY


def test_what_comes_after_the_story_stays_out():
    other = [run(n) for n in range(20, 30)]
    assert _filled(STORY, [*STORY, *other]) == STORY
    assert _filled(STORY, [*other, *STORY]) == STORY


def test_a_lost_lead_comes_back():
    assert _filled(STORY[2:], STORY) == STORY


def test_buttons_and_repeated_boxes_fill_nothing():
    box: Piece = (
        "Outside content is not shown here because your settings do not allow it yet.",
        "body",
    )
    credit: Piece = ("A. Person/Agency", "body")
    plain = [STORY[0], credit, box, STORY[1], credit, box, *STORY[2:]]
    assert _filled(STORY, plain) == STORY


def test_a_paragraph_cut_short_is_made_whole():
    text, kind = STORY[2]
    careful = [*STORY[:2], (text[:60], kind), *STORY[3:]]
    assert _filled(careful, STORY) == STORY


def test_a_story_that_the_careful_reading_lost_is_read_plainly():
    assert _filled(STORY[:1], STORY) == STORY
    assert _filled([], STORY) == STORY
    assert _filled(STORY, []) == STORY


def test_a_paragraph_full_of_links_is_kept():
    rows = "".join(f"<p>{text}</p>" for text, _ in STORY[:3])
    linked = (
        '<p><a href="/a">The parliament of Norland ratified the treaty with its neighbour</a> on '
        '<a href="/b">Tuesday, after three days of debate in both chambers.</a></p>'
    )
    rest = "".join(f"<p>{text}</p>" for text, _ in STORY[3:])
    tree = lxml.html.document_fromstring(
        f"<html><body><article><h1>Talks</h1>{rows}{linked}{rest}</article></body></html>"
    )
    texts = [text for text, _ in read_body(tree, Draft())]
    assert len([t for t in texts if t.startswith("Paragraph")]) == 6
    assert any(t.startswith("The parliament of Norland ratified") for t in texts)
