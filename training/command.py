"""What the training commands have in common: their options and how a run begins."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

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
    parser.add_argument("--weights", type=Path, help="pack these weights instead of training")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def begin(parser: argparse.ArgumentParser, arguments: list[str] | None) -> argparse.Namespace:
    """Read the command line, and make the run repeatable and its progress seen."""
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    transformers_logging.set_verbosity_error()
    seed_everything(options.seed)
    return options


def with_codings(parser: argparse.ArgumentParser) -> None:
    """Add the options by which codings are named, with where their articles are and which of them to judge on."""
    parser.add_argument("--codings", type=Path, help="codings of articles, such as training/codings")
    parser.add_argument(
        "--corpus", nargs=2, action="append", default=[], metavar=("NAME", "PLACE"), help="where their articles are"
    )
    parser.add_argument(
        "--gold", nargs=2, type=Path, action="append", default=[], metavar=("GOLD", "ARTICLES"), help="gold codings"
    )
    parser.add_argument(
        "--judge", action="append", default=[], help="codings whose names begin so are judged on, not learnt from"
    )


def corpora_of(options: argparse.Namespace) -> Corpora:
    """The corpora that the options name."""
    return Corpora({name: Path(place) for name, place in options.corpus})
