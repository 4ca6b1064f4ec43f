"""Where an act is: the place that its clause names."""

from __future__ import annotations

import pytest

from communique.extract.casting import Cast
from communique.extract.parse import load
from communique.extract.places import find_place


def _where(text: str, trigger: str) -> str | None:
    doc = load()(text)
    return find_place(doc, next(t.i for t in doc if t.text == trigger), Cast((), ()))


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("They signed it at the White House on Sunday.", "signed", "the White House"),
        ("Putin's action to send troops to Donbas region drew criticism.", "send", "Donbas region"),
        ("The proposal says nothing about Russia withdrawing from Ukraine.", "withdrawing", "Ukraine"),
        ("Xi is visiting Moscow for three days, beginning Monday.", "visiting", "Moscow"),
        ("Russia's invasion of Ukraine began in February.", "invasion", "Ukraine"),
        ("On his state visit to Moscow, the president joined his counterpart.", "joined", "Moscow"),
        ("He boarded a plane for an official visit to Germany.", "boarded", "Germany"),
        ("It kidnapped hundreds of schoolgirls from a state run school in Chibok.", "kidnapped", "Chibok"),
        ("Four detained leaders were released Wednesday night in the northeast town of Banki.", "released", "Banki"),
        ("In May, a group found one of the schoolgirls wandering in the Sambisa forest.", "wandering", "the Sambisa forest"),
        ("She was taken to the capital, Abuja, where she met officials.", "taken", "Abuja"),
        ("The missile crossed over the northern Japanese island of Hokkaido.", "crossed", "Hokkaido"),
        ("The governor was deported to Uruguay the same day.", "deported", "Uruguay"),
        ("A man was shot in Springfield, Illinois, on Monday.", "shot", "Springfield, Illinois"),
        ("He met Thatcher in Aspen, Colorado, on Thursday.", "met", "Aspen"),
    ],
)  # fmt: skip
def test_an_act_is_where_its_clause_says(text: str, trigger: str, place: str) -> None:
    assert _where(text, trigger) == place


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("He met with Russian President Vladimir Putin for an exchange.", "met"),
        ("The two sides met in secret.", "met"),
        ("The United States carried out exercises with South Korea.", "carried"),
        ("They spoke in the presence of the ambassador to France.", "spoke"),
        ("Met.", "Met"),
    ],
)
def test_what_names_no_place_has_none(text: str, trigger: str) -> None:
    assert _where(text, trigger) is None
