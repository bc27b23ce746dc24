"""Foreign Desk reads news pages and keeps the record of who did what to whom, and who says so.

    import foreigndesk

    for reading in foreigndesk.read("page.html"):
        for event in reading.events:
            print(event.type, reading.stance(event).status)

    with foreigndesk.open_desk("foreign.desk") as desk:
        for told in desk.events(kind="MOBILIZE", status="planned"):
            print(told.day, told.sentence)

Importing this does no work; the language model is loaded by the first ``read``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foreigndesk.records import Reading
    from foreigndesk.store import Desk

__version__ = "0.1.0"
__all__ = ["__version__", "open_desk", "read"]


def read(target: str | Path) -> Iterator[Reading]:
    """Read a page, a folder, an archive, a feed or an address; yield a Reading per page.

    Raises ``foreigndesk.language.ModelError`` where the language model is missing and ValueError,
    with one line that says why, for a page that cannot be had.
    """
    from foreigndesk.capture import capture
    from foreigndesk.page import take_apart
    from foreigndesk.reading import Reader
    from foreigndesk.records import Capture

    reader = Reader()
    for item in capture(str(target)):
        if not isinstance(item, Capture):
            raise ValueError(str(item))
        yield reader.read(take_apart(item))


def open_desk(path: str | Path, *, create: bool = True) -> Desk:
    """Open a desk file (made where it is missing unless ``create`` is false).

    Raises ``foreigndesk.store.DeskError`` with one line that says why it cannot be opened.
    """
    from foreigndesk.store import Desk

    return Desk.open(path, create=create)
