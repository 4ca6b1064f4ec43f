"""Makes a model's score a probability: what share of what it scores like this turned out right on held-out data."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Platt scaling (Platt 1999): a straight line in log odds, fitted on data that the model was not trained on."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, score: float) -> float:
        """The probability that something scored so (0 to 1) is right."""
        inside = min(max(score, 1e-6), 1 - 1e-6)
        odds = self.slope * math.log(inside / (1 - inside)) + self.shift
        return round(1 / (1 + math.exp(-odds)), 4)
