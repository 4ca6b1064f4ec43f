"""Dates that flow through episodes: what an undated account has from a dated one, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import permutations
from pathlib import Path

import pytest

import communique
from communique.accounts import Desk, compare
from communique.linking.dating import is_borrowed, own
from communique.model import Actor, Coding, Document, Event, Interval, Publication, Span
from communique.record import Record
from communique.relinking import relink

TEXT = "The presidents of Norland and Suder met in Veld and talked of fishing boats."
ACTORS = (
    Actor("anna_berg", "Anna Berg", "person", "NOR", "GOV", ("The president of Norland",)),
    Actor("otto_holm", "Otto Holm", "person", "SWE", "GOV", ("the president of Suder",)),
)
TUESDAY = Interval(dt.date(2020, 5, 5), dt.date(2020, 5, 5))


def account(name: str, date: Interval | None, published: int = 7, status: str = "actual") -> Coding:
    day, at = dt.date(2020, 5, published), TEXT.index("met")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    document = Document(id=name, name=name, text=TEXT, text_sha256=digest, published=Publication(day, day, day, "Own."))
    event = Event(
        "e1", "CONSULT", None, ("anna_berg", "otto_holm"), (), status, date,  # type: ignore[arg-type]
        Span(0, len(TEXT)), Span(at, at + 3), place="Veld",
    )  # fmt: skip
    return Coding(document, ACTORS, events=(event,))


def linked_record(path: Path, *codings: Coding) -> dict[str, Event]:
    with Record.open(path) as record:
        for coding in codings:
            record.write(coding)
        relink(record)
        return events(record)


def events(record: Record) -> dict[str, Event]:
    return {c.document.name: c.events[0] for c in record.codings()}


def test_an_undated_account_has_the_day_of_a_dated_one_and_says_from_which(tmp_path: Path) -> None:
    found = linked_record(tmp_path / "r.duckdb", account("dated.txt", TUESDAY), account("undated.txt", None))
    assert found["undated.txt"].date == TUESDAY
    assert found["undated.txt"].trace == ("date: Through dated.txt",)
    assert is_borrowed(found["undated.txt"])
    assert not is_borrowed(found["dated.txt"])


@pytest.mark.parametrize(
    ("date", "why"),
    [
        (None, "nobody dates it"),
        (Interval(None, dt.date(2020, 5, 5)), "an open interval is no day"),
        (Interval(dt.date(2020, 1, 1), dt.date(2020, 5, 5)), "nor are months"),
        (Interval(dt.date(2020, 3, 3), dt.date(2020, 3, 3)), "nor is a day that was over long before the report"),
    ],
)
def test_what_is_no_day_dates_nothing(date: Interval | None, why: str, tmp_path: Path) -> None:
    found = linked_record(tmp_path / "r.duckdb", account("dated.txt", date), account("undated.txt", None))
    assert found["undated.txt"].date is None, why


def test_what_was_told_before_is_another_event(tmp_path: Path) -> None:
    codings = account("later.txt", TUESDAY), account("earlier.txt", None, published=1)
    assert linked_record(tmp_path / "r.duckdb", *codings)["earlier.txt"].date is None


def test_a_text_keeps_its_own_day(tmp_path: Path) -> None:
    monday = Interval(dt.date(2020, 5, 4), dt.date(2020, 5, 4))
    codings = account("a.txt", TUESDAY), account("b.txt", monday), account("c.txt", None)
    found = linked_record(tmp_path / "r.duckdb", *codings)
    assert (found["a.txt"].date, found["b.txt"].date) == (TUESDAY, monday)
    assert found["c.txt"].date == Interval(monday.earliest, TUESDAY.latest)


def test_neither_order_nor_number_of_runs_matters(tmp_path: Path) -> None:
    codings = account("a.txt", TUESDAY), account("b.txt", None), account("c.txt", None, published=9)
    found = []
    for k, order in enumerate(permutations(codings)):
        path = tmp_path / f"{k}.duckdb"
        for coding in order:
            linked_record(path, coding)
        found += [linked_record(path), linked_record(path)]
    assert all(f == found[0] for f in found)
    assert found[0]["b.txt"].date == found[0]["c.txt"].date == TUESDAY


def test_what_people_judge_apart_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    undated = account("undated.txt", None)
    linked_record(path, account("dated.txt", TUESDAY), undated)
    communique.judge(path, "different", "dated.txt:e1", "undated.txt:e1", author="me")
    with Record.open(path, read_only=True) as record:
        assert events(record)["undated.txt"] == undated.events[0]
    communique.judge(path, "same", "dated.txt:e1", "undated.txt:e1", author="me")
    with Record.open(path, read_only=True) as record:
        assert events(record)["undated.txt"].date == TUESDAY
        assert own(next(c for c in record.codings() if c.document.name == "undated.txt")).events == undated.events


def test_an_account_is_not_said_to_have_a_day_that_flowed(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    linked_record(path, account("dated.txt", TUESDAY), account("undated.txt", None))
    with Record.open(path, read_only=True) as record:
        episode = next(record.all_episodes())
        rows = {r.fact: r for r in compare(episode, Desk.of(record)).rows}
    assert {c.document: c.state for c in rows["when"].cells} == {"dated.txt": "reported", "undated.txt": "omitted"}
