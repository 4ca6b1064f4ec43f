"""Which pairs must be compared anew where some items change: those of the items, and those that a crowd parts or joins.

An item is known by a number that it keeps. In a crowded block only near neighbours meet, so that an item more parts others;
all else that meets, and is the same as before, is left as it was compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from communique.linking import blocking
from communique.linking.sets import Bools, Floats, Ints

_NONE = np.zeros(0, dtype=np.int64)
Numbered = Callable[[Ints], Ints]
"""From items to numbers that stand in the order of the items' places."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Items in blocks: in each row a block, an item in it, and the two numbers that neighbours are near in."""

    block: Ints
    item: Ints
    first: Ints
    second: Ints

    @classmethod
    def none(cls) -> Rows:
        """No rows."""
        return cls(*(np.zeros(0, dtype=np.int64) for _ in range(4)))

    def where(self, chosen: Bools) -> Rows:
        """Some of the rows."""
        return Rows(self.block[chosen], self.item[chosen], self.first[chosen], self.second[chosen])

    def and_(self, other: Rows) -> Rows:
        """These rows and others."""
        pairs = zip(self.columns, other.columns, strict=True)
        return Rows(*(np.concatenate(pair) for pair in pairs))

    @property
    def by_name(self) -> Mapping[str, Ints]:
        """The columns by their names."""
        return dict(zip(("block", "item", "first", "second"), self.columns, strict=True))

    @property
    def columns(self) -> tuple[Ints, Ints, Ints, Ints]:
        """The columns."""
        return self.block, self.item, self.first, self.second


@dataclass(frozen=True, slots=True, eq=False)
class Likely:
    """Pairs of items that are likely one: the one whose place comes first, the other, and how likely."""

    one: Ints
    other: Ints
    likeness: Floats

    @classmethod
    def none(cls) -> Likely:
        """No pairs."""
        return cls(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0))

    @property
    def by_name(self) -> Mapping[str, Ints]:
        """The columns by their names."""
        return {"one": self.one, "other": self.other, "likeness": self.likeness}

    def where(self, chosen: Bools) -> Likely:
        """Some of the pairs."""
        return Likely(self.one[chosen], self.other[chosen], self.likeness[chosen])

    def and_(self, other: Likely) -> Likely:
        """These pairs and others."""
        columns = zip((self.one, self.other, self.likeness), (other.one, other.other, other.likeness), strict=True)
        return Likely(*(np.concatenate(pair) for pair in columns))


class Meeting:
    """What meets before and after some items change.

    Args:
        before: all rows of the blocks that a changed item was or is in, as they were.
        changed: the items that change, come or go.
        after: the rows of those that change or come.
        numbered: what puts items in the order of their places.
    """

    def __init__(self, before: Rows, changed: Ints, after: Rows, numbered: Numbered) -> None:
        items = np.unique(np.concatenate((before.item, after.item)))
        self._numbered = numbered
        self.items = items[np.argsort(numbered(items), kind="stable")]
        self._by_item = np.argsort(self.items)
        self.is_changed = np.isin(self.items, changed)
        self._before = before
        self._now = before.where(~np.isin(before.item, changed)).and_(after)
        blocks, sizes = np.unique(np.concatenate((before.block, after.block)), return_counts=True)
        self._crowded = blocks[sizes > blocking.WINDOW]

    def at(self, items: Ints) -> Ints:
        """Where items stand in ``items``."""
        return self._by_item[np.searchsorted(self.items, items, sorter=self._by_item)]

    def of_changed(self) -> Iterator[tuple[Ints, Ints]]:
        """The pairs that meet now and have a changed item, by where they stand in ``items``, in batches."""
        touched = np.unique(self._now.block[self.is_changed[self.at(self._now.item)]])
        for one, other in self._pairs(self._now.where(np.isin(self._now.block, touched))):
            chosen = self.is_changed[one] | self.is_changed[other]
            yield one[chosen], other[chosen]

    def parted_and_joined(self) -> tuple[Ints, Ints]:
        """Pairs of unchanged items that no longer meet in a crowd, and that now do, each as one number; see :meth:`split`.

        The parted ones may meet in another block.
        """
        if self.is_changed.all():
            return _NONE, _NONE
        before = self._unchanged(self._before.where(np.isin(self._before.block, self._crowded)))
        now = self._unchanged(self._now.where(np.isin(self._now.block, self._crowded)))
        parted = np.setdiff1d(before, now, assume_unique=True)
        return parted, np.setdiff1d(now, before, assume_unique=True)

    def met_elsewhere(self, parted: Ints, elsewhere: Rows) -> Bools:
        """Which of the pairs that a crowd parted still meet, in one of its other blocks or of those that nothing changed in.

        Args:
            parted: the pairs.
            elsewhere: all rows of the other blocks of their items.
        """
        rest = self._now.where(~np.isin(self._now.block, self._crowded)).and_(
            elsewhere.where(~np.isin(elsewhere.block, self._now.block))
        )
        # Items that are in none of the blocks that changed are in no pair that was parted, but they keep others apart.
        items = np.unique(np.concatenate((self.items, rest.item)))
        items = items[np.argsort(self._numbered(items), kind="stable")]
        by_item = np.argsort(items)
        place = by_item[np.searchsorted(items, rest.item, sorter=by_item)]
        here = np.full(len(items), -1)
        here[by_item[np.searchsorted(items, self.items, sorter=by_item)]] = np.arange(len(self.items))
        found = [np.zeros(0, dtype=np.int64)]
        for pair in blocking.pairs((place, rest.block), _by_item(len(items), place, rest)):
            one, other = here[pair[0]], here[pair[1]]
            known = (one >= 0) & (other >= 0)
            found.append(one[known] * len(self.items) + other[known])
        met: Bools = np.isin(parted, np.concatenate(found))
        return met

    def pairs(self, codes: Ints) -> tuple[Ints, Ints]:
        """The items of pairs."""
        one, other = self.split(codes)
        return self.items[one], self.items[other]

    def codes(self, pairs: Likely) -> Ints:
        """Pairs each as one number; -1 for those of other items."""
        known = np.isin(pairs.one, self.items) & np.isin(pairs.other, self.items)
        found = np.full(len(pairs.one), -1)
        found[known] = self.at(pairs.one[known]) * len(self.items) + self.at(pairs.other[known])
        return found

    def split(self, pairs: Ints) -> tuple[Ints, Ints]:
        """Where both items of pairs stand in ``items``."""
        one, other = np.divmod(pairs, max(1, len(self.items)))
        return one, other

    def _unchanged(self, rows: Rows) -> Ints:
        found = [np.zeros(0, dtype=np.int64)]
        for one, other in self._pairs(rows):
            chosen = ~(self.is_changed[one] | self.is_changed[other])
            found.append(one[chosen] * len(self.items) + other[chosen])
        return np.concatenate(found)

    def _pairs(self, rows: Rows) -> Iterator[tuple[Ints, Ints]]:
        place = self.at(rows.item)
        return blocking.pairs((place, rows.block), _by_item(len(self.items), place, rows))


def _by_item(number: int, place: Ints, rows: Rows) -> tuple[Ints, Ints]:
    """What neighbours are near in, by item."""
    first, second = np.zeros(number, dtype=np.int64), np.zeros(number, dtype=np.int64)
    first[place], second[place] = rows.first, rows.second
    return first, second


def reached(items: Ints, pairs: Likely, together: tuple[Ints, Ints]) -> Ints:
    """The items that pairs lead to from some items, these too.

    Args:
        items: where to begin.
        pairs: likely pairs.
        together: pairs that are of one group whatever their likeness.
    """
    one, other = np.concatenate((pairs.one, together[0])), np.concatenate((pairs.other, together[1]))
    every = np.unique(np.concatenate((items, one, other)))
    found = np.isin(every, items)
    one, other = np.searchsorted(every, one), np.searchsorted(every, other)
    while True:
        either = found[one] | found[other]
        if (found[one] & found[other])[either].all():
            return every[found]
        found[one[either]] = True
        found[other[either]] = True
