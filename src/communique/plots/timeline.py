"""Episodes on a line of time: how precisely each is dated, what it was, and how many accounts tell of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.plots.axes import Days, TimeAxis
from communique.plots.columns import Scale, columns
from communique.plots.legend import MARGIN, TOP, counted, head, nothing, paint_of, quad_legend
from communique.plots.picture import Picture
from communique.plots.svg import SMALL, Link, Markup, drawing, linked, painted, shortened, width_of
from communique.record.views import Moment, Timeline

_ROW = 19.0
_COLUMNS = 150.0
"""Pixels of the columns that count all episodes, where there are too many to draw each."""
_ROWS = 40
_NAMED = 120
"""Marks that may all be named; of more, only those told most are."""
_LEAST_ROOM, _ROOM = 150.0, 230.0
"""Pixels that a name may take at the least and at the most."""
_FADE = ((0.6, 0.0), (0.35, 9.0), (0.15, 18.0))
"""How an open end fades: how dense each stretch is and how far off it begins, in pixels."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A moment where it is drawn: the pixels that it covers with its words, and their row."""

    moment: Moment
    left: float
    right: float
    words: str
    before: bool
    row: int = 0

    @property
    def radius(self) -> float:
        return min(3.5 + 1.5 * math.sqrt(self.moment.accounts - 1), 8.0)

    @property
    def extent(self) -> tuple[float, float]:
        """What it takes up of its row."""
        words = width_of(self.words, SMALL) + 7 if self.words else 0
        left, right = self.left - self.radius, self.right + self.radius
        return (left - words, right + 5) if self.before else (left, right + words + 5)


def timeline(summary: Timeline, *, width: int = 960, link: Link | None = None) -> Picture:
    """Draw a timeline.

    A dot is an episode of one day, a bar one of some day in it, faded where it is open at that end; larger ones are told
    by more accounts. Where long nothing happened, the axis is broken and says for how long.

    Args:
        summary: what :meth:`communique.Record.timeline` gives.
        width: in pixels; the height is what the marks need.
        link: the address that an episode's mark leads to, by its id.
    """
    if not summary.moments:
        undated = f"{counted(summary.undated, 'episode')} without a date." if summary.undated else ""
        advice = "Widen the days or the filters, or code more documents."
        return nothing("Timeline", f"No dated episode. {undated}".strip(), advice, width)
    left, right = MARGIN + (36 if summary.counts else 8), width - MARGIN
    axis = TimeAxis.over(_days(summary), left, right)
    marks = _placed([_mark(m, axis) for m in _worth_a_name(summary.moments)])
    top = TOP + (_COLUMNS + 24 if summary.counts else 8)
    bottom = top + _ROW * (max(m.row for m in marks) + 1) + 20
    heading, about = _heading(summary, len(marks))
    parts = [*head(heading, about), *quad_legend(), *axis.drawn(bottom, TOP)]
    if summary.counts:
        scale = Scale(summary.counts, TOP + 8, TOP + _COLUMNS)
        parts += [*scale.drawn(right, left), *columns(summary.counts, axis, scale)]
    parts += [_drawn(m, axis, top, link) for m in sorted(marks, key=lambda m: (m.left, m.row))]
    return Picture(drawing(width, bottom + 40, f"Timeline: {heading}", about, *parts, links=link is not None))


def _heading(summary: Timeline, drawn: int) -> tuple[str, str]:
    first, last = (d for d in (min(_days(summary))[0], max(d[1] for d in _days(summary))))
    years = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    heading = f"{counted(summary.total, 'episode')}, {years}"
    parts = ["dot: a day", "bar: some day in it, faded where open", "larger: more accounts"]
    if summary.counts:
        parts.insert(0, f"all by {summary.period}, below them the {drawn:,} with most accounts")
    elif drawn < summary.total:
        parts.insert(0, f"the {drawn:,} with most accounts")
    if summary.undated:
        parts.append(f"{summary.undated:,} more without a date")
    return heading, "; ".join(parts)


def _days(summary: Timeline) -> list[Days]:
    moments = [d for m in summary.moments if (d := _span(m)) is not None]
    return moments + [(c.first, c.last) for c in summary.counts]


def _span(moment: Moment) -> Days | None:
    first, last = moment.earliest or moment.latest, moment.latest or moment.earliest
    return (first, last) if first is not None and last is not None else None


def _worth_a_name(moments: Sequence[Moment]) -> Iterator[tuple[Moment, bool]]:
    """Moments, and whether each is named."""
    best = sorted(moments, key=lambda m: (-m.accounts, m.id))
    named = {m.id for m in (best if len(best) <= _NAMED else best[: _NAMED // 4])}
    return ((m, m.id in named) for m in moments)


def _mark(given: tuple[Moment, bool], axis: TimeAxis) -> _Mark:
    moment, named = given
    first, last = _span(moment) or (axis.pieces[0].first, axis.pieces[0].first)
    left, right = (axis.middle(first),) * 2 if first == last else (axis.x(first), axis.end(last))
    if moment.earliest is None:
        left = right - _FADE[-1][1] - 9
    if moment.latest is None:
        right = left + _FADE[-1][1] + 9
    if moment.earliest is not None and moment.latest is not None and right - left < 9:
        left = right = (left + right) / 2
    radius, piece = _Mark(moment, left, right, "", False).radius, axis.piece(first)
    after = min(max(piece.right + 44 - right, _LEAST_ROOM), axis.pieces[-1].right - right)
    before = min(max(left - piece.left, _LEAST_ROOM), left - axis.pieces[0].left)
    turned = after < 100 < before
    room = min((before if turned else after) - radius - 8, _ROOM)
    return _Mark(moment, left, right, shortened(_name(moment), room, SMALL) if named and room > 50 else "", turned)


def _name(moment: Moment) -> str:
    """An episode's label without its date, which its place says."""
    return re.sub(r", (?:\d{4}-\d\d-\d\d|…).*$", "", moment.label).replace(moment.type, moment.type.lower(), 1)


def _placed(marks: Sequence[_Mark]) -> list[_Mark]:
    """Marks in rows so that none covers another; where rows are too few, those told least are left out."""
    by_day = sorted(marks, key=lambda m: (m.extent[0], -m.moment.accounts, m.moment.id))
    placed = _in_rows(by_day)
    if max(m.row for m in placed) < _ROWS:
        return placed
    told = sorted(marks, key=lambda m: (-m.moment.accounts, m.extent[0], m.moment.id))
    return [m for m in _in_rows(told) if m.row < _ROWS]


def _in_rows(marks: Sequence[_Mark]) -> list[_Mark]:
    rows: list[list[tuple[float, float]]] = []
    placed = []
    for mark in marks:
        start, end = mark.extent
        row = next((k for k, held in enumerate(rows) if all(end < a or start > b for a, b in held)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append((start, end))
        placed.append(_Mark(mark.moment, mark.left, mark.right, mark.words, mark.before, row))
    return placed


def _drawn(mark: _Mark, axis: TimeAxis, top: float, link: Link | None) -> Markup:
    moment, y = mark.moment, top + _ROW * mark.row + _ROW / 2
    shapes = list(_shapes(mark, y))
    if mark.words:
        verb, _, names = mark.words.partition(" ")
        x = mark.left - mark.radius - 5 if mark.before else mark.right + mark.radius + 5
        shapes.append(
            painted(
                "text", "label", painted("tspan", "soft", f"{verb} "), names, x=x, y=y + 4, font_size=SMALL,
                text_anchor="end" if mark.before else None, stroke_width=3, paint_order="stroke",
            )
        )  # fmt: skip
    told = counted(moment.accounts, "account")
    return linked(link(moment.id) if link else None, f"{moment.label}: {moment.quad}, {told}", *shapes)


def _shapes(mark: _Mark, y: float) -> Iterator[Markup]:
    moment, radius = mark.moment, mark.radius
    paint = paint_of(moment.quad)
    if moment.earliest is not None and moment.latest is not None:
        if mark.left == mark.right:
            yield painted("circle", paint, cx=mark.left, cy=y, r=radius, stroke_width=1.5)
        else:
            height = radius * 1.3
            yield painted(
                "rect", paint, x=mark.left, y=y - height / 2, width=mark.right - mark.left, height=height, rx=height / 2,
                stroke_width=1.5,
            )  # fmt: skip
        return
    height, fades_right = radius * 1.3, moment.latest is None
    for dense, off in _FADE:
        x = mark.left + off if fades_right else mark.right - off - 9
        yield painted("rect", paint, x=x, y=y - height / 2, width=9.0, height=height, opacity=dense, stroke_width=0)
    edge = mark.left if fades_right else mark.right
    yield painted("circle", paint, cx=edge, cy=y, r=height / 2, stroke_width=1.5)
