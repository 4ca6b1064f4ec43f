from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.models import reader
from communique.models.telling import Worth, quoted
from communique.models.windows import sentences, windows


@pytest.mark.parametrize(
    ("sentence", "worth"),
    [
        ("The river froze.", Worth.NONE),
        ("At times it was cold, and the road was closed for 3 days.", Worth.NONE),
        ("He froze.", Worth.SURE),
        ("The river froze, it was said.", Worth.SURE),
        ("The soldiers left the town.", Worth.SURE),
        ("Turkana froze.", Worth.NAMED),
        ("The road to Lodwar was closed.", Worth.NAMED),
        ("The road was closed on Monday, 3 July.", Worth.NONE),
        ("It was cold until Sept. 3 and then Thu. to Sat.", Worth.NONE),
        ("Video", Worth.NONE),
        ("ÉIRE acts", Worth.NAMED),
    ],
)
def test_what_a_sentence_is_worth(sentence: str, worth: Worth) -> None:
    assert reader.load().telling.worth(sentence) is worth


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("It froze.", []),
        ("“It froze.” It was cold.", ["“It froze.”"]),
        ("It froze.” It was cold.", ["It froze.”"]),
        ("It was cold. “It froze. It was ice.", ["“It froze. It was ice."]),
        ('It was "cold" and "wet" there.', ['"cold"', '"wet"']),
        ('It was cold. "It froze.', ['It was cold. "It froze.']),
        ("Il «froze» there.", ["«froze»"]),
    ],
)
def test_what_stands_in_quotation_marks(text: str, spoken: list[str]) -> None:
    assert [s.of(text) for window in windows(text) for s in quoted(text, window)] == spoken


def test_sentences_beside_a_quotation_are_not_speech() -> None:
    text = "The river froze. “The road is closed. It is cold.” The river froze."
    (window,) = windows(text)
    found = reader.load().telling.sentences(text, window)
    assert [worth for _, worth in found] == [Worth.NONE, Worth.SURE, Worth.SURE, Worth.NONE]


@given(st.text(alphabet='aBk.!? \n"“”«»', max_size=400))
def test_every_sentence_is_judged_once(text: str) -> None:
    telling = reader.load().telling
    for window in windows(text):
        assert [s for s, _ in telling.sentences(text, window)] == sentences(text, window)
        assert all(window.contains(q) for q in quoted(text, window))
