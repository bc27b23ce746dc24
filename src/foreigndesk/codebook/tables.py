"""Reading the product's data tables: TSV with a header, typed rows, errors that name the place.

A table is a UTF-8 file whose first lines may be comments (``# as_of: 2026-11-23``), then a
header of column names, then one row a line, tab-separated, no quoting. Blank lines and lines
that begin with ``#`` are skipped.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

CODER = ("actors", "claims", "codebook", "events", "language", "page", "places", "times")


class TableError(ValueError):
    """A table that cannot be read as it stands; the message names file, line and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: its cells by column name, and where it stands."""

    table: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def words(self, column: str, separator: str = "|") -> tuple[str, ...]:
        """Give the cell's parts between separators, stripped, empty parts dropped."""
        return tuple(p.strip() for p in self[column].split(separator) if p.strip())

    def error(self, column: str, message: str) -> TableError:
        """Make an error that names this row and the column."""
        return TableError(f"{self.table}, line {self.line}, column {column}: {message}")


def resource(package: str, *names: str) -> Traversable:
    """Give a file that is shipped inside a package of ours."""
    found = files(package)
    for name in names:
        found = found.joinpath(name)
    return found


def read_table(source: Traversable | Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a table.

    ``columns`` are the columns that the header must have, in any order; others are an error,
    as is a row with more cells than the header. Missing cells at a row's end are empty.

    Raises TableError naming file, line and column.
    """
    header: list[str] = []
    for number, line in enumerate(source.read_text(encoding="utf-8").split("\n"), 1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith("#"):
            continue
        cells = [c.strip() for c in line.split("\t")]
        if not header:
            header = cells
            wrong = set(header) ^ set(columns)
            if wrong:
                raise TableError(
                    f"{source.name}, line {number}: the header must be "
                    f"{', '.join(columns)}; differs in {', '.join(sorted(wrong))}"
                )
            continue
        if len(cells) > len(header):
            raise TableError(
                f"{source.name}, line {number}: {len(cells)} cells where the header has {len(header)}"
            )
        cells += [""] * (len(header) - len(cells))
        yield Row(table=source.name, line=number, cells=dict(zip(header, cells, strict=True)))


def as_of(source: Traversable | Path) -> str:
    """Give the date in the table's ``# as_of:`` line, "" where it has none."""
    for line in source.read_text(encoding="utf-8").split("\n")[:10]:
        if line.startswith("#") and "as_of:" in line:
            return line.split("as_of:", 1)[1].strip()
    return ""


@cache
def coder_digest() -> str:
    """Give the digest of all that makes a reading what it is: the stages' rules and tables."""
    found = hashlib.blake2b(digest_size=4)
    root = files("foreigndesk")
    for name in (*CODER, "reading.py", "records.py"):
        _add(root / name, found)
    return found.hexdigest()


def files_digest(paths: Sequence[Path]) -> str:
    """Give the digest of a user's own tables, in their order. Raises OSError."""
    found = hashlib.blake2b(digest_size=4)
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()


def _add(item: Traversable, found: hashlib.blake2b) -> None:
    if item.is_dir():
        for inner in sorted(item.iterdir(), key=lambda i: i.name):
            if inner.name != "__pycache__":
                _add(inner, found)
    else:
        found.update(item.name.encode() + b"\0" + item.read_bytes())


_AS_OF: Final = re.compile(r"^(?:#\s*as_of:|as_of\s*=)\s*\"?([0-9-]+)", re.M)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A shipped table: its path inside the package, its ``as_of`` day ("" without), its rows.

    ``rows`` is None where it is no table of rows.
    """

    name: str
    as_of: str
    rows: int | None


@cache
def shipped_tables() -> tuple[Dated, ...]:
    """Give every table that the product ships, by name."""
    root = Path(__file__).resolve().parent.parent
    found = []
    for path in sorted((*root.rglob("*.tsv"), *root.rglob("*.toml"))):
        if "vendor" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        dated = _AS_OF.search(text[:2000])
        rows = None
        if path.suffix == ".tsv":
            lines = (x for x in text.split("\n") if x.strip() and not x.startswith("#"))
            rows = max(sum(1 for _ in lines) - 1, 0)
        name = path.relative_to(root).as_posix()
        found.append(Dated(name=name, as_of=dated[1] if dated else "", rows=rows))
    return tuple(found)
