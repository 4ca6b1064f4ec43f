"""What words mean, as short vectors: texts that say alike have vectors that point alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from communique.model import Span

MEANING = 128
"""Numbers of a meaning; each is kept in one byte."""


@dataclass(frozen=True, slots=True)
class Page:
    """One window's pieces: where each stands, their vectors, and from where to where they reach."""

    places: Any
    vectors: Any
    reach: Span


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the pieces of a text mean by themselves in their sentences."""

    pages: tuple[Page, ...] = ()

    def vector(self, spans: Iterable[Span]) -> Any:
        """The meaning of words: the mean of their pieces' vectors, of length 1; all zero if they were not read."""
        total = np.zeros(MEANING, dtype=np.float32)
        for span in spans:
            for page in self.pages:
                if page.reach.overlaps(span):
                    starts, ends = page.places[:, 0], page.places[:, 1]
                    total += page.vectors[(ends > starts) & (starts < span.end) & (ends > span.start)].sum(0)
        length = float(np.linalg.norm(total))
        return total / length if length else total

    def of(self, spans: Iterable[Span]) -> bytes:
        """The same as signed bytes; empty if the words were not read."""
        vector = self.vector(spans)
        # 127 over the largest share that a number of such a vector has, so that the byte's range is used and not passed.
        return np.clip(np.round(vector * _STEPS), -127, 127).astype(np.int8).tobytes() if vector.any() else b""


_STEPS = 127 / 0.5


def alike(one: bytes, other: bytes) -> float | None:
    """The cosine of two meanings; None where either is empty."""
    if not one or not other:
        return None
    a, b = (np.frombuffer(m, dtype=np.int8).astype(np.float32) for m in (one, other))
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def page(offsets: Sequence[tuple[int, int]], vectors: Any) -> Page:
    """One window's pieces, which stand at ``offsets``, and their vectors."""
    standing = [Span(a, b) for a, b in offsets if b > a]
    reach = Span(standing[0].start, standing[-1].end) if standing else Span(0, 0)
    return Page(np.array(offsets, dtype=np.int64).reshape(-1, 2), vectors, reach)
