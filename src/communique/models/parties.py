"""Which two of those named near an act are its actor and its recipient: small networks that weigh all pairs of them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from communique.models.encoder import FILES, ModelMismatchError, read_manifest
from communique.models.meaning import MEANING

SELDOM = -3.0
"""Log odds of what was never counted."""

WEIGHTS = "weights.npz"
LAYERS = ("act words", "act words bias", "words", "words bias", "actor", "actor bias", "recipient", "recipient bias", "actor out", "recipient out", "pair actor", "pair recipient",
          "pair", "pair bias", "pair out")  # fmt: skip
"""The arrays of one network, in the order in which they are kept."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What was counted of coded articles, as log odds.

    ``paths`` says for ways through the parse from an act to somebody how often that is its actor, and its recipient;
    ``words`` for words for acts how often their actor, and their recipient, stays open.
    """

    paths: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    words: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartyModel:
    """The shipped networks, whose log chances are averaged; ``mean`` and ``scale`` are of the columns that they read."""

    habits: Habits
    mean: Any
    scale: Any
    networks: Sequence[Mapping[str, Any]]

    def weigh(self, rows: Sequence[Sequence[float]], words: Any, both: Any, possible: Any) -> Any:
        """The log chance of each pair being the actor and the recipient of an act.

        Args:
            rows: what is said of each who may be a side of the act.
            words: what the words for the act mean, and then those for each of these, (1 + rows, ``MEANING``).
            both: what is said of each pair of them.
            possible: which pairs may be at all.
        """
        columns = (np.asarray(rows, dtype=np.float32) - self.mean) / self.scale
        found = [_log_chances(_scores(n, columns, words * SPREAD, both), possible) for n in self.networks]
        return sum(found[1:], found[0]) / len(found)


SPREAD = math.sqrt(MEANING)
"""What makes the numbers of a vector of length 1 as large as those of the columns."""


def _scores(network: Mapping[str, Any], columns: Any, words: Any, both: Any) -> Any:
    act = np.tanh(words[:1] @ network["act words"] + network["act words bias"])
    named = np.tanh(words[1:] @ network["words"] + network["words bias"])
    columns = np.concatenate([columns, np.repeat(act, len(columns), 0), named, act * named], -1)
    actor = np.maximum(columns @ network["actor"] + network["actor bias"], 0)
    recipient = np.maximum(columns @ network["recipient"] + network["recipient bias"], 0)
    pair = (actor @ network["pair actor"])[:, None] + (recipient @ network["pair recipient"])[None]
    pair = np.maximum(pair + both @ network["pair"] + network["pair bias"], 0)
    return (
        (actor @ network["actor out"])[:, None]
        + (recipient @ network["recipient out"])[None]
        + pair @ network["pair out"]
    )


def _log_chances(scores: Any, possible: Any) -> Any:
    kept = np.where(possible, scores, -1e4)
    kept = kept - kept.max()
    return kept - np.log(np.exp(kept).sum())


@cache
def load(features: str, folder: Path | None = None) -> PartyModel:
    """The model, loaded once a process; from ``folder``, if not the shipped one.

    Args:
        features: the fingerprint of the columns that the code fills.
        folder: holds its manifest and weights.

    Raises:
        ModelMismatchError: files are missing or damaged, or the model was made for other columns.
    """
    place = folder or FILES / "parties"
    manifest = read_manifest(place)
    if manifest.features != features:
        raise ModelMismatchError(
            f"{place}: fitted for features {manifest.features}, this version of communique has {features}; fit it again "
            "(see training/) or install the version that it came with"
        )
    try:
        data = (place / WEIGHTS).read_bytes()
        if hashlib.sha256(data).hexdigest() != manifest.sha256:
            raise ModelMismatchError(f"{place / WEIGHTS} is not the file that manifest.json names; install it again")
        with np.load(place / WEIGHTS, allow_pickle=False) as file:
            arrays = {key: file[key].astype(np.float32) for key in file.files}
        networks = [{n: arrays[f"{k} {n}"] for n in LAYERS} for k in range(manifest.settings["networks"])]
        habits = Habits(*({k: (a, b) for k, (a, b) in manifest.settings[n].items()} for n in ("paths", "words")))
        return PartyModel(habits, arrays["mean"], arrays["scale"], networks)
    except (OSError, KeyError, ValueError) as error:
        raise ModelMismatchError(f"{place} cannot be read ({error}); install the model again") from error
