"""Datelines and bylines."""

from __future__ import annotations

import pytest

from foreigndesk.page.fields import read_byline, read_dateline


@pytest.mark.parametrize(
    ("text", "place", "day", "agency"),
    [
        ("KYIV, Oct 17 (Agency) - The army said so.", "Kyiv", "2024-10-17", "Agency"),
        ("MOSCOW — The ministry said so.", "Moscow", "", ""),
        ("MEXICO CITY (AP) The senate said so.", "Mexico City", "", "AP"),
        ("KABUL, Afghanistan (Wire) -- The group said so.", "Kabul, Afghanistan", "", "Wire"),
        (
            "BEIRUT/THE HAGUE, March 7 (Wire) - The court said so.",
            "Beirut/The Hague",
            "2024-03-07",
            "Wire",
        ),
        ("Berlin, Oct 17 2024- The crisis grows.", "Berlin", "2024-10-17", ""),
        ("Seoul, 28 December (Agency) – The agency said so.", "Seoul", "2023-12-28", "Agency"),
        ("UNITED NATIONS, October 16 - Members met.", "United Nations", "2024-10-16", ""),
    ],
)
def test_datelines(text: str, place: str, day: str, agency: str):
    found = read_dateline(text, "2024-10-18")
    assert found is not None
    assert (found.place, found.day, found.agency) == (place, day, agency)
    assert found.rest.endswith(".")
    assert found.rest.split()[0] in ("The", "Members")


@pytest.mark.parametrize(
    "text",
    [
        "NATO — the alliance — said so.",
        "UPDATE - The army said so.",
        "Ukraine-based groups said so.",
        "Peace — the word itself — was rare.",
        "The minister (Defence) said so.",
        "Russia and North Korea signed a treaty - their first.",
        "MOSCOW said so.",
        "October 17 - The army said so.",
    ],
)
def test_what_is_no_dateline(text: str):
    assert read_dateline(text, "2024-10-18") is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ana Prior and Ben Stowe in Kyiv", ("Ana Prior", "Ben Stowe")),
        ("By Ana Prior, Foreign Correspondent", ("Ana Prior",)),
        ("ANA PRIOR | @prior", ("ANA PRIOR",)),
        ("Written by Ana Prior & Ben Stowe", ("Ana Prior", "Ben Stowe")),
        ("By Ana Prior (ap)", ("Ana Prior",)),
        ("https://example.org/staff", ()),
    ],
)
def test_bylines(text: str, names: tuple[str, ...]):
    assert read_byline(text) == names
