"""Time expressions come out as the days they stand for; the event takes its own."""

from pathlib import Path

import pytest

from foreigndesk.codebook.tables import read_table
from foreigndesk.language import plain_article
from foreigndesk.times import event_time, find_times
from foreigndesk.times.words import KINDS, words

COLUMNS = ("sentence", "day", "expression", "start", "end", "precision")
ROWS = list(read_table(Path(__file__).parent / "rows.tsv", COLUMNS))


@pytest.fixture(scope="module")
def parsed(language):
    articles = [plain_article(row["sentence"], day=row["day"]) for row in ROWS]
    return {(p.article.text, p.article.day): p for p in language.parse(articles)}


def read(language, text, day):
    parsed = next(iter(language.parse([plain_article(text, day=day)])))
    return parsed, find_times(parsed, day=day)


def word(parsed, text):
    return next(t for t in parsed.doc if t.text == text)


@pytest.mark.model
@pytest.mark.parametrize("row", ROWS, ids=lambda r: f"{r.line}")
def test_an_expression_stands_for_its_days(parsed, row):
    found = find_times(parsed[row["sentence"], row["day"]], day=row["day"])
    if row["expression"] == "-":
        assert found == ()
        return
    assert len(found) == 1, [m.time.written for m in found]
    time = found[0].time
    assert time.written in (row["expression"], row["expression"].removeprefix("the "))
    assert (time.start, time.end, time.precision) == (row["start"], row["end"], row["precision"])
    assert not time.fallback


def test_there_are_rows_enough():
    assert len(ROWS) >= 150


def test_every_word_has_a_value_of_its_kind():
    table = words()
    assert set(table) == set(KINDS)
    for kind in ("month", "weekday", "number", "ordinal", "season", "unit", "deictic"):
        assert all(int(v) is not None for v in table[kind].values())
        assert table[kind]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "start", "fallback"),
    [
        ("Rebels attacked the port on Monday and left on Tuesday.", "attacked", "2024-05-13", False),
        ("Rebels attacked the port on Monday and left on Tuesday.", "left", "2024-05-14", False),
        ("The attack on Friday killed two guards.", "attack", "2024-05-10", False),
        ("The 2014 annexation was condemned on Monday.", "annexation", "2014-01-01", False),
        ("The 2014 annexation was condemned on Monday.", "condemned", "2024-05-13", False),
        ("The mayor said on Tuesday that rebels had attacked the port.", "attacked", "2024-05-15",
         True),
        ("The army began shelling the port on Sunday.", "shelling", "2024-05-12", False),
        ("Rebels attacked the port.", "attacked", "2024-05-15", True),
    ],
)  # fmt: skip
def test_an_event_takes_the_time_of_its_own_clause(language, text, trigger, start, fallback):
    parsed, found = read(language, text, "2024-05-15")
    time = event_time(word(parsed, trigger), found, day="2024-05-15")
    assert (time.start, time.fallback) == (start, fallback)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "trigger", "tense"),
    [
        ("The ministers will meet on Friday.", "meet", "future"),
        ("The ministers met on Friday.", "met", "past"),
        ("The army has ruled the country since 2021.", "ruled", "present"),
        ("The army is attacking the port.", "attacking", "present"),
        ("The army plans to attack the port.", "attack", "future"),
        ("The army attacked the port.", "attacked", "past"),
        ("The talks could resume in the coming months.", "resume", "future"),
    ],
)
def test_the_tense_is_kept_apart(language, text, trigger, tense):
    parsed, found = read(language, text, "2024-05-15")
    assert event_time(word(parsed, trigger), found, day="2024-05-15").tense == tense


@pytest.mark.model
def test_without_a_day_nothing_is_read(language):
    parsed, _ = read(language, "They met on Friday.", "2024-05-15")
    assert find_times(parsed, day="") == ()
    time = event_time(word(parsed, "met"), (), day="")
    assert (time.start, time.end, time.fallback) == ("", "", True)
    with pytest.raises(ValueError, match="Invalid isoformat"):
        find_times(parsed, day="yesterday")
