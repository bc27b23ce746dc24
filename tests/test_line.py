"""The whole line on the example pages: what the demo must show, and what must give nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreigndesk.capture import capture
from foreigndesk.developments import developments
from foreigndesk.page import take_apart
from foreigndesk.reading import Reader
from foreigndesk.records import Capture, Reading

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "pages"
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def readings(language) -> dict[str, Reading]:
    reader, found = Reader(language=language), {}
    for path in sorted(FOLDER.iterdir()):
        (item,) = capture(str(path))
        assert isinstance(item, Capture)
        found[path.name[:2]] = reader.read(take_apart(item))
    return found


def test_reading_again_gives_the_same(readings: dict[str, Reading], language):
    page = readings["01"].page
    assert Reader(language=language).read(page) == readings["01"]


def test_the_story_of_three_weeks_is_one_development(readings: dict[str, Reading]):
    found = max(developments(list(readings.values())), key=lambda d: len(d.reports))
    assert len({r.article for r in found.reports}) >= 6
    assert "PRK" in found.actors
    assert {"planned", "happened", "denied"} <= {r.status for r in found.reports}
    assert found.first == "2024-10-17"
    assert found.independent < len(found.reports)
    assert len(found.changes) >= 3


@pytest.mark.parametrize(
    ("page", "kind"), [("13", "SANCTION"), ("15", "RETREAT"), ("16", "COERCE")]
)
def test_the_other_stories_are_told(readings: dict[str, Reading], page: str, kind: str):
    assert kind in {e.type for e in readings[page].events}


@pytest.mark.parametrize("page", ["18", "19", "20"])
def test_sport_weather_and_science_give_nothing(readings: dict[str, Reading], page: str):
    assert readings[page].events == ()
