"""What is measured on which gold, the bars, the peers, and the floors pinned so far.

``benches.toml`` is written by hand; ``floors.json`` by ``python -m bench --pin``, with the digest
of the gold that each floor was reached on.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """One figure of a scorer: its path, our bar and the best peer's figure ("" for none)."""

    path: str
    bar: str
    peer: str
    lower_is_better: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """One run: its name, the module that predicts, the scorer, the gold, the figures.

    A ``timed`` one measures seconds, not predictions: its module's ``measured`` gives the
    figures, it runs without gold too, and no floor is pinned for it.
    """

    name: str
    module: str
    scorer: str
    gold: str
    figures: tuple[Aim, ...]
    timed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The figures that may not sink, and the digest of the gold they were reached on."""

    digest: str
    figures: dict[str, float]


def benches() -> tuple[Bench, ...]:
    """Give every bench whose module is here, in the order of benches.toml."""
    data = tomllib.loads((HERE / "benches.toml").read_text(encoding="utf-8"))
    found = []
    for name, row in data.items():
        module = row.get("module", name)
        if not (HERE / f"{module}.py").is_file():
            continue
        aims = tuple(
            Aim(path=path, bar=bar, peer=peer, lower_is_better=path in row.get("lower", []))
            for path, bar, peer in row["figures"]
        )
        found.append(
            Bench(
                name=name, module=module, scorer=row.get("scorer", module), gold=row["gold"],
                figures=aims, timed=row.get("timed", False),
            )
        )  # fmt: skip
    return tuple(found)


def pinned() -> dict[str, Floor]:
    """Give the pinned floors by bench."""
    if not FLOORS.is_file():
        return {}
    data = json.loads(FLOORS.read_text(encoding="utf-8"))
    return {name: Floor(digest=row["digest"], figures=row["figures"]) for name, row in data.items()}


def sunk(bench: Bench, floor: Floor | None, got: dict[str, float]) -> list[str]:
    """Give a line for each figure that is worse than its floor."""
    found = []
    for aim in bench.figures:
        pin = floor.figures.get(aim.path) if floor else None
        if pin is None:
            continue
        value = got[aim.path]
        if value > pin if aim.lower_is_better else value < pin:
            found.append(f"{bench.name} {aim.path}: {value:g}, the floor is {pin:g}")
    return found


def raised(
    bench: Bench, floor: Floor | None, got: dict[str, float], data: str, *, lower: bool
) -> Floor:
    """Give the floor after a run: the better of the old figure and the new, or just the new."""
    figures = dict(got)
    if floor is not None and not lower:
        for aim in bench.figures:
            old = floor.figures.get(aim.path)
            if old is not None:
                better = min if aim.lower_is_better else max
                figures[aim.path] = better(old, got[aim.path])
    return Floor(digest=data, figures=figures)


def write_floors(floors: dict[str, Floor]) -> None:
    """Write the floors, sorted, so that a change reads well in a diff."""
    data = {n: {"digest": f.digest, "figures": f.figures} for n, f in sorted(floors.items())}
    FLOORS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
