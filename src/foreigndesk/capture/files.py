"""Captures from files, folders and standard input."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from foreigndesk.capture.sniff import GZIP, binary, declared, is_html
from foreigndesk.capture.types import Limits, Problem, make_capture, size_words
from foreigndesk.records import Capture

HTML_NAMES: Final = (".html", ".htm", ".xhtml")
TEXT_NAMES: Final = (".txt", ".text")
ROW_NAMES: Final = (".jsonl", ".ndjson")


class _Row(msgspec.Struct):
    """One row of a JSONL file: an article's text and what is known of it."""

    text: str
    title: str | None = None
    date: str | None = None
    url: str | None = None


def from_path(target: str, limits: Limits) -> Iterator[Capture | Problem]:
    """Yield the captures of a file or of a folder's files; Problems for what fails."""
    path = Path(target)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        yield Problem(target, "there is no such file or folder")
        return
    except (OSError, ValueError) as error:
        yield Problem(target, f"cannot be read: {_reason(error)}")
        return
    if stat.S_ISDIR(mode):
        yield from from_folder(target, limits)
    elif stat.S_ISREG(mode):
        yield from _from_file(path, limits)
    else:
        yield Problem(target, "is neither a file nor a folder")


def from_folder(target: str, limits: Limits) -> Iterator[Capture | Problem]:
    """Yield the captures of all pages in a folder and its folders, in the order of paths.

    Pages go by name (.html, .htm, .xhtml, .txt, .jsonl, each also with .gz) or, under any
    other name, by beginning as HTML does; other files (pictures, scripts) are passed over.
    """
    failed: list[OSError] = []
    found: list[Path] = []
    for folder, _, names in os.walk(target, onerror=failed.append):
        found += [Path(folder, name) for name in names if not name.startswith(".")]
    for error in failed:
        yield Problem(str(error.filename), f"cannot be read: {_reason(error)}")
    pages = 0
    for path in sorted(found):
        if _is_page(path):
            pages += 1
            yield from _from_file(path, limits)
    if not pages and not failed:
        yield Problem(target, "the folder holds no pages (.html, .txt or .jsonl)")


def from_stdin(limits: Limits) -> Iterator[Capture | Problem]:
    """Yield the captures of what comes in on standard input, sniffed as to what it is."""
    try:
        data = sys.stdin.buffer.read(limits.max_bytes + 1)
    except OSError as error:
        yield Problem("-", f"standard input cannot be read: {_reason(error)}")
        return
    if data.startswith(GZIP):
        unpacked = _unpack("-", io.BytesIO(data), limits)
        if isinstance(unpacked, Problem):
            yield unpacked
            return
        data = unpacked
    yield from _from_bytes("-", "stdin", "", data, limits)


def _from_file(path: Path, limits: Limits) -> Iterator[Capture | Problem]:
    """Yield the captures of one file, checked by its size before it is read."""
    address = str(path)
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            yield Problem(address, "is not a regular file")
            return
        if info.st_size == 0:
            yield Problem(address, "the file is empty")
            return
        name = path.name.lower().removesuffix(".gz")
        with path.open("rb") as file:
            packed = file.read(2) == GZIP
            file.seek(0)
            if name.endswith(ROW_NAMES):
                source = gzip.GzipFile(fileobj=file) if packed else file
                yield from _rows(address, "jsonl", source, limits)
                return
            if info.st_size > limits.max_bytes:
                yield _too_large(address, info.st_size, limits)
                return
            data = _unpack(address, file, limits) if packed else file.read(limits.max_bytes + 1)
    except OSError as error:
        yield Problem(address, f"cannot be read: {_reason(error)}")
        return
    if isinstance(data, Problem):
        yield data
    else:
        yield from _from_bytes(address, "file", name, data, limits)


def _from_bytes(
    address: str, how: str, name: str, data: bytes, limits: Limits
) -> Iterator[Capture | Problem]:
    """Yield the captures of bytes that are at hand; ``name`` tells their kind, or "" to sniff."""
    if trouble := check(address, data, limits):
        yield trouble
        return
    html = is_html(data) or name.endswith(HTML_NAMES)
    if not html and not name.endswith(TEXT_NAMES) and _looks_like_rows(data):
        yield from _rows(address, how, io.BytesIO(data), limits)
        return
    media = "text/html" if html else "text/plain"
    yield make_capture(address, how, media, declared(data) if html else "", data)


def check(address: str, data: bytes, limits: Limits) -> Problem | None:
    """Give the Problem with these bytes: too many, none, or no text; None where they will do."""
    if len(data) > limits.max_bytes:
        return _too_large(address, len(data), limits)
    if not data.strip():
        return Problem(address, "is empty" if not data else "holds nothing but white space")
    if kind := binary(data):
        return Problem(address, f"is {kind}, not a page")
    return None


def _rows(
    address: str, how: str, source: BinaryIO | gzip.GzipFile, limits: Limits
) -> Iterator[Capture | Problem]:
    """Yield a capture for each row of JSONL, a Problem for each broken one."""
    number = count = 0
    try:
        while line := source.readline(limits.max_bytes + 1):
            number += 1
            where = f"{address}, line {number}"
            if len(line) > limits.max_bytes:
                yield Problem(where, f"the row is over {size_words(limits.max_bytes)}")
                while line and not line.endswith(b"\n"):  # skip the rest of the row
                    line = source.readline(limits.max_bytes)
                continue
            line = line.removeprefix(b"\xef\xbb\xbf").strip()
            if line:
                count += 1
                message = _row_fault(line)
                yield (
                    Problem(where, message)
                    if message
                    else make_capture(where, how, "application/json", "utf-8", line)
                )
    except (OSError, EOFError, zlib.error) as error:
        yield Problem(address, f"breaks off or is damaged after line {number}: {_reason(error)}")
        return
    if not count:
        yield Problem(address, "holds no rows")


def _row_fault(line: bytes) -> str:
    """Say what is wrong with a row of JSONL, "" where it is well."""
    try:
        row = msgspec.json.decode(line, type=_Row)
    except (msgspec.DecodeError, UnicodeError) as error:
        return f"is not a row with a text: {error}"
    except RecursionError:
        return "is not a row with a text: nested too deep"
    return "" if row.text.strip() else "the row's text is empty"


def _unpack(address: str, file: BinaryIO, limits: Limits) -> bytes | Problem:
    """Give gzip's bytes unpacked, or the Problem: broken off, damaged, or too large."""
    try:
        return gzip.GzipFile(fileobj=file).read(limits.max_bytes + 1)
    except EOFError:
        return Problem(address, "the gzip file breaks off before its end")
    except (gzip.BadGzipFile, zlib.error) as error:
        return Problem(address, f"the gzip file is damaged: {error}")


def _is_page(path: Path) -> bool:
    """Say whether a file in a folder is to be read: by its name, else by how it begins."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((*HTML_NAMES, *TEXT_NAMES, *ROW_NAMES)):
        return True
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return is_html(file.read(4096))
    except OSError:
        return False  # not known to be a page, so no problem of ours


def _looks_like_rows(data: bytes) -> bool:
    return data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b'{"')


def _too_large(address: str, size: int, limits: Limits) -> Problem:
    return Problem(
        address, f"is {size_words(size)} or more, over the limit of {size_words(limits.max_bytes)}"
    )


def _reason(error: Exception) -> str:
    """Give an error's reason in words, without its number and path."""
    return str(getattr(error, "strerror", None) or error)
