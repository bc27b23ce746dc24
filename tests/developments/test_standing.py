"""How stages stand, and which reports are of one happening: hand-built reports, no model."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from foreigndesk.developments import Report, of_reports
from foreigndesk.developments.linking import linked
from foreigndesk.developments.reprints import Reprints, likeness, sketch
from foreigndesk.developments.standing import changes, standings
from foreigndesk.records import Article, Paragraph, Source


def report(number: int, **changed: Any) -> Report:
    """One telling of "North Korea sends troops to Russia", changed where asked."""
    base = Report(
        event=f"evt-{number}",
        article=f"art-{number}",
        outlet=f"Outlet {number}",
        day="2024-10-17",
        type="AID",
        modes=(),
        actors=frozenset({"PRK"}),
        recipients=frozenset({"RUS"}),
        against=frozenset(),
        names=(("PRK", "North Korea"), ("RUS", "Russia")),
        place="",
        country="",
        start="2024-10-17",
        end="2024-10-17",
        dated=False,
        background=False,
        status="planned",
        certainty=1.0,
        source=Source(kind="unnamed", name="reports"),
        origin=f"outlet:outlet {number}",
        self_said=False,
        figures=(),
        sentence="",
        words=frozenset({"troops", "deploy"}),
    )
    return replace(base, **changed)


KYIV = Source(kind="named", name="Kyiv")


def stages(*found: Report) -> dict[str, str]:
    (development,) = of_reports(found)
    return {s.stage: s.standing for s in development.standings}


def test_one_unnamed_source_is_unconfirmed():
    assert stages(report(1)) == {"planned": "unconfirmed"}


def test_a_reprint_confirms_nothing():
    same = report(2, origin="outlet:outlet 1", source=KYIV)
    assert stages(report(1), same) == {"planned": "unconfirmed"}


def test_two_origins_one_named_corroborate():
    assert stages(report(1), report(2, source=KYIV, origin="state:UKR")) == {
        "planned": "corroborated"
    }


def test_two_unnamed_origins_do_not():
    assert stages(report(1), report(2)) == {"planned": "unconfirmed"}


def test_a_plan_told_twice_is_no_deed():
    assert "happened" not in stages(report(1), report(2, source=KYIV, origin="state:UKR"))


def test_asserted_and_denied_is_disputed():
    no = report(2, status="denied", origin="state:RUS", day="2024-10-20")
    assert stages(report(1, status="happened"), no)["happened"] == "disputed"


def test_a_denial_of_a_plan_disputes_the_plan_not_the_deed():
    no = report(2, status="denied", origin="state:RUS", day="2024-10-20")
    assert stages(report(1), no) == {"planned": "disputed"}


def test_only_a_denial_is_denied():
    assert stages(report(1, status="denied")) == {"happened": "denied"}


def test_a_party_that_says_so_itself_acknowledges():
    own = report(2, status="happened", origin="state:PRK", self_said=True)
    assert stages(report(1), own)["happened"] == "acknowledged"


def test_an_outlet_that_takes_back_what_only_it_told_leaves_it_retracted():
    back = report(2, outlet="Outlet 1", day="2024-10-19", retracts=True)
    assert stages(report(1), back) == {"planned": "retracted"}


def test_what_another_holds_too_is_not_retracted():
    back = report(3, outlet="Outlet 1", day="2024-10-19", retracts=True)
    assert stages(report(1), report(2), back) == {"planned": "unconfirmed"}


def test_changes_say_day_and_article():
    (development,) = of_reports(
        [
            report(1),
            report(2, day="2024-10-18", source=KYIV, origin="state:UKR"),
            report(3, day="2024-10-20", status="denied", origin="state:RUS"),
        ]
    )
    assert [(c.day, c.standing, c.article) for c in development.changes] == [
        ("2024-10-17", "unconfirmed", "art-1"),
        ("2024-10-18", "corroborated", "art-2"),
        ("2024-10-20", "disputed", "art-3"),
    ]


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({}, True),
        ({"type": "MOBILIZE"}, True),
        ({"type": "ACCUSE"}, False),
        ({"actors": frozenset({"IRN"})}, False),
        ({"recipients": frozenset({"CHN"})}, False),
        ({"recipients": frozenset()}, True),
        ({"day": "2025-10-17"}, False),
        ({"background": True}, False),
    ],
)
def test_linking(changed: dict[str, Any], same: bool):
    one, other = report(1), report(2, **changed)
    assert linked(one, other) is same
    assert linked(other, one) is same


def test_two_strikes_on_two_days_are_two():
    strike = {"type": "ASSAULT", "status": "happened", "dated": True, "words": frozenset({"port"})}
    one = report(1, start="2024-10-01", end="2024-10-01", **strike)
    two = report(2, start="2024-10-09", end="2024-10-09", **strike)
    assert len(of_reports([one, two])) == 2


def test_the_order_of_reading_is_nothing():
    found = [
        report(n, day=f"2024-10-{10 + n}", origin=f"o:{n % 4}", status=s, source=KYIV)
        for n, s in enumerate(("planned", "planned", "possible", "happened", "denied", "ongoing"))
    ]
    expected = of_reports(found)
    for seed in range(50):
        random.Random(seed).shuffle(found)
        assert of_reports(found) == expected


def test_not_yet_is_no_denial_of_what_comes_later():
    def on(n: int, status: str, **more: Any) -> Report:
        return report(n, day=f"2024-10-{n}", status=status, type="SUPPORT", **more)

    yet, made = on(18, "denied", yet=True), on(25, "happened")
    assert stages(yet) == {"happened": "denied"}
    assert stages(yet, made) == {"happened": "unconfirmed"}
    (one,) = of_reports([yet, made])
    assert [(c.standing, c.day) for c in one.changes] == [
        ("denied", "2024-10-18"),
        ("unconfirmed", "2024-10-25"),
    ]
    assert one.contradictions == ()
    # A plan is not denied by it; a plain denial is one, and so is "not yet" said afterwards.
    assert stages(on(10, "planned"), yet)["planned"] == "unconfirmed"
    assert stages(on(18, "denied"), made) == {"happened": "disputed"}
    assert stages(made, on(27, "denied", yet=True)) == {"happened": "disputed"}
    assert stages(made, replace(yet, day=made.day)) == {"happened": "disputed"}


def article(ident: str, text: str, day: str) -> Article:
    whole = Paragraph(start=0, end=len(text), kind="body")
    return Article(id=ident, capture="", text=text, published=day, paragraphs=(whole,))


STORY = (
    "The ministry of defence said on Thursday that it had begun to move three brigades to the "
    "northern border, where shelling was heard for a second night and villagers had left."
)


def test_a_reprint_is_known_by_its_text():
    first, second = article("a", STORY, "2024-10-17"), article("b", "(Wire) " + STORY, "2024-10-18")
    other = article("c", "Wheat prices fell in thin trading after rain came to the plains.", "")
    reprints = Reprints([second, other, first])
    assert reprints.origin(second).id == "a"
    assert reprints.origin(other).id == "c"


def test_likeness_is_one_for_the_same_and_none_for_strangers():
    assert likeness(sketch(STORY), sketch(STORY)) == 1
    assert likeness(sketch(STORY), sketch("Something else was said about football today.")) == 0


def test_changes_are_those_that_looking_at_every_report_finds():
    draw = random.Random(5)
    for _ in range(150):
        found = [
            report(
                n,
                day=f"2024-10-{10 + n // 2}",
                article=f"art-{n // 2:02}",
                outlet=f"Outlet {draw.randrange(3)}",
                origin=f"o:{draw.randrange(3)}",
                status=draw.choice(("planned", "ongoing", "happened", "denied", "conditional")),
                source=KYIV if draw.random() < 0.5 else Source(kind="unnamed"),
                self_said=draw.random() < 0.1,
                retracts=draw.random() < 0.05,
            )
            for n in range(12)
        ]
        found.sort(key=lambda r: (r.day, r.article, r.event))
        seen: dict[str, str] = {}
        told = []
        for n in range(2, len(found) + 1, 2):
            for s in standings(found[:n]):
                if seen.get(s.stage) != s.standing:
                    seen[s.stage] = s.standing
                    told.append((s.stage, s.standing, found[n - 1].article))
        assert [(c.stage, c.standing, c.article) for c in changes(found)] == told
