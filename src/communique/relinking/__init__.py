"""Bringing a record's documents together: what has changed since the last time, and all that hangs on it.

What comes out is what all documents at once would give (:class:`communique.linking.linker.Linker`), since each step
finds all that a change reaches: a word that now weighs otherwise changes the documents and mentions that use it, a story
those that it gains, and an item that comes or goes the pairs of its blocks. Pairs are compared where one of the two has
changed, or where a crowd parts or joins them; groups are made anew where a pair of theirs has another likeness.
"""

from __future__ import annotations

import hashlib
from functools import cache

from communique.codebook import load
from communique.linking import likeness
from communique.linking.words import FREQUENCIES
from communique.record import Record
from communique.relinking.changes import read
from communique.relinking.links import bring_together

VERSION = "1"
"""Raised whenever the same documents would be brought together otherwise; weights, words and codebook count by themselves."""


def relink(record: Record, *, afresh: bool = False) -> int:
    """Bring the record's documents together: date what others date, and join mentions.

    Args:
        record: the record, open to be written.
        afresh: compare everything again, and not only what changed since the last time; the result is the same.

    Returns:
        The number of episodes with two mentions or more.
    """
    with record.transaction():
        by = linked_by()
        if afresh or record.linked_by() != by:
            record.forget_links(by)
        bring_together(record, read(record))
        record.mark_linked()
    return record.told_again()


@cache
def linked_by() -> str:
    """What documents are brought together by: this version of it, its weights, its words and its codebook."""
    digest = hashlib.sha256()
    for file in (likeness.FILE, FREQUENCIES):
        digest.update(file.read_bytes())
    for name in ("acts", "types"):
        digest.update(repr(load(name)).encode())
    return f"{VERSION} {digest.hexdigest()[:16]}"
