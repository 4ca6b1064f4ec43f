"""SQL from people reads the record, nothing else, and never takes too long or too much."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.record import Record, RecordError, explore

SECRET = "/etc/passwd"


@pytest.fixture(params=[True, False], ids=["read-only", "to be written"])
def record(request: pytest.FixtureRequest, story: Path, tmp_path: Path) -> Iterator[Record]:
    """A record's copy, opened either way."""
    path = tmp_path / "r.duckdb"
    path.write_bytes(story.read_bytes())
    with Record.open(path, read_only=request.param) as opened:
        yield opened


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT type, count(*) AS n FROM events GROUP BY type",
        "WITH t AS (SELECT * FROM documents) SELECT count(*) FROM t;",
        "SELECT 1 -- a remark",
        "DESCRIBE events",
        "SHOW TABLES",
        "SUMMARIZE actors",
        "FROM range(10)",
        "SELECT unnest(actor) FROM events",
    ],
)
def test_what_reads_is_run(record: Record, sql: str) -> None:
    assert len(record.explore(sql).relation) > 0


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT * FROM read_csv('{SECRET}')",
        f"SELECT * FROM '{SECRET}'",
        f"SELECT * FROM read_text('{SECRET}')",
        "SELECT * FROM read_blob('/proc/self/environ')",
        f"SELECT * FROM sniff_csv('{SECRET}')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_parquet('http://127.0.0.1:1/x.parquet')",
        "SELECT * FROM duckdb_secrets()",
        "SELECT getenv('HOME')",
        "SELECT * FROM secret",
        "ATTACH 'other.duckdb'",
        "COPY documents TO 'out.csv'",
        "EXPORT DATABASE 'out'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_list",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
        "SELECT * FROM enable_logging(storage = 'file', storage_path = 'log')",
        "CALL checkpoint()",
        "DELETE FROM events",
        "UPDATE events SET type = 'AID'",
        "DROP TABLE events",
        "CREATE TABLE mine AS SELECT 1",
        "WITH gone AS (DELETE FROM events RETURNING id) SELECT * FROM gone",
        "WITH gone AS MATERIALIZED (INSERT INTO failures VALUES ('a', 'b', 'c') RETURNING name) SELECT * FROM gone",
        "EXPLAIN ANALYZE DELETE FROM events",
        "SELECT * FROM query('SELECT repeat(''x'', 9)')",
        "SELECT 1; DELETE FROM events",
        "SELECT 1) LIMIT 1; DELETE FROM events; SELECT (1",
        "",
        "nonsense",
    ],
)
def test_what_does_not_only_read_is_refused(record: Record, sql: str) -> None:
    secret = {"b": 1}  # noqa: F841  a variable that SQL must not see
    before = record.query("SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM failures)").rows()
    with pytest.raises(RecordError) as told:
        record.explore(sql)
    assert "\n" not in str(told.value)
    assert record.query("SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM failures)").rows() == before
    assert sorted(p.suffix for p in record.path.parent.iterdir() if p.suffix != ".wal") == [".duckdb"]


@pytest.mark.parametrize("sql", ["DELETE FROM events", "WITH x AS (DELETE FROM events RETURNING 1) SELECT * FROM x"])
def test_unbounded_queries_only_read_too(record: Record, sql: str) -> None:
    with pytest.raises(RecordError):
        record.query(sql)
    assert len(record.events()) > 0
    assert len(record.query("EXPLAIN SELECT 1")) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM range(1000000000000)",
        "SELECT count(*) FROM events a, events b, events c, events d, events e, events f",
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t",
        "SELECT sum(hash(a.evidence_text || b.text)) FROM events a, documents b, range(100000000)",
    ],
)
def test_time_is_bounded(record: Record, sql: str) -> None:
    began = time.monotonic()
    with pytest.raises(RecordError, match=r"took more than 0\.2 s"):
        record.explore(sql, seconds=0.2)
    assert time.monotonic() - began < 10
    assert len(record.explore("SELECT 1").relation) == 1  # and the record is as usable as before


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT repeat('x', 100000000)", "repeat is not allowed"),
        ("SELECT \"REPEAT\"('x', 100000000)", "repeat is not allowed"),
        ("SELECT 'x'.repeat(100000000)", "repeat is not allowed"),
        ("SELECT * FROM events WHERE type IN (SELECT lpad('x', 100000000, 'y'))", "lpad is not allowed"),
        ("SELECT range(100000000)", "range is not allowed"),
        ("SELECT levenshtein(a.text, b.text) FROM documents a, documents b", "levenshtein is not allowed"),
        ("SELECT sleep_ms(100000)", "sleep_ms is not allowed"),
        ("SELECT string_agg(text, '') FROM documents, range(100)", "larger than"),
        ("SELECT list(hash(i)) FROM range(400000000) t(i)", "more memory|took more than"),
        (f"SELECT '{'x' * 30000}'", "characters long"),
    ],
)
def test_size_is_bounded(record: Record, sql: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explore, "LARGEST", 1_000_000)
    with pytest.raises(RecordError, match=reason):
        record.explore(sql)


def test_rows_are_bounded_and_it_is_said(record: Record) -> None:
    some = record.explore("SELECT * FROM events ORDER BY id", rows=2)
    assert (len(some.relation), some.cut) == (2, True)
    assert some.relation.rows() == record.query("SELECT * FROM events ORDER BY id LIMIT 2").rows()
    whole = record.explore("SELECT * FROM events LIMIT 2", rows=2)
    assert (len(whole.relation), whole.cut) == (2, False)
    assert len(record.explore("SELECT * FROM events WHERE false").relation) == 0
