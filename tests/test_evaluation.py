"""The evaluation counts as it says it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from evaluation import record
from evaluation.__main__ import evaluate_record
from evaluation.matching import assign

GOLD = Path(__file__).parent.parent / "examples" / "gold"
ARTICLES = GOLD.parent / "articles"


def test_gold_against_itself_is_perfect() -> None:
    gold = record.read_folder(GOLD)
    figures = record.score(gold, gold)
    assert {c.f1 for n, c in figures.counts.items() if c.gold} == {1.0}


def test_nothing_coded_scores_nothing() -> None:
    figures = record.score(record.read_folder(GOLD), record.Folder({}))
    assert all(c.hit == 0 for c in figures.counts.values())


def test_gold_spans_stand_in_the_articles() -> None:
    for stem, document in record.read_folder(GOLD).documents.items():
        text = (ARTICLES / f"{stem}.txt").read_text("utf-8")
        spans = [s for e in document["events"] for s in (e["evidence"], e["trigger"])]
        spans += [s for st in document["statements"] for s in (*st["content"], st["cue"])]
        assert all(text[s["start"] : s["end"]] == s["text"] for s in spans)


def test_evaluation_codes_what_the_gold_has(tmp_path: Path) -> None:
    figures = evaluate_record(GOLD, ARTICLES, tmp_path)
    assert figures.counts["event"].gold > 80
    assert (tmp_path / "kuwait_wire.json").exists()


@pytest.mark.parametrize(
    ("gold", "predicted", "agree"),
    [
        (None, None, True),
        (None, ("1990-08-02", "1990-08-02"), False),
        (("1990-08-02", "1990-08-02"), ("1990-08-02", "1990-08-02"), True),
        (("1990-08-02", "1990-08-02"), ("1990-07-01", "1990-08-31"), False),
        (("1990-08-02", "1990-08-02"), None, False),
        ((None, "1990-08-02"), ("1990-08-01", "1990-08-01"), True),
    ],
)
def test_dates_agree(gold: tuple[str | None, str] | None, predicted: tuple[str, str] | None, agree: bool) -> None:
    rows = [None if d is None else {"earliest": d[0], "latest": d[1]} for d in (gold, predicted)]
    assert record.dates_agree(*rows) is agree


def test_matching_is_one_to_one_and_best_first() -> None:
    scores = {(0, 0): 0.6, (0, 1): 0.9, (1, 1): 0.8, (1, 0): 0.0}
    assert assign([0, 1], [0, 1], lambda g, p: scores[(g, p)]) == [(0, 1)]
