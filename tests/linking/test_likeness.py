"""What is compared of two mentions, by hand-made ones; and that a pair's likeness is its own, whatever is beside it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from communique.linking import likeness
from communique.linking.compared import Events
from communique.linking.linker import linked
from communique.linking.mentions import EventMention, Lean
from communique.linking.words import Rarity
from communique.model import Actor, Coding, Document, Event, Interval, Publication, Span

ACTORS = (
    Actor("nor", "Norland", "country", "NOR", "GOV"),
    Actor("sud", "Suder", "country", "SUD", "GOV"),
    Actor("min", "Ministry", "organization", "NOR", "GOV"),
)
DAY = dt.date(2020, 5, 7)
SINGLE = Interval(DAY, DAY)


def mention(text: str, trigger: str, document: str = "a", **changed: object) -> EventMention:
    at = text.index(trigger)
    of = {
        "type": "CONSULT", "mode": None, "actor": ("nor",), "recipient": ("sud",), "status": "actual", "date": SINGLE, **changed,
    }  # fmt: skip
    event = Event(id="e1", evidence=Span(0, len(text)), trigger=Span(at, at + len(trigger)), **of)  # type: ignore[arg-type]
    published = Publication(DAY, DAY, DAY)
    return Lean().events(
        Coding(Document(id=document, name=document, text=text, published=published), ACTORS, events=(event,))
    )[0]


def features(a: EventMention, b: EventMention) -> dict[str, float]:
    events = Events([a, b], {"a": 0, "b": 0}, Rarity())
    found = likeness.event_features(events, np.array([0]), np.array([1]))
    return {name: float(value[0]) for name, value in found.items()}


A = mention("Norland met Suder on quotas", "met")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (A, {"type": 1, "sides": 1, "same day": 1, "same days": 1, "document": 1, "trigger": 1, "common words": 1, "meaning": 0.5}),
        (mention("Norland met Suder", "met", "b", date=None), {"one undated": 1, "same day": 0, "document": 0, "no days at all": 0}),
        (mention("Norland met Suder", "met", "b", date=Interval(DAY, None)), {"days meet": 1, "same day": 0, "same days": 0}),
        (mention("Norland met Suder", "met", "b", date=Interval(dt.date(2020, 5, 9), dt.date(2020, 5, 9))), {"days part": 1, "days meet": 0}),
        (mention("Norland saw Suder", "saw", "b", type="AGREE", recipient=()), {"type": 0, "recipients": 0.5, "one recipient unknown": 1, "sides": 0.5}),
        (mention("Norland met Suder", "met", "b", actor=("min",)), {"actors": 1, "persons": 1 / 3, "other actor": 0}),
        (mention("Norland met Suder", "met", "b", recipient=("min",)), {"recipients": 0, "sides": 0.5, "a part of the recipient": 0}),
        (mention("Norland visited Suder", "visited", "b", mode="visit"), {"a visit and talks": 1, "mode": 0, "other mode": 0, "trigger": 0}),
        (mention("Norland rejected Suder", "rejected", "b", status="denied"), {"status": 0, "trigger akin": 0}),
    ],
)  # fmt: skip
def test_features(other: EventMention, expected: dict[str, float]) -> None:
    found = features(A, other)
    assert {name: pytest.approx(found[name]) for name in expected} == expected


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("praised", "rejected", True),
        ("praised", "praised", False),
        ("rejected", "praised", True),
        ("praised", "quotas", False),
    ],
)
def test_words_that_turn_to_the_opposite(one: str, other: str, opposed: bool) -> None:
    a, b = (mention(f"Norland {w} Suder", w) for w in (one, other))
    assert features(a, b)["opposed"] == opposed


@pytest.mark.parametrize(
    ("other", "may"),
    [
        (A, True),
        (mention("Norland met Suder", "met", "b", type="ASSAULT"), False),  # nobody takes a meeting for an attack
        (mention("Norland met Suder", "met", "b", status="denied"), False),
        (mention("Norland met Suder", "met", "b", date=Interval(dt.date(2020, 5, 20), None)), False),
        (mention("Norland hailed Suder", "hailed", "b", type="SUPPORT"), True),  # of one day
        (mention("Norland hailed Suder", "hailed", "b", type="SUPPORT", date=None), False),  # nothing in common
    ],
)
def test_which_may_be_one(other: EventMention, may: bool) -> None:
    events = Events([A, other], {"a": 0, "b": 0}, Rarity())
    assert likeness.comparable(events, np.array([0]), np.array([1])).tolist() == [may]


def test_a_pair_is_as_likely_alone_as_among_others(codings: tuple[Coding, ...]) -> None:
    linker, scale = linked(codings), likeness.scales()["events"]
    for one, other, found in linker.event_pairs():
        values = scale.of(found)
        for k in range(0, len(one), 97):
            assert scale.of({name: v[k : k + 1] for name, v in found.items()})[0] == values[k]
        assert (one < other).all()
