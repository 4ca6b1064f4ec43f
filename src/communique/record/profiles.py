"""One actor, or two that deal with each other: who they are, what they did and the words that show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from communique.model import Span, Status
from communique.record.conditions import Conditions
from communique.record.relation import Relation
from communique.record.summaries import Summaries, moment_of, quads_by, types_of
from communique.record.tables import Row
from communique.record.views import Moment, Party, Quads

_LATEST = "coalesce(date_latest, date_earliest) DESC NULLS LAST, rowid"
_FORMS = ("name", "adjective", "description", "pronoun")
_SPEAKERS = (
    "SELECT id FROM parties WHERE id = $1 OR country = (SELECT country FROM parties WHERE id = $1 AND kind = 'country')"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """How a document names an actor: the fullest of its words for it, and where they stand; ``day`` is of publication."""

    document: str
    title: str | None
    outlet: str | None
    day: dt.date | None
    words: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Somebody that an actor deals with: episodes in which the actor ``did`` something to it, and ``met`` with the like."""

    id: str
    name: str
    did: Quads
    met: Quads


@dataclass(frozen=True, slots=True)
class Telling:
    """What one document has of an episode: the clause that shows it and where that stands."""

    document: str
    outlet: str | None
    words: str
    span: Span
    status: Status
    claimed_by: tuple[str, ...]


class Profiles(Summaries):
    """A record asked for one actor, or for two; every list is bounded."""

    def party(self, key: str) -> Party | None:
        """The actor of an id, or the state of an ISO code; case does not matter where none is written just so."""
        sql = "SELECT * FROM parties WHERE lower(id) = lower($1) ORDER BY id <> $1, id LIMIT 1"
        return next((Party(**r) for r in self._select(sql, [key])), None)

    def compatriots(self, actor: Party, *, limit: int = 12) -> list[Party]:
        """The other actors of the same state, those in most episodes first."""
        sql = "SELECT * FROM parties WHERE country = $1 AND id <> $2 ORDER BY episodes DESC, id LIMIT $3"
        return [Party(**r) for r in self._select(sql, [actor.country, actor.id, limit])]

    def namings(self, actor: str, *, limit: int = 12) -> list[Naming]:
        """The newest documents that name an actor, by id, each with its fullest words for it."""
        documents = self._select(
            """SELECT d.id, d.name, d.title, d.outlet, n.day FROM documents d JOIN (
                SELECT document, day FROM appearances WHERE party = $1 ORDER BY day DESC NULLS LAST, document LIMIT $2
            ) n ON n.document = d.id ORDER BY n.day DESC NULLS LAST, d.id""",
            [actor, limit],
        )
        keys = [r["id"] for r in documents]
        mentions = self._select(
            """SELECT document, form, span, position FROM mentions WHERE document IN (SELECT unnest($1))
            AND list_contains(actors, $2)""",
            [keys, actor],
        )
        best: dict[str, Row] = {}
        for row in sorted(mentions, key=_fullest):
            best.setdefault(row["document"], row)
        words = self._words({key: row["span"] for key, row in best.items()})
        return [
            Naming(r["name"], r["title"], r["outlet"], r["day"], *words.get(r["id"], (None, None))) for r in documents
        ]

    def _words(self, spans: dict[str, Row]) -> dict[str, tuple[str, Span]]:
        """The words of one span of each of some documents, by document id."""
        texts = self._select("SELECT id, text FROM documents WHERE id IN (SELECT unnest($1))", [sorted(spans)])
        found = {r["id"]: (r["text"], Span(spans[r["id"]]["start"], spans[r["id"]]["end"])) for r in texts}
        return {key: (" ".join(span.of(text).split()), span) for key, (text, span) in found.items()}

    # What it did

    def deeds(
        self, actor: str, *, side: str | None = None, since: str | None = None, until: str | None = None,
        limit: int = 20, offset: int = 0,
    ) -> tuple[list[Moment], int]:  # fmt: skip
        """Episodes in which an actor takes part, the latest first, and how many there are.

        Args:
            actor: its id.
            side: ``actor`` for those in which it acts, ``recipient`` for those in which it is acted on; both where None.
            since: not those that ended before this day (YYYY-MM-DD); leaves out those without a date.
            until: not those that began after this day; leaves out those without a date.
            limit: at most so many episodes,
            offset: after so many.

        Raises:
            ValueError: a day cannot be read.
        """
        return self._latest(_part(actor, side, since, until), limit, offset)

    def deeds_table(
        self, actor: str, *, side: str | None = None, since: str | None = None, until: str | None = None
    ) -> Relation:
        """All episodes of :meth:`deeds`, as rows."""
        where = _part(actor, side, since, until)
        return self._relation(f"SELECT * FROM episodes {where.sql} ORDER BY {_LATEST}", where.values, None)

    def counterparts(self, actor: str, *, limit: int = 15) -> list[Counterpart]:
        """Whom an actor, by id, deals with in episodes that happened, most often first."""
        sql = """WITH mine AS (
                SELECT recipient AS other, true AS did, type FROM dealings WHERE actor = $1
                UNION ALL SELECT actor, false, type FROM dealings WHERE recipient = $1
            ), best AS (SELECT other, count(*) AS n FROM mine GROUP BY other ORDER BY n DESC, other LIMIT $2)
            SELECT other, did, n, type, count(*) AS types FROM mine JOIN best USING (other)
            GROUP BY ALL ORDER BY n DESC, other"""
        found = quads_by(self._select(sql, [actor, limit]), ("other", "did"))
        order = dict.fromkeys(other for other, _ in found)
        names = self.names(order)
        return [
            Counterpart(o, names.get(o, o), found.get((o, True), Quads()), found.get((o, False), Quads()))
            for o in order
        ]

    def quoting(self, actor: str, *, limit: int = 20) -> tuple[list[str], int]:
        """The newest documents that report words of an actor, by name, and how many there are.

        A state, by its actor's id, stands for itself and for all of its actors.
        """
        sql = f"""SELECT d.name, n.total FROM documents d JOIN (
                SELECT document, min(day) AS day, count(*) OVER () AS total FROM appearances
                WHERE speaks AND party IN ({_SPEAKERS}) GROUP BY document ORDER BY day DESC NULLS LAST, document LIMIT $2
            ) n ON n.document = d.id ORDER BY n.day DESC NULLS LAST, d.id"""
        found = self._select(sql, [actor, limit])
        return [r["name"] for r in found], found[0]["total"] if found else 0

    # What two did to each other

    def between(
        self, actor: str, recipient: str, *, since: str | None = None, until: str | None = None,
        limit: int = 20, offset: int = 0,
    ) -> tuple[list[Moment], int]:  # fmt: skip
        """Episodes of one actor's dealings with another, the latest first, and how many there are; see :meth:`dealings`.

        Raises:
            ValueError: a day cannot be read.
        """
        dealt = _dealt(actor, recipient, since, until)
        chosen = Conditions()
        chosen.add(f"id IN (SELECT episode FROM dealings {dealt.sql})", *dealt.values)
        return self._latest(chosen, limit, offset)

    def between_table(
        self, actor: str, recipient: str, *, since: str | None = None, until: str | None = None
    ) -> Relation:
        """Every mention of all episodes of :meth:`between`, as rows with the words that show it."""
        where = _dealt(actor, recipient, since, until)
        sql = f"""SELECT m.episode, d.name AS doc_name, d.outlet, e.* FROM episode_mentions m
            JOIN documents d ON d.name = m.document JOIN events e ON e.document = d.id AND e.local_id = m.event
            WHERE m.episode IN (SELECT episode FROM dealings {where.sql}) ORDER BY m.episode, m.position"""
        return self._relation(sql, where.values, None)

    def _latest(self, where: Conditions, limit: int, offset: int) -> tuple[list[Moment], int]:
        """Some of the episodes that fit, the latest first, and how many fit."""
        # The few rows are chosen by narrow columns first; lists and labels are read of these alone.
        few = f"""SELECT rowid AS place, count(*) OVER () AS total FROM episodes {where.sql}
            ORDER BY {_LATEST} LIMIT {int(limit)} OFFSET {int(offset)}"""
        chosen = self._select(few, where.values)
        if not chosen and offset:
            return [], self._select(f"SELECT count(*) AS n FROM episodes {where.sql}", where.values)[0]["n"]
        sql = f"SELECT * FROM episodes WHERE rowid IN (SELECT unnest($1)) ORDER BY {_LATEST}"
        found = [moment_of(r) for r in self._select(sql, [[r["place"] for r in chosen]])]
        return found, chosen[0]["total"] if chosen else 0

    def dealt(self, actor: str, recipient: str) -> Quads:
        """What one actor, by id, did to or with another, in numbers of episodes."""
        sql = "SELECT 1 AS one, type, count(*) AS types FROM dealings WHERE actor = $1 AND recipient = $2 GROUP BY type"
        return quads_by(self._select(sql, [actor, recipient]), ("one",)).get((1,), Quads())

    def dealt_days(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day of all dealings; None where none has a day."""
        sql = """SELECT min(coalesce(date_earliest, date_latest)) AS first, max(coalesce(date_latest, date_earliest)) AS last
            FROM dealings"""
        found = self._select(sql)[0]
        return (found["first"], found["last"]) if found["first"] is not None else None

    def dealings_table(self, *, since: str | None = None, until: str | None = None) -> Relation:
        """All dealings of :meth:`dealings`, by actor, recipient and type, as rows.

        Raises:
            ValueError: a day cannot be read.
        """
        where = Conditions()
        where.days("date_earliest", "date_latest", since, until)
        sql = f"""SELECT n.actor, p.name AS actor_name, n.recipient, q.name AS recipient_name, n.type, n.episodes FROM (
                SELECT actor, recipient, type, count(*) AS episodes FROM dealings {where.sql} GROUP BY ALL
            ) n LEFT JOIN parties p ON p.id = n.actor LEFT JOIN parties q ON q.id = n.recipient
            ORDER BY n.episodes DESC, n.actor, n.recipient, n.type"""
        return self._relation(sql, where.values, None)

    def timeline_table(
        self, *, since: str | None = None, until: str | None = None, actor: str | None = None, type: str | None = None,  # noqa: A002
        quad: str | None = None,
    ) -> Relation:  # fmt: skip
        """All dated episodes of :meth:`timeline`, the earliest first, as rows.

        Raises:
            ValueError: a day cannot be read.
        """
        where = Conditions()
        where.add("status = 'actual' AND coalesce(date_earliest, date_latest) IS NOT NULL")
        where.days("date_earliest", "date_latest", since, until)
        where.equal("type", type)
        if quad is not None:
            where.add("type IN (SELECT unnest(?))", types_of(quad))
        if actor is not None:
            where.add("id IN (SELECT episode FROM sides WHERE party IN (SELECT unnest(?)))", self.known_as(actor))
        order = "coalesce(date_earliest, date_latest), id"
        return self._relation(f"SELECT * FROM episodes {where.sql} ORDER BY {order}", where.values, None)

    def tellings(self, episodes: Iterable[str], *, limit: int = 5) -> dict[str, list[Telling]]:
        """What documents have of some episodes, by episode id: at most so many mentions of each, in their order."""
        sql = f"""WITH chosen AS (
                SELECT m.episode, m.position, m.event, d.id, d.name, d.outlet FROM episode_mentions m
                JOIN documents d ON d.name = m.document
                WHERE m.episode IN (SELECT unnest($1)) AND m.position < {int(limit)}
            ), here AS (
                SELECT rowid AS r, document, local_id FROM events WHERE document IN (SELECT id FROM chosen)
            )
            SELECT c.episode, c.position, c.name, c.outlet, e.evidence_text, e.evidence, e.status, e.claimed_by
            FROM chosen c JOIN here h ON h.document = c.id AND h.local_id = c.event JOIN events e ON e.rowid = h.r
            ORDER BY c.episode, c.position"""
        found: dict[str, list[Telling]] = {}
        for r in self._select(sql, [sorted(set(episodes))]):
            span = Span(r["evidence"]["start"], r["evidence"]["end"])
            told = Telling(r["name"], r["outlet"], r["evidence_text"], span, r["status"], tuple(r["claimed_by"]))
            found.setdefault(r["episode"], []).append(told)
        return found


def _fullest(mention: Row) -> tuple[int, int, int]:
    """Orders mentions: proper names before other words, long ones before short ones."""
    span = mention["span"]
    return _FORMS.index(mention["form"]), span["start"] - span["end"], mention["position"]


def _part(actor: str, side: str | None, since: str | None, until: str | None) -> Conditions:
    where = Conditions()
    sides = [s for s in ("actor", "recipient") if side in (None, s)]
    where.add(f"({' OR '.join(f'list_contains({s}, ?)' for s in sides)})", *[actor] * len(sides))
    where.days("date_earliest", "date_latest", since, until)
    return where


def _dealt(actor: str, recipient: str, since: str | None, until: str | None) -> Conditions:
    where = Conditions()
    where.add("actor = ? AND recipient = ?", actor, recipient)
    where.days("date_earliest", "date_latest", since, until)
    return where
