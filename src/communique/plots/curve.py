"""Cooperation and conflict of two states over time."""

from __future__ import annotations

from communique.plots.axes import TimeAxis
from communique.plots.columns import Scale, columns, net_line, sides
from communique.plots.legend import MARGIN, TOP, counted, head, nothing, quad_legend
from communique.plots.picture import Picture
from communique.plots.svg import SMALL, drawing, line, text, width_of
from communique.record.views import Curve

_HEIGHT = 300.0
_NET = "cooperation less conflict"


def curve(summary: Curve, *, width: int = 960) -> Picture:
    """Draw a curve: columns of cooperation above zero and of conflict below, by period, and their net as a line.

    Args:
        summary: what :meth:`communique.Record.curve` gives.
        width: in pixels.
    """
    pair = f"{summary.one_name} and {summary.other_name}"
    apart = _left_out(summary)
    if not summary.counts:
        words = f"No episode of {pair} that is dated to a {summary.period}"
        return nothing(
            f"Cooperation and conflict: {pair}", words, apart or "Widen the days, or name other states.", width
        )
    tallest = max(c.quads.cooperation for c in summary.counts) + max(c.quads.conflict for c in summary.counts)
    left, right, bottom = MARGIN + 52, width - MARGIN, TOP + 12 + min(120 + 24.0 * tallest, _HEIGHT)
    axis = TimeAxis.over([(c.first, c.last) for c in summary.counts], left, right)
    scale = Scale(summary.counts, TOP + 12, bottom - 8)
    named = width - MARGIN - width_of(_NET, SMALL)
    number = sum(c.quads.total for c in summary.counts)
    about = f"{counted(number, 'episode')} by {summary.period}, each counted once however many accounts tell of it"
    parts = [
        *head(pair, f"{about}; {apart}" if apart else about),
        *quad_legend(),
        line(named - 24, 60, named - 6, 60, "line", 1.5),
        text(named, 64, _NET, "soft", SMALL),
        *axis.drawn(bottom, TOP + 4),
        *scale.drawn(right, left),
        *columns(summary.counts, axis, scale),
        *net_line(summary.counts, axis, scale),
        *sides(MARGIN + 8, scale, TOP + 12, bottom - 8),
    ]
    return Picture(drawing(width, bottom + 40, f"Cooperation and conflict: {pair}", about, *parts))


def _left_out(summary: Curve) -> str:
    parts = []
    if summary.wide:
        parts.append(f"{summary.wide:,} not dated to one {summary.period}")
    if summary.undated:
        parts.append(f"{summary.undated:,} not dated at all")
    return " and ".join(parts) + (" are left out" if parts else "")
