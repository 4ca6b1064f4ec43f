"""What a larger reader sees of acts in windows that nobody has coded for them, for a smaller one to learn from.

The small one learns the chances that the large one gives, not only what it decides (distillation: Hinton, Vinyals and
Dean 2015).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from communique.models.acts import KINDS, Page, page
from training.encoders import chunks, load_encoder
from training.reader.data import Example
from training.reader.network import OUTPUTS, ReaderNetwork

_LEAST = 0.15
"""How likely a piece must begin a trigger for the sides of its act to be learnt from."""
_WINDOWS = 24


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen in a window.

    ``kinds`` are the chances of each piece, (pieces, kinds); ``sides`` has the first piece of each likely trigger, with
    the chances of each piece to be of the actor and of the recipient, (2, pieces).
    """

    kinds: torch.Tensor
    sides: tuple[tuple[int, torch.Tensor], ...]


class Teacher:
    """A trained reader's network, whose tokenizer cuts texts into the same word pieces as the student's."""

    def __init__(self, encoder: Path, weights: Path) -> None:
        self._tokenizer, body = load_encoder(encoder)
        self._network = ReaderNetwork(body)
        self._network.load_state_dict(torch.load(weights, map_location="cpu"))
        self._network.eval()

    def see(self, examples: Sequence[Example], read: Sequence[Mapping[str, Any]], longest: int) -> list[Seen]:
        """What it sees in windows.

        Args:
            examples: the windows.
            read: their word pieces, with offsets, as the student's tokenizer makes them.
            longest: how many pieces of a window are read.

        Raises:
            ValueError: the teacher's tokenizer cuts a window otherwise.
        """
        found: dict[int, Seen] = {}
        for some in chunks(sorted(range(len(examples)), key=lambda i: len(read[i]["input_ids"])), _WINDOWS):
            made = self._tokenizer(
                [examples[i].text for i in some], return_offsets_mapping=True, return_tensors="pt",
                padding=True, truncation=True, max_length=longest,
            )  # fmt: skip
            with torch.no_grad():
                outputs = self._network(made["input_ids"], made["attention_mask"])
            acts = outputs[OUTPUTS.index("kinds") : OUTPUTS.index("sides") + 1]
            for row, i in enumerate(some):
                size = len(read[i]["input_ids"])
                offsets = read[i]["offset_mapping"]
                if [tuple(o) for o in made["offset_mapping"][row, :size].tolist()] != [tuple(o) for o in offsets]:
                    raise ValueError(
                        "the teacher cuts words otherwise than the student: give one of the same word pieces"
                    )
                found[i] = _seen(page(offsets, *(o[row, :size].float().numpy() for o in acts)))
        return [found[i] for i in range(len(examples))]


def _seen(made: Page) -> Seen:
    begins = made.kinds[:, 1 : len(KINDS) - 1].sum(-1)
    likely = [i for i, (start, end) in enumerate(made.offsets) if end > start and begins[i] >= _LEAST]
    return Seen(
        torch.from_numpy(made.kinds).half(), tuple((i, torch.from_numpy(made.members(i)).half()) for i in likely)
    )
