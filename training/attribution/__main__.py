"""``python -m training.attribution``: from PolNeAR to a model folder; see README.md beside this file."""

from __future__ import annotations

import argparse
import collections
import logging
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import torch
from evaluation.matching import assign
from evaluation.polnear import Attribution as Words
from evaluation.polnear import gold_of, read_text, touched, word_spans

from communique.model import Span
from communique.models.attribution import FEATURES, Attribution, AttributionModel, load
from training.attribution.data import Example, read
from training.attribution.network import AttributionNetwork, loss
from training.calibration import fitted, reliability
from training.command import begin, options_of
from training.encoders import fit, load_encoder
from training.export import export, pack, quantize

log = logging.getLogger("training")
VERSION = "1"
THRESHOLD = 0.3
"""How likely a cue must be to be written down at all; what is shown is decided by the calibrated confidence."""

_WORD = re.compile(r"[a-z]+")
_MOST_PIECES = 256


def main(arguments: list[str] | None = None) -> int:
    """Train, or only pack trained weights; returns the exit code."""
    parser = options_of("attribution", __doc__)
    parser.add_argument("--train", type=Path, required=True, help="PolNeAR part to learn from, such as polnear/train")
    parser.add_argument("--held-out", type=Path, required=True, help="part to calibrate on, such as polnear/dev")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--rate", type=float, default=2e-4)
    options = begin(parser, arguments)
    begun = time.monotonic()
    tokenizer, encoder = load_encoder(options.encoder)
    network = AttributionNetwork(encoder)
    examples = [e for article in read(options.train) for e in article]
    if options.weights:
        network.load_state_dict(torch.load(options.weights, map_location="cpu"))
    else:
        _train(network, tokenizer, examples, options)
    minutes = (time.monotonic() - begun) / 60
    log.info("trained in %.0f minutes", minutes)
    _write(network, tokenizer, examples, options)
    return 0


def _train(network: AttributionNetwork, tokenizer: Any, examples: list[Example], options: argparse.Namespace) -> None:
    read_ = [tokenizer(e.text, return_offsets_mapping=True, truncation=True, max_length=_MOST_PIECES) for e in examples]

    def loss_of(batch: list[int]) -> torch.Tensor:
        made = collate([(read_[i], examples[i]) for i in batch], tokenizer.pad_token_id)
        return loss(network(made["input_ids"], made["attention_mask"]), made)

    def keep(epoch: int) -> None:
        if options.checkpoints:
            options.checkpoints.mkdir(parents=True, exist_ok=True)
            torch.save(network.state_dict(), options.checkpoints / f"epoch{epoch}.pt")

    fit(
        network,
        [len(r["input_ids"]) for r in read_],
        loss_of,
        epochs=options.epochs,
        pieces=2500,
        rate=options.rate,
        head_rate=1e-3,
        seed=options.seed,
        after_epoch=keep,
    )


def collate(rows: list[tuple[Any, Example]], padding: int) -> dict[str, Any]:
    """One batch of windows as tensors: pieces, their tags, and for each cue the members of its source and content."""
    width = max(len(r["input_ids"]) for r, _ in rows)
    ids = torch.full((len(rows), width), padding)
    mask = torch.zeros((len(rows), width), dtype=torch.long)
    tags = torch.full((len(rows), width), -100)
    at: list[tuple[int, int]] = []
    members = []
    for row, (encoding, example) in enumerate(rows):
        size = len(encoding["input_ids"])
        ids[row, :size] = torch.tensor(encoding["input_ids"])
        mask[row, :size], tags[row, :size] = 1, 0
        offsets = encoding["offset_mapping"]
        cues = [(_pieces(offsets, a["cue"]), a) for a in example.attributions]
        cues = [(pieces, a) for pieces, a in cues if pieces]
        for pieces, _ in cues:
            tags[row, pieces] = 2
        for pieces, parts in cues:
            tags[row, pieces[0]] = 1
            member = torch.zeros(2, width)
            member[0, _pieces(offsets, parts["source"])] = 1
            member[1, _pieces(offsets, parts["content"])] = 1
            at.append((row, pieces[0]))
            members.append(member)
    return {
        "input_ids": ids,
        "attention_mask": mask,
        "tags": tags,
        "rows": torch.tensor([r for r, _ in at], dtype=torch.long),
        "cues": torch.tensor([c for _, c in at], dtype=torch.long),
        "members": torch.stack(members) if members else torch.zeros(0, 2, width),
    }


def _pieces(offsets: list[tuple[int, int]], spans: list[Span]) -> list[int]:
    return [i for i, (a, b) in enumerate(offsets) if b > a and any(a < s.end and b > s.start for s in spans)]


def cue_words(examples: list[Example], rate: float = 0.1, least: int = 4) -> list[str]:
    """Words that are in a cue in at least ``rate`` of the windows that hold them, and in ``least`` cues."""
    held: collections.Counter[str] = collections.Counter()
    cues: collections.Counter[str] = collections.Counter()
    for example in examples:
        held.update(set(_WORD.findall(example.text.lower())))
        for parts in example.attributions:
            cues.update(set(_WORD.findall(" ".join(s.of(example.text) for s in parts["cue"]).lower())))
    return sorted(w for w, n in cues.items() if n >= least and held[w] and n / held[w] >= rate)


def _write(network: AttributionNetwork, tokenizer: Any, examples: list[Example], options: argparse.Namespace) -> None:
    """Export, quantize, calibrate on the held-out part, and say how reliable the result is."""
    settings: dict[str, Any] = {
        "threshold": THRESHOLD,
        "padding": tokenizer.pad_token_id,
        "cue_words": cue_words(examples),
        "calibration": {"slope": 1.0, "shift": 0.0},
    }
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        full, small, words = folder / "full.onnx", folder / "small.onnx", folder / "tokenizer.json"
        words.write_text(tokenizer.backend_tokenizer.to_str(), "utf-8")
        export(network, ["tags", "cues", "members"], full)
        quantize(full, small, 8)
        names = {"name": "attribution", "version": VERSION, "features": FEATURES}
        pack(options.out, small, words, **names, settings=settings)
        scores, right = _judged(load(options.out), options.held_out)
        settings["calibration"] = fitted(scores, right)
        pack(options.out, small, words, **names, settings=settings)
    load.cache_clear()
    scores, right = _judged(load(options.out), options.held_out)
    log.info("reliability on the held-out part:\n%s", reliability(scores, right))


def _judged(model: AttributionModel, part: Path) -> tuple[list[float], list[bool]]:
    """The confidence of each attribution that the model finds in a part, and whether the gold has it."""
    scores: list[float] = []
    right: list[bool] = []
    for path in sorted((part / "text").glob("*.txt")):
        text = read_text(path)
        found = model.find(text)
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
