"""Sets of small numbers in compressed rows, and what rows have in common: many pairs of rows at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]
"""Whole numbers, of any width."""
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The numbers from each start to before its end, one range after the other.

    Returns:
        Of each number, the index of its range; and the numbers.
    """
    lengths = ends - starts
    of = np.repeat(np.arange(len(lengths)), lengths)
    return of, np.arange(len(of)) + (starts - (np.cumsum(lengths) - lengths))[of]


def numbered(rows: Iterable[Iterable[str]]) -> dict[str, int]:
    """A number for each word of all rows, in the order of the alphabet, so that none depends on who comes first."""
    return {word: k for k, word in enumerate(sorted(set(chain.from_iterable(rows))))}


@lru_cache(maxsize=1 << 20)
def key_of(word: str) -> int:
    """A number that stands for a word everywhere: its hash, of 64 bits."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little", signed=True)


def keys_of(words: Iterable[str]) -> Ints:
    """The numbers that stand for some words everywhere."""
    return np.fromiter(map(key_of, words), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Sets:
    """One set of numbers a row.

    Attributes:
        starts: where each row begins in ``values``, and their length at the end; of shape (rows + 1,).
        values: each row's numbers in order.
        words: the words that are numbered, by their numbers; none where these are their own names.
        width: one more than the largest number.
        sizes: how many numbers each row has.
    """

    starts: Ints
    values: Ints
    words: Sequence[str] = ()
    width: int = field(init=False)
    sizes: Ints = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", np.diff(self.starts))
        object.__setattr__(self, "width", int(self.values.max(initial=0)) + 1)

    @classmethod
    def of(cls, rows: Iterable[Iterable[str]], numbers: Mapping[str, int]) -> Sets:
        """The sets of words' numbers; words that have none are left out."""
        return cls.of_numbers((sorted({numbers[w] for w in row if w in numbers}) for row in rows), tuple(numbers))

    @classmethod
    def of_numbers(cls, rows: Iterable[Sequence[int]], words: Sequence[str] = ()) -> Sets:
        """The sets of numbers that are in order already."""
        values, lengths = array("i"), array("q", [0])
        for row in rows:
            values.extend(row)
            lengths.append(len(row))
        return cls(np.cumsum(np.frombuffer(lengths, dtype=np.int64)), np.frombuffer(values, dtype=np.int32), words)

    @classmethod
    def of_neighbours(cls, rows: Iterable[Sequence[str]], numbers: Mapping[str, int]) -> Sets:
        """The sets of each two words that stand beside each other in a row."""
        values, lengths = array("q"), array("q", [0])
        for row in rows:
            of = [numbers[w] for w in row]
            found = sorted({a * len(numbers) + b for a, b in pairwise(of)})
            values.extend(found)
            lengths.append(len(found))
        # In the order of what they were, so that each row's stay in order.
        small = np.unique(np.frombuffer(values, dtype=np.int64), return_inverse=True)[1]
        return cls(np.cumsum(np.frombuffer(lengths, dtype=np.int64)), small)

    @property
    def rows(self) -> Ints:
        """Of each of ``values``, its row."""
        return np.repeat(np.arange(len(self.starts) - 1), self.sizes)

    @property
    def keys(self) -> Ints:
        """Of each of ``values``, what stands for it everywhere, also among other sets."""
        return keys_of(self.words)[self.values] if self.words else self.values.astype(np.int64)

    def weights(self, weights: Floats) -> Floats:
        """The weight of each row's numbers together."""
        return np.asarray(
            np.bincount(self.rows, weights[self.values], minlength=len(self.starts) - 1), dtype=np.float64
        )

    def common(self, one: Ints, other: Ints) -> tuple[Ints, Ints]:
        """What the rows of each pair have in common.

        Args:
            one: a row of each pair.
            other: the other row of each pair.

        Returns:
            The index of a pair and a number that both its rows have, for each such number.
        """
        codes = []
        for rows in (one, other):
            of, at = ranges(self.starts[rows], self.starts[rows + 1])
            codes.append(of * self.width + self.values[at])
        # Two runs that are in order: a merge sort only merges them.
        both = np.sort(np.concatenate(codes), kind="stable")
        pair, value = np.divmod(both[1:][both[1:] == both[:-1]], self.width)
        return pair, value

    def shared(self, one: Ints, other: Ints) -> Ints:
        """How many numbers the rows of each pair have in common."""
        return np.bincount(self.common(one, other)[0], minlength=len(one))

    def shared_weight(self, one: Ints, other: Ints, weights: Floats) -> Floats:
        """The weight of what the rows of each pair have in common."""
        pair, value = self.common(one, other)
        return np.asarray(np.bincount(pair, weights[value], minlength=len(one)), dtype=np.float64)

    def share(self, one: Ints, other: Ints) -> Floats:
        """Intersection over union of the rows of each pair; one half where either is empty."""
        shared, sizes = self.shared(one, other), self.sizes
        known = (sizes[one] > 0) & (sizes[other] > 0)
        return np.where(known, shared / np.maximum(1, sizes[one] + sizes[other] - shared), 0.5)

    def apart(self, one: Ints, other: Ints) -> Bools:
        """Whether the rows of each pair have something each, and nothing in common."""
        found: Bools = (self.sizes[one] > 0) & (self.sizes[other] > 0) & (self.shared(one, other) == 0)
        return found
