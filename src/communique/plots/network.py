"""Actors and their dealings: those who deal with each other stand near each other, with an arrow from who acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import atan2, cos, hypot, sin

from communique.plots.layout import Box, Layout, Point, arranged, joined
from communique.plots.legend import MARGIN, TOP, counted, head, nothing, paint_of, quad_legend
from communique.plots.picture import Picture
from communique.plots.svg import SMALL, Link, Markup, drawing, linked, painted, shortened, width_of
from communique.record.views import Dealings, Edge, Node, Quads

_NAME = 130.0
"""Pixels that a name may take."""
_LEAST, _LARGEST = 4.0, 14.0
"""Radii of the actors with fewest and most episodes."""
_LINE = 15.0
"""Pixels of a name's height."""
_BETWEEN = 12.0
"""Pixels between actors, at the least."""
_HEAD = TOP + 12
_DOT = Box(10.0, 5.0, 5.0)
"""The room of an actor that is not in the days shown."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an actor is and how large it is drawn."""

    x: float
    y: float
    radius: float


def network(
    summary: Dealings,
    *,
    whole: Dealings | None = None,
    width: int = 960,
    link: Link | None = None,
    dealing: Callable[[Edge], str | None] | None = None,
) -> Picture:
    """Draw a network.

    A larger actor deals in more episodes; a line's arrow points to whom is acted on, its width says how often; colours say
    of what category most of it is.

    Args:
        summary: what :meth:`communique.Record.dealings` gives.
        whole: the same without bounds of time, by which actors are placed: each stands in the same place whatever days
            are shown, and who is not in them is a pale dot.
        width: in pixels; the height follows.
        link: the address that an actor's mark leads to, by its id.
        dealing: the address that an arrow leads to.
    """
    if not summary.edges:
        advice = "Widen the days, or code documents that tell of two actors' dealings."
        return nothing("Network of actors", "Nobody deals with anybody", advice, width)
    ground = whole if whole is not None and whole.edges else summary
    laid = _layout(summary, ground, width - 2 * MARGIN)
    points = {key: (x + MARGIN, y + _HEAD) for key, (x, y) in laid.places.items()}
    heaviest = max(n.weight for n in summary.nodes)
    places = {
        n.id: _Place(*points[n.id], _LEAST + (_LARGEST - _LEAST) * (n.weight / heaviest) ** 0.5) for n in summary.nodes
    }
    names = {n.id: n.name for n in summary.nodes}
    most = max(e.quads.total for e in summary.edges)
    heading = f"{counted(len(summary.nodes), 'actor')}, {counted(len(summary.edges), 'dealing')}"
    about = "an arrow points to whom is acted on; wider and larger: more episodes; colour: what most of it is"
    if summary.more:
        about += "; the most frequent ones only"
    answered = {(e.recipient, e.actor) for e in summary.edges}
    absent = [points[n.id] for n in ground.nodes if n.id not in places]
    parts = [*head(heading, about), *quad_legend()]
    if absent:
        parts += [painted("circle", "faint", cx=x, cy=y, r=3.0) for x, y in absent]
    for edge in sorted(summary.edges, key=lambda e: (e.quads.total, e.actor, e.recipient)):
        parts.append(_arrow(edge, places, (edge.actor, edge.recipient) in answered, names, most, dealing))
    leading = _leading(summary)
    parts += [_actor(n, places[n.id], leading[n.id], link) for n in summary.nodes]
    label = f"Network of actors: {heading}"
    return Picture(drawing(width, _HEAD + laid.height + MARGIN, label, about, *parts, links=link is not None))


def _layout(summary: Dealings, ground: Dealings, width: float) -> Layout:
    boxes = {n.id: _box(n) for n in ground.nodes}
    held = arranged(boxes, _ties(ground), width)
    fresh = {n.id: _box(n) for n in summary.nodes if n.id not in boxes}
    shown = {n.id for n in summary.nodes}
    taken = {key: box if key in shown else _DOT for key, box in boxes.items()}
    return joined(held, taken, fresh, _ties(summary), width) if fresh else held


def _ties(summary: Dealings) -> dict[tuple[str, str], float]:
    """How often two dealt with each other, either way."""
    found: dict[tuple[str, str], float] = {}
    for edge in summary.edges:
        ends = min(edge.actor, edge.recipient), max(edge.actor, edge.recipient)
        found[ends] = found.get(ends, 0) + edge.quads.total
    return found


def _box(node: Node) -> Box:
    """The room of an actor, as large as it may be drawn, with its name below it."""
    wide = max(width_of(shortened(node.name, _NAME), SMALL), 2 * _LARGEST)
    return Box(wide + _BETWEEN, _LARGEST + _BETWEEN / 2, _LARGEST + _LINE + _BETWEEN / 2)


def _leading(summary: Dealings) -> dict[str, str]:
    """The paint of the category that most of each actor's dealings are of, in its own doing and in what is done to it."""
    found: dict[str, Quads] = {}
    for edge in summary.edges:
        for end in (edge.actor, edge.recipient):
            had = found.get(end, Quads())
            found[end] = Quads(*(a + b for (_, a), (_, b) in zip(had.by_name(), edge.quads.by_name(), strict=True)))
    return {key: paint_of(quads.leading) for key, quads in found.items()}


def _arrow(
    edge: Edge,
    places: Mapping[str, _Place],
    answered: bool,
    names: Mapping[str, str],
    most: int,
    link: Callable[[Edge], str | None] | None,
) -> Markup:
    """A bow from one actor to another, with its head at the one acted on; where there is an answer, the two part."""
    a, b = places[edge.actor], places[edge.recipient]
    width = 1 + 5 * (edge.quads.total / most) ** 0.5 - (1 if most == 1 else 0)
    bow = 0.14 if answered else 0.05
    bend = (a.x + b.x) / 2 + (a.y - b.y) * bow, (a.y + b.y) / 2 + (b.x - a.x) * bow
    size = min(5 + width, max(hypot(a.x - b.x, a.y - b.y) / 3, 4))
    tip = _toward(b.x, b.y, bend[0], bend[1], b.radius + 2)
    end = _toward(tip[0], tip[1], bend[0], bend[1], size * 0.8)
    start = _toward(a.x, a.y, bend[0], bend[1], a.radius)
    quad = paint_of(edge.quads.leading)
    path = f"M{start[0]:.1f} {start[1]:.1f}Q{bend[0]:.1f} {bend[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
    said = ", ".join(f"{n:,} {q}" for q, n in edge.quads.by_name() if n)
    dense = 0.4 if quad.startswith("verbal") else 0.9
    return linked(
        link(edge) if link else None, f"{names.get(edge.actor, edge.actor)} to {names.get(edge.recipient, edge.recipient)}: {said}",
        painted("path", f"tie-{quad}", d=path, fill="none", stroke_width=width, opacity=dense),
        painted("path", f"head-{quad.split('-')[1]}", d=_head(tip, bend, size), opacity=dense),
    )  # fmt: skip


def _toward(x: float, y: float, to_x: float, to_y: float, by: float) -> Point:
    far = hypot(to_x - x, to_y - y) or 1.0
    return x + (to_x - x) / far * by, y + (to_y - y) / far * by


def _head(tip: Point, bend: Point, size: float) -> str:
    angle = atan2(bend[1] - tip[1], bend[0] - tip[0])
    wings = ((tip[0] + size * 1.3 * cos(angle + w), tip[1] + size * 1.3 * sin(angle + w)) for w in (-0.4, 0.4))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (tip, *wings)) + "Z"


def _actor(node: Node, place: _Place, paint: str, link: Link | None) -> Markup:
    said = f"{node.name}{f' ({node.country})' if node.country else ''}: {counted(node.weight, 'episode')}"
    return linked(link(node.id) if link else None, said, *_drawn(node, place, paint))


def _drawn(node: Node, place: _Place, paint: str) -> Iterator[Markup]:
    """A disc with the actor's name below it."""
    yield painted("circle", paint, cx=place.x, cy=place.y, r=place.radius, stroke_width=1.5)
    yield painted(
        "text", "label", shortened(node.name, _NAME), x=place.x, y=place.y + place.radius + 12, font_size=SMALL,
        text_anchor="middle", font_weight=600 if node.kind == "country" else None, stroke_width=3, paint_order="stroke",
        stroke_linejoin="round",
    )  # fmt: skip
