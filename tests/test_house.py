"""The law of the house: imports, sizes, nothing at import, no gold in the repository, docs."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import house
import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "foreigndesk"
SHARED = ROOT.parent / "shared"
GOLD = SHARED / "gold"


def test_imports_run_only_downwards():
    assert house.import_complaints(SOURCE) == []


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("page/__init__.py", "from foreigndesk.events import lexicon"),
        ("actors/registry.py", "import foreigndesk.places.gazetteer"),
        ("desk/__init__.py", "from foreigndesk import cli"),
        ("capture/__init__.py", "from foreigndesk.page import take_apart"),
        ("events/__init__.py", "import spacy"),
        ("events/frames.py", "from spacy.tokens import Token"),
        ("events/__init__.py", "from . import frames"),
        ("store/__init__.py", "import bench"),
    ],
)
def test_the_import_law_catches(tmp_path: Path, where: str, line: str):
    path = tmp_path / where
    path.parent.mkdir(parents=True)
    path.write_text(f"def late():\n    {line}\n")
    assert len(house.import_complaints(tmp_path)) == 1


def test_every_package_has_its_floor():
    packages = {p.name for p in SOURCE.iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    modules = {p.stem for p in SOURCE.glob("*.py")} - {"__init__", "__main__"}
    assert packages | modules <= set(house.LEVEL)


def test_modules_and_functions_stay_short():
    assert house.size_complaints(house.python_files(ROOT), ROOT) == []


def test_the_size_law_catches(tmp_path: Path):
    long = tmp_path / "long.py"
    long.write_text("def f():\n" + "    x = 1\n" * 600)
    assert len(house.size_complaints([long], tmp_path)) == 2


def test_importing_does_no_work():
    code = (
        "import sys, foreigndesk, foreigndesk.cli, foreigndesk.store\n"
        "print([m for m in ('spacy', 'numpy', 'trafilatura', 'pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _blanket_excepts(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            names = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            wide = any(
                n is None or (isinstance(n, ast.Name) and n.id in ("Exception", "BaseException"))
                for n in names
            )
            silent = all(isinstance(s, ast.Pass) for s in node.body)
            # cleaning up and raising again swallows nothing
            again = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if silent or (wide and not again):
                yield node.lineno


def test_no_error_is_swallowed():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in house.python_files(ROOT)
        for line in _blanket_excepts(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_locks_carry_hashes_and_no_address():
    for name in ("base.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert not re.search(r"://|index-url|find-links|trusted-host", text), name
        pins = re.split(r"\n(?=\S)", text)
        pins = [p for p in pins if "==" in p]
        assert len(pins) > 20
        assert [p.split("==")[0] for p in pins if "--hash=sha256:" not in p] == []


def _gold_texts() -> Iterator[str]:
    for name in ("plv/dev.tsv", "sentences/dev.tsv"):
        yield from (GOLD / name).read_text(encoding="utf-8").splitlines()
    for name in ("tuples/dev.json", "stance/dev.jsonl"):
        text = (GOLD / name).read_text(encoding="utf-8")
        rows = json.loads(text) if name.endswith(".json") else map(json.loads, text.splitlines())
        for row in rows:
            yield from _strings(row)
    for path in sorted((GOLD / "records").glob("*.txt")):
        yield path.read_text(encoding="utf-8")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


@pytest.mark.gold
@pytest.mark.skipif(not GOLD.is_dir(), reason="no gold data beside the checkout")
def test_no_gold_sentence_is_in_the_repository():
    gold: set[str] = set()
    for text in _gold_texts():
        gold |= house.shingles(text)
    for path in (SHARED / "authored").glob("*.jsonl"):  # these sentences are ours
        gold -= house.shingles(path.read_text(encoding="utf-8"))
    assert len(gold) > 10_000
    found = []
    for path in house.text_files(ROOT):
        same = house.shingles(path.read_text(encoding="utf-8", errors="replace")) & gold
        found += [f"{path.relative_to(ROOT)}: {s}" for s in sorted(same)]
    assert found == []
