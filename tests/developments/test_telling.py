"""Reports added one by one, laid down and taken up again, come to what all at once come to."""

from __future__ import annotations

import random

import pytest
from tests.developments import plainly
from tests.developments.test_standing import report

from foreigndesk.developments import Report, composed
from foreigndesk.developments.telling import Telling
from foreigndesk.developments.types import order
from foreigndesk.records import Figure, Source, Span

STATUSES = ("planned", "expected", "possible", "ongoing", "happened", "denied", "conditional")


def figure(draw: random.Random) -> Figure:
    best = draw.choice((10.0, 12.0, 3000.0))
    span = Span(text="x", start=0, end=1)
    of, unit = draw.choice(("troops", "killed")), draw.choice(("persons", ""))
    high = draw.choice((best, best + 2))
    return Figure(of=of, low=best, best=best, high=high, unit=unit, bound="", span=span)


def course(draw: random.Random, size: int) -> list[Report]:
    """Give reports of every kind that standings, changes and contradictions look at."""
    taken, asks = draw.choice((0, 0, 0.1)), draw.choice((STATUSES, ("conditional", "denied")))
    days = sorted(draw.choices(("", *(f"2024-10-{n:02}" for n in range(1, 29))), k=size))
    found = []
    for n in range(size):
        outlet = draw.randrange(4)
        states = draw.sample(("state:PRK", "state:RUS", "state:KOR"), 2)
        origin = draw.choice((f"outlet:out {outlet}", f"outlet:out {draw.randrange(4)}", states[0]))
        status = draw.choice(asks)
        also = states[1:] if origin == states[0] and draw.random() < 0.3 else ()
        found.append(
            report(
                n,
                event=f"evt-{draw.randrange(10_000):05}-{n}",
                day=days[n // 2 * 2],
                article=f"art-{n // 2:03}",
                outlet=f"Out {outlet}",
                origin=origin,
                also=tuple(also),
                status=status,
                yet=status == "denied" and draw.random() < 0.4,
                source=Source(kind=draw.choice(("named", "unnamed"))),
                self_said=draw.random() < 0.1,
                retracts=draw.random() < taken,
                background=draw.random() < 0.1,
                figures=(figure(draw),) if draw.random() < 0.3 else (),
                type=draw.choice(("AID", "MOBILIZE")),
            )
        )
    return sorted(found, key=order)


@pytest.mark.parametrize("seed", range(150))
def test_what_is_added_up_is_what_looking_at_every_report_finds(seed: int):
    draw = random.Random(seed)
    found = course(draw, draw.choice((2, 6, 14, 40)))
    one = composed(found, "2024-12-01")
    assert one.standings == plainly.standings(found)
    assert one.changes == plainly.changes(found)
    assert one.contradictions == tuple(plainly.contradictions(found, one.standings))
    assert one.independent == len({o for r in found for o in r.origins})


@pytest.mark.parametrize("seed", range(60))
def test_laid_down_and_taken_up_it_goes_on_as_if_nothing_were(seed: int):
    draw = random.Random(seed)
    found = course(draw, 30)
    whole = Telling.of(found)
    made = Telling({r.outlet for r in found if r.retracts})
    for number, one in enumerate(found):
        if number and one.article != found[number - 1].article and draw.random() < 0.3:
            made = Telling.load(made.dump())
        made.add(one)
    today = draw.choice(("2024-10-02", "2024-12-01"))
    assert made.development(today) == whole.development(today)
    assert made.counts == whole.counts
    assert made.counts.articles == len({r.article for r in found})


def test_what_is_kept_grows_with_the_sources_and_not_with_the_reports():
    draw = random.Random(1)
    sizes = []
    for number in (400, 800):
        found = [
            report(
                n,
                day=f"2024-{1 + n // 28 % 12:02}-{1 + n % 28:02}",
                origin=f"outlet:out {n % 20}",
                outlet=f"Out {n % 20}",
                article=f"art-{n:04}",
                status=draw.choice(("planned", "happened")),
            )
            for n in range(number)
        ]
        sizes.append(len(Telling.of(sorted(found, key=order)).dump()))
    assert sizes[1] < 1.2 * sizes[0]
