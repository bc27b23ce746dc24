"""The grammar of time expressions: patterns over the words of the table, each with its sum.

A rule reads the characters of one expression ("Oct. 17", "two weeks ago", "the early 1990s")
and gives an interval of days, counted from a day and in a direction: "past" or "future", from
the tense of the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

from foreigndesk.times import calendar as cal
from foreigndesk.times.calendar import Interval
from foreigndesk.times.words import number, words

Direction = Literal["past", "future", ""]
_ABOUT = r"(?:(?:about|nearly|almost|some|more\s+than|over)\s+)"
Sum = Callable[[re.Match[str], date, Direction], Interval | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern and the sum that gives its interval.

    ``needs``: the kinds of word (and "digit") of which a text must hold one of each to match.
    """

    name: str
    pattern: re.Pattern[str]
    sum: Sum
    needs: frozenset[str] = frozenset()


_NEEDS = {
    "iso": "digit", "day-range": "month digit", "range-month": "month digit",
    "month-day": "month digit", "day-month": "month digit", "month": "month",
    "weekday": "weekday", "season": "season", "season-year": "season digit",
    "which-unit": "unit", "weekend": "unit", "stretch": "unit", "lasting": "unit",
    "held-for": "unit", "ago": "unit", "from-now": "unit", "in-stretch": "unit",
    "year": "digit", "decade": "digit", "entering": "unit", "earlier": "unit",
    "deictic": "deictic", "holiday": "holiday", "overnight": "overnight", "fraction": "fraction",
    "recently": "recently", "now": "now", "part": "part",
}  # fmt: skip
# words of which an expression of a kind holds one
_OF_KIND = {
    "overnight": frozenset(("overnight",)),
    "fraction": frozenset(("half", "quarter", "q")),
    "recently": frozenset(("recently", "lately")),
    "now": frozenset(("now", "present", "moment", "currently")),
    "part": frozenset("early mid late start beginning middle end close".split()),
}
_UNITS = frozenset(
    f"{unit}{end}"
    for unit in "minute hour day night week weekend fortnight month quarter year decade".split()
    for end in ("", "s")
)
_LETTERS = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")


@cache
def _telling() -> dict[str, frozenset[str]]:
    """Give for each kind the words of which a text must hold one to hold that kind."""
    last = {
        kind: frozenset(_LETTERS.findall(w)[-1] for w in words()[kind])
        for kind in ("month", "weekday", "season", "deictic", "holiday")
    }
    return {**last, "unit": _UNITS, **_OF_KIND}


def _holds(text: str) -> frozenset[str]:
    """Give the kinds of word that a text holds: a cheap look that spares most patterns."""
    found = set(_LETTERS.findall(text.lower()))
    kinds = {kind for kind, those in _telling().items() if not found.isdisjoint(those)}
    if _DIGIT.search(text):
        kinds.add("digit")
    return frozenset(kinds)


def _any(kind: str) -> str:
    found = sorted(words()[kind], key=len, reverse=True)
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in found) + ")"


def _year_day(year: int, month: int, day: int) -> Interval | None:
    try:
        return cal.one_day(date(year, month, day))
    except ValueError:
        return None


def _nearest(options: list[Interval | None], day: date, direction: Direction) -> Interval | None:
    """Choose the reading that fits the direction; without one the nearest to the day."""
    known = [i for i in options if i is not None and i.start is not None and i.end is not None]
    if direction == "past":
        fitting = [i for i in known if i.start is not None and i.start <= day]
        return fitting[-1] if fitting else None
    if direction == "future":
        fitting = [i for i in known if i.end is not None and i.end >= day]
        return fitting[0] if fitting else None
    return min(known, key=lambda i: abs(((i.start or day) - day).days), default=None)


# ----------------------------------------------------------------- sums


def _full_date(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    month, number_ = number("month", m["month"]), int(m["day"])
    if m["year"]:
        return _year_day(int(m["year"]), month, number_)
    around = [_year_day(y, month, number_) for y in (day.year - 1, day.year, day.year + 1)]
    return _nearest(around, day, way)


def _day_range(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    month = number("month", m["month"])
    years = [int(m["year"])] if m["year"] else [day.year - 1, day.year, day.year + 1]
    found: list[Interval | None] = []
    for year in years:
        first, last = (_year_day(year, month, int(m[d])) for d in ("day", "last"))
        if first and last and int(m["day"]) < int(m["last"]):
            found.append(first.cut(end=last.end))
    return _nearest(found, day, "" if m["year"] else way)


def _iso_date(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    return _year_day(int(m["year"]), int(m["month"]), int(m["day"]))


def _month(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    name = number("month", m["month"])
    which = (m["which"] or "").lower()
    if m["year"]:
        return cal.month(int(m["year"]), name)
    if which in ("last", "next", "this"):
        return _which_month(which, name, day)
    if way == "":
        way = "past" if name <= day.month else ""
    return _nearest([cal.month(y, name) for y in (day.year - 1, day.year, day.year + 1)], day, way)


def _which_month(which: str, name: int, day: date) -> Interval:
    if which == "this":
        return cal.month(day.year, name)
    if which == "last":
        return cal.month(day.year if name < day.month else day.year - 1, name)
    return cal.month(day.year if name > day.month else day.year + 1, name)


def _weekday(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    wanted = number("weekday", m["weekday"])
    which = (m["which"] or "").lower()
    back = (day.weekday() - wanted) % 7
    ahead = (wanted - day.weekday()) % 7
    if which in ("last", "past"):
        return cal.one_day(day - timedelta(days=back or 7))
    if which in ("next", "coming"):
        return cal.one_day(day + timedelta(days=ahead or 7))
    if way == "future":
        return cal.one_day(day + timedelta(days=ahead))
    if which == "this" and way == "":
        return cal.one_day(day + timedelta(days=ahead))
    return cal.one_day(day - timedelta(days=back))


def _season(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    first = number("season", m["season"])
    which = (m["which"] or "").lower()
    if m["year"]:
        return cal.months(int(m["year"]), first, 3)
    options = [cal.months(y, first, 3) for y in range(day.year - 2, day.year + 3)]
    past = [i for i in options if i.end is not None and i.end < day]
    coming = [i for i in options if i.start is not None and i.start > day]
    now = [i for i in options if i not in past and i not in coming]
    if which in ("last", "past", "previous"):
        return past[-1]
    if which in ("next", "coming"):
        return coming[0]
    if now:
        return now[0]
    if which == "this":
        same = [i for i in options if i.start is not None and i.start.year == day.year]
        return coming[0] if way == "future" else same[0]
    return coming[0] if way == "future" else past[-1]


def _deictic(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    return cal.one_day(
        day + timedelta(days=int(words()["deictic"][" ".join(m[0].lower().split())]))
    )


def _overnight(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    return cal.one_day(day).cut(start=day - timedelta(days=1))


def _unit_of(text: str) -> str:
    unit = text.lower().rstrip("s")
    return {"centurie": "century"}.get(unit, unit)


def _which_unit(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    """Sum "last week", "this month", "next year"."""
    step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
    unit, which = _unit_of(m["unit"]), m["which"].lower()
    if unit == "weekend":
        return _weekend(which, day, way)
    if which in ("past", "coming") or m[0].lower().startswith("the next"):
        other = cal.moved(unit, day, step[which])
        return _between(day, other, unit)
    return cal.span_of(unit, day, step.get(which, 0))


def _weekend(which: str, day: date, way: Direction) -> Interval:
    this = cal.weekend(day)
    before = cal.weekend(day - timedelta(days=7))
    if which in ("last", "past", "previous"):
        return before
    if which in ("next", "coming"):
        return this if which == "coming" else cal.weekend(day + timedelta(days=7))
    if way == "past" and day.weekday() < 5:
        return before
    return this


def _the_weekend(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    return _weekend("", day, way or "past")


def _between(day: date, other: date, unit: str) -> Interval:
    known = {"day": "day", "night": "day", "hour": "day", "minute": "day", "week": "week",
             "fortnight": "week", "month": "month", "quarter": "season", "year": "year"}  # fmt: skip
    first, last = sorted((day, other))
    interval = cal.one_day(first).cut(end=last)
    return Interval(
        start=interval.start,
        end=interval.end,
        precision=known.get(unit, "decade"),  # type: ignore[arg-type]
    )


def _stretch(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    """Sum "the past two weeks", "the next few days", "recent months"."""
    unit = _unit_of(m["unit"])
    count = number("number", m["count"]) if m["count"] else 3
    which = m["which"].lower()
    sign = 1 if which in ("next", "coming", "following") else -1
    return _between(day, cal.moved(unit, day, sign * count), unit)


def _ago(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    return _distant(m, day, -1)


def _from_now(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    return _distant(m, day, 1)


def _in_stretch(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    """Sum "in two weeks" of what is to come and "within 48 hours"."""
    unit = _unit_of(m["unit"])
    count = number("number", m["count"])
    if way != "future":
        return None
    if m["prep"].lower() == "within":
        return _between(day, cal.moved(unit, day, count), unit)
    return _distant(m, day, 1)


def _distant(m: re.Match[str], day: date, sign: int) -> Interval:
    unit, count = _unit_of(m["unit"]), number("number", m["count"])
    other = cal.moved(unit, day, sign * count)
    if unit in ("month", "year", "decade", "quarter"):
        kind = {"quarter": "month", "decade": "year"}.get(unit, unit)
        return cal.span_of(kind, other)
    if unit in ("week", "fortnight") and count > 1:
        return cal.week(other)
    return cal.one_day(other)


def _year(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    return cal.year(int(m["year"]))


def _decade(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    text = m["year"].lstrip("'’")
    first = int(text) if len(text) == 4 else (1900 if int(text) > 30 else 2000) + int(text)
    return cal.years(first, first + 9)


def _fraction(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    """Sum "the first half of 2025", "the second quarter", "Q3 2024"."""
    ordinal = number("ordinal", m["ordinal"]) if m["ordinal"] else int(m["q"])
    year = int(m["year"]) if m["year"] else day.year
    if m["half"]:
        return cal.months(year, 1 if ordinal == 1 else 7, 6)
    if ordinal > 4:
        return None
    if m["year"] is None:
        options: list[Interval | None] = [
            cal.quarter(y, ordinal) for y in (year - 1, year, year + 1)
        ]
        return _nearest(options, day, way)
    return cal.quarter(year, ordinal)


def _entering(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    """Sum "entering its third year", "now in its second month": begun so long ago, going on."""
    count = number("ordinal", m["ordinal"]) - 1
    start = cal.moved(_unit_of(m["unit"]), day, -count)
    return Interval(start=start, end=None, precision="open")


def _holiday(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    month, number_ = words()["holiday"][m["holiday"].lower().replace("’", "'")].split("-")
    if m["year"]:
        return _year_day(int(m["year"]), int(month), int(number_))
    around = [_year_day(y, int(month), int(number_)) for y in range(day.year - 1, day.year + 2)]
    return _nearest(around, day, way)


def _earlier(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    """Sum "earlier this month" and "later this year": the unit up to the day, or after it."""
    unit = cal.span_of(_unit_of(m["unit"]), day)
    if m["side"].lower() in ("later", "rest of"):
        return unit.cut(start=day)
    return unit.cut(end=day)


def _recently(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    return _between(day, day - timedelta(days=30), "month")


def _now(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    return cal.one_day(day)


def _lasting(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    """Sum "for the past two years": begun so long ago, going on."""
    count = number("number", m["count"]) if m["count"] else 1
    start = cal.moved(_unit_of(m["unit"]), day, -count)
    return Interval(start=start, end=None, precision="open")


def _part(m: re.Match[str], day: date, way: Direction) -> Interval | None:
    """Sum "early March", "mid-2024", "the end of next year": a part of another expression."""
    whole = read_whole(m["whole"], day, way)
    if whole is None:
        return None
    word = m["part"].lower().split()[0].rstrip("-")
    return cal.part(whole, {"beginning": "start", "middle": "mid", "close": "end"}.get(word, word))


def _rule(name: str, text: str, sum_: Sum) -> Rule:
    pattern = re.compile(rf"(?<![\w$€£-]){text}(?![\w])", re.IGNORECASE)
    return Rule(name=name, pattern=pattern, sum=sum_, needs=frozenset(_NEEDS.get(name, "").split()))


@cache
def rules() -> tuple[Rule, ...]:
    """Give the rules (made once)."""
    month, weekday, season = _any("month") + r"\.?", _any("weekday") + r"\.?", _any("season")
    count = r"(?P<count>" + _any("number") + r"|\d{1,3})"
    ordinal = r"(?P<ordinal>" + _any("ordinal") + r"|\d{1,3}(?:st|nd|rd|th))"
    unit = r"(?P<unit>(?:minute|hour|day|night|week|fortnight|month|quarter|year|decade)s?)"
    big = r"(?P<unit>week|weekend|month|quarter|year|decade)"
    year = r"(?P<year>(?:18|19|20)\d\d)"
    maybe_year = rf"(?:,?\s+(?:of\s+)?{year}\b(?!\s*(?:people|soldiers|troops)))?"
    number_ = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
    daytime = r"(?:'s|’s)?(?:\s+(?:morning|afternoon|evening|night|noon))?"
    table: tuple[tuple[str, str, Sum], ...] = (
        ("iso", r"(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)", _iso_date),
        ("day-range", rf"(?P<month>{month})\s+{number_}\s*(?:-|–|to)\s*(?P<last>[0-3]?\d){maybe_year}", _day_range),
        ("range-month", rf"{number_}\s*(?:-|–|to)\s*(?P<last>[0-3]?\d)\s+(?P<month>{month}){maybe_year}",
         _day_range),
        ("month-day", rf"(?:{weekday},?\s+)?(?P<month>{month})\s+{number_}(?!\d|:|,\d){maybe_year}", _full_date),
        ("day-month", rf"(?:{weekday},?\s+)?(?:the\s+)?{number_}\s+(?:of\s+)?(?P<month>{month}){maybe_year}",
         _full_date),
        ("month", rf"(?:(?P<which>last|next|this)\s+)?(?P<month>{month}){maybe_year}", _month),
        ("weekday", rf"(?:(?P<which>last|next|this|past|coming)\s+)?(?P<weekday>{weekday}){daytime}",
         _weekday),
        ("season", rf"(?P<which>last|next|this|past|coming|the|in|previous)\s+(?:early\s+|late\s+)?"
         rf"(?P<season>{season})(?:\s+(?:of\s+)?{year})?", _season),
        ("season-year", rf"(?P<which>)(?P<season>{season})\s+(?:of\s+)?{year}", _season),
        ("deictic", _any("deictic"), _deictic),
        ("overnight", r"overnight", _overnight),
        ("which-unit", rf"(?:the\s+)?(?P<which>last|this|next|past|previous|coming|following)\s+{big}",
         _which_unit),
        ("weekend", r"(?:the|at)\s+weekend", _the_weekend),
        ("stretch", rf"(?:the\s+)?(?P<which>last|past|next|coming|recent|previous|following)\s+"
         rf"(?:{count}\s+)?(?P<unit>(?:minutes|hours|days|nights|weeks|fortnights|months|quarters|years|decades))",
         _stretch),
        ("lasting", rf"for\s+(?:the\s+)?(?:past|last)\s+(?:{count}\s+)?{unit}", _lasting),
        ("held-for", rf"for\s+{_ABOUT}?{count}\s+{unit}", _lasting),
        ("ago", rf"{_ABOUT}?{count}\s+{unit}\s+ago", _ago),
        ("from-now", rf"{count}\s+{unit}\s+from\s+(?:now|today)", _from_now),
        ("in-stretch", rf"(?P<prep>in|within)\s+(?:about\s+)?{count}\s+{unit}", _in_stretch),
        ("year", rf"(?:the\s+year\s+)?{year}(?![\d%]|[.,]\d|s\b|-\d)", _year),
        ("decade", r"(?:the\s+)?(?P<year>(?:18|19|20)\d0|['’]?[2-9]0)s", _decade),
        ("fraction", rf"(?:the\s+)?(?:{ordinal}\s+(?:(?P<half>half)|quarter)|Q(?P<q>[1-4])),?"
         rf"(?:\s+(?:of\s+)?(?:{year}|(?:the|this)\s+year))?", _fraction),
        ("entering", rf"(?:entering|enters|entered|(?:now\s+)?in|into|reached|marking|begins)\s+"
         rf"(?:its|their|his|her|a)\s+{ordinal}\s+(?:straight\s+|consecutive\s+)?"
         r"(?P<unit>day|week|month|year|decade)", _entering),
        ("holiday", rf"(?P<holiday>{_any('holiday')})(?:,?\s+{year})?", _holiday),
        ("earlier", rf"(?P<side>earlier|later|rest\s+of|so\s+far)\s+(?:this|the)\s+{big}", _earlier),
        ("recently", r"recently|lately", _recently),
        ("now", r"right\s+now|at\s+present|at\s+the\s+moment|currently", _now),
        ("part", r"(?:the\s+)?(?P<part>early|mid|late|(?:start|beginning|middle|end|close)\s+of)"
         r"(?:-|\s+)(?:in\s+)?(?P<whole>(?:last\s+|next\s+|this\s+|the\s+)?[\w'’]+\.?(?:\s+(?:18|19|20)\d\d)?)",
         _part),
    )  # fmt: skip
    # months that are also verbs or names count only when capitalised; so all is matched as written
    return tuple(_rule(*row) for row in table)


def read_whole(text: str, day: date, way: Direction) -> Interval | None:
    """Read an expression that is the whole of a text; None where it is none."""
    text = text.strip()
    bare = text.lower().rstrip(".")
    if bare in ("the year", "the month", "the week", "the decade"):
        return cal.span_of(bare.split()[1], day)
    for rule in rules():
        match = rule.pattern.fullmatch(text) or rule.pattern.fullmatch(text.rstrip("."))
        if match is not None and rule.name != "part":
            return rule.sum(match, day, way)
    return None


def matches(text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Yield the expressions of a text, the longest at each place, none overlapping."""
    holds = _holds(text)
    found = [(m.start(), -m.end(), n, r, m) for n, r in enumerate(rules()) if r.needs <= holds
             for m in r.pattern.finditer(text) if _cased(r, m)]  # fmt: skip
    reached = 0
    for start, end, _, rule, match in sorted(found, key=lambda f: f[:3]):
        if start >= reached:
            reached = -end
            yield rule, match


def _cased(rule: Rule, match: re.Match[str]) -> bool:
    """Whether months, weekdays and feasts are written with their capital ("may", "sun")."""
    names = [g for g in ("month", "weekday", "holiday") if match.groupdict().get(g)]
    if rule.name == "iso":
        return True
    return all(match[g][:1].isupper() for g in names)
