"""Maps, networks, timelines, actors and pairs: the table says what the drawing says."""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import quote

import pytest

from foreigndesk.desk.actors import code_of
from foreigndesk.desk.words import course, headline, signed
from foreigndesk.store import Desk
from foreigndesk.store.following import kept_developments

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
    for said in (
        "pact of North Korea and Russia",
        "first AID North Korea→Russia on record",
        "binary segmentation",
    ):
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


def test_an_actor_without_a_record_is_shown_as_it_is(client):
    assert "NATO" in client.get("/actor/NATO").text
    for nobody in ("ZZZ", "Nobody of that name", "a/b", "%", "' OR 1=1"):
        answer = client.get("/actor/" + quote(nobody, safe=""))
        assert answer.status_code == 200
        assert "Nothing with another actor is on record" in answer.text


def test_an_actor_without_a_code_has_its_weeks_partners_and_developments(client, demo_desk):
    with Desk.open(demo_desk) as desk:
        rows = desk.query(
            "SELECT code, development FROM development_parties WHERE length(code) > 3 AND "
            "development IN (SELECT development FROM pair_weeks) ORDER BY code"
        )
        keys = {r["code"] for r in rows}
        key = "soldiers"
        assert key in keys
        weeks = desk.query(
            "SELECT DISTINCT week, development FROM pair_weeks WHERE ? IN (one, other)", (key,)
        )
        names = {
            r["name"]
            for r in desk.query(
                "SELECT d.name FROM developments d JOIN development_parties p ON "
                "p.development = d.row WHERE p.code = ?",
                (key,),
            )
        }
    text = client.get("/actor/Soldiers").text
    shown = data_of(text, "scores-data")
    assert {w["week"] for w in shown} >= {r["week"] for r in weeks}
    edges = data_of(text, "network-data")
    assert {e["one"] for e in edges} == {key}
    assert f'href="/pair/{key}/{edges[0]["other"]}"' in text
    for name in names:
        assert headline(name) in text
    assert client.get(f"/pair/Soldiers/{edges[0]['other']}").status_code == 200
    assert 'href="/actor/soldiers"' in client.get("/actors").text


def test_a_person_who_counts_with_a_country_has_a_page_too(client, demo_desk):
    with Desk.open(demo_desk) as desk:
        rows = desk.query(
            "SELECT name, country FROM parties WHERE country <> '' AND role = 'actor' "
            "GROUP BY name ORDER BY count(*) DESC, name"
        )
    row = next(r for r in rows if code_of(r["name"]) == r["name"])
    text = client.get("/actor/" + quote(row["name"], safe="")).text
    assert f"<h1>{escape(row['name'])}</h1>" in text
    assert f'href="/actor/{row["country"]}"' in text


def test_a_state_by_its_name_leads_to_its_code(client):
    answer = client.get("/actor/North%20Korea", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/actor/PRK")


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


def test_the_map_of_a_development_has_its_own_places_only(client, demo_desk):
    with Desk.open(demo_desk) as desk:
        one = kept_developments(desk, articles_at_least=5)[0].id
        places = {
            r[0]
            for r in desk.query(
                "SELECT DISTINCT e.place FROM events e JOIN reports r ON r.event = e.id "
                "JOIN developments d ON d.row = r.development WHERE d.id = ? AND e.place <> ''",
                (one,),
            )
        }
    page = client.get(f"/development/{one}").text
    assert {s["name"] for s in data_of(page, "map-data")} == places
    assert {
        s["name"] for s in data_of(client.get(f"/map?development={one}").text, "map-data")
    } == places
    place = sorted(places)[0]
    told = client.get(f"/map/told?development={one}&place={place}").text
    assert 'href="/article/' in told
    assert (
        "Nothing on this desk fits"
        in client.get(f"/search?what=events&development={one}&actor=FRA").text
    )
    assert client.get("/map?development=dev-zz").status_code == 404


@pytest.mark.parametrize(
    ("number", "digits", "said"),
    [(2.5, -1, "+2.5"), (-9.0, -1, "−9"), (0.0, -1, "0"), (-2.0, 1, "−2.0"), (0.0, 1, "0.0")],
)
def test_a_score_has_its_sign(number, digits, said):
    assert signed(number, digits) == said


def test_a_course_names_a_year_where_it_is_new():
    told = [("2024-10-17", "planned", "unconfirmed"), ("2024-10-21", "happened", "disputed"),
            ("2025-04-28", "happened", "acknowledged")]  # fmt: skip
    assert [day for day, *_ in course(told)] == ["17 Oct 2024", "21 Oct", "28 Apr 2025"]
    assert course([("", "", ""), *told])[:2] == [("…", "", ""), ("17 Oct 2024", *told[0][1:])]
    assert headline("soldiers: aid") == "Soldiers: aid"
    assert headline("") == ""
