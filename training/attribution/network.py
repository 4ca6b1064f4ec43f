"""The network: an encoder, a tag for each piece as part of a cue, and a score for each piece as source or content of each."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

WIDTH = 128
"""Width of the spaces in which a cue meets its source and its content."""


class AttributionNetwork(nn.Module):
    """Scores every piece as no cue, a cue's first piece or a later one; and projects pieces so that cues find their own.

    A piece ``i`` belongs to the source (or the content) of the cue that begins at ``j`` where the product of
    ``of[i]`` and ``cue[j]`` in that role's space is above zero.
    """

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        width = int(encoder.config.hidden_size)  # type: ignore[union-attr, arg-type]
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, 3)
        self.cue = nn.Linear(width, 2 * WIDTH)
        self.of = nn.Linear(width, 2 * WIDTH)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Tag scores (batch, pieces, 3) and the two projections (batch, pieces, 2 * WIDTH), sources first."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        states = self.dropout(states)
        return self.tags(states), self.cue(states) / WIDTH**0.25, self.of(states) / WIDTH**0.25


def loss(outputs: tuple[Any, ...], batch: dict[str, Any]) -> torch.Tensor:
    """Cross-entropy of tags plus that of membership of each piece in each gold cue's source and content."""
    tags, cue, of = outputs
    tagging = nn.functional.cross_entropy(tags.flatten(0, 1), batch["tags"].flatten(), ignore_index=-100)
    rows, at = batch["rows"], batch["cues"]  # for each gold cue: its window and its first piece
    if len(rows) == 0:
        return tagging
    anchor = cue[rows, at].unflatten(-1, (2, WIDTH))
    scores = torch.einsum("crw,ctrw->crt", anchor, of[rows].unflatten(-1, (2, WIDTH)))
    member = nn.functional.binary_cross_entropy_with_logits(scores, batch["members"], reduction="none")
    mask = batch["attention_mask"][rows].unsqueeze(1).float()
    return tagging + (member * mask).sum() / mask.sum() * 2
