"""Captures of files, folders, JSONL and standard input; a Problem for each thing that fails."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest

from foreigndesk.capture import Limits, Problem, capture
from foreigndesk.records import Capture

HTML = b"<!DOCTYPE html><html><body><p>The talks began.</p></body></html>"
SMALL = Limits(max_bytes=1000)


def one(target: Path | str, limits: Limits = SMALL) -> Capture | Problem:
    (found,) = capture(str(target), limits=limits)
    return found


def problem(target: Path | str, limits: Limits = SMALL) -> str:
    found = one(target, limits)
    assert isinstance(found, Problem)
    assert str(target) in str(found)
    return found.message


def test_a_text_file(tmp_path: Path):
    path = tmp_path / "page.txt"
    path.write_bytes(b"The talks began.")
    found = one(path)
    assert isinstance(found, Capture)
    assert (found.media, found.how, found.address) == ("text/plain", "file", str(path))
    assert found.data == b"The talks began."


def test_the_same_bytes_have_the_same_id(tmp_path: Path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"The talks began.")
    first, second = capture(str(tmp_path))
    assert isinstance(first, Capture)
    assert isinstance(second, Capture)
    assert first.id == second.id
    assert first.address != second.address


@pytest.mark.parametrize("name", ["page.html", "page", "page.txt"])
def test_html_is_known_by_name_or_by_its_beginning(tmp_path: Path, name: str):
    (tmp_path / name).write_bytes(HTML)
    found = one(tmp_path / name)
    assert isinstance(found, Capture)
    assert found.media == "text/html"


def test_gzip_is_unpacked(tmp_path: Path):
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(HTML))
    found = one(path)
    assert isinstance(found, Capture)
    assert (found.media, found.data) == ("text/html", HTML)


def test_a_gzip_bomb_is_refused(tmp_path: Path):
    path = tmp_path / "page.txt.gz"
    path.write_bytes(gzip.compress(b"a" * 100_000))
    assert "over the limit" in problem(path)


def test_a_declared_encoding_is_noted(tmp_path: Path):
    path = tmp_path / "page.html"
    path.write_bytes(b'<html><head><meta charset="windows-1251"></head><body>x</body></html>')
    found = one(path)
    assert isinstance(found, Capture)
    assert found.encoding == "windows-1251"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t ", "nothing but white space"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"text\x00text", "null bytes"),
        (b"a" * 1001, "over the limit"),
    ],
)
def test_what_is_no_page(tmp_path: Path, data: bytes, words: str):
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    assert words in problem(path)


def test_a_missing_path(tmp_path: Path):
    assert "no such file or folder" in problem(tmp_path / "none.txt")


def test_a_path_that_cannot_be_one():
    assert one("a\0b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(tmp_path: Path):
    path = tmp_path / "page.txt"
    path.write_bytes(b"text")
    path.chmod(0)
    assert "cannot be read" in problem(path)


def test_a_folder_is_read_in_order_and_goes_on_after_a_failure(tmp_path: Path):
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_bytes(b"First.")
    (tmp_path / "b" / "c.txt").write_bytes(b"")
    (tmp_path / "b" / "d.html").write_bytes(HTML)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_bytes(b"Hidden.")
    found = list(capture(str(tmp_path)))
    assert [type(f).__name__ for f in found] == ["Capture", "Problem", "Capture"]


def test_a_folder_without_pages(tmp_path: Path):
    assert "holds no pages" in problem(tmp_path)


def test_jsonl_gives_a_capture_a_row_and_a_problem_for_each_broken_one(tmp_path: Path):
    path = tmp_path / "pages.jsonl"
    texts = [{"text": "One."}, {"title": "no text"}, {"text": " "}, {"text": "a" * 2000}]
    one_row, no_text, blank, long = map(json.dumps, texts)
    rows = [one_row, "{", "", no_text, blank, long, json.dumps({"text": "Two."})]
    path.write_text("\n".join(rows), encoding="utf-8")
    found = list(capture(str(path), limits=SMALL))
    captures = [f for f in found if isinstance(f, Capture)]
    assert [json.loads(c.data)["text"] for c in captures] == ["One.", "Two."]
    assert {c.media for c in captures} == {"application/json"}
    assert captures[1].address == f"{path}, line 7"
    problems = [f for f in found if isinstance(f, Problem)]
    assert [p.address.rsplit(" ", 1)[1] for p in problems] == ["2", "4", "5", "6"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch):
    class Stdin:
        buffer = io.BytesIO(HTML)

    monkeypatch.setattr(sys, "stdin", Stdin())
    found = one("-")
    assert isinstance(found, Capture)
    assert (found.how, found.media) == ("stdin", "text/html")
