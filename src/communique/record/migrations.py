"""Bringing a record of an earlier schema to this one's, one version at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

STEPS: Mapping[int, Sequence[str]] = {
    1: (
        "ALTER TABLE episodes ADD COLUMN documents INTEGER",
        "UPDATE episodes SET documents = (SELECT count(DISTINCT document) FROM episode_mentions WHERE episode = id)",
    ),
    2: (
        "ALTER TABLE events ADD COLUMN place_state VARCHAR",
        "ALTER TABLE events ADD COLUMN latitude DOUBLE",
        "ALTER TABLE events ADD COLUMN longitude DOUBLE",
    ),
    3: (),  # a table more, which opening a record makes
    4: (  # and tables more
        "ALTER TABLE events ADD COLUMN meaning BLOB",
        "ALTER TABLE statements ADD COLUMN meaning BLOB",
    ),
    5: (  # what the index says of a document, which opening a record fills in, and tables that are derived from others
        "ALTER TABLE documents ADD COLUMN words INTEGER",
        "ALTER TABLE documents ADD COLUMN index_sha256 VARCHAR",
        "ALTER TABLE episodes ADD COLUMN status VARCHAR",
        """UPDATE episodes SET status = coalesce((
            SELECT CASE WHEN bool_or(e.status = 'actual') THEN 'actual' ELSE arg_min(e.status, m.position) END
            FROM episode_mentions m JOIN documents d ON d.name = m.document
            JOIN events e ON e.document = d.id AND e.local_id = m.event WHERE m.episode = episodes.id
        ), 'actual')""",
    ),
    6: (  # what documents are counted by where they are searched
        "ALTER TABLE documents ADD COLUMN event_types VARCHAR[]",
        "ALTER TABLE documents ADD COLUMN event_statuses VARCHAR[]",
        "UPDATE documents SET event_types = [], event_statuses = []",
        """UPDATE documents SET event_types = types, event_statuses = statuses FROM (
            SELECT document, list(DISTINCT type ORDER BY type) AS types, list(DISTINCT status ORDER BY status) AS statuses
            FROM events GROUP BY document
        ) WHERE id = document""",
    ),
    7: (),  # tables that bringing together fills, the first time from all documents
}
"""By the version that it starts from, the SQL that makes a record one version newer; nothing recorded is lost by it."""


def steps_from(version: int) -> list[str]:
    """All statements that a record of a version still needs, in order."""
    return [sql for start in sorted(STEPS) if start >= version for sql in STEPS[start]]
