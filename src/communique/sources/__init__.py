"""Kinds of input: one file each, and the registry from a file's ending to the function that yields its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.model import Page
from communique.sources import html, text

Source = Callable[[Path, str], Iterator[Page]]

SOURCES: dict[str, Source] = {".txt": text.pages, ".html": html.pages, ".htm": html.pages}
"""From a file's ending to its source; a new kind of input is one file and one line here."""


@dataclass(frozen=True, slots=True)
class Found:
    """Files that can be read, each once, and those of no known kind."""

    files: tuple[Path, ...]
    ignored: tuple[Path, ...]


def find(paths: Sequence[Path]) -> Found:
    """Look for readable files; one that is named twice is read once.

    Args:
        paths: files, taken whatever their order, and folders, searched to the bottom.

    Raises:
        FileNotFoundError: a path does not exist.
    """
    files: dict[Path, Path] = {}
    ignored: list[Path] = []
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(f"{path}: no such file or folder; check the spelling")
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            if file.suffix.lower() in SOURCES:
                files.setdefault(file.resolve(), file)
            else:
                ignored.append(file)
    return Found(tuple(files.values()), tuple(ignored))
