"""Positions: what an actor said on each matter over time, and where it changed."""

from __future__ import annotations

from pathlib import Path

import pytest

import communique
from communique.accounts import Desk
from communique.model import Actor, Coding, Document, Span, Statement
from communique.positions import positions
from communique.record import Record

FIRST = """date 2018-03-05 www.harbour-courier.test
France backs the pipeline

French Foreign Minister Jean Dupont said on Monday that France supports the Baltic pipeline. "France supports the Baltic pipeline, \
which brings cheap gas to our homes," he told reporters in Paris.

Dupont also said that the school year would begin in September. "The school year will begin in September as always," he said.
"""
LATER = """date 2018-09-18 www.capital-gazette.test
France turns against the pipeline

French Foreign Minister Jean Dupont said on Tuesday that France rejects the Baltic pipeline. "France rejects the Baltic pipeline, \
which makes us depend on one seller of gas," he told reporters in Paris.
"""


def desk(tmp_path: Path) -> Desk:
    for name, text in (("first.txt", FIRST), ("later.txt", LATER)):
        (tmp_path / name).write_text(text, "utf-8")
    path = tmp_path / "record.duckdb"
    communique.code([tmp_path / "first.txt", tmp_path / "later.txt"], path)
    with Record.open(path, read_only=True) as record:
        return Desk.of(record, record.spoken_of("FRA"))


def test_sayings_are_by_matter_in_order_of_time_and_say_where_the_stance_changed(tmp_path: Path) -> None:
    laid = desk(tmp_path)
    found = positions("Jean Dupont", laid) or positions("FRA", laid)
    pipeline = next(p for p in found if "pipeline" in p.matter.lower())
    assert [str(s.day) for s in pipeline.sayings] == sorted(str(s.day) for s in pipeline.sayings)
    assert {s.document for s in pipeline.sayings} == {"first.txt", "later.txt"}
    assert not any("school" in s.words for s in pipeline.sayings)
    turned = [s for s in pipeline.sayings if s.change and s.change.startswith("stance: for before")]
    assert [s.document for s in turned] == ["later.txt"]
    for saying in pipeline.sayings:
        assert laid.codings[saying.document].document.text.count(saying.words.split(" … ")[0].split("\n")[0][:20])


def test_nobody_has_no_positions(tmp_path: Path) -> None:
    assert positions("Nobody", desk(tmp_path)) == []


def test_positions_on_the_example_corpus_hold_only_what_the_actor_said(story: Path) -> None:
    with Record.open(story, read_only=True) as record:
        laid = Desk.of(record)
        said = {(r["doc_name"], r["content"][0]["start"]) for r in record.statements(source="USA").rows()}
    found = [s for p in positions("USA", laid) for s in p.sayings]
    assert found
    assert {(s.document, s.span.start) for s in found} <= said


@pytest.mark.parametrize(
    ("called", "found"),
    [
        ("vladimir_putin", True),
        ("Vladimir Putin", True),
        ("rus", True),
        ("Mr Putin", True),
        ("mr putin", True),
        ("the president", True),
        ("Putin", False),
        ("Mr", False),
        ("FRA", False),
    ],
)
def test_an_actor_is_found_by_whatever_it_is_called(called: str, found: bool, tmp_path: Path) -> None:
    putin = Actor("vladimir_putin", "Vladimir Putin", "person", "RUS", "GOV", ("Mr Putin", "the President"))
    said = Statement("s1", ("vladimir_putin",), None, Span(0, 4), (Span(5, 9),), "direct")
    with Record.open(tmp_path / "r.duckdb") as record:
        record.write(Coding(Document("a", "a.txt", "Said: gas."), (putin,), statements=(said,)))
        names = record.spoken_of(called)
        assert names == (["a.txt"] if found else [])
        assert bool(positions(called, Desk.of(record))) == bool(positions(called, Desk.of(record, names))) == found
