"""What documents have in common, as a record keeps it: stories, copies, episodes, claims, ties and judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from communique.model import Claim, Copy, Episode, Judgement, Story, Tie
from communique.record import rows
from communique.record.derived import DERIVE
from communique.record.relation import Relation
from communique.record.tables import BATCH, Tables, in_batches


def _among(column: str) -> str:
    """The condition that a column is one of a list of values, which a large table is joined with rather than searched."""
    return f"{column} IN (SELECT unnest(?))"


_GROUPS = {
    "events": ("episode_mentions", "episode", "event"),
    "statements": ("claim_mentions", "claim", "statement"),
    "documents": ("stories", "id", "''"),
}


class Linked(Tables):
    """The tables that linking fills, and the judgements that it follows."""

    # Writing

    def replace_episodes(self, episodes: Iterable[Episode]) -> None:
        """Keep these episodes, and what is derived of them, in place of all earlier ones."""
        with self._transaction():
            self._clear("episodes", "episode_mentions")
            self.change_episodes((), episodes)
            self.derive()

    def change_episodes(self, gone: Iterable[str], found: Iterable[Episode]) -> None:
        """Keep episodes in place of those of some ids; what is derived of them stays as it is."""
        self._drop(gone, episodes="id", episode_mentions="episode")
        for some in in_batches(found, BATCH):
            self._insert("episodes", [rows.episode_row(e) for e in some])
            self._insert("episode_mentions", [
                {"episode": e.id, "position": k, "document": d, "event": i}
                for e in some for k, (d, i) in enumerate(e.mentions)
            ])  # fmt: skip

    def derive(self) -> None:
        """Fill the derived tables anew."""
        for sql in DERIVE:
            self._connection.execute(sql)

    def replace_claims(self, claims: Iterable[Claim]) -> None:
        """Keep these claims in place of all earlier ones."""
        with self._transaction():
            self._clear("claims", "claim_mentions")
            self.change_claims((), claims)

    def change_claims(self, gone: Iterable[str], found: Iterable[Claim]) -> None:
        """Keep claims in place of those of some ids."""
        self._drop(gone, claims="id", claim_mentions="claim")
        for few in in_batches(found, BATCH):
            self._insert("claims", [{"id": c.id, "label": c.label, "source": list(c.source)} for c in few])
            self._insert("claim_mentions", [
                {"claim": c.id, "position": k, "document": d, "statement": i}
                for c in few for k, (d, i) in enumerate(c.mentions)
            ])  # fmt: skip

    def replace_stories(self, stories: Iterable[Story], copies: Iterable[Copy]) -> None:
        """Keep these stories and copies in place of all earlier ones."""
        with self._transaction():
            self._clear("stories", "copies")
            self.change_stories((), stories)
            self.change_copies((), copies)

    def change_stories(self, gone: Iterable[str], found: Iterable[Story]) -> None:
        """Keep stories in place of those of some ids."""
        self._drop(gone, stories="id")
        for few in in_batches(found, BATCH):
            self._insert("stories", [
                {"id": s.id, "position": k, "document": d} for s in few for k, d in enumerate(s.documents)
            ])  # fmt: skip

    def change_copies(self, gone: Iterable[Copy], found: Iterable[Copy]) -> None:
        """Keep copies in place of some others."""
        for c in gone:
            self._connection.execute("DELETE FROM copies WHERE one = ? AND other = ?", [c.one, c.other])
        for some in in_batches(found, BATCH):
            self._insert("copies", [{"one": c.one, "other": c.other, "share": c.share} for c in some])

    def replace_ties(self, ties: Iterable[Tie]) -> None:
        """Keep these ties between episodes in place of all earlier ones."""
        with self._transaction():
            self._clear("ties")
            self.change_ties((), ties)

    def change_ties(self, gone: Iterable[Tie], found: Iterable[Tie]) -> None:
        """Keep ties between episodes in place of some others."""
        some = list(gone)
        with self._given(episode=[t.episode for t in some], other=[t.other for t in some]):
            self._connection.execute("DELETE FROM ties WHERE (episode, other) IN (SELECT (episode, other) FROM given)")
        for few in in_batches(found, BATCH):
            self._insert("ties", [{"kind": t.kind, "episode": t.episode, "other": t.other} for t in few])

    def _clear(self, *tables: str) -> None:
        for table in tables:
            self._connection.execute(f"DELETE FROM {table}")

    def _drop(self, ids: Iterable[str], **tables: str) -> None:
        """Delete the rows that have one of some ids, in tables each with the column that has it."""
        with self._given(id=pa.array(ids, pa.string())):
            for table, column in tables.items():
                self._connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT id FROM given)")

    def judge(self, judgements: Iterable[Judgement]) -> int:
        """Keep judgements beside those that are there; returns how many are new."""
        found = {(row := rows.judgement_row(j))["id"]: row for j in judgements}
        held = {r["id"] for r in self._select("SELECT id FROM judgements")}
        # Earlier versions made ids of times with their zones, which come back without.
        held |= {rows.judgement_row(j)["id"] for j in self.judgements()}
        fresh = [row for key, row in found.items() if key not in held]
        self._insert("judgements", fresh)
        return len(fresh)

    # Reading

    def groups_with(self, kind: str, places: Sequence[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
        """The episodes (of ``events``), claims (of ``statements``) or stories (of ``documents``) that some are in.

        Args:
            kind: one of the three.
            places: each a document's name and an id within it; of documents that is empty.

        Returns:
            By the ids of these groups all that are in each, in order.
        """
        table, group, item = _GROUPS[kind]
        documents, items = ([p[k] for p in places] for k in (0, 1))
        with self._given(document=pa.array(documents, pa.string()), item=pa.array(items, pa.string())):
            found = self._connection.execute(
                f"""SELECT {group}, document, {item} FROM {table} WHERE {group} IN (
                    SELECT {group} FROM {table} WHERE (document, {item}) IN (SELECT (document, item) FROM given)
                ) ORDER BY {group}, position"""
            ).fetchall()
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, document, one in found:
            groups.setdefault(key, []).append((document, one))
        return groups

    def told_again(self) -> int:
        """How many episodes have two mentions or more."""
        return int(self._select("SELECT count(DISTINCT episode) AS n FROM episode_mentions WHERE position = 1")[0]["n"])

    def judgements(self) -> list[Judgement]:
        """What people said, in the order in which they said it."""
        return [rows.judgement_of(r) for r in self._select("SELECT * FROM judgements ORDER BY time, id")]

    def stories(self, documents: Iterable[str] | None = None) -> list[Story]:
        """Which documents report on one thing, those of one document too: all, or those that some documents are of."""
        where = f"WHERE id IN (SELECT id FROM stories WHERE {_among('document')})" if documents is not None else ""
        return self._stories(where, [] if documents is None else [sorted(documents)])

    def story(self, key: str) -> Story | None:
        """The story of an id."""
        return next(iter(self._stories("WHERE id = ?", [key])), None)

    def _stories(self, where: str, values: Sequence[object]) -> list[Story]:
        found: dict[str, list[str]] = {}
        for row in self._select(f"SELECT * FROM stories {where} ORDER BY id, position", values):
            found.setdefault(row["id"], []).append(row["document"])
        return [Story(key, tuple(names)) for key, names in found.items()]

    def copies(self, documents: Iterable[str] | None = None) -> list[Copy]:
        """Pairs of documents of which one has the other's text: all, or those with one of some documents."""
        where = f"WHERE {_among('one')} OR {_among('other')}" if documents is not None else ""
        values = [] if documents is None else [sorted(documents)] * 2
        found = self._select(f"SELECT * FROM copies {where} ORDER BY one, other", values)
        return [Copy(r["one"], r["other"], r["share"]) for r in found]

    def ties(self, episodes: Iterable[str] | None = None) -> list[Tie]:
        """How episodes stand to each other: all, or those with one of some ids."""
        where = "" if episodes is None else f"WHERE {_among('episode')} OR {_among('other')}"
        values = [] if episodes is None else [sorted(episodes)] * 2
        found = self._select(f"SELECT * FROM ties {where} ORDER BY ALL", values)
        return [Tie(r["kind"], r["episode"], r["other"]) for r in found]

    def all_episodes(self) -> Iterator[Episode]:
        """Every episode, those told once too."""
        return self._episodes("", [])

    def episodes_of(self, documents: Iterable[str]) -> list[Episode]:
        """The episodes that some documents tell of, by name, with all their mentions."""
        sql = f"SELECT DISTINCT episode FROM episode_mentions WHERE {_among('document')}"
        return self.episodes_by_id(r["episode"] for r in self._select(sql, [sorted(documents)]))

    def episodes_by_id(self, ids: Iterable[str]) -> list[Episode]:
        """The episodes of some ids, as far as there are such."""
        wanted = sorted(set(ids))
        return list(self._episodes(f"WHERE {_among('{0}')}", [wanted])) if wanted else []

    def episode_of(self, document: str, event: str) -> Episode | None:
        """The episode that an event of a document, by name, is of; None where it is of none, as one judged wrong is."""
        sql = "SELECT episode FROM episode_mentions WHERE document = ? AND event = ?"
        found = self._select(sql, [document, event])
        return next(iter(self.episodes_by_id(r["episode"] for r in found)), None)

    def told_most(self, limit: int) -> list[Episode]:
        """The episodes that most documents tell of, two at least."""
        sql = "SELECT id FROM episodes WHERE documents > 1 ORDER BY documents DESC, id LIMIT ?"
        ranked = [r["id"] for r in self._select(sql, [limit])]
        return sorted(self.episodes_by_id(ranked), key=lambda e: ranked.index(e.id))

    def episodes_like(self, start: str) -> list[Episode]:
        """The episodes whose ids begin so."""
        return list(self._episodes("WHERE starts_with({0}, ?)", [start]))

    def _episodes(self, where: str, values: Sequence[object]) -> Iterator[Episode]:
        mentions: dict[str, list[tuple[str, str]]] = {}
        sql = f"SELECT * FROM episode_mentions {where.format('episode')} ORDER BY episode, position"
        for row in self._select(sql, values):
            mentions.setdefault(row["episode"], []).append((row["document"], row["event"]))
        for row in self._select(f"SELECT * FROM episodes {where.format('id')} ORDER BY id", values):
            yield Episode(
                row["id"], row["label"], row["type"], tuple(row["actor"]), tuple(row["recipient"]), rows.interval_of(row), row["place"],
                tuple(mentions.get(row["id"], ())), row["status"],
            )  # fmt: skip

    def all_claims(self) -> Iterator[Claim]:
        """Every claim."""
        return self._claims("", [])

    def claims_of(self, documents: Iterable[str]) -> list[Claim]:
        """The claims that some documents report, by name, with all their statements."""
        sql = f"SELECT DISTINCT claim FROM claim_mentions WHERE {_among('document')}"
        told = [r["claim"] for r in self._select(sql, [sorted(documents)])]
        return list(self._claims(f"WHERE {_among('{0}')}", [told]))

    def claims_like(self, start: str) -> list[Claim]:
        """The claims whose ids begin so."""
        return list(self._claims("WHERE starts_with({0}, ?)", [start]))

    def _claims(self, where: str, values: Sequence[object]) -> Iterator[Claim]:
        mentions: dict[str, list[tuple[str, str]]] = {}
        sql = f"SELECT * FROM claim_mentions {where.format('claim')} ORDER BY claim, position"
        for row in self._select(sql, values):
            mentions.setdefault(row["claim"], []).append((row["document"], row["statement"]))
        for row in self._select(f"SELECT * FROM claims {where.format('id')} ORDER BY id", values):
            yield Claim(row["id"], row["label"], tuple(row["source"]), tuple(mentions.get(row["id"], ())))

    def episodes(self, *, singletons: bool = False, limit: int | None = None) -> Relation:
        """Episodes, told most often first."""
        sql = """SELECT e.* EXCLUDE (documents), count(*) AS mentions, count(DISTINCT m.document) AS documents FROM episodes e JOIN episode_mentions m ON m.episode = e.id
            GROUP BY ALL HAVING count(*) >= ? ORDER BY documents DESC, mentions DESC, e.id"""
        return self._relation(sql, [1 if singletons else 2], limit)

    def claims(self, *, limit: int | None = None) -> Relation:
        """Claims, reported most often first."""
        sql = "SELECT c.*, count(*) AS mentions FROM claims c JOIN claim_mentions m ON m.claim = c.id GROUP BY ALL ORDER BY mentions DESC, c.id"
        return self._relation(sql, [], limit)
