"""Copies are scored against what was decided by reading, and our own edited articles are found again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from evaluation import copies
from evaluation.__main__ import own_articles

ARTICLES = Path(os.environ.get("NEWS_CLUSTERS", "articles.jsonl"))
"""Giveme5W1H's articles, on which the pairs were decided; they are not part of this repository."""
WIRE = (
    "The foreign ministers of Norland and Suder ended two days of talks in the harbour town of Veld on Tuesday. "
    "Officials on both sides described the mood as cold, and a joint statement was withdrawn before it was read. "
    "Norland says that its coast guard acted within its own waters when it boarded eleven trawlers last winter."
)
OTHER = (
    "A choir of forty fishermen sang in the market hall of Veld at the weekend, and the hall was full to the last seat. "
    "Its conductor, who is also the baker of the town, said that next year they would sing on the pier if it is repaired."
)


def test_each_pair_is_decided_once_and_in_words_that_are_known() -> None:
    rows = copies.FILE.read_text("utf-8").splitlines()[1:]
    found = copies.decided()
    assert len(found) == len(rows)
    assert set(found.values()) == {"copy", "version", "none"}
    assert all(len(pair) == 2 for pair in found)


def test_pairs_that_are_not_decided_count_as_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"a": WIRE, "b": f"No deal. {WIRE}", "c": OTHER, "d": f"{OTHER} It rained."}
    rows = [{"id": key, "cluster": "boats", "title": "", "text": text} for key, text in texts.items()]
    articles, decisions = tmp_path / "articles.jsonl", tmp_path / "copies.tsv"
    articles.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    decisions.write_text("one\tother\tdecision\na\tb\tcopy\na\tc\tnone\nx\ty\tcopy\n", "utf-8")
    decided = copies.decided(decisions)
    monkeypatch.setattr(copies, "decided", lambda: decided)
    head, line, whole = copies.lines(articles)
    assert head == "4 articles, 2 of their pairs decided, 1 of them one text"
    assert line.split() == ["copies", "p", "0.500", "r", "1.000", "f1", "0.667", "hit", "1", "gold", "1", "pred", "2"]
    assert whole == "  of 1 that have most of the other's text 1 are found"


@pytest.mark.parametrize("name", list(copies.EDITS))
def test_an_edit_changes_a_text_and_does_so_alike_each_time(name: str) -> None:
    text = f"No deal on boats\n\n{WIRE}\n{OTHER}\n{WIRE.upper()}"
    edited = copies.EDITS[name](text)
    assert edited != text
    assert edited == copies.EDITS[name](text)


def test_what_is_made_of_our_own_articles_is_found_again() -> None:
    rows = list(copies.own(own_articles()))
    assert len(rows) == len(copies.EDITS)
    for row in rows:
        _, precision, _, recall, *_ = row[26:].split()
        assert float(precision) >= 0.97, row
        assert float(recall) >= 0.9, row


@pytest.mark.skipif(not ARTICLES.exists(), reason="NEWS_CLUSTERS does not say where the articles are")
def test_copies_among_articles_are_those_that_a_reader_found() -> None:
    _, line, _ = copies.lines(ARTICLES)
    figures = line.split()
    assert float(figures[2]) >= 0.97, line
    assert float(figures[4]) >= 0.9, line


def test_articles_of_no_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"id": "a", "text": WIRE}), "utf-8")
    with pytest.raises(ValueError, match="stories"):
        list(copies.lines(file))
