"""Which words of a text are places, and which place each is."""

import pytest

from foreigndesk.language import plain_article
from foreigndesk.places import find_places

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "name", "country", "precision"),
    [
        (
            "Militias from Misrata took Tripoli, the Libyan government said.",
            "Tripoli",
            "LBY",
            "city",
        ),
        ("Lebanese soldiers patrolled Tripoli, north of Beirut.", "Tripoli", "LBN", "city"),
        ("Voters in Georgia defied the government in Tbilisi.", "Georgia", "GEO", "country"),
        ("Georgia's governor signed the bill in Atlanta.", "Georgia", "USA", "region"),
        ("Police in Birmingham, Alabama, arrested two men.", "Birmingham", "USA", "city"),
        ("A rally in Birmingham drew crowds, British police said.", "Birmingham", "GBR", "city"),
        ("Officials in Kiev said nothing.", "Kiev", "UKR", "city"),
        ("Burma's army shelled villages.", "Burma", "MMR", "country"),
        ("Envoys from Türkiye arrived.", "Türkiye", "TUR", "country"),
        ("Shelling in Donbas went on.", "Donbas", "UKR", "region"),
        ("Jihadists in the Sahel fought on.", "Sahel", "", "region"),
        ("Stability in Northeast Asia is at stake.", "Northeast Asia", "", "region"),
        ("Settlers moved to the West Bank.", "West Bank", "PSE", "region"),
        ("Rebels in Tigray fought on.", "Tigray", "ETH", "region"),
        ("His dealings in Russia, U.S. officials said, were known.", "Russia", "RUS", "country"),
        ("The villages of Kafr Zunqul and Homs were hit.", "Homs", "SYR", "city"),
        ("A man was shot outside the White House.", "White House", "USA", "point"),
        ("Sumy was shelled overnight.", "Sumy", "UKR", "city"),
        ("KHARTOUM (Wire) - Fighting went on.", "KHARTOUM", "SDN", "city"),
        ("Fighters held Kandahar province.", "Kandahar", "AFG", "region"),
    ],
)
def test_a_name_is_put_where_the_article_has_it(language, text, name, country, precision):
    parsed = next(iter(language.parse([plain_article(text, day="2024-05-15")])))
    found = {m.span.of(text): m.place for m in find_places(parsed)}
    assert name in found
    assert (found[name].country, found[name].precision) == (country, precision)


@pytest.mark.parametrize(
    "text",
    [
        "Chad Smith plays drums, and Chad likes it.",
        "Reading books is fun, and nice weather is expected.",
        "The White House said it would respond.",
        "An explosion in Sudan Street wounded nine.",
        "The Texas Rangers beat the Toronto Blue Jays.",
        "Kenya Airways raised its fares.",
        "The West and the East disagree.",
        "The wall was built in 350 B.C. by slaves.",
        "Eastern members of the bloc objected.",
    ],
)
def test_a_name_of_something_else_is_no_place(language, text):
    parsed = next(iter(language.parse([plain_article(text, day="2024-05-15")])))
    assert [m.span.of(text) for m in find_places(parsed) if m.how != "local"] == []


def test_a_name_in_a_body_is_evidence_and_no_scene(language):
    text = "Kentucky State Police said a man from Edmonton was hurt."
    parsed = next(iter(language.parse([plain_article(text, day="2024-05-15")])))
    everything = {m.span.of(text): m for m in find_places(parsed, every=True)}
    assert everything["Kentucky"].how == "body"
    assert everything["Edmonton"].place.country == "USA"
    assert "Kentucky" not in {m.span.of(text) for m in find_places(parsed)}
