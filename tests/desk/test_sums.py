"""Sums that the store adds up out of indexes: they are what adding up every row gives."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from foreigndesk.codebook import codebook
from foreigndesk.desk import Settings
from foreigndesk.desk.common import Shelf
from foreigndesk.store import Desk, search
from foreigndesk.store.charting import Course, Link, actor_course, counted_since, links, speakers
from foreigndesk.store.kept import kept_developments, told_most
from foreigndesk.store.packing import packed
from foreigndesk.store.search import Filter, search_articles, search_claims, search_events

CODES = ("PRK", "KOR", "USA", "RUS", "hamas", "Łódź", "Abc")


@pytest.fixture
def told(own_desk):
    """A desk with some hundred weeks of pairs more, drawn at random."""
    draw = random.Random(7)
    with Desk.open(own_desk) as desk:
        rows = [r[0] for r in desk.query("SELECT row FROM developments")]
        with desk.transaction() as base:
            for _ in range(900):
                one, other = sorted(draw.sample(CODES, 2))
                week = date(2025, 1, 6) + timedelta(weeks=draw.randrange(30))
                done, row = draw.randrange(2), draw.choice(rows)
                base.execute(
                    "INSERT OR IGNORE INTO pair_weeks VALUES (?, ?, ?, ?, ?, '{}', '[]', '[]')",
                    (one, other, week.isoformat(), row, done),
                )
        yield desk


def rows_of(desk, since="", until=""):
    """Give every row of the pairs with its kind's score."""
    for r in desk.query(
        "SELECT p.*, d.kind FROM pair_weeks p JOIN developments d ON d.row = p.development"
    ):
        if since <= r["week"] and (not until or r["week"] <= until):
            yield r, codebook().types[r["kind"]].score


def coded(word):
    """Whether a party is a country's code."""
    return len(word) == 3 and word.isascii() and word.isupper()


@pytest.mark.parametrize("actor", ["", "PRK", "hamas", "XXX"])
@pytest.mark.parametrize("span", [("", ""), ("2025-02-01", "2025-04-07"), ("2030-01-01", "")])
def test_links_are_the_sums_of_all_rows(told, actor, span):
    since, until = span
    sums = defaultdict(lambda: [[], [], [], set()])
    for r, score in rows_of(told, since, until):
        one, other = r["one"], r["other"]
        if coded(one) and coded(other) and actor in ("", one, other):
            scores = sums[one, other]
            scores[2 if not r["done"] else 0 if score > 0 else 1].append(score)
            scores[3].add(r["development"])
    wanted = [
        Link(
            one=one, other=other, cooperation=round(sum(up), 1), conflict=round(sum(down), 1),
            developments=len(all_), planned=len(lean), lean=round(sum(lean), 1),
        )
        for (one, other), (up, down, lean, all_) in sums.items()
    ]  # fmt: skip
    wanted.sort(key=lambda k: (-k.developments, k.one, k.other))
    assert links(told, since=since, until=until, actor=actor, limit=5) == tuple(wanted[:5])
    assert bool(wanted) == (actor in {"", "PRK"} and since < "2030")


@pytest.mark.parametrize("code", ["PRK", "hamas", "XXX"])
@pytest.mark.parametrize("since", ["", "2025-03-10"])
def test_an_actors_weeks_have_each_development_once(told, code, since):
    weeks = defaultdict(set)
    for r, score in rows_of(told, since):
        if code in (r["one"], r["other"]):
            weeks[r["week"]].add((r["development"], r["done"], score))
    wanted = tuple(
        Course(
            week=week,
            cooperation=round(sum(s for _, done, s in of if done and s > 0), 1),
            conflict=round(sum(s for _, done, s in of if done and s <= 0), 1),
            planned=sum(not done for _, done, _ in of),
        )
        for week, of in sorted(weeks.items())
    )
    assert actor_course(told, code, since=since) == wanted
    assert bool(wanted) == (code != "XXX")


def test_who_is_told_of_too_often_is_counted_from_a_whole_week_on(told):
    assert counted_since(told, "PRK") == ""
    assert counted_since(told, "XXX", most=0) == ""
    since = counted_since(told, "PRK", most=100)
    sides = [[r["week"] for r, _ in rows_of(told) if r[side] == "PRK"] for side in ("one", "other")]
    for weeks in sides:
        assert sum(w >= since for w in weeks) <= 100
    before = (date.fromisoformat(since) - timedelta(weeks=1)).isoformat()
    assert any(sum(w >= before for w in weeks) > 100 for weeks in sides)


@pytest.mark.parametrize("find", [search_events, search_claims, search_articles])
@pytest.mark.parametrize("words", ["the", "minister", "troop*", "nothinghasthis", "said on"])
def test_common_words_find_what_rare_ones_would(demo_desk, monkeypatch, find, words):
    def pages(desk):
        found, after = [], ""
        while True:
            page = find(desk, Filter(words=words), after=after, limit=7)
            found += page.items
            after = page.next
            if not after:
                return found

    with Desk.open(demo_desk) as desk:
        rare = pages(desk)
        monkeypatch.setattr(search, "COMMON", 0)
        assert pages(desk) == rare
        assert bool(rare) == (words != "nothinghasthis")


def test_the_most_told_of_the_newest_are_those_that_sorting_gives(demo_desk):
    with Desk.open(demo_desk) as desk:
        for asked in ({}, {"background": False}, {"countries": ("PRK",)}):
            newest = kept_developments(desk, limit=12, **asked)
            ranked = sorted(newest, key=lambda k: (-k.articles, -k.independent, k.first))
            assert told_most(desk, limit=5, among=12, **asked) == ranked[:5]
            assert len(ranked) > 5


def test_rows_packed_into_one_are_the_rows(demo_desk):
    sql = "SELECT day, row, record ->> '$.place.lat' FROM events WHERE row > ? ORDER BY row DESC"
    with Desk.open(demo_desk) as desk:
        plain = [tuple(r) for r in desk.query(sql, (3,))]
        assert packed(desk, sql, (3,), tuple[str, int, float | None]) == plain
        assert packed(desk, sql, (10**9,), tuple[str, int, float | None]) == []
        assert len(plain) > 20


def test_a_sum_that_many_ask_for_at_once_is_added_up_once(demo_desk):
    asked, answers = [], []

    def slowly(desk):
        asked.append(1)
        time.sleep(0.2)
        return len(asked)

    shelved = Shelf(Settings(path=demo_desk, token="t"))

    def read():
        with shelved.desk() as desk:
            answers.append(shelved.lately(slowly, desk))

    readers = [threading.Thread(target=read) for _ in range(5)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert (asked, answers) == ([1], [1] * 5)
    shelved.forget()
    read()
    assert answers[-1] == 2


@pytest.mark.parametrize("few", [0, 2, 4000])
def test_what_one_does_to_another_is_found_from_either_side(demo_desk, monkeypatch, few):
    monkeypatch.setattr(search, "FEW", few)
    monkeypatch.setattr(search, "BETWEEN", few)
    with Desk.open(demo_desk) as desk:
        every = search_events(desk, Filter(), limit=10_000).items
        codes = {c for r in desk.query("SELECT DISTINCT country FROM parties") if coded(c := r[0])}
        found = 0
        for actor in sorted(codes):
            for recipient in sorted(codes)[:12]:
                wanted = [
                    told for told in every
                    if actor in {p.country for p in told.event.actors}
                    and recipient in {p.country for p in told.event.recipients}
                ]  # fmt: skip
                asked = Filter(actor=actor, recipient=recipient)
                assert list(search_events(desk, asked, limit=10_000).items) == wanted
                found += len(wanted)
        assert found > 10


def test_who_tells_of_a_code_is_who_the_events_say(demo_desk):
    with Desk.open(demo_desk) as desk:
        for code in ("PRK", "USA", "RUS", "XXX"):
            every = search_events(desk, Filter(party=code), limit=10_000).items
            assert len(every) <= 400
            said = Counter(
                (one.stance.source.kind, one.stance.source.name)
                for one in every
                if one.stance and one.stance.source.name
            )
            wanted = sorted(said.items(), key=lambda i: (-i[1], i[0][1]))
            assert {(k, w): n for k, w, n in speakers(desk, code, limit=10_000)} == dict(wanted)


def test_an_actors_page_says_since_when_it_counts(client, demo_desk, monkeypatch):
    assert "before that there is more" not in client.get("/actor/PRK").text
    with Desk.open(demo_desk) as desk:
        last = actor_course(desk, "PRK")[-1].week
    monkeypatch.setattr("foreigndesk.desk.actors.counted_since", lambda desk, code: last)
    client.app.state.shelf.forget()
    text = client.get("/actor/PRK").text
    assert "before that there is more" in text
    assert text.count('"week":') == 1
