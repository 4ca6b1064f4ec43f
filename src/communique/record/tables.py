"""A record's tables, open: rows go in and come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

import duckdb
import pyarrow as pa

from communique.record.relation import Relation

Row = dict[str, Any]
BATCH = 2000
"""Rows that are written at once."""

T = TypeVar("T")


def in_batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items in lists of so many, the last one shorter."""
    source = iter(items)
    while some := list(islice(source, size)):
        yield some


class Tables:
    """The open file under a record, and how its rows are written and read."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._schemas: dict[str, pa.Schema] = {}
        self._within = False

    @contextmanager
    def session(self) -> Iterator[Self]:
        """The same record for another thread: what one session asks does not wait for what another does."""
        cursor = self._connection.cursor()
        try:
            yield type(self)(self.path, cursor)
        finally:
            cursor.close()

    @property
    def writable(self) -> bool:
        """Whether it is open to be written."""
        found = self._select("SELECT readonly FROM duckdb_databases() WHERE database_name = current_database()")
        return not found[0]["readonly"]

    def interrupt(self) -> None:
        """Have what this session runs end with an error, from another thread; DuckDB heeds it between batches of rows."""
        self._connection.interrupt()

    def note(self, name: str, value: str | None) -> None:
        """Keep a fact about the file itself, in place of an earlier one of its name; None takes it out."""
        if value is None:
            self._connection.execute("DELETE FROM meta WHERE name = ?", [name])
        else:
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, value])

    def noted(self, name: str) -> str | None:
        """A fact that is kept about the file itself."""
        found = self._select("SELECT value FROM meta WHERE name = ?", [name])
        return str(found[0]["value"]) if found else None

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written within is there for others at once, at its end, or, if anything fails, not at all."""
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One within another is part of the outer one."""
        if self._within:
            yield
            return
        self._connection.execute("BEGIN")
        self._within = True
        try:
            yield
        except BaseException:
            with suppress(duckdb.ConnectionException):  # one that was closed has undone it already
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self._within = False
        self._connection.execute("COMMIT")

    def _insert(self, table: str, found: Sequence[Row]) -> None:
        if not found:
            return
        columns = ", ".join(f'"{c}"' for c in found[0])
        if table not in self._schemas:
            self._schemas[table] = (
                self._connection.cursor().sql(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema
            )
        fields = [self._schemas[table].field(c) for c in found[0]]
        incoming = pa.Table.from_pylist(list(found), schema=pa.schema(fields))
        self._connection.register("incoming", incoming)
        self._connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming")
        self._connection.unregister("incoming")

    @contextmanager
    def _given(self, **columns: Any) -> Iterator[None]:
        """A table called ``given`` of some columns, for the statements within."""
        self._connection.register("given", pa.table(columns))
        try:
            yield
        finally:
            self._connection.unregister("given")

    def _append(self, table: str, **columns: Any) -> None:
        """Insert rows that are at hand in columns."""
        names = ", ".join(columns)
        with self._given(**columns):
            self._connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM given")

    def _numbers(self, sql: str, parameters: Sequence[object] = ()) -> dict[str, Any]:
        """Columns of numbers that are all known."""
        return self._connection.execute(sql, list(parameters)).fetchnumpy()

    def _select(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        cursor = self._connection.execute(sql, list(parameters))
        names = [d[0] for d in cursor.description or ()]
        return [dict(zip(names, r, strict=True)) for r in cursor.fetchall()]

    def _relation(self, sql: str, values: Sequence[object], limit: int | None) -> Relation:
        bounded = f"SELECT * FROM ({sql}) LIMIT {int(limit)}" if limit is not None else sql
        return Relation(self._connection.cursor().sql(bounded, params=list(values)).to_arrow_table())
