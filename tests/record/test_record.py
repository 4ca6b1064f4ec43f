"""The record keeps what was coded, exactly, and refuses what is not a record."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

import communique
from communique.linking.dating import own
from communique.model import Code, Coding, Document, Event, Mention, Omission, Publication, Span
from communique.record import Record, RecordError
from communique.record.derived import DERIVED
from communique.record.kept import KEPT
from communique.record.migrations import STEPS
from communique.record.schema import MEETING, TABLES, VERSION, describe
from communique.record.verification import verify

DOCS = Path(__file__).parents[2] / "docs"
ARTICLES = Path(__file__).parents[2] / "examples" / "articles"


def dump(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return {t.name: sorted(connection.execute(f"SELECT * FROM {t.name}").fetchall(), key=repr) for t in TABLES}


def public(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The same without what bringing together keeps, whose numbers hang on the order in which documents came."""
    return {name: rows for name, rows in dump(path).items() if name not in KEPT}


def test_round_trip(codings: tuple[Coding, ...], tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.duckdb") as record:
        for coding in codings:
            record.write(coding)
        assert tuple(record.codings()) == codings


def test_coding_again_changes_nothing(story: Path, tmp_path: Path) -> None:
    path = tmp_path / "again.duckdb"
    shutil.copy(story, path)
    before = dump(path)
    summary = communique.code([ARTICLES], path)
    assert summary.coded == 0
    assert summary.skipped == summary.read > 0
    assert dump(path) == before


def test_adding_later_gives_what_all_at_once_gives(story: Path, tmp_path: Path) -> None:
    path = tmp_path / "later.duckdb"
    files = sorted(p for p in ARTICLES.iterdir())
    communique.code(files[len(files) // 2 :], path)
    communique.code([ARTICLES], path)
    paths = "documents"
    found, wanted = public(path), public(story)
    assert {k: v for k, v in found.items() if k != paths} == {k: v for k, v in wanted.items() if k != paths}


def test_a_bad_document_costs_itself(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Iraq invaded Kuwait on 2 August 1990. Japan condemned Iraq.")
    (tmp_path / "bad.txt").write_bytes(b"\0\0\0")
    summary = communique.code([tmp_path], tmp_path / "r.duckdb")
    assert (summary.coded, [f.name for f in summary.failures]) == (1, ["bad.txt"])
    with Record.open(tmp_path / "r.duckdb", read_only=True) as record:
        assert [r["name"] for r in record.failures()] == ["bad.txt"]


def test_everything_verifies(story: Path) -> None:
    with Record.open(story, read_only=True) as record:
        assert list(verify(record)) == []


def test_a_changed_text_is_found(story: Path, tmp_path: Path) -> None:
    path = tmp_path / "changed.duckdb"
    shutil.copy(story, path)
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE documents SET text = replace(text, 'Iraq', 'Iran')")
    with Record.open(path, read_only=True) as record:
        assert {p.what for p in verify(record)} >= {"text", "event"}


@pytest.mark.parametrize(
    "sql",
    ["DELETE FROM events", "SELECT 1; SELECT 2", "SELECT * FROM read_csv('/etc/passwd')", "ATTACH 'x.db'", "nonsense"],
)
def test_query_only_reads_the_record(story: Path, sql: str) -> None:
    with Record.open(story, read_only=True) as record, pytest.raises(RecordError):
        record.query(sql)


def test_filters(story: Path) -> None:
    with Record.open(story, read_only=True) as record:
        found = record.events(actor="IRQ", type="assault").rows()
        assert found
        assert all(r["type"] == "ASSAULT" for r in found)
        assert len(record.events(since="1990-01-01")) < len(record.events())
        assert "doc_name" in record.events(limit=1).csv().splitlines()[0]


def test_not_a_record(tmp_path: Path) -> None:
    path = tmp_path / "text.duckdb"
    path.write_text("this is no database, but a text of some length")
    with pytest.raises(RecordError, match="not a record"), Record.open(path):
        pass
    with pytest.raises(RecordError, match="no such record"), Record.open(tmp_path / "none.duckdb", read_only=True):
        pass


def test_the_documented_tables_are_the_tables() -> None:
    assert (DOCS / "record.md").read_text("utf-8") == describe()


def test_the_documented_query_finds_every_mention(story: Path) -> None:
    with Record.open(story, read_only=True) as record:
        mentions = [m for e in record.all_episodes() for m in e.mentions]
        found = record.query(MEETING)
    assert len(mentions) == len(found) > 0


def older(story: Path, path: Path) -> Path:
    """A record as the first version of the schema had it."""
    shutil.copy(story, path)
    with duckdb.connect(str(path)) as connection:
        for column in ("documents", "status"):
            connection.execute(f"ALTER TABLE episodes DROP COLUMN {column}")
        for column in ("place_state", "latitude", "longitude", "meaning"):
            connection.execute(f"ALTER TABLE events DROP COLUMN {column}")
        connection.execute("ALTER TABLE statements DROP COLUMN meaning")
        for column in ("words", "index_sha256", "event_types", "event_statuses"):
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        for table in (
            "ties",
            "stories",
            "copies",
            "judgements",
            "words",
            "parties",
            "sides",
            "state_sides",
            "days",
            "dealings",
            "dyads",
            "changed",
            *KEPT,
        ):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DELETE FROM meta WHERE name = 'linked by'")
        connection.execute("UPDATE meta SET value = '1' WHERE name = 'version'")
    return path


def unlocated(coding: Coding) -> Coding:
    """A coding as a schema without locations and meanings holds it."""
    events = tuple(replace(e, location=None, meaning=b"") for e in coding.events)
    return replace(coding, events=events, statements=tuple(replace(s, meaning=b"") for s in coding.statements))


def test_a_record_of_an_older_schema_is_read_and_left_as_it_is(story: Path, tmp_path: Path) -> None:
    path = older(story, tmp_path / "older.duckdb")
    before = path.read_bytes()
    with Record.open(path, read_only=True) as old, Record.open(story, read_only=True) as new:
        assert list(old.codings()) == [unlocated(c) for c in new.codings()]
        for sql in ("SELECT id, documents, status FROM episodes ORDER BY id", *(f"FROM {t}" for t in DERIVED)):
            assert old.query(sql).rows() == new.query(sql).rows()
        assert old.search("Iraq") == new.search("Iraq")
    assert path.read_bytes() == before


def test_a_record_of_an_older_schema_is_brought_up_to_date_when_written(story: Path, tmp_path: Path) -> None:
    path = older(story, tmp_path / "older.duckdb")
    assert communique.code([ARTICLES], path).coded == 0
    with Record.open(path, read_only=True) as old, Record.open(story, read_only=True) as new:
        # Without meanings other accounts are brought together, so that other dates flow.
        assert [own(c) for c in old.codings()] == [unlocated(own(c)) for c in new.codings()]
    with duckdb.connect(str(path)) as connection:
        connection.execute("UPDATE documents SET coder_version = '0'")
    assert communique.code([ARTICLES], path).coded > 0
    assert public(path) == public(story)


def test_every_schema_but_the_last_has_a_step_onward() -> None:
    assert sorted(STEPS) == list(range(1, VERSION))


def test_what_goes_over_a_whole_record_has_more_memory(tmp_path: Path) -> None:
    sql = "SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'"
    found = []
    for ample in (False, True):
        with Record.open(tmp_path / "record.duckdb", ample=ample) as record:
            found.append(record.query(sql).rows()[0]["value"])
    assert found == ["91.5 MiB", "953.6 MiB"]


def test_too_little_memory_is_said_in_words(tmp_path: Path) -> None:
    file = tmp_path / "record.duckdb"
    with pytest.raises(RecordError, match=r"record\.duckdb: takes more memory"), Record.open(file) as record:
        record._connection.execute("CREATE TABLE much AS SELECT list(range) FROM range(100000000)")


def test_what_an_older_record_holds_beside_its_file_is_read_too(story: Path, tmp_path: Path) -> None:
    path = older(story, tmp_path / "older.duckdb")
    with duckdb.connect(str(path)) as connection:
        connection.execute("PRAGMA disable_checkpoint_on_shutdown")
        connection.execute("INSERT INTO failures VALUES ('late.txt', '/late.txt', 'is empty')")
    beside = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert len(beside) == 2
    with Record.open(path, read_only=True) as record:
        assert [r["name"] for r in record.failures()] == ["late.txt"]
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == beside


@pytest.mark.parametrize("read_only", [True, False])
def test_an_empty_file_is_called_so(read_only: bool, tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    path.touch()
    with pytest.raises(RecordError, match="is an empty file; delete it"), Record.open(path, read_only=read_only):
        pass


MAY = dt.date(2024, 5, 5)
PUBLISHED = {
    "by": Publication(None, None, MAY),
    "day": Publication(MAY, MAY, MAY),
    "from": Publication(None, MAY, None),
    "never": Publication(),
}


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2024-05-05", None, ["by", "day", "from"]),
        ("2024-05-06", None, []),
        (None, "2024-05-05", ["by", "day", "from"]),
        (None, "2024-05-04", []),
        ("2024-01-01", "2024-12-31", ["by", "day", "from"]),
    ],
)
def test_what_has_an_open_end_is_of_the_day_that_it_has(
    since: str | None, until: str | None, found: list[str], tmp_path: Path
) -> None:
    with Record.open(tmp_path / "r.duckdb") as record:
        record.write_all([(Coding(Document(n, n, n, published=p)), "", "") for n, p in PUBLISHED.items()])
        assert [r["name"] for r in record.documents(since=since, until=until)] == found


def met(name: str) -> Coding:
    """A document of a name, with an event."""
    event = Event("e1", "CONSULT", None, (), (), "actual", None, Span(0, 4), Span(0, 4))
    return Coding(Document(f"d-{name}", name, "They met."), events=(event,))


@pytest.fixture
def named(tmp_path: Path) -> Iterator[Record]:
    """A record of documents whose names are alike."""
    names = ("report11.txt", "report_1.txt", "talks", "talks.txt", "visit.html", "visit.txt")
    with Record.open(tmp_path / "r.duckdb") as record:
        record.write_all([(met(name), "", "") for name in names])
        yield record


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("report_1", "report_1.txt"),
        ("report_1.txt", "report_1.txt"),
        ("d-report_1.txt", "report_1.txt"),
        ("report11", "report11.txt"),
        ("report%", None),
        ("report", None),
        ("talks", "talks"),
        ("talks.txt", "talks.txt"),
        ("visit.html", "visit.html"),
        ("", None),
    ],
)
def test_a_document_is_found_by_name_or_id_and_then_without_its_ending(
    called: str, name: str | None, named: Record
) -> None:
    coding, found = named.coding(called), named.find(f"{called}:e1")
    assert (coding and coding.document.name) == name
    assert (found and found[0].document.name) == name
    assert [r["doc_name"] for r in named.events(doc=called)] == ([name] if name else [])


def test_an_event_is_found_by_its_id_in_the_record(named: Record) -> None:
    for row in named.events():
        found = named.find(row["id"])
        assert found is not None
        assert found[0].document.name == row["doc_name"]


def test_a_name_of_two_documents_is_refused(named: Record) -> None:
    for ask in (named.coding, lambda d: named.find(f"{d}:e1"), lambda d: named.events(doc=d)):
        with pytest.raises(RecordError, match=r"2 documents are called so \(visit\.html, visit\.txt\)"):
            ask("visit")


SHOWN = replace(
    met("a.txt"),
    document=Document("a", "a.txt", "News\n\nThey met.", title="News", title_span=Span(0, 4)),
    mentions=(Mention(Span(6, 10), Span(6, 10), ()),),
    omissions=(Omission((), Span(0, 4), Span(6, 10)),),
    codes=(Code("c1", "mine", "TALK", (), (), Span(6, 15), 0.9),),
)
FAR = "{'start': 6, 'end': 999}"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("documents SET title = 'Olds'", "title"),
        (f"documents SET title_span = {FAR}", "title"),
        (f"mentions SET span = {FAR}", "mention"),
        (f"mentions SET head = {FAR}", "mention"),
        (f"omissions SET what = {FAR}", "omission"),
        (f"omissions SET evidence = {FAR}", "omission"),
        (f"codes SET evidence = {FAR}", "code"),
        ("codes SET evidence_text = 'They ate.'", "code"),
        ("events SET evidence_text = 'ate'", "event"),
        ("events SET trigger_text = 'ate'", "event"),
    ],
)
def test_whatever_no_longer_shows_its_words_is_found(change: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    with Record.open(path) as record:
        text_sha256 = hashlib.sha256(SHOWN.document.text.encode()).hexdigest()
        record.write(replace(SHOWN, document=replace(SHOWN.document, text_sha256=text_sha256)))
        assert list(verify(record)) == []
    with duckdb.connect(str(path)) as connection:
        connection.execute(f"UPDATE {change}")
    with Record.open(path, read_only=True) as record:
        assert {p.what for p in verify(record)} == {what}
