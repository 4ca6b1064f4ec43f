"""Who does what, read off a parse: sentences of our own, one point each."""

from __future__ import annotations

import pytest

from communique.extract.parse import load
from communique.extract.syntax import doer, passive


@pytest.mark.parametrize(
    ("sentence", "word", "undergone", "does"),
    [
        ("A truck plowed into the crowd in Nice.", "plowed", False, "truck"),
        ("Video shows a truck plowed into the crowd.", "plowed", False, "truck"),
        ("A truck driven by rebels was seen.", "driven", True, "rebels"),
        ("Sanctions imposed by Kenya hurt trade.", "imposed", True, "Kenya"),
    ],
)
def test_who_does_what_a_participle_says(sentence: str, word: str, undergone: bool, does: str) -> None:
    doc = load()(sentence)
    verb = next(t for t in doc if t.text == word)
    found = doer(verb)
    assert passive(verb) is undergone
    assert found is not None
    assert found.text == does
