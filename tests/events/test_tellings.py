"""Which tellings of a page are one happening, whose deed is meant, in small pages of ours."""

from __future__ import annotations

import pytest

from foreigndesk.language import Language, plain_article
from foreigndesk.reading import Reader
from foreigndesk.records import Event

pytestmark = pytest.mark.model
Row = tuple[str, frozenset[str], frozenset[str]]


@pytest.fixture(scope="module")
def reader(language: Language) -> Reader:
    return Reader(language=language)


def rows(reader: Reader, text: str, day: str = "2024-03-12") -> list[Row]:
    parsed = next(iter(reader._language.parse([plain_article(text, day=day)])))
    return [row(e) for e in reader.read_parsed(parsed).events]


def row(event: Event) -> Row:
    return (
        event.type,
        frozenset(p.country for p in event.actors),
        frozenset(p.country for p in event.recipients),
    )


def one(kind: str, actors: str, recipients: str = "") -> Row:
    return kind, frozenset(actors.split()), frozenset(recipients.split())


def test_strikes_of_other_days_are_others(reader: Reader) -> None:
    text = (
        "Syria accused Israel of shelling a base near Damascus. "
        "In January, Israeli jets bombed the airport of Damascus. "
        "On 3 November, Israeli jets bombed the airport of Damascus."
    )
    assert rows(reader, text).count(one("ASSAULT", "ISR", "SYR")) == 3


def test_told_again_it_is_one(reader: Reader) -> None:
    text = "Israel bombed Damascus on Monday. The Israeli strike on Damascus killed two soldiers."
    assert [r for r in rows(reader, text) if "ISR" in r[1]] == [one("ASSAULT", "ISR", "SYR")]


def test_violence_to_come_is_another(reader: Reader) -> None:
    text = "Israel bombed Damascus. Israel will bomb Damascus, its defence minister said."
    assert rows(reader, text).count(one("ASSAULT", "ISR", "SYR")) == 2


def test_a_strike_that_hits_is_one(reader: Reader) -> None:
    text = "An Israeli missile strike hit the airport of Damascus."
    assert len([r for r in rows(reader, text) if r[0] == "ASSAULT"]) == 1


def test_two_that_accuse_each_other_are_two(reader: Reader) -> None:
    text = (
        "Kenya and Somalia trade accusations. Kenya accused Somalia of sheltering militants. "
        "Somalia accused Kenya of lying."
    )
    found = [r for r in rows(reader, text) if r[0] == "ACCUSE"]
    assert found == [one("ACCUSE", "KEN", "SOM"), one("ACCUSE", "SOM", "KEN")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # a reproach of a deed tells the deed
        ("Iran condemned Israel's strike on Damascus.", one("ASSAULT", "ISR", "SYR")),
        ("Canada protested Beijing's arrest of two Canadians.", one("COERCE", "CHN", "CAN")),
        ("Kenya blamed Somalia for the attack on its soldiers.", one("ASSAULT", "SOM", "KEN")),
        ("The US blamed Iran for the strike on a Saudi plant.", one("ASSAULT", "IRN", "SAU")),
        # whom an answer is to, where only "the move" is named
        (
            "France expelled two Russian envoys. Belarus denounced the move as unfriendly.",
            one("ACCUSE", "BLR", "FRA"),
        ),
        (
            "M23 rebels attacked Goma in Congo. France condemned the offensive.",
            one("ACCUSE", "FRA", "COD"),
        ),
        # whose a thing is
        ("Israel bombed a shipment of rockets meant for Hamas.", one("ASSAULT", "ISR", "PSE")),
        (
            "Britain welcomed the deal reached between Iran and Saudi Arabia.",
            one("SUPPORT", "GBR", "IRN SAU"),
        ),
        ("Russia closed the US consulate in St. Petersburg.", one("SANCTION", "RUS", "USA")),
        ("Israel bombarded an area west of Damascus.", one("ASSAULT", "ISR", "SYR")),
        # who says that it is too early
        (
            "Poland said it was too early to restore ties with Belarus.",
            one("REJECT", "POL", "BLR"),
        ),
        # whose lawmakers, whose rulers
        (
            "Kenya blamed Somalia. Lawmakers called on President William Ruto to act.",
            one("REQUEST", "KEN", "KEN"),
        ),
        # "we" outside quotation marks
        (
            "NATO trains pilots in Poland. We will continue to strike Islamic State positions.",
            one("ASSAULT", "IGO", "IMG"),
        ),
    ],
)
def test_whose_deed(reader: Reader, text: str, wanted: Row) -> None:
    assert wanted in rows(reader, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Congress has the power to sanction China.", "SANCTION"),
        ("The police have the right to arrest Russian spies.", "COERCE"),
        ("The FBI defended its commitment to stopping Chinese spies.", "SUPPORT"),
        ("The FBI spoke of the threat posed by the Chinese government.", "THREATEN"),
        ("The plane was hit by a bird strike over Nepal.", "ASSAULT"),
        ("Ministers of France agreed to impose sanctions on Belarus.", "AGREE"),
    ],
)
def test_what_is_not_told(reader: Reader, text: str, kind: str) -> None:
    assert kind not in {r[0] for r in rows(reader, text)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Congress used its power to sanction China.", "SANCTION"),
        ("France agreed to lift its ban on Belarusian potash.", "AGREE"),
    ],
)
def test_what_is_told(reader: Reader, text: str, kind: str) -> None:
    assert kind in {r[0] for r in rows(reader, text)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Britain announced £21 million in aid for Chad.", one("AID", "GBR", "TCD")),
        ("Kenya urged Ruto. Amnesty International called on President William Ruto to act.",
         one("REQUEST", "NGO", "KEN")),
        ("A Tunisian court jailed dozens of activists. France voiced concern over the verdicts.",
         one("ACCUSE", "FRA", "TUN")),
        ("Iran and Iraq fought on. Turkey and Malaysia urged both sides to stop.",
         one("REQUEST", "TUR MYS", "IRN IRQ")),
        ("Chile sued Bolivia. Bolivia blamed Chile. Oman urged the parties to respect the ruling.",
         one("REQUEST", "OMN", "BOL CHL")),
        ("Peru offered to host talks between Chile and Bolivia.", one("AGREE", "PER", "BOL CHL")),
        ("North Korea fired a missile off its east coast.", one("MOBILIZE", "PRK")),
    ],
)  # fmt: skip
def test_who_is_meant(reader: Reader, text: str, wanted: Row) -> None:
    assert wanted in rows(reader, text)


def test_a_page_of_sport_has_none(reader: Reader) -> None:
    text = (
        "New Zealand attacked from the first whistle and destroyed Australia in the rugby cup. "
        "The coach of New Zealand praised his team after the match. "
        "Australia's Eddie Jones accused the referee of ignoring fouls. "
        "The two sides meet again in the final next week."
    )
    assert rows(reader, text) == []
