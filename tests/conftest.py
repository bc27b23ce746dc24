"""Fixtures shared by the tests."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("COLUMNS", "100")


@pytest.fixture(scope="session")
def language():
    """The language pipeline, loaded once for all tests that need it."""
    from foreigndesk.language import Language

    return Language()
