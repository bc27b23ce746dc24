"""docs/commands.md tells of every command and option, and of none that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.main import get_command

from foreigndesk.cli import common
from foreigndesk.cli.app import EXIT_CODES, app

DOCS = Path(__file__).resolve().parents[2] / "docs" / "commands.md"


def commands() -> Iterator[tuple[str, set[str]]]:
    """Each command's full name with its options, long and short."""

    def walk(command, name: str) -> Iterator[tuple[str, set[str]]]:
        inner = getattr(command, "commands", None)
        if inner:
            for word, child in inner.items():
                yield from walk(child, f"{name} {word}".strip())
        else:
            names = {o for p in command.params for o in p.opts if o.startswith("-")}
            yield name, names - {"--help", "-h"}

    yield from walk(get_command(app), "")


def chapters() -> dict[str, str]:
    parts = re.split(r"^## (\w+)$", DOCS.read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_and_option_is_told():
    told = chapters()
    missing = []
    for name, options in commands():
        text = told.get(name.split()[0], "")
        if f"foreigndesk {name}" not in text and f"`{name}" not in text:
            missing.append(name)
        written = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text))
        missing += [f"{name} {option}" for option in sorted(options - written)]
    assert missing == []


def test_no_command_or_option_is_told_that_does_not_exist():
    real: dict[str, set[str]] = {}
    for name, options in commands():
        real.setdefault(name.split()[0], set()).update(options)
    assert set(chapters()) == set(real)
    for name, text in chapters().items():
        first = re.findall(r"`(--[a-z-]+)[^`]*`", text)
        assert set(first) - real[name] - {"--coder"} == set(), name


def test_exit_codes_are_told():
    text = DOCS.read_text(encoding="utf-8")
    for code in (common.FINE, common.FAILED, common.USAGE, common.NO_DESK, common.NO_MODEL):
        assert f"| {code} |" in text
        assert f"{code} " in EXIT_CODES


def test_every_command_takes_json():
    assert isinstance(app, typer.Typer)
    assert [name for name, options in commands() if "--json" not in options] == []


def test_the_readme_points_at_what_is_there():
    root = DOCS.parents[1]
    text = (root / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert len(links) >= 4
    assert [link for link in links if not (root / link).exists()] == []
    told = {name.split()[0] for name, _ in commands()}
    assert [name for name in sorted(told) if f"`{name}" not in text] == []
