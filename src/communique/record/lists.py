"""A record's rows as lists that are asked for by actor, outlet, type, status and day."""

from __future__ import annotations

from communique.record.conditions import Conditions
from communique.record.opening import RecordError
from communique.record.relation import Relation
from communique.record.tables import Tables

_NAMED = 5
"""Documents that an error names."""
_EARLIEST, _LATEST = "coalesce(published_date, published_earliest)", "coalesce(published_date, published_latest)"


class Listed(Tables):
    """Documents, failures, actors, statements, events and codes, filtered.

    A document is given by its name, its id or its name without the ending.
    """

    def _id_of(self, document: str) -> str | None:
        """The id of the document of a name or an id or, where none has these, of a name without its ending.

        Raises:
            RecordError: several have that name without their endings.
        """
        sql = "SELECT id FROM documents WHERE name = ? OR id = ? ORDER BY name <> ? LIMIT 1"
        if exact := self._select(sql, [document] * 3):
            return str(exact[0]["id"])
        sql = "SELECT id, name FROM documents WHERE starts_with(name, ? || '.') ORDER BY name"
        found = self._select(sql, [document])
        if len(found) > 1:
            names = ", ".join(r["name"] for r in found[:_NAMED]) + (", …" if len(found) > _NAMED else "")
            raise RecordError(f"{document}: {len(found)} documents are called so ({names}); give the whole name of one")
        return str(found[0]["id"]) if found else None

    def _of_document(self, document: str | None, where: Conditions) -> None:
        """Add whether the document, known as ``d``, is the one given, if one is."""
        if document is not None:
            where.add("d.id = ?", self._id_of(document))

    def documents(
        self, *, outlet: str | None = None, since: str | None = None, until: str | None = None, limit: int | None = None
    ) -> Relation:
        """Documents, without their texts."""
        where = Conditions()
        where.equal("outlet", outlet)
        where.days(_EARLIEST, _LATEST, since, until)
        return self._relation(
            f"SELECT * EXCLUDE (text, index_sha256) FROM documents {where.sql} ORDER BY name", where.values, limit
        )

    def names_of(
        self, *, actor: str | None = None, since: str | None = None, until: str | None = None, limit: int
    ) -> list[str]:
        """The names of documents that name an actor and were published on some days, the newest first.

        Args:
            actor: an id, a name or a state's ISO code.
            since: the first day, as 2023-03-20.
            until: the last day.
            limit: at most so many.

        Raises:
            ValueError: a day cannot be read.
        """
        where = _about(actor, since, until)
        sql = f"SELECT name FROM documents d {where.sql} ORDER BY published_date DESC NULLS LAST, name LIMIT ?"
        return [r["name"] for r in self._select(sql, [*where.values, limit])]

    def count_documents(self, *, actor: str | None = None, since: str | None = None, until: str | None = None) -> int:
        """How many documents there are that name an actor and were published on some days, as for :meth:`names_of`."""
        where = _about(actor, since, until)
        return int(self._select(f"SELECT count(*) AS n FROM documents d {where.sql}", where.values)[0]["n"])

    def failures(self, *, limit: int | None = None) -> Relation:
        """Documents that could not be coded, with the reasons."""
        return self._relation("SELECT * FROM failures ORDER BY name", [], limit)

    def actors(self, *, actor: str | None = None, doc: str | None = None, limit: int | None = None) -> Relation:
        """Actors across documents, with how many documents name each."""
        where = Conditions()
        if actor is not None:
            where.add(
                "(lower(a.id) = lower(?) OR lower(a.name) = lower(?) OR a.country = upper(?))", actor, actor, actor
            )
        self._of_document(doc, where)
        sql = f"""SELECT a.id, min(a.name) AS name, min(a.kind) AS kind, min(a.country) AS country, min(a.sector) AS sector, count(*) AS documents
            FROM actors a JOIN documents d ON d.id = a.document {where.sql} GROUP BY a.id ORDER BY documents DESC, a.id"""
        return self._relation(sql, where.values, limit)

    def statements(
        self, *, source: str | None = None, outlet: str | None = None, doc: str | None = None, limit: int | None = None
    ) -> Relation:
        """Statements, each with its document's name and outlet."""
        where = Conditions()
        where.side("t.source", source)
        where.equal("d.outlet", outlet)
        self._of_document(doc, where)
        sql = f"SELECT d.name AS doc_name, d.outlet AS outlet, t.* FROM statements t JOIN documents d ON d.id = t.document {where.sql} ORDER BY d.name, t.position"
        return self._relation(sql, where.values, limit)

    def spoken_of(self, actor: str, *, since: str | None = None, until: str | None = None) -> list[str]:
        """The names of documents that report words of an actor, who is given by id, name, other words for it or ISO code.

        Raises:
            ValueError: a day cannot be read.
        """
        where = Conditions()
        where.side("t.source", actor, aliases=True)
        where.days(
            "coalesce(d.published_date, d.published_earliest)", "coalesce(d.published_date, d.published_latest)", since, until
        )  # fmt: skip
        sql = f"SELECT DISTINCT d.name AS name FROM statements t JOIN documents d ON d.id = t.document {where.sql} ORDER BY d.name"
        return [r["name"] for r in self._select(sql, where.values)]

    def events(
        self,
        *,
        actor: str | None = None,
        recipient: str | None = None,
        type: str | None = None,  # noqa: A002
        quad: str | None = None,
        status: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlet: str | None = None,
        doc: str | None = None,
        limit: int | None = None,
    ) -> Relation:
        """Events, each with its document's name and outlet; actors are matched by id, name or ISO code."""
        where = Conditions()
        where.side("t.actor", actor)
        where.side("t.recipient", recipient)
        where.equal("t.type", type)
        where.equal("t.quad", quad)
        where.equal("t.status", status)
        where.equal("d.outlet", outlet)
        where.days("t.date_earliest", "t.date_latest", since, until)
        self._of_document(doc, where)
        sql = f"SELECT d.name AS doc_name, d.outlet AS outlet, t.* FROM events t JOIN documents d ON d.id = t.document {where.sql} ORDER BY d.name, t.position"
        return self._relation(sql, where.values, limit)

    def codes(
        self, *, scheme: str | None = None, name: str | None = None, doc: str | None = None, limit: int | None = None
    ) -> Relation:
        """What sentences were coded as by codebooks of one's own, each with its document's name and outlet."""
        where = Conditions()
        where.equal("t.scheme", scheme)
        where.equal("t.name", name)
        self._of_document(doc, where)
        sql = f"SELECT d.name AS doc_name, d.outlet AS outlet, t.* FROM codes t JOIN documents d ON d.id = t.document {where.sql} ORDER BY d.name, t.position"
        return self._relation(sql, where.values, limit)


def _about(actor: str | None, since: str | None, until: str | None) -> Conditions:
    where = Conditions()
    if actor is not None:
        where.add(
            "d.id IN (SELECT document FROM actors WHERE lower(id) = lower(?) OR lower(name) = lower(?) OR country = upper(?))",
            actor, actor, actor,
        )  # fmt: skip
    where.days(_EARLIEST, _LATEST, since, until)
    return where
