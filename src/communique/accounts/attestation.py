"""How well a claim is attested: by how many origins, and how surely these report one utterance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from communique.accounts.desk import Desk
from communique.accounts.origins import Origin
from communique.linking import likeness
from communique.linking.mentions import Lean, Place, Utterance
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
        self._utterances: dict[Place, Utterance] = {u.place: u for c in desk.codings.values() for u in lean.statements(c)}
        self._rarity = Rarity(u.words for u in self._utterances.values())
        self._origins = {name: (o.kind, o.name) for name, o in origins.items()}

    def of(self, claim: Claim) -> float:
        """How many independent origins have a claim, each after the first counted by how surely it is the same claim."""
        told = [self._utterances[p] for p in claim.mentions if p in self._utterances]
        origins = {self._origins[u.place[0]] for u in told}
        return 1 + (len(origins) - 1) * self._sureness(told) if told else 0.0

    def _sureness(self, told: Sequence[Utterance]) -> float:
        """The mean likelihood that two statements of different documents report one utterance."""
        scale = likeness.scales()["statements"]
        pairs = [(a, b) for a, b in combinations(told, 2) if a.place[0] != b.place[0]]
        likely = [scale.of(likeness.statement_features(a, b, True, self._rarity)) for a, b in pairs]
        return sum(likely) / len(likely) if likely else 0.0
