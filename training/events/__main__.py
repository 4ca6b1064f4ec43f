"""``python -m training.events``: from PLV, our own sentences, gold codings and plain articles to a model folder.

A large encoder learns first and teaches a small one what it makes of questions that nobody has answered.
"""

from __future__ import annotations

import argparse
import json
import logging
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
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from communique.extract.judging import by_model, features
from communique.models.events import FEATURES, MARKERS, MODES, NONE, STATUSES, TYPES, load, marked
from training.calibration import expected_error, reliability
from training.command import begin, options_of
from training.encoders import chunks, fit, load_encoder
from training.events.data import read_plv
from training.events.drafts import Judged, beside_gold, questions, texts
from training.events.network import OUTPUTS, EventNetwork, loss
from training.events.sentences import Example, examples
from training.export import export, pack, quantize

log = logging.getLogger("training")
VERSION = "1"
LEAST = 0.05
"""The default threshold: the highest at which no more is lost in recall than is won in precision, in F1 of events."""

_MOST_PIECES = 160
_OPEN = 0.75
"""Of questions to the teacher, those that it gives this chance of none or less are all learnt from."""


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
        found = np.zeros((len(rows), sum(OUTPUTS)), dtype=np.float32)
        with torch.no_grad():
            for batch in chunks(sorted(range(len(rows)), key=lambda i: len(rows[i])), 16):
                made = padded([rows[i] for i in batch], self.tokenizer.pad_token_id)
                found[batch] = self.network(**made).numpy()
        return found

    def learn(self, known: Sequence[Example], taught: Sequence[Any], options: argparse.Namespace, **how: Any) -> None:
        """Train on examples; ``taught`` holds a teacher's scores for each, or None."""
        rows = self.pieces(known)

        def loss_of(batch: list[int]) -> torch.Tensor:
            made = padded([rows[i] for i in batch], self.tokenizer.pad_token_id)
            return loss(self.network(**made), answers([known[i] for i in batch], [taught[i] for i in batch]), soft=2.0)

        def keep(epoch: int) -> None:
            if options.checkpoints:
                options.checkpoints.mkdir(parents=True, exist_ok=True)
                torch.save(self.network.state_dict(), options.checkpoints / f"{how['name']}{epoch}.pt")

        fit(
            self.network, [len(r) for r in rows], loss_of, epochs=how["epochs"], pieces=how["pieces"], rate=how["rate"],
            head_rate=5e-4, seed=options.seed, after_epoch=keep,
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


def answers(known: Sequence[Example], taught: Sequence[Any]) -> dict[str, torch.Tensor]:
    """What is right of a batch, as :func:`training.events.network.loss` wants it."""
    right = torch.zeros(len(known), len(TYPES))
    for row, example in enumerate(known):
        for kind in example.types:
            right[row, TYPES.index(kind)] = 1
    blank = [float("nan")] * sum(OUTPUTS)
    return {
        "right": right,
        "mode": torch.tensor([-100 if e.mode is None else MODES.index(e.mode) for e in known]),
        "status": torch.tensor([-100 if e.status is None else STATUSES.index(e.status) for e in known]),
        "weight": torch.tensor([e.weight for e in known]),
        "teacher": torch.tensor(np.array([blank if t is None else t for t in taught], dtype=np.float32)),
    }


def main(arguments: list[str] | None = None) -> int:
    """Train and write a model folder; returns the exit code."""
    parser = options_of("events", __doc__)
    parser.add_argument("--teacher", type=Path, help="folder of a large one that teaches it")
    parser.add_argument("--plv", type=Path, required=True, help="PLV table, such as plv/train.tsv")
    parser.add_argument(
        "--texts", type=Path, nargs="*", default=[], help="articles for the teacher: folders of .txt, .jsonl files"
    )
    gold: dict[str, Any] = {
        "type": Path,
        "nargs": 2,
        "action": "append",
        "default": [],
        "metavar": ("GOLD", "ARTICLES"),
    }
    parser.add_argument("--gold", **gold, help="gold codings to learn from, and their articles")
    parser.add_argument("--judge", **gold, help="others, not learnt from, that confidence is fitted on")
    parser.add_argument("--leave-out", choices=("plv", "sentences", "gold", "texts"), action="append", default=[])
    parser.add_argument("--fold", type=int, help="leave this fifth of PLV out, to be judged on it")
    options = begin(parser, arguments)
    begun = time.monotonic()
    learner = Learner.of(options.encoder)
    seen = [j for folder, articles in options.gold for j in beside_gold(folder, articles)]
    unseen = [j for folder, articles in options.judge for j in beside_gold(folder, articles)]
    if options.weights:
        learner.network.load_state_dict(torch.load(options.weights, map_location="cpu"))
    else:
        _teach(learner, seen, options)
    log.info("trained in %.0f minutes", (time.monotonic() - begun) / 60)
    _write(learner, unseen, options.out)
    return 0


def _teach(learner: Learner, judged: Sequence[Judged], options: argparse.Namespace) -> None:
    """Have the student learn from all that is not left out, and from the teacher if there is one."""
    without = set(options.leave_out)
    rows = list(read_plv(options.plv))
    sentences = (
        []
        if "plv" in without
        else [r for r, part in zip(rows, plv.folds(len(rows)), strict=True) if part != options.fold]
    )
    own = [] if "sentences" in without else list(examples(1, options.seed))
    known = sentences + own
    soft: list[Any] = [None] * len(known)
    if options.teacher:
        teacher = Learner.of(options.teacher)
        teacher.learn(known, soft, options, name="teacher", epochs=4, pieces=1200, rate=3e-5)
        asked = [] if "texts" in without else [Example(q, ()) for q in questions(texts(options.texts), options.seed)]
        scores = teacher.scores(asked)
        chances = torch.softmax(torch.tensor(scores[:, : len(TYPES)]), -1)[:, TYPES.index(NONE)].numpy()
        chosen = np.flatnonzero(chances < _OPEN)
        others = np.flatnonzero(chances >= _OPEN)
        others = np.random.default_rng(options.seed).permutation(others)[: len(chosen)]
        picked = [int(i) for i in (*chosen, *others)]
        soft = [*teacher.scores(sentences), *[None] * len(own), *[scores[i] for i in picked]]
        known = [*known, *[asked[i] for i in picked]]
        log.info("the teacher answered %d questions, of which %d are learnt from", len(asked), len(picked))
    more = [] if "sentences" in without else list(examples(2, options.seed + 1))
    more += [] if "gold" in without else [j.example for j in judged]
    learner.learn(
        [*known, *more], [*soft, *[None] * len(more)], options, name="student", epochs=5, pieces=1500, rate=2e-4
    )


def _write(learner: Learner, judged: Sequence[Judged], out: Path) -> None:
    """Export, quantize, fit the confidence of drafts on gold codings, and say how reliable it is on articles left out."""
    settings: dict[str, Any] = {
        "padding": learner.tokenizer.pad_token_id, "temperature": 1.0, "least": LEAST, "weights": {},
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        full, small, words = (Path(scratch) / name for name in ("full.onnx", "small.onnx", "tokenizer.json"))
        words.write_text(learner.tokenizer.backend_tokenizer.to_str(), "utf-8")
        export(learner.network, ["scores"], full)
        quantize(full, small, 8)
        names = {"name": "events", "version": VERSION, "features": FEATURES}
        pack(out, small, words, **names, settings=settings)
        if judged:
            settings["weights"] = _decision(judged, out)
            pack(out, small, words, **names, settings=settings)


def _decision(judged: Sequence[Judged], folder: Path) -> dict[str, float]:
    """Weights of what the rules and the model say, by logistic regression on drafts beside gold."""
    load.cache_clear()
    said = load(folder).ask([j.question for j in judged])
    rows = [features(j.draft) | by_model(j.draft, a) for j, a in zip(judged, said, strict=True)]
    names = [n for n in rows[0] if n != "one"]
    table = np.array([[row[n] for n in names] for row in rows])
    right = np.array([j.draft.type in j.right for j in judged])
    line = LogisticRegression(C=0.3, max_iter=1000)
    stories = [j.document.split("_")[0] for j in judged]
    held = cross_val_predict(line, table, right, groups=stories, cv=GroupKFold(5), method="predict_proba")[:, 1]
    log.info("reliability on stories left out:\n%s", reliability(held.tolist(), right.tolist()))
    log.info("expected calibration error %.3f", expected_error(held.tolist(), right.tolist()))
    line.fit(table, right)
    weights = dict(zip(names, (round(float(c), 4) for c in line.coef_[0]), strict=True))
    log.info("weights %s", json.dumps(weights))
    unasked = sum(weights[n] * float(table[:, names.index(n)].mean()) for n in ("model:type", "model:none"))
    return {**weights, "one": round(float(line.intercept_[0]), 4), "unasked": round(unasked, 4)}


if __name__ == "__main__":
    sys.exit(main())
