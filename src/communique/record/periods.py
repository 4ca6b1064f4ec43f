"""Periods that days are counted by: weeks, months, quarters, years."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from communique.record.views import Period

PERIODS: tuple[Period, ...] = get_args(Period)
_MOST = 120
"""Periods that a picture has room for."""
_DAYS: dict[Period, int] = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}
_MONTHS: dict[Period, int] = {"month": 1, "quarter": 3, "year": 12}


def period_named(name: str) -> Period:
    """The period of a name.

    Raises:
        ValueError: there is none of that name.
    """
    found = next((p for p in PERIODS if p == name), None)
    if found is None:
        raise ValueError(f"{name!r} is no period to count by; use one of {', '.join(PERIODS)}")
    return found


def period_for(first: dt.date, last: dt.date) -> Period:
    """The shortest period of which a picture has room for all from one day to another."""
    days = (last - first).days
    return next((p for p in PERIODS[1:] if days <= _MOST * _DAYS[p]), "year")


def last_day(first: dt.date, period: Period) -> dt.date:
    """The last day of the period that begins on a day."""
    if period not in _MONTHS:
        return first + dt.timedelta(days=_DAYS[period] - 1)
    months = first.year * 12 + first.month - 1 + _MONTHS[period]
    return dt.date(months // 12, months % 12 + 1, 1) - dt.timedelta(days=1)
