"""tuples: single sentences with one gold interaction each, its type and its parties."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, act_codes, main, reader, rows_of
from foreigndesk.reading import Reader
from foreigndesk.records import Party


def countries(parties: tuple[Party, ...]) -> list[dict[str, str]]:
    """Give parties as the scorers want them."""
    return [{"country": p.country, "sector": p.sector} for p in parties]


def predict(gold: Path) -> Iterator[Row]:
    """Give every sentence's records, coded as PLOVER itself codes them."""
    return coded(gold, reader())


def coded(gold: Path, by: Reader) -> Iterator[Row]:
    """Give every sentence's records, by a certain reader."""
    rows = list(rows_of(gold))
    for row, reading in zip(rows, by.code_all(r["text"] for r in rows), strict=True):
        records = [
            {
                "type": code,
                "actors": countries(event.actors),
                "recipients": countries(event.recipients),
            }
            for event, code in act_codes(reading)
        ]
        yield {"id": row["id"], "records": records}


if __name__ == "__main__":
    main("tuples", predict)
