"""The confidence of events: weights of what rules and models say of a draft, fitted on articles coded by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from communique.models.encoder import FILES, ModelMismatchError


@dataclass(frozen=True, slots=True)
class Confidence:
    """Two logistic regressions over the features of a draft, before and after the event model is asked about it.

    A draft is kept from ``least`` on; the event model is asked where the first log odds lie within ``reach`` of that.
    """

    before: Mapping[str, float]
    after: Mapping[str, float]
    least: float
    reach: float

    def first(self, features: Mapping[str, float]) -> float:
        """The log odds that a draft is right, by rules and reader."""
        return _sum(self.before, features)

    def second(self, features: Mapping[str, float]) -> float:
        """The same once the event model has answered."""
        return _sum(self.after, features)


def _sum(weights: Mapping[str, float], features: Mapping[str, float]) -> float:
    if weights.keys() != features.keys():
        names = sorted(weights.keys() ^ features.keys())
        raise ModelMismatchError(
            f"{FILES / 'confidence'}: fitted for other features than this code has ({', '.join(names)}); fit it again (see training/)"
        )
    return sum(weights[name] * value for name, value in features.items())


@cache
def load(features: str, folder: Path | None = None) -> Confidence:
    """The fitted confidence, read once a process; from ``folder``, if not the shipped one.

    Args:
        features: the fingerprint of the features that the code has.
        folder: another model folder than the shipped one.

    Raises:
        ModelMismatchError: its file is missing or damaged, or was fitted for other features.
    """
    path = (folder or FILES / "confidence") / "manifest.json"
    try:
        row = json.loads(path.read_text("utf-8"))
        found, fitted = Confidence(row["before"], row["after"], row["least"], row["reach"]), row["features"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelMismatchError(f"{path} cannot be read ({error}); install the package again") from error
    if fitted != features:
        raise ModelMismatchError(f"{path}: fitted for other features than this code has; fit it again (see training/)")
    return found
