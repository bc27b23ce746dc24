"""Sections: each has a page that holds what it says, pages of it, and the same filter elsewhere."""

from __future__ import annotations

import re
from html import unescape

import pytest
from bench.desk_world import keep, made

from foreigndesk.actors.tables import STATE_COLUMNS
from foreigndesk.codebook import codebook
from foreigndesk.codebook.sections import regions, themes
from foreigndesk.codebook.tables import read_table, resource
from foreigndesk.store import Desk
from foreigndesk.store.following import follow, kept_development, kept_developments
from foreigndesk.store.search import Filter, search_articles, search_events


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    path = tmp_path_factory.mktemp("sections") / "world.desk"
    with Desk.open(path) as base:
        keep(base, list(made(150, days=10)))
        follow(base)
    return path


@pytest.fixture
def api(client_of, world):
    return client_of(world)


def test_each_state_is_in_one_region_and_each_context_in_one_theme():
    table = resource("foreigndesk.actors", "data", "states.tsv")
    states = {row["iso3"] for row in read_table(table, STATE_COLUMNS)}
    placed = [code for r in regions().values() for code in r.codes]
    assert len(placed) == len(set(placed))
    assert states - set(placed) == {"ATA"}
    assert set(placed) - states == {"EUR"}
    contexts = [c for t in themes().values() for c in t.codes]
    assert sorted(contexts) == sorted(codebook().contexts)


def test_the_front_page_leads_to_sections_that_hold_as_many_as_it_says(api):
    text = api.get("/").text
    links = re.findall(r'<a href="(/section/[^"]+)">[^<]+</a> <span class="tab dim">(\d+)<', text)
    assert {address.split("/")[2] for address, _ in links} == {"region", "theme", "pages"}
    for address, number in links:
        page, seen = unescape(address), set()
        while page:
            answer = api.get(page)
            assert answer.status_code == 200
            latest = answer.text[answer.text.index('id="latest"') :]
            seen |= set(re.findall(r'<h3><a href="/article/([^"]+)"', latest))
            older = re.search(r'rel="next" href="([^"]+)"', answer.text)
            page = unescape(older[1]) if older else ""
        assert len(seen) == int(number), address


def test_a_region_is_where_a_party_is_and_a_theme_what_the_context_is(world):
    with Desk.open(world) as desk:
        east = set(regions()["east-asia"].codes)
        found = search_events(desk, Filter(region="east-asia"), limit=1000).items
        every = search_events(desk, Filter(), limit=1000).items

        def there(told):
            return any(p.country in east for p in (*told.event.actors, *told.event.recipients))

        assert {t.event.id for t in found} == {t.event.id for t in every if there(t)}
        assert found
        war = set(themes()["security"].codes)
        found = search_events(desk, Filter(theme="security"), limit=1000).items
        assert {t.event.id for t in found} == {
            t.event.id for t in every if war & set(t.event.contexts)
        }
        both = search_articles(desk, Filter(region="east-asia", theme="security"), limit=1000)
        assert {a.article.id for a in both.items} <= {t.article.id for t in found}
        assert search_events(desk, Filter(region="atlantis"), limit=9).items == ()


def test_rows_that_many_fit_are_checked_as_those_that_few_fit(world, monkeypatch):
    wanted = [Filter(region="europe"), Filter(theme="security"), Filter(section="World")]
    with Desk.open(world) as desk:
        few = [[s(desk, w, limit=500) for s in (search_events, search_articles)] for w in wanted]
        monkeypatch.setattr("foreigndesk.store.search.FEW", 0)
        assert few == [
            [s(desk, w, limit=500) for s in (search_events, search_articles)] for w in wanted
        ]
        assert all(f.items for pair in few for f in pair)


def test_developments_of_a_section_are_told_in_it(world):
    with Desk.open(world) as desk:
        kept = kept_developments(desk, section="Africa")
        own = {a.id for a in desk.articles() if a.section == "Africa"}
        assert kept
        for one in kept:
            assert own & {r.article for r in kept_development(desk, one.id).reports}
        security = kept_developments(desk, contexts=themes()["security"].codes)
        assert 0 < len(security) < len(kept_developments(desk))
        africa = regions()["africa"].codes
        for one in kept_developments(desk, within=africa, countries=("FRA",)):
            assert {*one.actors, *one.recipients} & set(africa)
            assert "FRA" in {*one.actors, *one.recipients}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/section/region/atlantis", 404),
        ("/section/theme/", 404),
        ("/section/sideways/europe", 404),
        ("/section/pages/No%20such%2Fsection", 200),
        ("/section/pages/%3Cscript%3E", 200),
        ("/section/region/europe?after=tampered", 400),
        ("/developments?region=atlantis", 200),
        ("/api/v1/events?region=atlantis", 400),
        ("/api/v1/events?region=europe&theme=economy", 200),
        ("/api/v1/developments?theme=security", 200),
        ("/api/v1/articles?theme=security&limit=1", 200),
        ("/api/v1/claims?theme=security", 400),
        ("/download/articles.csv?region=europe", 200),
        ("/download/developments.jsonl?theme=security", 200),
    ],
)
def test_an_address_of_a_section(api, path, status):
    answer = api.get(path)
    assert answer.status_code == status
    assert "<script>" not in answer.text


def test_what_comes_in_later_is_in_its_section_too(tmp_path):
    with Desk.open(tmp_path / "d.desk") as desk:
        world = list(made(40, days=3))
        keep(desk, world[:20])
        before = len(search_events(desk, Filter(theme="security"), limit=500).items)
        keep(desk, world[20:])
        assert len(search_events(desk, Filter(theme="security"), limit=500).items) > before > 0
