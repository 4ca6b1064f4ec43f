"""Figures over a whole record, each asked by a few bounded queries of the tables that are derived for it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from communique.codebook import load
from communique.record.conditions import Conditions
from communique.record.linked import Linked
from communique.record.periods import last_day, period_for, period_named
from communique.record.tables import Row
from communique.record.views import (
    Count,
    Curve,
    Dealings,
    Edge,
    Health,
    Moment,
    Node,
    Pair,
    Party,
    Period,
    Quads,
    Timeline,
)

_DATED = "coalesce(date_earliest, date_latest) IS NOT NULL"
_NEWEST = "coalesce(date_latest, date_earliest) DESC, documents DESC, rowid"
_CANDIDATES = 500
"""Episodes told by most documents among which those are sought that most documents tell of in words of their own."""


_KNOWN_AS = "(lower(id) = lower($1) OR lower(name) = lower($1) OR country = upper($1))"


@dataclass(frozen=True, slots=True)
class _Sides:
    """Who takes part in what: rows in SQL with their values, and whether each episode is among them ``once``."""

    rows: str
    values: Sequence[object]
    once: bool

    @property
    def days(self) -> str:
        """The days of these episodes, as the table of all days has them."""
        number = "count(*)" if self.once else "count(DISTINCT episode)"
        return f"(SELECT date_earliest, date_latest, type, {number} AS episodes FROM {self.rows} GROUP BY ALL)"


class Summaries(Linked):
    """A record summed up: what happened when, between whom, told by how many, and how much of it is not known.

    Only episodes that happened are counted (status ``actual``), each once however many accounts tell of it.
    """

    def timeline(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        actor: str | None = None,
        type: str | None = None,  # noqa: A002
        quad: str | None = None,
        limit: int = 200,
    ) -> Timeline:
        """Episodes on a line of time.

        Args:
            since: not those that ended before this day (YYYY-MM-DD).
            until: not those that began after this day.
            actor: only those in which this actor, given by id, name or ISO code, takes part.
            type: only those of this PLOVER type.
            quad: only those of this quad category.
            limit: at most so many moments, those with most accounts; where there are more, all are counted by periods.

        Raises:
            ValueError: a day cannot be read.
        """
        kept, within = Conditions(), Conditions()
        if type is not None:
            kept.add("type = upper(?)", type)
        if quad is not None:
            kept.add("type IN (SELECT unnest(?))", types_of(quad))
        within.add(_DATED)
        within.days("date_earliest", "date_latest", since, until)
        sides = None if actor is None else self._sides_of(actor)
        days, parties = ("days", []) if sides is None else (sides.days, sides.values)
        fits = f"FILTER ({within.parts})"
        sql = f"""SELECT sum(episodes) FILTER (NOT {_DATED})::INTEGER AS undated, sum(episodes) {fits}::INTEGER AS n,
            min(coalesce(date_earliest, date_latest)) {fits} AS first, max(coalesce(date_latest, date_earliest)) {fits} AS last
            FROM {days} {kept.sql}"""
        all_ = self._select(sql, [*within.values * 3, *parties, *kept.values])[0]
        total, undated = all_["n"] or 0, all_["undated"] or 0
        kept.add(within.parts, *within.values)
        moments = tuple(sorted(self._best_known(sides, kept, limit), key=_by_day))
        if total <= limit:
            return Timeline(moments, total, undated)
        period = period_for(all_["first"], all_["last"])
        counts = self._counts(days, "sum(episodes)", [*parties, *kept.values], kept, period)
        return Timeline(moments, total, undated, counts, period, total - sum(c.quads.total for c in counts))

    def newest(self, *, limit: int = 10) -> list[Moment]:
        """The episodes of the latest days, the latest first."""
        sql = f"""SELECT * FROM episodes WHERE rowid IN (
                SELECT rowid FROM episodes WHERE status = 'actual' AND {_DATED} ORDER BY {_NEWEST} LIMIT $1
            ) ORDER BY {_NEWEST}"""
        return [moment_of(r) for r in self._select(sql, [limit])]

    def best_attested(self, *, limit: int = 10) -> list[Moment]:
        """The episodes that most documents tell of, those not counted that have the text of another one of them."""
        sql = """
            WITH told AS (
                SELECT id FROM episodes WHERE status = 'actual' AND documents > 1 ORDER BY documents DESC, rowid LIMIT $2
            ), accounts AS (
                SELECT DISTINCT episode, document FROM episode_mentions WHERE episode IN (SELECT id FROM told)
            ), copied AS (
                SELECT a.episode, count(DISTINCT greatest(c.one, c.other))::INTEGER AS copies FROM copies c
                JOIN accounts a ON a.document = c.one JOIN accounts b ON b.document = c.other AND b.episode = a.episode
                GROUP BY 1
            )
            SELECT e.*, coalesce(copies, 0) AS copies FROM episodes e LEFT JOIN copied ON episode = id
            WHERE id IN (SELECT id FROM told) ORDER BY documents - coalesce(copies, 0) DESC, documents DESC, id LIMIT $1"""
        return [moment_of(r) for r in self._select(sql, [limit, _CANDIDATES + limit])]

    def curve(
        self, one: str, other: str, *, by: str = "month", since: str | None = None, until: str | None = None
    ) -> Curve:
        """Cooperation and conflict of two states over time.

        Args:
            one: a state, by ISO code, name or actor id.
            other: another one.
            by: the period to count by: day, week, month, quarter or year.
            since: not what ended before this day (YYYY-MM-DD).
            until: not what began after this day.

        Raises:
            ValueError: the record names no such state, they are the same, or a day or period cannot be read.
        """
        period = period_named(by)
        codes = self.state(one), self.state(other)
        if codes[0] == codes[1]:
            raise ValueError(f"{one!r} and {other!r} are the same state; name two")
        where = Conditions()
        where.add("one = ? AND other = ?", *sorted(codes))
        fits = Conditions()
        fits.add(_DATED)
        fits.days("date_earliest", "date_latest", since, until)
        sql = f"""SELECT count(*) FILTER (NOT {_DATED}) AS undated, count(*) FILTER ({fits.parts}) AS n FROM dyads {where.sql}"""
        all_ = self._select(sql, [*fits.values, *where.values])[0]
        where.add(fits.parts, *fits.values)
        counts = self._counts("dyads", "count(*)", where.values, where, period)
        names = self.names(c.lower() for c in codes)
        first, second = ((c, names.get(c.lower(), c)) for c in codes)
        return Curve(*first, *second, period, counts, all_["n"] - sum(c.quads.total for c in counts), all_["undated"])

    def pairs(self, *, limit: int = 20) -> list[Pair]:
        """The pairs of states that dealt with each other in most episodes, most first."""
        sql = """WITH best AS (SELECT one, other, count(*) AS n FROM dyads GROUP BY ALL ORDER BY n DESC, one, other LIMIT $1)
            SELECT one, other, n, type, count(*) AS types,
                count(*) FILTER (date_trunc('month', date_earliest) = date_trunc('month', date_latest)) AS dated
            FROM dyads JOIN best USING (one, other) GROUP BY ALL ORDER BY n DESC, one, other"""
        rows = self._select(sql, [limit])
        found = quads_by(rows, ("one", "other"))
        dated = Counter[tuple[str, str]]()
        for row in rows:
            dated[row["one"], row["other"]] += row["dated"]
        names = self.names({code.lower() for pair in found for code in pair})
        return [
            Pair(one, names.get(one.lower(), one), other, names.get(other.lower(), other), quads, dated[one, other])
            for (one, other), quads in found.items()
        ]

    def busiest(self, *, limit: int = 20) -> list[Party]:
        """The actors with most episodes and statements together, most first."""
        sql = "SELECT * FROM parties WHERE episodes + statements > 0 ORDER BY episodes + statements DESC, id LIMIT $1"
        return [Party(**r) for r in self._select(sql, [limit])]

    def dealings(self, *, since: str | None = None, until: str | None = None, limit: int = 60) -> Dealings:
        """Who dealt with whom, most often first.

        Args:
            since: not what ended before this day (YYYY-MM-DD).
            until: not what began after this day.
            limit: at most so many edges.

        Raises:
            ValueError: a day cannot be read.
        """
        where = Conditions()
        where.days("date_earliest", "date_latest", since, until)
        sql = f"""WITH best AS (
                SELECT actor, recipient, count(*) AS n FROM dealings {where.sql} GROUP BY actor, recipient
                ORDER BY n DESC, actor, recipient LIMIT {int(limit) + 1}
            )
            SELECT actor, recipient, n, type, count(*) AS types
            FROM dealings JOIN best USING (actor, recipient) {where.sql} GROUP BY actor, recipient, n, type
            ORDER BY n DESC, actor, recipient"""
        rows = self._select(sql, [*where.values, *where.values])
        found = [Edge(ends[0], ends[1], quads) for ends, quads in quads_by(rows, ("actor", "recipient")).items()]
        edges = found[:limit]
        weights: dict[str, int] = {}
        for edge in edges:
            for end in (edge.actor, edge.recipient):
                weights[end] = weights.get(end, 0) + edge.quads.total
        known = {r["id"]: r for r in self._select("SELECT * FROM parties WHERE list_contains($1, id)", [list(weights)])}
        nodes = [
            Node(key, known[key]["name"], known[key]["kind"], known[key]["country"], weight)
            for key, weight in sorted(weights.items(), key=lambda item: (-item[1], item[0]))
            if key in known
        ]
        return Dealings(tuple(nodes), tuple(edges), len(found) > limit)

    def health(self) -> Health:
        """What the record holds, and how much of it is not known."""
        sql = """SELECT * FROM (
                SELECT count(*) AS documents, count(*) FILTER (
                    coalesce(published_date, published_earliest, published_latest) IS NULL
                ) AS unpublished FROM documents
            ), (SELECT count(*) AS failures FROM failures), (
                SELECT count(*) AS events, count(*) FILTER (NOT dated) AS events_undated,
                    count(*) FILTER (len(actor) = 0) AS events_unacted,
                    count(*) FILTER (len(recipient) = 0) AS events_unreceived FROM events
            ), (
                SELECT count(*) AS statements, count(*) FILTER (len(source) = 0) AS statements_unsourced FROM statements
            ), (SELECT count(*) AS episodes FROM episodes)"""
        coders = self._select("SELECT coder_version AS v, count(*) AS n FROM documents GROUP BY ALL ORDER BY n DESC, v")
        return Health(**self._select(sql)[0], coders=tuple((r["v"], r["n"]) for r in coders))

    # Names

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """The names of actors by their ids; those that no document names are left out."""
        found = self._select("SELECT id, name FROM parties WHERE list_contains($1, id)", [sorted(set(ids))])
        return {r["id"]: r["name"] for r in found}

    def known_as(self, words: str) -> list[str]:
        """The ids of actors that have this id or name, or are of the state of this ISO code."""
        return [r["id"] for r in self._select(f"SELECT id FROM parties WHERE {_KNOWN_AS} ORDER BY id", [words])]

    def state(self, words: str) -> str:
        """The ISO 3166-1 alpha-3 code of a state of this code, or of the actor of this name or id.

        Raises:
            ValueError: the record names none, or several.
        """
        sql = "SELECT DISTINCT country AS c FROM parties WHERE country IS NOT NULL AND"
        found = self._select(f"{sql} country = upper($1)", [words]) or self._select(
            f"{sql} (lower(name) = lower($1) OR lower(id) = lower($1)) ORDER BY c", [words]
        )
        if len(found) != 1:
            known = "names no state" if not found else "names several states"
            raise ValueError(f"the record {known} {words!r}; give its ISO code, as `communique actors` lists it")
        return str(found[0]["c"])

    # What these are made of

    def _sides_of(self, actor: str) -> _Sides:
        """The rows of whom an id, a name or an ISO code stands for."""
        # Where that is a state with all its actors, its episodes are at hand, each once.
        sql = "SELECT bool_and(coalesce(country, '') = upper($1)) AS whole FROM parties WHERE "
        if self._select(sql + _KNOWN_AS, [actor])[0]["whole"]:
            return _Sides("state_sides WHERE country = upper(?)", [actor], once=True)
        ids = self.known_as(actor)
        return _Sides(f"sides WHERE party IN ({_marks(ids)})", ids, once=len(ids) < 2)

    def _best_known(self, sides: _Sides | None, where: Conditions, limit: int) -> list[Moment]:
        """The episodes that most documents tell of, of all or of those in which some actors take part."""
        # The few rows are chosen by narrow columns first; lists and labels are read of these alone.
        # Ids hash mentions, so that of episodes told equally often those shown are spread over all days.
        if sides is None:
            few = f"SELECT id FROM episodes {where.sql} AND status = 'actual' ORDER BY documents DESC, id"
            values = where.values
        else:
            distinct = "" if sides.once else "DISTINCT"
            few = f"""SELECT {distinct} episode AS id, documents FROM {sides.rows} AND {where.parts}
                ORDER BY documents DESC, id"""
            values = [*sides.values, *where.values]
        found = [r["id"] for r in self._select(f"{few} LIMIT {int(limit)}", values)]
        sql = f"SELECT * FROM episodes WHERE rowid IN (SELECT rowid FROM episodes WHERE id IN ({_marks(found)}))"
        return [moment_of(r) for r in self._select(sql, found)]

    def _counts(
        self, table: str, number: str, values: Sequence[object], where: Conditions, period: Period
    ) -> tuple[Count, ...]:
        """Episodes by period, but for those whose days lie in more than one."""
        first, last = (f"date_trunc('{period}', {c})" for c in ("date_earliest", "date_latest"))
        # Days are counted before they are put into periods, which takes longer than counting.
        sql = f"""SELECT {first}::DATE AS first, type, sum(n)::INTEGER AS types FROM (
                SELECT date_earliest, type, {number} AS n FROM {table}
                {where.sql} AND (date_earliest = date_latest OR {first} = {last}) GROUP BY ALL
            ) GROUP BY ALL ORDER BY first"""
        return tuple(
            Count(day, last_day(day, period), quads)
            for (day,), quads in quads_by(self._select(sql, values), ("first",)).items()
        )


def _marks(values: Sequence[object]) -> str:
    """A question mark for each of some values; none is like none, so that there is always one."""
    return ", ".join("?" * len(values)) or "NULL"


def types_of(quad: str) -> list[str]:
    """The PLOVER types of a quad category."""
    return [name for name, row in load("types").items() if row["quad"] == quad]


def moment_of(row: Row) -> Moment:
    """The moment of an episode's row."""
    return Moment(
        row["id"], row["label"], row["type"], load("types")[row["type"]]["quad"], row["status"], tuple(row["actor"]),
        tuple(row["recipient"]), row["date_earliest"], row["date_latest"], row["documents"], row.get("copies", 0),
    )  # fmt: skip


def _by_day(moment: Moment) -> tuple[dt.date, dt.date, str]:
    first, last = moment.earliest or moment.latest, moment.latest or moment.earliest
    return first or dt.date.max, last or dt.date.max, moment.id


def quads_by(rows: Iterable[Row], keys: Sequence[str]) -> dict[tuple[Any, ...], Quads]:
    """Numbers of episodes by quad, of rows that have a ``type`` and how many there are of it (``types``), by other columns."""
    found: dict[tuple[Any, ...], Counter[str]] = {}
    for row in rows:
        quad = load("types")[row["type"]]["quad"].replace(" ", "_")
        found.setdefault(tuple(row[k] for k in keys), Counter())[quad] += row["types"]
    return {key: Quads(**numbers) for key, numbers in found.items()}
