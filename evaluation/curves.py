"""What is right, and how much is found, by how sure the package must be: the price of each threshold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from communique.plots.picture import Picture
from communique.plots.svg import BODY, HEAD, SMALL, Markup, drawing, line, painted, text
from evaluation import record
from evaluation.matching import Counts

THRESHOLDS = (0.05, 0.09, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6)
KINDS = {"event_type": "type", "event": "type and sides", "statement": "statements"}
"""The figures that are shown, and their names."""

_WIDTH, _HEIGHT, _LEFT, _TOP, _SIZE = 560, 420, 64, 64, 300


@dataclass(frozen=True, slots=True)
class Point:
    """The figures at one threshold, by name."""

    threshold: float
    counts: dict[str, Counts]


def points(gold: record.Folder, predicted: record.Folder) -> list[Point]:
    """The figures at each threshold, of codings in which nothing was left out for want of confidence.

    Args:
        gold: the codings that are right.
        predicted: the package's, each event and statement with its confidence.
    """
    found = []
    for threshold in THRESHOLDS:
        kept = replace(predicted, documents={n: _surer(row, threshold) for n, row in predicted.documents.items()})
        figures = record.score(gold, kept)
        found.append(Point(threshold, {k: figures.counts.get(k, Counts()) for k in KINDS}))
    return found


def _surer(row: record.Row, threshold: float) -> record.Row:
    """A coding without the events and statements of which less is sure."""
    return row | {k: [r for r in row[k] if r["confidence"] >= threshold] for k in ("events", "statements") if k in row}


def table(found: Sequence[Point]) -> Iterable[str]:
    """The figures as a table in Markdown."""
    yield "| T |" + "".join(f" {name}: precision | recall | F1 |" for name in KINDS.values())
    yield "| --- |" + " --- | --- | --- |" * len(KINDS)
    for point in found:
        cells = (f" {c.precision:.2f} | {c.recall:.2f} | {c.f1:.2f} |" for c in point.counts.values())
        yield f"| {point.threshold} |" + "".join(cells)


def write(found: Sequence[Point], file: Path) -> None:
    """Draw precision over recall, a line for each figure, as an SVG file."""
    parts = [
        text(_LEFT - 40, 28, "Precision and recall by threshold", "ink", HEAD),
        text(_LEFT - 40, 46, f"thresholds {found[0].threshold} to {found[-1].threshold}, each a dot", "soft", SMALL),
        *_axes(),
    ]
    for (kind, name), paint in zip(KINDS.items(), ("material-cooperation", "material-conflict", "mark"), strict=True):
        places = [_at(p.counts[kind]) for p in found if p.counts[kind].predicted]
        for (x0, y0), (x1, y1) in pairwise(places):
            parts.append(line(x0, y0, x1, y1, "line", 1))
        parts += [painted("circle", paint, cx=x, cy=y, r=3.5) for x, y in places]
        if places:
            parts.append(text(places[0][0] + 8, places[0][1] + 4, name, "label", BODY))
    about = "Precision of what is coded over how much of the gold is found"
    file.write_text(Picture(drawing(_WIDTH, _HEIGHT, "Precision and recall by threshold", about, *parts)).svg, "utf-8")


def _axes() -> Iterable[Markup]:
    for k in range(6):
        share, along = k / 5, _SIZE * k / 5
        yield line(_LEFT, _TOP + _SIZE - along, _LEFT + _SIZE, _TOP + _SIZE - along, "rule", 1)
        yield line(_LEFT + along, _TOP, _LEFT + along, _TOP + _SIZE, "rule", 1)
        yield text(_LEFT - 28, _TOP + _SIZE - along + 4, f"{share:.1f}", "soft", SMALL)
        yield text(_LEFT + along - 8, _TOP + _SIZE + 18, f"{share:.1f}", "soft", SMALL)
    yield text(_LEFT + _SIZE - 30, _TOP + _SIZE + 36, "recall", "soft", SMALL)
    yield text(_LEFT - 40, _TOP - 8, "precision", "soft", SMALL)


def _at(counts: Counts) -> tuple[float, float]:
    return _LEFT + _SIZE * counts.recall, _TOP + _SIZE * (1 - counts.precision)
