"""How well a claim is attested: by how many origins, and how surely these report one utterance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from communique.accounts.desk import Desk
from communique.accounts.origins import Origin
from communique.linking import likeness
from communique.linking.compared import Utterances
from communique.linking.mentions import Lean, Place
from communique.linking.words import Rarity
from communique.model import Claim


class Attestation:
    """Weighs the claims of a desk.

    Args:
        desk: the documents, with the claims that they report.
        origins: where each document's text comes from, by its name.
    """

    def __init__(self, desk: Desk, origins: Mapping[str, Origin]) -> None:
        lean = Lean()
        told = [u for name in sorted(desk.codings) for u in lean.statements(desk.codings[name])]
        self._at = {u.place: k for k, u in enumerate(told)}
        self._said = Utterances(told, dict.fromkeys(desk.codings, 0), Rarity(u.words for u in told))
        self._origins = {name: (o.kind, o.name) for name, o in origins.items()}

    def of(self, claim: Claim) -> float:
        """How many independent origins have a claim, each after the first counted by how surely it is the same claim."""
        told = [p for p in claim.mentions if p in self._at]
        return 1 + (len({self._origins[d] for d, _ in told}) - 1) * self._sureness(told) if told else 0.0

    def _sureness(self, told: Sequence[Place]) -> float:
        """The mean likelihood that statements of different documents report one utterance."""
        pairs = [(self._at[a], self._at[b]) for a, b in combinations(told, 2) if a[0] != b[0]]
        if not pairs:
            return 0.0
        one, other = np.array(pairs, dtype=np.int64).T
        scale = likeness.scales()["statements"]
        return float(scale.of(likeness.statement_features(self._said, one, other)).mean())
