"""One claim out of the statements that report it."""

from __future__ import annotations

from collections.abc import Sequence

from communique.linking.episodes import group_id
from communique.linking.mentions import Utterance
from communique.model import Claim

_WISHED = 90


def claim_of(group: Sequence[Utterance]) -> Claim:
    """The claim of some statements, which are in order; it is called by the wording of middling length."""
    label = min((u.label for u in group), key=lambda t: (abs(len(t) - _WISHED), t))
    source = max(group, key=lambda u: (len(u.source.parties), -group.index(u))).source
    return Claim(
        group_id("cl", [u.place for u in group]),
        label,
        tuple(p.id for p in source.parties),
        tuple(u.place for u in group),
    )
