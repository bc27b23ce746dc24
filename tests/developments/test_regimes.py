"""Pacts and sanctions as the record shows them."""

from __future__ import annotations

from tests.developments.scenarios import Scenario, reports

from foreigndesk.developments import of_reports
from foreigndesk.developments.regimes import memberships, regimes, shared_bodies


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


def firmness(lines: str) -> list[tuple[str, str, str]]:
    made = regimes(of_reports(reports(Scenario("x", lines, ()))), "PRK", "RUS")
    return [(r.standing, r.firmness, r.lift_standing) for r in made]


def test_what_is_disputed_or_has_one_source_is_not_shown_as_a_fact():
    pact = "2026-03-01 A SUPPORT PRK>RUS happened {} words=treaty"
    assert firmness(pact.format("outlet:a")) == [("unconfirmed", "unconfirmed", "")]
    assert firmness(pact.format("PRK self")) == [("acknowledged", "shown", "")]
    denied = "\n2026-03-03 B SUPPORT PRK>RUS denied RUS words=treaty"
    assert firmness(pact.format("outlet:a") + denied) == [("disputed", "disputed", "")]
    # Where who told it takes it back, or only denials stand, nobody holds it.
    assert (
        firmness(pact.format("outlet:a") + "\n2026-03-03 A SUPPORT PRK>RUS happened outlet:a back")
        == []
    )
    assert firmness(denied.strip()) == []


def test_how_the_deed_stands_counts_and_not_its_plan():
    lines = (
        "2026-03-01 A AGREE PRK+RUS> planned PRK self words=treaty\n"
        "2026-03-02 B AGREE PRK+RUS> happened outlet:b words=treaty"
    )
    assert firmness(lines) == [("unconfirmed", "unconfirmed", "")]


def test_a_lifting_says_how_it_stands():
    on = "2026-03-01 A SANCTION RUS>PRK happened RUS self words=trade"
    off = "\n2026-06-01 A CONCEDE RUS>PRK happened outlet:a words=sanctions"
    assert firmness(on + off) == [("acknowledged", "shown", "unconfirmed")]
    no = "\n2026-06-03 B CONCEDE RUS>PRK denied RUS words=sanctions"
    assert firmness(on + off + no) == [("acknowledged", "shown", "disputed")]
    later = "\n2026-09-01 A CONCEDE RUS>PRK happened RUS self words=sanctions"
    assert firmness(on + off + no + later) == [("acknowledged", "shown", "acknowledged")]


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


def belongs(lines: str) -> list[tuple[str, str, str]]:
    made = memberships(of_reports(reports(Scenario("x", lines, ()))), "FIN")
    return [(r.sides, r.since, r.lifted) for r in made]


def test_who_joins_a_body_is_its_member_until_it_leaves():
    joined = "2026-03-01 A SUPPORT FIN>IGO happened FIN words=joined"
    assert belongs(joined) == [("FIN in IGO", "2026-03-01", "")]
    left = "\n2026-06-01 A SANCTION FIN>IGO happened FIN words=quit"
    assert belongs(joined + left) == [("FIN in IGO", "2026-03-01", "2026-06-01")]
    assert belongs(left.strip()) == [("FIN in IGO", "", "2026-06-01")]
    expelled = "\n2026-06-01 A SANCTION IGO>FIN happened IGO words=expelled"
    assert belongs(joined + expelled) == [("FIN in IGO", "2026-03-01", "2026-06-01")]


def test_a_membership_needs_the_deed_its_words_and_the_state():
    joined = "2026-03-01 A SUPPORT FIN>IGO happened FIN words=joined"
    assert belongs(joined.replace("happened", "planned")) == []
    assert belongs(joined.replace("joined", "praised")) == []
    assert belongs(joined.replace("FIN>", "SWE>")) == []
    assert belongs(joined.replace("IGO", "SWE")) == []
