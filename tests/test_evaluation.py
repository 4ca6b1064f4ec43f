"""The evaluation counts as it says it does."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from evaluation import record, reference
from evaluation.__main__ import evaluate_codings, evaluate_record, with_texts
from evaluation.corpora import Corpora
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


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("he", "pronoun"),
        ("US", "name"),
        ("Kenya", "name"),
        ("the Kenyan president", "name"),
        ("the rebels", "description"),
    ],
)
def test_words_for_somebody_have_a_form(words: str, form: str) -> None:
    assert reference.form_of(words) == form


def test_whom_words_mean_is_counted() -> None:
    text = "Kenya's president visited Chad. He praised it."
    he = text.index("He")
    coding = {
        "actors": [{"id": "ken", "name": "Kenya", "kind": "country", "country": "KEN", "aliases": []}],
        "events": [{"actor": ["ken"], "recipient": [], "actor_words": {"start": he, "end": he + 2}}],
    }
    assert reference.counted(coding, text) == {("pronoun", "right"): 1}


def test_codings_without_their_texts_are_scored_where_these_are(tmp_path: Path) -> None:
    text = "Kenya condemned Chad on Monday."
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text(text)
    trigger = {"start": 6, "end": 15}
    states = [
        {"id": c.lower(), "name": n, "kind": "country", "country": c} for c, n in (("KEN", "Kenya"), ("TCD", "Chad"))
    ]
    event = {
        "id": "e1",
        "type": "ACCUSE",
        "actor": ["ken"],
        "recipient": ["tcd"],
        "evidence": trigger,
        "trigger": trigger,
    }
    row = {
        "document": "one.txt", "text_of": {"corpus": "mine", "id": "one", "sha256": hashlib.sha256(text.encode()).hexdigest()},
        "actors": states, "statements": [], "events": [event],
    }  # fmt: skip
    (tmp_path / "codings").mkdir()
    (tmp_path / "codings" / "one.json").write_text(json.dumps(row))
    corpora = Corpora({"mine": tmp_path / "texts"})
    assert evaluate_codings(with_texts(tmp_path / "codings", corpora)).counts["event"].hit == 1
    with pytest.raises(FileNotFoundError, match="--corpus"):
        with_texts(tmp_path / "codings", Corpora({}))
    (tmp_path / "texts" / "one.txt").write_text("Another text.")
    with pytest.raises(ValueError, match="is not the text"):
        with_texts(tmp_path / "codings", Corpora({"mine": tmp_path / "texts"}))
