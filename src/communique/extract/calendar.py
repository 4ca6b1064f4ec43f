"""Expressions of time as intervals of days, counted from an anchor; never a day that the words do not give."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable

from communique.model import Interval

MONTHS = {
    name: i for i, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1,
    ) for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: i for i, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
NUMBERS = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1, "several": 3, "few": 3}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = "|".join(WEEKDAYS)
MAX_LENGTH = 64

Rule = Callable[[re.Match[str], Interval | None, str], Interval | None]


def day(date: dt.date) -> Interval:
    """The interval that is one day."""
    return Interval(date, date)


def month(year: int, number: int) -> Interval:
    """A whole month."""
    return Interval(dt.date(year, number, 1), dt.date(year, number, calendar.monthrange(year, number)[1]))


def resolve(text: str, anchor: Interval | None, tense: str = "past") -> Interval | None:
    """The days that an expression of time means.

    Args:
        text: the expression, such as "on Thursday" or "in early December"; over 64 characters are none.
        anchor: when it was written; without one only absolute expressions resolve.
        tense: "future" for what was still to come when it was written, else "past".

    Returns:
        An interval, or ``None`` where the words (or the lack of an anchor) do not settle one.
    """
    words = re.sub(r"\s+", " ", text.lower()).strip(" .,;")
    if len(words) > MAX_LENGTH:
        return None
    for pattern, rule in _RULES:
        match = pattern.search(words)
        if match is not None:
            try:
                return rule(match, anchor, tense)
            except (ValueError, OverflowError):
                return None
    return None


def _year(text: str | None) -> int | None:
    return int(text) if text else None


def _near(anchor: Interval | None) -> dt.date | None:
    """The day to count from: the anchor's, if it is narrow enough to count from at all."""
    if anchor is None or anchor.latest is None:
        return None
    if anchor.earliest is None or (anchor.latest - anchor.earliest).days > 8:
        return None
    return anchor.earliest


def _day_of_month(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    number, at = MONTHS[m["month"]], int(m["day"])
    year = _year(m["year"])
    if year is not None:
        return day(dt.date(year, number, at))
    return _without_year(number, anchor, tense, lambda y: day(dt.date(y, number, at)))


def _without_year(number: int, anchor: Interval | None, tense: str, make: Callable[[int], Interval]) -> Interval | None:
    """The last (or, of the future, the next) year in which it falls on the right side of the anchor."""
    if anchor is None or anchor.latest is None:
        return None
    if anchor.earliest is not None and (anchor.latest - anchor.earliest).days > 200:
        return None
    here = anchor.latest
    made = {year: _if_any(make, year) for year in (here.year + 1, here.year, here.year - 1)}
    this = made[here.year]
    for year, found in made.items():
        if found is None or found.earliest is None or found.latest is None:
            continue
        if tense == "future" and here.year <= year and found.latest >= here:
            if year == here.year or this is None or this.latest is None or this.latest < here:
                return found
        elif tense != "future" and found.earliest <= here + dt.timedelta(days=3):
            return found
    return None


def _if_any(make: Callable[[int], Interval], year: int) -> Interval | None:
    """What a year makes of a day; nothing where it has none (29 February)."""
    try:
        return make(year)
    except ValueError:
        return None


def _month(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    number, part, year = MONTHS[m["month"]], m["part"], _year(m["year"])
    if m["month"] == "may" and not (part or m["in"] or year):
        return None

    def make(in_year: int) -> Interval:
        return _part(month(in_year, number), part)

    return make(year) if year is not None else _without_year(number, anchor, tense, make)


def _part(whole: Interval, part: str | None) -> Interval:
    """The early, middle or late third of a month or year."""
    first, last = whole.earliest, whole.latest
    assert first is not None and last is not None
    third = (last - first).days // 3
    if part in ("early", "beginning of", "start of", "the beginning of", "the start of"):
        return Interval(first, first + dt.timedelta(days=third - 1))
    if part in ("late", "end of", "the end of"):
        return Interval(last - dt.timedelta(days=third), last)
    if part in ("mid", "mid-", "middle of", "the middle of"):
        return Interval(first + dt.timedelta(days=third), last - dt.timedelta(days=third + 1))
    return whole


def _weekday(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    here = _near(anchor)
    if here is None:
        return anchor if anchor is not None and anchor.earliest and anchor.latest else None
    number = WEEKDAYS[m["weekday"]]
    which = m["which"]
    to_come = which in ("next", "coming")
    if to_come or (tense == "future" and which in (None, "this")):
        ahead = (number - here.weekday()) % 7
        return day(here + dt.timedelta(days=ahead + (7 if to_come and ahead == 0 else 0)))
    back = (here.weekday() - number) % 7
    if which in ("last", "previous") and back == 0:
        back = 7
    if which is None and back == 6:  # written on the eve, for the next day's paper or from an earlier time zone
        return day(here + dt.timedelta(days=1))
    return day(here - dt.timedelta(days=back))


def _relative_day(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    here = _near(anchor)
    shift = {"yesterday": -1, "tomorrow": 1, "overnight": 0}.get(m["word"], 0)
    return day(here + dt.timedelta(days=shift)) if here is not None else None


def _unit(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    here = _near(anchor)
    which, unit = m["which"], m["unit"]
    if unit == "weekend":
        unit = "week"
    if here is None:
        if which == "this" and unit == "week" and anchor is not None:
            return anchor
        if (
            unit == "year"
            and anchor is not None
            and anchor.latest is not None
            and anchor.earliest is not None
            and anchor.earliest.year == anchor.latest.year
        ):
            here = anchor.latest
        else:
            return None
    shift = {"last": -1, "previous": -1, "next": 1, "coming": 1, "past": -1}.get(which, 0)
    whole = _whole(here, unit, shift)
    part = m["part"]
    if part in ("early", "late", "mid", "mid-", "end of", "beginning of", "start of"):
        return _part(whole, part)
    if which == "this" and part == "earlier":
        return Interval(whole.earliest, here)
    if which == "this" and part == "later":
        return Interval(here, whole.latest)
    if which == "this" and tense != "future":
        return Interval(whole.earliest, here)
    return whole


def _whole(here: dt.date, unit: str, shift: int) -> Interval:
    if unit == "week":
        monday = here - dt.timedelta(days=here.weekday()) + dt.timedelta(weeks=shift)
        return Interval(monday, monday + dt.timedelta(days=6))
    if unit == "month":
        count = here.year * 12 + here.month - 1 + shift
        return month(count // 12, count % 12 + 1)
    if unit == "decade":
        first = (here.year // 10 + shift) * 10
        return Interval(dt.date(first, 1, 1), dt.date(first + 9, 12, 31))
    return Interval(dt.date(here.year + shift, 1, 1), dt.date(here.year + shift, 12, 31))


def _ago(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    here = _near(anchor)
    count = NUMBERS.get(m["count"]) if not m["count"].isdigit() else int(m["count"])
    if here is None or count is None or count > 500:
        return None
    unit = m["unit"]
    if unit == "day":
        slack = 2 if m["count"] in ("several", "few") else 0
        at = here - dt.timedelta(days=count)
        return Interval(at - dt.timedelta(days=slack), at + dt.timedelta(days=slack))
    return _whole(here, unit, -count)


def _span(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    """ "over the past week", "in recent days": from so long ago up to the anchor."""
    here = _near(anchor)
    count = 1 if not m["count"] else (NUMBERS.get(m["count"]) if not m["count"].isdigit() else int(m["count"]))
    if here is None or count is None or count > 500:
        return None
    days = {"day": 1, "week": 7, "month": 31, "year": 365, "decade": 3652}[m["unit"]] * count
    return Interval(here - dt.timedelta(days=days), here)


def _whole_year(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    year = int(m["year"])
    return _part(Interval(dt.date(year, 1, 1), dt.date(year, 12, 31)), m["part"])


def _decade(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    year = int(m["year"])
    return Interval(dt.date(year, 1, 1), dt.date(year + 9, 12, 31))


def _years(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    first = int(m["first"])
    last = int(m["last"]) if len(m["last"]) == 4 else int(m["first"][:2] + m["last"])
    return Interval(dt.date(first, 1, 1), dt.date(last, 12, 31)) if first <= last else None


def _quarter(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    year, quarter = int(m["year"]), int(m["quarter"])
    return Interval(month(year, 3 * quarter - 2).earliest, month(year, 3 * quarter).latest)


def _iso(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    return day(dt.date(int(m["year"]), int(m["month"]), int(m["day"])))


def _since(m: re.Match[str], anchor: Interval | None, tense: str) -> Interval | None:
    begun = resolve(m["rest"], anchor, "past")
    return Interval(begun.earliest, anchor.latest if anchor is not None else None) if begun is not None else None


_PART = r"(?:(?P<part>early|late|mid-?|(?:the )?(?:end|beginning|start|middle) of|earlier|later)[ -]?(?:in )?)?"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"

_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule) for pattern, rule in (
        (r"^since (?P<rest>.+)$", _since),
        (r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b", _iso),
        (rf"\b(?P<month>{_MONTH})\.? {_DAY}(?!\d)(?:,? {_YEAR})?", _day_of_month),
        (rf"\b{_DAY} (?:of )?(?P<month>{_MONTH})\b\.?(?:,? {_YEAR})?", _day_of_month),
        (rf"(?P<in>\bin )?(?:the )?{_PART}\b(?P<month>{_MONTH})\b\.?(?:,? (?:of )?{_YEAR})?", _month),
        (rf"\bq(?P<quarter>[1-4]) {_YEAR}", _quarter),
        (r"\b(?P<first>(?:1[5-9]|20)\d\d)\s?[-–]\s?(?P<last>(?:\d\d){1,2})\b", _years),
        (r"\b(?P<year>(?:1[5-9]|20)\d0)'?s\b", _decade),
        (rf"(?:(?P<which>last|next|this|previous|coming) )?(?P<weekday>{_WEEKDAY})\b", _weekday),
        (r"\b(?P<word>yesterday|today|tomorrow|tonight|overnight|this (?:morning|afternoon|evening)|last night)\b",
         lambda m, a, t: _relative_day(m, a, t) if m["word"] != "last night" else _shifted(a, -1)),
        (rf"\b{_PART}(?P<which>last|this|next|previous|coming) (?P<unit>weekend|week|month|year|decade)\b", _unit),
        (rf"\b(?P<count>\d+|{'|'.join(NUMBERS)}) {_UNIT} (?:ago|earlier|before)\b", _ago),
        (rf"\b(?:over|in|during|within|for) the (?:past|last) (?:(?P<count>\d+|{'|'.join(NUMBERS)}) )?{_UNIT}\b", _span),
        (rf"(?:^|\b(?:in|by|since|during|of|until|from|back in|{'early|late|mid'})[ -]){_PART}{_YEAR}\b", _whole_year),
        (rf"^{_PART}{_YEAR}$", _whole_year),
    )
)  # fmt: skip


def _shifted(anchor: Interval | None, days: int) -> Interval | None:
    here = _near(anchor)
    return day(here + dt.timedelta(days=days)) if here is not None else None


LASTING = re.compile(
    rf"""(?ix)\b(?P<days>(?P<count>\d\d?|{"|".join(NUMBERS)})[- ]days?)\b[^.;:]{{0,30}}?
    \b(?:begin(?:s|ning)|began|start(?:s|ed|ing)|from)(?:\ on)?\ $"""
)
"""What says before a day for how many days something goes on from it ("for three days, beginning Monday")."""


def days_counted(words: str) -> int:
    """How many days a number or a word for one counts."""
    return int(words) if words.isdigit() else NUMBERS[words.lower()]


def stretched(begun: Interval, days: int) -> Interval:
    """The days of what begins on a day and goes on for so many; what does not begin on one day stays as it is."""
    if begun.earliest is None or begun.earliest != begun.latest or days < 1:
        return begun
    return Interval(begun.earliest, begun.earliest + dt.timedelta(days=days - 1))


EXPRESSION = re.compile(
    rf"""(?ix)
    \b\d{{4}}-\d\d-\d\d\b
    | (?:\b(?:early|late|mid|the\ (?:end|beginning|start|middle)\ of)[\ -])?\b(?:{_MONTH})\b\.?(?:\ [0-3]?\d(?:st|nd|rd|th)?\b(?!\d))?(?:,?\ (?:1[5-9]|20)\d\d)?
    | \b[0-3]?\d(?:st|nd|rd|th)?\ (?:of\ )?(?:{_MONTH})\b\.?(?:,?\ (?:1[5-9]|20)\d\d)?
    | (?:\b(?:last|next|this|previous|coming)\ )?\b(?:{_WEEKDAY})\b
    | \b(?:yesterday|today|tomorrow|tonight|overnight|this\ (?:morning|afternoon|evening)|last\ night)\b
    | \b(?:(?:earlier|later|early|late)\ )?(?:last|this|next|previous|coming)\ (?:weekend|week|month|year|decade)\b
    | \b(?:\d+|{"|".join(NUMBERS)})\ (?:day|week|month|year|decade)s?\ (?:ago|earlier)\b
    | \b(?:over|in|during|within)\ the\ (?:past|last)\ (?:(?:\d+|{"|".join(NUMBERS)})\ )?(?:day|week|month|year|decade)s?\b
    | \b(?:1[5-9]|20)\d\d[-–](?:\d\d){{1,2}}\b
    | \b(?:1[5-9]|20)\d0'?s\b
    | (?<=\bin\ )(?:early\ |late\ |mid-?)?(?:1[5-9]|20)\d\d\b
    | (?<=\bby\ )(?:1[5-9]|20)\d\d\b | (?<=\bsince\ )(?:1[5-9]|20)\d\d\b | (?<=\buntil\ )(?:1[5-9]|20)\d\d\b
    """
)
