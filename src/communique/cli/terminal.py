"""What every command shares: where the record is, how errors end a command, how rows are printed."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from communique.record import Record, RecordError, Relation

DEFAULT_RECORD = Path("communique.duckdb")

RecordFile = Annotated[
    Path, typer.Option("--record", "-r", envvar="COMMUNIQUE_RECORD", help="The record's file.", show_default=True)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
AsParquet = Annotated[Path | None, typer.Option("--parquet", help="Write a Parquet file.", metavar="FILE")]

out = Console(highlight=False, soft_wrap=False)
err = Console(stderr=True, highlight=False)


def fail(message: str) -> NoReturn:
    """Say what is wrong and what to do, and end with exit code 2."""
    err.print(f"communique: {message}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(2)


@contextmanager
def reading(path: Path) -> Iterator[Record]:
    """An existing record, open for reading; whatever is wrong with it ends the command with a clear line."""
    try:
        with Record.open(path, read_only=True) as record:
            yield record
    except RecordError as error:
        fail(str(error))


def show_rows(
    relation: Relation, columns: Sequence[str], as_json: bool, as_csv: bool, nothing: str, parquet: Path | None = None
) -> None:
    """Print a relation as JSON, CSV or a table of the named columns, or write it to a Parquet file."""
    if parquet is not None:
        write_parquet(relation, parquet)
        return
    if as_json:
        sys.stdout.write(relation.json() + "\n")
        return
    if as_csv:
        sys.stdout.write(relation.csv())
        return
    rows = relation.rows()
    if not rows:
        out.print(nothing, markup=False)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(cell(row.get(name)) for name in columns))
    wide().print(table)


def write_parquet(relation: Relation, file: Path) -> None:
    """Write a relation to a Parquet file and say so."""
    try:
        file.write_bytes(relation.parquet())
    except OSError as error:
        fail(f"{file}: cannot be written ({error.strerror}); name a file in a folder that exists")
    err.print(f"{len(relation)} rows written to {file}", markup=False, soft_wrap=True)


def wide() -> Console:
    """A console that does not squeeze tables where nobody looks at a terminal."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return out
    return Console(width=200, highlight=False)


def cell(value: Any) -> str:
    """One value as a cell's text; brackets are escaped, so that no text is taken for markup."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(cell(v) for v in value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).replace("\n", " ").replace("[", "\\[")


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")
