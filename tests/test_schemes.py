"""A codebook of one's own: read, refused with what to do, and coded by likeness."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import communique
from communique.codebook.schemes import SchemeError, read_scheme, scheme_of
from communique.record import Record
from communique.record.verification import verify

EXAMPLE = Path(__file__).parents[1] / "examples" / "own-codebook.yaml"


def test_the_example_is_read() -> None:
    scheme = read_scheme(EXAMPLE)
    assert scheme.name
    assert all(len(t.examples) >= 2 for t in scheme.types)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "is no YAML"),
        ("- a", "needs `name` and `types`"),
        ("name: x", "needs `name` and `types`"),
        ("name: x\ntypes: {A: {examples: [a, b]}}", "type A needs a `definition`"),
        ("name: x\ntypes: {A: {definition: d, examples: [a]}}", "type A needs `examples`, at least 2"),
        ("name: x\ntypes: {A: {definition: d, examples: [a, b], plover: [FOO]}}", "FOO is no PLOVER type"),
    ],
)
def test_what_is_wrong_is_said(text: str, message: str) -> None:
    with pytest.raises(SchemeError, match=message):
        scheme_of(text, "mine.yaml")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SchemeError, match="none.yaml: cannot be read"):
        read_scheme(tmp_path / "none.yaml")


def test_sentences_are_coded_by_likeness(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(
        "Kenya's president named Grace Otieno as the new ambassador to Chad on Monday.\n"
        "Kenyan troops shelled a rebel camp near the border with Somalia."
    )
    path = tmp_path / "r.duckdb"
    communique.code([tmp_path / "news.txt"], path, codebook=EXAMPLE, json=tmp_path / "out")
    with Record.open(path, read_only=True) as record:
        rows = record.codes().rows()
        assert not list(verify(record))
        assert record.schemes()
    named = [r for r in rows if r["name"] == "APPOINTMENT"]
    assert any("named Grace Otieno" in r["evidence_text"] for r in named)
    assert not any("shelled" in r["evidence_text"] for r in named)
    assert all(0.5 <= r["confidence"] <= 1 for r in rows)
    written = json.loads((tmp_path / "out" / "news.json").read_text())
    assert [c["name"] for c in written["codes"]] == [r["name"] for r in rows]


def test_another_codebook_codes_again(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("Kenya's president named Grace Otieno as the new ambassador to Chad on Monday.")
    path = tmp_path / "r.duckdb"
    assert communique.code([tmp_path / "news.txt"], path).coded == 1
    assert communique.code([tmp_path / "news.txt"], path, codebook=EXAMPLE).coded == 1
    assert communique.code([tmp_path / "news.txt"], path, codebook=EXAMPLE).coded == 0
