"""Dates as pages print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreigndesk.page.dates import date_line, read_date, read_month


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("17 October 2024", "2024-10-17"),
        ("Oct 17, 2024", "2024-10-17"),
        ("October 17th 2024", "2024-10-17"),
        ("Thursday, 17 October 2024", "2024-10-17"),
        ("Sept. 3, 2024", "2024-09-03"),
        ("17-Oct-2024", "2024-10-17"),
        ("2024-10-17", "2024-10-17"),
        ("20241017", "2024-10-17"),
        ("2024/10/17", "2024-10-17"),
        ("17.10.2024", "2024-10-17"),
        ("03/10/2024", "2024-10-03"),
        ("10/17/2024", "2024-10-17"),
        ("2024-10-17T09:30:00Z", "2024-10-17T09:30:00+00:00"),
        ("2024-10-17T09:30:00.123+0200", "2024-10-17T09:30:00+02:00"),
        ("2024-10-17 09:30", "2024-10-17T09:30"),
        ("17 October 2024 at 3:05 pm", "2024-10-17T15:05"),
        ("Thu, 17 Oct 2024 12:05:00 GMT", "2024-10-17T12:05:00+00:00"),
        ("Oct 17, 2024, 12:15 a.m. EDT", "2024-10-17T00:15-04:00"),
        ("1729155600", "2024-10-17T09:00:00+00:00"),
        ("31 February 2024", ""),
        ("The year 2024 was long", ""),
        ("", ""),
    ],
)
def test_dates(text: str, iso: str):
    assert read_date(text) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [("3 hours ago", "2024-10-18"), ("2 days ago", "2024-10-16"), ("Yesterday", "2024-10-17")],
)
def test_dates_that_count_from_another(text: str, iso: str):
    assert read_date(text, base="2024-10-18") == iso
    assert read_date(text) == ""


def test_only_a_whole_line_is_a_date_line():
    assert date_line("Thursday, 17 October 2024, 10:15 GMT") == "2024-10-17T10:15+00:00"
    assert date_line("The treaty of 17 October 2024 stands") == ""


def test_a_month_alone():
    assert read_month("December 2016") == "2016-12-01"
    assert read_month("In December 2016") == ""


@given(st.text(max_size=80))
def test_never_raises(text: str):
    for found in (read_date(text, base="2024-10-18"), date_line(text), read_month(text)):
        assert found == "" or found[4] == "-"
