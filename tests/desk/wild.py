"""A desk whose pages are full of what must not get through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.store.made import capture, reading

from foreigndesk.records import Paragraph
from foreigndesk.store import Desk

WILD = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> \" ' </title> {{ 7*7 }} "
    "\u202egnol\u202c \u2066 &amp; ]]> javascript:alert(3) "
)


def wild_desk(folder: Path) -> Path:
    """Make the desk: markup, controls of direction and a word of a megabyte."""
    path = folder / "wild.desk"
    made = reading(1)
    text = WILD + "w" * 1_000_000
    article = replace(
        made.page.article,
        title=WILD,
        standfirst=WILD,
        outlet=WILD,
        section=WILD,
        authors=(WILD,),
        address="javascript:alert(4)",
        text=text,
        paragraphs=(Paragraph(start=0, end=len(text), kind="body"),),
    )
    page = replace(made.page, article=article, teasers=())
    bare = replace(made, page=page, events=(), claims=(), stances=(), mentions=())
    with Desk.open(path) as desk:
        desk.write(bare, capture(1))
        desk.note(WILD, "page", WILD)
    return path
