"""What is compared of two mentions, by hand-made ones; and that a pair's likeness is its own, whatever is beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from communique.linking import likeness
from communique.linking.compared import Events, Utterances
from communique.linking.linker import linked
from communique.linking.mentions import EventMention, Lean, Utterance
from communique.linking.words import Rarity
from communique.model import Actor, Coding, Document, Event, Interval, Publication, Span, Statement

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
        (mention("Norland met Suder", "met", "b", date=None), {"one undated": 1, "same day": 0, "document": 0, likeness.UNDATED: 0}),
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


@pytest.mark.parametrize(
    ("one", "other", "undated"),
    [
        ({"date": None, "told": None}, {"date": None, "told": None}, True),
        ({"told": None}, {"date": None, "told": None}, True),
        ({"told": None}, {"told": None}, False),  # both say when it was
        ({"date": None}, {"date": None, "told": None}, False),  # one document is dated
        ({"date": None, "told": Interval(DAY, None)}, {"date": None, "told": Interval(DAY, None)}, True),  # open ends tell nothing
    ],
)  # fmt: skip
def test_what_no_days_tell_apart_has_a_scale_of_its_own(
    one: dict[str, Interval | None], other: dict[str, Interval | None], undated: bool
) -> None:
    a, b = (replace(A, **changed) for changed in (one, other))  # type: ignore[arg-type]
    assert features(a, b)[likeness.UNDATED] == undated
    events = Events([a, b], {"a": 0, "b": 0}, Rarity())
    found = likeness.event_features(events, np.array([0]), np.array([1]))
    scale = likeness.scales()["events"]
    assert scale.undated is not None
    alone = replace(scale, undated=None).of(found)
    wider = scale.undated.of(found) * (scale.least / scale.undated.least)
    assert scale.of(found) == (wider if undated else alone)


def said(text: str, document: str = "a", meaning: bytes = b"", source: str = "nor") -> Utterance:
    statement = Statement("s1", (source,), None, Span(0, 0), (Span(0, len(text)),), "direct", (), (), meaning=meaning)
    published = Publication(DAY, DAY, DAY)
    return Lean().statements(
        Coding(Document(id=document, name=document, text=text, published=published), ACTORS, statements=(statement,))
    )[0]


NETS, BOATS = bytes([100, 20]), bytes([90, 40])


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        (said("the nets are ours"), said("nets were cut", "b"), True),
        (said("we support the pipeline"), said("we reject the pipeline", "b"), False),
        (said("the nets are ours", meaning=NETS), said("boats were taken", "b", BOATS), True),  # alike in other words
        (said("the nets are ours", meaning=NETS), said("boats were taken", "b", BOATS, "sud"), False),  # by another
        (said("the nets are ours", meaning=NETS), said("boats were taken", "c", BOATS), False),  # of another story
        (said("the nets are ours"), said("boats were taken", "b"), False),  # what they mean is not known
    ],
)
def test_which_may_report_one_utterance(one: Utterance, other: Utterance, may: bool) -> None:
    utterances = Utterances([one, other], {"a": 0, "b": 0, "c": 1}, Rarity())
    assert likeness.same_matter(utterances, np.array([0]), np.array([1])).tolist() == [may]


def test_words_that_two_statements_quote_and_those_that_stand_beside_each_other() -> None:
    one, other = said("it will cut “every stolen net”"), said("nets: “every stolen net” goes", "b")
    utterances = Utterances([one, other], {"a": 0, "b": 0}, Rarity())
    found = likeness.statement_features(utterances, np.array([0]), np.array([1]))
    assert one.words == ("cut", "every", "stolen", "net")
    assert one.quoted == ("every", "stolen", "net")
    assert found["quoted words contained"] == pytest.approx(1)
    assert 0 < found["quoted words"] <= 1
    assert found["neighbouring words"] == pytest.approx(2 / 4)
    assert found["neighbouring words contained"] == pytest.approx(2 / 3)


def test_a_pair_is_as_likely_alone_as_among_others(codings: tuple[Coding, ...]) -> None:
    linker, scale = linked(codings), likeness.scales()["events"]
    for one, other, found in linker.event_pairs():
        values = scale.of(found)
        for k in range(0, len(one), 97):
            assert scale.of({name: v[k : k + 1] for name, v in found.items()})[0] == values[k]
        assert (one < other).all()
