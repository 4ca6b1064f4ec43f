"""Ties: what a visit contains and talks produce, and what only happens to lie beside them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import communique
from communique.linking.episodes import episode_of
from communique.linking.mentions import Lean
from communique.linking.ties import ties
from communique.model import Actor, Coding, Document, Event, Interval, Publication, Span, Tie
from communique.record import Record

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
        (VISIT, event("e2", "SUPPORT", None, "signed", 6, 6, ("swe",)), "produces"),
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


HEAD = (
    "date 2019-06-12 www.example.test\nPresidents meet in Lima\n\nLIMA - Brazilian President Jair Bolsonaro visited Peru"
    " on Tuesday. He held talks with Peruvian President Martin Vizcarra on Tuesday. "
)


@pytest.mark.parametrize(
    "sentence",
    [
        "The two leaders issued a joint statement after the talks on Tuesday.",
        "Brazil and Peru signed a joint declaration on Tuesday.",
        "Bolsonaro and Vizcarra adopted a joint declaration on Tuesday.",
        "In a joint statement on Tuesday, the leaders said that the border would stay open.",
        "The two countries said in a joint communique on Tuesday that they would fight smuggling.",
    ],
)
def test_a_visit_produces_the_joint_paper_whatever_the_words(sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "lima.txt"
    file.write_text(HEAD + sentence, "utf-8")
    communique.code([file], tmp_path / "r.duckdb")
    with Record.open(tmp_path / "r.duckdb", read_only=True) as record:
        episodes = {e.id: e for e in record.all_episodes()}
        made = [t for t in record.ties() if t.kind == "produces" and episodes[t.episode].type == "CONSULT"]
        papers = {t.other for t in made}
    assert len(papers) == 1, sentence
    assert episodes[papers.pop()].type in ("SUPPORT", "AGREE"), sentence


def test_of_several_talks_those_of_the_people_who_signed_produce_the_paper() -> None:
    people = (
        Actor("ann", "Ann Berg", "person", "NOR", "GOV"),
        Actor("otto", "Otto Holm", "person", "SWE", "GOV"),
        Actor("minister", "Ida Lund", "person", "SWE", "GOV"),
    )
    day = Interval(dt.date(2020, 5, 5), dt.date(2020, 5, 5))

    def told(key: str, kind: str, word: str, actor: tuple[str, ...]) -> Event:
        at = TEXT.index(word)
        return Event(key, kind, None, actor, (), "actual", day, Span(0, len(TEXT)), Span(at, at + len(word)))

    events = (
        told("e1", "CONSULT", "met", ("ann", "otto")),
        told("e2", "CONSULT", "met", ("ann", "minister")),
        told("e3", "SUPPORT", "signed", ("ann", "otto")),
    )
    coding = Coding(Document(id="a", name="a", text=TEXT), people, events=events)
    mentions = {m.place: m for m in Lean().events(coding)}
    episodes = [episode_of([m]) for m in mentions.values()]
    assert [(t.kind, t.episode, t.other) for t in ties(episodes, mentions, {"a": 0})] == [
        ("produces", episodes[0].id, episodes[2].id)
    ]


def test_a_visit_lasts_from_the_first_to_the_last_day_that_accounts_name() -> None:
    events = (event("e1", *VISIT[:3], 4, 4, ("swe",)), event("e2", *VISIT[:3], 6, 6, ("swe",)))
    coding = Coding(Document(id="a", name="a", text=TEXT), ACTORS, events=events)
    assert episode_of(Lean().events(coding)).date == Interval(dt.date(2020, 5, 4), dt.date(2020, 5, 6))
