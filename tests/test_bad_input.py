"""Input that cannot be coded: each costs itself, is named with what to do, and ends in time."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

import communique
from communique.cli import app

RUN = CliRunner()
GOOD = "date 1990-08-03 www.example.test\n\nIraq invaded Kuwait on Thursday, the United States said.\n"

DOCUMENTS: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "no text"),
    "blank": ("a.txt", b" \n\t\n", "no text"),
    "binary": ("a.txt", bytes(range(256)) * 40, "not text"),
    "half of UTF-16": ("a.txt", b"\xff\xfea", "UTF-16"),
    "50 MB in a line": ("a.txt", b"x" * 50_000_000, "split it"),
    "a long line": ("a.txt", b"x" * 900_000, "line"),
    "HTML without an article": ("a.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article"),
    "HTML of nothing": ("a.html", b"<html></html>", "no"),
    "200,000 nested tags": ("a.html", b"<div>" * 200_000 + b"Text" + b"</div>" * 200_000, "nests"),
}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_a_bad_file_costs_only_itself(case: str, tmp_path: Path) -> None:
    name, data, reason = DOCUMENTS[case]
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / name).write_bytes(data)
    (articles / "good.txt").write_text(GOOD, "utf-8")
    result = RUN.invoke(app, ["code", str(articles), "--record", str(tmp_path / "r.duckdb")])
    assert result.exit_code == 0, result.output
    assert "1 coded" in result.output
    assert name in result.output
    assert reason in result.output
    assert "Traceback" not in result.output
    with communique.Record.open(tmp_path / "r.duckdb", read_only=True) as record:
        assert [f["name"] for f in record.failures().rows()] == [name]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "latin-1",
            "PARIS, May 3 - Le président français Emmanuel Macron a été reçu à Genève, a déclaré la chancellerie.",
        ),
        ("cp1251", "МОСКВА, 3 мая. Президент России прибыл в Пекин с государственным визитом, сообщает агентство."),
        ("utf-16", GOOD),
        ("utf-8-sig", GOOD),
    ],
)
def test_other_encodings_are_read(encoding: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    summary = communique.code([path], tmp_path / "r.duckdb")
    assert (summary.coded, summary.failures) == (1, ())


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda p: p.write_text("no record at all, but text of some length"), "not a DuckDB file"),
        (lambda p: p.mkdir(), "folder"),
        (lambda p: p.touch(), "is an empty file; delete it"),
        (lambda p: duckdb.connect(str(p)).execute("CREATE TABLE other (a INTEGER)").close(), "not a record"),
    ],
)
def test_what_is_no_record_is_left_alone(make: Callable[[Path], object], reason: str, tmp_path: Path) -> None:
    record = tmp_path / "r.duckdb"
    make(record)
    before = record.read_bytes() if record.is_file() else b""
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    result = RUN.invoke(app, ["code", str(tmp_path / "a.txt"), "--record", str(record)])
    assert result.exit_code != 0
    assert "r.duckdb" in result.output.replace("\n", "")
    assert reason in " ".join(result.output.split())
    assert not record.is_file() or record.read_bytes() == before


@pytest.mark.parametrize(
    ("paths", "reason"),
    [(["absent.txt"], "absent.txt"), (["."], "no readable file")],
)
def test_nothing_to_read(paths: list[str], reason: str, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    record = tmp_path / "r.duckdb"
    result = RUN.invoke(app, ["code", *(str(tmp_path / p) for p in paths), "--record", str(record)])
    assert result.exit_code != 0
    assert reason in " ".join(result.output.split())
    assert "Traceback" not in result.output


def _hold(path: str, ready: object, done: object) -> None:
    with communique.Record.open(path):
        ready.set()  # type: ignore[attr-defined]
        done.wait(20)  # type: ignore[attr-defined]


def test_a_record_that_another_process_holds(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path / "r.duckdb"), ready, done))
    holder.start()
    assert ready.wait(20)
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    result = RUN.invoke(app, ["code", str(tmp_path / "a.txt"), "--record", str(tmp_path / "r.duckdb")])
    done.set()
    holder.join(20)
    assert result.exit_code != 0
    assert "another process" in " ".join(result.output.split())


def test_names_with_marks_are_shown_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "[red]x.txt"
    path.write_bytes(b"")
    result = RUN.invoke(app, ["code", str(path), "--record", str(tmp_path / "r.duckdb")])
    assert "[red]x.txt" in result.output
    assert result.exit_code == 1


def test_files_of_one_name_are_two_documents(tmp_path: Path) -> None:
    for folder, state in (("one", "Iran"), ("two", "Iraq")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(f"{state} condemned the attack on the embassy of Kenya.\n", "utf-8")
    out = tmp_path / "out"
    summary = communique.code([tmp_path / "one", tmp_path / "two"], tmp_path / "r.duckdb", json=out)
    assert summary.coded == 2
    written = [p for p in out.rglob("*.json") if p.name not in ("episodes.json", "claims.json")]
    assert len(written) == 2
    texts = {json.loads(p.read_text("utf-8"))["statements"][0]["source_text"]["text"] for p in written}
    assert texts == {"Iran", "Iraq"}
