"""The likely pairs that a record keeps of one kind, brought up to date where some items change; and groups out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

import numpy as np

from communique.linking.blocking import Blocks
from communique.linking.clustering import Pairs, grouped
from communique.linking.meeting import Likely, Meeting, Numbered, Rows, reached
from communique.linking.sets import Ints
from communique.record import Record

Met = Iterable[tuple[Ints, Ints]]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Some items, ready to be compared: their numbers, their blocks and order by where each stands, and how pairs compare."""

    items: Ints
    blocks: Blocks
    order: tuple[Ints, ...]
    likely: Callable[[Met], Pairs]

    @property
    def rows(self) -> Rows:
        """The items' rows."""
        item, block = self.blocks
        return Rows(block, self.items[item], self.order[0][item], self.order[-1][item])


class Kept:
    """The likely pairs of one kind.

    Args:
        record: the record that keeps them.
        kind: what the record calls the kind.
        numbered: what puts items in the order of their places.
        compared: makes items ready to be compared; these are given in the order of their places.
    """

    def __init__(self, record: Record, kind: str, numbered: Numbered, compared: Callable[[Ints], Compared]) -> None:
        self._record, self._kind, self._numbered, self._compared = record, kind, numbered, compared

    def update(self, changed: Ints, present: Ints) -> Ints:
        """Compare anew what some items that change reach.

        Args:
            changed: the items that change, come or go.
            present: those of them that are there from now on.

        Returns:
            The items of which a pair has another likeness than before.
        """
        if not len(changed):
            return changed
        ready = self._compared(present[np.argsort(self._numbered(present), kind="stable")])
        after = ready.rows
        dirty = np.unique(np.concatenate((self._rows_of(changed).block, after.block)))
        meeting = Meeting(self._rows_in(dirty), changed, after, self._numbered)
        parted, joined = meeting.parted_and_joined()
        found = self._compare(meeting, joined, ready)
        taken = self._take(changed, *meeting.pairs(np.concatenate((parted, joined))))
        kept = self._still_met(meeting, parted, taken, dirty)
        self._record.keep_blocks(self._kind, changed, after.by_name)
        now = found.and_(kept)
        self._record.keep_likely(self._kind, now.by_name)
        return _different(taken, now)

    def _compare(self, meeting: Meeting, joined: Ints, ready: Compared) -> Likely:
        """The likely ones among the pairs of changed items and those that a crowd joins."""
        needed = np.zeros(len(meeting.items), dtype=np.bool_)
        for one, other in chain(meeting.of_changed(), [meeting.split(joined)]):
            needed[one] = needed[other] = True
        if not np.isin(meeting.items[needed], ready.items).all():
            ready = self._compared(meeting.items[needed])
        local = np.zeros(len(meeting.items), dtype=np.int64)
        by_item = np.argsort(ready.items)
        local[needed] = by_item[np.searchsorted(ready.items, meeting.items[needed], sorter=by_item)]
        met = chain(meeting.of_changed(), [meeting.split(joined)])
        one, other, likeness = ready.likely((local[a], local[b]) for a, b in met if len(a))
        return Likely(ready.items[one], ready.items[other], likeness)

    def _still_met(self, meeting: Meeting, parted: Ints, taken: Likely, dirty: Ints) -> Likely:
        """Which of the likely pairs that a crowd parted meet in another block of theirs."""
        if not len(parted):
            return Likely.none()
        codes = meeting.codes(taken)
        of_parted = np.isin(codes, parted)
        codes, taken = codes[of_parted], taken.where(of_parted)
        others = self._rows_of(np.unique(np.concatenate((taken.one, taken.other)))).block
        elsewhere = self._rows_in(np.setdiff1d(others, dirty))
        return taken.where(meeting.met_elsewhere(codes, elsewhere))

    def regrouped(
        self, seeds: Ints, together: tuple[Ints, Ints], apart: tuple[Ints, Ints], least: float
    ) -> tuple[Ints, list[list[int]]]:
        """Make the groups of some items anew, and of all that pairs lead to from these.

        Args:
            seeds: the items; with all whose pairs have another likeness than before.
            together: pairs that are joined whatever their likeness, the first by its place first.
            apart: pairs that never come into one group.
            least: how alike two groups must be at least.

        Returns:
            The items in the order of their places; and the groups, each of numbers of these items.
        """
        found = self._record.likely(self._kind)
        likely = Likely(found["one"], found["other"], found["likeness"])
        items = reached(seeds, likely, together)
        items = items[np.argsort(self._numbered(items), kind="stable")]
        by_item = np.argsort(items)

        def at(of: Ints) -> Ints:
            return by_item[np.searchsorted(items, of, sorter=by_item)]

        likely = likely.where(np.isin(likely.one, items))
        one, other = at(likely.one), at(likely.other)
        order = np.lexsort((other, one))
        judged = []
        for a, b in (together, apart):
            both = np.isin(a, items) & np.isin(b, items)
            judged.append(sorted(zip(at(a[both]).tolist(), at(b[both]).tolist(), strict=True)))
        return items, grouped(len(items), (one[order], other[order], likely.likeness[order]), least, *judged)

    def _rows_of(self, items: Ints) -> Rows:
        return Rows(**self._record.blocks_of(self._kind, items))

    def _rows_in(self, blocks: Ints) -> Rows:
        return Rows(**self._record.blocks(self._kind, blocks))

    def _take(self, items: Ints, one: Ints, other: Ints) -> Likely:
        return Likely(**self._record.take_likely(self._kind, items, one, other))


def _different(before: Likely, now: Likely) -> Ints:
    """The items of pairs that are in one of the two alone, or in both with different likeness."""
    pairs = before.and_(now)
    order = np.lexsort((pairs.likeness, pairs.other, pairs.one))
    one, other, likeness = pairs.one[order], pairs.other[order], pairs.likeness[order]
    once = np.ones(len(one), dtype=np.bool_)
    again = np.flatnonzero((one[1:] == one[:-1]) & (other[1:] == other[:-1]) & (likeness[1:] == likeness[:-1]))
    once[again] = once[again + 1] = False
    return np.unique(np.concatenate((one[once], other[once])))
