"""Tables that are derived from others, so that summaries of a large record take no longer than those of a small one."""

from __future__ import annotations

from communique.codebook import load

_MUTUAL = ", ".join(f"'{name}'" for name, row in load("types").items() if row.get("mutual"))

_SIDES = """
    INSERT INTO sides
    SELECT unnest(list_distinct(list_concat(actor, recipient))) AS party, id, type, date_earliest, date_latest, documents
    FROM episodes WHERE status = 'actual' ORDER BY party, id"""

_STATE_SIDES = """
    INSERT INTO state_sides
    SELECT DISTINCT country, episode, s.type, date_earliest, date_latest, s.documents FROM sides s JOIN parties p ON p.id = party
    WHERE country IS NOT NULL ORDER BY country, s.documents DESC, episode"""

_DAYS = """
    INSERT INTO days SELECT date_earliest, date_latest, type, count(*) FROM episodes WHERE status = 'actual'
    GROUP BY ALL ORDER BY ALL"""

_PARTIES = """
    INSERT INTO parties SELECT named.*, coalesce(e.n, 0), coalesce(s.n, 0), coalesce(called.aliases, [])
    FROM (SELECT id, min(name), min(kind), min(country), min(sector), count(*) FROM actors GROUP BY id) named
    LEFT JOIN (SELECT party AS id, count(*) AS n FROM sides GROUP BY party) e USING (id)
    LEFT JOIN (
        SELECT id, count(*) AS n FROM (SELECT unnest(list_distinct(source)) AS id FROM statements) GROUP BY id
    ) s USING (id)
    LEFT JOIN (
        SELECT id, list(alias ORDER BY n DESC, alias)[:12] AS aliases FROM (
            SELECT id, alias, count(*) AS n FROM (SELECT id, name, unnest(aliases) AS alias FROM actors)
            WHERE alias <> name GROUP BY id, alias
        ) GROUP BY id
    ) called USING (id)
    ORDER BY id"""

_APPEARANCES = """
    INSERT INTO appearances
    SELECT a.id, a.document, coalesce(d.published_date, d.published_latest, d.published_earliest) AS day, s.id IS NOT NULL
    FROM actors a JOIN documents d ON d.id = a.document
    LEFT JOIN (SELECT DISTINCT document, unnest(source) AS id FROM statements) s ON s.document = a.document AND s.id = a.id
    ORDER BY a.id, day DESC NULLS LAST, a.document"""

# Whoever takes part in a mutual act without a recipient deals with each other who does, once.
_DEALINGS = f"""
    INSERT INTO dealings
    SELECT id, a, unnest(others), type, date_earliest, date_latest FROM (
        SELECT id, a, type, date_earliest, date_latest,
            CASE WHEN len(recipient) > 0 THEN list_filter(list_distinct(recipient), lambda x: x <> a)
                WHEN type IN ({_MUTUAL}) THEN list_filter(list_distinct(actor), lambda x: x > a) ELSE [] END AS others
        FROM (
            SELECT id, unnest(list_distinct(actor)) AS a, actor, recipient, type, date_earliest, date_latest
            FROM episodes WHERE status = 'actual'
        )
    )
    ORDER BY date_earliest, id, a"""

_DYADS = """
    INSERT INTO dyads
    SELECT DISTINCT episode, least(p.country, q.country), greatest(p.country, q.country), type, date_earliest, date_latest
    FROM dealings JOIN parties p ON p.id = actor JOIN parties q ON q.id = recipient WHERE p.country <> q.country
    ORDER BY date_earliest, episode, 2, 3"""

DERIVED = ("parties", "appearances", "sides", "state_sides", "days", "dealings", "dyads")
"""The derived tables."""

# Rows lie in the order of what they are asked by, actors or days, so that a query reads no others.
DERIVE = (
    *(f"DELETE FROM {table}" for table in DERIVED),
    _SIDES,
    _DAYS,
    _PARTIES,
    _STATE_SIDES,
    _APPEARANCES,
    _DEALINGS,
    _DYADS,
)
"""The SQL that fills the derived tables anew, in order; to be run where documents' codings or episodes have changed."""
