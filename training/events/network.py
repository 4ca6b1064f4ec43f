"""The network: an encoder, read at its first piece and at the marks of actor, recipient and trigger."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from communique.models.events import MODES, STATUSES, TYPES

OUTPUTS = (len(TYPES), len(MODES), len(STATUSES))


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
        self.heads = nn.Linear(width, sum(OUTPUTS))

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Scores (batch, types + modes + statuses)."""
        states = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        read = [states[:, 0], (states * mask).sum(1) / mask.sum(1)]
        for mark in self.marks:
            at = (input_ids == mark).unsqueeze(-1).to(states.dtype)
            read.append((states * at).sum(1) / at.sum(1).clamp(min=1.0))
        hidden = torch.nn.functional.gelu(self.between(self.dropout(torch.cat(read, -1))))
        return self.heads(self.dropout(hidden))


def split(scores: Any) -> tuple[Any, Any, Any]:
    """The scores of types, of modes and of statuses apart."""
    types, modes, _ = OUTPUTS
    return scores[..., :types], scores[..., types : types + modes], scores[..., types + modes :]


def loss(scores: torch.Tensor, batch: dict[str, torch.Tensor], soft: float) -> torch.Tensor:
    """Of types, where any that is right counts; of modes and statuses where they are known; and of a teacher's scores.

    Args:
        scores: the network's.
        batch: ``right`` (batch, types) of 0 and 1, ``mode`` and ``status`` indices or -100, ``weight`` (batch), and
            ``teacher``, scores like the network's or NaN where there is no teacher.
        soft: the temperature at which a student learns from its teacher.
    """
    kinds, modes, statuses = split(scores)
    logs = torch.log_softmax(kinds, -1)
    known = batch["right"].sum(-1) > 0
    right = torch.logsumexp(logs.masked_fill(batch["right"] == 0, -1e9), -1)
    total = -(right * batch["weight"] * known).sum() / batch["weight"].sum()
    for part, key in ((modes, "mode"), (statuses, "status")):
        if (batch[key] >= 0).any():
            total = total + 0.3 * nn.functional.cross_entropy(part, batch[key], ignore_index=-100)
    taught = ~torch.isnan(batch["teacher"]).any(-1)
    if taught.any():
        for mine, theirs, share in zip(
            split(scores[taught]), split(batch["teacher"][taught]), (1.0, 0.2, 0.2), strict=True
        ):
            target = torch.softmax(theirs / soft, -1)
            total = total + share * soft * -(target * torch.log_softmax(mine / soft, -1)).sum(-1).mean()
    return total
