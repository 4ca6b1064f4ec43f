"""Two codings of one text are compared as the docs say, and the second codings that are kept are of the texts of the first."""

from __future__ import annotations

import copy
import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from evaluation import agreement
from evaluation.__main__ import main
from evaluation.record import Folder, read_folder

TRAINING = Path(__file__).parent.parent / "training"
TEXT = "Kenya condemned Chad, Mali said. Chad met Togo."
Row = dict[str, Any]


def span(words: str) -> Row:
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def act(key: str, kind: str, actor: str, recipient: str, evidence: str, trigger: str) -> Row:
    return {
        "id": key, "type": kind, "actor": [actor], "recipient": [recipient], "status": "actual",
        "evidence": span(evidence), "trigger": span(trigger),
    }  # fmt: skip


def coding() -> Row:
    states = {"ken": "KEN", "tcd": "TCD", "mli": "MLI", "tgo": "TGO"}
    return {
        "document": "one.txt",
        "text_of": {"corpus": "mine", "id": "one", "sha256": "0"},
        "actors": [{"id": k, "name": k, "kind": "country", "country": c} for k, c in states.items()],
        "statements": [{"id": "s1", "source": ["mli"], "content": [span("Kenya condemned Chad")], "via": []}],
        "events": [
            act("e1", "ACCUSE", "ken", "tcd", "Kenya condemned Chad", "condemned"),
            act("e2", "CONSULT", "tcd", "tgo", "Chad met Togo", "met"),
        ],
    }


def folders(second: Row) -> tuple[Folder, Folder]:
    return Folder({"one": coding()}), Folder({"one": second})


def test_a_coding_agrees_with_itself() -> None:
    first, second = folders(coding())
    lines = list(agreement.lines(first, second))
    assert next(w for w in lines if w.startswith("event ")).count("1.000 [1.000, 1.000]") == 3
    assert any(w.startswith("act kappa     1.000") for w in lines)
    assert lines[-1].split() == ["one", "statement", "1.00", "event", "1.00", "event_type", "1.00"]
    assert not any(w.startswith("date") for w in lines)
    assert not list(agreement.differences(first, second, {"one": TEXT}))


def no_statement(row: Row) -> None:
    row["statements"].clear()


def another_source(row: Row) -> None:
    row["statements"][0]["source"] = ["tgo"]


def a_chain(row: Row) -> None:
    row["statements"][0]["via"] = ["tgo"]


def another_type(row: Row) -> None:
    row["events"][0]["type"] = "REJECT"


def another_recipient(row: Row) -> None:
    row["events"][1]["recipient"] = []


def another_trigger(row: Row) -> None:
    row["events"][1]["trigger"] = span("Togo")


def another_act(row: Row) -> None:
    row["events"].append(act("e3", "AID", "mli", "tgo", "Mali said", "said"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (no_statement, ["one  statement: first only  Kenya condemned Chad"]),
        (another_source, ["one  source: mli (MLI) / tgo (TGO)  Kenya condemned Chad"]),
        (a_chain, ["one  via: nobody / tgo (TGO)  Kenya condemned Chad"]),
        (another_type, ["one  type: ACCUSE / REJECT  Kenya condemned Chad"]),
        (another_recipient, ["one  recipient: tgo (TGO) / nobody  Chad met Togo"]),
        (another_trigger, []),
        (another_act, ["one  AID: second only  Mali said"]),
    ],
)
def test_where_two_codings_differ_is_said(change: Callable[[Row], None], said: list[str]) -> None:
    second = coding()
    change(second)
    assert list(agreement.differences(*folders(second), {"one": TEXT})) == said
    assert list(agreement.differences(*folders(second), {})) == []


def test_a_figure_of_nothing_is_not_a_bad_one() -> None:
    bare = {**coding(), "statements": []}
    *_, last = agreement.lines(Folder({"one": bare}), Folder({"one": bare}))
    assert last.split() == ["one", "statement", "-", "event", "1.00", "event_type", "1.00"]


def test_types_are_compared_only_where_the_triggers_overlap() -> None:
    second = coding()
    another_trigger(second)
    shares = {w[:13].strip(): w for w in agreement.lines(*folders(second))}
    assert shares["act type"].endswith("of 1")
    assert shares["act actor"].endswith("of 2")


def test_kappa_takes_off_what_chance_gives() -> None:
    labels = [("A", "A")] * 20 + [("A", "B")] * 5 + [("B", "A")] * 10 + [("B", "B")] * 15
    assert agreement.kappa(labels) == pytest.approx(0.4)
    assert agreement.kappa([("A", "A")] * 3) == 1.0


def test_codings_of_different_texts_are_refused() -> None:
    second = copy.deepcopy(coding())
    second["text_of"]["sha256"] = "1"
    with pytest.raises(ValueError, match="different texts"):
        list(agreement.lines(*folders(second)))
    with pytest.raises(FileNotFoundError, match="no document"):
        list(agreement.lines(Folder({"one": coding()}), Folder({"two": coding()})))


def test_the_command_prints_figures_and_where_two_differ(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = coding()
    another_type(second)
    for name, row in (("first", coding()), ("second", second)):
        row["text_of"] = {"corpus": "mine", "id": "one"}
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.json").write_text(json.dumps(row))
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "one.txt").write_text(TEXT)
    folder, other = str(tmp_path / "first"), str(tmp_path / "second")
    assert main(["agreement", folder, other, "--corpus", "mine", str(tmp_path / "texts")]) == 0
    assert capsys.readouterr().out.rstrip().endswith("type: ACCUSE / REJECT  Kenya condemned Chad")


@pytest.mark.parametrize("name", ["second", "adjudicated"])
def test_kept_codings_are_of_the_texts_of_the_first_and_hold_none_of_them(name: str) -> None:
    first, other = read_folder(TRAINING / "codings"), read_folder(TRAINING / name)
    ours = {n for n, row in other.documents.items() if row["text_of"]["corpus"] != "gold"}
    assert {n for n, *_ in agreement.shared(first, other)} == ours
    for row in other.documents.values():
        spans = [s for e in row["events"] for s in (e["evidence"], e["trigger"])]
        spans += [s for st in row["statements"] for s in (*st["content"], st["cue"], st["source_text"]) if s]
        assert all(set(s) == {"start", "end"} and s["start"] < s["end"] for s in spans)
        keys = {a["id"] for a in row["actors"]}
        named = [x for e in row["events"] for k in ("actor", "recipient", "claimed_by") for x in e[k]]
        assert keys >= {*named, *(x for s in row["statements"] for k in ("source", "via") for x in s[k])}


def test_each_disagreement_is_about_something_that_was_coded() -> None:
    folders = {k: read_folder(TRAINING / d).documents for k, d in (("first", "codings"), ("second", "second"))}
    with (TRAINING / "adjudicated" / "disagreements.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            assert row["right"] in ("first", "second", "neither", "open")
            for side, documents in folders.items():
                document = documents[row["document"]]
                known = {x["id"] for k in ("statements", "events") for x in document[k]}
                assert row[side] == "-" or row[side] in known
