"""Where actors of a network stand: those who deal with each other near each other, no name over another.

Positions depend on the network alone, not on chance: the same network is always drawn the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, log1p, sin

import numpy as np
import numpy.typing as npt

from communique.linking.clustering import components

Points = npt.NDArray[np.float64]
Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_ROUNDS = 300
"""Steps of majorization; some tens are enough for most networks."""
_STILL = 1e-5
"""The change of the stress, as a share, below which the points stand."""
_PUSHES = 300
"""Rounds in which boxes that cover each other are pushed apart."""
_TIE = (110.0, 58.0)
"""Pixels that a tie of middling strength is long, across and down: names are wider than high."""
_GROWTH, _LARGEST = 1.12, 2.6
"""By how much a part is enlarged at a time while too many of its boxes cover each other, and how far at the most."""
_COVERED = 0.12
"""The share of a part's boxes that may cover others before they are pushed apart."""
_STEP = 16.0
"""Pixels between parts, and between the places that are tried for one."""
_SPIRAL = 2.39996
"""The golden angle, in radians: points that turn by it spread evenly."""


@dataclass(frozen=True, slots=True)
class Box:
    """What a point takes up around it: pixels to its left and right (each half the width), above it and below it."""

    width: float
    above: float
    below: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where points are, in pixels from the upper left corner, and how much room they take down to the lowest."""

    places: Mapping[str, Point]
    height: float


def arranged(boxes: Mapping[str, Box], ties: Mapping[tuple[str, str], float], width: float) -> Layout:
    """Places for points of which some are tied.

    E. Gansner, Y. Koren and S. North, "Graph Drawing by Stress Majorization" (2004), part by part that hangs together:
    points stand as far from each other as the shortest way along ties between them is long, as nearly as the plane
    allows; strong ties are short. Then boxes that cover each other are pushed apart, and parts are set beside each other.

    Args:
        boxes: what each point takes up, by its id.
        ties: how strong a tie is (a number above zero) by the ids of its two ends, in any order; each once.
        width: pixels from left to right.
    """
    order = {key: k for k, key in enumerate(boxes)}
    groups = [sorted(group, key=order.__getitem__) for group in components(list(boxes), list(ties))]
    groups.sort(key=lambda g: (-len(g), order[g[0]]))
    parts = [(g, _part(g, [boxes[k] for k in g], ties, width)) for g in groups]
    places: dict[str, Point] = {}
    taken: list[Rectangle] = []
    for group, points in parts:
        x, y = _corner(_extent(points, [boxes[k] for k in group]), taken, width)
        places |= {k: (float(px + x), float(py + y)) for k, (px, py) in zip(group, points, strict=True)}
        taken += _rectangles(places, {k: boxes[k] for k in group}, ties)
    height = max((bottom for _, _, _, bottom in taken), default=0.0)
    return Layout(places, height)


def joined(
    held: Layout,
    taken: Mapping[str, Box],
    boxes: Mapping[str, Box],
    ties: Mapping[tuple[str, str], float],
    width: float,
) -> Layout:
    """A layout with points more, each near those that it is tied to; what is there stays where it is.

    Args:
        held: the layout that is there.
        taken: what each point that is there takes up.
        boxes: the points to be added.
        ties: as for :func:`arranged`.
        width: pixels from left to right.
    """
    places, all_, height = dict(held.places), dict(taken), held.height
    for key, box in boxes.items():
        near = [places[b if a == key else a] for a, b in ties if key in (a, b) and (b if a == key else a) in places]
        x, y = (sum(p[k] for p in near) / len(near) for k in (0, 1)) if near else (width / 2, held.height)
        rects = [(places[k], all_[k]) for k in places if k in all_]
        for turn in range(4000):
            far = 6.0 * turn**0.5
            at = (
                min(max(x + 1.6 * far * cos(_SPIRAL * turn), box.width / 2), width - box.width / 2),
                max(y + far * sin(_SPIRAL * turn), box.above),
            )
            if not any(_cover(at, box, *other) for other in rects):
                break
        places[key], all_[key] = at, box
        height = max(height, at[1] + box.below)
    return Layout(places, height)


def _cover(one: Point, box: Box, other: Point, its: Box) -> bool:
    """Whether one box at a point covers another at its point."""
    return (
        abs(one[0] - other[0]) < (box.width + its.width) / 2
        and one[1] - box.above < other[1] + its.below
        and other[1] - its.above < one[1] + box.below
    )


def _part(keys: Sequence[str], boxes: Sequence[Box], ties: Mapping[tuple[str, str], float], width: float) -> Points:
    """Places for points that hang together, the part's upper left corner at zero."""
    points = _majorized(_scaled(far := _distances(keys, ties)), far)
    points = _turned(points)
    scale = np.array(_TIE)
    room = width - max(b.width for b in boxes)
    for _ in range(40):
        drawn = points * np.minimum(scale, [room / max(float(np.ptp(points[:, 0])), 1e-9), np.inf])
        if _covered(drawn, boxes).any(axis=1).mean() <= _COVERED or scale[0] >= _TIE[0] * _LARGEST:
            break
        scale = scale * _GROWTH
    apart = _apart(drawn, boxes, width)
    left, top, _, _ = _bounds(apart, boxes)
    moved: Points = apart - [left, top]
    return moved


def _extent(points: Points, boxes: Sequence[Box]) -> Point:
    left, top, right, bottom = _bounds(points, boxes)
    return right - left, bottom - top


def _bounds(points: Points, boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    """The left, top, right and bottom of what points take up."""
    half = np.array([b.width / 2 for b in boxes])
    above, below = (np.array([getattr(b, side) for b in boxes]) for side in ("above", "below"))
    return (
        float((points[:, 0] - half).min()), float((points[:, 1] - above).min()),
        float((points[:, 0] + half).max()), float((points[:, 1] + below).max()),
    )  # fmt: skip


def _rectangles(
    places: Mapping[str, Point], boxes: Mapping[str, Box], ties: Iterable[tuple[str, str]]
) -> list[Rectangle]:
    """What a part takes up: its boxes, and small ones along its ties."""
    found = [
        (places[k][0] - b.width / 2, places[k][1] - b.above, places[k][0] + b.width / 2, places[k][1] + b.below)
        for k, b in boxes.items()
    ]
    for one, other in ties:
        if one in boxes:
            (x, y), (to_x, to_y) = places[one], places[other]
            steps = 1 + int(hypot(to_x - x, to_y - y) / _STEP)
            at = ((x + (to_x - x) * k / steps, y + (to_y - y) * k / steps) for k in range(1, steps))
            found += [(p - _STEP, q - _STEP, p + _STEP, q + _STEP) for p, q in at]
    return found


def _corner(size: Point, taken: Sequence[Rectangle], width: float) -> Point:
    """Where a part of this size has room beside others, as far down as those reach; the first stands in the middle."""
    wide, high = size
    if not taken:
        return max((width - wide) / 2, 0.0), 0.0
    held = np.array(taken)
    lowest = float(held[:, 3].max())
    for y in np.arange(lowest - high, 0, -_STEP):
        below = held[(held[:, 1] < y + high + _STEP) & (held[:, 3] > y - _STEP)]
        for x in np.arange(0, max(width - wide, 0) + 1, _STEP):
            if not ((below[:, 0] < x + wide + _STEP) & (below[:, 2] > x - _STEP)).any():
                return float(x), float(y)
    return 0.0, lowest + _STEP


def _distances(keys: Sequence[str], ties: Mapping[tuple[str, str], float]) -> Points:
    """How long the shortest way along ties between any two is."""
    at = {k: n for n, k in enumerate(keys)}
    most = max(ties.values(), default=1.0)
    far = np.full((len(keys), len(keys)), np.inf)
    np.fill_diagonal(far, 0)
    for (a, b), strength in ties.items():
        if a in at and b in at and a != b:
            length = 1.35 - 0.7 * log1p(strength) / log1p(most)
            far[at[a], at[b]] = far[at[b], at[a]] = min(length, far[at[a], at[b]])
    for k in range(len(keys)):
        far = np.minimum(far, far[:, k : k + 1] + far[k : k + 1, :])
    return far


def _scaled(far: Points) -> Points:
    """Points at these distances as far as a plane can show them (classical scaling), to begin with."""
    number = len(far)
    centre = np.eye(number) - 1 / number
    values, vectors = np.linalg.eigh(-centre @ far**2 @ centre / 2)
    points = np.zeros((number, 2))
    for axis, k in enumerate(np.argsort(values)[::-1][:2]):
        side = vectors[:, k] * np.sqrt(max(values[k], 0))
        points[:, axis] = side * (1 if side[np.argmax(np.round(np.abs(side), 6))] >= 0 else -1)
    # Points that fall on one another could never part.
    turn = _SPIRAL * np.arange(number)
    return points + 1e-3 * np.column_stack([np.cos(turn), np.sin(turn)])


def _majorized(points: Points, far: Points) -> Points:
    """Points moved until their distances differ as little as can be from those asked for."""
    if len(points) < 2:
        return points
    weight = 1.0 / (far + np.eye(len(far))) ** 2 - np.eye(len(far))
    total = weight.sum(axis=1, keepdims=True)
    before = np.inf
    for _ in range(_ROUNDS):
        away = points[:, None] - points[None]
        drawn = np.maximum(np.linalg.norm(away, axis=2), 1e-9)
        stress = float((weight * (drawn - far) ** 2).sum())
        if before - stress <= _STILL * before:
            break
        before = stress
        # Each point goes towards the mean of where the others want it; all the way at once they would swing about.
        wanted = (weight[:, :, None] * (points[None] + (far / drawn)[:, :, None] * away)).sum(axis=1) / total
        points = (points + wanted) / 2
    return points


def _turned(points: Points) -> Points:
    """Points turned so that they spread most from left to right."""
    middle = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(middle.T @ middle)
    turned: Points = middle @ vectors[:, ::-1]
    for axis in (0, 1):  # an axis has no direction of its own: the first point is put to the left, and above
        if turned[0, axis] > 0:
            turned[:, axis] *= -1
    return turned


def _covered(points: Points, boxes: Sequence[Box]) -> npt.NDArray[np.bool_]:
    """Whether each box covers each other one."""
    over = _over(points, boxes)
    covers: npt.NDArray[np.bool_] = np.all(over > 0.5, axis=2)
    np.fill_diagonal(covers, False)
    return covers


def _over(points: Points, boxes: Sequence[Box]) -> Points:
    """By how many pixels each two boxes cover each other, across and down; less than zero where they do not."""
    half = np.array([((b.width / 2), (b.above + b.below) / 2) for b in boxes])
    over: Points = half[:, None] + half[None] - np.abs(_away(points, boxes))
    return over


def _away(points: Points, boxes: Sequence[Box]) -> Points:
    """From the middle of each box to that of each other one."""
    middles = points + np.array([(0.0, (b.below - b.above) / 2) for b in boxes])
    away: Points = middles[:, None] - middles[None]
    return away


def _apart(points: Points, boxes: Sequence[Box], width: float) -> Points:
    """Points pushed apart until no box covers another, within a width."""
    order = np.sign(np.subtract.outer(np.arange(len(points)), np.arange(len(points))))[..., None]
    half, high = np.array([b.width / 2 for b in boxes]), np.array([(b.above + b.below) / 2 for b in boxes])
    left = points[:, 0].mean() - width / 2
    for _ in range(_PUSHES):
        covers = _covered(points, boxes)
        if not covers.any():
            break
        over, away = _over(points, boxes), _away(points, boxes)
        sides = np.where(np.abs(away) > 1e-6, np.sign(away), order)
        sideways = over[..., 0] / (half[:, None] + half[None]) < over[..., 1] / (high[:, None] + high[None])
        way = np.stack([covers & sideways, covers & ~sideways], axis=2)
        points = points + 0.55 * np.where(way, sides * (over + 1) / 2, 0).sum(axis=1)
        points[:, 0] = np.clip(points[:, 0], left + half, left + width - half)
    return points
