"""What files are called in a record: each by a name of its own that stays, from wherever and with whatever it is coded."""

from __future__ import annotations

import hashlib
import os.path
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath


def place(path: Path, home: Path) -> str:
    """Where a file is, as a record notes it: seen from the record's folder, so that both can be moved together.

    Nor does a record that is handed on then tell in which folders of whose machine it lay.
    """
    try:
        return Path(os.path.relpath(path.resolve(), home)).as_posix()
    except ValueError:  # on another drive than the record
        return path.resolve().as_posix()


def name_files(
    files: Sequence[Path], held: Mapping[str, str], home: Path, digests: Callable[[], Mapping[str, str]]
) -> list[tuple[str, Path]]:
    """Give each file the name of its document, which no other file bears, and put them in the names' order.

    A file that the record holds keeps its name, and so does one that was moved but not changed. Another is called by
    its own name or, where that is another file's too, by its path: as seen from the record's folder, or the whole.

    Args:
        files: each of them once.
        held: by the names of the record's documents, where these were read, as :func:`place` or an older version noted it.
        home: the record's folder, resolved.
        digests: gives the hashes of the record's documents by name; asked only if files were moved.
    """
    where = {file.resolve(): file for file in files}
    known = _by_place((name, Path(os.path.normpath(home / path))) for name, path in held.items())
    gone = (
        set() if where.keys() <= known.keys() else {name for name, path in held.items() if not (home / path).exists()}
    )
    # An older version noted paths as they were given, seen from wherever it was called: they may be anywhere.
    known = _by_place((name, Path(held[name]).resolve()) for name in gone) | known
    found = {known[at]: file for at, file in where.items() if at in known}
    fresh = {at: file for at, file in sorted(where.items()) if at not in known}
    left = sorted(gone - found.keys())
    moved: dict[tuple[str, str | None], str] = {(PurePosixPath(n).name, digests()[n]): n for n in left}
    called, times = {name for name, _ in moved}, Counter(at.name for at in fresh)

    def free(name: str, at: Path) -> bool:
        return name not in found and (name not in held or name in gone and name in _whole(at))

    for at, file in fresh.items():
        before = moved.pop((at.name, _digest(file)), None) if at.name in called else None
        found[before or next(n for n in _names(at, home, alone=times[at.name] == 1) if free(n, at))] = file
    return sorted(found.items())


def _by_place(places: Iterable[tuple[str, Path]]) -> dict[Path, str]:
    """Names by places; where an older version gave one file two, the shorter."""
    return {at: name for name, at in sorted(places, key=lambda p: (-len(p[0]), p[0]))}


def _names(at: Path, home: Path, *, alone: bool) -> Iterator[str]:
    """What a file may be called, the best first."""
    if alone:
        yield at.name
    yield "/".join(part for part in PurePosixPath(place(at, home)).parts if part != "..")
    yield from _whole(at)


def _whole(at: Path) -> tuple[str, str]:
    """Names that only the file at this very place can have: its path and, should another be called so, the path's hash."""
    return at.as_posix().lstrip("/"), f"{hashlib.sha256(os.fsencode(at)).hexdigest()[:16]}/{at.name}"


def _digest(file: Path) -> str | None:
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
