"""The confidence of statements: a logistic regression over what frames and reader say of one, fitted on articles coded by hand."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from communique.models.encoder import FILES, ModelMismatchError


@dataclass(frozen=True, slots=True)
class Belief:
    """The weights of features, by name; a statement is kept from ``least`` on.

    Features are of an open set (there is one for each cue word): one that the fit has not met counts nothing.
    """

    weights: Mapping[str, float]
    least: float

    def __call__(self, features: Mapping[str, float]) -> float:
        """How likely a statement is one, from 0 to 1."""
        odds = sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-odds))


@cache
def load(features: str, folder: Path | None = None) -> Belief:
    """The fitted weights, read once a process; from ``folder``, if not the shipped one.

    Args:
        features: the fingerprint of the features that the code has.
        folder: another model folder than the shipped one.

    Raises:
        ModelMismatchError: the file is missing or damaged, or was fitted for other features.
    """
    path = (folder or FILES / "statements") / "manifest.json"
    try:
        row = json.loads(path.read_text("utf-8"))
        found, fitted = Belief(row["weights"], row["least"]), row["features"]
    except (OSError, ValueError, KeyError) as error:
        raise ModelMismatchError(f"{path} cannot be read ({error}); install the package again") from error
    if fitted != features:
        raise ModelMismatchError(f"{path}: fitted for other features than this code has; fit it again (see training/)")
    return found
