"""``python -m training.reader``: from PolNeAR, codings by hand, PLV and our own sentences to a model folder."""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch

from communique.models.encoder import FILES
from communique.models.reader import FEATURES, load
from training.calibration import crossed, fitted
from training.cards import recipe, renew
from training.command import begin, corpora_of, gold_of, halved, left_out, options_of, seeds_of, with_codings
from training.encoders import begin_with, fit, freeze, load_encoder, seed_everything
from training.export import describe, export, halve
from training.reader import judging
from training.reader.batches import collate
from training.reader.data import Example, read_codings, read_own, read_plv, read_polnear, texts_of
from training.reader.meanings import taught
from training.reader.network import OUTPUTS, ReaderNetwork, loss
from training.reader.teacher import Seen, Teacher
from training.reader.telling import plain_words, words_for_people, words_for_speech
from training.soup import load_weights, mean, souped

log = logging.getLogger("training")
VERSION = "1"
THRESHOLD = 0.3
"""How likely a cue must be to be written down at all; what is shown is decided by the calibrated confidence."""

_MOST_PIECES = 256
_RECIPE = (
    "epochs", "stop", "average", "rate", "pieces", "dropout", "freeze", "mask", "windows", "repeat", "seed", "soup", "limit", "leave_out", "judge",
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Train, or only pack trained weights; returns the exit code."""
    options = begin(_parser(), arguments)
    _check(options)
    begun = time.monotonic()
    tokenizer, encoder = load_encoder(options.encoder, dropout=options.dropout)
    freeze(encoder, options.freeze)
    network = ReaderNetwork(encoder, options.dropout)
    polnear, others = _polnear(options), _others(options)
    if options.start:
        begin_with(network, options.start)
    sections = {}
    if options.weights:
        load_weights(network, options.weights)
    else:
        some = random.Random(options.seed).sample(polnear, min(options.windows or len(polnear), len(polnear)))
        learn = _learner(network, tokenizer, [*some, *others], options)
        souped(network, learn, seeds_of(options))
        sections["Recipe"] = recipe("training.reader", options, _RECIPE, (time.monotonic() - begun) / 60)
    sections["Figures"] = _write(network, tokenizer, [*polnear, *others], options)
    renew(options.out / "card.md", FILES / "reader" / "card.md", sections)
    return 0


def _check(options: argparse.Namespace) -> None:
    """Refuse, before hours are spent, what cannot be averaged, and to go on from where no training of these cycles can have stopped."""
    last = min(sum(options.epochs), options.stop or sum(options.epochs))
    if not options.weights and not 1 <= options.average <= last - options.after:
        raise SystemExit(f"--average {options.average}: {max(0, last - options.after)} epochs are left to be averaged")
    if not options.after:
        return
    ends = [before + epochs for before, epochs in cycles_of(options.epochs)][:-1]
    if options.after not in ends:
        raise SystemExit(f"--after {options.after}: of --epochs {options.epochs} a cycle ends after {ends or 'none'}")
    for seed in seeds_of(options):
        if not (options.checkpoints and _checkpoint(options, seed, options.after).is_file()):
            raise SystemExit(f"--after {options.after}: --checkpoints has no weights of seed {seed} after that epoch")


def _parser() -> argparse.ArgumentParser:
    parser = options_of("reader", __doc__)
    parser.add_argument("--polnear", type=Path, required=True, help="PolNeAR part to learn from, such as polnear/train")
    parser.add_argument("--held-out", type=Path, required=True, help="part to calibrate on, such as polnear/dev")
    parser.add_argument("--plv", type=Path, help="PLV table, such as plv/train.tsv")
    with_codings(parser)
    parser.add_argument("--windows", type=int, help="no more than so many windows of PolNeAR")
    parser.add_argument("--repeat", type=int, default=1, help="how often an epoch shows what is coded by hand")
    parser.add_argument(
        "--epochs", type=int, nargs="+", default=[5],
        help="how many; with several numbers the rate begins anew with each (warm restarts, Loshchilov and Hutter 2017)",
    )  # fmt: skip
    parser.add_argument(
        "--after", type=int, default=0, metavar="EPOCH",
        help="go on after the epoch that such a number ends with, from its weights in --checkpoints, as if never stopped",
    )  # fmt: skip
    parser.add_argument(
        "--average",
        type=int,
        default=1,
        help="take the mean of the weights after so many of the last epochs (Izmailov et al. 2018)",
    )
    parser.add_argument("--pieces", type=int, default=2500, help="word pieces in a batch")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--dropout", type=float, default=0.1, help="of the states of the encoder's layers")
    parser.add_argument(
        "--freeze", type=int, default=0, help="leave so many of the lowest layers as they were pretrained"
    )
    parser.add_argument("--mask", type=float, default=0.0, help="the share of word pieces that are hidden in training")
    parser.add_argument(
        "--teacher", nargs=2, type=Path, metavar=("ENCODER", "WEIGHTS"),
        help="a larger reader, trained with --checkpoints: what it sees of acts where none are marked is learnt from",
    )  # fmt: skip
    return parser


def _polnear(options: argparse.Namespace) -> list[Example]:
    """Windows of PolNeAR; articles whose acts the model is judged on teach it no attributions either."""
    if left_out(options) & {"polnear", "attributions"}:
        return []
    return list(read_polnear(options.polnear, texts_of(options.codings, options.judge)))[: options.limit]


def _others(options: argparse.Namespace) -> list[Example]:
    """What is learnt from besides PolNeAR."""
    without, some = left_out(options), slice(options.limit)
    found: list[Example] = []
    if options.codings and "codings" not in without:
        for name, windows in read_codings(options.codings, corpora_of(options)):
            if not any(name.startswith(j) for j in options.judge):
                found += windows
    for folder, articles in gold_of(options):
        found += [e for _, windows in read_codings(folder, articles) for e in windows]
    coded = found[some] * options.repeat
    own = [] if "sentences" in without else list(read_own(1, options.seed))[some]
    table = list(read_plv(options.plv))[some] if options.plv and "plv" not in without else []
    log.info("%d windows coded by hand, %d sentences of our own, %d of PLV", len(coded), len(own), len(table))
    return [*coded, *own, *table]


def _learner(
    network: ReaderNetwork, tokenizer: Any, examples: list[Example], options: argparse.Namespace
) -> Callable[[int], None]:
    """What trains the network on examples, given a seed. What spans mean is the same for all seeds, so that it can be averaged."""
    read = [tokenizer(e.text, return_offsets_mapping=True, truncation=True, max_length=_MOST_PIECES) for e in examples]
    told = taught(examples, tokenizer, load_encoder(options.encoder)[1], options.seed, halved(options))
    seen = _seen(examples, read, options)
    kept = torch.tensor(tokenizer.all_special_ids)

    def loss_of(batch: list[int]) -> torch.Tensor:
        made = collate([(read[i], examples[i], told[i], seen[i]) for i in batch], tokenizer.pad_token_id)
        pieces = made["input_ids"]
        if options.mask:
            hidden = (torch.rand(pieces.shape) < options.mask) & ~torch.isin(pieces, kept)
            pieces = pieces.masked_fill(hidden, tokenizer.mask_token_id)
        with halved(options):
            outputs = network(pieces, made["attention_mask"])
        return loss(tuple(o.float() for o in outputs), made)

    def learn(seed: int) -> None:
        last: deque[Mapping[str, torch.Tensor]] = deque(maxlen=options.average)

        def keep(epoch: int) -> None:
            last.append({name: tensor.clone() for name, tensor in network.state_dict().items()})
            if options.checkpoints:
                options.checkpoints.mkdir(parents=True, exist_ok=True)
                torch.save(network.state_dict(), _checkpoint(options, seed, epoch))

        for cycle, (before, epochs) in enumerate(cycles_of(options.epochs)):
            own = seed + (cycle << 16)
            if before < options.after or (options.stop is not None and before >= options.stop):
                continue
            if before and before == options.after:
                load_weights(network, [_checkpoint(options, seed, before)])
            if cycle:
                seed_everything(own)
            fit(
                network, [len(r["input_ids"]) for r in read], loss_of, epochs=epochs, pieces=options.pieces,
                rate=options.rate, head_rate=1e-3, seed=own, stop=options.stop and options.stop - before,
                after_epoch=lambda epoch, before=before: keep(before + epoch),
            )  # fmt: skip
        network.load_state_dict(mean(list(last)))

    return learn


def cycles_of(epochs: list[int]) -> list[tuple[int, int]]:
    """For each cycle of the rate how many epochs are before it, and how many it has."""
    return [(sum(epochs[:k]), n) for k, n in enumerate(epochs)]


def _checkpoint(options: argparse.Namespace, seed: int, epoch: int) -> Path:
    """Where the weights after an epoch are kept."""
    folder: Path = options.checkpoints
    return folder / f"seed{seed}-epoch{epoch}.pt"


def _seen(examples: list[Example], read: list[Any], options: argparse.Namespace) -> list[Seen | None]:
    """What the teacher sees in the windows whose acts, or the words for them, nobody has marked; if there is a teacher."""
    open_ = [i for i, e in enumerate(examples) if e.acts is None or any(a.trigger is None for a in e.acts)]
    asked = open_ if options.teacher else []
    if not asked:
        return [None] * len(examples)
    with halved(options):
        views = Teacher(*options.teacher).see([examples[i] for i in asked], [read[i] for i in asked], _MOST_PIECES)
    found = dict(zip(asked, views, strict=True))
    return [found.get(i) for i in range(len(examples))]


def _write(network: ReaderNetwork, tokenizer: Any, examples: list[Example], options: argparse.Namespace) -> str:
    """Export, quantize, and calibrate on the held-out part; returns the figures of the result."""
    settings: dict[str, Any] = {
        "threshold": THRESHOLD,
        "padding": tokenizer.pad_token_id,
        "words": sorted(words_for_speech(examples) | words_for_people()),
        "plain": plain_words(examples),
        "calibration": {"slope": 1.0, "shift": 0.0},
    }
    names = {"name": "reader", "version": VERSION, "features": FEATURES}
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        export(network, OUTPUTS, full)
        halve(full, options.out, integers=True)
    describe(options.out, tokenizer, **names, settings=settings)
    scores, right, parts = judging.flat(judging.attributions(load(options.out), options.held_out))
    settings["calibration"] = fitted(scores, right)
    sure = crossed(scores, right, parts)
    describe(options.out, tokenizer, **names, settings=settings)
    load.cache_clear()
    model = load(options.out)
    acted = judging.acts(model, options.codings, corpora_of(options), options.judge) if options.judge else []
    shown = judging.table(judging.attributions(model, options.held_out), acted, sure)
    log.info("on what was held out:\n%s", shown)
    return (
        "of the reader alone, without rules: attributions of PolNeAR's held-out part (of which it knows two numbers, those of its "
        f"calibration; the table is calibrated on other articles than those it shows), and words for an act, with its type, in {len(acted)} coded articles that it has not learnt from; 95 % "
        f"intervals over articles\n\n{shown}"
    )


if __name__ == "__main__":
    sys.exit(main())
