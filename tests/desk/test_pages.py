"""Every page as a reader gets it: what it must say, and what it must not let through."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from markupsafe import escape

from foreigndesk.desk.articles import pieces
from foreigndesk.records import Article, Claim, Paragraph, Source, Span
from foreigndesk.store import Desk
from foreigndesk.store.delivering import add_channels, channel
from foreigndesk.store.feeds import xml_text
from foreigndesk.store.following import kept_development, kept_developments
from foreigndesk.store.watching import watches


@pytest.fixture(scope="module")
def troops(demo_desk) -> str:
    """The id of the development that the example pages tell."""
    with Desk.open(demo_desk) as desk:
        return kept_developments(desk, articles_at_least=5)[0].id


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "Leading developments"),
        ("/developments", "North Korea: troop deployment to Russia"),
        ("/developments?standing=disputed&party=PRK", "disputed"),
        ("/developments?open=yes", "figures for troops differ"),
        ("/search?words=troops", "<mark>troops</mark>"),
        ("/search?what=events&actor=PRK&status=denied", "denied"),
        ("/search?what=claims&source=NATO", "NATO"),
        ("/search?what=developments&words=troop", "troop deployment"),
        ("/search?what=events&actor=ZZZ", "Nothing on this desk fits"),
        ("/sources", "Who is heard"),
        ("/watches", "Nothing is watched yet"),
        ("/judgements", "Nobody has judged anything yet"),
        ("/about", "How it codes"),
    ],
)
def test_a_page_says_what_it_is_for(client, path, said):
    answer = client.get(path)
    assert answer.status_code == 200
    assert said in answer.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/article/art-0000", 404),
        ("/development/dev-0000", 404),
        ("/search?after=tampered", 400),
        ("/timeline?until=never", 400),
        ("/network?since=2024-13-01", 400),
        ("/search?" + "a=b&" * 300, 400),
        ("/developments?after=tampered", 400),
        ("/download/events.exe", 404),
        ("/timeline?until=0001-01-01", 200),
        ("/network?until=0001-01-05", 200),
        ("/judgements?brought=many", 422),
        ("/download/articles.graphml", 404),
    ],
)
def test_what_is_not_there_is_said(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_no_page_has_script_or_style_in_it(client, troops):
    for path in ("/", "/search", "/developments", f"/development/{troops}", "/about", "/watches"):
        text = client.get(path).text
        assert not re.search(r"<script(?![^>]*(\bsrc=|application/json))", text)
        assert "style=" not in text
        assert not re.search(r"\son\w+=", text)


def test_a_development_tells_its_course(client, troops):
    text = client.get(f"/development/{troops}").text
    for said in ("planned", "disputed", "acknowledged", "Held against each other", "10,000"):
        assert said in text
    short = client.get(f"/development/{troops[:14]}", follow_redirects=False)
    assert (short.status_code, short.headers["location"]) == (308, f"/development/{troops}")


def test_an_article_marks_what_it_tells(client, demo_desk):
    with Desk.open(demo_desk) as desk:
        article = next(a for a in desk.articles() if a.title.startswith("NATO confirms"))
    text = client.get(f"/article/{article.id}").text
    assert 'class="mark happened' in text
    assert 'class="chip source named"' in text
    assert "The Pentagon" in text
    assert "Which rule" in text
    assert re.search(r"<code>[^<]+#\d+</code>|<code>[a-z]+[.:][^<]+</code>", text)


def test_marks_may_nest_and_overlap():
    article = Article(id="art-1", capture="", text="Kyiv said that Seoul warned it would act.")
    spans = ((0, 40), (15, 40), (10, 27))
    claims = [
        Claim(
            id=f"clm-{n}",
            article="art-1",
            source=Source(kind="named", name="x"),
            source_spans=(),
            cue=(),
            content=(Span(text="art-1", start=a, end=b),),
            speech="indirect",
            rule="",
            version="",
        )
        for n, (a, b) in enumerate(spans)
    ]
    made = pieces(article, Paragraph(start=0, end=41, kind="body"), (), claims)
    assert "".join(p.text for p in made) == article.text
    assert [(p.text, p.claims) for p in made] == [
        ("Kyiv said ", ("clm-0",)),
        ("that ", ("clm-0", "clm-2")),
        ("Seoul warned", ("clm-0", "clm-1", "clm-2")),
        (" it would act", ("clm-0", "clm-1")),
        (".", ()),
    ]
    assert sorted(e for p in made for e in p.ends) == ["clm-0", "clm-1", "clm-2"]


def test_a_chip_stands_after_the_stop():
    text = "Seoul will send aid, Tokyo said. Seoul sent aid."
    article = Article(id="art-1", capture="", text=text)
    claim = Claim(
        id="clm-1",
        article="art-1",
        source=Source(kind="named", name="Tokyo"),
        source_spans=(),
        cue=(),
        content=(Span(text="art-1", start=0, end=19),),
        speech="indirect",
        rule="",
        version="",
    )
    made = pieces(article, Paragraph(start=0, end=len(text), kind="body"), (), [claim])
    assert "".join(p.text for p in made) == text
    assert [(p.text, p.ends) for p in made[:2]] == [
        ("Seoul will send aid", ()),
        (",", ("clm-1",)),
    ]


def test_an_article_says_what_each_source_says_once(client, demo_desk):
    with Desk.open(demo_desk) as desk:
        article = max(desk.articles(), key=lambda a: len(a.text))
        reading = desk.reading_of(article.id)
    text = client.get(f"/article/{article.id}").text
    assert text.count('class="speaker"') == len(
        {
            (c.source.kind, (c.source.name or c.source.described).casefold())
            for c in reading.claims
            if c.article == article.id
        }
    )
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def page_of(client, ident: str) -> str:
    """Give the text of a development's page."""
    return client.get(f"/development/{ident}").text


def test_a_judgement_is_kept_and_can_be_taken_back(client_of, own_desk, token):
    client = client_of(own_desk)
    with Desk.open(own_desk) as desk:
        one = kept_developments(desk, articles_at_least=5)[0]
        event = desk.query("SELECT event FROM reports ORDER BY day LIMIT 1")[0]["event"]
    form = {"token": token, "act": "confirm", "event": event, "who": "Ada", "why": "read it"}
    done = client.post(f"/development/{one.id}/judge", data=form, follow_redirects=False)
    assert (done.status_code, done.headers["location"]) == (303, f"/development/{one.id}#r-{event}")
    assert re.search(
        "Confirmed</strong> by Ada, <time[^>]+>[^<]+</time>: read it", page_of(client, one.id)
    )
    ident = re.search(r'name="ident" value="([^"]+)"', page_of(client, one.id))[1]
    undone = client.post("/judgements/undo", data={"token": token, "ident": ident})
    assert "taken back" in undone.text
    lines = client.get("/judgements/export.jsonl").text
    assert lines.count("\n") == 2
    again = client.post("/judgements/import", data={"token": token, "lines": lines})
    assert "0 judgements brought in" in again.text


def test_the_form_has_a_field_for_each_act(client_of, own_desk, token, troops):
    client = client_of(own_desk)
    event = re.findall(r'id="r-([^"]+)"', client.get(f"/development/{troops}").text)[1]
    form = {"token": token, "event": event, "who": "Ada", "recode": "possible", "grade": "B2"}
    client.post(f"/development/{troops}/judge", data={**form, "act": "recode"})
    text = client.get(f"/development/{troops}").text
    assert "The machine said status <strong>planned</strong>." in text
    assert "<strong>Recoded to</strong> possible by Ada" in text
    assert "Graded" not in text


@pytest.mark.parametrize(
    "wrong",
    [{"act": "hang"}, {"act": "recode", "value": "nonsense"}, {"who": "  "}],
)
def test_a_wrong_judgement_changes_nothing(client_of, own_desk, token, wrong):
    client = client_of(own_desk)
    with Desk.open(own_desk) as desk:
        one = kept_developments(desk, articles_at_least=5)[0]
        event = desk.query("SELECT event FROM reports LIMIT 1")[0]["event"]
    form = {"token": token, "act": "confirm", "event": event, "who": "Ada", **wrong}
    assert client.post(f"/development/{one.id}/judge", data=form).status_code == 422
    assert client.get("/judgements/export.jsonl").text == ""


def test_a_broken_import_names_the_line(client_of, own_desk, token):
    client = client_of(own_desk)
    answer = client.post("/judgements/import", data={"token": token, "lines": "\n{}\n"})
    assert answer.status_code == 422
    assert "line 2" in answer.text


def test_a_watch_is_added_tells_and_goes(client_of, own_desk, token):
    client = client_of(own_desk)
    form = {"token": token, "name": "troops", "countries": "prk", "types": ["AID", "MOBILIZE"]}
    page = client.post("/watches", data=form)
    assert page.status_code == 200
    assert "North Korea: troop deployment to Russia" in page.text
    assert client.post("/watches", data=form).status_code == 422
    feed = client.get("/watches/atom")
    assert feed.headers["content-type"] == "application/atom+xml"
    assert "<entry>" in feed.text
    ident = re.search(r'name="ident" value="([^"]+)"', page.text)[1]
    gone = client.post("/watches/remove", data={"token": token, "ident": ident})
    assert "No watch." in gone.text


def test_a_desk_for_reading_only_shows_no_form(client_of, demo_desk, troops):
    text = client_of(demo_desk, readonly=True).get(f"/development/{troops}").text
    assert 'method="post"' not in text


def test_a_development_says_what_it_is_tied_to(client, troops):
    text = client.get(f"/development/{troops}").text
    assert "Tied to other developments" in text
    other = re.search(r'is followed by <a href="(/development/[^"]+)"', text)[1]
    assert f'follows <a href="/development/{troops}"' in client.get(other).text


def test_a_watch_says_how_its_alerts_went(client_of, own_desk, token):
    client = client_of(own_desk)
    client.post("/watches", data={"token": token, "name": "troops", "countries": "PRK"})
    with Desk.open(own_desk) as desk:
        watch = watches(desk)[0].id
        add_channels(desk, [channel(watch, "webhook", "https://alerts.example.org/hook?key=k")])
    text = client.get("/watches").text
    assert "to webhook https://alerts.example.org/…: 0 sent" in text
    assert "key=k" not in text
    assert f'href="/watches/atom?watch={watch}"' in text


def test_a_time_at_the_end_of_the_calendar_is_none(client):
    for time in ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"):
        client.cookies.set("foreigndesk_visit", time)
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("who", ["Łukasz", "李明", 'a;b, "c"', "🙂"])
def test_a_judge_may_have_any_name(own_desk, client_of, token, troops, who):
    client = client_of(own_desk)
    with Desk.open(own_desk) as desk:
        event = kept_development(desk, troops).reports[0].event
    form = {"token": token, "act": "confirm", "event": event, "who": who}
    answer = client.post(f"/development/{troops}/judge", data=form, follow_redirects=False)
    assert answer.status_code == 303
    for page in (f"/development/{troops}?judge={event}", f"/development/{troops}/report/{event}"):
        assert f'value="{escape(who)}"' in client.get(page).text


def test_downloads_come_as_what_they_are(client):
    rows = client.get("/download/events.csv?actor=PRK")
    assert rows.headers["content-type"].startswith("text/csv")
    assert "attachment" in rows.headers["content-disposition"]
    assert rows.headers["x-foreigndesk-query"] == "actor=PRK"
    assert rows.text.startswith("id,day,type")
    found = client.get("/download/events.geojson").json()
    assert found["type"] == "FeatureCollection"
    for feature in found["features"]:
        exact = feature["properties"]["place_precision"] in ("point", "city")
        assert (feature["geometry"] is not None) == exact
    assert "<graphml" in client.get("/download/network.graphml").text
    assert client.get("/download/events.parquet").content[:4] == b"PAR1"
    for what in ("claims", "articles", "developments"):
        assert client.get(f"/download/{what}.jsonl").text.startswith("{")


def test_what_xml_cannot_hold_is_left_out():
    wild = 'a\x00\x0b\ud800\ufffe\uffff\U0001f642<&>"]]>'
    node = ElementTree.Element("node", id=xml_text(wild))
    read = ElementTree.fromstring(ElementTree.tostring(node, encoding="utf-8"))
    assert read.get("id") == 'a\U0001f642<&>"]]>'
