"""Groups out of pairs: the one way in which documents, events and statements are brought together."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
Pair = tuple[K, K]


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
    groups = {rank[g[0]]: [rank[i] for i in g] for g in components(items, ((a, b) for a, b in together if a in rank and b in rank))}  # fmt: skip
    at = {i: key for key, members in groups.items() for i in members}
    total: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (a, b), value in likeness.items():
        one, other = at[rank[a]], at[rank[b]]
        if one != other:
            total[one][other] += value
            total[other][one] += value
    parted: dict[int, set[int]] = defaultdict(set)
    for a, b in apart:
        if a in rank and b in rank and (one := at[rank[a]]) != (other := at[rank[b]]):
            parted[one].add(other)
            parted[other].add(one)
    alive = dict.fromkeys(groups, 0)

    def mean(one: int, other: int) -> float:
        return total[one][other] / (len(groups[one]) * len(groups[other]))

    def offers(one: int, others: Iterable[int]) -> list[tuple[float, int, int, int, int]]:
        found = []
        for other in others:
            value = mean(one, other)
            if value >= least and other not in parted[one]:
                first, second = sorted((one, other))
                found.append((-value, first, second, alive[first], alive[second]))
        return found

    queue = [offer for one in total for offer in offers(one, [o for o in total[one] if o > one])]
    heapq.heapify(queue)
    while queue:
        _, one, other, seen, met = heapq.heappop(queue)
        if alive.get(one) != seen or alive.get(other) != met:
            continue
        groups[one] += groups.pop(other)
        alive[one] += 1
        del alive[other]
        for third, value in total.pop(other).items():
            del total[third][other]
            if third != one:
                total[one][third] += value
                total[third][one] += value
        for third in parted.pop(other, ()):
            parted[third].discard(other)
            parted[third].add(one)
            parted[one].add(third)
        for offer in offers(one, total[one]):
            heapq.heappush(queue, offer)
    return [[items[k] for k in sorted(members)] for _, members in sorted((min(m), m) for m in groups.values())]
