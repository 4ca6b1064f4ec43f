"""Which documents are of one story: TF-IDF vectors of their words, near in time, in groups of mean likeness."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.linking.blocking import pairs
from communique.linking.clustering import gathered, grouped
from communique.linking.columns import Days
from communique.linking.sets import Floats, Ints
from communique.linking.words import Rarity, stem, tells, words
from communique.model import Document, Interval

LEAST = 0.1
"""Mean likeness from which two groups of documents are one story (set on the 65 stories of ``evaluation clusters``)."""
FADING = 120
"""Days between two documents' publication that halve their likeness: a story is taken up again, but seldom after years."""

_UNKNOWN = 0.7
_TERMS, _KEYS = 80, 30
_LEAD = 1500
_YEAR = re.compile(r"\d{4}")
_NAME = 1.5
"""How much more a capitalized word counts: who and where tell a story apart better than what."""


class Stories:
    """The stories among documents, which are read one at a time and in any order."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._terms: dict[str, tuple[Ints, NDArray[np.float32]]] = {}
        self._days: dict[str, Interval | None] = {}

    def read(self, document: Document) -> None:
        """Take in a document."""
        terms, numbers = _terms(document), self._numbers
        of_words = np.array([numbers.setdefault(t, len(numbers)) for t in terms], dtype=np.int32)
        self._terms[document.name] = of_words, np.array([*terms.values()], dtype=np.float32)
        published = document.published
        first, last = published.date or published.earliest, published.date or published.latest
        self._days[document.name] = Interval(first, last) if first and last else None

    def found(self) -> list[list[str]]:
        """Documents' names in groups, one a story; a document of no other's story is a group by itself."""
        names = sorted(self._terms)
        vectors, days = self._vectors(names), Days.of([self._days[n] for n in names])
        document, place = np.nonzero(vectors.weights[:, :_KEYS])
        blocks = document, vectors.words[document, place]
        compared = (
            (one, other, vectors.cosines(one, other) * _nearness(days, one, other))
            for one, other in pairs(blocks, (np.where(days.known, days.first, 0),))
        )
        return [[names[k] for k in group] for group in grouped(len(names), gathered(compared, LEAST / 4), LEAST)]

    def _often(self) -> Ints:
        """In how many documents each word is, by its number."""
        found = np.zeros(len(self._numbers), dtype=np.int64)
        for numbers, _ in self._terms.values():
            found[numbers] += 1
        return found

    def rarity(self) -> Rarity:
        """How much each word of these documents tells."""
        return Rarity.counted(len(self._terms), dict(zip(self._numbers, self._often().tolist(), strict=True)))

    def _vectors(self, names: list[str]) -> _Vectors:
        """Each document's words of most weight, without those that no other document uses."""
        rarity, often = self.rarity(), self._often()
        weights = np.array([rarity.of(t) for t in self._numbers])
        rank = np.empty(len(weights), dtype=np.int64)
        rank[[self._numbers[t] for t in sorted(self._numbers)]] = np.arange(len(rank))
        found = _Vectors(np.zeros((len(names), _TERMS), dtype=np.int32), np.zeros((len(names), _TERMS)), len(weights))
        for k, name in enumerate(names):
            numbers, counts = self._terms[name]
            again = often[numbers] > 1
            numbers = numbers[again]
            weighted = (1 + np.log(counts[again].astype(np.float64))) * weights[numbers]
            best = np.lexsort((rank[numbers], -weighted))[:_TERMS]
            found.words[k, : len(best)] = rank[numbers[best]]
            found.weights[k, : len(best)] = weighted[best] / (math.sqrt(math.fsum(weighted[best] ** 2)) or 1.0)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Vectors:
    """Vectors of words, of length 1: of shape (documents, words of each), the weightiest first; weights of 0 fill up."""

    words: NDArray[np.int32]
    weights: Floats
    vocabulary: int

    def cosines(self, one: Ints, other: Ints) -> Floats:
        """The cosine of each pair; the pairs of one document stand together."""
        found = np.empty(len(one))
        spread = np.zeros(self.vocabulary)
        starts = np.flatnonzero(np.diff(one, prepend=-1))
        for start, end in zip(starts, (*starts[1:], len(one)), strict=True):
            row, others = one[start], other[start:end]
            # ``+=``, since what fills up has a word's number too.
            np.add.at(spread, self.words[row], self.weights[row])
            found[start:end] = (spread[self.words[others]] * self.weights[others]).sum(1)
            spread[self.words[row]] = 0.0
        return found


def _terms(document: Document) -> dict[str, float]:
    """How often each word is used, the title and the lead counting more than once."""
    text = document.text
    for span in sorted(document.boilerplate, reverse=True):
        text = f"{text[: span.start]}\n{text[span.end :]}"
    title = document.title or ""
    found: dict[str, float] = defaultdict(float)
    for word, times in Counter(words(f"{title} {title} {text[:_LEAD]} {text}")).items():
        if (word.isalpha() and len(word) > 2 or _YEAR.fullmatch(word)) and tells(word):
            found[stem(word)] += times * (_NAME if word[0].isupper() else 1)
    return found


def _nearness(days: Days, one: Ints, other: Ints) -> Floats:
    """How much two documents' days of publication let them be of one story, from 1 for the same day down."""
    near = 1 / (1 + days.between(one, other) / FADING)
    return np.where(days.known[one] & days.known[other], near, _UNKNOWN)


def stories(documents: Iterable[Document]) -> list[list[str]]:
    """The stories among some documents, as their names."""
    gathered = Stories()
    for document in documents:
        gathered.read(document)
    return gathered.found()
