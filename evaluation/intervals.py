"""How far a figure may be off: 95 % intervals by drawing documents anew, with repetition (percentile bootstrap, Efron 1979).

What hangs together is drawn together: whole documents where there are documents, rows where each is a sentence of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import quantiles
from typing import TypeVar

from evaluation.matching import Counts

P = TypeVar("P")

DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which values a figure lies in 95 of 100 draws."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"[{self.low:.3f}, {self.high:.3f}]"


def interval(parts: Sequence[P], figure: Callable[[Sequence[P]], float], draws: int = DRAWS, seed: int = 1) -> Interval:
    """The 95 % interval of a figure.

    Args:
        parts: what the figure is of, in parts that may be drawn apart from each other.
        figure: the figure of any such parts.
        draws: how often as many parts as there are get drawn.
        seed: of the draws, so that the interval is the same each time.

    Raises:
        ValueError: there are no parts.
    """
    if not parts:
        raise ValueError("no parts to draw from: a figure of nothing has no interval")
    rng = random.Random(seed)
    found = [figure(rng.choices(parts, k=len(parts))) for _ in range(draws)]
    cuts = quantiles(found, n=40, method="inclusive")
    return Interval(cuts[0], cuts[-1])


def row(name: str, parts: Sequence[Counts]) -> str:
    """A line of precision, recall and F1, each with its interval, and of what they were counted.

    Args:
        name: the figure's name.
        parts: the counts of each document.
    """
    whole = sum(parts, Counts())
    shown = "  ".join(
        f"{short} {getattr(whole, key):.3f} {interval(parts, partial(_of, key=key))}"
        for short, key in (("p", "precision"), ("r", "recall"), ("f1", "f1"))
    )
    return f"{name:13} {shown}  hit {whole.hit}  gold {whole.gold}  pred {whole.predicted}"


def _of(parts: Sequence[Counts], key: str) -> float:
    hit, gold, predicted = (sum(getattr(c, part) for c in parts) for part in ("hit", "gold", "predicted"))
    return float(getattr(Counts(hit, gold, predicted), key))


def share_row(name: str, parts: Sequence[tuple[int, int]]) -> str:
    """A line of a share with its interval.

    Args:
        name: the figure's name.
        parts: the hits of each document, and of how many.
    """
    hit, of = (sum(p[k] for p in parts) for k in (0, 1))
    return f"{name:13} share {share(parts):.3f} {interval(parts, share)}  hit {hit}  of {of}"


def share(parts: Sequence[tuple[int, int]]) -> float:
    """The hits of documents among all that there were; 0 where there were none."""
    of = sum(p[1] for p in parts)
    return sum(p[0] for p in parts) / of if of else 0.0
