"""Days are where they belong, and ticks where people expect them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.plots.axes import TimeAxis, number_ticks

DAYS = st.lists(st.tuples(st.dates(), st.integers(0, 4000)), min_size=1, max_size=30)


def interval(first: dt.date, length: int) -> tuple[dt.date, dt.date]:
    return first, first + dt.timedelta(days=min(length, (dt.date.max - first).days))


@given(DAYS)
def test_days_keep_their_order_and_stay_on_the_axis(found: list[tuple[dt.date, int]]) -> None:
    days = [interval(*f) for f in found]
    axis = TimeAxis.over(days, 10, 900)
    at = [(axis.x(d), axis.end(d)) for d in sorted({d for pair in days for d in pair})]
    assert all(9.99 <= a <= b <= 900.01 for a, b in at)
    assert all(b[0] >= a[0] for a, b in zip(at, at[1:], strict=False))
    assert all(axis.piece(a) is axis.piece(b) for a, b in days)


@given(DAYS)
def test_ticks_do_not_touch(found: list[tuple[dt.date, int]]) -> None:
    axis = TimeAxis.over([interval(*f) for f in found], 10, 900)
    for piece in axis.pieces:
        xs = [t.x for t in piece.ticks()]
        assert all(b - a >= 25 for a, b in zip(xs, xs[1:], strict=False))
        assert all(piece.left <= x <= piece.right for x in xs)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2023-03-01", "2023-03-12", ["1 Mar", "3 Mar"]),
        ("2022-02-01", "2023-06-01", ["Feb", "Mar"]),
        ("1950-06-01", "2020-01-01", ["1955", "1960"]),
    ],
)
def test_ticks_are_round(first: str, last: str, expected: list[str]) -> None:
    axis = TimeAxis.over([(dt.date.fromisoformat(first), dt.date.fromisoformat(last))], 0, 700)
    words = [t.words for t in axis.pieces[0].ticks()]
    assert set(expected) <= set(words)
    assert 4 <= len(words) <= 18


@pytest.mark.parametrize(("most", "expected"), [(0, [0]), (3, [0, 1, 2, 3]), (7800, [0, 2000, 4000, 6000, 8000])])
def test_numbers_are_round(most: int, expected: list[int]) -> None:
    assert number_ticks(most) == expected
