"""Ties: what a visit contains and talks produce, and what only happens to lie beside them."""

from __future__ import annotations

import datetime as dt

import pytest

from communique.linking.episodes import episode_of
from communique.linking.mentions import Lean
from communique.linking.ties import ties
from communique.model import Actor, Coding, Document, Event, Interval, Publication, Span, Tie

TEXT = "Norland visited Suder met signed statement attacked"
ACTORS = (
    Actor("nor", "Norland", "country", "NOR", "GOV"),
    Actor("swe", "Suder", "country", "SWE", "GOV"),
    Actor("fin", "Third", "country", "FIN", "GOV"),
)
VISIT = ("CONSULT", "visit", "visited", 4, 6)


def event(
    key: str, kind: str, mode: str | None, word: str, first: int | None, last: int, others: tuple[str, ...]
) -> Event:
    at = TEXT.index(word)
    days = None if first is None else Interval(dt.date(2020, 5, first), dt.date(2020, 5, last))
    recipient = others if kind != "SUPPORT" else ()
    actor = ("nor",) if kind != "SUPPORT" else ("nor", *others)
    return Event(key, kind, mode, actor, recipient, "actual", days, Span(0, len(TEXT)), Span(at, at + len(word)))


def tied(one: tuple[str, str | None, str, int, int], other: Event, story: int = 0) -> list[Tie]:
    day = dt.date(2020, 5, 7)
    events = (event("e1", *one, ("swe",)), other)
    codings = [
        Coding(Document(id=n, name=n, text=TEXT, published=Publication(day, day, day)), ACTORS, events=(e,))
        for n, e in zip(("a", "b"), events, strict=True)
    ]
    mentions = {m.place: m for c in codings for m in Lean().events(c)}
    episodes = [episode_of([m]) for m in mentions.values()]
    return ties(episodes, mentions, {"a": 0, "b": story})


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (VISIT, event("e2", "CONSULT", None, "met", 5, 5, ("swe",)), "contains"),
        (VISIT, event("e2", "SUPPORT", None, "signed", 6, 6, ("swe",)), "contains"),
        (("CONSULT", None, "met", 5, 5), event("e2", "SUPPORT", None, "signed", 6, 6, ("swe",)), "produces"),
        (("CONSULT", None, "met", 5, 5), event("e2", "SUPPORT", None, "signed", 9, 9, ("swe",)), None),  # days later
        (VISIT, event("e2", "CONSULT", None, "met", 8, 8, ("swe",)), None),  # after it
        (VISIT, event("e2", "CONSULT", None, "met", 5, 5, ("fin",)), None),  # with others
        (VISIT, event("e2", "CONSULT", None, "met", None, 5, ("swe",)), None),  # on a day that is open
        (VISIT, event("e2", "ASSAULT", None, "attacked", 5, 5, ("swe",)), None),  # no part of a visit
    ],
)
def test_ties(one: tuple[str, str | None, str, int, int], other: Event, kind: str | None) -> None:
    assert [t.kind for t in tied(one, other)] == ([kind] if kind else [])


def test_there_are_none_between_stories() -> None:
    assert not tied(VISIT, event("e2", "CONSULT", None, "met", 5, 5, ("swe",)), story=1)
