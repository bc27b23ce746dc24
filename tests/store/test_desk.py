from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.made import TEASER, capture, foreign, reading

from foreigndesk.records import Judgement
from foreigndesk.store import Desk, DeskError, UnknownIdError


@pytest.fixture
def desk(tmp_path: Path):
    with Desk.open(tmp_path / "a.desk") as opened:
        yield opened


def test_a_reading_comes_back_whole(desk: Desk):
    first = reading()
    assert desk.write(first, capture()) is True
    assert desk.reading_of(first.page.article.id) == first
    assert list(desk.readings()) == [first]
    assert desk.capture(capture().id) == capture()
    assert desk.write(foreign()) is True
    assert list(desk.readings())[1] == foreign()


def test_writing_again_changes_nothing(desk: Desk, tmp_path: Path):
    desk.write(reading(), capture())
    before = _dump(tmp_path / "a.desk")
    assert desk.write(reading(), capture()) is False
    assert _dump(tmp_path / "a.desk") == before
    assert desk.has(reading().page.article.id, "1.0+aa")
    assert not desk.has(reading().page.article.id, "1.1+bb")


def test_versions_stand_side_by_side(desk: Desk):
    old, new = reading(version="1.0+aa"), reading(version="1.1+bb", status="planned")
    desk.write(old)
    desk.write(new)
    ident = old.page.article.id
    assert [t.version for t in desk.events()] == ["1.1+bb", "1.1+bb"]
    assert {t.stance.status for t in desk.events(kind="MOBILIZE") if t.stance} == {"planned"}
    assert {t.version for t in desk.events(version="1.0+aa")} == {"1.0+aa"}
    assert desk.reading_of(ident) == new
    assert desk.reading_of(ident, version="1.0+aa") == old
    assert desk.versions() == {"1.0+aa": 1, "1.1+bb": 1}
    assert len(desk.articles()) == len(desk.articles(version="1.0+aa")) == 1
    desk.write(old)  # the old version again: the new one stays current
    assert desk.reading_of(ident) == new
    assert desk.counts()["events"] == 2


def test_an_event_of_another_version_is_not_passed_off(desk: Desk):
    desk.write(reading())
    ident = reading().events[0].id
    assert desk.event(ident).version == "1.0+aa"
    with pytest.raises(UnknownIdError, match=r"in version 9\.9"):
        desk.event(ident, version="9.9")
    with pytest.raises(UnknownIdError, match=r"not read by version 9\.9"):
        desk.reading_of(reading().page.article.id, version="9.9")


def test_events_are_found_by_what_they_are(desk: Desk):
    desk.write(reading(1, day="2026-03-02"))
    desk.write(reading(2, day="2026-03-05", status="denied"))
    assert [t.day for t in desk.events(kind="MOBILIZE")] == ["2026-03-05", "2026-03-02"]
    assert [t.day for t in desk.events(status="denied")] == ["2026-03-05"]
    assert [t.day for t in desk.events(until="2026-03-04", kind="MOBILIZE")] == ["2026-03-02"]
    assert [t.day for t in desk.events(since="2026-03-03", kind="MOBILIZE")] == ["2026-03-05"]
    assert len(desk.events(country="NOR", kind="MOBILIZE")) == 2
    assert desk.events(country="EST") == []
    assert len(desk.events(source="unnamed")) == 2
    assert len(desk.events(limit=1)) == 1
    told = desk.events(kind="MOBILIZE", status="possible")[0]
    assert told.sentence.startswith("Norland may send 5,000 troops")


def test_a_teaser_on_many_pages_is_one(desk: Desk):
    for number in (1, 2, 3):
        desk.write(reading(number))
    assert [t.sentence for t in desk.events(kind="CONSULT")] == [TEASER]
    assert len(desk.search("grain talks")) == 1
    assert desk.counts() == {
        "pages": 3,
        "articles": 4,
        "events": 4,
        "claims": 3,
        "mentions": 3,
        "problems": 3,
    }


def test_ids_resolve_by_their_beginning(desk: Desk):
    desk.write(reading(1))
    desk.write(reading(2))
    ident = reading(1).events[0].id
    assert desk.event(ident[:14]).event.id == ident
    assert desk.event(ident[4:14]).event.id == ident
    assert desk.claim(reading(1).claims[0].id) == reading(1).claims[0]
    assert desk.article(reading(2).page.article.id) == reading(2).page.article
    for wrong, say in (("evt-", "beginning of several"), ("nix", "has the id"), ("", "has the id")):
        with pytest.raises(UnknownIdError, match=say):
            desk.resolve(wrong)
    for wild in ("%", "_", "\x00", "'", "\udc80", "evt-\U0010ffff"):
        with pytest.raises(UnknownIdError):
            desk.event(wild)
    with pytest.raises(UnknownIdError):
        desk.capture("cap-nix")


def test_search_finds_words(desk: Desk):
    desk.write(reading())
    hit = desk.search("troops official")[0]
    assert hit.article.id == reading().page.article.id
    assert "[troops]" in hit.excerpt
    assert desk.search("TROOPS") != []
    assert desk.search("elephants") == []
    assert desk.search("") == desk.search("  ") == []


HOSTILE = (
    '"', '""', "*", "troops*", "NEAR(a b)", "AND", "OR", "NOT troops", "a AND", "text:troops",
    "-troops", "^troops", "(", ")", "a)(", "{text}", ": :", "'; DROP TABLE pages; --", "\x00",
    "troops\x00", "+", ".", "\udc80", "😀", "troops\n\nofficial", "a" * 100_000, "NEAR/3",
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_search_takes_hostile_queries(desk: Desk, query: str):
    desk.write(reading())
    desk.search(query)
    assert desk.counts()["pages"] == 1


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30))
def test_search_takes_any_text(desk: Desk, query: str):
    desk.search(query)


def test_judgements_are_kept_in_order(desk: Desk, tmp_path: Path):
    made = [
        Judgement(
            id=f"jdg-{n}",
            act="recode",
            target="t1" if n % 2 else "t2",
            value="AID",
            who="ed",
            when=f"2026-03-0{n}T00:00:00+00:00",
            why="troops sent to help",
            undone=n == 3,
        )
        for n in (1, 2, 3)
    ]
    for one in made:
        desk.judge(one)
    desk.write(reading(version="2.0+cc"))
    with Desk.open(tmp_path / "a.desk", create=False) as again:
        assert again.judgements() == made
        assert again.judgements("t1") == [made[0], made[2]]


def test_problems_are_noted_once(desk: Desk):
    desk.note("a.html", "capture", "the file is empty")
    desk.note("a.html", "capture", "the file is empty")
    desk.note("b\udc80.html", "capture", "the file is empty")
    desk.write(foreign())
    found = [(t.address, t.stage, t.message) for t in desk.problems()]
    assert found == [
        ("a.html", "capture", "the file is empty"),
        ("b\\udc80.html", "capture", "the file is empty"),
        ("pages/9.html", "reading", "the page is in German; only English is coded"),
    ]


def test_text_that_utf8_cannot_hold_is_refused_in_one_line(desk: Desk):
    page = reading().page
    broken = replace(reading(), page=replace(page, article=replace(page.article, outlet="\ud800")))
    with pytest.raises(DeskError, match="UTF-8"):
        desk.write(broken)
    assert desk.counts()["pages"] == 0
    assert desk.write(reading())


def test_readers_work_beside_a_writer(desk: Desk, tmp_path: Path):
    desk.write(reading(1))
    with Desk.open(tmp_path / "a.desk", create=False) as reader:
        rows = reader.readings()
        assert next(rows) == reading(1)
        desk.write(reading(2))
        assert len(reader.articles()) == 2


def _dump(path: Path) -> list[str]:
    base = sqlite3.connect(path)
    try:
        return list(base.iterdump())
    finally:
        base.close()
