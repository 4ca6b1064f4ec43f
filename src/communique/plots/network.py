"""Actors and their dealings: a ring of actors, those of one state side by side, and a line for each who dealt with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, pi, sin

from communique.plots.legend import MARGIN, TOP, counted, head, nothing, paint_of, quad_legend
from communique.plots.picture import Picture
from communique.plots.svg import BODY, Link, Markup, drawing, linked, painted, shortened, text, width_of
from communique.record.views import Dealings, Edge, Node

_NAMES = 150.0
"""Pixels around the ring for actors' names."""
_CROWD = 12
"""Actors on a ring of which names that all lie level would cover each other."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an actor is: a point, the angle at which it is seen from the middle, and how large it is drawn."""

    x: float
    y: float
    angle: float
    radius: float


def network(
    summary: Dealings,
    *,
    width: int = 960,
    link: Link | None = None,
    dealing: Callable[[Edge], str | None] | None = None,
) -> Picture:
    """Draw a network.

    A larger actor deals in more episodes; a line's arrow points to whom is acted on, its width says how often, its colour
    of what category most of it is.

    Args:
        summary: what :meth:`communique.Record.dealings` gives.
        width: in pixels; the height follows.
        link: the address that an actor's mark leads to, by its id.
        dealing: the address that an arrow leads to.
    """
    if not summary.edges:
        advice = "Widen the days, or code documents that tell of two actors' dealings."
        return nothing("Network of actors", "Nobody deals with anybody", advice, width)
    ring = min((width - 2 * _NAMES - 2 * MARGIN) / 2, 70 + 6.5 * len(summary.nodes))
    crowded = len(summary.nodes) > _CROWD
    around = 30 + max(width_of(n.name) for n in summary.nodes) if crowded else 40
    around = min(around, _NAMES)
    middle_x, middle_y = width / 2, TOP + around + ring
    places = _places(summary, middle_x, middle_y, ring)
    names = {n.id: n.name for n in summary.nodes}
    most = max(e.quads.total for e in summary.edges)
    heading = f"{counted(len(summary.nodes), 'actor')}, {counted(len(summary.edges), 'dealing')}"
    about = "an arrow points to whom is acted on; wider and larger: more episodes" + (
        "; the most frequent ones only" if summary.more else ""
    )
    parts = [*head(heading, about), *quad_legend()]
    for edge in sorted(summary.edges, key=lambda e: (e.quads.total, e.actor, e.recipient)):
        parts.append(_arrow(edge, places, (middle_x, middle_y), names, most, dealing))
    parts += [_actor(n, places[n.id], link, crowded) for n in summary.nodes]
    label = f"Network of actors: {heading}"
    return Picture(drawing(width, middle_y + ring + around, label, about, *parts, links=link is not None))


def _places(summary: Dealings, x: float, y: float, ring: float) -> dict[str, _Place]:
    order = _around(summary)
    heaviest = max(n.weight for n in summary.nodes)
    size = {n.id: 4 + 10 * (n.weight / heaviest) ** 0.5 for n in summary.nodes}
    found = {}
    for k, key in enumerate(order):
        angle = 2 * pi * (k + 0.5) / len(order) - pi / 2
        found[key] = _Place(x + ring * cos(angle), y + ring * sin(angle), angle, size[key])
    return found


def _around(summary: Dealings) -> list[str]:
    """The order of actors on the ring: those of one state together, and states next to those they most deal with."""
    state = {n.id: n.country or f" {n.id}" for n in summary.nodes}
    members: dict[str, list[str]] = {}
    for node in summary.nodes:
        members.setdefault(state[node.id], []).append(node.id)
    between: Counter[frozenset[str]] = Counter()
    for edge in summary.edges:
        between[frozenset((state[edge.actor], state[edge.recipient]))] += edge.quads.total
    order = [next(iter(members))]
    while len(order) < len(members):
        left = [s for s in members if s not in order]
        # Of equals the one that the record's most active actor comes first in, as nodes are sorted.
        nearest = max(left, key=lambda s: (between[frozenset((s, order[-1]))], -left.index(s)))
        order.append(nearest)
    return [key for s in order for key in members[s]]


def _arrow(
    edge: Edge,
    places: Mapping[str, _Place],
    middle: tuple[float, float],
    names: Mapping[str, str],
    most: int,
    link: Callable[[Edge], str | None] | None,
) -> Markup:
    """A bow from one actor to another through the ring, with its head at the one acted on."""
    a, b = places[edge.actor], places[edge.recipient]
    width = 1 + 5 * (edge.quads.total / most) ** 0.5 - (1 if most == 1 else 0)
    apart = hypot(a.x - b.x, a.y - b.y)
    # The nearer two are, the less their bow is drawn to the middle; to the right of its way, so that answers part.
    pull = 0.1 + 0.25 * apart / hypot(a.x - middle[0], a.y - middle[1])
    across = (a.y - b.y) / apart * 12, (b.x - a.x) / apart * 12
    bend = tuple(
        (p + q) / 2 + (m - (p + q) / 2) * pull + off
        for p, q, m, off in ((a.x, b.x, middle[0], across[0]), (a.y, b.y, middle[1], across[1]))
    )
    size = 5 + width
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


def _toward(x: float, y: float, to_x: float, to_y: float, by: float) -> tuple[float, float]:
    far = hypot(to_x - x, to_y - y) or 1.0
    return x + (to_x - x) / far * by, y + (to_y - y) / far * by


def _head(tip: tuple[float, float], bend: tuple[float, ...], size: float) -> str:
    angle = atan2(bend[1] - tip[1], bend[0] - tip[0])
    wings = ((tip[0] + size * 1.3 * cos(angle + w), tip[1] + size * 1.3 * sin(angle + w)) for w in (-0.4, 0.4))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (tip, *wings)) + "Z"


def _actor(node: Node, place: _Place, link: Link | None, crowded: bool) -> Markup:
    said = f"{node.name}{f' ({node.country})' if node.country else ''}: {counted(node.weight, 'episode')}"
    return linked(link(node.id) if link else None, said, *_drawn(node, place, crowded))


def _drawn(node: Node, place: _Place, crowded: bool) -> Iterator[Markup]:
    """A disc and the actor's name beside it, level or, on a crowded ring, pointing away from the middle."""
    yield painted("circle", "mark", cx=place.x, cy=place.y, r=place.radius, stroke_width=0)
    away = place.radius + 7
    x, y = place.x + away * cos(place.angle), place.y + away * sin(place.angle)
    anchor = "middle" if abs(cos(place.angle)) < 0.18 and not crowded else "start" if cos(place.angle) > 0 else "end"
    turned = degrees(place.angle) + (0 if cos(place.angle) > 0 else 180)
    yield text(
        x, y + (0 if crowded else 6 * sin(place.angle)), shortened(node.name, _NAMES - 30), "ink", BODY, text_anchor=anchor,
        font_weight=600 if node.kind == "country" else None, dy="0.35em",
        transform=f"rotate({turned:.1f} {x:.1f} {y:.1f})" if crowded else None,
    )  # fmt: skip
