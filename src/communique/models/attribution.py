"""Attributions as the reader sees them: cues, and the source and the content of each, in a window of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from communique.model import Span

ROLES = ("source", "content")
TAGS = ("outside", "first", "later")
"""What a word piece can be of a cue, in the order of the model's scores."""

WIDTH = 128
"""Width of the spaces in which a cue meets its source and its content."""

_APART = 2
"""Pieces between two parts of a content that are still taken as one."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue with its source and its content, and how sure the model is of it (0 to 1)."""

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float

    @property
    def named(self) -> Span | None:
        """The words that name the source, the longest where they stand apart."""
        return max(self.source, key=lambda s: (s.end - s.start, -s.start), default=None)


def attributions(
    offsets: Sequence[tuple[int, int]], tags: Any, cues: Any, members: Any, threshold: float
) -> list[Attribution]:
    """The attributions of one window.

    Args:
        offsets: where each word piece stands in the text; empty for pieces that stand for nothing.
        tags: scores (pieces, 3) of each piece as ``TAGS``.
        cues: projections (pieces, 2 * WIDTH) of each piece as a cue, for its source and for its content.
        members: projections of each piece as one of a source or of a content.
        threshold: how likely a piece must be to be a cue.
    """
    shifted = np.exp(tags - tags.max(-1, keepdims=True))
    chances = shifted / shifted.sum(-1, keepdims=True)
    found = []
    for first, last in _cues(offsets, chances, threshold):
        anchor = cues[first].reshape(2, WIDTH)
        scores = np.einsum("rw,trw->rt", anchor, members.reshape(-1, 2, WIDTH))
        likely = 1 / (1 + np.exp(-scores))
        outside = [not first <= i <= last and end > start for i, (start, end) in enumerate(offsets)]
        source, _ = _spans(offsets, likely[0], outside, 0)
        content, sure = _spans(offsets, likely[1], outside, _APART)
        if content:
            cue = Span(offsets[first][0], offsets[last][1])
            chance = float(1 - chances[first, 0]) * sure
            found.append(Attribution(cue, tuple(source), tuple(content), round(chance, 4)))
    return found


def _cues(offsets: Sequence[tuple[int, int]], chances: Any, threshold: float) -> list[tuple[int, int]]:
    """First and last piece of each cue: a likely first piece and the later ones that follow it."""
    runs: list[tuple[int, int]] = []
    for i, (start, end) in enumerate(offsets):
        if end <= start or 1 - chances[i, 0] < threshold:
            continue
        goes_on = bool(runs) and runs[-1][1] == i - 1
        inside_word = goes_on and offsets[i - 1][1] == start
        if goes_on and (inside_word or chances[i, 2] > chances[i, 1]):
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return runs


def _spans(
    offsets: Sequence[tuple[int, int]], likely: Any, allowed: Sequence[bool], apart: int
) -> tuple[list[Span], float]:
    """Runs of likely pieces as spans of characters, nearly touching ones joined, and how likely their pieces are."""
    chosen = [i for i, p in enumerate(likely) if allowed[i] and p > 0.5]
    runs: list[list[int]] = []
    for i in chosen:
        if runs and i - runs[-1][-1] <= 1 + apart and all(allowed[k] for k in range(runs[-1][-1] + 1, i)):
            runs[-1].append(i)
        else:
            runs.append([i])
    longest = max((len(r) for r in runs), default=0)
    runs = [r for r in runs if len(r) * 6 >= longest]
    sure = float(np.mean([likely[i] for r in runs for i in r])) if runs else 0.0
    return [Span(offsets[r[0]][0], offsets[r[-1]][1]) for r in runs], sure
