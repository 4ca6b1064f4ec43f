"""Fits confidences to how often they are right on held-out data, and shows how well they then hold."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np
from evaluation.intervals import interval
from sklearn.linear_model import LogisticRegression

from communique.models.calibration import Calibration

log = logging.getLogger("training")


def fitted(scores: Sequence[float], right: Sequence[bool]) -> dict[str, float]:
    """Slope and shift of a line in log odds (Platt 1999) for :class:`communique.models.calibration.Calibration`.

    Where all or none are right there is nothing to fit, and scores stay as they are.
    """
    if len(set(right)) < 2:
        log.warning("%d scores, all or none of them right: not calibrated", len(scores))
        return {"slope": 1.0, "shift": 0.0}
    inside = np.clip(np.asarray(scores, dtype=float), 1e-6, 1 - 1e-6)
    odds = np.log(inside / (1 - inside)).reshape(-1, 1)
    line = LogisticRegression(C=1e6).fit(odds, np.asarray(right))
    return {"slope": round(float(line.coef_[0, 0]), 5), "shift": round(float(line.intercept_[0]), 5)}


def crossed(scores: Sequence[float], right: Sequence[bool], parts: Sequence[str], folds: int = 5) -> list[float]:
    """Scores as they are calibrated on other documents than their own, so that a table of them is of what was not fitted.

    Args:
        scores: as they are.
        right: whether each is right.
        parts: the document of each.
        folds: in how many parts the documents are cut, each calibrated on the others.
    """
    fold = {part: k % folds for k, part in enumerate(dict.fromkeys(parts))}
    found = list(scores)
    for k in set(fold.values()) if len(fold) > 1 else ():
        others = [i for i, part in enumerate(parts) if fold[part] != k]
        line = Calibration(**fitted([scores[i] for i in others], [right[i] for i in others]))
        for i, part in enumerate(parts):
            if fold[part] == k:
                found[i] = line(scores[i])
    return found


def expected_error(scores: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: the mean gap between confidence and share right, over equal-width bins by size."""
    held, hits = np.asarray(scores, dtype=float), np.asarray(right, dtype=float)
    which = np.minimum((held * bins).astype(int), bins - 1)
    gaps = [abs(held[which == b].mean() - hits[which == b].mean()) * (which == b).sum() for b in set(which.tolist())]
    return float(sum(gaps) / max(1, len(held)))


def reliability(scores: Sequence[float], right: Sequence[bool], parts: Sequence[str], bins: int = 10) -> str:
    """A reliability table in Markdown: for each bin of confidence its size, mean confidence and share right.

    Args:
        scores: confidences.
        right: whether each is right.
        parts: the document (story, class) of each, over which the error's 95 % interval is drawn.
        bins: how many there are from 0 to 1.
    """
    held, hits = np.asarray(scores, dtype=float), np.asarray(right, dtype=float)
    which = np.minimum((held * bins).astype(int), bins - 1)
    rows = ["| confidence | found | mean | right |", "| --- | --- | --- | --- |"]
    for b in sorted(set(which.tolist())):
        here = which == b
        bar = "█" * round(10 * hits[here].mean())
        rows.append(
            f"| {b / bins:.1f}-{(b + 1) / bins:.1f} | {here.sum()} | {held[here].mean():.2f} | {hits[here].mean():.2f} {bar} |"
        )
    if len(held) == 0:
        return "\n".join(rows)
    places = [[i for i, p in enumerate(parts) if p == part] for part in dict.fromkeys(parts)]

    def error(some: Sequence[list[int]]) -> float:
        drawn = [i for place in some for i in place]
        return expected_error(held[drawn], hits[drawn], bins)  # type: ignore[arg-type]

    shown = f"Expected calibration error: {expected_error(scores, right, bins):.3f} {interval(places, error)}"
    return "\n".join([*rows, "", f"{shown}, of {len(held)} in {len(places)} parts"])
