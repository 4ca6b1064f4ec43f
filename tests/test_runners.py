"""What goes wrong while documents are coded costs the document, or ends the run, whichever is at fault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import communique
from communique.cli import app
from communique.model import Page
from communique.models.encoder import ModelMismatchError
from communique.runners.local import run
from communique.sources import SOURCES


class Deadly(bytes):
    """Bytes that end the process that is given them."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


def pages(kinds: str) -> list[Page]:
    """Pages without any text and, for each x, one that ends its process."""
    return [Page(f"{i}.txt", f"{i}.txt", Deadly() if k == "x" else b"", "text/plain") for i, k in enumerate(kinds)]


@pytest.mark.parametrize("kinds", ["x...............x..", "xx"])
def test_a_document_that_ends_its_process_costs_only_itself(kinds: str) -> None:
    found = list(run(iter(pages(kinds)), 2))
    assert [o.page.name for o in found] == [p.name for p in pages(kinds)]
    assert ["x" if "ended the process" in (o.reason or "") else "." for o in found] == list(kinds)


def test_what_is_coded_is_kept_when_a_document_ends_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text("Iraq invaded Kuwait on 2 August 1990.", "utf-8")

    def source(path: Path, name: str) -> object:
        data = path.read_bytes()
        yield Page(name, str(path), Deadly(data) if name == "b.txt" else data, "text/plain")

    monkeypatch.setitem(SOURCES, ".txt", source)
    summary = communique.code([tmp_path], tmp_path / "r.duckdb", processes=2)
    assert (summary.coded, [f.name for f in summary.failures]) == (2, ["b.txt"])


def test_no_document_is_blamed_where_no_process_can_be_started(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from communique.model import Page\nfrom communique.runners.local import run\n"
        "print(list(run([Page('a', 'a', b'', 'text/plain')], 2)))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "WorkersError" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("part", "error", "words"),
    [
        ("code_page", ModelMismatchError("model.onnx is missing; install the model again"), "model.onnx is missing"),
        ("load_parser", OSError("[E050] Can't find model"), "parser"),
    ],
)
def test_a_broken_installation_is_no_documents_fault(
    part: str, error: Exception, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(f"communique.runners.local.{part}", broken)
    (tmp_path / "a.txt").write_text("Iraq invaded Kuwait on 2 August 1990.", "utf-8")
    result = CliRunner().invoke(app, ["code", str(tmp_path), "--record", str(tmp_path / "r.duckdb")])
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())
    with communique.Record.open(tmp_path / "r.duckdb", read_only=True) as record:
        assert record.failures().rows() == []


def test_half_of_a_character_is_no_text() -> None:
    with pytest.raises(communique.UnreadableError, match="surrogate"):
        communique.code_text("Iraq invaded \ud83d Kuwait.")
