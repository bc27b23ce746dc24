"""Numbers and what they count, row by row."""

from __future__ import annotations

import pytest

from foreigndesk.events.figures import figures, number
from foreigndesk.language import Language

pytestmark = pytest.mark.model

# sentence, trigger word, (of, low, best, high, unit, bound)
ROWS = [
    ("Norway sent about 200 soldiers to Mali.", "sent", ("troops", 200, 200, 200, "persons", "about")),
    ("Some 1,500 troops were deployed near Kursk.", "deployed", ("troops", 1500, 1500, 1500, "persons", "about")),
    ("At least 12 people were killed in the attack.", "killed", ("killed", 12, 12, 12, "persons", "at-least")),
    ("Shelling killed three civilians in Sumy.", "killed", ("killed", 3, 3, 3, "persons", "")),
    ("The blast wounded more than 40 people.", "wounded", ("wounded", 40, 40, 40, "persons", "at-least")),
    ("Police arrested 17 protesters in Minsk.", "arrested", ("arrested", 17, 17, 17, "persons", "")),
    ("Japan lent Egypt $2.5 billion for a railway.", "lent", ("money", 2.5e9, 2.5e9, 2.5e9, "USD", "")),
    ("Berlin gave Kyiv 100 million euros in aid.", "gave", ("money", 1e8, 1e8, 1e8, "EUR", "")),
    ("Washington shipped 31 tanks to Ukraine.", "shipped", ("weapons", 31, 31, 31, "tanks", "")),
    ("Pyongyang is preparing to send thousands of troops.", "send", ("troops", 2000, 2000, 9999, "persons", "about")),
    ("Up to 5,000 soldiers may be sent.", "sent", ("troops", 5000, 5000, 5000, "persons", "at-most")),
    ("Between 1,500 and 3,000 troops were moved.", "moved", ("troops", 1500, 2250, 3000, "persons", "range")),
    ("Tens of thousands of people were displaced by the fighting.", "displaced", ("displaced", 20000, 20000, 99000, "persons", "about")),
    ("Dozens of demonstrators were detained.", "detained", ("arrested", 24, 24, 99, "persons", "about")),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "word", "expected"), ROWS)
def test_figures(language: Language, sentence: str, word: str, expected: tuple[object, ...]):
    parsed = language.parse_text(sentence)
    trigger = next(t for t in parsed.doc if t.text == word)
    found = [(f.of, f.low, f.best, f.high, f.unit, f.bound) for f in figures(parsed, trigger)]
    assert expected in found


@pytest.mark.parametrize(
    "sentence",
    ["The treaty was signed in 2019.", "Article 5 was invoked.", "He met 3 of them at noon."],
)
def test_years_articles_and_the_like_count_nothing(language: Language, sentence: str):
    parsed = language.parse_text(sentence)
    assert [f for t in parsed.doc for f in figures(parsed, t)] == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("20,000", 20000), ("2.5m", 2.5e6), ("twelve", 12), ("$3bn", 3e9), ("north", None)],
)
def test_number(text: str, value: float | None):
    assert number(text) == value
