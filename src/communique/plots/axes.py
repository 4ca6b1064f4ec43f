"""Axes: days to pixels, with breaks where long nothing happens, and ticks where people expect them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.plots.svg import SMALL, Markup, line, text, width_of

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GAP = 60.0
"""Pixels of a break."""
_LEAST_GAP = 20
"""Days of nothing that are too few for a break."""
_EMPTY = 0.4
"""How much of a piece must be one stretch of nothing for it to be broken there."""
_MOST_PIECES = 6
_STEPS: tuple[tuple[str, int], ...] = (
    ("day", 1), ("day", 2), ("week", 1), ("week", 2), ("month", 1), ("month", 3), ("month", 6), ("year", 1), ("year", 2),
    ("year", 5), ("year", 10), ("year", 25), ("year", 50), ("year", 100), ("year", 500),
)  # fmt: skip
_LENGTH = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.2}
_LEAST_APART = 40.0
"""Pixels between ticks."""

Days = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Tick:
    """A day that is marked: where it is, what it is called, and the year if that is to be said."""

    x: float
    words: str
    year: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Days without a break, ``first`` to ``last``, and the pixels that they are drawn in."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    @property
    def day(self) -> float:
        """Pixels of a day."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def ticks(self) -> Iterator[Tick]:
        """Days that are marked, as close as their names allow."""
        unit, step = next((s for s in _STEPS if _LENGTH[s[0]] * s[1] * self.day >= _LEAST_APART), _STEPS[-1])
        year, x = None, self.left - _LEAST_APART
        for day in _days(self.first, self.last, unit, step):
            here = self.left + (day - self.first).days * self.day
            words = str(day.year) if unit == "year" else MONTHS[day.month - 1]
            words = f"{day.day} {words}" if unit in ("day", "week") else words
            if here - x >= width_of(words, SMALL) + 8 and here + width_of(words, SMALL) <= self.right + _GAP / 4:
                yield Tick(here, words, "" if unit == "year" or day.year == year else str(day.year))
                year, x = day.year, here


def _days(first: dt.date, last: dt.date, unit: str, step: int) -> Iterator[dt.date]:
    """The days between two that begin a unit of time, or every so many of them."""
    if unit in ("day", "week"):
        apart = step * int(_LENGTH[unit])
        yield from (first + dt.timedelta(days=k) for k in range(0, (last - first).days + 1, apart))
        return
    months = step * (12 if unit == "year" else 1)
    start = (first.year * 12 + first.month - 1) // months * months
    for month in range(start, last.year * 12 + last.month, months):
        if month >= 12 and first <= (day := dt.date(month // 12, month % 12 + 1, 1)) <= last:
            yield day


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Days to pixels; between pieces long nothing happened, which is drawn as a break and said."""

    pieces: tuple[Piece, ...]

    @classmethod
    def over(cls, days: Sequence[Days], left: float, right: float) -> TimeAxis:
        """An axis for some intervals of days, each of which lies in one piece of it.

        Args:
            days: first and last days; there must be one at least.
            left: pixels at which it begins.
            right: pixels at which it ends.
        """
        groups = [sorted(days)]
        while len(groups) < _MOST_PIECES and (broken := _broken(groups)) is not None:
            groups = broken
        spans = [_with_margin(min(d[0] for d in g), max(d[1] for d in g)) for g in groups]
        room = right - left - _GAP * (len(groups) - 1)
        shares = [0.5 / len(groups) + 0.5 * len(g) / len(days) for g in groups]
        pieces, at = [], left
        for (first, last), share in zip(spans, shares, strict=True):
            pieces.append(Piece(first, last, at, at + room * share))
            at += room * share + _GAP
        return cls(tuple(pieces))

    def piece(self, day: dt.date) -> Piece:
        """The piece that a day is in, or the next one."""
        return next((p for p in self.pieces if day <= p.last), self.pieces[-1])

    def x(self, day: dt.date) -> float:
        """Where a day begins, in pixels."""
        piece = self.piece(day)
        return piece.left + min(max((day - piece.first).days, 0), (piece.last - piece.first).days + 1) * piece.day

    def end(self, day: dt.date) -> float:
        """Where a day ends, in pixels."""
        return self.x(day) + self.piece(day).day

    def middle(self, day: dt.date) -> float:
        """Where the middle of a day is, in pixels."""
        return self.x(day) + self.piece(day).day / 2

    def drawn(self, y: float, top: float) -> Iterator[Markup]:
        """The axis at a height: its line, its ticks with lines up to another height, its breaks."""
        for k, piece in enumerate(self.pieces):
            yield line(piece.left, y, piece.right, y, "line", 1)
            for tick in piece.ticks():
                yield line(tick.x, top, tick.x, y, "rule", 1)
                yield line(tick.x, y, tick.x, y + 4, "line", 1)
                yield text(tick.x, y + 17, tick.words, "soft", SMALL)
                if tick.year:
                    yield text(tick.x, y + 31, tick.year, "ink", SMALL, font_weight=600)
            if k:
                yield from _break(self.pieces[k - 1], piece, y)


def _break(before: Piece, after: Piece, y: float) -> Iterator[Markup]:
    middle = (before.right + after.left) / 2
    for x in (before.right + 3, after.left - 3):
        yield line(x - 3, y + 6, x + 3, y - 6, "line", 1)
    days = (after.first - before.last).days
    number, unit = next(((round(days / n), u) for n, u in ((365, "year"), (30, "month")) if days >= n), (days, "day"))
    words = f"{number} {unit}{'s' if number > 1 else ''}"
    yield text(middle, y - 11, words, "soft", SMALL, text_anchor="middle")


def _broken(groups: Sequence[list[Days]]) -> list[list[Days]] | None:
    """Sorted intervals in groups, one of them broken at its longest stretch of nothing; None where none is long."""
    found = []
    for k, group in enumerate(groups):
        last = group[0][1]
        whole = (max(d[1] for d in group) - group[0][0]).days
        for at, (first, end) in enumerate(group):
            gap = (first - last).days
            if gap >= max(_LEAST_GAP, _EMPTY * whole):
                found.append((gap, k, at))
            last = max(last, end)
    if not found:
        return None
    _, k, at = max(found, key=lambda f: (f[0], -f[1]))
    return [*groups[:k], groups[k][:at], groups[k][at:], *groups[k + 1 :]]


def _with_margin(first: dt.date, last: dt.date) -> Days:
    margin = max(1, (last - first).days // 40)
    before = min(margin, (first - dt.date.min).days)
    after = min(margin, (dt.date.max - last).days)
    return first - dt.timedelta(days=before), last + dt.timedelta(days=after)


def number_ticks(most: int, room: int = 4) -> list[int]:
    """Round numbers from 0 that reach a number, about so many."""
    steps = (k * 10**p for p in range(12) for k in (1, 2, 5))
    step = next(s for s in steps if most <= s * room)
    return list(range(0, most + step, step))
