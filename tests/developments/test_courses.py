"""Where the weeks' level changes, and what comes as it had not for long."""

from __future__ import annotations

import random
from datetime import date, timedelta

from foreigndesk.developments.courses import LEAST, change_points, milestones
from foreigndesk.developments.relations import Week


def week(number: int, coop: float = 0, conflict: float = 0, kind: str = "ASSAULT") -> Week:
    day = date(2024, 1, 1) + timedelta(weeks=number)
    return Week(
        week=day.isoformat(), cooperation=coop, conflict=conflict, quads=(), types=((kind, 1),),
        statuses=(), standings=(), articles=1, independent=1, developments=(f"dev-{number}",),
    )  # fmt: skip


def test_a_rise_is_found_with_what_caused_it():
    weeks = [week(n, conflict=-2.0 - n % 2) for n in range(10)]
    weeks += [week(n, conflict=-18.0 - n % 3) for n in range(10, 20)]
    (point,) = change_points(weeks)
    assert (point.week, point.series) == ("2024-03-11", "conflict")
    assert point.before < 3 < 18 < point.after
    assert point.developments == ("dev-10", "dev-11", "dev-12", "dev-13")
    random.Random(1).shuffle(weeks)
    assert change_points(weeks) == (point,)


def test_quiet_weeks_count_as_nothing():
    weeks = [*(week(n, coop=8.0) for n in range(10)), week(25, conflict=-1.0)]
    (point,) = [p for p in change_points(weeks) if p.series == "cooperation"]
    assert (point.week, point.after) == ("2024-03-11", 0.0)
    assert point.developments[-1] == "dev-9"


def test_noise_and_short_records_have_no_change():
    for seed in range(30):
        chance = random.Random(seed)
        noise = [week(n, conflict=-float(chance.choice((0, 3, 6, 9)))) for n in range(60)]
        assert len(change_points(noise)) <= 1, seed
    quick = [week(n, conflict=-1.0 if n < 5 else -50.0) for n in range(LEAST - 1)]
    assert change_points(quick) == ()
    assert change_points([]) == ()


def test_what_returns_after_a_year_and_months_beyond_the_year():
    weeks = [week(0, conflict=-9), week(1, coop=3, kind="AID"), week(30, coop=1, kind="AID")]
    weeks += [week(60, conflict=-6), week(62, coop=5, kind="AID")]
    said = {(m.what, m.developments) for m in milestones(weeks)}
    assert ("first ASSAULT told since the week of 2024-01-01", ("dev-60",)) in said
    assert ("most hostile month since 2024-01", ("dev-60",)) in said
    assert ("most cooperative month since the record began in 2024-01", ("dev-62",)) in said
    assert len(said) == 3
