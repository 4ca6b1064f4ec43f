"""What the reader learns meanings from: spans of its windows, and what the encoder that it began as says of them alone.

The pretrained sentence encoder reads each span by itself; its vectors, turned to their principal axes and cut, are what
the mean of the span's pieces in the reader is to point to (distillation of one encoder into a layer of another).
"""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

import torch
from torch import nn

from communique.model import Span
from communique.models.meaning import MEANING
from training.reader.data import Example

log = logging.getLogger("training")

_MOST = 2
_CLAUSE = re.compile(r"[^.;:,“”\"\n]{25,}")
_AROUND = 70
_TEXTS = 64
Told = list[tuple[tuple[Span, ...], torch.Tensor]]
"""Of one example: the words that mean something together, and what."""


def spans_of(example: Example, rng: random.Random) -> list[tuple[Span, ...]]:
    """Some words of a window that are worth a meaning: what is said, what is around an act, and any clauses."""
    found = [parts["content"] for parts in example.attributions or () if parts["content"]]
    found += [(_around(a.trigger, example.text),) for a in example.acts or () if a.trigger is not None]
    rng.shuffle(found)
    clauses = [(Span(*m.span()),) for m in _CLAUSE.finditer(example.text)]
    rng.shuffle(clauses)
    return [*found[: _MOST - 1], *clauses][:_MOST]


def _around(trigger: Span, text: str) -> Span:
    start = text.rfind(" ", 0, max(0, trigger.start - _AROUND)) + 1
    end = text.find(" ", min(len(text), trigger.end + _AROUND))
    return Span(start, end if end >= 0 else len(text))


def taught(
    examples: Sequence[Example], tokenizer: Any, encoder: nn.Module, seed: int, halved: AbstractContextManager[Any]
) -> list[Told]:
    """For each example some of its spans with what they mean.

    Args:
        examples: the windows.
        tokenizer: the encoder's.
        encoder: as it was pretrained; it is not changed.
        seed: of the choice of spans.
        halved: in which the encoder multiplies.
    """
    rng = random.Random(seed)
    once = list({id(e): e for e in examples}.values())
    chosen = [spans_of(e, rng) for e in once]
    texts = [" ".join(s.of(e.text) for s in spans) for e, found in zip(once, chosen, strict=True) for spans in found]
    with halved:
        vectors = _read(texts, tokenizer, encoder)
    _, _, axes = torch.pca_lowrank(vectors, q=MEANING, center=False)
    meant = iter(nn.functional.normalize(vectors @ axes, dim=-1))
    log.info("%d spans to learn meanings from", len(texts))
    told = {id(e): [(spans, next(meant)) for spans in found] for e, found in zip(once, chosen, strict=True)}
    return [told[id(e)] for e in examples]


def _read(texts: Sequence[str], tokenizer: Any, encoder: nn.Module) -> torch.Tensor:
    """The meanings of texts, (texts, width)."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    rows: list[torch.Tensor] = [torch.empty(0)] * len(texts)
    encoder.eval()
    with torch.no_grad():
        for at in range(0, len(order), _TEXTS):
            some = order[at : at + _TEXTS]
            made = tokenizer(
                [texts[i] for i in some], padding=True, truncation=True, max_length=128, return_tensors="pt"
            )
            states = encoder(input_ids=made["input_ids"], attention_mask=made["attention_mask"]).last_hidden_state
            mask = made["attention_mask"].unsqueeze(-1)
            mean = nn.functional.normalize((states.float() * mask).sum(1) / mask.sum(1), dim=-1)
            for i, row in zip(some, mean, strict=True):
                rows[i] = row
    return torch.stack(rows)
