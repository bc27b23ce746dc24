"""`actors` and `places`: what a name would be resolved to, and a user's own table."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.made import reading, span
from typer.testing import CliRunner

from foreigndesk.cli.app import app
from foreigndesk.places import Candidate
from foreigndesk.records import Actor, Mention, Reading
from foreigndesk.store import Desk

runner = CliRunner()


def run(*words: str | Path, code: int = 0):
    done = runner.invoke(app, [str(w) for w in words])
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    return done


def test_actors_find_says_who_and_why():
    assert "GBR" in run("actors", "find", "Downing Street").stdout
    row = json.loads(run("actors", "find", "Boris Johnson", "--day", "2020-05-01", "--json").stdout)
    assert row["chosen"]["country"] == "GBR"
    assert row["chosen"]["office"] == "prime minister"
    late = run("actors", "find", "Boris Johnson", "--day", "2025-05-01").stdout
    assert "GBR ELI, prime minister until 2022-09-06" in late
    assert "no table has this name" in run("actors", "find", "Qwertz", code=1).stdout
    run("actors", "find", "Boris Johnson", "--day", "soon", code=2)


def test_actors_find_looks_into_your_own_table_first(tmp_path: Path):
    table = tmp_path / "own.csv"
    table.write_text("name,aliases,kind,country,sector\nLund Front,LF|The Front,group,SWE,REB\n")
    out = run("actors", "find", "The Front", "--actors", table).stdout
    assert "Lund Front: group, SWE REB" in out
    assert "own.csv" in out
    table.write_text("name,kind,country\nLund Front,group,XXX\n")
    done = run("actors", "find", "Lund Front", "--actors", table, code=1)
    assert "own.csv, line 2, column country" in done.stderr
    run("actors", "find", "Lund Front", "--actors", tmp_path / "none.csv", code=2)


def test_actors_check_names_every_bad_row(tmp_path: Path):
    table = tmp_path / "own.csv"
    table.write_text(
        "name,kind,country,sector,from,to\n"
        "Lund Front,group,SWE,REB,2020,\n"
        "Bad Land,group,XXX,REB,,\n"
        ",group,SWE,REB,,\n"
        "Backwards,group,SWE,REB,2021,2020\n"
    )
    done = run("actors", "check", table, code=1)
    assert "1 of 4 rows can stand" in done.stdout
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "own.csv, line 3, column country",
        "own.csv, line 4, column name",
        "own.csv, line 5, column to",
    ]
    row = json.loads(run("actors", "check", table, "--json", code=1).stdout)
    assert (row["rows"], len(row["wrong"])) == (4, 3)
    table.write_text("name,kind\nLund Front,group\n")
    assert "1 of 1 rows can stand" in run("actors", "check", table).stdout


@pytest.mark.parametrize(
    ("data", "say"),
    [
        (b"name,colour\nA,red\n", "header"),
        (b"name,kind\nA\xff,group\n", "UTF-8"),
        (b'name,kind\n"A' + b"x" * 200_000 + b'",group\n', "CSV"),
    ],
)
def test_actors_check_of_a_broken_file_is_one_line(tmp_path: Path, data: bytes, say: str):
    table = tmp_path / "own.csv"
    table.write_bytes(data)
    done = run("actors", "check", table, code=1)
    assert say in done.stderr
    assert done.stderr.count("\n") == 1


def _with_unknown(number: int, *names: str) -> Reading:
    made = reading(number)
    article = made.page.article
    mentions = [
        Mention(span=span(article, "Norland"), of="actor", name=n, ref=f"act-{n}", how=h)
        for n, h in ((n, "unknown person: analyst") for n in names)
    ]
    actors = [
        Actor(id=f"act-{n}", name=n, kind="person", country="SWE", sectors=("CVL",)) for n in names
    ]
    return replace(made, mentions=(*made.mentions, *mentions), actors=(*made.actors, *actors))


def test_actors_unresolved_is_a_table_to_fill_in(tmp_path: Path):
    desk = tmp_path / "a.desk"
    with Desk.open(desk) as base:
        base.write(_with_unknown(1, "A. Falk", "B. Holm"))
        base.write(_with_unknown(2, "B. Holm"))
    out = run("actors", "unresolved", "--desk", desk).stdout
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [r["name"] for r in rows] == ["B. Holm", "A. Falk"]
    assert rows[0] == {
        "name": "B. Holm",
        "aliases": "",
        "kind": "person",
        "country": "SWE",
        "sector": "CVL",
        "from": "",
        "to": "",
    }
    table = tmp_path / "own.csv"
    table.write_text(out)
    run("actors", "check", table)
    first = json.loads(
        run("actors", "unresolved", "--desk", desk, "--json", "-n", "1").stdout.splitlines()[0]
    )
    assert (first["name"], first["pages"], first["mentions"]) == ("B. Holm", 2, 2)


def test_actors_unresolved_on_a_desk_without_any(tmp_path: Path):
    desk = tmp_path / "a.desk"
    with Desk.open(desk) as base:
        base.write(reading())
    assert "every name is resolved" in run("actors", "unresolved", "--desk", desk).stderr
    run("actors", "unresolved", "--desk", tmp_path / "none.desk", code=3)


class _Atlas:
    def find(self, name: str) -> tuple[Candidate, ...]:
        if name != "Lund":
            return ()
        common = {"division": "SE-M", "country": "SWE", "lat": 55.7, "lon": 13.19}
        return (
            Candidate(ref="g1", name="Lund", kind="city", rank=4.95, first=True, **common),
            Candidate(ref="g2", name="Skane", kind="division", rank=4, first=False, **common),
        )

    def area(self, candidate: Candidate) -> str:
        return "Sweden"


def test_places_find(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("foreigndesk.places.gazetteer", _Atlas)
    monkeypatch.setattr("foreigndesk.cli.tables.announce_index", lambda: None)
    lines = run("places", "find", "Lund").stdout.splitlines()
    assert lines[0] == "Lund, Sweden: city, 55.70 13.19, about 89,000 people"
    rest = " ".join(lines[1:])
    assert "Skane, Sweden: division SE-M, 55.70 13.19, a point for the whole of it" in rest
    assert "Lund is another name for it" in rest
    assert run("places", "find", "Lund", "-n", "1").stdout.splitlines()[-1] == "and 1 more"
    assert json.loads(run("places", "find", "Lund", "--json").stdout)["places"][0]["ref"] == "g1"
    assert "no such place" in run("places", "find", "Nixheim", code=1).stderr
