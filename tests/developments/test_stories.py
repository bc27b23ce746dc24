"""Stories as articles come: joining, late merges, fading; sentences of our own."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from foreigndesk.developments.linkage import average_link
from foreigndesk.developments.stories import Stories, Traits, stories, terms

FERRY = [
    "Ferry with 212 passengers capsizes off Zamboanga; coast guard searches for survivors",
    "Coast guard pulls survivors from the sea after ferry capsizes near Zamboanga",
    "Zamboanga ferry capsizing: owner says the vessel carried more passengers than listed",
    "Philippine inquiry into the capsized Zamboanga ferry hears of too many passengers",
]
DAM = [
    "Engineers warn that the Mosul dam needs grouting before the spring floods",
    "Baghdad signs a contract to grout the Mosul dam, engineers say",
    "Grouting of the Mosul dam begins as engineers watch the spring floods",
]
VOTE = [
    "Moldovans vote for a parliament; observers report long queues in Chisinau",
    "Observers praise Moldova's parliament vote in spite of queues in Chisinau",
]
ALL = [*FERRY, *DAM, *VOTE]


def of(text: str, number: int, day: str = "2026-03-02") -> Traits:
    return Traits(article=f"art-{number:03}", day=day, terms=terms(text))


def grouped(found: list[Traits]) -> set[tuple[str, ...]]:
    return {story.articles for story in stories(found)}


def test_articles_on_one_thing_are_one_story():
    found = [of(text, n) for n, text in enumerate(ALL)]
    assert grouped(found) == {
        ("art-000", "art-001", "art-002", "art-003"),
        ("art-004", "art-005", "art-006"),
        ("art-007", "art-008"),
    }


def test_the_order_of_reading_is_nothing_once_all_are_in():
    found = [of(text, n, f"2026-03-0{1 + n % 4}") for n, text in enumerate(ALL)]
    told = stories(found)
    for seed in range(50):
        random.Random(seed).shuffle(found)
        assert stories(found) == told


def test_an_article_comes_once():
    stream = Stories()
    first = stream.add(of(FERRY[0], 0))
    assert stream.add(of(FERRY[0], 0)) == first
    assert [s.articles for s in stream.stories()] == [("art-000",)]


def test_a_late_merge_is_recorded():
    stream = Stories()
    for number, text in enumerate(ALL):
        stream.add(of(text, number))
    before = {a: stream.story(a) for a in (f"art-{n:03}" for n in range(len(ALL)))}
    stream.settle("art-008")
    moved = {a for a, story in before.items() if stream.story(a) != story}
    assert {r.article for r in stream.revisions} == moved
    assert {r.after for r in stream.revisions} <= {"art-008"}
    for revision in stream.revisions:
        assert revision.source == before[revision.article]
        assert revision.target == stream.story(revision.article)


def test_a_story_closes_by_the_dates_of_the_articles():
    stream = Stories()
    old = stream.add(of(FERRY[0], 0, "2026-03-02"))
    new = stream.add(of(FERRY[1], 1, "2026-04-02"))
    assert old != new
    (closed,) = stream.take_closed()
    assert (closed.id, closed.articles, closed.last) == (old, ("art-000",), "2026-03-02")
    assert stream.take_closed() == ()
    with pytest.raises(KeyError):
        stream.story("art-000")


def test_an_anniversary_piece_is_no_part_of_the_old_story():
    stream = Stories()
    then = stream.add(of(FERRY[0], 0, "2025-03-02"))
    assert stream.add(of(FERRY[0], 1, "2026-03-02")) != then


def test_memory_fades_with_the_days():
    stream, day = Stories(), date(2026, 1, 1)
    draw = random.Random(7)
    held = []
    for number in range(2000):
        words = " ".join(f"w{draw.randrange(4000):04}x" for _ in range(12))
        stream.add(of(words, number, (day + timedelta(days=number // 10)).isoformat()))
        stream.take_closed()
        held.append(len(stream._story))
    assert max(held[1000:]) <= 10 * 16
    assert len(stream._postings) <= len(stream._story) * 12


def test_average_link_joins_what_is_alike_on_average():
    vectors = [{"a": 1.0}, {"a": 0.8, "b": 0.6}, {"b": 1.0}, {"c": 1.0}]
    assert average_link(vectors, 0.7) == [[0, 1], [2], [3]]
    assert average_link(vectors, 0.3) == [[0, 1, 2], [3]]
    assert average_link(vectors[:1], 0.3) == [[0]]


def test_forms_of_a_word_are_one_term():
    assert set(terms("Engineers grouting; engineer's")) >= {"engine", "grouti"}
    assert terms("the of and") == {}
