"""Columns of cooperation above a line and of conflict below it, by period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from communique.plots.axes import TimeAxis, number_ticks
from communique.plots.legend import paint_of
from communique.plots.svg import SMALL, Markup, line, linked, painted, text, width_of
from communique.record.views import Count, Quad

_STACKS: tuple[tuple[int, tuple[Quad, Quad]], ...] = (
    (-1, ("material cooperation", "verbal cooperation")),
    (1, ("material conflict", "verbal conflict")),
)
"""Which way each stack grows, and what it is of, from the line outward."""


_WIDEST = 48.0
"""Pixels of a column at most."""

_DOTTED = 60
"""Periods of a piece of which the net is dotted too."""


class Scale:
    """Numbers of episodes to pixels above and below a line; both ways a pixel is as many episodes."""

    def __init__(self, counts: Sequence[Count], top: float, bottom: float) -> None:
        above = number_ticks(max(c.quads.cooperation for c in counts))
        below = number_ticks(max(c.quads.conflict for c in counts))
        step = max(t[1] if len(t) > 1 else 0 for t in (above, below)) or 1
        self.above, self.below = (list(range(0, t[-1] + step, step)) if t[-1] else [0] for t in (above, below))
        self.unit = (bottom - top) / max(self.above[-1] + self.below[-1], 1)
        self.zero = top + self.above[-1] * self.unit

    def y(self, number: float) -> float:
        """How high a number is; conflict is below zero."""
        return self.zero - number * self.unit

    def drawn(self, right: float, left: float) -> Iterator[Markup]:
        """Lines at round numbers, named at the left."""
        for sign, ticks in ((1, self.above), (-1, self.below[1:])):
            for tick in ticks:
                yield line(left, self.y(sign * tick), right, self.y(sign * tick), "line" if not tick else "rule", 1)
                yield text(left - 6, self.y(sign * tick) + 4, f"{tick:,}", "soft", SMALL, text_anchor="end")


def columns(counts: Sequence[Count], axis: TimeAxis, scale: Scale) -> Iterator[Markup]:
    """A column a period, each with what it says in words."""
    for count in counts:
        left, right = axis.x(count.first), axis.end(count.last)
        wide = min(max((right - left) * 0.8, 0.75), _WIDEST)
        said = ", ".join(f"{n:,} {quad}" for quad, n in count.quads.by_name() if n)
        parts = []
        for way, quads in _STACKS:
            edge = scale.zero
            for quad in quads:
                height = dict(count.quads.by_name())[quad] * scale.unit
                if height:
                    parts.append(
                        painted(
                            "rect", paint_of(quad), x=(left + right - wide) / 2, y=edge - height if way < 0 else edge,
                            width=wide, height=height, stroke_width=0.75,
                        )
                    )  # fmt: skip
                    edge += way * height
        yield linked(None, f"{_named(count)}: {said}", *parts)


def net_line(counts: Sequence[Count], axis: TimeAxis, scale: Scale) -> Iterator[Markup]:
    """Cooperation less conflict, from period to period; zero in those in which nothing happened."""
    for piece in axis.pieces:
        held = [c for c in counts if piece.first <= c.first <= piece.last]
        points: list[tuple[float, float]] = []
        for before, count in zip([None, *held], held, strict=False):
            left, right = axis.x(count.first), axis.end(count.last)
            if before is not None and (gap := left - axis.end(before.last)) > 0.5:
                inset = min((right - left) / 2, gap / 2)
                points += [(left - gap + inset, scale.zero), (left - inset, scale.zero)]
            points.append(((left + right) / 2, scale.y(count.quads.net)))
        if not held:
            continue
        path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        yield painted("path", "line", d=path, fill="none", stroke_width=1.5, stroke_linejoin="round")
        if len(held) <= _DOTTED:
            yield from (painted("circle", "mark", cx=x, cy=y, r=2.5, stroke_width=0) for x, y in points)


def _named(count: Count) -> str:
    return str(count.first) if count.first == count.last else f"{count.first} to {count.last}"


def sides(x: float, scale: Scale, top: float, bottom: float) -> Iterator[Markup]:
    """What is above the line and what below it, written along the axis."""
    for words, start, end in (("cooperation", top, scale.zero), ("conflict", scale.zero, bottom)):
        if end - start < width_of(words, SMALL):
            continue
        y = (start + end) / 2
        yield text(x, y, words, "soft", SMALL, text_anchor="middle", transform=f"rotate(-90 {x:.1f} {y:.1f})")
