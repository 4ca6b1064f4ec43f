"""Opening, writing and asking a record."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from communique.model import Coding, Document, Event, Page, Statement
from communique.record import rows
from communique.record.explore import Explored, explore, query
from communique.record.index import entry_of
from communique.record.kept import Kept
from communique.record.lists import Listed
from communique.record.migrations import steps_from
from communique.record.opening import RecordError, connect, first_line, outdated, parts_of, version_of
from communique.record.profiles import Profiles
from communique.record.relation import Relation
from communique.record.schema import TABLES, VERSION
from communique.record.search import Searched
from communique.record.tables import Row, in_batches

_PARTS = ("actors", "mentions", "statements", "events", "omissions", "codes")
_SHOWN = {
    "statements": ("cue_text", "content_text"), "events": ("evidence_text", "trigger_text"), "codes": ("evidence_text",),
}  # fmt: skip
"""By table, the columns with words that a span shows."""
_CHUNK = 16
"""Documents whose codings are read at once, of all that there are."""
_NAMED = 128
"""The same of some that are named: fewer times through the tables, and more of them in memory."""


class Record(Searched, Profiles, Listed, Kept):
    """One record's file, open; use it as a context manager."""

    @classmethod
    @contextmanager
    def open(
        cls, path: str | Path, *, read_only: bool = False, ample: bool = False, make: bool = True
    ) -> Iterator[Record]:
        """Open a record, making it if it is to be written and does not exist.

        Args:
            path: the record's file.
            read_only: refuse to change anything. A record of an earlier schema is read through a copy that is brought up
                to date; opened to be written, it is itself.
            ample: let the database have 1 GB for what goes over a whole record (bringing documents together, summaries),
                in place of the 96 MB that writing document after document takes; reading always has it.
            make: make it if it does not exist; without this, only a record that is there is opened.

        Raises:
            RecordError: there is no such record, it is not one, another process has it open, or it is too new.
        """
        file = Path(path)
        with ExitStack() as held:
            old = file.exists() and outdated(file)
            if read_only and old:
                copy = Path(held.enter_context(TemporaryDirectory())) / "record.duckdb"
                for part in parts_of(file):
                    shutil.copyfile(part, copy.with_name(copy.name + part.name.removeprefix(file.name)))
                with _opened(cls, copy, False, ample=True):
                    pass  # opening it to write brings it up to date
                yield held.enter_context(_opened(cls, copy, True, known_as=file))
            else:
                yield held.enter_context(_opened(cls, file, read_only, ample=ample or old, make=make))

    def _prepare(self, read_only: bool) -> None:
        """Check that the file is a record that can be read, and bring it to this schema if it is to be written."""
        tables = {r[0] for r in self._connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
        if tables and "meta" not in tables:
            raise RecordError(f"{self.path}: is a DuckDB file but not a record; name another file")
        if not tables and read_only:
            raise RecordError(f"{self.path}: is empty; fill it with `communique code`")
        found = version_of(self._connection) if "meta" in tables else VERSION
        if found > VERSION:
            raise RecordError(f"{self.path}: was written by a newer communique (schema {found}); update this one")
        if not read_only:
            with self._transaction():
                for sql in steps_from(found):
                    self._connection.execute(sql)
                for table in TABLES:
                    self._connection.execute(table.ddl)
                if found < VERSION:
                    self.derive()
                self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('version', ?)", [str(VERSION)])
            self._index_unindexed()

    def _index_unindexed(self) -> None:
        keys = [r["id"] for r in self._select("SELECT id FROM documents WHERE index_sha256 IS NULL")]
        for some in in_batches(keys, _CHUNK):
            self._index_known([entry_of(c) for c in self._codings(some)])
        if keys:
            self._order_index()

    # Writing

    def paths(self) -> dict[str, str]:
        """The path that each document was read from, by the document's name."""
        return {r["name"]: r["path"] for r in self._select("SELECT name, path FROM documents")}

    def has(self, page: Page, coder_version: str) -> bool:
        """Whether this version of the coder has coded these very bytes under this name."""
        sql = "SELECT 1 FROM documents WHERE name = ? AND sha256 = ? AND coder_version = ?"
        return (
            self._connection.execute(sql, [page.name, hashlib.sha256(page.data).hexdigest(), coder_version]).fetchone()
            is not None
        )

    def coder_version(self, name: str) -> str:
        """The version noted with the document of a name; empty where the record holds none."""
        found = self._select("SELECT coder_version FROM documents WHERE name = ?", [name])
        return str(found[0]["coder_version"]) if found else ""

    def write(self, coding: Coding, path: str = "", coder_version: str = "") -> None:
        """Keep a coding, in place of an earlier one of the same name; all of it or, if that fails, nothing."""
        self.write_all([(coding, path, coder_version)])

    def write_all(self, codings: Sequence[tuple[Coding, str, str]]) -> None:
        """Keep several codings, each with its path and its coder's version, as :meth:`write` keeps one; all or none."""
        with self._transaction():
            names = [c.document.name for c, _, _ in codings]
            self._connection.execute("DELETE FROM failures WHERE list_contains(?, name)", [names])
            self._replace(codings)
        self._order_index()

    def _replace(self, codings: Sequence[tuple[Coding, str, str]]) -> None:
        entries = [entry_of(c) for c, _, _ in codings]
        held = self._remove([c.document.name for c, _, _ in codings])
        self._insert("documents", [
            rows.document_row(c.document, path, version) | e.noted
            for (c, path, version), e in zip(codings, entries, strict=True)
        ])  # fmt: skip
        tables: dict[str, list[Row]] = {}
        for coding, _, _ in codings:
            for table, found in rows.coding_rows(coding).items():
                tables.setdefault(table, []).extend(found)
        for table, found in tables.items():
            self._insert(table, found)
        self._index(entries, held)
        self.mark_changed([c.document.name for c, _, _ in codings])

    def revise(self, codings: Sequence[Coding]) -> None:
        """Keep codings in place of those of the same documents, with the paths and coder's versions noted for these.

        What is noted of why a document could not be coded stays, since none is read again for this.

        Raises:
            RecordError: the record holds no document of one of the names.
        """
        found = {r["name"]: r for r in self._select("SELECT name, path, coder_version FROM documents")}
        missing = [c.document.name for c in codings if c.document.name not in found]
        if missing:
            raise RecordError(f"{self.path}: holds no document {missing[0]} to revise")
        noted = [(c, found[c.document.name]) for c in codings]
        with self._transaction():
            self._replace([(c, row["path"], row["coder_version"]) for c, row in noted])
        self._order_index()

    def _remove(self, names: Sequence[str]) -> dict[str, str | None]:
        """Remove documents, but for the index of their words; returns the index's hashes by the documents' ids."""
        sql = "SELECT id, index_sha256 FROM documents WHERE list_contains(?, name)"
        held = {r["id"]: r["index_sha256"] for r in self._select(sql, [list(names)])}
        old = list(held)
        if not old:
            return held
        for table in _PARTS:
            self._connection.execute(f"DELETE FROM {table} WHERE list_contains(?, document)", [old])
        self._connection.execute("DELETE FROM documents WHERE list_contains(?, id)", [old])
        return held

    def keep_scheme(self, digest: str, text: str) -> None:
        """Keep an own codebook that documents are coded by."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [f"codebook {digest}", text])

    def schemes(self) -> dict[str, str]:
        """The texts of the own codebooks that documents were coded by, by their digests."""
        found = self._select("SELECT name, value FROM meta WHERE name LIKE 'codebook %'")
        return {r["name"].partition(" ")[2]: r["value"] for r in found}

    def fail(self, name: str, path: str, reason: str) -> None:
        """Keep the reason why a document could not be coded."""
        self._connection.execute("INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", [name, path, reason])

    def unfail(self, name: str, reason: str = "") -> None:
        """Forget that a document could not be coded, if the reason for it begins so."""
        self._connection.execute("DELETE FROM failures WHERE name = ? AND starts_with(reason, ?)", [name, reason])

    # Reading

    def codings(self, among: Sequence[str] = _PARTS) -> Iterator[Coding]:
        """Every coding, by document name, one at a time; of their parts those of the tables wanted alone."""
        keys = [r["id"] for r in self._select("SELECT id FROM documents ORDER BY name")]
        for some in in_batches(keys, _CHUNK):
            yield from self._codings(some, among)

    def codings_of(self, names: Iterable[str], among: Sequence[str] = _PARTS) -> list[Coding]:
        """The codings of the documents of some names, by name; of their parts those of the tables wanted alone."""
        return [c for some in in_batches(self._keys(names), _NAMED) for c in self._codings(some, among)]

    def heads_of(self, mentions: Iterable[tuple[str, str]]) -> list[Coding]:
        """The documents of some events, each a document's name and an id there, with their actors and these events alone."""
        wanted = set(mentions)
        keys = self._keys({name for name, _ in wanted})
        found = self._codings(keys, ("actors", "events"), sorted({key for _, key in wanted}))
        return [replace(c, events=tuple(e for e in c.events if (c.document.name, e.id) in wanted)) for c in found]

    def documents_of(self, names: Iterable[str]) -> list[Document]:
        """The documents of some names, by name."""
        return [c.document for c in self._codings(self._keys(names), ())]

    def _keys(self, names: Iterable[str]) -> list[str]:
        """The ids of the documents of some names, by name."""
        sql = "SELECT id FROM documents WHERE name IN (SELECT unnest(?)) ORDER BY name"
        return [r["id"] for r in self._select(sql, [sorted(names)])]

    def coding(self, document: str) -> Coding | None:
        """The coding of the document of a name or id or, where none has these, of a name without its ending.

        Raises:
            RecordError: several documents have that name without their endings.
        """
        key = self._id_of(document)
        return self._codings([key])[0] if key is not None else None

    def find(self, key: str) -> tuple[Coding, Event | Statement] | None:
        """An event or a statement and the coding that holds it.

        Args:
            key: its id in the record, or its document's name and its id there, as ``visit.txt:e3``.

        Raises:
            RecordError: several documents have that name without their endings.
        """
        found = self._standing("id = ?", key)
        document, _, local = key.rpartition(":")
        if not found and document and (held := self._id_of(document)) is not None:
            found = self._standing("document = ? AND local_id = ?", held, local)
        if not found:
            return None
        coding = self._codings([found[0]["document"]])[0]
        everything: tuple[Event | Statement, ...] = (*coding.events, *coding.statements)
        return coding, next(i for i in everything if i.id == found[0]["local_id"])

    def _standing(self, where: str, *values: str) -> list[Row]:
        """Where events and statements stand: the document's id and their own there."""
        sql = " UNION ALL ".join(f"SELECT document, local_id FROM {t} WHERE {where}" for t in ("events", "statements"))
        return self._select(sql, [*values, *values])

    def shown(self, documents: Sequence[str]) -> dict[tuple[str, str, str, str], str]:
        """The words that are kept beside the spans of some documents, which are given by id.

        Returns:
            The words by the document's id, the table, the id within the document and the column.
        """
        return {
            (r["document"], table, r["local_id"], column): r[column]
            for table, columns in _SHOWN.items()
            for r in self._select(
                f"SELECT document, local_id, {', '.join(columns)} FROM {table} WHERE document IN (SELECT unnest(?))",
                [list(documents)],
            )
            for column in columns
        }

    def _codings(
        self, keys: Sequence[str], among: Sequence[str] = _PARTS, events: Sequence[str] | None = None
    ) -> list[Coding]:
        """The codings of documents by their ids, by name; each of the tables wanted is read once.

        Where ids of events are given, events of no other id are read.
        """
        documents = self._select("SELECT * FROM documents WHERE id IN (SELECT unnest(?)) ORDER BY name", [list(keys)])
        parts: dict[str, dict[str, list[Row]]] = {}
        for table in among:
            held: dict[str, list[Row]] = {}
            narrowed = table == "events" and events is not None
            where = "document IN (SELECT unnest(?))" + (" AND local_id IN (SELECT unnest(?))" if narrowed else "")
            # Which rows are wanted is read from one column first: of a large table the others are read of these alone.
            sql = f"SELECT * FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {where}) ORDER BY document, position"
            for row in self._select(sql, [list(keys), events] if narrowed else [list(keys)]):
                held.setdefault(row["document"], []).append(row)
            parts[table] = held

        def of(table: str, key: str) -> list[Row]:
            return parts[table].get(key, []) if table in parts else []

        return [
            Coding(
                rows.document_of(d),
                tuple(map(rows.actor_of, of("actors", d["id"]))),
                tuple(map(rows.mention_of, of("mentions", d["id"]))),
                tuple(map(rows.statement_of, of("statements", d["id"]))),
                tuple(map(rows.event_of, of("events", d["id"]))),
                tuple(map(rows.omission_of, of("omissions", d["id"]))),
                tuple(map(rows.code_of, of("codes", d["id"]))),
            )
            for d in documents
        ]

    def query(self, sql: str) -> Relation:
        """One read-only statement over the tables of ``docs/record.md``.

        Raises:
            RecordError: it is not one statement that only reads, or DuckDB refuses it.
        """
        return query(self._connection, sql)

    def explore(self, sql: str, *, seconds: float = 5, rows: int = 1000) -> Explored:
        """The same for SQL from people who are not at this machine: bounded in time, rows and size.

        Args:
            sql: a statement that only reads.
            seconds: how long it may take.
            rows: at most so many rows; what comes back tells whether there were more.

        Raises:
            RecordError: it is no such statement, takes too long or too much, or DuckDB refuses it.
        """
        return explore(self._connection, sql, seconds=seconds, rows=rows)


@contextmanager
def _opened(
    kind: type[Record],
    file: Path,
    read_only: bool,
    *,
    known_as: Path | None = None,
    ample: bool = False,
    make: bool = True,
) -> Iterator[Record]:
    """A record's file, open and checked; ``known_as`` is what messages call it."""
    connection = connect(file, read_only, ample, make)
    try:
        record = kind(known_as or file, connection)
        record._prepare(read_only)
        yield record
    except duckdb.OutOfMemoryException as error:
        raise RecordError(
            f"{file}: takes more memory than the database may have ({first_line(error)}); nothing recorded is lost, "
            "ask for less at once or split the record"
        ) from error
    except duckdb.IOException as error:
        raise RecordError(
            f"{file}: cannot be written ({first_line(error)}); check the space left and try again, nothing recorded is lost"
        ) from error
    finally:
        connection.close()
