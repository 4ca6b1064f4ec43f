"""SQL from people, over a record: one statement that only reads, and what it may take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer

import duckdb
import pyarrow as pa

from communique.record.opening import RecordError, first_line
from communique.record.relation import Relation

LARGEST = 32_000_000
"""Bytes that a bounded result may have."""
_LONGEST = 20_000
"""Characters that a bounded statement may have."""
_BATCH = 100
"""Rows that are fetched at once before the result's size is looked at."""
_READS = {duckdb.StatementType.SELECT}
_REFUSED = frozenset([
    "array_resize", "bar", "bitstring", "checkpoint", "damerau_levenshtein", "disable_logging", "editdist3",
    "enable_logging", "force_checkpoint", "format", "generate_series", "json_execute_serialized_sql", "levenshtein",
    "list_resize", "lpad", "pg_sleep", "printf", "query", "query_table", "range", "repeat", "rpad", "sleep_ms",
    "truncate_duckdb_logs", "write_log",
])  # fmt: skip
"""Functions that make a value of any size out of nothing, run for long without a pause in which they could be stopped, run
SQL that nobody has looked at, or have effects."""
_TABLES = frozenset({"range", "generate_series", "repeat"})
"""Those that are harmless where they make rows, which are counted."""


@dataclass(frozen=True, slots=True)
class Explored:
    """A bounded result; ``cut`` tells whether there were more rows than were allowed."""

    relation: Relation
    cut: bool


def query(connection: duckdb.DuckDBPyConnection, sql: str) -> Relation:
    """All rows of one statement that only reads.

    Raises:
        RecordError: it is not one, or DuckDB refuses it.
    """
    _check(sql, _READS | {duckdb.StatementType.EXPLAIN})
    with _reading(connection) as cursor:
        return Relation(cursor.sql(sql).to_arrow_table())


def explore(connection: duckdb.DuckDBPyConnection, sql: str, *, seconds: float, rows: int) -> Explored:
    """The first rows of one statement that only reads, within bounds.

    Time is kept by interrupting DuckDB, which heeds it between batches of rows; functions that could do endless work on
    one row, or make one value of any size, are refused.

    Args:
        connection: to a record's file, opened by :func:`communique.record.opening.connect`, which bounds its memory
            and keeps it from files and network.
        sql: a SELECT, or another statement that reads.
        seconds: how long it may take.
        rows: how many rows are kept.

    Raises:
        RecordError: it is not such a statement, takes too long or too much, or DuckDB refuses it.
    """
    if len(sql) > _LONGEST:
        raise RecordError(f"the SQL is {len(sql)} characters long, more than {_LONGEST}")
    _check(sql, _READS)
    with _reading(connection) as cursor:
        _check_functions(cursor, sql)
        with _stopped(cursor, seconds):
            return _fetch(cursor, sql, rows)


def _check(sql: str, kinds: set[duckdb.StatementType]) -> None:
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise RecordError(f"the SQL cannot be read: {first_line(error)}") from error
    if len(statements) != 1 or statements[0].type not in kinds:
        raise RecordError("only one SELECT (or WITH, DESCRIBE, SHOW) is run; the record is read, never changed, by SQL")


@contextmanager
def _reading(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A cursor that can change nothing, even by a SELECT that deletes; what DuckDB refuses is said in one line."""
    cursor = connection.cursor()
    try:
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        yield cursor
    except duckdb.OutOfMemoryException as error:
        raise RecordError("the SQL needs more memory than it may take; select less, or group less finely") from error
    except duckdb.Error as error:
        raise RecordError(f"the SQL does not run: {first_line(error)}") from error
    finally:
        cursor.close()


def _check_functions(cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
    ((tree,),) = cursor.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchall()
    parsed = json.loads(tree)
    if parsed["error"]:
        raise RecordError(f"the SQL cannot be bounded ({parsed['error_message']}); write it as a SELECT")
    if found := sorted(set(_functions(parsed["statements"])) & _REFUSED):
        raise RecordError(f"the function {found[0]} is not allowed here, since what it takes cannot be bounded")


def _functions(node: object, in_from: bool = False) -> Iterator[str]:
    """The names of the functions of a statement's tree, but for those that make rows."""
    if isinstance(node, list):
        for part in node:
            yield from _functions(part)
    elif isinstance(node, dict):
        name = str(node.get("function_name") or "").lower()
        if name and not (in_from and name in _TABLES):
            yield name
        makes_rows = node.get("type") == "TABLE_FUNCTION"
        for key, part in node.items():
            yield from _functions(part, makes_rows and key == "function")


@contextmanager
def _stopped(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Whatever runs is stopped after so many seconds."""
    timer = Timer(seconds, cursor.interrupt)
    timer.start()
    try:
        yield
    except (duckdb.InterruptException, OSError) as error:  # Arrow passes an interruption on as an OSError
        if isinstance(error, OSError) and "INTERRUPT" not in str(error):
            raise RecordError(f"the SQL does not run: {first_line(error)}") from error
        raise RecordError(f"the SQL took more than {seconds:g} s and was stopped; select less") from error
    finally:
        timer.cancel()


def _fetch(cursor: duckdb.DuckDBPyConnection, sql: str, rows: int) -> Explored:
    body = sql.strip().rstrip(";")
    reader = cursor.sql(f"SELECT * FROM (\n{body}\n) LIMIT {int(rows) + 1}").to_arrow_reader(_BATCH)
    batches, size = [], 0
    for batch in reader:
        size += batch.nbytes
        if size > LARGEST:
            raise RecordError(f"the result is larger than {LARGEST // 1_000_000} MB; select fewer rows or columns")
        batches.append(batch)
    table = pa.Table.from_batches(batches, schema=reader.schema)
    return Explored(Relation(table.slice(0, rows)), table.num_rows > rows)
