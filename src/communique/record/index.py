"""The index of a record's words: kept as documents are written, revised and removed, and kept in order.

A column store finds a word fast where the rows stand by word: each block of rows notes its first and last word, and a
query reads one or two blocks of hundreds. Rows are therefore appended as documents come, which is cheap, and put in
order again once too many stand at the end. Order is all that this changes: the rows depend on the documents alone.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from communique.model import Coding, Span
from communique.record.linked import Linked
from communique.record.tables import Row
from communique.record.terms import Words

_FEW = 500_000
"""Rows that are read fast enough in any order."""
_LOOSE = 0.2
"""The share of rows out of order at which all are put in order."""
_SLICE = 100_000
"""Rows that are sorted at once: little enough for the memory of a record that is written."""
_SAMPLE = 250
"""Rows that are looked at to see from where on the rows are out of order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index has of a document: by word how often, in which statements and which events; the sum and the hash.

    ``types`` and ``statuses`` are those of its events.
    """

    document: str
    found: tuple[tuple[str, int, list[int], list[int]], ...]
    words: int
    sha256: str
    types: tuple[str, ...]
    statuses: tuple[str, ...]

    @property
    def noted(self) -> Row:
        """What the document's own row has of it."""
        return {
            "words": self.words, "index_sha256": self.sha256, "event_types": list(self.types),
            "event_statuses": list(self.statuses),
        }  # fmt: skip

    def rows(self) -> list[Row]:
        """The rows of the table ``words``."""
        return [
            {"word": w, "document": self.document, "times": times, "statements": statements, "events": events}
            for w, times, statements, events in self.found
        ]


def entry_of(coding: Coding) -> Entry:
    """What a coding's headline, article, statements and events are found by.

    Boilerplate is left out, except where a statement or an event is shown by it.
    """
    document = coding.document
    words = Words.of(document.text)

    def within(span: Span) -> list[str]:
        return words.terms[bisect_left(words.starts, span.start) : bisect_left(words.starts, span.end)]

    times = Counter(words.terms)
    for span in document.boilerplate:
        times.subtract(within(span))
    if document.title_span is None:
        times.update(Words.of(document.title or "").terms)
    statements = _places(map(within, s.content) for s in coding.statements)
    events = _places([within(e.evidence)] for e in coding.events)
    held = sorted({*(+times), *statements, *events})
    entries = tuple((w, max(0, times[w]), statements.get(w, []), events.get(w, [])) for w in held)
    digest = hashlib.sha256(repr(entries).encode("utf-8", "surrogatepass")).hexdigest()
    types, statuses = (tuple(sorted({getattr(e, of) for e in coding.events})) for of in ("type", "status"))
    return Entry(document.id, entries, (+times).total(), digest, types, statuses)


def _places(items: Iterable[Iterable[Sequence[str]]]) -> dict[str, list[int]]:
    """By word, the positions of the items that have it."""
    found: dict[str, list[int]] = {}
    for k, pieces in enumerate(items):
        for word in {w for piece in pieces for w in piece}:
            found.setdefault(word, []).append(k)
    return found


class Indexed(Linked):
    """The index, kept up with the documents."""

    _loose: int | None = None
    """Rows out of order at the end of the index; not known before something is written."""

    def _index(self, entries: Sequence[Entry], held: Mapping[str, str | None]) -> None:
        """Bring the index to what documents are now.

        Args:
            entries: of documents that were written.
            held: the index's hashes of documents that were removed or replaced, by id.
        """
        same = {e.document for e in entries if held.get(e.document) == e.sha256}
        if gone := sorted(set(held) - same):
            self._connection.execute("DELETE FROM words WHERE document IN (SELECT unnest(?))", [gone])
        fresh = [row for e in entries if e.document not in same for row in e.rows()]
        self._insert("words", fresh)
        if self._loose is not None:
            self._loose += len(fresh)

    def _index_known(self, entries: Sequence[Entry]) -> None:
        """Index documents that an earlier schema held without an index."""
        with self._transaction():
            for e in entries:
                noted = "UPDATE documents SET words = ?, index_sha256 = ? WHERE id = ?"
                self._connection.execute(noted, [e.words, e.sha256, e.document])
            self._index(entries, {e.document: None for e in entries})

    def _order_index(self) -> None:
        """Put the index in order if too much of it is not."""
        ((number,),) = self._connection.execute("SELECT count(*) FROM words").fetchall()
        if number <= _FEW:
            return
        if self._loose is None:
            self._loose = self._out_of_order(number)
        if self._loose > _LOOSE * number:
            self._sort_index(number)
            self._loose = 0

    def _sample(self, number: int, size: int, order: str) -> list[str]:
        """Words of so many rows at even distances."""
        sql = f"SELECT word FROM words WHERE rowid IN (SELECT range * {max(1, number // size)} FROM range({size})) ORDER BY {order}"
        return [word for (word,) in self._connection.execute(sql).fetchall()]

    def _out_of_order(self, number: int) -> int:
        """About how many rows stand after the first that is out of order."""
        seen = self._sample(number, _SAMPLE, "rowid")
        ordered = next((k for k in range(1, len(seen)) if seen[k] < seen[k - 1]), len(seen))
        return number * (len(seen) - ordered) // max(1, len(seen))

    def _sort_index(self, number: int) -> None:
        """Write all rows anew in the order of their words, a slice of the alphabet at a time."""
        starts = ["", *sorted(set(self._sample(number, number // _SLICE + 1, "word")))]
        with self._transaction():
            self._connection.execute("CREATE TABLE ordered AS FROM words LIMIT 0")
            for start, end in zip(starts, [*starts[1:], None], strict=True):
                sql = (
                    "INSERT INTO ordered FROM words WHERE word >= ? AND (word < ? OR ? IS NULL) ORDER BY word, document"
                )
                self._connection.execute(sql, [start, end, end])
            self._connection.execute("DROP TABLE words")
            self._connection.execute("ALTER TABLE ordered RENAME TO words")
