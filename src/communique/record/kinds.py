"""What can be searched: for each kind of thing, the SQL of its words, its texts, what it is filtered and counted by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from communique.record.conditions import Conditions

_EARLIEST = "coalesce(d.published_date, d.published_earliest)"
_LATEST = "coalesce(d.published_date, d.published_latest)"
_ARTICLE = """coalesce(d.title, '') || chr(10) || CASE WHEN len(d.boilerplate) = 0 THEN d.text ELSE array_to_string(list_transform(
    list_zip(list_prepend(0, [b."end" FOR b IN d.boilerplate]), list_append([b."start" FOR b IN d.boilerplate], length(d.text))),
    lambda gap: substring(d.text, gap[1] + 1, greatest(0, gap[2] - gap[1]))), chr(10)) END"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that is searched; an item of it is known by its document's id and its position there.

    In SQL ``t`` is the item's own row, ``d`` its document's and ``h`` its row among the hits.

    Attributes:
        postings: from the index, ``document``, ``position`` and ``times`` by a condition on the word.
        items: every item's ``document``, ``position`` and ``length``.
        joined: the item's and its document's rows, beside ``h``.
        text: what of them is searched, in order to look for a phrase in it.
        columns: what hits are counted by and shown with, beside the document's outlet.
        spans: what of the document's text is shown, where that is not chosen by the hits.
        days: the first and last possible day of the item itself; where it has none, its document's count.
        filters: by name, a condition with one value.
        facets: by name, SQL of a ``value`` for every item that has it.
    """

    postings: str
    items: str
    joined: str
    text: str
    columns: str
    spans: str
    filters: Mapping[str, str]
    facets: Mapping[str, str]
    days: tuple[str, str] | None = None

    def conditions(
        self, given: Mapping[str, object], outlet: str | None, since: str | None, until: str | None
    ) -> Conditions:
        """What items are asked for.

        Raises:
            ValueError: this kind has no such filter, or a day cannot be read.
        """
        where, of_document = Conditions(), Conditions()
        for name, value in given.items():
            if name not in self.filters:
                raise ValueError(f"these have no {name} to filter by; leave it out or choose another kind")
            where.add(self.filters[name], value)
        of_document.equal("d.outlet", outlet)
        if self.days is None:
            of_document.days(_EARLIEST, _LATEST, since, until)
        else:
            where.days(*self.days, since, until)
        if of_document.sql:
            where.add(f"t.document IN (SELECT d.id FROM documents d {of_document.sql})", *of_document.values)
        return where


KINDS: Mapping[str, Kind] = {
    "documents": Kind(
        postings="SELECT document, 0 AS position, times FROM words WHERE times > 0 AND {}",
        items="""SELECT t.document, t.position, t.length
            FROM (SELECT id AS document, 0 AS position, words AS length, event_types, event_statuses FROM documents) t""",
        joined="JOIN documents d ON d.id = h.document",
        text=_ARTICLE,
        columns=f"{_EARLIEST} AS day, NULL::VARCHAR AS local_id",
        spans="NULL",
        filters={
            "actor": "t.document IN (SELECT document FROM actors WHERE list_contains(?, id))",
            "type": "list_contains(t.event_types, upper(?))",
            "status": "list_contains(t.event_statuses, lower(?))",
        },
        facets={
            "actor": "SELECT x.id AS value FROM hits JOIN actors x USING (document)",
            "outlet": "SELECT outlet AS value FROM hits",
            "type": "SELECT unnest(x.event_types) AS value FROM hits JOIN documents x ON x.id = document",
            "status": "SELECT unnest(x.event_statuses) AS value FROM hits JOIN documents x ON x.id = document",
        },
    ),
    "statements": Kind(
        postings="SELECT document, unnest(statements) AS position, 1 AS times FROM words WHERE {}",
        items="""SELECT t.document, t.position, list_sum([c."end" - c."start" FOR c IN t.content]) AS length FROM statements t""",
        joined="JOIN statements t USING (document, position) JOIN documents d ON d.id = h.document",
        text="t.content_text",
        columns=f"{_EARLIEST} AS day, t.local_id, t.kind AS type, t.source AS actor",
        spans="t.content",
        filters={"actor": "list_has_any(t.source, ?)", "type": "t.kind = lower(?)"},
        facets={
            "actor": "SELECT unnest(actor) AS value FROM hits",
            "outlet": "SELECT outlet AS value FROM hits",
            "type": "SELECT type AS value FROM hits",
        },
    ),
    "events": Kind(
        postings="SELECT document, unnest(events) AS position, 1 AS times FROM words WHERE {}",
        items="""SELECT t.document, t.position, t.evidence."end" - t.evidence."start" AS length FROM events t""",
        joined="JOIN events t USING (document, position) JOIN documents d ON d.id = h.document",
        text="t.evidence_text",
        columns="coalesce(t.date_earliest, t.date_latest) AS day, t.local_id, t.type, t.status, list_distinct(t.actor || t.recipient) AS actor",
        spans="[t.evidence]",
        filters={
            "actor": "list_has_any(t.actor || t.recipient, ?)",
            "type": "t.type = upper(?)",
            "status": "t.status = lower(?)",
        },
        facets={
            "actor": "SELECT unnest(actor) AS value FROM hits",
            "outlet": "SELECT outlet AS value FROM hits",
            "type": "SELECT type AS value FROM hits",
            "status": "SELECT status AS value FROM hits",
        },
        days=("t.date_earliest", "t.date_latest"),
    ),
}
"""By the name that :meth:`communique.Record.search` takes."""
