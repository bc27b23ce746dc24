"""Dates as pages print them, read into ISO days and times."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Final

from foreigndesk.page.words import words

_ISO: Final = re.compile(
    r"^(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2}|[A-Za-z]{1,4})?)?",
)
_COMPACT: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z)?)?$")
_NUMERIC: Final = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?!\d)")
_TIME: Final = re.compile(
    r"(?<![\d.])(\d{1,2})[:.](\d{2})(?::(\d{2}))?\s*([ap]\.?m\.?)?(?:\s*\(?([A-Z]{1,4})\b\)?|\s*([+-]\d{2}:?\d{2}))?",
    re.I,
)
_AGO: Final = re.compile(r"^(\d{1,3}|an?|one)\s+(min|minute|hour|hr|day|week)s?\.?\s+ago$", re.I)
_EPOCH: Final = re.compile(r"^1\d{9}(?:\d{3})?(?:\.\d+)?$")
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_LONGEST: Final = 120


@cache
def _named() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Give the patterns of dates with a month's name: day first, month first, no day."""
    months = "|".join(sorted(words().months, key=len, reverse=True))
    day = r"(\d{1,2})(?:st|nd|rd|th)?"
    month = rf"({months})\.?"
    return (
        re.compile(rf"\b{_WEEKDAY}{day}\s*(?:of\s+)?[-\s]\s*{month}\s*,?[-\s]\s*(\d{{4}})\b", re.I),
        re.compile(rf"\b{_WEEKDAY}{month}\s*{day}\s*,?\s+(\d{{4}})\b", re.I),
        re.compile(rf"\b{month}\s*,?\s+(\d{{4}})\b", re.I),
    )


def read_date(text: str, *, base: str = "") -> str:
    """Give the ISO day or time that a piece of text holds, "" where it holds none.

    ``base`` is the ISO day that "2 hours ago" or "yesterday" counts from. A time is given
    only with its day, and with its zone where the text names one. Raises nothing.
    """
    text = " ".join(text[: 4 * _LONGEST].split())
    if not text or len(text) > 2 * _LONGEST:
        return ""
    if _EPOCH.match(text):
        seconds = float(text) / (1000 if len(text.split(".")[0]) == 13 else 1)
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    return _iso(text) or _worded(text) or _numeric(text) or _relative(text, base)


def read_month(text: str) -> str:
    """Give the first ISO day of the month that a line names without a day, else ""."""
    found = _named()[2].fullmatch(text.strip())
    return _day(found[2], str(words().months[found[1].lower()]), "1") if found else ""


def date_line(text: str, *, base: str = "") -> str:
    """Give the ISO date of a line that is nothing but a date (with a weekday, a time), else ""."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST or not (when := read_date(text, base=base)):
        return ""
    rest = text
    for pattern in (*_named()[:2], _ISO, _NUMERIC, _AGO):
        rest = pattern.sub(" ", rest, count=1)
    rest = _TIME.sub(" ", rest, count=1)
    left = re.findall(r"[^\W\d_]+", rest.lower())
    small = {"at", "on", "hrs", "hours", "local", "time", "yesterday", "today", "just", "now"}
    return when if all(word in small or word in words().zones for word in left) else ""


def _iso(text: str) -> str:
    if found := _ISO.match(text):
        year, month, day, hour, minute, second, zone = found.groups()
        return _stamp(_day(year, month, day), hour, minute, second, "", zone or "")
    if found := _COMPACT.match(text):
        year, month, day, hour, minute, second, zone = found.groups()
        return _stamp(_day(year, month, day), hour, minute, second, "", zone or "")
    return ""


def _worded(text: str) -> str:
    day_first, month_first, _ = _named()
    months = words().months
    if found := day_first.search(text):
        day = _day(found[3], str(months[found[2].lower()]), found[1])
    elif found := month_first.search(text):
        day = _day(found[3], str(months[found[1].lower()]), found[2])
    else:
        return ""
    return _with_time(day, text[: found.start()] + " " + text[found.end() :])


def _numeric(text: str) -> str:
    """Read 2024/10/17, 17.10.2024, 17/10/2024; day before month unless it cannot be."""
    found = _NUMERIC.search(text)
    if not found:
        return ""
    first, _, second, third = found.groups()
    if len(first) == 4:
        day = _day(first, second, third)
    elif len(first) < 3 and len(third) in (2, 4):
        year = third if len(third) == 4 else f"20{third}"
        day = _day(year, second, first) or _day(year, first, second)
    else:
        return ""
    return _with_time(day, text[: found.start()] + " " + text[found.end() :])


def _relative(text: str, base: str) -> str:
    """Read "3 hours ago", "yesterday", counting from the day ``base``."""
    start = _iso(base)[:10]
    if not start:
        return ""
    flat = text.lower().strip(" .")
    if flat in ("today", "just now", "now"):
        return start
    if flat == "yesterday":
        return _back(start, 1)
    if found := _AGO.match(flat):
        number = int(found[1]) if found[1].isdigit() else 1
        unit = {"day": 1, "week": 7}.get(found[2].lower(), 0)
        return _back(start, number * unit)
    return ""


def _back(day: str, days: int) -> str:
    return (date.fromisoformat(day) - timedelta(days=days)).isoformat()


def _with_time(day: str, rest: str) -> str:
    found = _TIME.search(rest)
    if not day or not found:
        return day
    hour, minute, second, half, zone, offset = found.groups()
    return _stamp(day, hour, minute, second, half or "", zone or offset or "")


def _day(year: str, month: str, day: str) -> str:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return ""
    return found.isoformat() if 1900 <= found.year <= 2100 else ""


def _stamp(
    day: str, hour: str | None, minute: str | None, second: str | None, half: str, zone: str
) -> str:
    """Give day and time as ISO; the day alone where the time is none or is impossible."""
    if not day or hour is None or minute is None:
        return day
    hours = int(hour)
    if half.lower().startswith("p") and hours < 12:
        hours += 12
    elif half.lower().startswith("a") and hours == 12:
        hours = 0
    try:
        stamp = datetime.fromisoformat(day).replace(
            hour=hours, minute=int(minute), second=int(second or 0)
        )
    except ValueError:
        return day
    east = _offset(zone)
    if east is not None:
        stamp = stamp.replace(tzinfo=timezone(east))
    return stamp.isoformat(timespec="seconds" if second else "minutes")


def _offset(zone: str) -> timedelta | None:
    """Give a zone's distance east of UTC, None where it is not known."""
    if re.fullmatch(r"[+-]\d{2}:?\d{2}", zone):
        minutes = int(zone[1:3]) * 60 + int(zone[-2:])
        return timedelta(minutes=min(minutes, 1439) * (-1 if zone[0] == "-" else 1))
    hours = words().zones.get(zone.lower())
    return None if hours is None else timedelta(hours=hours)
