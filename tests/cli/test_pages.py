"""`read`, `claims` and `code` without the model: what goes in, what is said, what is kept."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from foreigndesk.cli import pages
from foreigndesk.cli.app import app
from foreigndesk.language import ModelError
from foreigndesk.records import Page, Reading, decode
from foreigndesk.store import Desk
from foreigndesk.store.following import up_to_date

runner = CliRunner()

HTML = """<!doctype html><html lang="en"><head><title>Grain talks open in Lund</title>
<meta property="og:title" content="Grain talks open in Lund">
<meta property="og:site_name" content="The Lund Courier">
<meta property="article:published_time" content="2026-03-02T08:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Grain talks open in Lund</h1>
<p>Delegations from Sweden and Denmark met in Lund on Monday to talk about the price of grain,
officials of both ministries said, after weeks in which the harbours had stood still.</p>
<p>The talks are to go on until Friday. Neither side would say what it was ready to give, and
the ministers are expected to join them only when there is a text to be signed.</p>
<p>Farmers in both countries have asked for an early end to the dispute over the harbours.</p>
</article></body></html>"""
TEXT = """Harbour dispute drags on
3 March 2026

Sweden and Denmark failed to agree on the price of grain on Tuesday, the Danish ministry said.

A further round of talks was planned for Thursday, according to people close to the talks.
"""
GERMAN = """Regierungen beraten über Getreide
3. März 2026

Die Regierungen von Schweden und Dänemark haben am Dienstag erneut über den Preis von Getreide
beraten. Eine Einigung wurde nach Angaben der Ministerien nicht erzielt. Die Gespräche sollen am
Donnerstag fortgesetzt werden, wie ein Sprecher der dänischen Regierung am Abend mitteilte.
"""


class OtherReader:
    """Stands in for the reader: no model, no events, but the same manners."""

    version = "other 1"

    def __init__(self) -> None:
        self.asked = 0

    def read(self, page: Page) -> Reading:
        self.asked += 1
        article = page.article
        if article.language not in ("", "en") or not article.text:
            problems = page.problems or ("nothing to read",)
            return Reading(page=page, outcome="skipped", problems=problems, version=self.version)
        return Reading(page=page, problems=page.problems, version=self.version)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> OtherReader:
    made = OtherReader()
    monkeypatch.setattr(pages, "_reader", lambda *words, **options: made)
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "pages"
    where.mkdir()
    (where / "a.html").write_text(HTML)
    (where / "b.txt").write_text(TEXT)
    return where


def read(*words: str | Path, code: int = 0, data: bytes | None = None):
    done = runner.invoke(app, ["read", *(str(w) for w in words)], input=data)
    assert done.exit_code == code, (done.stdout, done.stderr, done.exception)
    return done


def test_each_page_s_record_is_printed(reader: OtherReader, folder: Path):
    done = read(folder)
    assert "Grain talks open in Lund" in done.stdout
    assert "Harbour dispute drags on" in done.stdout
    assert "No event is told here." in done.stdout
    assert done.stderr.startswith("2 pages in ")
    assert "2 read" in done.stderr


def test_json_is_one_reading_a_line(reader: OtherReader, folder: Path):
    lines = read(folder, "--json").stdout.splitlines()
    found = [decode(line, Reading) for line in lines]
    assert [r.page.article.title for r in found] == [
        "Grain talks open in Lund",
        "Harbour dispute drags on",
    ]
    assert json.loads(lines[0])["version"] == "other 1"


def test_quiet_prints_only_the_count(reader: OtherReader, folder: Path):
    done = read(folder, "--quiet")
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1


def test_reading_again_changes_nothing(reader: OtherReader, folder: Path, tmp_path: Path):
    desk = tmp_path / "a.desk"
    first = read(folder, "--desk", desk)
    with closing(sqlite3.connect(desk)) as base:
        before = list(base.iterdump())
    again = read(folder, "--desk", desk)
    with closing(sqlite3.connect(desk)) as base:
        assert list(base.iterdump()) == before
    assert reader.asked == 2
    assert again.stdout == first.stdout
    assert "2 already on the desk" in again.stderr
    reader.version = "other 2"
    read(folder, "--desk", desk)
    with Desk.open(desk) as kept:
        assert kept.versions() == {"other 1": 2, "other 2": 2}
        assert len(kept.articles()) == 2


def test_reading_is_followed(reader: OtherReader, folder: Path, tmp_path: Path):
    read(folder, "--desk", tmp_path / "a.desk", "--quiet")
    with Desk.open(tmp_path / "a.desk") as desk:
        assert up_to_date(desk)
        assert desk.query("SELECT value FROM following WHERE what = 'reading'")[0]["value"] == "2"


def test_standard_input_and_rows(reader: OtherReader):
    done = read("-", data=TEXT.encode())
    assert "Harbour dispute drags on" in done.stdout
    row = {"text": TEXT, "title": "Harbour dispute", "date": "2026-03-03", "url": "http://a.test/1"}
    done = read("-", data=(json.dumps(row) + "\n{broken\n").encode(), code=1)
    assert "Harbour dispute" in done.stdout
    assert "line 2" in done.stderr


BAD = {
    "empty.html": (b"", "empty"),
    "blank.txt": (b"  \n\n  ", "nothing but white space"),
    "picture.html": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "PNG"),
    "garbage.txt": (random.Random(3).randbytes(20_000), "binary"),
    "large.html": (b"<html><body>" + b"<p>words and words</p>" * 2_500_000, "over the limit"),
    "row.jsonl": (b'{"title": "no text"}\n', "not a row with a text"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_the_others_go_on(
    reader: OtherReader, folder: Path, tmp_path: Path, name: str
):
    data, say = BAD[name]
    (folder / f"aa-{name}").write_bytes(data)
    desk = tmp_path / "a.desk"
    done = read(folder, "--desk", desk, code=1)
    line, count = done.stderr.splitlines()
    assert f"aa-{name}" in line
    assert say in line
    assert "1 failed" in count
    assert "2 read" in count
    assert "Harbour dispute drags on" in done.stdout
    with Desk.open(desk) as kept:
        assert kept.counts()["pages"] == 2
        assert any(say in t.message for t in kept.problems())


def test_a_missing_path_is_one_line(reader: OtherReader, folder: Path, tmp_path: Path):
    done = read(tmp_path / "none.html", folder / "b.txt", code=1)
    assert done.stderr.startswith(f"{tmp_path}/none.html: there is no such file")
    assert "Harbour dispute drags on" in done.stdout
    strange = read("no\x1b[2Jsuch", b"no-\xff".decode("utf-8", "surrogateescape"), code=1)
    assert "\x1b" not in strange.stderr
    assert strange.stderr.count("no such file") == 2


def test_another_language_is_said_and_kept(reader: OtherReader, folder: Path, tmp_path: Path):
    (folder / "c.txt").write_text(GERMAN)
    desk = tmp_path / "a.desk"
    done = read(folder, "--desk", desk)
    assert "German" in done.stderr
    assert "kept, nothing coded" in done.stderr
    assert "1 skipped" in done.stderr
    with Desk.open(desk) as kept:
        texts = {a.language: a for a in kept.articles()}
        assert "Getreide" in texts["de"].text
        assert kept.reading_of(texts["de"].id).outcome == "skipped"


def test_a_broken_encoding_is_said_and_read(reader: OtherReader, folder: Path):
    broken = TEXT.replace("Danish", "D\xe4nish").encode("latin-1")
    (folder / "c.txt").write_bytes(broken)
    done = read(folder / "c.txt")
    assert "! " in done.stdout
    assert "UTF-8" in done.stdout
    quiet = read(folder / "c.txt", "--quiet")
    assert "UTF-8" in quiet.stderr
    assert quiet.stdout == ""
    assert decode(read(folder / "c.txt", "--json").stdout, Reading).page.article.text


def test_an_unusable_desk_stops_before_anything_is_read(
    reader: OtherReader, folder: Path, tmp_path: Path
):
    newer = tmp_path / "newer.desk"
    Desk.open(newer).close()
    with closing(sqlite3.connect(newer)) as base:
        base.execute("PRAGMA user_version = 99")
    text = tmp_path / "list.desk"
    text.write_text("not a desk " * 100)
    for desk, say in (
        (newer, "newer Foreign Desk"),
        (text, "not a desk file"),
        (tmp_path, "folder"),
        (tmp_path / "no" / "a.desk", "cannot be opened"),
    ):
        done = read(folder, "--desk", desk, code=3)
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert say in done.stderr
    assert reader.asked == 0


def test_a_missing_model_is_exit_code_4(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def none(*words: object, **options: object) -> None:
        raise ModelError("the language model x is not installed; run `make setup`")

    monkeypatch.setattr(pages, "_reader", none)
    for words in (["read", str(folder)], ["code", "A met B."], ["claims", str(folder)]):
        done = runner.invoke(app, words)
        assert (done.exit_code, done.stdout) == (4, "")
        assert done.stderr == "the language model x is not installed; run `make setup`\n"


@pytest.mark.parametrize("words", [["read"], ["code", " "], ["read", "x", "--max-mb", "0"]])
def test_wrong_usage(reader: OtherReader, words: list[str]):
    assert runner.invoke(app, words).exit_code == 2


def test_claims_of_a_page_without_any(reader: OtherReader, folder: Path):
    done = runner.invoke(app, ["claims", str(folder / "a.html")])
    assert done.exit_code == 0
    assert "Nobody is quoted or cited here." in done.stdout


def test_a_page_that_is_said_to_be_too_large(reader: OtherReader, folder: Path):
    done = read(folder / "b.txt", "--max-mb", "0.0002", code=1)
    assert "over the limit of" in done.stderr


def test_stopped_by_the_keyboard_it_says_what_is_kept(
    reader: OtherReader, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = reader.read

    def stop(page: Page) -> Reading:
        if reader.asked:
            raise KeyboardInterrupt
        return first(page)

    monkeypatch.setattr(reader, "read", stop)
    done = read(folder, "--desk", tmp_path / "a.desk", code=1)
    assert done.stderr.startswith("stopped; 1 page in ")
    with Desk.open(tmp_path / "a.desk") as kept:
        assert kept.counts()["pages"] == 1
