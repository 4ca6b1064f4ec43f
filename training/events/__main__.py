"""``python -m training.events``: from PLV, our own sentences and codings by hand to a model folder."""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from evaluation import plv

from communique.models.encoder import FILES
from communique.models.events import FEATURES, MARKERS, MODES, MOST_PIECES, STATUSES, TYPES, Answer, load, marked
from training.cards import recipe, renew
from training.command import begin, corpora_of, gold_of, halved, left_out, options_of, seeds_of, with_codings
from training.encoders import begin_with, fit, load_encoder, seed_everything
from training.events.data import read_codings, read_plv
from training.events.judging import asked, in_articles, tempered
from training.events.likeness import fitted
from training.events.network import OUTPUTS, EventNetwork, loss
from training.events.sentences import Example, examples
from training.export import describe, export, halve
from training.soup import load_weights, mean, souped

log = logging.getLogger("training")
VERSION = "2"
_RECIPE = ("epochs", "stop", "rate", "seed", "soup", "context", "most", "limit", "fold", "cross", "leave_out", "judge")


@dataclass
class Learner:
    """A network with its tokenizer, and how many characters of the text before a sentence it reads."""

    tokenizer: Any
    network: EventNetwork
    context: int = 0

    @classmethod
    def of(cls, encoder: Path, context: int = 0) -> Learner:
        """A fresh one on a pretrained encoder."""
        tokenizer, body = load_encoder(encoder, MARKERS)
        opening = tokenizer.convert_tokens_to_ids(list(MARKERS[::2]))
        return cls(tokenizer, EventNetwork(body, tuple(opening)), context)

    def pieces(self, asked: Sequence[Example]) -> list[list[int]]:
        """The word pieces of examples."""
        return [
            self.tokenizer(marked(e.question, self.context), truncation=True, max_length=MOST_PIECES)["input_ids"]
            for e in asked
        ]

    def learn(self, known: Sequence[Example], options: argparse.Namespace, seed: int) -> None:
        """Train on examples."""
        rows = self.pieces(known)

        def loss_of(batch: list[int]) -> torch.Tensor:
            made = padded([rows[i] for i in batch], self.tokenizer.pad_token_id)
            with halved(options):
                scores = self.network(**made)[0]
            return loss(scores.float(), answers([known[i] for i in batch]))

        def keep(epoch: int) -> None:
            if options.checkpoints:
                options.checkpoints.mkdir(parents=True, exist_ok=True)
                torch.save(self.network.state_dict(), options.checkpoints / f"seed{seed}-epoch{epoch}.pt")

        fit(
            self.network, [len(r) for r in rows], loss_of, epochs=options.epochs, pieces=800, rate=options.rate,
            head_rate=5e-4, seed=seed, decay=0.92, stop=options.stop, after_epoch=keep,
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
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--fold", type=int, help="leave this fifth of PLV out, and judge the model on it")
    one.add_argument(
        "--cross",
        action="store_true",
        help="train once without each fifth of PLV, judge each training on the fifth that it left out, and pack their mean",
    )
    parser.add_argument("--most", type=int, default=900, help="no more than so many examples from codings")
    parser.add_argument(
        "--context", type=int, default=0, help="characters of the text before a sentence that are read with it"
    )
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=4e-5)
    options = begin(parser, arguments)
    begun = time.monotonic()
    learner = Learner.of(options.encoder, options.context)
    if options.start:
        begin_with(learner.network, options.start)
    sections = {}
    figures: list[str] = []
    if options.weights:
        load_weights(learner.network, options.weights)
    elif options.cross:
        figures.append(_crossed(learner, options))
    else:
        known = _known(options, options.fold)
        souped(learner.network, lambda seed: learner.learn(known, options, seed), seeds_of(options))
    if not options.weights:
        minutes = (time.monotonic() - begun) / 60
        sections["Recipe"] = recipe("training.events", options, _RECIPE, minutes)
    figures += _write(learner, options)
    sections["Figures"] = "\n\n".join(figures) or "none: nothing was left out to judge on."
    renew(options.out / "card.md", FILES / "events" / "card.md", sections)
    return 0


def _crossed(learner: Learner, options: argparse.Namespace) -> str:
    """Train once without each fifth of PLV, and give the network the mean of what that came to; returns the figures on the fifths.

    All begin with the same weights, so that their mean is a network too. Weights of a fifth that are in ``--checkpoints`` already
    are taken as they are: a run that was stopped goes on.
    """
    begun = {name: tensor.clone() for name, tensor in learner.network.state_dict().items()}
    rows, answers, ended = [], [], []
    for fold in range(plv.FOLDS):
        kept = options.checkpoints / f"fold{fold}.pt" if options.checkpoints else None
        if kept is not None and kept.exists():
            load_weights(learner.network, [kept])
        else:
            log.info("training without fifth %d", fold)
            seed_everything(options.seed)
            learner.network.load_state_dict(begun)
            learner.learn(_known(options, fold), options, options.seed)
            if kept is not None:
                torch.save(learner.network.state_dict(), kept)
        ended.append({name: tensor.clone() for name, tensor in learner.network.state_dict().items()})
        left = _fifth(options.plv, fold)
        rows += left
        with tempfile.TemporaryDirectory() as scratch:
            _packed(learner, Path(scratch))
            answers += load(Path(scratch)).ask([r.question for r in left])
        load.cache_clear()
    learner.network.load_state_dict(mean(ended))
    return (
        "cross-validation on PLV, five trainings, each without a fifth and judged on it, with 95 % intervals over rows; "
        f"what is packed is the mean of the five\n\n{_table(rows, answers)}"
    )


def _fifth(table: Path, fold: int) -> list[plv.Sentence]:
    rows = plv.read(table)
    return [r for r, part in zip(rows, plv.folds(len(rows)), strict=True) if part == fold]


def _table(rows: Sequence[plv.Sentence], answers: Sequence[Answer]) -> str:
    lines = "\n".join(plv.lines(rows, answers))
    return f"```\n{lines}\n```"


def _packed(learner: Learner, folder: Path) -> dict[str, Any]:
    """Export and pack the network into a folder, with a manifest of what is not fitted yet; returns the settings in it."""
    with tempfile.TemporaryDirectory() as scratch:
        export(learner.network, OUTPUTS, Path(scratch) / "full.onnx")
        halve(Path(scratch) / "full.onnx", folder, integers=False)
    settings: dict[str, Any] = {
        "padding": learner.tokenizer.pad_token_id, "temperature": 1.0, "context": learner.context,
        "likeness": {"best": 0.0, "mean": 0.0, "definition": 0.0, "one": 0.0},
    }  # fmt: skip
    describe(folder, learner.tokenizer, **_NAMES, settings=settings)
    return settings


_NAMES = {"name": "events", "version": VERSION, "features": FEATURES}


def _write(learner: Learner, options: argparse.Namespace) -> list[str]:
    """Export, pack and fit likeness; returns the figures on what the model has not learnt from."""
    settings = _packed(learner, options.out)
    figures = []
    if options.fold is not None:
        rows = _fifth(options.plv, options.fold)
        table = _table(rows, load(options.out).ask([r.question for r in rows]))
        figures.append(f"the fifth of PLV that it has never seen, with 95 % intervals over rows\n\n{table}")
    if options.judge:
        judged, model = _judged(options), load(options.out)
        answers = asked(model, judged, options.seed)
        told = in_articles(answers)
        settings["temperature"], sure = tempered(answers)
        acts = [e for e in judged if e.question.trigger is not None]
        settings["likeness"], shown = fitted(model, acts, options.seed)
        describe(options.out, learner.tokenizer, **_NAMES, settings=settings)
        load.cache_clear()
        figures.append(f"articles that it has not learnt from, given an act's words and its sides\n\n```\n{told}\n```")
        figures.append(
            f"the chance of the likeliest type, its temperature ({settings['temperature']}) fitted without the article\n\n{sure}"
        )
        figures.append(f"likeness (own codebooks), each class of the judged articles left out in turn\n\n{shown}")
    return figures


def _judged(options: argparse.Namespace) -> list[Example]:
    """Examples of articles that are not learnt from."""
    return list(read_codings(options.codings, corpora_of(options), (), options.judge))


def _known(options: argparse.Namespace, fold: int | None) -> list[Example]:
    """All that is learnt from, without a fifth of PLV."""
    without, some = left_out(options), slice(options.limit)
    table: list[Example] = []
    if "plv" not in without:
        rows = list(read_plv(options.plv))
        table += [r for r, part in zip(rows, plv.folds(len(rows)), strict=True) if part != fold][some]
    own = [] if "sentences" in without else list(examples(1, options.seed))[some]
    coded: list[Example] = []
    if options.codings and "codings" not in without:
        coded += read_codings(options.codings, corpora_of(options), options.judge)
    for folder, articles in gold_of(options):
        coded += read_codings(folder, articles, ())
    rng = random.Random(options.seed)
    rng.shuffle(coded)
    single = [*table, *own]
    if options.context:
        single = elsewhere(single, [e.question.before for e in coded if e.question.before], rng)
    coded = coded[: options.most][some]
    log.info("%d sentences of PLV, %d of our own, %d from codings", len(table), len(own), len(coded))
    return [*single, *coded]


def elsewhere(single: Sequence[Example], others: Sequence[str], rng: random.Random) -> list[Example]:
    """Examples that have nothing before their sentence, half of them with the text before some other one.

    So a model that reads what stands before does not take the lack of it for a sign of where an example is from, and
    learns from those that have their own what it is worth.
    """
    return [
        replace(e, question=replace(e.question, before=rng.choice(others))) if others and rng.random() < 0.5 else e
        for e in single
    ]


if __name__ == "__main__":
    sys.exit(main())
