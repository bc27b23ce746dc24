"""What answers, follows or ends what; half of the scenarios are traps."""

from __future__ import annotations

import random

import pytest
from tests.developments.scenarios import Scenario, reports

from foreigndesk.developments import of_reports
from foreigndesk.developments.ties import ties, ties_of

# A name, lines as in scenarios.py, and the ties expected: "LATER what EARLIER" by line numbers.
ASKED = "2026-03-01 A REQUEST UKR>USA happened UKR words=missiles,range,strike of=arms\n"
SENT = "2026-03-01 A MOBILIZE PRK>RUS happened KOR words=troops,train of=troops\n"
VISIT = "2026-03-01 A CONSULT CHN>FRA planned CHN on=2026-05-31 words=visit,paris,leader president in May\n"
CASES: dict[str, tuple[str, str]] = {
    "a request is agreed to": (
        ASKED + "2026-03-20 B AGREE USA>UKR happened USA words=missiles,range,approve of=arms", "2 answers 1"),
    "a request is refused": (
        ASKED + "2026-03-05 B REJECT USA>UKR happened USA words=missiles,range,refuse", "2 answers 1"),
    "both agree to what one asked": (
        "2026-03-01 A REQUEST TUR>RUS happened TUR words=grain,corridor,open\n"
        "2026-03-15 B AGREE RUS+TUR> happened TUR words=grain,corridor,deal", "2 answers 1"),
    "the latest request is answered": (
        ASKED + "2026-04-10 A REQUEST UKR>USA happened UKR words=missiles,again,tanks of=arms\n"
        "2026-04-20 B AGREE USA>UKR happened USA words=missiles,range,tanks of=arms", "3 answers 2"),
    "troops fight where they were sent": (
        SENT + "2026-04-01 B ASSAULT PRK>UKR happened KOR place=Kursk/RUS words=fight", "2 follows 1"),
    "a massing, then an attack": (
        "2026-03-01 A MOBILIZE RUS>UKR happened USA words=border,mass\n"
        "2026-03-10 B ASSAULT RUS>UKR happened UKR words=missile,city", "2 follows 1"),
    "those who came leave": (
        "2026-03-01 A MOBILIZE FRA>MLI happened FRA words=base,soldiers\n"
        "2026-09-10 B RETREAT FRA>MLI happened FRA words=base,leave", "2 ends 1"),
    "trap: another one agrees": (
        ASKED + "2026-03-20 B AGREE DEU>UKR happened DEU words=missiles,range,approve of=arms", ""),
    "trap: agreed on another matter": (
        ASKED + "2026-03-20 B AGREE USA>UKR happened USA words=minerals,mining,revenue", ""),
    "trap: who asks agrees with a third": (
        ASKED + "2026-03-20 B AGREE UKR>DEU happened UKR words=missiles,range of=arms", ""),
    "trap: the answer comes first": (
        "2026-02-20 B AGREE USA>UKR happened USA words=missiles,range of=arms\n" + ASKED, ""),
    "trap: the answer is only expected": (
        ASKED + "2026-03-20 B AGREE USA>UKR expected USA words=missiles,range of=arms", ""),
    "trap: a year later": (
        ASKED + "2027-03-20 B AGREE USA>UKR happened USA words=missiles,range of=arms", ""),
    "trap: food, not troops": (
        "2026-03-01 A AID FRA>MLI happened FRA words=grain of=food\n"
        "2026-04-01 B ASSAULT FRA>MLI happened MLI words=strike", ""),
    "trap: another army fights there": (
        SENT + "2026-04-01 B ASSAULT BLR>UKR happened KOR place=Kursk/RUS words=fight", ""),
    "trap: the same army elsewhere": (
        SENT + "2026-04-01 B ASSAULT PRK>KOR happened KOR place=Seoul/KOR words=shell", ""),
    "trap: a sending that is denied": (
        "2026-03-01 A MOBILIZE PRK>RUS denied PRK words=troops of=troops\n"
        "2026-04-01 B ASSAULT PRK>UKR happened KOR place=Kursk/RUS words=fight", ""),
    "a visit is called off": (
        VISIT + "2026-04-25 B CONSULT CHN>FRA denied CHN words=visit,paris,leader was called off", "2 cancels 1"),
    "the host calls it off": (
        VISIT + "2026-03-09 B REJECT FRA>CHN happened FRA words=visit,paris,leader called off", "2 cancels 1"),
    "a sending is scrapped": (
        "2026-03-01 A MOBILIZE DEU>LTU planned DEU words=brigade,border of=troops\n"
        "2026-04-25 B MOBILIZE DEU>LTU denied DEU words=plan of=troops was scrapped", "2 cancels 1"),
    "the latest plan is called off": (
        VISIT + "2026-04-10 A CONSULT CHN>FRA planned CHN on=2026-06-30 words=visit,paris,trade in June\n"
        "2026-05-20 B CONSULT CHN>FRA denied CHN words=visit,paris,leader will not take place", "3 cancels 2"),
    "both drop what they planned": (
        "2026-03-01 A COOPERATE IND+JPN> planned IND words=exercises,navy,bengal\n"
        "2026-04-20 B COOPERATE IND+JPN> denied JPN words=exercises,navy were cancelled", "2 cancels 1"),
    "called off after it had been put off": (
        VISIT + "2026-04-25 B CONSULT CHN>FRA denied CHN words=visit,paris postponed twice was called off",
        "2 cancels 1"),
    "trap: another visit is called off": (
        VISIT + "2026-04-25 B CONSULT CHN>FRA denied CHN words=visit,paris foreign minister was called off", ""),
    "trap: the visit to another is called off": (
        VISIT + "2026-04-25 B CONSULT CHN>DEU denied CHN words=visit,leader was called off", ""),
    "trap: the visit of another month is called off": (
        VISIT + "2026-04-25 B CONSULT CHN>FRA denied CHN words=visit,paris planned for July was called off", ""),
    "trap: the visit is put off, not called off": (
        VISIT + "2026-03-09 B REJECT FRA>CHN happened FRA words=visit,paris,leader was postponed", ""),
    "trap: it is said not to be called off": (
        VISIT + "2026-03-09 B REJECT FRA>CHN happened FRA words=visit,paris postponed not called off", ""),
    "trap: that it was called off is denied": (
        VISIT + "2026-03-09 B REJECT FRA>CHN denied FRA words=visit,paris,leader called off", ""),
    "trap: it may be called off": (
        VISIT + "2026-03-09 B REJECT FRA>CHN possible FRA words=visit,paris,leader called off", ""),
    "trap: its day had gone by": (
        VISIT + "2026-08-25 B CONSULT CHN>FRA denied CHN words=visit,paris,leader was called off", ""),
    "trap: the visit had taken place": (
        VISIT + "2026-03-05 A CONSULT CHN>FRA happened CHN words=visit,paris,leader\n"
        "2026-04-25 B CONSULT CHN>FRA denied CHN words=visit,paris,leader was called off", ""),
    "trap: other talks are called off": (
        VISIT + "2026-04-25 B CONSULT CHN>FRA denied CHN words=talks,fisheries,quota were called off", ""),
    "trap: exercises, not shells": (
        "2026-03-01 A AID USA>UKR planned USA words=shells,send of=arms\n"
        "2026-04-25 B AID USA>UKR denied USA words=send,soldiers of=troops was scrapped", ""),
}  # fmt: skip


def named(lines: str) -> set[str]:
    found = of_reports(reports(Scenario("x", lines, ())))
    number = {d.id: str(int(d.reports[0].event[-2:]) + 1) for d in found}
    return {f"{number[t.later]} {t.what} {number[t.earlier]}" for t in ties(found)}


@pytest.mark.parametrize("name", CASES)
def test_ties(name: str):
    lines, expected = CASES[name]
    assert named(lines) == {e for e in expected.split(", ") if e}


def test_half_are_traps():
    assert len(CASES) >= 12
    assert sum(n.startswith("trap") for n in CASES) * 2 >= len(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_order_is_nothing(name: str):
    found = list(of_reports(reports(Scenario("x", CASES[name][0], ()))))
    expected = ties(found)
    for seed in range(10):
        random.Random(seed).shuffle(found)
        assert ties(found) == expected
        assert {t for d in found for t in ties_of(d, found)} == set(expected)
