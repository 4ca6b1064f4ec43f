"""What the training commands have in common: their options and how a run begins."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import torch
from evaluation.corpora import Corpora
from transformers.utils import logging as transformers_logging

from training.encoders import seed_everything


def options_of(name: str, description: str | None) -> argparse.ArgumentParser:
    """A parser with the options that every model's training has."""
    parser = argparse.ArgumentParser(prog=f"python -m training.{name}", description=description)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of the pretrained encoder")
    parser.add_argument("--out", type=Path, required=True, help="model folder to write")
    parser.add_argument("--checkpoints", type=Path, help="folder for weights after each epoch")
    parser.add_argument("--start", type=Path, help="weights to begin with, those of another network's encoder too")
    parser.add_argument(
        "--weights", type=Path, nargs="+", help="pack these weights, or their mean, instead of training"
    )
    parser.add_argument("--seed", type=int, default=1, help="of the first training; each further one has the next")
    parser.add_argument("--soup", type=int, default=1, help="train so many times and take the mean of the weights")
    parser.add_argument("--stop", type=int, help="end each training after this one of its epochs")
    parser.add_argument(
        "--half", action="store_true", help="multiply in bfloat16, which is faster where the processor has AMX"
    )
    parser.add_argument(
        "--limit", type=int, help="learn from no more than so many examples of each source, to try it out"
    )
    return parser


def begin(parser: argparse.ArgumentParser, arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line, and make the run repeatable and its progress seen."""
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    transformers_logging.set_verbosity_error()
    seed_everything(options.seed)
    return options


def halved(options: argparse.Namespace) -> torch.autocast:
    """In which networks multiply in bfloat16 (weights stay as they are), if that was asked for."""
    return torch.autocast("cpu", torch.bfloat16, enabled=options.half)


SOURCES = ("plv", "polnear", "attributions", "sentences", "gold", "codings")
"""What may be left out of training, beside any corpus that has a place; ``attributions`` are those that PolNeAR marks."""


def with_codings(parser: argparse.ArgumentParser) -> None:
    """Add the options by which codings are named, with where their articles are, and what is left out or judged on."""
    parser.add_argument("--codings", type=Path, help="codings of articles, such as training/codings")
    parser.add_argument(
        "--corpus", nargs=2, action="append", default=[], metavar=("NAME", "PLACE"), help="where their articles are"
    )
    parser.add_argument(
        "--gold", nargs=2, type=Path, action="append", default=[], metavar=("GOLD", "ARTICLES"), help="gold codings"
    )
    parser.add_argument(
        "--leave-out",
        action="append",
        default=[],
        metavar="CORPUS",
        help=f"learn nothing from {', '.join(SOURCES)} or the texts of a NAME",
    )
    parser.add_argument(
        "--judge", action="append", default=[], help="codings whose names begin so are judged on, not learnt from"
    )


def left_out(options: argparse.Namespace) -> frozenset[str]:
    """What is not to be learnt from.

    Raises:
        SystemExit: it is neither a source of examples nor a corpus that has a place.
    """
    known = {*SOURCES, *(name for name, _ in options.corpus)}
    if unknown := sorted(set(options.leave_out) - known):
        raise SystemExit(f"--leave-out {unknown[0]}: there is no such corpus; known are {', '.join(sorted(known))}")
    return frozenset(options.leave_out)


def corpora_of(options: argparse.Namespace) -> Corpora:
    """The corpora that the options name, but for those left out."""
    without = left_out(options)
    return Corpora({name: Path(place) for name, place in options.corpus if name not in without})


def gold_of(options: argparse.Namespace) -> list[tuple[Path, Corpora]]:
    """The folders of gold codings, each with where its articles are; none if they are left out."""
    if "gold" in left_out(options):
        return []
    return [(gold, Corpora({"": articles})) for gold, articles in options.gold]


def seeds_of(options: argparse.Namespace) -> range:
    """The seed of each training."""
    return range(options.seed, options.seed + options.soup)
