"""Capture: the bytes of a page as they came in, from a file, folder, URL, JSONL or stdin.

Bad input never raises: it comes out as a ``Problem`` that says in one line what is wrong
and where, between the captures that could be made.
"""

from __future__ import annotations

from collections.abc import Iterator

from foreigndesk.capture.files import from_folder, from_path, from_stdin
from foreigndesk.capture.sniff import decode_text
from foreigndesk.capture.types import Limits, Problem
from foreigndesk.capture.web import from_url
from foreigndesk.records import Capture

__all__ = ["Limits", "Problem", "capture", "decode_text", "from_folder", "from_path", "from_url"]

_DEFAULT = Limits()


def capture(target: str, *, limits: Limits = _DEFAULT) -> Iterator[Capture | Problem]:
    """Yield the captures that ``target`` holds, and a Problem for each thing that fails.

    ``target`` is a path, a folder (read recursively in the order of its paths), an http(s)
    URL, or "-" for standard input. A JSONL file gives one capture a row. ``limits`` bound
    sizes (bytes), time (seconds) and redirects. Raises nothing for bad input.
    """
    if target == "-":
        yield from from_stdin(limits)
    elif "://" in target:
        yield from_url(target, limits)
    else:
        yield from from_path(target, limits)
