"""``python -m training.parties``: fits who is the actor and who the recipient of an act on articles coded by hand."""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import math
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from evaluation.intervals import share_row

from communique.extract.weighing import FEATURES, NAMES
from communique.models.encoder import FILES
from communique.models.parties import SELDOM, WEIGHTS, Habits, PartyModel
from training.calibration import reliability
from training.cards import recipe, renew
from training.command import corpora_of, gold_of, left_out, with_codings
from training.parties.examples import Example, examples
from training.parties.network import trained

log = logging.getLogger("training")

_OF = "given the words and the type of an act, on what was not learnt from, at state level"
_FOLDS = 5
_OFTEN, _WORDS = 15, 3
"""How often a way through the parse, and a word for acts, must be met for its habits to be kept."""

_PRIOR = 5.0
"""As how many cases what holds of all counts beside those of one way or word."""


def main(arguments: list[str] | None = None) -> int:
    """Fit and write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.parties", description=__doc__)
    with_codings(parser)
    parser.add_argument("--networks", type=int, default=6, help="how many are averaged; every second reads no words")
    parser.add_argument("--epochs", type=int, default=12, help="of each network's training")
    parser.add_argument("--width", type=int, default=96, help="units that read each who may be a side")
    parser.add_argument("--narrow", type=int, default=32, help="units that read pairs of them")
    parser.add_argument("--meant", type=int, default=24, help="units that read what words mean")
    parser.add_argument("--drop", type=float, default=0.4, help="share of units left out while training")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    begun = time.monotonic()
    learnt, judged = _examples(options)
    log.info("%d acts to learn from, %d to judge on", len(learnt), len(judged))
    model, arrays = fitted(learnt, options)
    _write(options.out, model, arrays)
    shown = "\n".join(figures(judged, model)) if judged else "(nothing to judge on)"
    sure = f"\n\nHow likely the chosen pair is, by the networks:\n\n{reliable(judged, model)}" if judged else ""
    log.info("on what was not learnt from:\n%s%s", shown, sure)
    names = ("networks", "epochs", "width", "narrow", "meant", "drop", "judge", "leave_out")
    minutes = (time.monotonic() - begun) / 60
    sections = {
        "Recipe": recipe("training.parties", options, names, minutes),
        "Figures": f"{_OF}\n\n```\n{shown}\n```{sure}",
    }
    renew(options.out / "card.md", FILES / "parties" / "card.md", sections)
    return 0


def _examples(options: argparse.Namespace) -> tuple[list[Example], list[Example]]:
    """Acts to learn from, and those to judge on."""
    learnt: list[Example] = []
    judged: list[Example] = []
    corpora = corpora_of(options)
    if options.codings and "codings" not in left_out(options):
        learnt += examples(options.codings, corpora, without=options.judge)
        if options.judge:
            judged += examples(options.codings, corpora, options.judge, unread=False)
    for folder, articles in gold_of(options):
        learnt += examples(folder, articles)
    return learnt, judged


# Habits


def habits_of(found: Iterable[Example]) -> Habits:
    """How often ways lead to an act's actor and recipient, and how often words for acts leave them open, as log odds."""
    paths: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    words: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    types: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for example in found:
        for (route, other), actor, recipient in zip(example.routes, example.actor, example.recipient, strict=True):
            if route is not None and other is None:
                paths[route].append((bool(actor), bool(recipient)))
        words[example.word].append(example.open)
        types[example.type].append(example.open)
    mean = np.mean([pair for rows in paths.values() for pair in rows], axis=0) if paths else np.zeros(2)
    of_types = {kind: np.mean(rows, axis=0) for kind, rows in types.items()}
    kept = {key: _odds(rows, of_types[key.rpartition(" ")[2]]) for key, rows in words.items() if len(rows) >= _WORDS}
    return Habits(
        {key: _odds(rows, mean) for key, rows in paths.items() if len(rows) >= _OFTEN},
        {kind: _odds(rows, of_types[kind]) for kind, rows in types.items()} | kept,
    )


def _odds(rows: Sequence[tuple[bool, bool]], prior: Any) -> tuple[float, float]:
    shares = (np.sum(rows, axis=0) + _PRIOR * prior) / (len(rows) + _PRIOR)
    first, second = (round(math.log(s / (1 - s)), 2) for s in np.clip(shares, 0.01, 0.99).tolist())
    return first, second


def with_habits(example: Example, habits: Habits) -> Any:
    """The rows of an act with what habits say."""
    rows = example.rows.copy()
    at = {name: k for k, name in enumerate(NAMES)}
    rows[:, [at["actor open"], at["recipient open"]]] = habits.words.get(
        example.word, habits.words.get(example.type, (SELDOM, SELDOM))
    )
    for k, routes in enumerate(example.routes):
        for lead, route in zip(("", "other "), routes, strict=True):
            if route is not None and route in habits.paths:
                columns = [at[f"{lead}{name}"] for name in ("path actor", "path recipient", "path")]
                rows[k, columns] = (*habits.paths[route], 1.0)
    return rows


# Fitting


def fitted(found: Sequence[Example], options: argparse.Namespace) -> tuple[PartyModel, Mapping[str, Any]]:
    """The model, and its arrays as they are kept; habits that an act is trained with are counted without its document."""
    documents = sorted({e.document for e in found})
    fold = {d: k % _FOLDS for k, d in enumerate(documents)}
    for part in range(min(_FOLDS, len(documents))):
        habits = habits_of(e for e in found if fold[e.document] != part or len(documents) == 1)
        for example in (e for e in found if fold[e.document] == part):
            example.rows = with_habits(example, habits)
    rows = np.concatenate([e.rows for e in found])
    mean, scale = rows.mean(0), rows.std(0) + 1e-3
    for example in found:
        example.rows = (example.rows - mean) / scale
    sizes = {"width": options.width, "narrow": options.narrow, "drop": options.drop}
    networks = [
        trained(found, seed, options.epochs, {**sizes, "meant": options.meant if seed % 2 else 0}).arrays()
        for seed in range(1, options.networks + 1)
    ]
    arrays = {f"{k} {n}": w for k, network in enumerate(networks) for n, w in network.items()}
    plain = [{n: w.astype(np.float32) for n, w in network.items()} for network in networks]
    return PartyModel(habits_of(found), mean, scale, plain), {**arrays, "mean": mean, "scale": scale}


def _write(out: Path, model: PartyModel, arrays: Mapping[str, Any]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / WEIGHTS, **arrays)
    settings = {"networks": len(model.networks), "paths": model.habits.paths, "words": model.habits.words}
    row = {
        "name": "parties",
        "version": "1",
        "features": FEATURES,
        "sha256": hashlib.sha256((out / WEIGHTS).read_bytes()).hexdigest(),
        "settings": settings,
    }
    (out / "manifest.json").write_text(json.dumps(row, sort_keys=True) + "\n", "utf-8")


# Figures


def _chosen(example: Example, model: PartyModel) -> tuple[int, int, float]:
    """The rows of the likeliest actor and recipient, and how likely they are."""
    chances = model.weigh(with_habits(example, model.habits), example.words, example.both, example.possible)
    actor, recipient = np.unravel_index(int(chances.argmax()), chances.shape)
    return int(actor), int(recipient), float(np.exp(chances[actor, recipient]))


def reliable(judged: Sequence[Example], model: PartyModel) -> str:
    """How often the chosen pair is right, by how likely the networks say it is."""
    chosen = [_chosen(e, model) for e in judged]
    right = [bool(e.actor[a] and e.recipient[r]) for e, (a, r, _) in zip(judged, chosen, strict=True)]
    return reliability([sure for _, _, sure in chosen], right, [e.document for e in judged])


def figures(judged: Sequence[Example], model: PartyModel) -> Iterable[str]:
    """How often the actor, the recipient and both are right, given the act's words and type; with 95 % intervals."""
    outcomes: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for example in judged:
        actor, recipient, _ = _chosen(example, model)
        right = bool(example.actor[actor]), bool(example.recipient[recipient])
        whole = outcomes[example.document]
        for name, (one, other) in (("model", right), ("syntax alone", example.rules)):
            whole[f"{name}: actor"].append(one)
            whole[f"{name}: recipient"].append(other)
            whole[f"{name}: both"].append(one and other)
        near = example.actor[:, None] & example.recipient[None] & example.possible
        whole["some pair near it is right"].append(bool(near.any()))
    names = dict.fromkeys(n for whole in outcomes.values() for n in whole)
    return [share_row(n, [(sum(w[n]), len(w[n])) for w in outcomes.values()]) for n in names]


if __name__ == "__main__":
    sys.exit(main())
