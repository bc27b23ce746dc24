"""The pinned floors, held wherever the gold data lies beside the checkout (CI has it).

Every bench that has a floor is run once, as ``make bench`` runs it. FOREIGNDESK_PARSES names a
folder that keeps the parses, for whoever runs this often.
"""

from __future__ import annotations

import pytest
from bench.__main__ import run
from bench.floors import benches, pinned, sunk
from bench.harness import BenchError, shared


@pytest.mark.gold
@pytest.mark.model
@pytest.mark.skipif(not (shared() / "gold").is_dir(), reason="no gold data beside the checkout")
def test_no_figure_sank_under_its_floor():
    floors, wrong, checked = pinned(), [], 0
    for bench in benches():
        floor = floors.get(bench.name)
        if floor is None:
            continue
        try:
            got, data = run(bench)
        except BenchError as error:
            wrong.append(f"{bench.name}: {error}")
            continue
        if data != floor.digest:
            print(f"{bench.name}: its gold is not the gold of the floor; nothing is compared")
            continue
        checked += 1
        wrong += sunk(bench, floor, got)
    assert not wrong, f"{len(wrong)} under their floors: " + "; ".join(wrong)
    if not checked:
        pytest.skip("no floors are pinned for the gold that is here")
