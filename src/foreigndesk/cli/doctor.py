"""`doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import platform
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.text import Text

from foreigndesk import __version__
from foreigndesk.cli.common import (
    FAILED,
    FINE,
    NO_MODEL,
    JsonOption,
    ModelOption,
    guarded,
    open_desk,
    print_json,
    screen,
)
from foreigndesk.codebook.tables import shipped_tables

_NAME = re.compile(r"[A-Za-z0-9._-]+")


class Part(msgspec.Struct, kw_only=True, frozen=True):
    """One thing that was looked at: its name, whether it is there, and what to do if not."""

    name: str
    found: bool
    about: str
    needed: bool = True
    remedy: str = ""


class Report(msgspec.Struct, kw_only=True, frozen=True):
    """All that was looked at, in groups."""

    program: list[Part]
    packages: list[Part]
    model: Part
    tables: list[Part]
    cache: list[Part]
    desk: dict[str, object] | None = None


def doctor(
    desk: Annotated[
        Path | None, typer.Option("--desk", "-d", metavar="FILE", help="Look at this desk too.")
    ] = None,
    model: ModelOption = "",
    json: JsonOption = False,
) -> None:
    """Say what is installed: versions, the model and its hash, the tables and their dates."""
    from foreigndesk.language import DEFAULT_MODEL

    report = Report(
        program=_program(),
        packages=_packages(),
        model=_model(model or DEFAULT_MODEL),
        tables=_tables(),
        cache=_cache(),
        desk=_desk(desk) if desk else None,
    )
    if json:
        print_json(report)
    else:
        _print(report)
    if not report.model.found:
        raise typer.Exit(NO_MODEL)
    lacking = [p for p in (*report.program, *report.packages) if p.needed and not p.found]
    raise typer.Exit(FAILED if lacking else FINE)


def _program() -> list[Part]:
    with closing(sqlite3.connect(":memory:")) as base:
        options = {row[0] for row in base.execute("PRAGMA compile_options")}
    return [
        Part(name="foreigndesk", found=True, about=__version__),
        Part(
            name="Python",
            found=True,
            about=f"{platform.python_version()} on {platform.system()} {platform.machine()}",
        ),
        Part(
            name="SQLite with full text (FTS5)",
            found="ENABLE_FTS5" in options,
            about=sqlite3.sqlite_version,
            remedy="take a Python whose SQLite has FTS5; those of python.org and Debian do",
        ),
    ]


def _cache() -> list[Part]:
    from foreigndesk.places.gazetteer import cache_folder, index_path

    path = index_path()
    there = path.exists()
    about = f"{path.stat().st_size / 1e6:.0f} MB, {path}" if there else f"not built yet, {path}"
    return [
        Part(name="cache folder", found=True, about=str(cache_folder())),
        Part(
            name="index of places",
            found=there,
            about=about,
            needed=False,
            remedy="it is built when first used; `foreigndesk places find Paris` does it now",
        ),
    ]


def _packages() -> list[Part]:
    try:
        required = importlib.metadata.requires("foreigndesk") or []
    except importlib.metadata.PackageNotFoundError:
        remedy = "run `make setup` in a checkout"
        return [Part(name="foreigndesk", found=False, about="not installed", remedy=remedy)]
    parts: list[Part] = []
    for line in required:
        match = _NAME.match(line)
        if match is None:
            continue
        name, extra = match[0], "extra ==" in line
        try:
            version, found = importlib.metadata.version(name), True
        except importlib.metadata.PackageNotFoundError:
            version, found = "not installed", False
        if any(p.name == name for p in parts):
            continue
        parts.append(
            Part(
                name=name,
                found=found,
                about=version + (" (optional)" if extra else ""),
                needed=not extra,
                remedy=f"pip install {name}",
            )
        )
    return parts


def _model(name: str) -> Part:
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        return Part(
            name=name,
            found=False,
            about="not installed",
            remedy=f"run `make setup` in a checkout, or `pip install {name.replace('_', '-')}`",
        )
    folder = Path(next(iter(spec.submodule_search_locations)))
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        name_bytes = path.relative_to(folder).as_posix().encode()
        data = path.read_bytes()
        digest.update(len(name_bytes).to_bytes(8, "big") + name_bytes)
        digest.update(len(data).to_bytes(8, "big") + data)
    try:
        version = importlib.metadata.version(name.replace("_", "-"))
    except importlib.metadata.PackageNotFoundError:
        version = "of no known version"
    return Part(name=name, found=True, about=f"{version}, sha256 {digest.hexdigest()[:32]}")


def _tables() -> list[Part]:
    parts = []
    for table in shipped_tables():
        about = f"as of {table.as_of}" if table.as_of else "no date"
        about += "" if table.rows is None else f", {table.rows:,} rows"
        parts.append(Part(name=table.name, found=True, about=about))
    return parts


def _desk(path: Path) -> dict[str, object]:
    with open_desk(path) as base:
        return {
            "file": str(path),
            "megabytes": round(path.stat().st_size / 1e6, 1),
            **base.counts(),
            "versions": base.versions(),
        }


def _print(report: Report) -> None:
    console = screen()
    groups = (
        ("Program", report.program),
        ("Language model", [report.model]),
        ("Packages", report.packages),
        ("Tables", report.tables),
        ("Cache", report.cache),
    )
    lacking: list[Part] = []
    for title, parts in groups:
        console.print(Text(title, style="bold"))
        width = max((len(p.name) for p in parts), default=0)
        for part in parts:
            mark = Text(
                "  ok  " if part.found else "  --  ", style="green" if part.found else "red"
            )
            console.print(mark + Text(f"{part.name:<{width}}  {part.about}"))
        lacking += [p for p in parts if not p.found]
        console.print()
    if report.desk:
        console.print(Text("Desk", style="bold"))
        for name, value in report.desk.items():
            console.print(Text(f"  {name}: {value}"))
        console.print()
    if not lacking:
        console.print("Nothing is missing.")
    for part in lacking:
        need = "missing" if part.needed else "not there (nothing fails without it)"
        console.print(Text(f"{part.name} is {need}: {part.remedy}"))


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command()(guarded(doctor))
