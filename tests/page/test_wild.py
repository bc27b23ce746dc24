"""Wild input: whatever comes in, a Page comes out, and says what was wrong."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foreigndesk.capture.types import make_capture
from foreigndesk.page import html, take_apart
from foreigndesk.page.text import clean, unmarked, without_scripts
from foreigndesk.page.words import words
from foreigndesk.records import Page, decode, encode

MEDIA = ("text/plain", "text/html", "application/json", "application/xhtml+xml", "")


def page(data: bytes, media: str = "text/plain", encoding: str = "") -> Page:
    return take_apart(make_capture("x", "file", media, encoding, data))


def sound(found: Page) -> None:
    for article in (found.article, *found.teasers):
        pieces = [article.text[p.start : p.end] for p in article.paragraphs]
        assert "\n\n".join(pieces) == article.text
    assert decode(encode(found), Page) == found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=400), st.sampled_from(MEDIA), st.sampled_from(["", "utf-8", "utf-16", "x"])
)
def test_random_bytes(data: bytes, media: str, encoding: str):
    sound(page(data, media, encoding))


PARTS = st.sampled_from(
    ["Today : ", "Oct 18, 2024", "World News", "\n", "\n\n", "By ", "Title ", "KYIV, ", " - ",
     "(A) ", "Latest Contents", "<p>", "</p>", "<h1>", "<article>", "<li>", "&amp;", "…", ".", "- ", "> ",
     "The army moved to the border and stayed. ", "\u202e", "\x00", "http://x", ": ", "—"]
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PARTS, max_size=40), st.sampled_from(MEDIA))
def test_pieces_of_pages_in_any_order(parts: list[str], media: str):
    sound(page("".join(parts).encode(), media))


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(["text", "title", "date", "url", "author", "name", "source"]),
                x,
                max_size=4,
            )
        ),
        max_leaves=8,
    )
)
def test_rows_of_any_shape(value: object):
    sound(page(json.dumps(value).encode(), "application/json"))


@pytest.mark.parametrize("media", MEDIA)
def test_nothing_at_all(media: str):
    found = page(b"", media)
    assert found.article.text == ""
    assert found.problems


def test_binary_garbage_is_said():
    assert page(b"\x89PNG\r\n\x00\x00").problems == ("this is binary data, not a page of text",)
    assert page(bytes(range(32)) * 50).article.text == ""


def test_a_broken_encoding_is_said():
    text = (
        "Talks begin\n3 March 2024\n\nThe caf\xe9 stayed open while the ministers met in the town."
    )
    found = page(text.encode("latin-1"))
    assert "café" in found.article.text
    assert any("not valid UTF-8" in p for p in found.problems)


def test_a_page_beyond_all_bounds_is_cut_and_said():
    found = page(b"The army said that it had moved to the border. " * 200_000)
    assert len(found.article.text) <= 150_000
    assert any("only the first 8,000,000" in p for p in found.problems)
    deep = page(b"<html><body>" + b"<div>" * 20_000 + b"<p>Text of the page.</p>", "text/html")
    sound(deep)


def test_a_page_of_tags_is_cut_and_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(html, "MAX_TAGS", 2_000)
    wild = b"<html><head><title>Talks begin</title></head><body>" + b"<br>" * 2_100
    found = page(wild, "text/html")
    assert found.article.title == "Talks begin"
    assert any("cut after 2,000 tags" in p for p in found.problems)


def test_rows():
    row = {
        "title": "Talks begin",
        "text": "The two ministers met in the border town on Sunday.\n\nThey will meet again.",
        "date": "2024-03-03",
        "url": "https://quayside.example/talks",
        "source": "The Quayside Herald",
        "authors": ["Ana Prior"],
    }
    article = page(json.dumps(row).encode(), "application/json").article
    assert (article.title, article.published) == ("Talks begin", "2024-03-03")
    assert (article.address, article.outlet) == (row["url"], row["source"])
    assert article.authors == ("Ana Prior",)
    assert len(article.parts("body")) == 2
    assert dict(article.provenance)["published"] == "row's “date”"


def test_rows_that_are_none():
    assert page(b"{", "application/json").problems == ("the row is not valid JSON",)
    assert page(b"[1]", "application/json").problems == ("the row is no JSON object",)


def test_text_is_cleaned():
    assert clean("a\u00a0b\u200b\u202ec\u00ad d\r\n e") == "a bc d e"
    assert unmarked("5 < 6 and 7 > 2") == "5 < 6 and 7 > 2"
    assert without_scripts("a<script>b</script>c<script>d") == "a c<script>d"


def test_the_words_are_well_formed():
    table = words()
    assert set(table.months.values()) == set(range(1, 13))
    assert all(-12 <= east <= 14 for east in table.zones.values())
    lists = [
        *(getattr(table.labels, name) for name in table.labels.__struct_fields__),
        table.sections.words, table.outlets.words, table.blocks.whole, table.blocks.starts,
        table.furniture.whole, table.furniture.starts, table.furniture.footer,
        table.captions.starts, table.bylines.roles, table.datelines.not_places, table.months, table.zones,
    ]  # fmt: skip
    for entries in lists:
        assert entries
        assert all(entry == entry.lower() and entry.strip() for entry in entries)
