"""Groups out of pairs: the one way in which documents, events and statements are brought together."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from communique.linking.sets import Floats, Ints

K = TypeVar("K", bound=Hashable)
Pairs = tuple[Ints, Ints, Floats]
"""Pairs of numbered items in columns: one of each, the other of each, and how alike they are from 0 to 1."""


_DIGITS = 12
"""Digits of a mean likeness that count."""


def components(items: Sequence[K], pairs: Iterable[tuple[K, K]]) -> list[list[K]]:
    """Items that pairs lead between, in groups; items and groups keep the order of ``items``."""
    leader = {i: i for i in items}

    def find(item: K) -> K:
        while leader[item] != item:
            leader[item] = leader[leader[item]]
            item = leader[item]
        return item

    rank = {i: k for k, i in enumerate(items)}
    for a, b in pairs:
        first, second = sorted((find(a), find(b)), key=rank.__getitem__)
        leader[second] = first
    groups: dict[K, list[K]] = {}
    for item in items:
        groups.setdefault(find(item), []).append(item)
    return list(groups.values())


def gathered(compared: Iterable[Pairs], floor: float) -> Pairs:
    """All pairs of some batches that are more alike than ``floor``, in as little memory as they need."""
    kept: list[Pairs] = []
    for one, other, likeness in compared:
        likely = likeness > floor
        kept.append((one[likely].astype(np.int32), other[likely].astype(np.int32), likeness[likely]))
    none = np.zeros(0, dtype=np.int32)
    one, other, likeness = (np.concatenate(c) for c in zip((none, none, np.zeros(0)), *kept, strict=True))
    return one, other, likeness


def average_link(
    items: Sequence[K],
    likeness: Mapping[tuple[K, K], float],
    least: float,
    *,
    together: Iterable[tuple[K, K]] = (),
    apart: Iterable[tuple[K, K]] = (),
) -> list[list[K]]:
    """Agglomerative clustering by the mean likeness of groups (UPGMA: Sokal and Michener, 1958).

    The two groups that are most alike are joined until none are alike enough. Ties go to the items that come first,
    so that the result depends on the order of ``items`` alone.

    Args:
        items: what to group.
        likeness: how alike two items are, from 0 to 1; a pair that is not in it is not alike at all.
        least: how alike two groups must be at least, as the mean over all their pairs.
        together: pairs that are joined whatever their likeness.
        apart: pairs that never come into one group, unless ``together`` brings them there.

    Returns:
        The groups; items and groups keep the order of ``items``.
    """
    rank = {i: k for k, i in enumerate(items)}
    pairs = np.array([(rank[a], rank[b]) for a, b in likeness], dtype=np.int64).reshape(-1, 2)
    values = np.fromiter(likeness.values(), dtype=np.float64, count=len(likeness))
    judged = ([(rank[a], rank[b]) for a, b in chosen if a in rank and b in rank] for chosen in (together, apart))
    return [
        [items[k] for k in group] for group in grouped(len(items), (pairs[:, 0], pairs[:, 1], values), least, *judged)
    ]


def grouped(
    number: int,
    pairs: Pairs,
    least: float,
    together: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:
    """The same of items that are numbers from 0, with pairs in columns: see :func:`average_link`.

    Args:
        number: how many items there are.
        pairs: those that are alike at all, none of them twice.
        least: as there.
        together: as there.
        apart: as there.
    """
    clusters = _Clusters(number, pairs, least)
    for a, b in together:
        clusters.join(*sorted((clusters.at[a], clusters.at[b])))
    for a, b in apart:
        clusters.part(clusters.at[a], clusters.at[b])
    # One offer a cluster, its best. Joining others never makes a mean larger than it was to the more alike of them, so that
    # an offer to a cluster that has grown since is made anew only when it comes up.
    queue = [offer for k in clusters.promising() if (offer := clusters.offer(k)) is not None]
    heapq.heapify(queue)
    while queue:
        _, first, second, by, seen, met = heapq.heappop(queue)
        to = second if by == first else first
        if clusters.age[by] != seen:
            continue
        if clusters.age[to] == met:
            clusters.join(first, second)
            by = first
        if (offer := clusters.offer(by)) is not None:
            heapq.heappush(queue, offer)
    return clusters.groups()


Offer = tuple[float, int, int, int, int, int]
"""The mean likeness, negated; both clusters; whose offer it is; the age of that one, and of the other."""


class _Clusters:
    """Clusters, each called by its first item, with how alike each is to others; what none asks for stays in the columns."""

    def __init__(self, number: int, pairs: Pairs, least: float) -> None:
        one, other, likeness = pairs
        rows = np.concatenate((one, other)).astype(np.int32)
        order = np.argsort(rows, kind="stable")
        self._starts = np.searchsorted(rows[order], np.arange(number + 1))
        self._near = np.concatenate((other, one)).astype(np.int32)[order]
        self._sums = np.concatenate((likeness, likeness))[order]
        self._least = least
        self._merged: dict[int, tuple[Ints, Floats]] = {}
        self._members: dict[int, list[int]] = {}
        self._parted: dict[int, set[int]] = defaultdict(set)
        self._sizes = np.ones(number, dtype=np.int64)
        self.at = np.arange(number)
        self.age = np.zeros(number, dtype=np.int64)

    def promising(self) -> Iterable[int]:
        """The clusters that have a likeness of enough, or are of several items."""
        at = np.repeat(np.arange(len(self.at)), np.diff(self._starts))[self._sums >= self._least - 10.0**-_DIGITS]
        found: list[int] = np.unique(self.at[at]).tolist()
        return found

    def join(self, one: int, other: int) -> None:
        """Make one cluster of two, called by the first."""
        if one == other:
            return
        links = [self._links(k) for k in (one, other)]
        self._merged.pop(other, None)
        self._merged[one] = (np.concatenate([near for near, _ in links]), np.concatenate([sums for _, sums in links]))
        moved = self._members.pop(other, [other])
        self._members.setdefault(one, [one]).extend(moved)
        self.at[moved] = one
        self._sizes[one] += self._sizes[other]
        self.age[one] += 1
        self.age[other] = -1
        for third in self._parted.pop(other, ()):
            self._parted[third].discard(other)
            self.part(third, one)

    def part(self, one: int, other: int) -> None:
        """Never make one cluster of two, unless they are one already."""
        if one != other:
            self._parted[one].add(other)
            self._parted[other].add(one)

    def offer(self, one: int) -> Offer | None:
        """The best of the clusters that this one may be joined to; of equal ones the first."""
        near, sums = self._links(one)
        near, place = np.unique(self.at[near], return_inverse=True)
        sums = np.asarray(np.bincount(place, sums), dtype=np.float64)
        if one in self._merged:
            self._merged[one] = near, sums
        # Rounded, so that a sum does not depend on which of the two it was made for.
        means = np.round(sums / (self._sizes[one] * self._sizes[near]), _DIGITS)
        means[near == one] = 0.0
        if one in self._parted:
            means[np.isin(near, list(self._parted[one]))] = 0.0
        best = int(np.argmax(means)) if len(means) else -1
        if best < 0 or means[best] < self._least:
            return None
        other = int(near[best])
        first, second = sorted((one, other))
        return -float(means[best]), first, second, one, int(self.age[one]), int(self.age[other])

    def _links(self, one: int) -> tuple[Ints, Floats]:
        held = self._merged.get(one)
        if held is not None:
            return held
        chosen = slice(self._starts[one], self._starts[one + 1])
        return self._near[chosen], self._sums[chosen]

    def groups(self) -> list[list[int]]:
        """The items of each cluster in order, and the clusters in the order of their first items."""
        order = np.argsort(self.at, kind="stable")
        found: list[list[int]] = [
            part.tolist() for part in np.split(order, np.flatnonzero(np.diff(self.at[order])) + 1)
        ]
        return found if len(order) else []
