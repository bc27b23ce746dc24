"""What came in since a page was opened: said on every page with a list, and where it is seen."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from bench.desk_world import keep, made

from foreigndesk.store import Desk
from foreigndesk.store.arriving import Mark, arrived, mark_of, read_mark
from foreigndesk.store.following import follow, kept_developments
from foreigndesk.store.judging import append_judgement
from foreigndesk.store.search import Filter

HX = {"HX-Request": "true"}
LISTS = (
    "/", "/developments", "/search?what=articles", "/search?what=events", "/search?what=claims",
    "/search?what=developments", "/actors", "/actor/USA", "/pair/USA/RUS", "/map", "/network",
    "/timeline", "/sources", "/watches", "/judgements",
)  # fmt: skip


def line_of(text: str) -> str:
    """Give the address at which a page asks what is new."""
    found = re.search(r'id="fresh"[^>]*hx-get="([^"]+)"', text)
    assert found
    return unescape(found[1])


@pytest.fixture(scope="module")
def young(tmp_path_factory):
    """A small desk, and what is to come in."""
    path = tmp_path_factory.mktemp("fresh") / "young.desk"
    world = list(made(160, days=4))
    with Desk.open(path) as desk:
        keep(desk, world[:100])
        follow(desk)
    return path, world


@pytest.fixture
def growing(young, tmp_path):
    """A small desk, and a function that lets so many more articles come in."""
    path, world = Path(shutil.copy(young[0], tmp_path / "growing.desk")), young[1]

    def more(number: int) -> None:
        with Desk.open(path) as desk:
            keep(desk, world[100 : 100 + number])
            follow(desk)

    return path, more


@pytest.mark.parametrize("path", LISTS)
def test_a_page_asks_and_hears_nothing_while_nothing_is_new(client_of, growing, path):
    client = client_of(growing[0])
    text = client.get(path).text
    assert "<noscript>" in text
    answer = client.get(line_of(text), headers=HX)
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("path", LISTS[:12])
def test_what_came_in_is_counted_and_shown(client_of, growing, path):
    client = client_of(growing[0])
    asked = line_of(client.get(path).text)
    growing[1](60)
    answer = client.get(asked, headers=HX)
    assert answer.status_code == 200
    number = re.search(r'class="news" href="([^"]+)">(\d+) ', answer.text)
    assert number
    assert int(number[2]) > 0
    shown = client.get(path.partition("?")[0] + unescape(number[1]))
    assert client.get(line_of(shown.text), headers=HX).status_code == 204


def test_the_count_is_that_of_what_the_page_lists(client_of, growing):
    path, more = growing
    client = client_of(path)
    asked = {q: line_of(client.get(q).text) for q in LISTS}
    one = line_of(client.get("/search?what=events&actor=USA&type=AID").text)
    with Desk.open(path) as desk:
        before = mark_of(desk)
    more(60)
    with Desk.open(path) as desk:
        articles = desk.query("SELECT count(*) FROM pages WHERE reading > ?", (before.reading,))
        aid = desk.query(
            "SELECT count(DISTINCT e.id) FROM events e JOIN parties p ON p.reading = e.reading AND "
            "p.event = e.id WHERE e.reading > ? AND e.type = 'AID' AND p.country = 'USA' AND "
            "p.role = 'actor'",
            (before.reading,),
        )
    assert f"{articles[0][0]} new articles since" in client.get(asked["/"], headers=HX).text
    said = client.get(one, headers=HX).text
    assert f">{aid[0][0]} new event" in said or (aid[0][0] == 0 and not said)


def test_a_development_says_that_it_has_grown(client_of, growing):
    path, more = growing
    client = client_of(path)
    with Desk.open(path) as desk:
        before = {k.id: k.reports for k in kept_developments(desk)}
    pages = {i: line_of(client.get(f"/development/{i}").text) for i in before}
    more(60)
    with Desk.open(path) as desk:
        after = {k.id: k.reports for k in kept_developments(desk)}
    grown = next(i for i in before if after.get(i, 0) > before[i])
    same = next(i for i in before if after.get(i, 0) == before[i])
    number = after[grown] - before[grown]
    assert f"{number} new report" in client.get(pages[grown], headers=HX).text
    assert client.get(pages[same], headers=HX).status_code == 204


def test_a_judgement_made_meanwhile_is_told(client_of, growing):
    client = client_of(growing[0])
    log = line_of(client.get("/judgements").text)
    with Desk.open(growing[0]) as desk:
        one = kept_developments(desk)[0]
        page = line_of(client.get(f"/development/{one.id}").text)
        append_judgement(desk, "recode", one.id, "denied", who="Ada", why="")
    assert "1 new judgement since" in client.get(log, headers=HX).text
    assert "This development has changed since" in client.get(page, headers=HX).text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fresh/events", 400),
        ("/fresh/events?seen=1", 400),
        ("/fresh/events?seen=1.2.3.<script>", 400),
        ("/fresh/nothing?seen=0.0.0.", 404),
        ("/fresh/development/dev-zz?seen=0.0.0.", 404),
        ("/fresh/development/dev-?seen=0.0.0.", 409),
        ("/fresh/pair/USA?seen=0.0.0.", 204),
    ],
)
def test_a_line_that_cannot_be_asked_for(client_of, growing, path, status):
    assert client_of(growing[0]).get(path, headers=HX).status_code == status


def test_a_mark_is_read_as_it_is_written():
    mark = Mark(reading=7, alert=1, judgement=2, changed="2026-11-28T08:01:02.000003+00:00")
    assert read_mark(str(mark)) == mark
    assert read_mark(f"{mark} ") is None
    assert read_mark("٣.1.1.") is None
    assert Mark(reading=6).behind(mark)
    assert not mark.behind(Mark(reading=7))


def test_a_count_stops_where_much_came(growing, monkeypatch):
    monkeypatch.setattr("foreigndesk.store.arriving.READINGS", 20)
    growing[1](60)
    with Desk.open(growing[0]) as desk:
        found = arrived(desk, "articles", Filter(), Mark())
    assert (found.number, found.more) == (20, True)
