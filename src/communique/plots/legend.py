"""What pictures have in common at their heads: a heading, what is shown, and a legend of quad categories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from communique.plots.picture import Picture
from communique.plots.svg import BODY, HEAD, SMALL, Markup, drawing, painted, text, width_of
from communique.record.views import Quad

QUADS: tuple[Quad, ...] = get_args(Quad)
MARGIN = 16.0
TOP = 76.0
"""Pixels that a head with a legend takes."""


def paint_of(quad: Quad) -> str:
    """The class that paints what is of a quad category."""
    return quad.replace(" ", "-")


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number and what it is of, as ``1 episode`` or ``2,000 episodes``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def head(heading: str, about: str) -> Iterator[Markup]:
    """A heading and a line below it."""
    yield text(MARGIN, 25, heading, "ink", HEAD, font_weight=600)
    yield text(MARGIN, 44, about, "soft", BODY)


def quad_legend(x: float = MARGIN, y: float = 64) -> Iterator[Markup]:
    """The four categories in their colours, side by side."""
    for quad in QUADS:
        yield painted("rect", paint_of(quad), x=x + 0.5, y=float(y - 9), width=9.0, height=9.0, rx=2, stroke_width=1.2)
        yield text(x + 15, y, quad, "soft", SMALL)
        x += 15 + width_of(quad, SMALL) + 16


def nothing(label: str, words: str, advice: str, width: float) -> Picture:
    """A picture of which there is nothing to draw, which says so and what to do."""
    height = 140
    return Picture(
        drawing(
            width, height, label, words,
            text(width / 2, height / 2 - 4, words, "ink", HEAD, text_anchor="middle"),
            text(width / 2, height / 2 + 20, advice, "soft", BODY, text_anchor="middle"),
        )
    )  # fmt: skip
