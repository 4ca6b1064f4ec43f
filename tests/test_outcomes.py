"""Accounts that contradict each other in whether an act happened at all, side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

import communique
from communique.accounts import Comparison, Desk, compare
from communique.record import Record

HEAD = "date 2019-06-12 www.example.test\n{title}\n\nLIMA - "
AGREED = HEAD.format(title="Trucks may cross") + (
    "Brazil and Peru agreed on Tuesday to reopen their border to trucks. The crossing at Assis had been shut for a year."
)
FAILED = HEAD.format(title="Trucks still wait") + (
    "Brazil and Peru failed on Tuesday to agree on reopening their border to trucks. The crossing at Assis has been shut for a year."
)
ON_FISH = HEAD.format(title="Trawlers at odds") + (
    "Brazil and Peru failed on Tuesday to agree on quotas for tuna. The crossing at Assis has been shut for a year."
)
DAYS_LATER = FAILED.replace("on Tuesday", "on May 2")
OTHERS = FAILED.replace("Peru", "Chile")


def compared(folder: Path, kind: str, *texts: str) -> list[Comparison]:
    """Comparisons of the episodes of a type, of a record of some articles."""
    for name, text in zip("abc", texts, strict=False):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    communique.code([folder], folder / "r.duckdb")
    with Record.open(folder / "r.duckdb", read_only=True) as record:
        episodes = [e for e in record.all_episodes() if e.type == kind]
        return [compare(e, Desk.of_episode(record, e)) for e in episodes]


def test_a_deal_and_the_failure_to_strike_it_contradict_each_other(tmp_path: Path) -> None:
    found = compared(tmp_path, "AGREE", AGREED, FAILED)
    assert found
    for comparison in found:  # from either side
        row = next(r for r in comparison.contradictions if r.fact == "status")
        assert {c.document: (c.state, c.value) for c in row.cells} == {
            "a.txt": ("differs", "actual"),
            "b.txt": ("differs", "negated"),
        }
        shown = {c.document: c.words or "" for c in row.cells}
        assert "agreed" in shown["a.txt"]
        assert "to agree" in shown["b.txt"]


def test_the_record_says_so_in_its_ties(tmp_path: Path) -> None:
    compared(tmp_path, "AGREE", AGREED, FAILED)
    with Record.open(tmp_path / "r.duckdb", read_only=True) as record:
        ties = [t for t in record.ties() if t.kind == "contradicts"]
        assert {(t.other, t.episode) for t in ties} == {(t.episode, t.other) for t in ties}
        assert len(ties) == 2


@pytest.mark.parametrize(
    ("other", "why"),
    [(AGREED, "both agree"), (ON_FISH, "another matter"), (DAYS_LATER, "another day"), (OTHERS, "another party")],
)
def test_what_contradicts_nothing(other: str, why: str, tmp_path: Path) -> None:
    for comparison in compared(tmp_path, "AGREE", AGREED, other):
        assert not [r for r in comparison.contradictions if r.fact == "status"], why
