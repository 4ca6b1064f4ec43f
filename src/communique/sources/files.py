"""Files as bytes."""

from __future__ import annotations

from pathlib import Path

from communique.documents import check_size


def content(path: Path, name: str) -> bytes:
    """A file's bytes; one that is larger than any article is refused unread.

    Raises:
        OSError: it cannot be read.
        communique.documents.UnreadableError: it is too large.
    """
    check_size(name, path.stat().st_size)
    return path.read_bytes()
