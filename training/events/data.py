"""Reads what the event model learns from besides our own sentences: PLV's marked sentences."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evaluation import plv

from training.events.sentences import Example


def read_plv(path: Path) -> Iterator[Example]:
    """The sentences of a PLV table as examples.

    Raises:
        ValueError: the file has no column ``marked_sentence``.
    """
    for sentence in plv.read(path):
        kinds = plv.APART.get(sentence.type, (sentence.type,) if sentence.type else ())
        yield Example(sentence.question, kinds)
