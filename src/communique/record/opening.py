"""A record's file: opened, or refused with what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import duckdb

from communique.record.schema import VERSION

_Setting = str | bool | int | float | list[str]
_CLOSED: dict[str, _Setting] = {
    "enable_external_access": "false", "python_enable_replacements": "false", "lock_configuration": "true"
}  # fmt: skip
"""No SQL reaches files, the network, extensions or Python's variables through a record, or changes that."""
_FRUGAL: dict[str, _Setting] = {"memory_limit": "96MB"}
_AMPLE: dict[str, _Setting] = {"memory_limit": "1GB"}
_WRITTEN: dict[str, _Setting] = {"storage_compatibility_version": "v1.5.0"}


class RecordError(Exception):
    """A record cannot be opened, read or written; the message names the file and what to do."""


def outdated(file: Path) -> bool:
    """Whether a file is a record of an earlier schema; what is wrong with one that is none, opening it tells."""
    connection = connect(file, True)
    try:
        return version_of(connection) < VERSION
    except duckdb.Error:
        return False
    finally:
        connection.close()


def version_of(connection: duckdb.DuckDBPyConnection) -> int:
    """The schema's version that a record notes of itself."""
    found = connection.execute("SELECT value FROM meta WHERE name = 'version'").fetchone()
    return int(found[0]) if found is not None else VERSION


def parts_of(file: Path) -> list[Path]:
    """A record's file, and those beside it that hold what was written last and is not in it yet."""
    beside = (p for p in file.parent.iterdir() if p.name.startswith(f"{file.name}.") and p.suffix == ".wal")
    return [file, *sorted(beside)]


def connect(path: Path, read_only: bool, ample: bool = False, make: bool = True) -> duckdb.DuckDBPyConnection:
    """A connection to a record's file, with the memory to write document after document or, if ``ample``, to go over all.

    Raises:
        RecordError: there is none and it is not to be made, it is not one, or it cannot be opened.
    """
    if (read_only or not make) and not path.exists():
        raise RecordError(f"{path}: no such record; make one with `communique code PATH --record {path}`")
    if path.is_dir():
        raise RecordError(f"{path}: is a folder; name a file for the record")
    if path.exists() and not path.stat().st_size:
        raise RecordError(
            f"{path}: is an empty file; delete it, then `communique code PATH --record {path}` makes a record"
        )
    if path.exists() and _magic(path) != b"DUCK":
        raise RecordError(f"{path}: is not a record (not a DuckDB file); name another file")
    if not path.parent.exists():
        raise RecordError(f"{path}: its folder does not exist; make it first")
    try:
        if read_only:
            return duckdb.connect(str(path), read_only=True, config=_CLOSED | _AMPLE)
        return duckdb.connect(str(path), config=_CLOSED | _WRITTEN | (_AMPLE if ample else _FRUGAL))
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise RecordError(f"{path}: another process has it open; wait for that to end, or close it") from error
        raise RecordError(
            f"{path}: cannot be opened ({first_line(error)}); check the file and its permissions"
        ) from error
    except duckdb.Error as error:
        raise RecordError(f"{path}: cannot be opened ({first_line(error)})") from error


def first_line(error: Exception) -> str:
    """What an error says, without its details."""
    return str(error).splitlines()[0]


def _magic(path: Path) -> bytes:
    """The four bytes by which DuckDB knows its files."""
    with path.open("rb") as file:
        return file.read(12)[8:]
