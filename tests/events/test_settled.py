"""Points of the codebook that the coder settles: what is told and what is only said of it."""

from __future__ import annotations

import pytest

from foreigndesk.events.plover import plover_type
from foreigndesk.language import Language
from foreigndesk.reading import Reader

CODES = [
    ("Kenya is considering sending aid to Malawi.", []),
    ("Fiji is exploring the possibility of sending doctors and aid to Tonga.", []),
    ("Kenya will send aid to Malawi next week.", ["AGREE"]),
    ("Kenya is considering sanctions on Malawi.", ["THREATEN"]),
    ("The Shabab claimed responsibility for the attack on a base in Kenya.", []),
    ("The Shabab attacked a base in Kenya on Monday.", ["ASSAULT"]),
    ("Chad denied charges that it ran a militia that killed villagers in Sudan.", []),
    ("Chad rejected accusations of torture in Sudan.", []),
    ("Serbia rejected accusations by the EU, which imposed sanctions on Belgrade.", ["SANCTION"]),
    ("Japan expressed condolences over the bombing that killed six in Kabul.", []),
    ("Poland expressed concern about the safety of its citizens in Russia.", []),
    ("Norway's king attended a summit with Swedish leaders.", ["CONSULT"]),
]

STATUSES = [
    ("Egypt hopes to use the opportunity of the Sudan-Ethiopia summit.", ["CONSULT planned"]),
    ("Egypt may hold a summit with Sudan.", ["CONSULT possible"]),
    ("Sudan's army repelled an attack by the rebels.", ["ASSAULT happened"]),
    ("Mali's president shortened the curfew imposed in Bamako.", ["CONCEDE happened"]),
    ("Oslo expressed concern over military ties between Moscow and Minsk.", ["ACCUSE happened"]),
    ("Kenya and Uganda will continue to strengthen coordination.", ["COOPERATE planned"]),
]


@pytest.fixture(scope="module")
def reader(language: Language) -> Reader:
    """Give a reader without the learned second opinion."""
    return Reader(language=language, second=False)


@pytest.mark.parametrize(("sentence", "codes"), CODES)
def test_codes(reader: Reader, sentence: str, codes: list[str]) -> None:
    reading = reader.code(sentence)
    found = [plover_type(e, reading.stance(e).status) for e in reading.events]
    assert sorted(filter(None, found)) == codes


@pytest.mark.parametrize(("sentence", "told"), STATUSES)
def test_statuses(reader: Reader, sentence: str, told: list[str]) -> None:
    reading = reader.code(sentence)
    assert [f"{e.type} {reading.stance(e).status}" for e in reading.events] == told


PARTIES = [
    ("Greek and Turkish leaders held talks in Vienna.", {"GRC", "TUR"}, set()),
    ("French, German and Polish ministers met in Geneva.", {"FRA", "DEU", "POL"}, set()),
    ("Hungary voted against the proposal of the European Commission.", {"HUN"}, {"EUR"}),
    ("Poland stuck by Ukraine.", {"POL"}, {"UKR"}),
    ("The EU approved the lifting of sanctions on Syria.", {"EUR"}, {"SYR"}),
]


@pytest.mark.parametrize(("sentence", "actors", "recipients"), PARTIES)
def test_parties(reader: Reader, sentence: str, actors: set[str], recipients: set[str]) -> None:
    event = reader.code(sentence).events[0]
    assert {p.country for p in event.actors} == actors
    assert {p.country for p in event.recipients} == recipients
