"""The types of the capture stage: its limits and its problems."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from foreigndesk.records import Capture, record_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a capture may cost: bytes of one page, seconds of one fetch, redirects of one URL.

    ``max_bytes`` holds for the bytes after unpacking too, and for each row of a JSONL file.
    """

    max_bytes: int = 20_000_000
    seconds: float = 30.0
    redirects: int = 5
    user_agent: str = "foreigndesk/0.1 (news reader; one page at a time)"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be captured: where it is, and one sentence that says why."""

    address: str
    message: str

    def __str__(self) -> str:
        return f"{self.address}: {self.message}"


def size_words(size: int) -> str:
    """Give a number of bytes in words for a person ("20 MB")."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.3g} MB"
    return f"{size / 1000:.3g} kB" if size >= 1000 else f"{size} bytes"


def make_capture(address: str, how: str, media: str, encoding: str, data: bytes) -> Capture:
    """Give the Capture of these bytes, as fetched now; its id is that of its bytes."""
    digest = hashlib.blake2b(data, digest_size=16).hexdigest()
    return Capture(
        id=record_id("cap", digest),
        address=address,
        how=how,
        fetched=datetime.now(UTC).isoformat(timespec="seconds"),
        media=media,
        encoding=encoding,
        digest=digest,
        data=data,
    )
