"""Plain text files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from communique.model import Page
from communique.sources.files import content


def pages(path: Path, name: str) -> Iterator[Page]:
    """The file as one page of plain text."""
    yield Page(name, str(path), content(path, name), "text/plain")
