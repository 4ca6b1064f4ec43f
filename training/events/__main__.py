"""``python -m training.events``: from PLV, our own sentences and codings by hand to a model folder."""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from evaluation import plv
from evaluation.corpora import Corpora

from communique.models.events import FEATURES, MARKERS, MODES, STATUSES, TYPES, load, marked
from training.command import begin, corpora_of, options_of, with_codings
from training.encoders import begin_with, chunks, fit, load_encoder
from training.events.data import read_codings, read_plv
from training.events.likeness import fitted
from training.events.network import OUTPUTS, WIDTHS, EventNetwork, loss
from training.events.sentences import Example, examples
from training.export import describe, export, halve

log = logging.getLogger("training")
VERSION = "2"
_MOST_PIECES = 160


@dataclass
class Learner:
    """A network with its tokenizer."""

    tokenizer: Any
    network: EventNetwork

    @classmethod
    def of(cls, encoder: Path) -> Learner:
        """A fresh one on a pretrained encoder."""
        tokenizer, body = load_encoder(encoder, MARKERS)
        opening = tokenizer.convert_tokens_to_ids(list(MARKERS[::2]))
        return cls(tokenizer, EventNetwork(body, tuple(opening)))

    def pieces(self, asked: Sequence[Example]) -> list[list[int]]:
        """The word pieces of examples."""
        return [
            self.tokenizer(marked(e.question), truncation=True, max_length=_MOST_PIECES)["input_ids"] for e in asked
        ]

    def scores(self, asked: Sequence[Example]) -> Any:
        """The network's scores, (examples, types + modes + statuses)."""
        self.network.eval()
        rows = self.pieces(asked)
        found = np.zeros((len(rows), sum(WIDTHS)), dtype=np.float32)
        with torch.no_grad():
            for batch in chunks(sorted(range(len(rows)), key=lambda i: len(rows[i])), 16):
                made = padded([rows[i] for i in batch], self.tokenizer.pad_token_id)
                found[batch] = self.network(**made)[0].numpy()
        return found

    def learn(self, known: Sequence[Example], options: argparse.Namespace) -> None:
        """Train on examples."""
        rows = self.pieces(known)

        def loss_of(batch: list[int]) -> torch.Tensor:
            made = padded([rows[i] for i in batch], self.tokenizer.pad_token_id)
            return loss(self.network(**made)[0], answers([known[i] for i in batch]))

        def keep(epoch: int) -> None:
            if options.checkpoints:
                options.checkpoints.mkdir(parents=True, exist_ok=True)
                torch.save(self.network.state_dict(), options.checkpoints / f"epoch{epoch}.pt")

        fit(
            self.network, [len(r) for r in rows], loss_of, epochs=options.epochs, pieces=800, rate=options.rate,
            head_rate=5e-4, seed=options.seed, decay=0.92, after_epoch=keep,
        )  # fmt: skip


def padded(rows: Sequence[list[int]], padding: int) -> dict[str, torch.Tensor]:
    """Word pieces as one batch."""
    width = max(map(len, rows))
    ids = torch.full((len(rows), width), padding)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    for row, pieces in enumerate(rows):
        ids[row, : len(pieces)] = torch.tensor(pieces)
        mask[row, : len(pieces)] = 1
    return {"input_ids": ids, "attention_mask": mask}


def answers(known: Sequence[Example]) -> dict[str, torch.Tensor]:
    """What is right of a batch, as :func:`training.events.network.loss` wants it."""
    right = torch.zeros(len(known), len(TYPES))
    for row, example in enumerate(known):
        for kind in example.types:
            right[row, TYPES.index(kind)] = 1
    return {
        "right": right,
        "mode": torch.tensor([MODES.index(e.mode) if e.mode in MODES else -100 for e in known]),
        "status": torch.tensor([-100 if e.status is None else STATUSES.index(e.status) for e in known]),
        "weight": torch.tensor([e.weight for e in known]),
    }


def main(arguments: list[str] | None = None) -> int:
    """Train and write a model folder; returns the exit code."""
    parser = options_of("events", __doc__)
    parser.add_argument("--plv", type=Path, required=True, help="PLV table, such as plv/train.tsv")
    with_codings(parser)
    parser.add_argument("--leave-out", choices=("plv", "sentences", "gold", "codings"), action="append", default=[])
    parser.add_argument("--fold", type=int, help="leave this fifth of PLV out, to be judged on it")
    parser.add_argument("--most", type=int, default=900, help="no more than so many examples from codings")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=4e-5)
    options = begin(parser, arguments)
    begun = time.monotonic()
    learner = Learner.of(options.encoder)
    if options.start:
        begin_with(learner.network, options.start)
    if options.weights:
        learner.network.load_state_dict(torch.load(options.weights, map_location="cpu"))
    else:
        learner.learn(_known(options), options)
        log.info("trained in %.0f minutes", (time.monotonic() - begun) / 60)
    with tempfile.TemporaryDirectory() as scratch:
        export(learner.network, OUTPUTS, Path(scratch) / "full.onnx")
        halve(Path(scratch) / "full.onnx", options.out, integers=False)
    settings: dict[str, Any] = {
        "padding": learner.tokenizer.pad_token_id, "temperature": 1.0,
        "likeness": {"best": 0.0, "mean": 0.0, "definition": 0.0, "one": 0.0},
    }  # fmt: skip
    names = {"name": "events", "version": VERSION, "features": FEATURES}
    describe(options.out, learner.tokenizer, **names, settings=settings)
    if options.judge:
        settings["likeness"] = fitted(load(options.out), _judged(options), options.seed)
        describe(options.out, learner.tokenizer, **names, settings=settings)
    return 0


def _judged(options: argparse.Namespace) -> list[Example]:
    """Examples of articles that are not learnt from."""
    corpora = corpora_of(options)
    return [e for e in read_codings(options.codings, corpora, (), options.judge) if e.question.trigger is not None]


def _known(options: argparse.Namespace) -> list[Example]:
    """All that is learnt from."""
    without = set(options.leave_out)
    found: list[Example] = []
    if "plv" not in without:
        rows = list(read_plv(options.plv))
        found += [r for r, part in zip(rows, plv.folds(len(rows)), strict=True) if part != options.fold]
    sentences = len(found)
    if "sentences" not in without:
        found += examples(1, options.seed)
    own = len(found) - sentences
    coded: list[Example] = []
    if options.codings and "codings" not in without:
        corpora = corpora_of(options)
        coded += read_codings(options.codings, corpora, options.judge)
    if "gold" not in without:
        for folder, articles in options.gold:
            coded += read_codings(folder, Corpora({"": articles}), ())
    random.Random(options.seed).shuffle(coded)
    coded = coded[: options.most]
    log.info("%d sentences of PLV, %d of our own, %d from codings", sentences, own, len(coded))
    return [*found, *coded]


if __name__ == "__main__":
    sys.exit(main())
