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
        ("The alliance between North Korea and Russia has grown.", "alliance", None),
        ("Concern rose over the pact between Moscow and Pyongyang.", "pact", None),
        ("The union imposed sanctions on Iran last week.", "imposed", None),
        ("Tehran sold drones to Russia.", "sold", None),
        ("Paris sent weapons to Ukraine.", "sent", None),
        ("France sent 300 soldiers to Chad.", "sent", "Chad"),
        ("Iran shipped missiles to Russia.", "shipped", None),
        ("Israel fired missiles into Syria.", "fired", "Syria"),
        ("Smugglers sent weapons into Sudan.", "sent", "Sudan"),
        ("Envoys discussed the situation in Sudan.", "discussed", None),
        ("Oslo condemned the bombing in Kabul.", "condemned", None),
        ("Envoys discussed the war on Monday in Geneva.", "discussed", "Geneva"),
        ("The mayor raised the situation in Haiti and praised the police.", "praised", None),
        ("Rebels began burning villages in Ituri.", "burning", "Ituri"),
        ("India deployed thousands of troops to Ladakh.", "deployed", "Ladakh"),
        ("Troops fled from Goma into Rwanda.", "fled", "Goma"),
        ("Officials met on the sidelines of the assembly in Nairobi.", "met", "Nairobi"),
        ("Police arrested activists living in Cairo.", "arrested", "Cairo"),
        ("Sudan's civil war has killed thousands.", "war", "Sudan"),
        ("Russia's war has killed thousands.", "war", None),
        ("The Ukraine war drags on.", "war", "Ukraine"),
        ("A drone was shot down over Belgorod.", "shot", "Belgorod"),
        ("The two states quarrelled over Kashmir.", "quarrelled", None),
        ("A strike hit a hospital in the heart of Mosul.", "hit", "Mosul"),
        ("Rockets were fired at Haifa from Lebanon.", "fired", "Haifa"),
        ("Demonstrators gathered in Tbilisi's main square.", "gathered", "Tbilisi"),
        ("Washington has lost trust in Pakistan.", "lost", None),
        ("China bought gas from Russia.", "bought", None),
        ("Fighting erupted between Kenya and Somalia.", "Fighting", None),
        ("Washington fought Iraq twice.", "fought", None),
        ("The Geneva talks collapsed.", "talks", "Geneva"),
        ("Pressure on Israel is growing.", "Pressure", None),
        ("Beijing's chapter in Russia's efforts was noted.", "noted", None),
        ("The Turkish army bombed villages in northern Iraq.", "bombed", "Iraq"),
    ],
)
def test_the_scene_hangs_on_the_clause(language, text, trigger, place):
    parsed = next(iter(language.parse([plain_article(text, day="2024-05-15")])))
    word = next(t for t in parsed.doc if t.text == trigger)
    found = event_place(word, find_places(parsed, every=True))
    assert (found.name if found else None) == place


def test_the_dateline_stands_in_only_where_told(language):
    parsed = next(iter(language.parse([plain_article("Rebels attacked.", day="2024-05-15")])))
    word = next(t for t in parsed.doc if t.text == "attacked")
    other = next(iter(language.parse([plain_article("They met in Geneva.")])))
    geneva = find_places(other)[0].place
    assert event_place(word, ()) is None
    assert event_place(word, (), dateline=geneva) == geneva
