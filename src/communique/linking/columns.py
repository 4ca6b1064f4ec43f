"""Columns of what mentions are compared by, so that many pairs are compared at a time: days, words, meanings, sides."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.linking.mentions import NARROW, Side
from communique.linking.sets import Bools, Floats, Ints, Sets, keys_of, numbered
from communique.linking.words import Rarity
from communique.model import Interval

_FAR = 10_000_000
"""More days than there are: where an open end lies."""


def codes(values: Iterable[Hashable]) -> Ints:
    """A number for each value, the same for equal values; -1 for what is empty or not known."""
    known: dict[Hashable, int] = {}
    return np.fromiter((known.setdefault(v, len(known)) if v else -1 for v in values), dtype=np.int64)


def flags(values: Iterable[bool]) -> Bools:
    """A column of what is so or not."""
    return np.fromiter(values, dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """Intervals of days: whether each is known, and its first and last day as ordinals, open ends beyond all days."""

    known: Bools
    first: Ints
    last: Ints

    @classmethod
    def of(cls, intervals: Sequence[Interval | None]) -> Days:
        """The columns of some intervals."""
        first = (d.earliest.toordinal() if d is not None and d.earliest else -_FAR for d in intervals)
        last = (d.latest.toordinal() if d is not None and d.latest else _FAR for d in intervals)
        return cls(
            flags(d is not None for d in intervals),
            np.fromiter(first, dtype=np.int64),
            np.fromiter(last, dtype=np.int64),
        )

    @property
    def narrow(self) -> Bools:
        """Which tell one event from the next."""
        found: Bools = self.last - self.first <= NARROW
        return found

    @property
    def bounded(self) -> Bools:
        """Which have a first and a last day, so that how far apart two are is known."""
        found: Bools = (self.first > -_FAR) & (self.last < _FAR)
        return found

    @property
    def begin(self) -> Ints:
        """The first day that is known of each, 0 where none is."""
        return np.where(self.first > -_FAR, self.first, np.where(self.last < _FAR, self.last, 0))

    def between(self, one: Ints, other: Ints) -> Ints:
        """How many days lie between the intervals of each pair at least; 0 where they meet or are not known."""
        gap = np.maximum(self.first[one], self.first[other]) - np.minimum(self.last[one], self.last[other])
        found: Ints = np.maximum(0, gap)
        return found

    def equal(self, one: Ints, other: Ints) -> Bools:
        """Whether the intervals of each pair are the same."""
        found: Bools = (self.first[one] == self.first[other]) & (self.last[one] == self.last[other])
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Mentions' words and how much they weigh: each word by itself, and each mention's together."""

    sets: Sets
    of_word: Floats
    total: Floats

    @classmethod
    def of(cls, rows: Iterable[Iterable[str]], numbers: dict[str, int], rarity: Rarity) -> Words:
        """The words of each row, weighed."""
        sets = Sets.of(rows, numbers)
        weights = np.array([rarity.of(w) for w in numbers], dtype=np.float64)
        return cls(sets, weights, sets.weights(weights))

    def shared(self, one: Ints, other: Ints) -> Floats:
        """The weight of the words that both of a pair have."""
        return self.sets.shared_weight(one, other, self.of_word)

    def common(self, one: Ints, other: Ints) -> Floats:
        """The same over the mean weight of both; 0 where one has no words."""
        shared = self.shared(one, other)
        return shared / np.where(shared > 0, 0.5 * (self.total[one] + self.total[other]), 1.0)

    def rarest(self, number: int) -> Sets:
        """The words of each row that weigh most, as many as that at most; of equal ones the first in the alphabet."""
        rank = np.empty(len(self.of_word), dtype=np.int64)
        order = np.lexsort((np.arange(len(self.of_word)), -self.of_word))
        rank[order] = np.arange(len(order))
        rows = self.sets.rows
        width = max(1, len(order))
        ordered = np.sort(rows * width + rank[self.sets.values])
        place = np.arange(len(ordered)) - self.sets.starts[rows]
        kept = order[ordered[place < number] % width]
        return Sets(np.concatenate(([0], np.cumsum(np.minimum(number, self.sets.sizes)))), kept, self.sets.words)


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """Vectors of what mentions mean, one a row, and their lengths; of length 0 where one is not known."""

    vectors: NDArray[np.int8]
    lengths: Floats

    @classmethod
    def of(cls, meanings: Sequence[bytes]) -> Meanings:
        """The vectors of some meanings."""
        wide = max(map(len, meanings), default=0)
        joined = b"".join(m or bytes(wide) for m in meanings)
        vectors = np.frombuffer(joined, dtype=np.int8).reshape(len(meanings), wide)
        squares = (np.square(vectors[k : k + 4096].astype(np.int32)).sum(1) for k in range(0, len(vectors), 4096))
        return cls(vectors, np.sqrt(np.concatenate([np.zeros(0), *squares])))

    @property
    def known(self) -> Bools:
        """Of each mention, whether what it means is known."""
        found: Bools = self.lengths > 0
        return found

    def alike(self, one: Ints, other: Ints) -> Floats:
        """The cosine of each pair, from 0; one half where one is not known."""
        lengths = self.lengths[one] * self.lengths[other]
        # Products of bytes and their sum are whole numbers that a float holds exactly.
        a, b = (self.vectors[rows].astype(np.float32) for rows in (one, other))
        return np.where(
            lengths > 0, np.maximum(0, np.einsum("ij,ij->i", a, b) / np.where(lengths > 0, lengths, 1)), 0.5
        )


class Sides:
    """Sides of mentions: the row of each mention's, and by row what sides are compared by."""

    def __init__(self, sides: Sequence[Side]) -> None:
        rows: dict[int, int] = {}
        self.row = np.fromiter((rows.setdefault(id(s), len(rows)) for s in sides), dtype=np.int64)
        of = {id(s): s for s in sides}
        distinct = [of[key] for key in rows]

        def sets(part: Callable[[Side], frozenset[str]]) -> Sets:
            return Sets.of(map(part, distinct), numbered(map(part, distinct)))

        self.states, self.ids = sets(lambda s: s.states), sets(lambda s: s.ids)
        self.names, self.own = sets(lambda s: s.words), sets(lambda s: s.own)
        self.same_states = keys_of(map(_states, distinct))
        self.someone = flags(bool(s.own - s.persons) for s in distinct)

    @property
    def known(self) -> Bools:
        """Of each mention, whether anybody is on this side."""
        found: Bools = self.ids.sizes[self.row] > 0
        return found

    def equal(self, one: Ints, other: Ints) -> Bools:
        """Whether the same states are on this side of both of a pair."""
        found: Bools = self.same_states[self.row[one]] == self.same_states[self.row[other]]
        return found


def _states(side: Side) -> str:
    return "\n".join(sorted(side.states))
