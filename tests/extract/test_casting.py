"""Names as they are kept."""

from __future__ import annotations

import pytest

from communique.extract.casting import bare_name


@pytest.mark.parametrize(
    "words, name",
    [
        ("Mohammed Morsi\u200b", "Mohammed Morsi"),
        ("\u202bAnwar Sadat\u202c", "Anwar Sadat"),
        ("hundreds of females.", "hundreds of females"),
        ("the rebels,", "the rebels"),
        ("Acme Inc.", "Acme Inc."),
        ("the U.S.", "the U.S."),
        ("John Smith Jr.", "John Smith Jr."),
    ],
)
def test_a_name_has_nothing_unseen_and_no_end_of_a_sentence(words: str, name: str) -> None:
    assert bare_name(words) == name
