"""Dates that only other documents give: of publication, and of acts."""

from __future__ import annotations

import datetime as dt
from itertools import permutations
from pathlib import Path

import pytest

import communique
from communique.linking.dating import own
from communique.model import Coding
from communique.record import Record
from communique.relinking import changes

DATED = """date 2011-05-19 www.example.test
Leaders meet in Rome

ROME - French President Nicolas Sarkozy met Italian Prime Minister Silvio Berlusconi in Rome on Tuesday.
They talked about Libya, and officials called the talks useful.
"""
UNDATED = """Two men and a war

French President Nicolas Sarkozy met Italian Prime Minister Silvio Berlusconi in Rome.
On Thursday, France urged Italy to send its aircraft.
"""
ELSEWHERE = """date 2012-11-02 www.example.test
Harvest in Peru

The government of Peru praised farmers on Friday for the largest harvest of maize in years.
"""
TEXTS = {"dated.txt": DATED, "undated.txt": UNDATED, "elsewhere.txt": ELSEWHERE}


def coded(folder: Path, names: tuple[str, ...], at_once: bool = True) -> dict[str, communique.model.Coding]:
    paths = []
    for name in names:
        path = folder / name
        path.write_text(TEXTS[name], "utf-8")
        paths.append(path)
    for run in [paths] if at_once else [[p] for p in paths]:
        communique.code(run, folder / "r.duckdb")
    with Record.open(folder / "r.duckdb", read_only=True) as record:
        return {c.document.name: c for c in record.codings()}


def test_an_undated_text_is_dated_by_an_act_that_another_dates(tmp_path: Path) -> None:
    found = coded(tmp_path, ("dated.txt", "undated.txt"))
    published = found["undated.txt"].document.published
    assert published.basis.startswith("Through what dated.txt")
    assert published.date == dt.date(2011, 5, 19)  # the Thursday after the meeting of Tuesday the 17th
    assert published.latest is not None
    assert published.latest > published.date


def test_a_text_that_names_a_later_year_is_of_a_later_story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = UNDATED + "Both had spoken of the war in 2014, too.\n"
    monkeypatch.setitem(TEXTS, "undated.txt", later)
    published = coded(tmp_path, ("dated.txt", "undated.txt"))["undated.txt"].document.published
    assert published.date is None and not published.basis.startswith("Through")


def test_other_stories_date_nothing(tmp_path: Path) -> None:
    published = coded(tmp_path, ("elsewhere.txt", "undated.txt"))["undated.txt"].document.published
    assert published.date is None
    assert not published.basis.startswith("Through")


def test_what_no_longer_holds_is_taken_back(tmp_path: Path) -> None:
    assert coded(tmp_path, ("dated.txt", "undated.txt"))["undated.txt"].document.published.date is not None
    (tmp_path / "dated.txt").write_text(ELSEWHERE, "utf-8")
    communique.code([tmp_path / "dated.txt"], tmp_path / "r.duckdb")
    with Record.open(tmp_path / "r.duckdb", read_only=True) as record:
        again = record.coding("undated.txt")
    assert again is not None
    assert again.document.published.date is None


@pytest.mark.parametrize("order", list(permutations(sorted(TEXTS))))
def test_neither_order_nor_number_of_runs_matters(order: tuple[str, ...], tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    assert coded(first, tuple(sorted(TEXTS))) == coded(second, order, at_once=False)


def test_a_text_that_cannot_be_coded_anew_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = coded(tmp_path, ("undated.txt",))["undated.txt"]

    def fails(*_: object) -> Coding:
        raise IndexError("nothing at 0")

    with monkeypatch.context() as patch:
        patch.setattr(changes, "code_document", fails)
        found = coded(tmp_path, ("dated.txt",))
    assert sorted(found) == ["dated.txt", "undated.txt"]
    assert own(found["undated.txt"]) == own(before)
    with Record.open(tmp_path / "r.duckdb", read_only=True) as record:
        ((name, reason),) = [(r["name"], r["reason"]) for r in record.failures()]
    assert name == "undated.txt"
    assert "coding it anew failed (IndexError('nothing at 0')); it stays as it was" in reason
    communique.link(tmp_path / "r.duckdb", afresh=True)
    with Record.open(tmp_path / "r.duckdb", read_only=True) as record:
        again = record.coding("undated.txt")
        assert len(record.failures()) == 0
    assert again is not None
    assert again.document.published.date == dt.date(2011, 5, 19)


def test_what_an_older_version_read_is_coded_again_though_it_was_dated_since(tmp_path: Path) -> None:
    coded(tmp_path, ("undated.txt",))
    with Record.open(tmp_path / "r.duckdb") as record:
        coding = record.coding("undated.txt")
        assert coding is not None
        record.write(coding, str(tmp_path / "undated.txt"), "0")
    assert coded(tmp_path, ("dated.txt",))["undated.txt"].document.published.date is not None
    assert communique.code([tmp_path / "undated.txt"], tmp_path / "r.duckdb").coded == 1


def test_a_file_that_can_no_longer_be_read_stays_listed(tmp_path: Path) -> None:
    coded(tmp_path, ("undated.txt",))
    (tmp_path / "undated.txt").write_bytes(b"")
    communique.code([tmp_path / "undated.txt"], tmp_path / "r.duckdb")
    assert coded(tmp_path, ("dated.txt",))["undated.txt"].document.published.date is not None
    with Record.open(tmp_path / "r.duckdb", read_only=True) as record:
        assert [r["name"] for r in record.failures()] == ["undated.txt"]
