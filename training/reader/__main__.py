"""``python -m training.reader``: from PolNeAR, codings by hand, PLV and our own sentences to a model folder."""

from __future__ import annotations

import argparse
import collections
import logging
import random
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from evaluation.corpora import Corpora
from evaluation.matching import assign
from evaluation.polnear import Attribution as Words
from evaluation.polnear import gold_of, read_text, touched, word_spans

from communique.model import Span
from communique.models.attribution import Attribution
from communique.models.reader import FEATURES, Reader, load
from training.calibration import fitted, reliability
from training.command import begin, corpora_of, options_of, with_codings
from training.encoders import begin_with, fit, load_encoder
from training.export import describe, export, halve
from training.reader.batches import collate
from training.reader.data import Example, read_codings, read_own, read_plv, read_polnear
from training.reader.meanings import taught
from training.reader.network import OUTPUTS, ReaderNetwork, loss

log = logging.getLogger("training")
VERSION = "1"
THRESHOLD = 0.3
"""How likely a cue must be to be written down at all; what is shown is decided by the calibrated confidence."""

_WORD = re.compile(r"[a-z]+")
_MOST_PIECES = 256


def main(arguments: list[str] | None = None) -> int:
    """Train, or only pack trained weights; returns the exit code."""
    parser = options_of("reader", __doc__)
    parser.add_argument("--polnear", type=Path, required=True, help="PolNeAR part to learn from, such as polnear/train")
    parser.add_argument("--held-out", type=Path, required=True, help="part to calibrate on, such as polnear/dev")
    parser.add_argument("--plv", type=Path, help="PLV table, such as plv/train.tsv")
    with_codings(parser)
    parser.add_argument("--leave-out", choices=("plv", "sentences", "gold", "codings"), action="append", default=[])
    parser.add_argument("--windows", type=int, help="no more than so many windows of PolNeAR")
    parser.add_argument("--repeat", type=int, default=1, help="how often an epoch shows what is coded by hand")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--pieces", type=int, default=2500, help="word pieces in a batch")
    parser.add_argument("--rate", type=float, default=2e-4)
    options = begin(parser, arguments)
    begun = time.monotonic()
    tokenizer, encoder = load_encoder(options.encoder)
    network = ReaderNetwork(encoder)
    polnear, others = list(read_polnear(options.polnear)), _others(options)
    if options.start:
        begin_with(network, options.start)
    if options.weights:
        network.load_state_dict(torch.load(options.weights, map_location="cpu"))
    else:
        some = random.Random(options.seed).sample(polnear, min(options.windows or len(polnear), len(polnear)))
        _train(network, tokenizer, [*some, *others], options)
    log.info("trained in %.0f minutes", (time.monotonic() - begun) / 60)
    _write(network, tokenizer, [*polnear, *others], options)
    return 0


def _others(options: argparse.Namespace) -> list[Example]:
    """What is learnt from besides PolNeAR."""
    without = set(options.leave_out)
    found: list[Example] = []
    if options.codings and "codings" not in without:
        corpora = corpora_of(options)
        for name, windows in read_codings(options.codings, corpora):
            if not any(name.startswith(j) for j in options.judge):
                found += windows
    if "gold" not in without:
        for folder, articles in options.gold:
            found += [e for _, windows in read_codings(folder, Corpora({"": articles})) for e in windows]
    found *= options.repeat
    coded = len(found)
    if "sentences" not in without:
        found += read_own(1, options.seed)
    own = len(found) - coded
    if options.plv and "plv" not in without:
        found += read_plv(options.plv)
    log.info("%d windows coded by hand, %d sentences of our own, %d of PLV", coded, own, len(found) - coded - own)
    return found


def _train(network: ReaderNetwork, tokenizer: Any, examples: list[Example], options: argparse.Namespace) -> None:
    read = [tokenizer(e.text, return_offsets_mapping=True, truncation=True, max_length=_MOST_PIECES) for e in examples]

    told = taught(examples, tokenizer, load_encoder(options.encoder)[1], options.seed)

    def loss_of(batch: list[int]) -> torch.Tensor:
        made = collate([(read[i], examples[i], told[i]) for i in batch], tokenizer.pad_token_id)
        return loss(network(made["input_ids"], made["attention_mask"]), made)

    def keep(epoch: int) -> None:
        if options.checkpoints:
            options.checkpoints.mkdir(parents=True, exist_ok=True)
            torch.save(network.state_dict(), options.checkpoints / f"epoch{epoch}.pt")

    fit(
        network,
        [len(r["input_ids"]) for r in read],
        loss_of,
        epochs=options.epochs,
        pieces=options.pieces,
        rate=options.rate,
        head_rate=1e-3,
        seed=options.seed,
        after_epoch=keep,
    )


def telling_words(examples: list[Example], rate: float = 0.1, least: int = 4) -> list[str]:
    """Words that are in a cue or a trigger in at least ``rate`` of the windows that hold them, and in ``least`` of these."""
    held: collections.Counter[str] = collections.Counter()
    telling: collections.Counter[str] = collections.Counter()
    for example in examples:
        held.update(set(_WORD.findall(example.text.lower())))
        spans = [s for parts in example.attributions or () for s in parts["cue"]]
        spans += [a.trigger for a in example.acts or () if a.trigger is not None]
        telling.update({w for s in spans for w in _WORD.findall(s.of(example.text).lower())})
    return sorted(w for w, n in telling.items() if n >= least and n / held[w] >= rate)


def _write(network: ReaderNetwork, tokenizer: Any, examples: list[Example], options: argparse.Namespace) -> None:
    """Export, quantize, calibrate on the held-out part, and say how reliable the result is."""
    settings: dict[str, Any] = {
        "threshold": THRESHOLD,
        "padding": tokenizer.pad_token_id,
        "words": telling_words(examples),
        "calibration": {"slope": 1.0, "shift": 0.0},
    }
    names = {"name": "reader", "version": VERSION, "features": FEATURES}
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        export(network, OUTPUTS, full)
        halve(full, options.out, integers=True)
    describe(options.out, tokenizer, **names, settings=settings)
    scores, right = _judged(load(options.out), options.held_out)
    settings["calibration"] = fitted(scores, right)
    describe(options.out, tokenizer, **names, settings=settings)
    load.cache_clear()
    scores, right = _judged(load(options.out), options.held_out)
    log.info("reliability on the held-out part:\n%s", reliability(scores, right))


def _judged(model: Reader, part: Path) -> tuple[list[float], list[bool]]:
    """The confidence of each attribution that the model finds in a part, and whether the gold has it."""
    scores: list[float] = []
    right: list[bool] = []
    for path in sorted((part / "text").glob("*.txt")):
        text = read_text(path)
        found = model.read(text).attributions
        words = word_spans(text)
        predicted = [_in_words(a, words) for a in found]
        hits = {j for _, j in assign(gold_of(part, path.stem, text), predicted, _same)}
        scores.extend(a.confidence for a in found)
        right.extend(j in hits for j in range(len(found)))
    return scores, right


def _in_words(found: Attribution, words: list[Span]) -> Words:
    return Words(touched(words, found.source), touched(words, [found.cue]), touched(words, found.content))


def _same(gold: Words, predicted: Words) -> float:
    shared = len(gold.content & predicted.content) / max(1, len(gold.content | predicted.content))
    source = bool(gold.source & predicted.source) or not (gold.source or predicted.source)
    return shared if shared >= 0.5 and source else 0.0


if __name__ == "__main__":
    sys.exit(main())
