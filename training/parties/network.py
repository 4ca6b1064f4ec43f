"""The networks that weigh pairs of sides, and how they are trained: on whole pairs, so that neither side is chosen alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from communique.models.meaning import MEANING
from communique.models.parties import LAYERS, SPREAD
from training.parties.examples import Example

_BATCH = 64
_RATE = 2e-3
_DECAY = 1e-3
_WORDS_DROPPED = 0.3


class PairNetwork(nn.Module):
    """Scores of all pairs of those who may be the sides of acts."""

    def __init__(self, columns: int, both: int, width: int, narrow: int, drop: float, meant: int) -> None:
        """Make a network that nobody has trained.

        Args:
            columns: what is said of each.
            both: what is said of each pair.
            width: units that read each by itself, as an actor and as a recipient.
            narrow: units that read pairs.
            drop: share of units left out while training.
            meant: units that read what words mean, those for the act and those for each.
        """
        super().__init__()
        self.act_words, self.words = nn.Linear(MEANING, meant), nn.Linear(MEANING, meant)
        self.drop_words = nn.Dropout(_WORDS_DROPPED)
        columns += 3 * meant
        self.actor, self.recipient = nn.Linear(columns, width), nn.Linear(columns, width)
        self.actor_out, self.recipient_out = nn.Linear(width, 1, bias=False), nn.Linear(width, 1, bias=False)
        self.pair_actor, self.pair_recipient = (nn.Linear(width, narrow, bias=False) for _ in range(2))
        self.pair, self.pair_out = nn.Linear(both, narrow), nn.Linear(narrow, 1, bias=False)
        self.drop = nn.Dropout(drop)

    def forward(self, columns: Any, words: Any, both: Any, possible: Any) -> Any:
        """The log chance of each pair of each act of a batch."""
        act = self.drop_words(torch.tanh(self.act_words(words[:, :1])))
        named = self.drop_words(torch.tanh(self.words(words[:, 1:])))
        columns = torch.cat([columns, act.expand_as(named), named, act * named], -1)
        actor = self.drop(torch.relu(self.actor(columns)))
        recipient = self.drop(torch.relu(self.recipient(columns)))
        pair = self.pair_actor(actor)[:, :, None] + self.pair_recipient(recipient)[:, None] + self.pair(both)
        scores = self.actor_out(actor) + self.recipient_out(recipient).transpose(1, 2)
        scores = scores + self.pair_out(torch.relu(pair)).squeeze(-1)
        kept = scores.masked_fill(~possible, -1e4)
        return torch.log_softmax(kept.reshape(len(kept), -1), -1).view_as(kept)

    def arrays(self) -> dict[str, Any]:
        """The weights as the package reads them."""
        layers = (
            self.act_words.weight.T, self.act_words.bias, self.words.weight.T, self.words.bias, self.actor.weight.T, self.actor.bias, self.recipient.weight.T, self.recipient.bias, self.actor_out.weight[0],
            self.recipient_out.weight[0], self.pair_actor.weight.T, self.pair_recipient.weight.T, self.pair.weight.T,
            self.pair.bias, self.pair_out.weight[0],
        )  # fmt: skip
        return {n: w.detach().numpy().astype(np.float16) for n, w in zip(LAYERS, layers, strict=True)}


_EXACT = 0.5
"""How much the very actor counts beside one of the same state."""


def trained(found: Sequence[Example], seed: int, epochs: int, sizes: Mapping[str, Any]) -> PairNetwork:
    """A network trained on acts of which some pair is right; their rows are of mean 0 and spread 1."""
    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    usable = [e for e in found if e.right.any()]
    network = PairNetwork(usable[0].rows.shape[1], usable[0].both.shape[2], **sizes)
    steps = epochs * -(-len(usable) // _BATCH)
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps)
    for _ in range(epochs):
        shuffled = order.permutation(len(usable))
        for start in range(0, len(usable), _BATCH):
            *given, right, exact = _batch([usable[i] for i in shuffled[start : start + _BATCH]])
            chances = network(*given)
            loss = _missed(chances, right) + _EXACT * _missed(chances, exact)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return network.eval()


def _missed(chances: Any, right: Any) -> Any:
    """The mean surprise at a right pair."""
    return -torch.logsumexp(chances.masked_fill(~right, -1e4).flatten(1), -1).mean()


def _batch(part: Sequence[Example]) -> tuple[Any, ...]:
    """Acts side by side, with as many rows for each as the one with most needs."""
    most = max(len(e.rows) for e in part)
    columns = np.zeros((len(part), most, part[0].rows.shape[1]), dtype=np.float32)
    words = np.zeros((len(part), 1 + most, MEANING), dtype=np.float32)
    both = np.zeros((len(part), most, most, part[0].both.shape[2]), dtype=np.float32)
    possible, right, exact = (np.zeros((len(part), most, most), dtype=bool) for _ in range(3))
    for k, example in enumerate(part):
        size = len(example.rows)
        columns[k, :size] = example.rows
        words[k, : 1 + size] = example.words * SPREAD
        both[k, :size, :size], possible[k, :size, :size] = example.both, example.possible
        right[k, :size, :size], exact[k, :size, :size] = example.right, example.exact
    return tuple(map(torch.from_numpy, (columns, words, both, possible, right, exact)))
