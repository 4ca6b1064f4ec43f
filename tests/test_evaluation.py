"""The evaluation counts as it says it does."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from evaluation import curves, plv, polnear, record, reference
from evaluation.__main__ import evaluate_codings, evaluate_record, main, with_texts
from evaluation.corpora import Corpora
from evaluation.intervals import interval, row, share, share_row
from evaluation.matching import Counts, assign

from communique.models.events import TYPES, Answer

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


def test_an_interval_is_as_wide_as_so_many_parts_leave_it() -> None:
    few, many = [(1, 2), (0, 2)] * 10, [(1, 2), (0, 2)] * 160
    narrow, wide = interval(many, share), interval(few, share)
    assert narrow.low < 0.25 < narrow.high
    assert wide.high - wide.low == pytest.approx(4 * (narrow.high - narrow.low), rel=0.3)
    assert interval(few, share) == wide
    assert interval([(1, 1)] * 5, share).low == 1.0
    with pytest.raises(ValueError, match="no parts"):
        interval([], share)


def test_what_hangs_together_is_drawn_together() -> None:
    apart, together = [Counts(k % 2, 1, 1) for k in range(100)], [Counts(50 * (k % 2), 50, 50) for k in range(2)]
    assert "f1 0.500 [0.4" in row("apart", apart)
    assert "f1 0.500 [0.000, 1.000]" in row("together", together)
    assert share_row("none", [(0, 0)]).endswith("hit 0  of 0")


def test_figures_of_a_folder_have_intervals_over_documents() -> None:
    gold = record.read_folder(GOLD)
    half = record.Folder({n: d for k, (n, d) in enumerate(gold.documents.items()) if k % 2})
    (line,) = [w for w in record.score(gold, half).lines() if w.startswith("event ")]
    low, high = (float(x) for x in line.partition("r ")[2].partition("[")[2].partition("]")[0].split(", "))
    assert 0 < low < record.score(gold, half).counts["event"].recall < high < 1


def test_each_type_of_event_is_counted_by_itself_and_all_add_up() -> None:
    gold = record.read_folder(GOLD)
    half = record.Folder({n: d for k, (n, d) in enumerate(gold.documents.items()) if k % 2})
    figures = record.score(gold, half)
    for name in ("event", "event_type"):
        assert sum((c for (of, _), c in figures.types.items() if of == name), Counts()) == figures.counts[name]
    events = [e for d in gold.documents.values() for e in d["events"] if e["type"] == "CONSULT"]
    assert figures.types["event_type", "CONSULT"].gold == len(events)
    whoever, _, _ = "\n".join(figures.type_lines()).partition("\nevent by type: ")
    title, *lines = whoever.splitlines()
    assert title == "event_type by type: whoever takes part"
    assert [f"gold {len(events)}" in w for w in lines if "CONSULT" in w] == [True]
    assert not any("CONSULT" in w for w in figures.lines())


def test_a_type_that_is_only_predicted_counts_against_precision_of_that_type_alone() -> None:
    figures = record.Figures()
    document = record.Figures()
    document.count_types("event_type", [], ["AID"], ["AID", "COERCE"])
    figures.add(document)
    assert figures.types == {("event_type", "AID"): Counts(0, 1, 1), ("event_type", "COERCE"): Counts(0, 0, 1)}


@pytest.mark.parametrize(("flags", "shown"), [([], False), (["--types"], True)])
def test_types_are_shown_behind_their_flag(
    flags: list[str], shown: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = record.read_folder(GOLD)
    monkeypatch.setattr("evaluation.__main__.evaluate_record", lambda *_: record.score(gold, gold))
    assert main(["record", str(GOLD), *flags]) == 0
    out = capsys.readouterr().out
    assert out.startswith("\n".join(record.score(gold, gold).lines()))
    assert ("event by type: " in out) is shown


def test_plv_figures_have_intervals() -> None:
    rows = [plv.Sentence(plv.question_of("<s>Chad</s> met <t>Mali</t>."), t, 1) for t in ("CONSULT", "AID") * 20]
    answer = Answer({**dict.fromkeys(TYPES, 0.0), "CONSULT": 1.0}, None, "actual", 1.0)
    lines = list(plv.lines(rows, [answer] * len(rows)))
    assert lines[0].startswith("40 rows: type macro-F1 0.333 [0.2")
    assert [w.split()[0] for w in lines[1:]] == ["AID", "CONSULT"]
    assert (
        next(iter(plv.lines([plv.Sentence(rows[0].question, "", None)], [answer]))) == "1 rows, none with a gold type"
    )


def test_predictions_have_the_index_that_a_row_has_in_the_whole_table(tmp_path: Path) -> None:
    answer = Answer({**dict.fromkeys(TYPES, 0.0), "CONSULT": 1.0}, None, "actual", 1.0)
    plv.write(tmp_path / "out.tsv", [answer, answer], [3, 8])
    lines = (tmp_path / "out.tsv").read_text().splitlines()
    assert lines[0] == "index\ttype\tquad"
    assert [line.split("\t")[:2] for line in lines[1:]] == [["3", "CONSULT"], ["8", "CONSULT"]]


def test_a_text_that_nobody_annotated_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"holds no one_\*\.ann for one\.txt"):
        polnear.gold_of(tmp_path, "one", "Chad said so.")


def test_found_attributions_with_verbs_of_communication_are_counted_apart() -> None:
    text = "Chad said so . Mali feared it ."
    said, feared = (
        polnear.Attribution(frozenset([k]), frozenset([k + 1]), frozenset([k + 2])) for k in (0, 3)
    )  # fmt: skip
    counts = polnear.counted([said, feared], [said], text)
    assert counts["communication"] == Counts(1, 1, 0)
    assert counts["attribution"] == Counts(1, 2, 1)
    assert any("share 1.000" in w for w in polnear.lines([counts]))


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


def test_the_curve_has_what_is_left_of_a_coding_at_each_threshold(tmp_path: Path) -> None:
    def event(key: str, kind: str, start: int, sure: float) -> dict[str, object]:
        span = {"start": start, "end": start + 5}
        return {"id": key, "type": kind, "mode": None, "status": "actual", "actor": ["a"], "recipient": [], "evidence": span,
                "trigger": span, "date": None, "claimed_by": [], "confidence": sure}  # fmt: skip

    actors = [{"id": "a", "name": "Chad", "kind": "country", "country": "TCD", "aliases": []}]
    gold = {"actors": actors, "statements": [], "events": [event("e1", "AID", 0, 1.0), event("e2", "AID", 50, 1.0)]}
    ours = {"actors": actors, "statements": [], "events": [event("e1", "AID", 0, 0.55), event("e2", "AID", 90, 0.1)]}
    found = curves.points(record.Folder({"x": gold}), record.Folder({"x": ours}))
    shown = {p.threshold: p.counts["event"] for p in found}
    assert (shown[0.05], shown[0.5], shown[0.6]) == (Counts(1, 2, 2), Counts(1, 2, 1), Counts(0, 2, 0))
    assert len(list(curves.table(found))) == 2 + len(found)
    curves.write(found, tmp_path / "curve.svg")
    assert (tmp_path / "curve.svg").read_text().count("<circle") >= 2
