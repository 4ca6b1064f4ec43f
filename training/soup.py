"""The mean of several trainings (Wortsman et al. 2022): steadier than each of them, and no slower to run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import torch
from torch import nn

from training.encoders import seed_everything

log = logging.getLogger("training")

State = Mapping[str, torch.Tensor]


def mean(states: Sequence[State]) -> State:
    """The mean of weights, name by name; what is not a float (positions) is as in the first.

    Raises:
        ValueError: there are none, or they are not of one network.
    """
    if not states or any(s.keys() != states[0].keys() for s in states):
        raise ValueError("weights to be averaged must be of one network: give files of the same model's trainings")
    return {
        name: torch.stack([s[name] for s in states]).mean(0) if first.is_floating_point() else first
        for name, first in states[0].items()
    }


def load_weights(network: nn.Module, files: Sequence[Path]) -> None:
    """Give a network the mean of the weights of files."""
    network.load_state_dict(mean([torch.load(file, map_location="cpu") for file in files]))


def souped(network: nn.Module, train: Callable[[int], None], seeds: Iterable[int]) -> None:
    """Train a network once for each seed, and give it the mean of what it has become.

    All begin with the weights that it has, new layers too: only then do they end near enough to each other to be averaged.

    Args:
        network: what ``train`` trains.
        train: one training, given the seed of its order of batches.
        seeds: one for each training.
    """
    begun = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    ended = []
    for seed in seeds:
        log.info("training with seed %d", seed)
        seed_everything(seed)
        network.load_state_dict(begun)
        train(seed)
        ended.append({name: tensor.clone() for name, tensor in network.state_dict().items()})
    network.load_state_dict(mean(ended))
