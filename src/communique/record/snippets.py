"""The parts of a text that show why it was found."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.model import Span

WIDTH = 240
"""Characters of a snippet."""
_BEFORE = 60
_MOST = 2


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a document's stored text, and the hits in it; all spans are of the stored text."""

    span: Span
    text: str
    hits: tuple[Span, ...]


def excerpts(text: str, hits: Sequence[Span], boilerplate: Sequence[Span]) -> tuple[Snippet, ...]:
    """The parts of an article with the most different hits, in order; without a hit, its beginning."""
    live = sorted(h for h in hits if not any(h.overlaps(b) for b in boilerplate))
    starts = [h.start for h in live]
    chosen: list[Span] = []
    for window in sorted((_window(text, h) for h in live), key=lambda w: (-_variety(text, w, live, starts), w.start)):
        if len(chosen) < _MOST and not any(window.overlaps(c) for c in chosen):
            chosen.append(window)
    start = next((b.end for b in boilerplate if b.start == 0), 0)
    return pieces(text, sorted(chosen) or [_window(text, Span(start, start))], live)


def pieces(text: str, spans: Iterable[Span], hits: Sequence[Span]) -> tuple[Snippet, ...]:
    """Given parts of a text with the hits in them."""
    return tuple(Snippet(s, s.of(text), tuple(h for h in hits if s.contains(h))) for s in spans if s.end > s.start)


def _window(text: str, hit: Span) -> Span:
    """Whole words about a hit."""
    start = max(0, hit.start - _BEFORE)
    end = min(len(text), max(hit.end, start + WIDTH))
    if start:
        start = min(hit.start, _after_space(text, start, hit.start))
    if end < len(text):
        end = max(hit.end, text.rfind(" ", hit.end, end))
    return Span(start, end)


def _after_space(text: str, start: int, end: int) -> int:
    found = text.find(" ", start, end)
    return found + 1 if found >= 0 else start


def _variety(text: str, window: Span, hits: Sequence[Span], starts: Sequence[int]) -> int:
    """How many different words of the hits, which are in order, a window has."""
    within = hits[bisect_left(starts, window.start) : bisect_left(starts, window.end)]
    return len({h.of(text).casefold() for h in within if window.contains(h)})
