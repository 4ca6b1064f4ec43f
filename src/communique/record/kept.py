"""What a record keeps of how its documents were brought together, so that what has not changed is not compared again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from communique.record.tables import BATCH, Row, Tables, in_batches

Columns = Mapping[str, Any]
RESULTS = ("stories", "copies", "episodes", "episode_mentions", "claims", "claim_mentions", "ties")
KEPT = ("linked_documents", "frequencies", "vectors", "blocks", "likely", "verdicts")
_LINKED = "linked by"


class Kept(Tables):
    """The tables that bringing together reads and brings up to date."""

    def linked_by(self) -> str | None:
        """What the record was last brought together by; None if it never was."""
        found = self._select("SELECT value FROM meta WHERE name = ?", [_LINKED])
        return found[0]["value"] if found else None

    def forget_links(self, by: str) -> None:
        """Forget all that bringing together found and kept, which is done anew by another version of it."""
        for table in (*RESULTS, *KEPT):
            self._connection.execute(f"DELETE FROM {table}")
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_LINKED, by])

    # Documents

    def changed_documents(self) -> list[str]:
        """The names of documents that were written or removed since all were last brought together."""
        return [r["name"] for r in self._select("""
            SELECT name FROM changed UNION SELECT name FROM documents WHERE name NOT IN (SELECT name FROM linked_documents)
            UNION SELECT name FROM linked_documents WHERE name NOT IN (SELECT name FROM documents) ORDER BY name""")]  # fmt: skip

    def mark_changed(self, names: Sequence[str]) -> None:
        """Note that documents were written."""
        self._append("changed", name=pa.array(names, pa.string()))

    def mark_linked(self) -> None:
        """Note that all documents are brought together as they are."""
        self._connection.execute("DELETE FROM changed")

    def linked_names(self) -> Mapping[str, int]:
        """The numbers of all documents that are brought together."""
        return {r["name"]: r["number"] for r in self._select("SELECT name, number FROM linked_documents")}

    def linked_documents(self, numbers: Iterable[int], *columns: str) -> list[Row]:
        """Some columns of the documents of some numbers."""
        with self._given(number=np.fromiter(numbers, dtype=np.int64)):
            sql = f"SELECT {', '.join(columns)} FROM linked_documents SEMI JOIN given USING (number)"
            return self._select(sql)

    def linked_column(self, column: str) -> dict[int, Any]:
        """One column of all documents, by their numbers."""
        found = self._select(f"SELECT number, {column} FROM linked_documents")
        return {r["number"]: r[column] for r in found}

    def keep_documents(self, gone: Iterable[int], found: Iterable[Row]) -> None:
        """Keep documents, in place of those of some numbers."""
        with self._given(number=np.fromiter(gone, dtype=np.int64)):
            self._connection.execute("DELETE FROM linked_documents WHERE number IN (SELECT number FROM given)")
        for some in in_batches(found, BATCH):
            self._insert("linked_documents", some)

    def keep_stories(self, stories: Mapping[int, int]) -> None:
        """Keep the stories of documents, both by their numbers."""
        numbers = np.fromiter(stories, dtype=np.int64)
        with self._given(number=numbers, story=np.fromiter(stories.values(), dtype=np.int64)):
            self._connection.execute(
                "UPDATE linked_documents SET story = given.story FROM given WHERE given.number = linked_documents.number"
            )

    def with_words(self, words: Sequence[str]) -> list[int]:
        """The numbers of documents that have one of some words."""
        with self._given(word=pa.array(words, pa.string())):
            return [r["number"] for r in self._select("""
                SELECT DISTINCT number FROM (
                    SELECT number, unnest(list_concat(terms, other_words)) AS word FROM linked_documents
                ) SEMI JOIN given USING (word)""")]  # fmt: skip

    def with_hashes(self, column: str, hashes: Sequence[int]) -> list[str]:
        """The names of documents that have one of some hashes in a column, ``anchors`` or ``undated``."""
        with self._given(hash=np.array(hashes, dtype=np.int64)):
            return [r["name"] for r in self._select(f"""
                SELECT DISTINCT name FROM (SELECT name, unnest({column}) AS hash FROM linked_documents)
                SEMI JOIN given USING (hash) ORDER BY name""")]  # fmt: skip

    def undated_acts(self, name: str) -> list[int]:
        """The hashes of the acts by which the document of a name may be dated."""
        found = self._select("SELECT undated FROM linked_documents WHERE name = ?", [name])
        return list(found[0]["undated"]) if found else []

    def types_undone(self, statuses: Iterable[str]) -> set[str]:
        """The types of the episodes of some statuses."""
        sql = "SELECT DISTINCT type FROM episodes WHERE status IN (SELECT unnest(?))"
        return {r["type"] for r in self._select(sql, [sorted(statuses)])}

    def frequencies(self) -> dict[str, int]:
        """How many documents use each word."""
        found = self._connection.execute("SELECT word, documents FROM frequencies").fetchall()
        return dict(found)

    def keep_frequencies(self, found: Mapping[str, int]) -> None:
        """Keep how many documents use some words, those of none not at all."""
        with self._given(word=pa.array(found, pa.string())):
            self._connection.execute("DELETE FROM frequencies WHERE word IN (SELECT word FROM given)")
        some = {word: number for word, number in found.items() if number}
        self._append(
            "frequencies", word=pa.array(some, pa.string()), documents=np.fromiter(some.values(), dtype=np.int64)
        )

    def vectors(self, documents: np.ndarray) -> Columns:
        """The words of some documents by which stories are told."""
        with self._given(document=documents):
            return self._numbers("SELECT document, place, word, weight FROM vectors SEMI JOIN given USING (document)")

    def keep_vectors(self, gone: np.ndarray, found: Columns) -> None:
        """Keep words of documents, in place of those of some."""
        with self._given(document=gone):
            self._connection.execute("DELETE FROM vectors WHERE document IN (SELECT document FROM given)")
        self._append("vectors", **found)

    # Blocks and likely pairs

    def blocks_of(self, kind: str, items: np.ndarray) -> Columns:
        """The rows of some items."""
        with self._given(item=items):
            return self._numbers(f"{_ROWS} SEMI JOIN given USING (item) WHERE kind = ?", [kind])

    def blocks(self, kind: str, blocks: np.ndarray) -> Columns:
        """The rows of some blocks."""
        with self._given(block=blocks):
            return self._numbers(f"{_ROWS} SEMI JOIN given USING (block) WHERE kind = ?", [kind])

    def keep_blocks(self, kind: str, gone: np.ndarray, found: Columns) -> None:
        """Keep rows, in place of those of some items."""
        with self._given(item=gone):
            sql = "DELETE FROM blocks WHERE kind = ? AND item IN (SELECT item FROM given)"
            self._connection.execute(sql, [kind])
        self._append("blocks", kind=pa.array([kind] * len(found["item"]), pa.string()), **found)

    def likely(self, kind: str) -> Columns:
        """All likely pairs of a kind."""
        return self._numbers("SELECT one, other, likeness FROM likely WHERE kind = ?", [kind])

    def take_likely(self, kind: str, items: np.ndarray, one: np.ndarray, other: np.ndarray) -> Columns:
        """Take out the likely pairs that some items are in, and some pairs; returns what is taken out."""
        with self._given(item=items):
            where = "kind = ? AND (one IN (SELECT item FROM given) OR other IN (SELECT item FROM given))"
            taken = [self._taken(where, [kind])]
        with self._given(one=one, other=other):
            taken.append(self._taken("kind = ? AND (one, other) IN (SELECT (one, other) FROM given)", [kind]))
        return {name: np.concatenate([t[name] for t in taken]) for name in ("one", "other", "likeness")}

    def _taken(self, where: str, values: Sequence[object]) -> Columns:
        found = self._numbers(f"SELECT one, other, likeness FROM likely WHERE {where}", values)
        if len(found["one"]):
            self._connection.execute(f"DELETE FROM likely WHERE {where}", list(values))
        return found

    def keep_likely(self, kind: str, found: Columns) -> None:
        """Keep likely pairs beside those that are there."""
        self._append("likely", kind=pa.array([kind] * len(found["one"]), pa.string()), **found)

    # Verdicts

    def verdicts(self) -> set[tuple[str, ...]]:
        """What judgements came to: a verdict, and each of the one or two that it is on by document and id."""
        found = self._connection.execute(
            "SELECT verdict, document, id, other_document, other_id FROM verdicts"
        ).fetchall()
        return {tuple(v for v in row if v is not None) for row in found}

    def keep_verdicts(self, found: Iterable[tuple[str, ...]]) -> None:
        """Keep these in place of all earlier ones."""
        self._connection.execute("DELETE FROM verdicts")
        names = ("verdict", "document", "id", "other_document", "other_id")
        self._insert("verdicts", [dict(zip(names, (*v, None, None), strict=False)) for v in sorted(found)])


_ROWS = "SELECT block, item, first, second FROM blocks"
