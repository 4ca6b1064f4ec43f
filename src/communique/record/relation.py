"""Rows of a record and the forms that they are asked for in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from communique.record.opening import RecordError

Row = dict[str, Any]
_SHOWN = 20
"""Rows that a notebook shows of a relation."""


class Relation:
    """Rows of a record, as an Arrow table that turns into what is asked for.

    Of columns with one name, as a join gives them, each has its own: ``name``, ``name_1``.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table.rename_columns(_told_apart(table.column_names))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self._table.column_names)

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows())

    def arrow(self) -> pa.Table:
        """As an Arrow table."""
        return self._table

    def rows(self) -> list[Row]:
        """As dictionaries."""
        found: list[Row] = self._table.to_pylist()
        return found

    def pandas(self) -> Any:
        """As a pandas frame.

        Raises:
            RecordError: pandas is not installed.
        """
        try:
            return self._table.to_pandas()
        except ImportError as error:
            raise RecordError("pandas is not installed: pip install 'communique[pandas]'") from error

    def polars(self) -> Any:
        """As a polars frame.

        Raises:
            RecordError: polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            raise RecordError("polars is not installed: pip install 'communique[polars]'") from error
        return polars.from_arrow(self._table)

    def json(self) -> str:
        """As JSON, one object a row."""
        return json.dumps(self.rows(), ensure_ascii=False, indent=1, default=_plain)

    def parquet(self) -> bytes:
        """As a Parquet file (zstd), with the columns' types as the record has them."""
        file = pa.BufferOutputStream()
        pq.write_table(self._table, file, compression="zstd")
        return file.getvalue().to_pybytes()  # type: ignore[no-any-return]

    def _repr_html_(self) -> str:
        from communique.exporters.html import table

        rows = self._table.slice(0, _SHOWN).to_pylist()
        return table(
            self.columns, rows, f"{len(self):,} rows" + (f", the first {_SHOWN} shown" if len(self) > _SHOWN else "")
        )

    def csv(self) -> str:
        """As CSV; lists are joined by "; ", and a cell that a spreadsheet would run as a formula is disarmed."""
        from communique.exporters.csv import write_csv

        return write_csv(self.columns, self.rows())


def _told_apart(names: Sequence[str]) -> list[str]:
    """Columns' names, those that come again with a number; the same as DuckDB gives to the columns of a subquery."""
    found: dict[str, str] = {}
    for name in names:
        free, number = name, 0
        while free.casefold() in found:
            number += 1
            free = f"{name}_{number}"
        found[free.casefold()] = free
    return list(found.values())


def _plain(value: object) -> str:
    """What JSON has no form for: bytes as hexadecimal digits, days and times as ISO 8601."""
    return value.hex() if isinstance(value, bytes) else str(value)
