"""Rows of JSONL taken apart: text, title, date, address and the like under their usual names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from foreigndesk.page.dates import read_date
from foreigndesk.page.fields import Draft, read_byline
from foreigndesk.page.plaintext import read_plain
from foreigndesk.page.text import clean, fold

# The names that exports of news archives give their columns, the commonest first.
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "headline"),
    "standfirst": ("standfirst", "description", "summary", "subtitle", "dek", "abstract", "lead"),
    "published": (
        "date",
        "published",
        "published_at",
        "publication_date",
        "date_published",
        "datePublished",
        "date_publish",
        "publish_date",
        "pubDate",
        "timestamp",
    ),
    "updated": ("updated", "modified", "date_modified", "dateModified", "updated_at"),
    "address": ("url", "link", "address", "source_url"),
    "outlet": (
        "outlet",
        "source",
        "publisher",
        "site_name",
        "source_name",
        "publication",
        "sitename",
    ),
    "section": ("section", "category"),
    "authors": ("authors", "author", "byline"),
}
TEXTS: Final = ("text", "body", "content", "maintext", "article", "paragraphs")


def read_row(data: str) -> tuple[Draft, list[Draft]]:
    """Give the drafts of one JSON row (an object with a text); problems where it is none."""
    try:
        row = json.loads(data)
    except (ValueError, RecursionError):
        draft = Draft()
        draft.problems.append("the row is not valid JSON")
        return draft, []
    if not isinstance(row, dict):
        draft = Draft()
        draft.problems.append("the row is no JSON object")
        return draft, []
    text = next((found for name in TEXTS if (found := _text(row.get(name)))), "")
    named = Draft()
    for field, names in NAMES.items():
        for name in names:
            _put(named, field, row.get(name), name)
    draft, teasers = read_plain(text, titled=not named.title)
    for field in NAMES:
        if value := getattr(named, field):
            setattr(draft, field, value)
            draft.provenance[field] = named.provenance[field]
    if draft.body and fold(draft.body[0][0]) in (fold(draft.title), fold(draft.standfirst)):
        del draft.body[0]
    return draft, teasers


def _put(draft: Draft, field: str, value: object, name: str) -> None:
    where = f"row's “{name}”"
    if field == "authors":
        names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        draft.put(field, tuple(n for part in names for n in read_byline(str(part))), where)
    elif field in ("published", "updated"):
        draft.put(field, read_date(str(value)) if value not in (None, "") else "", where)
    elif isinstance(value, str):
        draft.put(field, clean(value), where)
    elif isinstance(value, dict) and isinstance(value.get("name"), str):
        draft.put(field, clean(value["name"]), where)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n\n".join(part for part in value if isinstance(part, str))
    return ""
