"""The cast as the record of a page sees it: mentions, actors, antecedents, dates, places."""

from __future__ import annotations

from dataclasses import replace

import pytest

from foreigndesk.actors import Cast, registry
from foreigndesk.language import Language, Parsed, plain_article

pytestmark = pytest.mark.model

TEXT = (
    "Iran's foreign minister met Ilse Brandt, a Dutch analyst, in Geneva on Monday.\n\n"
    "Brandt said the United States and its allies would answer. Tehran denied the charge, and "
    "Hezbollah rejected it."
)


def cast_of(language: Language, text: str, day: str = "2024-10-17") -> tuple[Parsed, Cast]:
    parsed = language.parse_text(text, day=day)
    return parsed, Cast(parsed, registry())


def word(parsed: Parsed, text: str):  # type: ignore[no-untyped-def]
    return next(t for t in parsed.doc if t.text == text)


def test_mentions_lie_in_the_text_and_refer_to_actors(language: Language) -> None:
    parsed, cast = cast_of(language, TEXT)
    mentions, actors = cast.mentions(), {a.id: a for a in cast.actors()}
    assert all(m.of == "actor" and m.how for m in mentions)
    assert all(m.span.text == parsed.article.id for m in mentions)
    assert all(0 <= m.span.start < m.span.end <= len(parsed.article.text) for m in mentions)
    assert all(m.ref in actors for m in mentions if m.ref)
    words = [m.span.of(parsed.article.text) for m in mentions]
    assert {"Tehran", "United States", "Hezbollah"} <= set(words)
    assert "Geneva" not in words


def test_actors_come_once_with_their_codes(language: Language) -> None:
    _, cast = cast_of(language, TEXT)
    actors = cast.actors()
    assert len({a.id for a in actors}) == len(actors)
    codes = {(a.country, a.kind) for a in actors}
    assert {("IRN", "state"), ("USA", "state"), ("LBN", "group")} <= codes
    brandt = [a for a in actors if "Brandt" in a.name]
    assert [(a.country, a.kind, a.sectors) for a in brandt] == [("NLD", "person", ("EDU",))]


def test_reading_twice_gives_the_same(language: Language) -> None:
    _, one = cast_of(language, TEXT)
    _, two = cast_of(language, TEXT)
    assert one.mentions() == two.mentions()
    assert one.actors() == two.actors()


def test_past_the_table_the_reading_says_so(language: Language) -> None:
    parsed, cast = cast_of(language, "Xi Jinping refused the offer.", "2027-03-01")
    assert "as of 2025-11-30" in cast.parties(word(parsed, "Jinping"))[0].how
    parsed, cast = cast_of(language, "Xi Jinping refused the offer.", "2024-03-01")
    assert "as of" not in cast.parties(word(parsed, "Jinping"))[0].how


def test_a_place_has_a_seat_and_no_party(language: Language) -> None:
    parsed, cast = cast_of(language, "The envoy flew to Moscow. Jets bombed Aleppo at dawn.")
    assert cast.parties(word(parsed, "Moscow")) == ()
    assert cast.seat(word(parsed, "Moscow"))[0].country == "RUS"
    assert cast.parties(word(parsed, "Aleppo")) == ()
    assert cast.seat(word(parsed, "Aleppo"))[0].country == "SYR"
    assert cast.seat(word(parsed, "envoy")) == ()


def test_an_abbreviation_that_the_text_defines(language: Language) -> None:
    parsed, cast = cast_of(
        language,
        "The Malian River Patrol (MRP) seized a boat. On Friday the MRP freed its crew.",
    )
    later = [t for t in parsed.doc if t.text == "MRP"][1]
    assert {p.country for p in cast.parties(later)} == {"MLI"}


@pytest.mark.parametrize(
    ("dateline", "country"),
    [
        ("BERLIN", "DEU"), ("Manila, Philippines", "PHL"), ("Lagos", "NGA"), ("Kharkiv", "UKR"),
        ("GENEVA", ""), ("New York", ""), ("Nowhereville", ""), ("", ""),
    ],
)  # fmt: skip
def test_bare_ministers_are_those_of_the_dateline(
    language: Language, dateline: str, country: str
) -> None:
    article = plain_article("Ministers clash over budget\n\nTalks went on.", day="2024-11-07")
    parsed = next(iter(language.parse([replace(article, dateline_place=dateline)])))
    party = Cast(parsed, registry()).parties(word(parsed, "Ministers"))[0]
    assert (party.country, party.sector) == (country, "GOV")
    assert party.how.endswith("by the dateline") == bool(country)


def test_a_country_that_the_text_gives_goes_before_the_dateline(language: Language) -> None:
    article = plain_article("Ministers clash over budget, says Italy.", day="2024-11-07")
    parsed = next(iter(language.parse([replace(article, dateline_place="BERLIN")])))
    assert Cast(parsed, registry()).parties(word(parsed, "Ministers"))[0].country == "ITA"


def test_odd_texts_raise_nothing(language: Language) -> None:
    for text in ("U.S.", "( )", "The the of Russia's", "It it they who which.", "Both. The two."):
        _, cast = cast_of(language, text)
        cast.mentions()
        cast.actors()
