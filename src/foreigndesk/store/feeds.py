"""Alerts as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree

from foreigndesk.records import record_id
from foreigndesk.store.desk import Desk
from foreigndesk.store.watching import Noted

ATOM: Final = "http://www.w3.org/2005/Atom"


def atom(desk: Desk, found: Sequence[Noted], *, title: str = "Foreign Desk: alerts") -> bytes:
    """Give alerts (oldest first, as the desk notes them) as a feed, newest first."""
    feed = ElementTree.Element("feed", xmlns=ATOM)
    _child(feed, "title", title)
    _child(feed, "id", f"urn:foreigndesk:{record_id('feed', desk.path.absolute(), title)}")
    _child(feed, "updated", found[-1].noted if found else "1970-01-01T00:00:00+00:00")
    _child(_child(feed, "author", ""), "name", "Foreign Desk")
    for one in reversed(found):
        entry = _child(feed, "entry", "")
        _child(entry, "title", f"{one.alert.name}: {one.alert.what}")
        _child(entry, "id", f"urn:foreigndesk:{one.alert.id}")
        _child(entry, "updated", one.noted)
        _child(entry, "summary", one.alert.why)
        _child(entry, "content", one.alert.sentence).set("type", "text")
        address = desk.article(one.alert.article).address
        if address.startswith(("http://", "https://")):
            ElementTree.SubElement(entry, "link", href=xml_text(address))
    data: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return data


def _child(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, name)
    made.text = xml_text(text)
    return made


def xml_text(text: str) -> str:
    """Give a text without the characters that XML 1.0 cannot hold."""
    return "".join(
        c for c in text if c in "\t\n" or (" " <= c <= "\ufffd" and not "\ud800" <= c <= "\udfff")
        or c > "\uffff"
    )  # fmt: skip
