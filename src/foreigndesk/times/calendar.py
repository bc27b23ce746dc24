"""Intervals of whole days and the sums done with them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from foreigndesk.records import TimePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Days ``start`` to ``end``, both included, None for an open end."""

    start: date | None
    end: date | None
    precision: TimePrecision

    def cut(self, *, start: date | None = None, end: date | None = None) -> Interval:
        """Give the interval with an end set anew."""
        return replace(self, start=start or self.start, end=end or self.end)


def shift_months(day: date, months: int) -> date:
    """Give the day so many months on, the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def one_day(day: date) -> Interval:
    """Give one day."""
    return Interval(start=day, end=day, precision="day")


def month(year: int, number: int) -> Interval:
    """Give a month (1 to 12) of a year."""
    last = calendar.monthrange(year, number)[1]
    return Interval(start=date(year, number, 1), end=date(year, number, last), precision="month")


def months(year: int, first: int, count: int) -> Interval:
    """Give a run of months as a season; it may run into the next year."""
    start = date(year, first, 1)
    end = shift_months(start, count) - timedelta(days=1)
    return Interval(start=start, end=end, precision="season")


def year(number: int) -> Interval:
    """Give a year."""
    return Interval(start=date(number, 1, 1), end=date(number, 12, 31), precision="year")


def years(first: int, last: int) -> Interval:
    """Give a run of years, as a decade."""
    return Interval(start=date(first, 1, 1), end=date(last, 12, 31), precision="decade")


def week(day: date) -> Interval:
    """Give the week (Monday to Sunday) that holds a day."""
    monday = day - timedelta(days=day.weekday())
    return Interval(start=monday, end=monday + timedelta(days=6), precision="week")


def weekend(day: date) -> Interval:
    """Give the Saturday and Sunday of the week that holds a day."""
    saturday = day + timedelta(days=5 - day.weekday())
    return Interval(start=saturday, end=saturday + timedelta(days=1), precision="week")


def quarter(number: int, ordinal: int) -> Interval:
    """Give a quarter (1 to 4) of a year."""
    return months(number, 3 * ordinal - 2, 3)


def span_of(unit: str, day: date, count: int = 0) -> Interval:
    """Give the calendar unit (day, week, month, quarter, year, decade) ``count`` on from a day's."""
    if unit in ("hour", "minute", "day", "night"):
        return one_day(day + timedelta(days=count))
    if unit in ("week", "fortnight"):
        return week(day + timedelta(days=count * (7 if unit == "week" else 14)))
    if unit == "weekend":
        return weekend(day + timedelta(days=7 * count))
    if unit == "month":
        moved = shift_months(day.replace(day=1), count)
        return month(moved.year, moved.month)
    if unit == "quarter":
        moved = shift_months(day.replace(day=1), 3 * count)
        return quarter(moved.year, (moved.month - 1) // 3 + 1)
    if unit == "year":
        return year(day.year + count)
    first = day.year // 10 * 10 + 10 * count
    return years(first, first + 9)


def moved(unit: str, day: date, count: int) -> date:
    """Give the day so many units on (negative: back); hours and minutes stay in the day."""
    if unit in ("hour", "minute"):
        return day + timedelta(days=count // 24 if unit == "hour" else 0)
    if unit == "decade":
        return shift_months(day, 120 * count)
    if unit == "year":
        return shift_months(day, 12 * count)
    if unit == "quarter":
        return shift_months(day, 3 * count)
    if unit == "month":
        return shift_months(day, count)
    size = {"day": 1, "night": 1, "week": 7, "fortnight": 14}[unit]
    return day + timedelta(days=size * count)


def part(whole: Interval, which: str) -> Interval:
    """Give the early, mid or late part of an interval, or its start or end.

    A year has thirds of four months and ends of a month; a month thirds of ten days; longer
    runs thirds of years.
    """
    if whole.start is None or whole.end is None:
        return whole
    first, last = whole.start, whole.end
    if whole.precision == "year":
        if which in ("start", "end"):
            return month(first.year, 1 if which == "start" else 12)
        return months(first.year, {"early": 1, "mid": 5, "late": 9}[which], 4)
    if whole.precision == "decade":
        if which in ("start", "end"):
            return year(first.year if which == "start" else last.year)
        low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[which]
        return years(first.year + low, first.year + high)
    if whole.precision in ("month", "season"):
        days = (last - first).days + 1
        third = 10 if whole.precision == "month" else days // 3
        low, high = {
            "early": (0, third - 1), "start": (0, third - 1), "mid": (third, 2 * third - 1),
            "late": (2 * third, days - 1), "end": (2 * third, days - 1),
        }[which]  # fmt: skip
        return Interval(
            start=first + timedelta(days=low),
            end=first + timedelta(days=high),
            precision="week" if whole.precision == "month" else "month",
        )
    middle = first + (last - first) // 2
    if which in ("early", "start"):
        return whole.cut(end=middle)
    return whole.cut(start=middle)
