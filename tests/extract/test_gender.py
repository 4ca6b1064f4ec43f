"""Which pronoun stands for whom: by given names, offices and forms of address."""

from __future__ import annotations

import pytest

from communique.codebook import words_of
from communique.extract.gender import agree, gender_of
from communique.model import Actor


def person(name: str) -> Actor:
    return Actor("x", name, "person", None, None)


@pytest.mark.parametrize(
    ("name", "titles", "gender"),
    [
        ("Maria Keller", (), "woman"),
        ("Thomas Brandt", (), "man"),
        ("Keller", (), None),
        ("Keller", ("mrs",), "woman"),
        ("Kim Reed", ("spokesman",), "man"),
        ("Park Geun-hye", (), "woman"),
        ("Wang Yi", (), "man"),
        ("Grace", (), None),
    ],
)
def test_what_a_name_tells(name: str, titles: tuple[str, ...], gender: str | None) -> None:
    assert gender_of(person(name), titles) == gender


def test_what_is_not_known_may_be_either() -> None:
    assert agree("she", person("Keller"))
    assert agree("he", person("Keller"))
    assert not agree("she", person("Thomas Brandt"))
    assert agree("they", person("Thomas Brandt"))
    assert agree("she", Actor("x", "Grace", "organization", None, None))


def test_no_given_name_is_a_womans_and_a_mans() -> None:
    assert not words_of("given", "women") & words_of("given", "men")
