"""A codebook of one's own: read, refused with what to do, and coded by likeness."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import communique
from communique.codebook.schemes import OwnType, SchemeError, read_scheme, scheme_of
from communique.extract import own
from communique.record import Record
from communique.record.verification import verify

EXAMPLE = Path(__file__).parents[1] / "examples" / "own-codebook.yaml"


def test_the_example_is_read() -> None:
    scheme = read_scheme(EXAMPLE)
    assert scheme.name
    assert all(len(t.examples) >= 2 for t in scheme.types if not t.renames)
    assert [t.name for t in scheme.types if t.renames] == ["USE_OF_FORCE"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "is no YAML"),
        ("- a", "needs `name` and `types`"),
        ("name: x", "needs `name` and `types`"),
        ("name: x\ntypes: {A: {examples: [a, b]}}", "type A needs a `definition`"),
        ("name: x\ntypes: {A: {definition: d, examples: [a]}}", "type A needs `examples`, at least 2"),
        ("name: x\ntypes: {A: {definition: d, examples: [a, b], plover: [FOO]}}", "FOO is no PLOVER type"),
        (
            "name: x\ntypes: {A: {definition: d, examples: [a, b], plover: [[CONSULT]]}}",
            r"\['CONSULT'\] is no PLOVER type",
        ),
        (
            "name: x\ntypes: {A: {definition: d, examples: [a, b], plover: CONSULT}}",
            "CONSULT is no PLOVER type; .+ lists",
        ),
        ("name: x\ntypes: {A: {definition: d, examples: [a, b], plover: [{}]}}", "{} is no PLOVER type"),
        ("name: x\ntypes: {A: {definition: d, examples: [a, [b]]}}", "type A needs `examples`"),
        ("name: x\ntypes: {}", "`types` has no type"),
        ("name: x\ntypes: {A: }", "type A needs a `definition`"),
        ("name: x\ntypes: {A: {plover: []}}", "type A needs a `definition`"),
        ("name: x\ntypes: {A: {definition: d, plover: []}}", "or else `plover` types without any"),
        ("name: x\ntypes: {A: {definition: d, examples: , plover: [CONSULT]}}", "type A needs `examples`"),
        ("name: x\ntypes: {A: {definition: d, examples: [], plover: [CONSULT]}}", "type A needs `examples`"),
        ("name: x\ntypes: {A: {definition: [d], plover: [CONSULT]}}", "type A needs a `definition`"),
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
    assert all(0.5 <= r["confidence"] <= 1 for r in rows if r["name"] != "USE_OF_FORCE")
    assert ["shelled" in r["evidence_text"] for r in rows if r["name"] == "USE_OF_FORCE"] == [True]
    assert [r["local_id"] for r in rows] == [f"c{k}" for k in range(1, len(rows) + 1)]
    written = json.loads((tmp_path / "out" / "news.json").read_text())
    assert [c["name"] for c in written["codes"]] == [r["name"] for r in rows]


def test_another_codebook_codes_again(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("Kenya's president named Grace Otieno as the new ambassador to Chad on Monday.")
    path = tmp_path / "r.duckdb"
    assert communique.code([tmp_path / "news.txt"], path).coded == 1
    assert communique.code([tmp_path / "news.txt"], path, codebook=EXAMPLE).coded == 1
    assert communique.code([tmp_path / "news.txt"], path, codebook=EXAMPLE).coded == 0


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("{plover: [CONSULT, AGREE]}", OwnType("A", "", (), ("CONSULT", "AGREE"))),
        ("{definition: Talks., plover: [CONSULT]}", OwnType("A", "Talks.", (), ("CONSULT",))),
    ],
)
def test_types_without_examples_are_another_name(given: str, read: OwnType) -> None:
    (found,) = scheme_of(f"name: x\ntypes: {{A: {given}}}").types
    assert (found, found.renames) == (read, True)


NEWS = """date 2024-05-06 www.example.test

Kenya condemned Chad on Sunday, and Chad condemned Kenya. Kenyan troops shelled a camp near the border with Somalia.
France's president met the president of Chad in Paris.
"""


@pytest.mark.parametrize(
    ("types", "names"),
    [
        ("BLAME: {plover: [ACCUSE]}", {"ACCUSE": ["BLAME"]}),
        ("WORDS: {plover: [ACCUSE, CONSULT]}", {"ACCUSE": ["WORDS"], "CONSULT": ["WORDS"]}),
        ("A: {plover: [ACCUSE]}, B: {plover: [ACCUSE, ASSAULT]}", {"ACCUSE": ["A", "B"], "ASSAULT": ["B"]}),
    ],
)
def test_every_event_of_a_type_has_its_other_names(
    types: str, names: dict[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "news.txt").write_text(NEWS)
    (tmp_path / "mine.yaml").write_text(f"name: mine\ntypes: {{{types}}}")

    def asked(texts: object) -> None:
        raise AssertionError("no likeness is asked for")

    monkeypatch.setattr(own, "_meanings", asked)
    path = tmp_path / "r.duckdb"
    assert not communique.code([tmp_path / "news.txt"], path, codebook=tmp_path / "mine.yaml").failures
    with Record.open(path, read_only=True) as record:
        events, codes = record.events().rows(), record.codes().rows()
        assert not list(verify(record))
    assert {e["type"] for e in events} >= set(names)
    same = ("actor", "recipient", "confidence")
    wanted = [(n, e["local_id"], *(e[k] for k in same)) for e in events for n in names.get(e["type"], ())]
    found = [(c["name"], c["event"], *(c[k] for k in same)) for c in codes]
    assert sorted(found) == sorted(wanted)
    trigger = {e["local_id"]: e["trigger_text"] for e in events}
    assert all(trigger[c["event"]] in c["evidence_text"] for c in codes)
