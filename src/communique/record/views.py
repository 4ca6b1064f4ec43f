"""What a record is summed up in: the figures behind a timeline, a curve, a network and the overview's lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from communique.model import Kind, Status

Period = Literal["day", "week", "month", "quarter", "year"]
"""Lengths of time that episodes are counted by; a week begins on Monday."""

Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"]

MEASURE = (
    "Episodes that happened, each counted once however many accounts tell of it, by PLOVER's quad categories; "
    "net is cooperation less conflict, verbal and material acts alike."
)
"""What curves and dealings count, in words for a legend."""


@dataclass(frozen=True, slots=True)
class Quads:
    """Numbers of episodes by PLOVER's quad category."""

    verbal_cooperation: int = 0
    material_cooperation: int = 0
    verbal_conflict: int = 0
    material_conflict: int = 0

    @property
    def cooperation(self) -> int:
        """Episodes of cooperation, verbal and material."""
        return self.verbal_cooperation + self.material_cooperation

    @property
    def conflict(self) -> int:
        """Episodes of conflict, verbal and material."""
        return self.verbal_conflict + self.material_conflict

    @property
    def total(self) -> int:
        """All episodes."""
        return self.cooperation + self.conflict

    @property
    def net(self) -> int:
        """Cooperation less conflict."""
        return self.cooperation - self.conflict

    @property
    def balance(self) -> float | None:
        """The net by the total: from -1, all conflict, to 1, all cooperation; None where there is no episode."""
        return self.net / self.total if self.total else None

    @property
    def leading(self) -> Quad:
        """The category of most episodes; of equal ones the first as this class lists them."""
        return max(self.by_name(), key=lambda pair: pair[1])[0]

    def by_name(self) -> tuple[tuple[Quad, int], ...]:
        """Each category with its number."""
        return (
            ("verbal cooperation", self.verbal_cooperation),
            ("material cooperation", self.material_cooperation),
            ("verbal conflict", self.verbal_conflict),
            ("material conflict", self.material_conflict),
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """An episode as a timeline shows it.

    ``earliest`` and ``latest`` are the first and last day that it may be of, equal where the day is known, ``None``
    where an end is open; ``accounts`` is how many documents tell of it, ``copies`` how many of these have the text of
    another one of them, ``origins`` from how many independent ones they come, where that was asked. ``actor`` and
    ``recipient`` are actor ids.
    """

    id: str
    label: str
    type: str
    quad: Quad
    status: Status
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    earliest: dt.date | None
    latest: dt.date | None
    accounts: int
    copies: int = 0
    origins: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """Episodes of one period, ``first`` to ``last`` day."""

    first: dt.date
    last: dt.date
    quads: Quads


@dataclass(frozen=True, slots=True)
class Timeline:
    """Episodes in the order of their days.

    ``moments`` are those with most accounts, at most as many as asked for. Where they are not all (``total``), ``counts``
    has all by ``period``, but for the ``wide`` ones whose days lie in more than one. ``undated`` are those that fit but
    have no date, which are in none of the others.
    """

    moments: tuple[Moment, ...]
    total: int
    undated: int
    counts: tuple[Count, ...] = ()
    period: Period = "month"
    wide: int = 0


@dataclass(frozen=True, slots=True)
class Curve:
    """What two states did with each other over time; ``counts`` has the periods in which they did anything.

    ``one`` and ``other`` are ISO 3166-1 alpha-3 codes with their states' names; ``wide`` is the number of episodes whose
    days lie in more than one period or are open, ``undated`` that of those without a date: neither is in ``counts``.
    """

    one: str
    one_name: str
    other: str
    other_name: str
    period: Period
    counts: tuple[Count, ...]
    wide: int
    undated: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states and the episodes in which they dealt with each other; codes are ISO 3166-1 alpha-3.

    ``dated`` is how many of these are dated to one month or better.
    """

    one: str
    one_name: str
    other: str
    other_name: str
    quads: Quads
    dated: int


@dataclass(frozen=True, slots=True)
class Party:
    """An actor with how many documents name it, in how many episodes it takes part and how many statements are its own.

    ``aliases`` are other words for it, those in most documents first.
    """

    id: str
    name: str
    kind: Kind
    country: str | None
    sector: str | None
    documents: int
    episodes: int
    statements: int
    aliases: list[str]


@dataclass(frozen=True, slots=True)
class Node:
    """An actor in a network; ``weight`` is the number of episodes on the edges shown that it is at an end of."""

    id: str
    name: str
    kind: Kind
    country: str | None
    weight: int


@dataclass(frozen=True, slots=True)
class Edge:
    """What one actor did to or with another; both are ids of nodes."""

    actor: str
    recipient: str
    quads: Quads


@dataclass(frozen=True, slots=True)
class Dealings:
    """A network of actors: the edges with most episodes first; ``more`` is whether there are others beyond the limit."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Health:
    """What a record holds, and how much of it is not known.

    ``failures`` are documents that could not be coded, ``unpublished`` documents without any date of publication,
    ``events_undated`` events that no text dates, ``events_unacted`` and ``events_unreceived`` those without an actor and
    without a recipient, ``statements_unsourced`` statements without a known source; ``coders`` are the coder's versions
    with the number of documents that each coded.
    """

    documents: int
    failures: int
    unpublished: int
    events: int
    events_undated: int
    events_unacted: int
    events_unreceived: int
    statements: int
    statements_unsourced: int
    episodes: int
    coders: tuple[tuple[str, int], ...]
