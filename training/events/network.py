"""The network: an encoder, read at its first piece and at the marks of actor, recipient and trigger."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from communique.models.events import MODES, STATUSES, TYPES

WIDTHS = (len(TYPES), len(MODES), len(STATUSES))
OUTPUTS = ("scores", "meaning")
"""The names of what the network gives, in order."""


class EventNetwork(nn.Module):
    """Scores types, modes and statuses of a marked sentence; a mark that is absent reads as zeros."""

    def __init__(self, encoder: nn.Module, marks: tuple[int, int, int]) -> None:
        """``marks`` are the ids of the pieces that open an actor, a recipient and a trigger."""
        super().__init__()
        self.encoder = encoder
        self.marks = marks
        width = int(encoder.config.hidden_size)  # type: ignore[union-attr, arg-type]
        self.dropout = nn.Dropout(0.1)
        self.between = nn.Linear(5 * width, width)
        self.heads = nn.Linear(width, sum(WIDTHS))

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Scores (batch, types + modes + statuses), and the meaning of the whole as a vector of length 1."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1)
        read = [states[:, 0], mean]
        for mark in self.marks:
            at = (input_ids == mark).unsqueeze(-1).to(states.dtype)
            read.append((states * at).sum(1) / at.sum(1).clamp(min=1.0))
        hidden = torch.nn.functional.gelu(self.between(self.dropout(torch.cat(read, -1))))
        return self.heads(self.dropout(hidden)), torch.nn.functional.normalize(mean, dim=-1)


def split(scores: Any) -> tuple[Any, Any, Any]:
    """The scores of types, of modes and of statuses apart."""
    types, modes, _ = WIDTHS
    return scores[..., :types], scores[..., types : types + modes], scores[..., types + modes :]


def loss(scores: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Of types, where any that is right counts; and of modes and statuses where they are known.

    Args:
        scores: the network's.
        batch: ``right`` (batch, types) of 0 and 1, ``mode`` and ``status`` indices or -100, and ``weight`` (batch).
    """
    kinds, modes, statuses = split(scores)
    logs = torch.log_softmax(kinds, -1)
    right = torch.logsumexp(logs.masked_fill(batch["right"] == 0, -1e9), -1)
    total = -(right * batch["weight"]).sum() / batch["weight"].sum()
    for part, key in ((modes, "mode"), (statuses, "status")):
        if (batch[key] >= 0).any():
            total = total + 0.3 * nn.functional.cross_entropy(part, batch[key], ignore_index=-100)
    return total
