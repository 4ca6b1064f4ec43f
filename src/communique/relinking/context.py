"""What each step of bringing together looks up: documents and mentions by number and by place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from communique.linking.leaned import unpacked
from communique.linking.mentions import Place
from communique.linking.sets import Ints
from communique.record import Record, in_batches
from communique.relinking.changes import Changes

_SHIFT = 20
"""A mention's number is its document's, so many bits higher, and its place among the document's."""
_AT_ONCE = 1000
KINDS = ("events", "statements")

Mention = Any
"""An event mention or a statement."""


class Context:
    """A record that is being brought together, and what has changed in it.

    Args:
        record: the record, open to be written.
        changes: which documents have changed since the last time.
    """

    def __init__(self, record: Record, changes: Changes) -> None:
        self.record, self.changes, self.numbers = record, changes, changes.numbers
        gone = {name: before.number for name, before in changes.before.items()}
        self.names = {number: name for name, number in (gone | dict(changes.numbers)).items()}
        self._rank = np.zeros(max(self.names, default=-1) + 1, dtype=np.int64)
        self._rank[sorted(self.names, key=self.names.__getitem__)] = np.arange(len(self.names))
        self.found = {changes.numbers[name] for name in changes.found}
        """The numbers of documents that are new or replace others."""
        self._mentions: dict[int, tuple[Sequence[Mention], ...]] = {
            changes.numbers[name]: (f.leaned.events, f.leaned.statements) for name, f in changes.found.items()
        }
        self._ids: dict[str, dict[int, list[str]]] = {kind: {} for kind in KINDS}

    # Order

    def by_name(self, documents: Ints) -> Ints:
        """Numbers in the order of documents' names."""
        found: Ints = self._rank[documents]
        return found

    def by_place(self, mentions: Ints) -> Ints:
        """Numbers in the order of mentions' places."""
        found: Ints = (self._rank[mentions >> _SHIFT] << _SHIFT) | (mentions & ((1 << _SHIFT) - 1))
        return found

    # Mentions

    def of_document(self, kind: str, number: int) -> Sequence[Mention]:
        """The mentions of a document, which :meth:`load` has loaded, in the order of their ids."""
        return self._mentions[number][KINDS.index(kind)]

    def load(self, documents: Iterable[int]) -> None:
        """Read the mentions of some documents, but for those that are read already."""
        wanted = sorted(set(documents) - set(self._mentions))
        for some in in_batches(wanted, _AT_ONCE):
            for row in self.record.linked_documents(some, "number", "name", "packed"):
                self._mentions[row["number"]] = unpacked(row["name"], row["packed"], self.changes.lean)

    def mentions(self, kind: str, items: Ints) -> list[Mention]:
        """Mentions by their numbers."""
        self.load(np.unique(items >> _SHIFT).tolist())
        return [self.of_document(kind, item >> _SHIFT)[item & ((1 << _SHIFT) - 1)] for item in items.tolist()]

    def at_places(self, kind: str, places: Iterable[Place]) -> Mapping[Place, Mention]:
        """Mentions that are there now, by their places."""
        wanted = [p for p in places if p[0] in self.numbers]
        items = self.items(kind, wanted)
        return {m.place: m for m in self.mentions(kind, items)}

    # Between numbers and places

    def places(self, kind: str, items: Ints) -> list[Place]:
        """The places of mentions by their numbers."""
        ids = self._ids_of(kind, np.unique(items >> _SHIFT).tolist())
        found = []
        for item in items.tolist():
            number = item >> _SHIFT
            found.append((self.names[number], ids[number][item & ((1 << _SHIFT) - 1)]))
        return found

    def items(self, kind: str, places: Iterable[Place]) -> Ints:
        """The numbers of mentions at some places, as far as there are such now."""
        known = [(self.numbers[name], key) for name, key in places if name in self.numbers]
        ids = self._ids_of(kind, sorted({number for number, _ in known}))
        found = []
        for number, key in known:
            at = bisect_left(ids[number], key)
            if at < len(ids[number]) and ids[number][at] == key:
                found.append(number << _SHIFT | at)
        return np.array(found, dtype=np.int64)

    def _ids_of(self, kind: str, documents: Sequence[int]) -> Mapping[int, list[str]]:
        ids = self._ids[kind]
        missing = [number for number in documents if number not in ids]
        for number in [m for m in missing if m in self._mentions]:
            ids[number] = [m.place[1] for m in self.of_document(kind, number)]
        for row in self.record.linked_documents([m for m in missing if m not in self._mentions], "number", kind):
            ids[row["number"]] = row[kind]
        return ids


def numbers_of(document: int, mentions: int) -> list[int]:
    """The numbers of so many mentions of a document."""
    return [document << _SHIFT | k for k in range(mentions)]


def document_of(mention: int) -> int:
    """The number of the document that a mention is of."""
    return mention >> _SHIFT
