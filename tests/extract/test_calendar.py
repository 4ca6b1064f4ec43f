"""Expressions of time and the days they mean."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extract.calendar import resolve
from communique.model import Interval, Page
from communique.pipeline import code_page

WEDNESDAY = Interval(dt.date(1990, 8, 8), dt.date(1990, 8, 8))


@pytest.mark.parametrize(
    ("words", "tense", "earliest", "latest"),
    [
        ("on Monday", "past", "1990-08-06", "1990-08-06"),
        ("Wednesday", "past", "1990-08-08", "1990-08-08"),
        ("on Friday", "future", "1990-08-10", "1990-08-10"),
        ("this Friday", "future", "1990-08-10", "1990-08-10"),
        ("coming Wednesday", "past", "1990-08-15", "1990-08-15"),
        ("mid-January", "past", "1990-01-11", "1990-01-20"),
        ("late January", "past", "1990-01-21", "1990-01-31"),
        ("yesterday", "past", "1990-08-07", "1990-08-07"),
        ("last week", "past", "1990-07-30", "1990-08-05"),
        ("earlier this week", "past", "1990-08-06", "1990-08-08"),
        ("last month", "past", "1990-07-01", "1990-07-31"),
        ("in September", "past", "1989-09-01", "1989-09-30"),
        ("in September", "future", "1990-09-01", "1990-09-30"),
        ("in early March", "past", "1990-03-01", "1990-03-10"),
        ("August 2", "past", "1990-08-02", "1990-08-02"),
        ("2 August 1990", "past", "1990-08-02", "1990-08-02"),
        ("1990-08-02", "past", "1990-08-02", "1990-08-02"),
        ("in 1988", "past", "1988-01-01", "1988-12-31"),
        ("the 1980s", "past", "1980-01-01", "1989-12-31"),
        ("1980-88", "past", "1980-01-01", "1988-12-31"),
        ("two days ago", "past", "1990-08-06", "1990-08-06"),
        ("over the past week", "past", "1990-08-01", "1990-08-08"),
        ("Q3 1990", "past", "1990-07-01", "1990-09-30"),
    ],
)
def test_resolve(words: str, tense: str, earliest: str, latest: str) -> None:
    assert resolve(words, WEDNESDAY, tense) == Interval(dt.date.fromisoformat(earliest), dt.date.fromisoformat(latest))


def test_a_day_that_few_years_have() -> None:
    leap = dt.date(1988, 2, 29)
    assert resolve("February 29", Interval(dt.date(1988, 3, 5), dt.date(1988, 3, 5))) == Interval(leap, leap)


@pytest.mark.parametrize("words", ["on Thursday", "last week", "in September", "August 2", "yesterday"])
def test_relative_words_stay_open_without_an_anchor(words: str) -> None:
    assert resolve(words, None) is None


@given(st.text(max_size=80), st.sampled_from(["past", "future"]))
def test_any_text_resolves_in_order_or_not_at_all(words: str, tense: str) -> None:
    found = resolve(words, WEDNESDAY, tense)
    assert found is None or found.earliest is None or found.latest is None or found.earliest <= found.latest


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("Kenya's president is visiting Uganda for three days, beginning Monday.", 5, 7),
        ("Kenya's president visited Uganda on a two-day trip that began on Tuesday.", 6, 7),
        ("Kenya's president visited Uganda on Monday. Talks for three days would follow.", 5, 5),
    ],
)
def test_what_goes_on_for_days_has_these_days(sentence: str, first: int, last: int) -> None:
    text = f"date 2024-08-07\n\nNAIROBI - {sentence}"
    events = code_page(Page("t.txt", "t.txt", text.encode(), "text/plain")).events
    dates = [e.date for e in events if e.type == "CONSULT" and e.date is not None]
    assert Interval(dt.date(2024, 8, first), dt.date(2024, 8, last)) in dates
