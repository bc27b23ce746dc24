"""Thirty scenarios come out as written down, whatever order their articles were read in."""

from __future__ import annotations

import random

import pytest
from tests.developments.scenarios import SCENARIOS, Scenario, reports

from foreigndesk.developments import Development, of_reports


def told(found: tuple[Development, ...]) -> set[tuple[str, str]]:
    return {
        (
            " ".join(str(int(r.event[-2:])) for r in d.reports),
            " ".join(f"{s.stage}={s.standing}" for s in d.standings),
        )
        for d in found
    }


def test_there_are_thirty_ten_of_them_traps():
    assert len(SCENARIOS) == 30
    assert sum(s.name.startswith("trap") for s in SCENARIOS) == 10


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_scenario(scenario: Scenario):
    assert told(of_reports(reports(scenario))) == set(scenario.groups)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_the_order_of_reading_is_nothing(scenario: Scenario):
    found = reports(scenario)
    expected = of_reports(found)
    for seed in range(50):
        random.Random(seed).shuffle(found)
        assert of_reports(found) == expected
