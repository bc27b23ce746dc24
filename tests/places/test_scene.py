"""The scene of an event is chosen by grammar."""

import pytest

from foreigndesk.language import plain_article
from foreigndesk.places import event_place, find_places

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Russia shelled Kharkiv on Monday.", "shelled", "Kharkiv"),
        ("A missile killed twelve people in Odesa.", "killed", "Odesa"),
        ("In Aleppo, rebels seized a depot and burned two tanks.", "burned", "Aleppo"),
        ("The minister said in Moscow that troops had attacked the port.", "attacked", None),
        ("Ukraine accused Russia of war crimes.", "accused", None),
        ("China sent aid to the rebels.", "sent", None),
        ("Troops withdrew from Kherson after the battle.", "withdrew", "Kherson"),
        ("The siege of Mariupol lasted three months.", "siege", "Mariupol"),
        ("The president flew to Beijing for talks.", "flew", "Beijing"),
        ("Protesters clashed with police near Nairobi.", "clashed", "Nairobi"),
        ("Officials from Germany met rebels in Geneva.", "met", "Geneva"),
        ("The Turkish army bombed villages in northern Iraq.", "bombed", "Iraq"),
    ],
)
def test_the_scene_hangs_on_the_clause(language, text, trigger, place):
    parsed = next(iter(language.parse([plain_article(text, day="2024-05-15")])))
    word = next(t for t in parsed.doc if t.text == trigger)
    found = event_place(word, find_places(parsed, nationalities=True))
    assert (found.name if found else None) == place


def test_the_dateline_stands_in_only_where_told(language):
    parsed = next(iter(language.parse([plain_article("Rebels attacked.", day="2024-05-15")])))
    word = next(t for t in parsed.doc if t.text == "attacked")
    other = next(iter(language.parse([plain_article("They met in Geneva.")])))
    geneva = find_places(other)[0].place
    assert event_place(word, ()) is None
    assert event_place(word, (), dateline=geneva) == geneva
