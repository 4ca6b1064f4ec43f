"""What all models share in training: the pretrained encoder, batches of like length, the optimizer and the export."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

log = logging.getLogger("training")


def seed_everything(seed: int) -> None:
    """Make a run repeatable on one machine."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def load_encoder(folder: Path, markers: Sequence[str] = (), dropout: float = 0.1) -> tuple[Any, nn.Module]:
    """A pretrained encoder and its fast tokenizer.

    Args:
        folder: where its weights, configuration and ``tokenizer.json`` are.
        markers: words that are added to its vocabulary as one piece each.
        dropout: of the states of its layers. Attention has none: its share of all random numbers, which a processor is
            slow to draw, would be four fifths.
    """
    tokenizer = AutoTokenizer.from_pretrained(str(folder))
    encoder = AutoModel.from_pretrained(
        str(folder),
        attn_implementation="eager",
        add_pooling_layer=False,
        hidden_dropout_prob=dropout,
        attention_probs_dropout_prob=0.0,
    )
    if markers:
        tokenizer.add_special_tokens({"additional_special_tokens": list(markers)})
        encoder.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    return tokenizer, encoder


class Dropout(nn.Module):
    """As ``nn.Dropout``, but each time a stretch of one long row of chances drawn before: processors are slow to draw them."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.p = share
        self._rows: dict[torch.dtype, torch.Tensor] = {}

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """The states, in training with a share of them zero and the others larger by as much."""
        if not self.training or not self.p:
            return states
        size = states.numel()
        row = self._rows.get(states.dtype)
        if row is None or len(row) < 2 * size:
            kept = torch.empty(max(_DRAWN, 2 * size)).bernoulli_(1 - self.p)
            row = self._rows[states.dtype] = (kept / (1 - self.p)).to(states.dtype)
        start = random.randrange(len(row) - size)
        return states * row[start : start + size].view_as(states)


_DRAWN = 1 << 22


def drop_cheaply(network: nn.Module) -> None:
    """Let a network draw its dropout as :class:`Dropout` does; all of one share have one row."""
    shared: dict[float, Dropout] = {}
    for module in list(network.modules()):
        for name, child in module.named_children():
            if isinstance(child, nn.Dropout | Dropout):
                setattr(module, name, shared.setdefault(child.p, Dropout(child.p)))


def freeze(encoder: nn.Module, layers: int) -> None:
    """Keep the embeddings and the lowest layers of an encoder from learning; none if there are no layers to keep.

    Args:
        encoder: what is to be trained.
        layers: how many; what all layers share (MPNet's relative positions) learns on.
    """
    for name, parameter in encoder.named_parameters():
        low = _layer(name) <= layers and "relative" not in name
        parameter.requires_grad = not (layers and low)


def begin_with(network: nn.Module, weights: Path) -> None:
    """Give a network the weights of a file as far as they fit; what has none stays as it is made."""
    found = network.load_state_dict(torch.load(weights, map_location="cpu"), strict=False)
    log.info("begins with %s, but for %s", weights, sorted({k.split(".")[0] for k in found.missing_keys}))


def batches(lengths: Sequence[int], pieces: int, rng: random.Random) -> list[list[int]]:
    """Indices in batches of like length that hold about ``pieces`` word pieces each, in random order."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + rng.random() * 8, i))
    found: list[list[int]] = [[]]
    for i in order:
        if found[-1] and lengths[i] * (len(found[-1]) + 1) > pieces:
            found.append([])
        found[-1].append(i)
    rng.shuffle(found)
    return found


def fit(
    model: nn.Module,
    lengths: Sequence[int],
    loss_of: Callable[[list[int]], torch.Tensor],
    *,
    epochs: int,
    pieces: int,
    rate: float,
    head_rate: float,
    seed: int,
    decay: float = 1.0,
    stop: int | None = None,
    after_epoch: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Train with AdamW, a short warm-up and a linear fall to zero.

    Args:
        model: its parameters under ``encoder.`` learn at ``rate``, the others at ``head_rate``.
        lengths: word pieces of each example.
        loss_of: the loss of a batch, given as indices of examples.
        epochs: how often each example is seen.
        pieces: about how many word pieces a batch holds.
        rate: the encoder's learning rate.
        head_rate: that of the layers on top.
        seed: of the order of batches.
        decay: what each layer of the encoder learns at, as a part of the rate of the one above it (Howard and Ruder 2018).
        stop: the epoch after which to end, if not after the last that is planned for.
        after_epoch: called with the number of the epoch that is over, from 1.
    """
    rng = random.Random(seed)
    layers = 1 + max((_layer(n) for n, _ in model.named_parameters()), default=0)
    groups = [
        {"params": [p], "lr": rate * decay ** (layers - 1 - _layer(n)) if n.startswith("encoder.") else head_rate}
        for n, p in model.named_parameters()
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    plan = [batches(lengths, pieces, rng) for _ in range(epochs)]
    steps = sum(map(len, plan))
    warm = max(1, steps // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    drop_cheaply(model)
    begun, done = time.monotonic(), 0
    for epoch, order in enumerate(plan[:stop], 1):
        model.train()
        running = 0.0
        for batch in order:
            loss = loss_of(batch)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            running += loss.item()
            done += 1
            if done % 50 == 0:
                log.info("step %d of %d, %.0f s, loss %.4f", done, steps, time.monotonic() - begun, loss.item())
        log.info("epoch %d: mean loss %.4f, %.0f s", epoch, running / max(1, len(order)), time.monotonic() - begun)
        model.eval()
        after_epoch(epoch)


def _layer(name: str) -> int:
    """The number of the layer that a parameter is in, from 1; 0 for embeddings and for what is not in the encoder."""
    _, found, rest = name.partition(".layer.")
    return int(rest.partition(".")[0]) + 1 if found else 0


def chunks(order: Sequence[int], size: int) -> Iterator[list[int]]:
    """A sequence in slices of a size."""
    for start in range(0, len(order), size):
        yield list(order[start : start + size])
