"""The network: one encoder, with what it says of each piece of attributions and of acts on top."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from communique.models.acts import KINDS
from communique.models.attribution import TAGS, WIDTH
from communique.models.events import MODES, STATUSES
from communique.models.meaning import MEANING

OUTPUTS = ("tags", "cues", "members", "kinds", "modes", "statuses", "acts", "sides", "meanings")
"""The names of what the network gives, in order."""


class ReaderNetwork(nn.Module):
    """Scores every piece as part of a cue and of a trigger; and projects pieces so that each finds its own.

    A piece ``i`` belongs to the source (or the content) of the cue that begins at ``j`` where the product of
    ``members[i]`` and ``cues[j]`` in that role's space is above zero; to the actor (or the recipient) of the act whose
    trigger begins at ``j`` where that of ``sides[i]`` and ``acts[j]`` is.
    """

    def __init__(self, encoder: nn.Module, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        width = int(encoder.config.hidden_size)  # type: ignore[union-attr, arg-type]
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(width, len(TAGS))
        self.cue = nn.Linear(width, 2 * WIDTH)
        self.of = nn.Linear(width, 2 * WIDTH)
        self.kinds = nn.Linear(width, len(KINDS))
        self.modes = nn.Linear(width, len(MODES))
        self.statuses = nn.Linear(width, len(STATUSES))
        self.act = nn.Linear(width, 2 * WIDTH)
        self.side = nn.Linear(width, 2 * WIDTH)
        self.meaning = nn.Linear(width, MEANING)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """What ``OUTPUTS`` names, each (batch, pieces, its own width)."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        states = self.dropout(states)
        scale = WIDTH**0.25
        return (
            self.tags(states),
            self.cue(states) / scale,
            self.of(states) / scale,
            self.kinds(states),
            self.modes(states),
            self.statuses(states),
            self.act(states) / scale,
            self.side(states) / scale,
            self.meaning(states),
        )


def loss(outputs: tuple[Any, ...], batch: dict[str, Any]) -> torch.Tensor:
    """Cross-entropy of the tags of pieces, and of what belongs to each gold cue and trigger.

    What an example does not tell is left out: tags of -100, members of NaN.
    """
    tags, cues, members, kinds, modes, statuses, acts, sides, meanings = outputs
    total = _tagging(tags, batch["tags"]) + 2 * _joining(cues, members, batch, "cue")
    total = total + _tagging(kinds, batch["kinds"], batch["kind_weights"]) + _joining(acts, sides, batch, "act")
    total = total + _following(kinds, batch["seen_kinds"]) + _joining(acts, sides, batch, "seen")
    total = total + 0.5 * _somewhere(kinds, acts, sides, batch)
    total = total + _meaning(meanings, batch)
    rows, at = batch["act_rows"], batch["act_places"]
    if len(rows):
        for scores, key in ((modes, "modes"), (statuses, "statuses")):
            if (batch[key] >= 0).any():
                total = total + 0.2 * nn.functional.cross_entropy(scores[rows, at], batch[key], ignore_index=-100)
    return total


def _tagging(scores: torch.Tensor, right: torch.Tensor, weights: torch.Tensor | None = None) -> torch.Tensor:
    if not (right >= 0).any():
        return scores.sum() * 0.0
    return nn.functional.cross_entropy(scores.flatten(0, 1), right.flatten(), ignore_index=-100, weight=weights)


def _following(scores: torch.Tensor, chances: torch.Tensor) -> torch.Tensor:
    """The cross-entropy of what a teacher sees in each piece; a piece that it has not looked at has NaN for chances."""
    known = ~torch.isnan(chances[..., 0])
    if not known.any():
        return scores.sum() * 0.0
    return nn.functional.cross_entropy(scores[known], chances[known])


def _somewhere(kinds: torch.Tensor, acts: torch.Tensor, sides: torch.Tensor, batch: dict[str, Any]) -> torch.Tensor:
    """The loss of acts whose trigger is not known: of the piece that looks most like it, outside the sides' own words."""
    rows = batch["open_rows"]
    if len(rows) == 0:
        return kinds.sum() * 0.0
    logs = torch.log_softmax(kinds[rows], -1)
    right = torch.logsumexp(logs.masked_fill(~batch["open_types"].unsqueeze(1), -1e9), -1)
    best, at = right.masked_fill(~batch["open_allowed"], -1e9).max(-1)
    made = {
        "attention_mask": batch["attention_mask"],
        "open_rows": rows,
        "open_places": at,
        "open_members": batch["open_members"],
    }
    return -best.mean() + _joining(acts, sides, made, "open")


def _meaning(vectors: torch.Tensor, batch: dict[str, Any]) -> torch.Tensor:
    """How far the mean vector of each span's pieces points away from what the span means: 1 less the cosine."""
    rows, inside, right = batch["span_rows"], batch["span_pieces"], batch["span_meanings"]
    if len(rows) == 0:
        return vectors.sum() * 0.0
    found = torch.einsum("st,stw->sw", inside, vectors[rows])
    return (1 - nn.functional.cosine_similarity(found, right, dim=-1)).mean()


def _joining(anchors: torch.Tensor, joined: torch.Tensor, batch: dict[str, Any], name: str) -> torch.Tensor:
    """The mean cross-entropy of membership of each piece in the two roles of each anchor (a cue or a trigger)."""
    rows, at, right = batch[f"{name}_rows"], batch[f"{name}_places"], batch[f"{name}_members"]
    if len(rows) == 0:
        return anchors.sum() * 0.0
    anchor = anchors[rows, at].unflatten(-1, (2, WIDTH))
    scores = torch.einsum("crw,ctrw->crt", anchor, joined[rows].unflatten(-1, (2, WIDTH)))
    known = ~torch.isnan(right) & batch["attention_mask"][rows].unsqueeze(1).bool()
    each = nn.functional.binary_cross_entropy_with_logits(scores, torch.nan_to_num(right), reduction="none")
    return (each * known).sum() / known.sum().clamp(min=1)
