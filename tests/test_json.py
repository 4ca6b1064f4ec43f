"""The codebook's JSON: each document has a file of its own, the same whichever are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from communique.exporters.json import file_names, write_json
from communique.model import Coding, Document
from communique.record import Record


@pytest.mark.parametrize(
    ("names", "files"),
    [
        (["a.txt", "b.html"], ["a", "b"]),
        (["one/a.txt", "two/a.txt"], ["one__a", "two__a"]),
        (["a.txt", "a.html", "b.txt"], ["a.txt", "a.html", "b"]),
        (["a.txt", "A.html"], ["a.txt", "A.html"]),
        (["episodes.txt", "Claims.html"], ["episodes.txt", "Claims.html"]),
        (["a.txt", "a.html", "a.html.md"], ["a.txt", "a.html-7aa267cf", "a.html.md"]),
        (["x/a.txt", "x__a.txt"], ["x__a.txt-293c5cc2", "x__a.txt-0ef6672a"]),
        (["episodes"], ["episodes-a8ace1a7"]),
    ],
)
def test_names(names: list[str], files: list[str]) -> None:
    assert file_names(names) == dict(zip(names, files, strict=True))
    assert file_names(names[::-1]) == dict(zip(names, files, strict=True))


@pytest.mark.parametrize("documents", [None, {"a.txt"}, {"a.html", "episodes.txt"}])
def test_every_document_has_its_file(documents: set[str] | None, tmp_path: Path) -> None:
    names = ["a.txt", "a.html", "b.txt", "episodes.txt"]
    with Record.open(tmp_path / "r.duckdb") as record:
        record.write_all([(Coding(Document(n, n, n)), "", "") for n in names])
        write_json(record, tmp_path / "out", documents)
    files = {p.name: json.loads(p.read_text("utf-8")) for p in (tmp_path / "out").iterdir()}
    assert (files.pop("episodes.json"), files.pop("claims.json")) == ([], [])
    wanted = {"a.txt": "a.txt.json", "a.html": "a.html.json", "b.txt": "b.json", "episodes.txt": "episodes.txt.json"}
    assert {f: c["document"] for f, c in files.items()} == {
        wanted[n]: n for n in names if not documents or n in documents
    }
