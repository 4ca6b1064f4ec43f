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
class Meanings:
    """What the pieces of a text mean by themselves in their sentences: for each window, where they stand and their vectors."""

    pages: tuple[tuple[Any, Any], ...] = ()

    def of(self, spans: Iterable[Span]) -> bytes:
        """The meaning of words: the mean of their pieces' vectors, of length 1, as signed bytes; empty if they were not read."""
        total = np.zeros(MEANING, dtype=np.float32)
        for span in spans:
            for places, vectors in self.pages:
                inside = (places[:, 1] > places[:, 0]) & (places[:, 0] < span.end) & (places[:, 1] > span.start)
                if inside.any():
                    total += vectors[inside].sum(0)
        length = float(np.linalg.norm(total))
        # 127 over the largest share that a number of such a vector has, so that the byte's range is used and not passed.
        return np.clip(np.round(total / length * _STEPS), -127, 127).astype(np.int8).tobytes() if length else b""


_STEPS = 127 / 0.5


def alike(one: bytes, other: bytes) -> float | None:
    """The cosine of two meanings; None where either is empty."""
    if not one or not other:
        return None
    a, b = (np.frombuffer(m, dtype=np.int8).astype(np.float32) for m in (one, other))
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))


def page(offsets: Sequence[tuple[int, int]], vectors: Any) -> tuple[Any, Any]:
    """One window's pieces, which stand at ``offsets``, and their vectors."""
    return np.array(offsets, dtype=np.int64).reshape(-1, 2), vectors
