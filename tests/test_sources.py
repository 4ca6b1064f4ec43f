"""Files under their names: one document each, from wherever, with whatever and by whichever version it was coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pytest

import communique
from communique.documents import MAX_BYTES, UnreadableError, read
from communique.model import Coding, Page
from communique.runners.local import Outcome
from communique.sources import SOURCES


@pytest.fixture(autouse=True)
def _uncoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are read and recorded; what they tell matters to nothing here."""

    def run(pages: Iterable[Page], *_: object) -> Iterator[Outcome]:
        for page in pages:
            try:
                yield Outcome(page, Coding(read(page)))
            except UnreadableError as error:
                yield Outcome(page, None, error.reason)

    monkeypatch.setattr("communique.coding.run", run)


def write(path: Path, words: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"Of {path} it is said that nothing is to be said of it. {words}", "utf-8")


def held(record: Path) -> dict[str, str]:
    """The texts' paths by the documents' names."""
    with communique.Record.open(record, read_only=True) as opened:
        return {c.document.name: c.document.text.split()[1] for c in opened.codings()}


Step = tuple[str, list[str]]
RUNS: dict[str, tuple[list[str], list[Step], dict[str, str]]] = {
    "another folder later": (
        ["a/x.txt", "b/x.txt"], [(".", ["a"]), (".", ["a", "b"])], {"x.txt": "a/x.txt", "b/x.txt": "b/x.txt"},
    ),
    "one of two folders later": (
        ["a/x.txt", "b/x.txt"], [(".", ["a", "b"]), (".", ["a"]), ("b", ["."])], {"a/x.txt": "a/x.txt", "b/x.txt": "b/x.txt"},
    ),
    "from within the folder later": (["a/x.txt", "a/y.txt"], [(".", ["a"]), ("a", ["."])], {"x.txt": "a/x.txt", "y.txt": "a/y.txt"}),
    "two projects' folders of one name": (
        ["one/a/x.txt", "two/a/x.txt"], [("one", ["a"]), ("two", ["a"])], {"x.txt": "one/a/x.txt", "two/a/x.txt": "two/a/x.txt"},
    ),
    "in the record's folder and below": (["x.txt", "a/x.txt"], [(".", ["a"]), (".", ["x.txt"])], {"x.txt": "a/x.txt"}),
}  # fmt: skip


@pytest.mark.parametrize("case", RUNS)
def test_a_file_is_one_document(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files, steps, wanted = RUNS[case]
    for file in files:
        write(tmp_path / file)
    for folder, paths in steps:
        monkeypatch.chdir(tmp_path / folder)
        communique.code(paths, tmp_path / "r.duckdb")
    found = held(tmp_path / "r.duckdb")
    assert {n: found.get(n) for n in wanted} == {n: str(tmp_path / f) for n, f in wanted.items()}
    assert sorted(found.values()) == sorted(str(tmp_path / f) for f in files)


def test_paths_that_read_alike_are_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alike = str(tmp_path / "x.txt").lstrip("/")
    write(tmp_path / "x.txt")
    write(tmp_path / "w" / alike)
    monkeypatch.chdir(tmp_path / "w")
    for _ in range(2):
        assert communique.code([alike, f"/{alike}"], "r.duckdb").read == 2
        assert len(held(Path("r.duckdb"))) == 2


@pytest.mark.parametrize("words", ["", "But more is said now."])
@pytest.mark.parametrize(
    "record",
    ["r.duckdb", "records/r.duckdb"],
)
def test_a_project_that_is_moved_keeps_its_names(
    record: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, moved = tmp_path / "one", tmp_path / "two"
    for folder in ("a", "b"):
        write(project / folder / "x.txt")
    (project / record).parent.mkdir(exist_ok=True)
    communique.code([project / "a", project / "b"], project / record)
    project.rename(moved)
    for folder in ("a", "b"):
        with (moved / folder / "x.txt").open("a", encoding="utf-8") as file:
            file.write(words)
    monkeypatch.chdir(moved)
    assert communique.code(["a", "b"], record).skipped == (0 if words else 2)
    assert set(held(Path(record))) == {"a/x.txt", "b/x.txt"}


def test_unchanged_files_that_were_moved_from_their_record_keep_their_names(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.txt")
    communique.code([tmp_path / "a"], tmp_path / "r.duckdb")
    (tmp_path / "a").rename(tmp_path / "b")
    assert communique.code([tmp_path / "b"], tmp_path / "r.duckdb").skipped == 1
    write(tmp_path / "c" / "x.txt")
    communique.code([tmp_path / "c"], tmp_path / "r.duckdb")
    assert set(held(tmp_path / "r.duckdb")) == {"x.txt", "c/x.txt"}


@pytest.mark.parametrize("noted", ["a/x.txt", "{root}/p/a/x.txt"])
def test_what_an_older_version_noted_is_found(noted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "p" / "a" / "x.txt")
    monkeypatch.chdir(tmp_path / "p")
    record = tmp_path / "elsewhere" / "r.duckdb"
    record.parent.mkdir()
    communique.code(["a"], record)
    with duckdb.connect(str(record)) as connection:
        connection.execute("UPDATE documents SET path = ?", [noted.format(root=tmp_path)])
    write(tmp_path / "p" / "a" / "x.txt", "But more is said now.")
    assert communique.code(["a"], record).coded == 1
    assert set(held(record)) == {"x.txt"}


def test_a_record_tells_nothing_of_the_folders_above_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a" / "x.txt")
    (tmp_path / "a" / "empty.txt").write_bytes(b"")
    (tmp_path / "records").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    communique.code(["."], "../records/r.duckdb")
    with communique.Record.open("../records/r.duckdb", read_only=True) as record:
        paths = [str(row["path"]) for row in (*record.documents(), *record.failures())]
    assert sorted(paths) == ["../a/empty.txt", "../a/x.txt"]


@pytest.mark.parametrize("ending", SOURCES)
def test_a_file_that_is_too_large_is_not_read(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"a{ending}"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    (failure,) = communique.code([path], tmp_path / "r.duckdb").failures
    assert "split it" in failure.reason


def test_a_failure_that_is_over_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, record = tmp_path / "a.txt", tmp_path / "r.duckdb"
    write(path)
    communique.code([path], record)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda p: (_ for _ in ()).throw(PermissionError(13, "Permission denied", p)))
        assert len(communique.code([path], record).failures) == 1
    for failed in (1, 0):
        with communique.Record.open(record, read_only=True) as opened:
            assert len(opened.failures()) == failed
        assert communique.code([path], record).skipped == 1
