"""Figures that differ lie side by side; equal ones do not differ, however they are bounded."""

from __future__ import annotations

from dataclasses import replace

from tests.developments.scenarios import report

from foreigndesk.developments import Report, of_reports


def told(number: int, who: str, troops: int) -> Report:
    return report(number, f"2024-10-2{number} {who} AID PRK>RUS happened {who} troops={troops}")


def more_than(one: Report) -> Report:
    (figure,) = one.figures
    return replace(one, figures=(replace(figure, low=figure.best + 1, high=1e6),))


def test_a_figure_and_more_than_the_same_figure_are_one():
    found = [told(0, "KOR", 3000), more_than(told(1, "UKR", 3000))]
    (one,) = of_reports(found)
    assert one.open == ()
    assert one.contradictions == ()


def test_who_gives_one_figure_stands_together():
    found = [told(0, "KOR", 3000), told(1, "USA", 10000), told(2, "UKR", 3000)]
    (one,) = of_reports(found)
    assert one.open == (
        "figures for troops differ: 3,000 (South Korea, Ukraine), 10,000 (United States)",
    )
