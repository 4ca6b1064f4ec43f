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
        ("Kenya's plan to send soldiers to Donbas region surprised Oslo.", "send", "Donbas region"),
        ("The paper says nothing about Kenya withdrawing from Somalia.", "withdrawing", "Somalia"),
        ("The premier is visiting Nairobi until Friday.", "visiting", "Nairobi"),
        ("Uganda's invasion of Rwanda began in March.", "invasion", "Rwanda"),
        ("On her first visit to Oslo, the queen joined the premier.", "joined", "Oslo"),
        ("She left on Friday for a short visit to Norway.", "left", "Norway"),
        ("It kidnapped three engineers from a dam in Lodwar.", "kidnapped", "Lodwar"),
        ("Nine arrested bakers were released on Friday in the southern town of Mwanza.", "released", "Mwanza"),
        ("In March, hunters found a horse wandering in the Sambisa forest.", "wandering", "the Sambisa forest"),
        ("He was taken to the port, Mombasa, where a doctor waited.", "taken", "Mombasa"),
        ("The balloon crossed over the southern Greek island of Crete.", "crossed", "Crete"),
        ("The banker was deported to Uruguay the same day.", "deported", "Uruguay"),
        ("A man was shot in Springfield, Illinois, on Monday.", "shot", "Springfield, Illinois"),
        ("She met the judge in Aspen, Colorado, on Friday.", "met", "Aspen"),
    ],
)  # fmt: skip
def test_an_act_is_where_its_clause_says(text: str, trigger: str, place: str) -> None:
    assert _where(text, trigger) == place


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("She met with Kenyan President Mwai Kibaki for an hour.", "met"),
        ("The two sides met in secret.", "met"),
        ("Norway carried out a census with Sweden.", "carried"),
        ("They spoke in the presence of the ambassador to France.", "spoke"),
        ("Met.", "Met"),
    ],
)
def test_what_names_no_place_has_none(text: str, trigger: str) -> None:
    assert _where(text, trigger) is None
