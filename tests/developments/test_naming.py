"""A person reads names: of outlets as they write themselves, of countries, of who is quoted."""

from __future__ import annotations

from dataclasses import replace

from tests.developments.scenarios import report

from foreigndesk.developments import of_reports
from foreigndesk.developments.naming import in_words, listed, parties, source
from foreigndesk.developments.ties import ties
from foreigndesk.developments.watches import Watch, alerts, watch_words


def test_sources_by_their_keys():
    assert source("state:KOR") == "South Korea"
    assert source("people:UKR") == "people in Ukraine"
    assert source("outlet:harbour courier", {"outlet:harbour courier": "The Harbour Courier"}) == (
        "The Harbour Courier"
    )
    assert source("outlet:harbour courier") == "harbour courier"


def test_codes_in_a_line():
    assert in_words("first AID PRK→RUS on record") == "first AID North Korea→Russia on record"
    assert in_words("USA and KOS") == "United States and Kosovo"
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "C"]) == "A, B and C"


def told(number: int, who: str, troops: int, name: str = ""):
    one = report(number, f"2024-10-2{number} {who} AID PRK>RUS happened {who} troops={troops}")
    return replace(one, said_by=name)


FOUND = [
    told(0, "outlet:lund_courier", 3000, "The Lund Courier"),
    told(1, "USA", 10000),
    told(2, "KOR", 3000),
]


def test_what_is_open_names_outlets_and_countries():
    (one,) = of_reports(FOUND)
    assert one.open == (
        "figures for troops differ: 3,000 (The Lund Courier, South Korea), 10,000 (United States)",
    )


def test_why_an_alert_came_names_them_too():
    (one,) = of_reports(FOUND[::-1])
    watch = Watch(id="wat-1", name="w", made="", countries=("PRK",), place="RUS")
    assert watch_words(watch) == "North Korea · in Russia"
    whys = [a.why for a in alerts(Watch(id="wat-1", name="w", made="", countries=("PRK",)), [one])]
    assert any("sources differ on troops: 10,000 by United States" in why for why in whys)
    assert not any("PRK" in why for why in whys)


def test_an_alert_of_before_keeps_its_id():
    """The id has the source's key, so that a name written otherwise tells nothing a second time."""
    watch = Watch(id="wat-1", name="w", made="")
    before, after = (
        {a.id for a in alerts(watch, of_reports([replace(r, said_by=name) for r in FOUND]))}
        for name in ("", "Some Name")
    )
    assert before == after


def test_a_tie_names_its_parties():
    lines = (
        "2026-03-01 A REQUEST UKR>USA happened UKR words=missiles,range of=arms",
        "2026-03-20 B AGREE USA>UKR happened USA words=missiles,range of=arms",
    )
    (tie,) = ties(of_reports([report(n, line) for n, line in enumerate(lines)]))
    assert tie.why == "United States was asked by Ukraine"
    spoken = report(3, "2026-03-01 A REQUEST houthis>USA happened UKR")
    spoken = replace(spoken, names=(("houthis", "the Houthis"),))
    assert parties({"houthis", "USA"}, spoken) == "United States and the Houthis"
