"""What is kept piece by piece is what a full computation gives, in any order, in any batches."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from tests.developments.scenarios import SCENARIOS, Scenario, report, reports

from foreigndesk.capture import capture
from foreigndesk.developments import Development, Report, developments, of_reports
from foreigndesk.developments.judged import Judged, judgement, standing_judgements, told_key
from foreigndesk.developments.relations import firsts, weeks
from foreigndesk.developments.telling import Telling
from foreigndesk.language import Language
from foreigndesk.page import take_apart
from foreigndesk.reading import Reader
from foreigndesk.records import Capture, Judgement, Reading
from foreigndesk.store import Desk, extending
from foreigndesk.store.composing import Composing
from foreigndesk.store.following import (
    every_development,
    follow,
    kept_development,
    kept_developments,
    pair_firsts,
    pair_weeks,
    revisions,
)
from foreigndesk.store.relinking import Links
from foreigndesk.store.taking import Taking


@pytest.fixture(autouse=True, params=(2, extending.TAIL), ids=("short", "long"))
def tail(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have reports added to what is laid down of a development at few reports already."""
    monkeypatch.setattr(extending, "TAIL", request.param)


EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "pages"
NOW = "2026-03-02T00:00:00+00:00"


def take(desk: Desk, found: Iterable[Report], articles: Iterable[str] = ()) -> None:
    """Take in reports as if their articles had been read; these articles told nothing else."""
    given = list(found)
    with desk.transaction() as base:
        taking = Taking(desk, Links(base), standing_judgements(desk.judgements()))
        taking.reports(given, {*articles, *(r.article for r in given)})


def judge(desk: Desk, given: Iterable[Judgement]) -> None:
    for one in given:
        desk.judge(one)
        with desk.transaction() as base:
            taking = Taking(desk, Links(base), standing_judgements(desk.judgements()))
            taking.rejudge([one])


def settle(desk: Desk, at_most: int = 3) -> None:
    more = True
    while more:
        with desk.transaction() as base:
            taking = Taking(desk, Links(base), standing_judgements(desk.judgements()))
            taking.links.settle()
            ties, cuts = taking.ties()
            judged = Judged(reports=(), ties=ties, cuts=cuts, idle=())
            composing = Composing(taking.links, judged, NOW)
            composing.ready()
            more = composing.compose(at_most) is not None


def batches(found: Sequence[Report], draw: random.Random) -> list[list[Report]]:
    """Split what articles tell into batches; an article comes whole."""
    by_article: dict[str, list[Report]] = {}
    for one in found:
        by_article.setdefault(one.article, []).append(one)
    articles = list(by_article.values())
    draw.shuffle(articles)
    made: list[list[Report]] = [[]]
    for told in articles:
        if draw.random() < 0.4:
            made.append([])
        made[-1] += told
    return made


def unlike_pairs(desk: Desk, full: Sequence[Development]) -> str:
    """Say of which two actors the desk's weeks or firsts are not those of the developments."""
    codes = {c for d in full for r in d.reports for c in r.actors | r.recipients}
    for one, other in combinations(sorted(codes | {"XXX"}), 2):
        if pair_weeks(desk, one, other) != weeks(full, one, other):
            return f"weeks of {one} and {other}"
        if pair_firsts(desk, one, other) != firsts(full, one, other):
            return f"firsts of {one} and {other}"
    return ""


def unlike_lines(desk: Desk, full: Sequence[Development]) -> str:
    """Say whose line in lists is not what its reports come to."""
    for line, one in zip(kept_developments(desk), full, strict=True):
        articles = len({r.article for r in one.reports})
        plans = [r.end for r in one.reports if r.status in ("planned", "expected")]
        done = any(r.status in ("happened", "ongoing") for r in one.reports)
        told = (line.articles, line.reports, line.background, line.due)
        due = "" if done else max(plans, default="")
        if told != (articles, len(one.reports), all(r.background for r in one.reports), due):
            return f"line of {one.id}"
    return ""


def differs(desk: Desk, full: Sequence[Development]) -> str:
    kept = every_development(desk)
    if kept == list(full):
        return unlike_lines(desk, full) or unlike_pairs(desk, full)
    told = [[[r.event for r in d.reports] for d in some] for some in (kept, full)]
    return f"kept {told[0]}, computed {told[1]}"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda s: s.name)
def test_a_scenario_comes_out_the_same_in_any_order_and_batches(scenario: Scenario, tmp_path: Path):
    found = reports(scenario)
    for seed in range(5):
        draw = random.Random(seed)
        with Desk.open(tmp_path / f"{seed}.desk") as desk:
            for batch in batches(found, draw):
                take(desk, batch)
                if draw.random() < 0.6:
                    settle(desk)
            settle(desk)
            assert not differs(desk, of_reports(found))


def world(draw: random.Random, size: int) -> list[Report]:
    """Give reports that come close to each other in every way that linking looks at."""
    found = []
    for number in range(size):
        kind = draw.choice(("AID", "AID", "MOBILIZE", "ASSAULT", "SANCTION", "CONCEDE"))
        day = f"202{draw.choice('455')}-0{draw.randint(1, 4)}-{draw.randint(1, 28):02}"
        actors = "+".join(draw.sample(("PRK", "RUS", "USA"), draw.choice((0, 1, 1, 1, 2))))
        whom = "+".join(draw.sample(("RUS", "UKR"), draw.choice((0, 1, 1, 1, 2))))
        status = draw.choice(("planned", "happened", "ongoing", "denied", "conditional"))
        words = ",".join(draw.sample(("port", "bridge", "night", "rail", "depot"), 3))
        line = f"{day} Out{draw.randint(1, 4)} {kind} {actors}>{whom} {status} PRK words={words}"
        line += draw.choice(("", "", " bg", " own", " own", " self", " back"))
        line += draw.choice(("", " yet")) if status == "denied" else ""
        if status == "planned":
            line += f" on={day[:8]}28"
        one = report(number, line)
        of = draw.choice((set(), set(), {"troops"}, {"arms"}, {"troops", "arms"}))
        article = f"art-{number // 2:02}"
        day = ("", "2024")[number % 2] if number % 13 in (5, 8) else one.day
        found.append(replace(one, objects=frozenset(of), article=article, day=day))
    return [replace(r, day=found[n // 2 * 2].day) for n, r in enumerate(found)]


@pytest.mark.parametrize("seed", range(25))
def test_a_made_up_world_comes_out_the_same(seed: int, tmp_path: Path):
    draw = random.Random(seed)
    found = world(draw, 40)
    with Desk.open(tmp_path / "a.desk") as desk:
        for batch in batches(found, draw):
            take(desk, batch)
            if draw.random() < 0.5:
                settle(desk)
        settle(desk)
        assert not differs(desk, of_reports(found))
        before = {r.event for d in every_development(desk) for r in d.reports}
        # Some articles are read again and tell something else, or nothing.
        again = world(random.Random(seed + 1000), 40)
        for article in draw.sample(sorted({r.article for r in found}), 8):
            told = [r for r in again if r.article == article and draw.random() < 0.7]
            found = [r for r in found if r.article != article] + told
            take(desk, told, [article])
            if draw.random() < 0.5:
                settle(desk)
        settle(desk)
        assert not differs(desk, of_reports(found))
        ids = {one.id for one in of_reports(found)}
        assert {kept_development(desk, i).id for i in ids} == ids
        gone = {r.event for r in revisions(desk) if r.what == "dropped"}
        assert gone >= before - {r.event for r in found}


@pytest.mark.parametrize("seed", range(12))
def test_reports_added_one_by_one_to_long_developments_come_to_the_same(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """In order of day but for some; most are added without going through the rest."""
    added: list[int] = []
    real = extending.Extending.extend

    def counted(self: extending.Extending, group: int) -> extending.Extended | None:
        found = real(self, group)
        added.append(found.reports if found else 0)
        return found

    monkeypatch.setattr(extending.Extending, "extend", counted)
    draw = random.Random(seed)
    found = sorted(world(draw, 120), key=lambda r: (r.day[5:], r.article))
    found = [replace(r, day=f"2024-{r.day[5:]}" if r.day[5:] else r.day) for r in found]
    few = draw.choice((frozenset({"arms"}), frozenset()))
    found = [replace(r, actors=frozenset({"PRK"}), objects=few) for r in found]
    articles: dict[str, list[Report]] = {}
    for one in found:
        articles.setdefault(one.article, []).append(one)
    told = list(articles.values())
    for _ in range(6):  # what comes late
        told.insert(draw.randrange(len(told)), told.pop(draw.randrange(len(told))))
    with Desk.open(tmp_path / "a.desk") as desk:
        seen: list[Report] = []
        for number, batch in enumerate(told):
            take(desk, batch)
            seen += batch
            settle(desk)
            if number % 12 == 7:
                assert not differs(desk, of_reports(seen))
        assert not differs(desk, of_reports(found))
        linked = [r.event for r in revisions(desk) if r.what == "linked"]
        assert len(set(linked)) == len(linked) > 60  # a development's first is linked to nothing
        if extending.TAIL < 10:
            assert sum(map(bool, added)) > 20
            (laid,) = desk.query("SELECT count(*) AS n FROM development_tellings")
            assert laid["n"]


def test_a_late_report_goes_through_few_times_what_came_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    gone_through: list[int] = []
    real = extending.Extending._add

    def counted(self: extending.Extending, made: Telling, tail: Sequence[Report], row: int):
        gone_through.append(len(tail))
        return real(self, made, tail, row)

    monkeypatch.setattr(extending.Extending, "_add", counted)
    monkeypatch.setattr(extending, "TAIL", 8)
    first = date(2024, 1, 1)

    def told(number: int, on: int) -> Report:
        day = (first + timedelta(days=on)).isoformat()
        return replace(
            report(number, f"{day} Out{number % 5} AID PRK>RUS happened Out{number % 5}"),
            event=f"evt-{number:05}",
            article=f"art-{number:05}",
        )

    found = [told(n, n) for n in range(600)]
    with Desk.open(tmp_path / "a.desk") as desk:
        for number in range(0, 600, 5):
            take(desk, found[number : number + 5])
            settle(desk)
        assert max(gone_through[20:]) <= 5 * extending.TAIL
        (laid,) = desk.query("SELECT count(*) AS n FROM development_tellings")
        assert laid["n"] < 25
        for late in (3, 20, 100, 300):
            gone_through.clear()
            found.append(told(1000 + late, 600 - late))
            take(desk, found[-1:])
            settle(desk)
            assert sum(gone_through) <= 3 * late + 5 * extending.TAIL
        assert not differs(desk, of_reports(found))


def judgements(draw: random.Random, found: Sequence[Report]) -> list[Judgement]:
    made = []
    for number in range(8):
        act = draw.choice(("merge", "merge", "split", "reject", "recode", "recode", "resolve"))
        value = {
            "merge": told_key(draw.choice(found)),
            "recode": draw.choice(("planned", "denied", "SANCTION")),
            "resolve": "PRK=USA",
        }.get(act, "")
        target = told_key(draw.choice(found))
        when = f"2026-03-02T00:00:{number:02}+00:00"
        made.append(judgement(act, target, value, who="me", when=when, why=""))
    return made


@pytest.mark.parametrize("seed", range(25))
def test_what_people_judge_comes_out_the_same(seed: int, tmp_path: Path):
    draw = random.Random(seed)
    found = world(draw, 30)
    given = judgements(draw, found)
    with Desk.open(tmp_path / "a.desk") as desk:
        early = draw.sample(given, 3)
        for one in given:
            if one in early:
                judge(desk, [one])
        for batch in batches(found, draw):
            take(desk, batch)
            if draw.random() < 0.3:
                settle(desk)
        for one in given:
            if one not in early:
                judge(desk, [one])
                if draw.random() < 0.5:
                    settle(desk)
        settle(desk)
        assert not differs(desk, of_reports(found, desk.judgements()))
        for one in draw.sample(given, 4):
            judge(desk, [replace(one, undone=True)])
            settle(desk)
        assert not differs(desk, of_reports(found, desk.judgements()))


@pytest.fixture(scope="module")
def readings(language: Language) -> list[Reading]:
    reader = Reader(language=language)
    found = [c for p in sorted(EXAMPLES.iterdir()) for c in capture(str(p))]
    return [reader.read(take_apart(c)) for c in found if isinstance(c, Capture)]


@pytest.mark.parametrize("seed", range(4))
def test_the_demo_comes_out_the_same_in_any_order(
    seed: int, readings: list[Reading], tmp_path: Path
):
    draw = random.Random(seed)
    order = draw.sample(readings, len(readings))
    full = list(developments(readings))
    with Desk.open(tmp_path / "a.desk") as desk:
        for reading in order:
            desk.write(reading)
            if draw.random() < 0.4:
                follow(desk)
        follow(desk)
        assert every_development(desk) == full
        # Each is read by another version, some of them as of another outlet and day.
        for reading in draw.sample(readings, 6):
            article = replace(reading.page.article, outlet="Else", published="2024-10-20")
            page = replace(reading.page, article=article)
            desk.write(replace(reading, page=page, version="2"))
            if draw.random() < 0.4:
                follow(desk)
        follow(desk)
        assert every_development(desk) == list(developments(list(desk.readings())))
