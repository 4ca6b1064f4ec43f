"""PLOVER's contexts: one sentence of our own for each, and sentences that words alone would mislead about."""

from __future__ import annotations

import datetime as dt

import pytest

from communique.codebook import load
from communique.extract.contexts import in_time, shown
from communique.model import Document, Event, Interval, Publication, Span, Status

SENTENCES = {
    "military": "Chad sent two battalions to the river.",
    "intelligence": "Kenya expelled two men for espionage.",
    "executive": "The president dismissed half of his cabinet.",
    "legislative": "Lawmakers voted the plan down.",
    "election": "Observers called the ballot orderly.",
    "political_institutions": "The generals promised a new constitution.",
    "pro-democracy": "Thousands marched for free and fair elections.",
    "pro-autocracy": "The junta named a colonel as mayor.",
    "economic": "Brazil raised tariffs on steel.",
    "legal": "A tribunal acquitted the minister.",
    "reparations": "Namibia asked Germany for reparations.",
    "human_rights": "The report lists cases of torture in the camp.",
    "rights_freedoms": "Editors warned that press freedom was at stake.",
    "repression": "Police dispersed the demonstrators with tear gas.",
    "human_security": "Trucks with humanitarian goods reached the valley.",
    "gender": "The law protects victims of domestic violence.",
    "lgbt": "The mayor let the Pride parade go ahead.",
    "religion_ethnicity": "Bishops and imams met in the capital.",
    "inequality": "The union protested against discrimination at work.",
    "diplomatic": "Norway recalled its ambassador.",
    "territory": "Both states claim sovereignty over the reef.",
    "peacekeeping": "Ghana offered two hundred peacekeepers.",
    "health": "The ministry sent vaccines to the north.",
    "asylum": "Sweden took in more refugees.",
    "migration": "Hungary closed its doors to migrants.",
    "disasters": "Japan sent rescue teams after the earthquake.",
    "natural_resources": "The states agreed on a new gas pipeline.",
    "environment": "The island called for deep cuts in emissions.",
    "technology": "India launched a satellite for Bhutan.",
    "terrorism": "Mali blamed jihadists for the raid.",
    "cbrn": "Inspectors found traces of sarin.",
    "cyber": "Estonia traced the malware to two servers.",
    "misinformation": "The envoy dismissed it as fake news.",
    "crime": "Gangs burned the market of the port.",
    "corruption": "The former treasurer was accused of embezzlement.",
    "illegal_drugs": "Customs officers seized a tonne of cocaine.",
    "trafficking": "Police freed victims of human trafficking.",
}

OTHERS = [
    ("A truck drove into the Christmas market.", "economic"),
    ("Settlers in the West Bank blocked the road.", "economic"),
    ("The groups wage war in the hills.", "economic"),
    ("Bill Clinton spoke in Accra.", "legislative"),
    ("The party congress met behind closed doors.", "legislative"),
    ("The two began a trade war.", "military"),
    ("It was a war of words.", "military"),
    ("The firm sells artificial intelligence.", "intelligence"),
    ("The electricity bill rose.", "election"),
    ("The judge of character was wrong about the electric car.", "election"),
    ("The president praised the prime minister.", "executive"),
    ("The board promised to crack down on fraud.", "repression"),
    ("An outbreak of violence followed.", "health"),
    ("He fled from the Islamic State.", "religion_ethnicity"),
    ("The tribunal heard of crimes against humanity.", "crime"),
    ("They began a hunger strike.", "human_security"),
]  # fmt: skip


def test_every_context_has_a_sentence() -> None:
    assert list(SENTENCES) == list(load("contexts"))
    assert len(SENTENCES) == 37


@pytest.mark.parametrize("context", SENTENCES)
def test_words_show_a_context(context: str) -> None:
    assert context in shown(SENTENCES[context])


@pytest.mark.parametrize(("sentence", "context"), OTHERS)
def test_words_mislead_nobody(sentence: str, context: str) -> None:
    assert context not in shown(sentence)


@pytest.mark.parametrize(
    ("status", "day", "expected"),
    [
        ("actual", dt.date(1990, 8, 7), ()),
        ("actual", dt.date(1979, 1, 1), ("historical",)),
        ("actual", None, ()),
        ("future", dt.date(1991, 1, 1), ("future",)),
        ("hypothetical", None, ("hypothetical",)),
        ("negated", dt.date(1979, 1, 1), ()),
    ],
)
def test_contexts_of_time(status: Status, day: dt.date | None, expected: tuple[str, ...]) -> None:
    told = dt.date(1990, 8, 8)
    event = Event(
        id="e1", type="CONSULT", mode=None, actor=(), recipient=(), status=status,
        date=Interval(day, day) if day else None, evidence=Span(0, 1), trigger=Span(0, 1),
    )  # fmt: skip
    document = Document(id="d", name="d", text="x", published=Publication(told, told, told))
    assert in_time(event, document).contexts == expected
