"""Maps, networks, timelines, actors and pairs: the table says what the drawing says."""

from __future__ import annotations

import json
import re

import pytest

PATHS = (
    "/map", "/map?type=ASSAULT", "/network", "/timeline", "/actors", "/actor/PRK", "/pair/PRK/RUS",
)  # fmt: skip


def data_of(text: str, ident: str) -> list[dict[str, object]]:
    """Give what a page hands to its drawing."""
    found = re.search(rf'<script type="application/json" id="{ident}">(.*?)</script>', text, re.S)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize("path", PATHS)
def test_a_drawn_page_has_a_table_and_no_inline_script_or_style(client, path):
    text = client.get(path).text
    assert "<table" in text
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", text)
    assert "style=" not in text
    assert not re.search(r"\son\w+=", text)


def test_a_country_is_an_area_and_never_a_point(client):
    text = client.get("/map").text
    spots = data_of(text, "map-data")
    countries = [s for s in spots if s["precision"] == "country"]
    assert countries
    assert all(s["lat"] is None and s["lon"] is None and s["area"] for s in countries)
    assert all(s["lat"] is not None for s in spots if s["precision"] == "city")
    assert len(spots) == text.count("data-spot=")
    assert "no statement on the status" in text


def test_what_is_told_of_a_place_is_listed(client):
    text = client.get("/map/told?place=Kursk").text
    assert "<h2>Kursk</h2>" in text
    assert 'href="/article/' in text
    assert "No event." in client.get("/map/told?place=Nowhere").text


def test_a_filtered_map_leads_to_a_filtered_search(client):
    text = client.get("/map?type=ASSAULT").text
    assert "/search?what=events&amp;type=ASSAULT&amp;place=" in text
    assert all(s["coop"] == 0 for s in data_of(text, "map-data"))


def test_a_pair_says_what_holds_and_where_the_level_changed(client):
    text = client.get("/pair/PRK/RUS").text
    for said in ("Pact of PRK and RUS since", "first AID PRK→RUS on record", "binary segmentation"):
        assert said in text
    weeks = data_of(text, "scores-data")
    assert all(w["up"] >= 0 >= w["down"] for w in weeks)
    assert len(weeks) == text.split('aria-labelledby="weeks"><table>')[1].count("<tr data-item>")
    points = data_of(text, "points-data")
    assert points
    for point in points:
        assert f'<time datetime="{point["week"]}"' in text


def test_a_pair_in_days_without_a_word_says_so(client):
    text = client.get("/pair/PRK/RUS?since=2031-01-01").text
    assert "Nothing between the two is told" in text
    assert 'value="2031-01-01"' in text
