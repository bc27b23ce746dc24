"""`developments`, `development`, `relations`, `diff` and `judge` on desks made by hand."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.store.made import capture, reading
from typer.testing import CliRunner

from foreigndesk.cli.app import app
from foreigndesk.store import Desk

runner = CliRunner()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "a.desk"
    with Desk.open(path) as base:
        base.write(reading(1), capture(1))
        base.write(reading(2, day="2026-03-05", status="denied"), capture(2))
    return path


def run(*words: str | Path, code: int = 0) -> str:
    done = runner.invoke(app, [str(w) for w in words])
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    assert "Traceback" not in done.output
    return done.stdout


def rows(*words: str | Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*words, "--json").splitlines()]


def only(desk: Path) -> str:
    (one,) = rows("developments", "--desk", desk)
    return str(one["id"])


def judged(desk: Path, *words: str) -> str:
    (made,) = rows("judge", *words, "--who", "mara", "--desk", desk)
    return str(made["id"])


def test_developments_are_listed_and_filtered(desk: Path):
    text = run("developments", "--desk", desk)
    assert text.startswith("Norland: troop deployment to Estia  dev-")
    assert text.splitlines()[-1] == "1 development"
    for words, number in (
        (("--type", "MOBILIZE"), 1),
        (("--type", "AID"), 0),
        (("--standing", "corroborated"), 0),
        (("--country", "XXX"), 0),
        (("--since", "2026-03-06"), 0),
        (("--until", "2026-03-01"), 0),
        (("--articles", "3"), 0),
    ):
        assert len(rows("developments", "--desk", desk, *words)) == number, words
    run("developments", "--desk", desk, "--standing", "likely", code=2)


def test_a_development_is_shown_whole(desk: Path):
    text = run("development", only(desk), "--desk", desk)
    assert "How it came to stand so" in text
    assert "  2026-03-02 planned: unconfirmed (The Lund Courier, art-" in text
    assert "Figures" in text
    assert "5,000 troops" in text
    run("development", "dev-zz", "--desk", desk, code=1)


def test_relations_count_by_week_and_say_what_is_new(desk: Path):
    (one,) = rows("developments", "--desk", desk)
    a, b = one["actors"][0], one["recipients"][0]  # type: ignore[index]
    week, context = rows("relations", a, b, "--desk", desk)
    assert context["both_members"]
    assert week["week"] == "2026-03-02"
    assert week["statuses"] == [["denied", 1], ["possible", 1]]
    assert (week["cooperation"], week["conflict"]) == (0, 0)  # a plan is no deed
    first = next(
        iter(json.loads(run("development", only(desk), "--desk", desk, "--json"))["reports"])
    )
    run("judge", "recode", first["event"], "happened", "--desk", desk)
    week, new, _ = rows("relations", a, b, "--desk", desk)
    assert week["conflict"] < 0  # type: ignore[operator]
    assert new["what"] == f"first MOBILIZE {a}→{b} on record"
    assert new["event"] == first["event"]
    assert rows("relations", a, b, "--since", "2027-01-01", "--desk", desk) == []
    run("judge", "recode", first["event"], "SANCTION", "--desk", desk)
    held = rows("relations", a, b, "--desk", desk)[-2]
    assert (held["what"], held["sides"], held["lifted"]) == ("sanctions", f"{a}→{b}", "")
    text = run("relations", a, b, "--desk", desk)
    assert "Pacts, sanctions and memberships told of, unconfirmed" in text
    assert "Pacts, sanctions and memberships that the record shows" not in text
    assert "Both are members (from the registry, on 2026-03-02; not told on this desk)" in text
    assert "Nothing is told" in run("relations", "XXX", "YYY", "--desk", desk)


def test_diff_says_what_changed_since_a_day(desk: Path):
    assert [r["what"] for r in rows("diff", "2026-03-01", "--desk", desk)] == ["began"]
    assert [r["what"] for r in rows("diff", "2026-03-05", "--desk", desk)] in (
        ["changed"],
        ["told"],
    )
    assert run("diff", "2026-03-06", "--desk", desk).startswith("Nothing has changed")
    run("diff", "yesterday", "--desk", desk, code=2)


def test_diff_goes_by_the_hour_at_which_the_desk_had_it(desk: Path):
    before = "2020-01-01T00:00:00+00:00"
    assert [r["what"] for r in rows("diff", before, "--desk", desk)] == ["began"]
    hour = datetime.now(UTC).isoformat()
    assert run("diff", hour, "--desk", desk).startswith("Nothing has changed")
    with Desk.open(desk) as base:
        base.write(reading(3, day="2026-03-04", status="happened"), capture(3))
    (one,) = rows("diff", hour, "--desk", desk)
    assert one["what"] == "changed"
    assert "happened: " in run("diff", hour, "--desk", desk)
    assert rows("diff", "2999-01-01T00:00", "--desk", desk) == []
    run("diff", "2026-03-02T99", "--desk", desk, code=2)


def test_brief_and_developments_mean_the_same_days(desk: Path):
    for words, number in (
        (("--until", "2026-03-02"), 1),
        (("--until", "2026-03-01"), 0),
        (("--since", "2026-03-03", "--until", "2026-03-04"), 0),  # told before and after
        (("--since", "2026-03-03", "--until", "2026-03-05"), 1),
    ):
        for command in ("brief", "developments"):
            assert len(rows(command, "--desk", desk, *words)) == number, (command, words)


def test_a_list_is_made_in_memory_where_the_desk_cannot_be_written(
    desk: Path, monkeypatch: pytest.MonkeyPatch
):
    expected = rows("developments", "--desk", desk)
    with Desk.open(desk) as base:
        base.write(reading(3, day="2026-08-04"), capture(3))

    def shut(path: Path, **_: object) -> Desk:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        return Desk(sqlite3.connect(uri, uri=True, isolation_level=None), path)

    monkeypatch.setattr(Desk, "open", shut)
    done = runner.invoke(app, ["developments", "--desk", str(desk), "--json"])
    assert "read-only; what is new is followed in memory" in done.stderr
    assert len(done.stdout.splitlines()) == len(expected) + 1
    failed = runner.invoke(app, ["judge", "confirm", "evt-1", "--desk", str(desk)])
    assert failed.exit_code == 3
    assert "read-only" in failed.stderr


def test_judgements_are_appended_applied_listed_and_undone(desk: Path):
    one = rows("developments", "--desk", desk)[0]
    denial = one["reports"][1]["event"]  # type: ignore[index]
    ident = judged(desk, "reject", denial, "--why", "a misreading")
    assert [r["event"] for r in rows("developments", "--desk", desk)[0]["reports"]] == [  # type: ignore[attr-defined]
        one["reports"][0]["event"]  # type: ignore[index]
    ]
    (listed,) = rows("judge", "list", "--desk", desk)
    assert listed["state"] == "applies"
    run("judge", "undo", ident, "--desk", desk)
    assert rows("developments", "--desk", desk)[0] == one
    (listed,) = rows("judge", "list", "--desk", desk)
    assert listed["state"] == "undone"
    run("judge", "undo", "jdg-zz", "--desk", desk, code=1)


def test_the_machines_word_stays_beside_the_persons(desk: Path):
    one = rows("developments", "--desk", desk)[0]
    event = one["reports"][0]["event"]  # type: ignore[index]
    judged(desk, "recode", event, "planned")
    judged(desk, "grade", event, "B2")
    judged(desk, "confirm", event)
    report = rows("development", one["id"], "--desk", desk)[0]["reports"][0]  # type: ignore[index,arg-type]
    assert report["status"] == "planned"
    assert report["machine"] == [["status", "possible"]]
    text = run("development", only(desk), "--desk", desk)
    assert "recode planned by mara, grade B2 by mara, confirm by mara" in " ".join(text.split())
    assert "the machine said status possible" in " ".join(text.split())


def test_split_and_merge_and_the_old_id_goes_on(desk: Path):
    one = rows("developments", "--desk", desk)[0]
    denial = one["reports"][1]["event"]  # type: ignore[index]
    judged(desk, "split", denial)
    first, second = sorted(rows("developments", "--desk", desk), key=lambda d: str(d["first"]))
    assert (first["id"], len(second["reports"])) == (one["id"], 1)  # type: ignore[arg-type]
    judged(desk, "merge", str(second["id"]), str(first["id"]))
    (whole,) = rows("developments", "--desk", desk)
    assert (whole["id"], whole["formerly"]) == (one["id"], [second["id"]])
    assert rows("development", str(second["id"]), "--desk", desk) == [whole]


def test_resolve_changes_a_party(desk: Path):
    one = rows("developments", "--desk", desk)[0]
    old = one["actors"][0]  # type: ignore[index]
    for report in one["reports"]:  # type: ignore[attr-defined]
        judged(desk, "resolve", report["event"], f"{old}=SWE")
    assert rows("developments", "--desk", desk)[0]["actors"] == ["SWE"]


@pytest.mark.parametrize(
    ("act", "value"), [("recode", "likely"), ("grade", "Z9"), ("resolve", "x")]
)
def test_a_wrong_word_is_wrong_usage(desk: Path, act: str, value: str):
    run("judge", act, only(desk), value, "--desk", desk, code=2)
    assert rows("judge", "list", "--desk", desk) == []


def test_judgements_travel_and_those_that_do_not_apply_are_idle(desk: Path, tmp_path: Path):
    judged(desk, "grade", only(desk), "A1")
    ident = judged(desk, "confirm", only(desk))
    run("judge", "undo", ident, "--desk", desk)
    lines = run("judge", "export", "--desk", desk)
    file, other = tmp_path / "j.jsonl", tmp_path / "b.desk"
    file.write_text(lines)
    with Desk.open(other) as base:
        base.write(reading(7, day="2026-04-01"), capture(7))
    (done,) = rows("judge", "import", file, "--desk", other)
    assert done == {"imported": 3, "already there": 0}
    (done,) = rows("judge", "import", file, "--desk", other)
    assert done == {"imported": 0, "already there": 3}
    assert run("judge", "export", "--desk", other) == lines
    assert [r["state"] for r in rows("judge", "list", "--desk", other)] == ["idle", "undone"]
    assert len(rows("judge", "list", "--idle", "--desk", other)) == 1
    file.write_text(lines + "{}\n")
    run("judge", "import", file, "--desk", other, code=1)


def test_diff_lists_so_many_and_says_what_it_leaves_off(tmp_path: Path):
    path = tmp_path / "b.desk"
    with Desk.open(path) as base:
        for number in range(1, 5):
            base.write(reading(number, day=f"2026-{2 * number:02}-02"), capture(number))
    text = run("diff", "2026-01-01", "--limit", "1", "--desk", path)
    whole = rows("diff", "2026-01-01", "--limit", "0", "--desk", path)
    assert f"and {len(whole) - 1} more; --limit 0 for all" in text
    assert len(rows("diff", "2026-01-01", "--limit", "1", "--desk", path)) == 1
    assert "more; --limit" not in run("diff", "2026-01-01", "--limit", "0", "--desk", path)
