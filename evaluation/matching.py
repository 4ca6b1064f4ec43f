"""The counting that every figure rests on: precision, recall and F1, and one-to-one matching by falling score."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

G = TypeVar("G")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Counts:
    """Hits among so many gold and so many predicted items."""

    hit: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hit + other.hit, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """The share of predicted items that hit."""
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of gold items that are hit."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def overlap(a: Collection[int], b: Collection[int]) -> float:
    """Intersection over union of two sets of positions; 0 for two empty ones."""
    a, b = set(a), set(b)
    return len(a & b) / len(a | b) if a | b else 0.0


def assign(gold: Sequence[G], predicted: Sequence[P], score: Callable[[G, P], float]) -> list[tuple[int, int]]:
    """Pair items one to one, highest score first, ties in order; pairs of score 0 are none.

    Returns:
        Index pairs (gold, predicted).
    """
    scored = ((score(g, p), -i, -j) for i, g in enumerate(gold) for j, p in enumerate(predicted))
    free_gold, free_predicted = set(range(len(gold))), set(range(len(predicted)))
    pairs = []
    for value, i, j in sorted(scored, reverse=True):
        if value <= 0:
            break
        if -i in free_gold and -j in free_predicted:
            free_gold.discard(-i)
            free_predicted.discard(-j)
            pairs.append((-i, -j))
    return pairs
