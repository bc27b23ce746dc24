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


def test_a_network_gives_its_edges_in_the_table_too(client):
    text = client.get("/network").text
    edges = data_of(text, "network-data")
    assert edges
    for edge in edges:
        assert f'data-edge="{edge["one"]}-{edge["other"]}"' in text
        assert f'href="/pair/{edge["one"]}/{edge["other"]}"' in text
    assert any(not e["firm"] for e in edges)


def test_a_step_of_the_slider_gets_the_drawing_alone(client):
    address = "/network?since=2024-10-01&until=2024-10-31&part=drawn"
    part = client.get(address, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert data_of(part, "network-data")
    quiet = client.get("/network?since=2031-01-01&part=drawn", headers={"HX-Request": "true"}).text
    assert "Nothing between two actors is told" in quiet


def test_an_actor_has_its_weeks_partners_and_words(client):
    text = client.get("/actor/PRK").text
    weeks = data_of(text, "scores-data")
    assert len(weeks) == text.split("The weeks as a table")[1].split("</table>")[0].count(
        "<tr><td>"
    )
    assert 'href="/pair/PRK/RUS"' in text
    own = text.split("What its own people say")[1].split("</section>")[0]
    assert own.count('href="/article/') == own.count('class="told"') > 0


def test_an_actor_without_a_code_or_a_record_is_shown_as_it_is(client):
    assert "NATO" in client.get("/actor/NATO").text
    assert "Nothing with another actor is on record" in client.get("/actor/ZZZ").text


@pytest.mark.parametrize(
    ("name", "place"),
    [("north korea", "/actor/PRK"), ("rus", "/actor/RUS"), ("a/b", "/actor/a%2Fb")],
)
def test_an_actor_is_found_by_name(client, name, place):
    answer = client.get("/actors", params={"name": name}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, place)


def test_a_timeline_is_filtered_by_type_and_standing(client):
    text = client.get("/timeline?type=ASSAULT&standing=acknowledged").text
    bars = data_of(text, "courses-data")
    assert bars
    assert {b["side"] for b in bars} == {"conflict"}
    assert {d["quad"] for d in data_of(text, "counts-data")} == {4}
    assert text.count('<tr data-item><th scope="row"><a href="/development/') == len(bars)
    assert "Nothing is told" in client.get("/timeline?since=2031-01-01&until=2031-02-01").text
