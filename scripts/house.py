"""The law of the house, checked: which package may import which, and how long things may get.

`make check` runs this; tests/test_house.py runs the same functions. Each gives complaints for
a person, one line each, with file and line; none means that the law is kept.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = "foreigndesk"
MODULE_LINES = 500
FUNCTION_LINES = 60
SHINGLE = 8

# One floor a line, the lowest first: a package imports only from floors below its own, never
# from a sibling. Ground is open to itself.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("records", "codebook"),
    ("capture",),
    ("page",),
    ("language",),
    ("actors", "places", "times"),
    ("events",),
    ("claims",),
    ("reading",),
    ("developments",),
    ("store",),
    ("desk", "batch"),
    ("cli",),  # the command line starts the others
)
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
# Left out of the walk over the repository's text: what is made, fetched or generated.
NOT_OURS = frozenset(
    {".git", ".venv", "out", "dist", "build", "node_modules", "__pycache__", "requirements"}
    | {".mypy_cache", ".ruff_cache", ".hypothesis", ".pytest_cache"}
)
TEXT = frozenset(
    [
        ".py",
        ".md",
        ".txt",
        ".tsv",
        ".csv",
        ".toml",
        ".html",
        ".xml",
        ".json",
        ".jsonl",
        ".js",
        ".css",
        ".sh",
        ".yml",
    ]
)


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield each import of a module as line and full dotted name (``from a import b``: a.b)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom):
            for name in node.names:
                base = node.module or ""
                yield node.lineno, f"{'.' * node.level}{base}.{name.name}"


def may_import(package: str, other: str) -> bool:
    """Say whether a package of ours may import another."""
    if package == other or package in ("__init__", "__main__"):
        return True
    if package not in LEVEL or other not in LEVEL:
        return False
    return LEVEL[other] == 0 or LEVEL[other] < LEVEL[package]


def import_complaints(source: Path) -> list[str]:
    """Check the import law over ``source``, the folder of the package foreigndesk."""
    found: list[str] = []
    for path in sorted(source.rglob("*.py")):
        inside = path.relative_to(source)
        package = inside.parts[0].removesuffix(".py")
        for line, name in imported(ast.parse(path.read_text(encoding="utf-8"))):
            where = f"{inside}:{line}"
            parts = name.split(".")
            if name.startswith("."):
                found.append(f"{where}: relative import; write the whole name")
            elif parts[0] == PRODUCT and parts[1:] not in ([], ["__version__"]):
                if not may_import(package, parts[1]):
                    found.append(f"{where}: {package} must not import {parts[1]}")
            elif parts[0] == "spacy" and package != "language":
                found.append(f"{where}: only language may import {name}")
            elif parts[0] in ("bench", "tests", "scripts"):
                found.append(f"{where}: the product must not import {parts[0]}")
    return found


def size_complaints(files: Iterable[Path], root: Path) -> list[str]:
    """Check that modules have at most 500 lines and functions at most 60."""
    found: list[str] = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root)
        lines = text.count("\n")
        if lines > MODULE_LINES:
            found.append(f"{name}: {lines} lines (at most {MODULE_LINES})")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES:
                    found.append(
                        f"{name}:{node.lineno}: {node.name} has {length} lines "
                        f"(at most {FUNCTION_LINES})"
                    )
    return found


def python_files(root: Path) -> list[Path]:
    """Give the modules that the size law is for: the product, bench and scripts."""
    return sorted(p for part in ("src", "bench", "scripts") for p in (root / part).rglob("*.py"))


def text_files(root: Path) -> Iterator[Path]:
    """Yield the repository's own text files."""
    for path in sorted(root.iterdir()):
        if path.name in NOT_OURS:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from text_files(path)
        elif path.is_file() and (path.suffix in TEXT or path.name == "Makefile"):
            yield path


def shingles(text: str) -> set[str]:
    """Give every run of eight words of a text, in lower case, marks and tags left out."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"</?[a-z]+>", " ", text.lower()))
    return {" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}


def main() -> None:
    """Print every complaint and end with 1 where there is one."""
    found = import_complaints(ROOT / "src" / PRODUCT) + size_complaints(python_files(ROOT), ROOT)
    for line in found:
        sys.stderr.write(line + "\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
