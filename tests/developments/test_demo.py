"""The demo's story over its weeks, day by day, from the example pages as they are read."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from foreigndesk.capture import capture
from foreigndesk.developments import Development, developments
from foreigndesk.developments.stories import stories, traits
from foreigndesk.language import Language
from foreigndesk.page import take_apart
from foreigndesk.reading import Reader
from foreigndesk.records import Capture, Reading

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "pages"


@pytest.fixture(scope="module")
def readings(language: Language) -> list[Reading]:
    reader = Reader(language=language)
    found = [c for p in sorted(FOLDER.iterdir()) for c in capture(str(p))]
    return [reader.read(take_apart(c)) for c in found if isinstance(c, Capture)]


def deployment(readings: Sequence[Reading], day: str) -> Development:
    """Give the deployment to Russia as the desk knows it on a day."""
    known = [r for r in readings if r.page.article.day <= day]
    fitting = [
        d
        for d in developments(known)
        if d.type in ("AID", "MOBILIZE")
        and "PRK" in d.actors
        and "RUS" in d.recipients
        and any("troops" in r.objects for r in d.reports)
    ]
    return max(fitting, key=lambda d: len({r.article for r in d.reports}))


def stands(development: Development) -> dict[str, str]:
    return {s.stage: s.standing for s in development.standings}


def test_first_it_is_a_plan_on_unnamed_reports_and_the_reprint_counts_once(readings):
    first = deployment(readings, "2024-10-17")
    assert stands(first)["planned"] == "unconfirmed"
    assert "happened" not in stands(first)
    assert {r.outlet for r in first.reports} == {"The Harbour Courier", "Alder Valley Gazette"}
    assert {r.origin for r in first.reports if r.status == "planned"} == {"outlet:harbour courier"}


def test_then_two_governments_assert_it(readings):
    second = deployment(readings, "2024-10-18")
    assert stands(second)["happened"] == "corroborated"
    (deed,) = (s for s in second.standings if s.stage == "happened")
    assert {"state:KOR", "state:UKR"} <= set(deed.asserted)


def test_then_one_party_denies_it_and_it_stays_disputed(readings):
    for day in ("2024-10-21", "2024-10-23", "2024-10-25", "2024-10-28", "2024-11-05"):
        then = deployment(readings, day)
        (deed,) = (s for s in then.standings if s.stage == "happened")
        assert (day, deed.standing) == (day, "disputed")
        assert "state:PRK" in deed.denied
        (held,) = (c for c in then.contradictions if c.about == "happened")
        said = {(word, who) for word, who, _ in held.sides}
        assert {("asserted", "state:KOR"), ("denied", "state:PRK")} <= said


def test_at_last_it_is_acknowledged_and_the_dates_are_kept(readings):
    last = deployment(readings, "2026-01-01")
    assert stands(last)["happened"] == "acknowledged"
    course = [(c.standing, c.day) for c in last.changes if c.stage == "happened"]
    assert course == [
        ("corroborated", "2024-10-18"),
        ("disputed", "2024-10-21"),
        ("acknowledged", "2025-04-28"),
    ]
    assert last.name == "North Korea: troop deployment to Russia"
    told = [f.best for _, _, f in last.figures if f.of == "troops"]
    assert [n for n in (1500, 3000, 10000) if n in told] == [1500, 3000, 10000]


def test_the_claim_that_was_withdrawn_is_retracted(readings):
    known = [r for r in readings if r.page.article.day <= "2024-10-24"]
    taken = [d for d in developments(known) if any(r.retracts for r in d.reports)]
    assert any("retracted" in stands(d).values() for d in taken)


def test_the_order_of_reading_is_nothing(readings):
    mixed, expected = list(readings), developments(readings)
    told = stories(traits(r) for r in readings)
    for seed in range(50):
        random.Random(seed).shuffle(mixed)
        assert developments(mixed) == expected
        assert stories(traits(r) for r in mixed) == told


def test_what_no_one_links_to_is_left_alone_by_another_article(readings):
    before = {d.id: d for d in developments(readings[:-1])}
    after = {d.id: d for d in developments(readings)}
    new = readings[-1].page.article.id
    for ident, told in after.items():
        if new not in {r.article for r in told.reports}:
            assert before[ident].reports == told.reports
            assert before[ident].changes == told.changes
