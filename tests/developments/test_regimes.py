"""Pacts and sanctions as the record shows them."""

from __future__ import annotations

from tests.developments.scenarios import Scenario, reports

from foreigndesk.developments import of_reports
from foreigndesk.developments.regimes import regimes, shared_bodies


def told(lines: str) -> list[tuple[str, str, str, str]]:
    found = of_reports(reports(Scenario("x", lines, ())))
    made = regimes(found, "PRK", "RUS")
    assert regimes(found[::-1], "PRK", "RUS") == made
    return [(r.what, r.sides, r.since, r.lifted) for r in made]


def test_an_agreement_that_is_made_is_a_pact():
    made = "2026-03-01 A AGREE PRK+RUS> happened PRK words=treaty"
    assert told(made) == [("pact", "PRK and RUS", "2026-03-01", "")]
    assert told(made.replace("happened", "planned")) == []
    assert told(made.replace("RUS", "CHN")) == []


def test_support_is_a_pact_only_where_one_is_named():
    assert told("2026-03-01 A SUPPORT PRK>RUS happened PRK words=praise") == []
    assert told("2026-03-01 A SUPPORT PRK>RUS happened PRK words=alliance") != []


def test_sanctions_hold_until_their_lifting_is_told():
    on = "2026-03-01 A SANCTION RUS>PRK happened RUS words=trade"
    assert told(on) == [("sanctions", "RUS→PRK", "2026-03-01", "")]
    off = "\n2026-06-01 A CONCEDE RUS>PRK happened RUS words=sanctions"
    assert told(on + off) == [("sanctions", "RUS→PRK", "2026-03-01", "2026-06-01")]
    assert told(on + off.replace("happened", "planned"))[0][3] == ""
    assert told(on + off.replace("sanctions", "prisoners"))[0][3] == ""
    assert told(on + off.replace("RUS>PRK", "PRK>RUS"))[0][3] == ""


def test_bodies_of_which_both_are_members_on_the_day():
    members = {"X": (("PRK", "1990", ""), ("RUS", "", "2020")), "Y": (("PRK", "", ""),)}
    assert shared_bodies(members, "PRK", "RUS", "2020-05-01") == ("X",)
    assert shared_bodies(members, "PRK", "RUS", "2021-01-01") == ()
    assert shared_bodies(members, "PRK", "RUS", "1989-12-31") == ()


def test_bodies_of_all_states_and_organs_of_another_say_nothing_of_two():
    both = (("PRK", "", ""), ("RUS", "", ""))
    every = (*both, *((f"{n:03}", "", "") for n in range(180)))
    members = {"Union": both, "Its parliament": both, "All": every}
    assert shared_bodies(members, "PRK", "RUS", "2020-05-01") == ("Union",)
