"""The example pages come apart as they were written."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreigndesk.capture import capture
from foreigndesk.page import take_apart
from foreigndesk.records import Capture, Page

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "pages"
NAMES = sorted(path.name for path in FOLDER.iterdir())


def read(name: str) -> Page:
    (found,) = capture(str(FOLDER / name))
    assert isinstance(found, Capture)
    return take_apart(found)


def test_there_are_enough_of_both_kinds():
    assert len(NAMES) >= 16
    assert sum(name.endswith(".html") for name in NAMES) * 3 >= len(NAMES)
    assert sum(name.endswith(".txt") for name in NAMES) * 3 >= len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_comes_apart(name: str):
    found = read(name)
    article = found.article
    assert found.problems == ()
    assert article.published[:10] == name[3:13]
    assert article.language == "en"
    assert all((article.title, article.outlet, article.section, article.standfirst))
    assert len(article.parts("body")) >= 4
    for furniture in ("cookie", "Cookie", "Subscribe", "Advertisement", "All rights", "Sign up"):
        assert furniture not in article.text
    for teaser in found.teasers:
        assert teaser.title not in article.text


def test_the_reprint_is_nearly_the_same():
    first, second = (set(read(name).article.parts("body")) for name in NAMES[:2])
    assert len(first & second) >= 5
