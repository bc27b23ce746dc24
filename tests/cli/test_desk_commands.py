"""`brief`, `show`, `export` and `doctor` on desks made by hand."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.made import capture, foreign, reading
from typer.testing import CliRunner

from foreigndesk.cli import export as export_command
from foreigndesk.cli.app import app
from foreigndesk.records import Reading, decode
from foreigndesk.store import Desk, ExportError
from foreigndesk.store.export import columns, safe_cell, write_rows

runner = CliRunner()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "a.desk"
    with Desk.open(path) as base:
        base.write(reading(1), capture(1))
        base.write(reading(2, day="2026-03-05", status="denied"), capture(2))
        base.write(foreign())
    return path


def run(*words: str | Path, code: int = 0) -> str:
    done = runner.invoke(app, [str(w) for w in words])
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    assert "Traceback" not in done.output
    return done.stdout


# --------------------------------------------------------------------------- brief


def test_brief_prints_developments(desk: Path):
    lines = run("brief", "--desk", desk).splitlines()
    assert lines[0].startswith("Norland: troop deployment to Estia  ")
    assert lines[0].split()[-1].startswith("dev-")
    assert lines[1] == "2 to 5 March 2026 · MOBILIZE · 2 articles, 1 independent source"
    assert lines[2].startswith("planned: ")
    assert lines[4].startswith("   5 Mar 2026 · denied · The Lund Courier")
    assert lines[4].endswith(reading(2).events[0].id[:14])
    assert "  Source: “a senior official”, unnamed (on background)" in lines
    assert all(line == line.rstrip() for line in lines)
    assert "  “Norland may send 5,000 troops to Estia, a senior official said on Monday.”" in lines
    assert lines[-1] == f"{desk}: 3 pages, 1 development"
    row = json.loads(run("brief", "--desk", desk, "--json"))
    assert [r["status"] for r in row["reports"]] == ["possible", "denied"]


def test_brief_tells_in_short_what_is_told_once(tmp_path: Path):
    path = tmp_path / "a.desk"
    with Desk.open(path) as base:
        base.write(reading(1))
    out = run("brief", "--desk", path)
    assert "Told once so far" in out
    assert "Monday 2 March 2026\n  MOBILIZE · possible, rather likely · Norland → Estia" in out
    assert "The Lund Courier · Source: “a senior official”" in out


def test_brief_prints_events_newest_day_first(desk: Path):
    out = run("brief", "--desk", desk, "--events")
    days = [x for x in out.splitlines() if "2026 ─" in x]
    assert [d.split(" ─")[0] for d in days] == ["Thursday 5 March 2026", "Monday 2 March 2026"]
    assert "CONSULT · happened · certain" in out
    assert "The Lund Courier: Norland weighs sending troops to Estia" in out
    rows = [json.loads(x) for x in run("brief", "--desk", desk, "--events", "--json").splitlines()]
    assert [r["status"] for r in rows] == ["denied", "happened", "possible"]


def test_brief_filters(desk: Path):
    def statuses(*words: str) -> list[str]:
        out = run("brief", "--events", "--desk", desk, "--json", *words)
        return [json.loads(x)["status"] for x in out.splitlines()]

    assert statuses("--limit", "1") == ["denied"]
    assert statuses("--status", "Possible") == ["possible"]
    assert statuses("--type", "consult") == ["happened"]
    assert statuses("--since", "2026-03-03") == ["denied", "happened"]
    assert statuses("--until", "2026-03-03") == ["possible", "happened"]  # the teaser's
    assert statuses("--country", "nor", "--type", "MOBILIZE") == ["denied", "possible"]
    assert "--limit 0 for all" in run("brief", "--events", "--desk", desk, "-n", "1")
    only = run("brief", "--desk", desk, "--status", "possible")
    assert ("· possible, " in only, "· denied ·" in only) == (True, False)
    for words in (["--type", "AID"], ["--country", "XXX"]):
        assert "No developments of that kind" in run("brief", "--desk", desk, *words)
        assert "No events of that kind" in run("brief", "--desk", desk, "--events", *words)


def test_brief_shows_the_newest_reports_only(tmp_path: Path):
    path = tmp_path / "a.desk"
    with Desk.open(path) as base:
        for number in range(1, 8):
            status = "possible" if number % 2 else "denied"
            base.write(reading(number, day=f"2026-03-0{number}", status=status))
    out = run("brief", "--desk", path, "--articles", "7", "--reports", "1")
    assert out.count("Source: ") == 1
    assert "and 1 earlier report: foreigndesk show dev-" in out
    assert "Reprinted: The Lund Courier" in out
    assert "No developments" in run("brief", "--desk", path, "--articles", "8")
    run("brief", "--desk", path, "--articles", "2", "--events", code=2)


def test_show_development(desk: Path):
    ident = json.loads(run("brief", "--desk", desk, "--json"))["id"]
    assert run("show", ident[:9], "--desk", desk).startswith("Norland: troop deployment to Estia")
    assert json.loads(run("show", ident, "--desk", desk, "--json"))["id"] == ident
    run("show", "dev-0000", "--desk", desk, code=1)


# --------------------------------------------------------------------------- show


def test_show_event(desk: Path):
    ident = reading().events[0].id
    out = run("show", ident[:12], "--desk", desk)
    assert "MOBILIZE (troops) · possible · rather likely" in out
    assert "Norland (NOR GOV) → Estia (EST GOV)" in out
    assert "5,000 troops · from 2026-03-02 (day of publication) · in Estia (EST, country)" in out
    assert "“a senior official”, unnamed (on background)" in out
    assert "Told 1 of 2, in the text:" in out
    assert "Told 2 of 2, in the title:" in out
    assert "'may' over 'send'" in out
    assert "1.0+aa" in out
    assert "mobilize:send" not in out
    why = run("show", ident, "--desk", desk, "--why")
    assert "Rule: mobilize:send/V[obj>P]" in why
    assert "Path: Norland: subject of send · Estia: object of to" in why


def test_show_event_as_json(desk: Path):
    ident = reading().events[0].id
    row = json.loads(run("show", ident, "--desk", desk, "--json"))
    assert row["event"]["id"] == ident
    assert [s["status"] for s in row["stances"]] == ["possible", "planned"]
    assert row["claims"][0]["source"]["described"] == "a senior official"
    assert row["row"]["plover_type"] == "THREATEN"


def test_show_claim(desk: Path):
    ident = reading().claims[0].id
    out = run("show", ident, "--desk", desk)
    assert "indirect speech, by the words “said”" in out
    assert "→ MOBILIZE, possible: Norland (NOR GOV) → Estia (EST GOV)" in out
    row = json.loads(run("show", ident, "--desk", desk, "--json"))
    assert row["row"]["cue"] == "said"
    assert [e["type"] for e in row["events"]] == ["MOBILIZE"]


def test_show_article(desk: Path):
    ident = reading().page.article.id
    out = run("show", ident, "--desk", desk)
    assert "published: 2026-03-02  (meta article:published_time)" in out
    assert "Estia's government did not comment." in out
    assert "! no byline found" in out
    assert decode(run("show", ident, "--desk", desk, "--json"), Reading) == reading()
    assert "only English is coded" in run("show", foreign().page.article.id, "--desk", desk)


def test_show_another_version(desk: Path):
    with Desk.open(desk) as base:
        base.write(reading(1, version="2.0+bb", status="planned"))
    ident = reading().events[0].id
    assert "· planned ·" in run("show", ident, "--desk", desk)
    assert "· possible ·" in run("show", ident, "--desk", desk, "--coder", "1.0+aa")
    run("show", ident, "--desk", desk, "--coder", "9", code=1)


def test_show_what_is_not_there(desk: Path):
    done = runner.invoke(app, ["show", "evt-nix", "--desk", str(desk)])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"{desk}: nothing on this desk has the id evt-nix\n"


# --------------------------------------------------------------------------- desks that fail


@pytest.mark.parametrize("command", [["brief"], ["show", "evt-1"], ["export"], ["doctor"]])
def test_a_desk_that_cannot_be_opened_is_one_line(tmp_path: Path, command: list[str]):
    text = tmp_path / "no.desk"
    text.write_text("this is a shopping list, not a desk\n" * 50)
    for path in (tmp_path / "none.desk", text, tmp_path):
        done = runner.invoke(app, [*command, "--desk", str(path)])
        assert done.exit_code == 3
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert str(path) in done.stderr
    assert not (tmp_path / "none.desk").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["brief", "--status", "perhaps"],
        ["brief", "--type", "WAR"],
        ["brief", "--since", "yesterday"],
        ["brief", "--limit", "-1"],
        ["export", "--format", "xml"],
        ["export", "--format", "parquet"],
        ["export", "--what", "claims", "--type", "AID"],
        ["show"],
        ["nix"],
    ],
)
def test_wrong_usage_is_exit_code_2(desk: Path, words: list[str]):
    done = runner.invoke(app, [*words] if words == ["nix"] else [*words, "--desk", str(desk)])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr


# --------------------------------------------------------------------------- export


def test_export_csv(desk: Path):
    rows = list(csv.DictReader(io.StringIO(run("export", "--desk", desk, "--format", "csv"))))
    assert [r["status"] for r in rows] == ["denied", "happened", "possible"]
    assert tuple(rows[0]) == columns("events")
    assert rows[2]["actor_countries"] == "NOR"
    assert rows[2]["figures"] == "5,000 troops"
    assert rows[0]["plover_type"] == ""


def test_export_jsonl_and_filters(desk: Path):
    lines = run("export", "--desk", desk, "--status", "possible", "--type", "mobilize").splitlines()
    assert [json.loads(x)["day"] for x in lines] == ["2026-03-02"]
    assert len(run("export", "--desk", desk, "--since", "2026-03-03").splitlines()) == 2
    claims = [json.loads(x) for x in run("export", "--desk", desk, "--what", "claims").splitlines()]
    assert [c["cue"] for c in claims] == ["said", "said"]
    texts = run("export", "--desk", desk, "--what", "articles").splitlines()
    assert {json.loads(x)["language"] for x in texts} == {"en", "de"}
    assert set(json.loads(texts[0])) == set(columns("articles"))
    assert run("export", "--desk", desk, "--country", "XXX") == ""


def test_export_parquet(desk: Path, tmp_path: Path):
    parquet = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "events.parquet"
    said = run("export", "--desk", desk, "--format", "parquet", "--out", out, "--json")
    assert json.loads(said)["rows"] == 3
    table = parquet.read_table(out)
    assert table.num_rows == 3
    assert table.column("certainty").to_pylist() == [3.0, 3.0, 1.0]
    empty = tmp_path / "none.parquet"
    run("export", "--desk", desk, "--format", "parquet", "--out", empty, "--type", "AID")
    assert parquet.read_table(empty).num_rows == 0
    assert sorted(p.name for p in tmp_path.iterdir() if "parquet" in p.name) == [
        "events.parquet",
        "none.parquet",
    ]


def test_parquet_without_pyarrow_is_one_line(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    out = tmp_path / "e.parquet"
    done = runner.invoke(
        app, ["export", "--desk", str(desk), "--format", "parquet", "--out", str(out)]
    )
    assert done.exit_code == 1
    assert "pip install 'foreigndesk[parquet]'" in done.stderr
    assert not out.exists()


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path):
    out = tmp_path / "e.csv"
    out.write_text("old")

    def rows():
        yield {"a": 1}
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_rows(rows(), ("a",), "csv", out)
    assert out.read_text() == "old"
    assert os.listdir(tmp_path) == ["e.csv"]
    assert write_rows([{"a": 1}], ("a",), "csv", out) == 1
    assert out.read_bytes() == b"a\r\n1\r\n"
    for wrong in (tmp_path, tmp_path / "no" / "e.csv"):
        with pytest.raises(ExportError, match=str(wrong)):
            write_rows([], ("a",), "csv", wrong)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-1", "'-1"),
        ("@cmd", "'@cmd"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("a=1", "a=1"),
        (-2.5, -2.5),
        (None, ""),
        (True, "true"),
        ("a\0b", "ab"),
    ],
)
def test_no_cell_is_a_formula(cell: object, safe: object):
    assert safe_cell(cell) == safe


def test_a_hostile_page_makes_no_formula_and_steers_no_terminal(tmp_path: Path):
    page = reading().page
    article = replace(page.article, outlet="=HYPERLINK(1)", title="x\x1b[2Jy\u202ez [bold]b[/bold]")
    path = tmp_path / "a.desk"
    with Desk.open(path) as base:
        base.write(replace(reading(), page=replace(page, article=article)))
    assert ",'=HYPERLINK(1)," in run("export", "--desk", path, "--format", "csv")
    for command in (
        ["brief"],
        ["brief", "--events"],
        ["show", article.id],
        ["show", reading().events[0].id],
    ):
        out = run(*command, "--desk", path)
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert "[bold]b[/bold]" in out or command == ["brief"]


# --------------------------------------------------------------------------- doctor, program


def test_doctor(desk: Path):
    out = run("doctor", "--desk", desk)
    assert "foreigndesk" in out
    assert "claims/data/cues.tsv" in out
    assert "sha256" in out
    assert "pages: 3" in out
    row = json.loads(run("doctor", "--desk", desk, "--json"))
    assert row["desk"]["events"] == 3
    assert all("as of 20" in t["about"] for t in row["tables"]), "a table without as_of"
    assert row["model"]["found"] is True


def test_doctor_says_how_to_get_the_model():
    done = runner.invoke(app, ["doctor", "--model", "en_no_such_model"])
    assert done.exit_code == 4
    assert "pip install en-no-such-model" in done.stdout


def test_help_is_there_and_loads_nothing_heavy():
    code = (
        "import sys, foreigndesk.cli.app\n"
        "heavy = ('spacy', 'numpy', 'trafilatura', 'pyarrow', 'httpx', 'lxml', 'py3langid')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    for words in (["--help"], ["read", "-h"]):
        out = run(*words)
        assert "Usage" in out
    assert "Exit codes" in run("--help")
    assert run("--version").startswith("foreigndesk ")


def test_the_module_runs_as_a_program(desk: Path):
    done = subprocess.run(
        [sys.executable, "-m", "foreigndesk", "brief", "--desk", str(desk)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "80"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert all(len(line) <= 80 for line in done.stdout.decode().splitlines())


def test_formats_are_the_store_s():
    from foreigndesk.store.export import FORMATS

    assert tuple(f.value for f in export_command.Format) == FORMATS
