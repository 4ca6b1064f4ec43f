"""Which texts are copies of others, wholly or in part: of an agency's report above all.

Texts are compared by the runs of five words that stand outside quotation marks: many report the same words of a
speaker, but only a copy tells them in the same words. Which pairs to look at is found by samples of the runs, those
whose hash is 0 modulo a number (Broder, "On the resemblance and containment of documents", 1997): unlike MinHash with
banding, they also find a short text that is a part of a long one, as where a paper prints the beginning of an agency's.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np

from communique.model import Copy, Document

COPIED = 0.5
"""Share of the shorter text's runs that the other must have for one to be a copy of the other."""
EDITED = 0.33
"""The same where the shared runs stand in many places, as where two papers print an agency's earlier and later report: a
single passage may be something that both quote without saying so."""
LEAST_RUNS = 25
"""Runs that a copy must share: fewer are a headline, or an outlet's own furniture."""

_RUN = 5
_PASSAGE = 2 / 3
"""Share of the shared runs that one passage may be where they stand in many places."""
_SAMPLED = 8
_FEW = 200
_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"[“\"„«](?:[^”\"“»\n]|\n(?!\s*\n)){10,900}[”\"»]")
_OFTEN = 3
"""Texts of one outlet in which a run stands that is taken for the outlet's furniture."""


def runs(document: Document) -> np.ndarray:
    """The hashes of a document's runs of words in order, each once: boilerplate left out, and quotations where enough else is left."""
    text = document.text
    for span in sorted(document.boilerplate, reverse=True):
        text = f"{text[: span.start]}\n{text[span.end :]}"
    own = _hashed(_QUOTED.sub(" ", text))
    return own if len(own) >= LEAST_RUNS else _hashed(text)


def _hashed(text: str) -> np.ndarray:
    words = _WORD.findall(text.lower())
    hashes = (zlib.crc32(" ".join(words[i : i + _RUN]).encode()) for i in range(len(words) - _RUN + 1))
    return np.array([*dict.fromkeys(hashes)], dtype=np.uint32)


class Copies:
    """The copies among documents, which are read one at a time and in any order."""

    def __init__(self) -> None:
        self._runs: dict[str, np.ndarray] = {}
        self._outlets: dict[str, str | None] = {}

    def read(self, document: Document) -> None:
        """Take in a document."""
        self.keep(document.name, document.outlet, runs(document))

    def keep(self, name: str, outlet: str | None, found: np.ndarray) -> None:
        """Take in a document's name, its outlet, and its runs as :func:`runs` gives them."""
        self._runs[name], self._outlets[name] = found, outlet

    def found(self) -> list[Copy]:
        """Every pair of which one is a copy, by name."""
        kept = dict(sorted(self._without_furniture(sorted(self._runs))))
        pairs = sorted(self._candidates(kept))
        return [c for one, other in pairs if (c := _compared(one, other, kept[one], kept[other])) is not None]

    def _without_furniture(self, names: list[str]) -> Iterator[tuple[str, np.ndarray]]:
        """Documents' runs, but for those that their outlet prints in several texts: these are furniture, not report."""
        printed: dict[str, list[str]] = defaultdict(list)
        for name in names:
            printed[self._outlets[name] or name].append(name)
        for group in printed.values():
            values, counts = np.unique(np.concatenate([self._runs[n] for n in group]), return_counts=True)
            furniture = values[counts >= _OFTEN]
            for name in group:
                yield name, np.setdiff1d(self._runs[name], furniture, assume_unique=True)

    def _candidates(self, kept: dict[str, np.ndarray]) -> Iterator[tuple[str, str]]:
        """Pairs that may be copies: those whose samples have runs in common that few documents have."""
        held: dict[int, list[str]] = defaultdict(list)
        for name, mine in kept.items():
            for run in mine[mine % _SAMPLED == 0].tolist():
                held[run].append(name)
        shared = Counter(pair for names in held.values() if len(names) <= _FEW for pair in combinations(names, 2))
        return (pair for pair, times in shared.items() if times >= 2)


def _compared(one: str, other: str, a: np.ndarray, b: np.ndarray) -> Copy | None:
    short, long = sorted((a, b), key=len)
    held = np.isin(short, long, assume_unique=True)
    shared = int(held.sum())
    least = COPIED if _longest(held) > _PASSAGE * shared else EDITED
    if shared < LEAST_RUNS or shared < least * len(short):
        return None
    return Copy(one, other, round(shared / len(short), 3))


def _longest(held: np.ndarray) -> int:
    """How many follow each other at most."""
    ends = np.flatnonzero(np.diff(np.concatenate(([0], held.astype(np.int8), [0]))))
    return int((ends[1::2] - ends[::2]).max(initial=0))


def copies(documents: Iterable[Document]) -> list[Copy]:
    """The copies among some documents."""
    gathered = Copies()
    for document in documents:
        gathered.read(document)
    return gathered.found()
