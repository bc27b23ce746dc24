"""A user's own actor tables (CSV): read with every fault named, and laid over the shipped ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from foreigndesk.actors.registry import Registry, key
from foreigndesk.actors.tables import BODY_KINDS, faults, finish, shipped
from foreigndesk.codebook.tables import Row, TableError

OVERLAY_COLUMNS = ("name", "aliases", "kind", "country", "sector", "from", "to")
OVERLAY_KINDS = BODY_KINDS | {"person", "state"}
_CAN = f"the header must have name and kind, and may have {', '.join(OVERLAY_COLUMNS)}"


def _check_header(path: Path, line: int, header: list[str]) -> None:
    wrong = [f"{c} is missing" for c in ("name", "kind") if c not in header]
    wrong += [f"{c or 'an empty one'} is no column" for c in header if c not in OVERLAY_COLUMNS]
    wrong += [f"{c} stands twice" for c in OVERLAY_COLUMNS if header.count(c) > 1]
    if wrong:
        column = wrong[0].partition(" is ")[0].removesuffix(" stands twice")
        raise TableError(f"{path.name}, line {line}, column {column}: {'; '.join(wrong)}: {_CAN}")


def _span(row: Row) -> tuple[str, str]:
    """The days from and to which a row holds, as strings that can be compared."""
    return row["from"] or "0", row["to"] + "~" if row["to"] else "~"


class _Seen:
    """The good rows above, to find the one that a row says again."""

    def __init__(self) -> None:
        self._rows: dict[tuple[tuple[str, ...], str], list[Row]] = {}

    def faults(self, row: Row) -> tuple[TableError, ...]:
        """Give the fault of a row that names the same actor in the same time as one above."""
        start, end = _span(row)
        rows = self._rows.setdefault((key(row["name"]), row["kind"]), [])
        for other in rows:
            first, last = _span(other)
            if row["country"] == other["country"] and start <= last and first <= end:
                return (row.error("name", f"{row['name']!r} stands in line {other.line} already"),)
        rows.append(row)
        return ()


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a CSV file with their lines, without empty ones and comments."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TableError(f"{path.name}, line {line}: this is not UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        for cells in reader:
            if any(c.strip() for c in cells) and not cells[0].startswith("#"):
                yield reader.line_num, cells
    except csv.Error as error:
        raise TableError(f"{path.name}, line {reader.line_num}: this is no CSV: {error}") from error


def read_overlay(path: Path) -> Iterator[Row | tuple[TableError, ...]]:
    """Yield the rows of a user's CSV file; in place of a wrong one, all its faults.

    Raises TableError where the file is no CSV in UTF-8 or its header is wrong or not there,
    OSError where the file cannot be read.
    """
    header: list[str] = []
    seen = _Seen()
    for line, cells in _lines(path):
        if not header:
            header = [c.strip() for c in cells]
            _check_header(path, line, header)
            continue
        values = dict(zip(header, (c.strip() for c in cells), strict=False))
        row = Row(table=path.name, line=line, cells=values)
        found = faults(row, OVERLAY_KINDS)
        if any(c.strip() for c in cells[len(header) :]):
            many = f"{len(cells)} cells under {len(header)} headings"
            found += (row.error(header[-1], many),)
        found = found or seen.faults(row)
        yield found or row
    if not header:
        raise TableError(f"{path.name}: the file is empty: {_CAN}")


def registry_with(overlays: Sequence[Path], *, skip_bad: bool = False) -> Registry:
    """Give the shipped registry with a user's CSV files over it.

    Their columns are name, aliases (with | between), kind, country, sector, from and to. A
    row goes before the shipped readings of its names. Wrong rows raise TableError naming
    line and column of every fault, or, with ``skip_bad``, are left out and told in
    ``Registry.complaints``.
    """
    build = shipped()
    complaints: list[str] = []
    for path in overlays:
        for row in read_overlay(path):
            if isinstance(row, tuple):
                complaints += [str(fault) for fault in row]
                continue
            for name in (row["name"], *row.words("aliases")):
                build.over(
                    name, name=row["name"], kind=row["kind"], country=row["country"],
                    sector=row["sector"], start=row["from"], end=row["to"],
                    office="office" if row["kind"] == "person" and row["to"] else "",
                    table=path.name,
                )  # fmt: skip
    if complaints and not skip_bad:
        raise TableError("\n".join(complaints))
    return finish(build, complaints)
