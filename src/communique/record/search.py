"""Searching a record: documents, statements and events by their words, ranked, counted by facet, with the hits marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import duckdb
import pyarrow as pa

from communique.model import Span
from communique.record.conditions import Conditions
from communique.record.index import Indexed
from communique.record.kinds import KINDS, Kind
from communique.record.opening import RecordError
from communique.record.queries import Query, Term, parse
from communique.record.relation import Relation
from communique.record.snippets import Snippet, excerpts, pieces
from communique.record.tables import Row

_SATURATION, _LENGTH = 1.2, 0.75
"""BM25's k1 and b, as S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework" (2009), advise."""
_FOUND = f"""CREATE OR REPLACE TEMP TABLE found AS WITH
    found AS MATERIALIZED ({{found}}),
    every AS (SELECT count(*) AS number, avg(length) AS mean FROM ({{items}})),
    rarity AS (SELECT term, ln(1 + (any_value(number) - count(*) + .5) / (count(*) + .5)) AS weight FROM found, every GROUP BY term),
    items AS ({{items}} {{where}}),
    weighed AS (
        SELECT document, position,
            weight * times * {_SATURATION + 1} / (times + {_SATURATION} * ({1 - _LENGTH} + {_LENGTH} * length / mean)) AS score
        FROM found JOIN items USING (document, position) JOIN rarity USING (term), every
    ),
    scored AS ({{scored}}),
    held AS MATERIALIZED (SELECT * FROM scored{{barred}})
    SELECT h.* FROM held h{{shown}}"""
_HITS = "CREATE OR REPLACE TEMP TABLE hits AS SELECT h.*, d.outlet, {columns} FROM ({best}) h {joined}"
COUNTED = 20_000
"""Hits that are counted by facet, the best ones and those as good as the last: counting more takes longer than people wait."""
_ONE = "FROM weighed"
_ALL = """SELECT document, position, sum(score) AS score FROM weighed
    GROUP BY document, position HAVING count(*) = {}"""
"""The score of what has a single term; of several, of what has them all."""
_YEARS = dt.timedelta(days=3 * 366)
"""Days that are counted by month; more are counted by year."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document, or a statement or event of one, that a query finds.

    ``document`` is the document's name, ``id`` the statement's or event's id within it (``None`` for a document),
    ``day`` the day of publication or, for an event, its first possible day; ``title_hits`` are spans of ``title``.
    """

    document: str
    id: str | None
    title: str | None
    title_hits: tuple[Span, ...]
    outlet: str | None
    day: dt.date | None
    score: float
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many hits have a value of a facet; ``label`` is what to call it."""

    value: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Results:
    """What a query finds: how many there are, one page of them, best first, and as many as are ``counted`` by facet."""

    query: str
    kind: str
    total: int
    offset: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[Count, ...]]
    counted: int

    def relation(self) -> Relation:
        """The page as a table: one row a hit, its snippets joined by " … "."""
        return Relation(pa.Table.from_pylist([_flat(h, self.kind) for h in self.hits], schema=_FLAT))


_FLAT = pa.schema({
    "kind": pa.string(), "doc_name": pa.string(), "local_id": pa.string(), "title": pa.string(), "outlet": pa.string(),
    "day": pa.date32(), "score": pa.float64(), "snippet": pa.string(),
})  # fmt: skip


def _flat(hit: Hit, kind: str) -> Row:
    return {
        "kind": kind, "doc_name": hit.document, "local_id": hit.id, "title": hit.title, "outlet": hit.outlet,
        "day": hit.day, "score": hit.score, "snippet": " … ".join(s.text for s in hit.snippets),
    }  # fmt: skip


class Searched(Indexed):
    """The index, asked."""

    def search(
        self,
        query: str,
        kind: str = "documents",
        *,
        actor: str | None = None,
        outlet: str | None = None,
        type: str | None = None,  # noqa: A002
        status: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 20,
        offset: int = 0,
        values: int = 20,
    ) -> Results:
        """Find documents, statements or events by their words, best first (BM25).

        Args:
            query: words, "a phrase", begin*, -word (:func:`communique.record.queries.parse`).
            kind: ``documents``, by headline and article; ``statements``, by content; ``events``, by evidence.
            actor: an id, a name or an ISO code: of a document's actors, a statement's source, an event's sides.
            outlet: who published it.
            type: an event's PLOVER type, also of a document's events; of a statement direct, indirect or mixed.
            status: an event's status, also of a document's events.
            since: not before this day (YYYY-MM-DD), of publication or of the event.
            until: not after this day.
            limit: at most so many hits.
            offset: after so many hits.
            values: at most so many values of a facet, but for dates.

        Raises:
            ValueError: the query has nothing to look for, the kind is none, a day cannot be read, or this kind has
                nothing to filter by so.
            RecordError: it finds too much for the memory that this record was opened with.
        """
        if kind not in KINDS:
            raise ValueError(f"{kind!r} cannot be searched; choose {', '.join(KINDS)}")
        asked, sort = parse(query), KINDS[kind]
        ids = None if actor is None else self._actor_ids(actor)
        given = {k: v for k, v in (("actor", ids), ("type", type), ("status", status)) if v is not None}
        where = sort.conditions(given, outlet, since, until)
        cursor = self._connection.cursor()
        try:
            total = _find(cursor, asked, sort, where)
            page = _page(cursor, asked, sort, limit, offset)
            ((counted,),) = cursor.execute("SELECT count(*) FROM hits").fetchall()
            return Results(query, kind, total, offset, page, _facets(cursor, sort, values), counted)
        except duckdb.OutOfMemoryException as error:
            raise RecordError(
                f"{query!r} finds more than memory holds; add a word, write more letters before the *, or filter"
            ) from error
        finally:
            cursor.close()

    def _actor_ids(self, actor: str) -> list[str]:
        same = "lower(id) = lower(?) OR lower(name) = lower(?) OR country = upper(?)"
        found = self._select(f"SELECT DISTINCT id FROM actors WHERE {same} ORDER BY id", [actor, actor, actor])
        return [r["id"] for r in found]


def _find(cursor: duckdb.DuckDBPyConnection, query: Query, kind: Kind, where: Conditions) -> int:
    """Make the table ``found`` of all that a query finds, with its score, and the table ``hits`` of what is counted.

    Returns:
        How many are found.
    """
    found, given = zip(*(_postings(t, kind) for t in query.wanted), strict=True)
    barred, against = zip(*(_postings(t, kind) for t in query.barred), strict=True) if query.barred else ((), ())
    cursor.execute(
        _FOUND.format(
            found=" UNION ALL ".join(f"SELECT {k} AS term, * FROM ({sql})" for k, sql in enumerate(found)),
            scored=_ONE if len(found) == 1 else _ALL.format(len(found)), barred="".join(f" ANTI JOIN ({sql}) USING (document, position)" for sql in barred),
            items=kind.items, where=where.sql, shown=_shown(query, kind),
        ),
        [*chain(*given), *where.values, *chain(*against), *(t.pattern for t in query.phrases)],
    )  # fmt: skip
    ((total,),) = cursor.execute("SELECT count(*) FROM found").fetchall()
    best = f"FROM found WHERE score >= ({_least(COUNTED)})" if total > COUNTED else "FROM found"
    cursor.execute(_HITS.format(best=best, columns=kind.columns, joined=kind.joined))
    return int(total)


def _least(number: int) -> str:
    """The score that the best so many of all found have at the least."""
    return f"SELECT min(score) FROM (SELECT score FROM found ORDER BY score DESC LIMIT {number})"


def _shown(query: Query, kind: Kind) -> str:
    """The condition that phrases stand in the text, or do not, with the rows that have it."""
    if not query.phrases:
        return ""
    checks = (f"{'NOT ' * t.barred}regexp_matches(strip_accents({kind.text}), ?)" for t in query.phrases)
    # With a column of the hits in it, the condition is not tried on every text there is before these are joined.
    return f" {kind.joined} WHERE CASE WHEN h.score IS NOT NULL THEN {' AND '.join(checks)} END"


def _postings(term: Term, kind: Kind) -> tuple[str, list[object]]:
    """SQL of the items that have a word, and how often, with its values."""
    (stem,), (form,) = term.stems, term.forms
    if not term.prefix:
        return kind.postings.format("word = ?"), [stem]
    end = form[:-1] + chr(ord(form[-1]) + 1)
    parts, values = [kind.postings.format("word >= ? AND word < ?")], [form, end]
    if not stem.startswith(form):
        parts.append(kind.postings.format("word = ?"))
        values.append(stem)
    sql = (
        f"SELECT document, position, sum(times) AS times FROM ({' UNION ALL '.join(parts)}) GROUP BY document, position"
    )
    return sql, list(values)


def _page(cursor: duckdb.DuckDBPyConnection, query: Query, kind: Kind, limit: int, offset: int) -> tuple[Hit, ...]:
    order = "ORDER BY h.score DESC, d.name, h.position"
    # Names order those of one score alone: they are read of no more than can be on the page.
    page = f"""SELECT h.* FROM found h JOIN documents d ON d.id = h.document WHERE h.score >= ({_least(int(limit) + int(offset))})
        {order} LIMIT {int(limit)} OFFSET {int(offset)}"""
    shown = f"h.score, {kind.columns}, d.name, d.title, d.outlet, d.text, d.boilerplate, {kind.spans} AS spans"
    sql = f"WITH page AS MATERIALIZED ({page}) SELECT {shown} FROM page h {kind.joined} {order}"
    found = cursor.execute(sql)
    names = [d[0] for d in found.description or ()]
    return tuple(_hit(dict(zip(names, row, strict=True)), query) for row in found.fetchall())


def _hit(row: Row, query: Query) -> Hit:
    text, title = row["text"], row["title"]
    hits = query.hits(text)
    spans = [Span(s["start"], s["end"]) for s in row["spans"] or ()]
    boilerplate = [Span(s["start"], s["end"]) for s in row["boilerplate"]]
    return Hit(
        row["name"], row["local_id"], title, query.hits(title or ""), row["outlet"], row["day"], row["score"],
        pieces(text, spans, hits) if row["local_id"] else excerpts(text, hits, boilerplate),
    )  # fmt: skip


def _facets(cursor: duckdb.DuckDBPyConnection, kind: Kind, most: int) -> dict[str, tuple[Count, ...]]:
    found = {name: _counts(cursor, sql, f"number DESC, value LIMIT {int(most)}") for name, sql in kind.facets.items()}
    found["actor"] = _named(cursor, found["actor"])
    ((first, last),) = cursor.execute("SELECT min(day), max(day) FROM hits").fetchall()
    step = "%Y" if first is not None and last - first > _YEARS else "%Y-%m"
    found["date"] = _counts(cursor, f"SELECT strftime(day, '{step}') AS value FROM hits", "value")
    return found


def _counts(cursor: duckdb.DuckDBPyConnection, values: str, order: str) -> tuple[Count, ...]:
    sql = f"SELECT value, count(*) AS number FROM ({values}) WHERE value IS NOT NULL GROUP BY value ORDER BY {order}"
    return tuple(Count(value, value, number) for value, number in cursor.execute(sql).fetchall())


def _named(cursor: duckdb.DuckDBPyConnection, actors: Sequence[Count]) -> tuple[Count, ...]:
    sql = "SELECT id, min(name) FROM actors WHERE id IN (SELECT unnest(?)) GROUP BY id"
    names = dict(cursor.execute(sql, [[c.value for c in actors]]).fetchall())
    return tuple(replace(c, label=names.get(c.value, c.value)) for c in actors)
