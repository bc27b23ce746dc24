"""records: whole pages, every record with its act, status, parties and source."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.harness import Row, main, reader
from bench.tuples import countries
from foreigndesk.capture import capture
from foreigndesk.page import take_apart
from foreigndesk.records import Capture, Reading


def records(reading: Reading) -> list[Row]:
    """Give the records of a page in the form of the gold."""
    found = []
    for event in reading.events:
        stance = reading.stance(event)
        lead = event.tellings[0]
        found.append(
            {
                "type": event.type,
                "actors": countries(event.actors),
                "recipients": countries(event.recipients),
                "status": stance.status,
                "source": {"kind": stance.source.kind, "name": stance.source.name},
                "background": event.background,
                "quote": lead.evidence.of(reading.text(lead.evidence.text)),
            }
        )
    return found


def predict(gold: Path) -> Iterator[Row]:
    """Read every page of the folder as the product reads a plain-text capture."""
    for path in sorted(gold.glob("*.txt")):
        for item in capture(str(path)):
            if not isinstance(item, Capture):
                raise ValueError(str(item))
            yield {"doc": path.stem, "records": records(reader().read(take_apart(item)))}


if __name__ == "__main__":
    main("records", predict)
