"""Which documents are of one story: TF-IDF vectors of their words, near in time, in groups of mean likeness."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from communique.linking.blocking import Blocks, pairs
from communique.linking.clustering import gathered, grouped
from communique.linking.columns import Days
from communique.linking.sets import Bools, Floats, Ints, keys_of
from communique.linking.words import Rarity, stem, tells, words
from communique.model import Document, Interval

LEAST = 0.1
"""Mean likeness from which two groups of documents are one story (set on the 65 stories of ``evaluation clusters``)."""
FLOOR = LEAST / 4
"""Pairs of documents less alike than this are not told from those that are not compared."""
FADING = 120
"""Days between two documents' publication that halve their likeness: a story is taken up again, but seldom after years."""

_UNKNOWN = 0.7
_TERMS, _KEYS = 80, 30
_LEAD = 1500
_YEAR = re.compile(r"\d{4}")
_NAME = 1.5
"""How much more a capitalized word counts: who and where tell a story apart better than what."""


class Stories:
    """The stories among documents, which are read one at a time and in any order.

    Args:
        rarity: how much each word tells; where none is given, these documents tell it.
    """

    def __init__(self, rarity: Rarity | None = None) -> None:
        self._given = rarity
        self._numbers: dict[str, int] = {}
        self._terms: dict[str, tuple[Ints, NDArray[np.float32]]] = {}
        self._days: dict[str, Interval | None] = {}

    def read(self, document: Document) -> None:
        """Take in a document."""
        self.keep(document.name, terms_of(document), days_of(document))

    def keep(self, name: str, terms: Mapping[str, float], days: Interval | None) -> None:
        """Take in a document's name, how often it uses each word, and when it was published."""
        numbers = self._numbers
        of_words = np.array([numbers.setdefault(t, len(numbers)) for t in terms], dtype=np.int32)
        self._terms[name] = of_words, np.array([*terms.values()], dtype=np.float32)
        self._days[name] = days

    def found(self) -> list[list[str]]:
        """Documents' names in groups, one a story; a document of no other's story is a group by itself."""
        names, texts = sorted(self._terms), self.columns()
        compared = ((one, other, texts.alike(one, other)) for one, other in pairs(texts.blocks, texts.order))
        return [[names[k] for k in group] for group in grouped(len(names), gathered(compared, FLOOR), LEAST)]

    def columns(self) -> Texts:
        """The documents in columns, in the order of their names."""
        names = sorted(self._terms)
        return Texts(self._vectors(names), Days.of([self._days[n] for n in names]))

    def _often(self) -> Ints:
        """In how many documents each word is, by its number."""
        if self._given is not None:
            return np.fromiter(map(self._given.often, self._numbers), dtype=np.int64)
        found = np.zeros(len(self._numbers), dtype=np.int64)
        for numbers, _ in self._terms.values():
            found[numbers] += 1
        return found

    def rarity(self) -> Rarity:
        """How much each word of these documents tells."""
        if self._given is not None:
            return self._given
        return Rarity.counted(len(self._terms), dict(zip(self._numbers, self._often().tolist(), strict=True)))

    def _vectors(self, names: list[str]) -> Vectors:
        """Each document's words of most weight, without those that no other document uses."""
        rarity, often = self.rarity(), self._often()
        weights = np.array([rarity.of(t) for t in self._numbers])
        rank = np.empty(len(weights), dtype=np.int64)
        ordered = sorted(self._numbers)
        rank[[self._numbers[t] for t in ordered]] = np.arange(len(rank))
        found = Vectors.empty(len(names), keys_of(ordered))
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
class Vectors:
    """Vectors of words, of length 1: of shape (documents, words of each), the weightiest first; weights of 0 fill up.

    ``keys`` has by the number of each word what stands for it everywhere.
    """

    words: NDArray[np.int32]
    weights: Floats
    keys: Ints

    @classmethod
    def empty(cls, documents: int, keys: Ints) -> Vectors:
        """Vectors to be filled, of words that have some keys."""
        return cls(np.zeros((documents, _TERMS), dtype=np.int32), np.zeros((documents, _TERMS)), keys)

    @classmethod
    def of_rows(cls, documents: int, document: Ints, place: Ints, key: Ints, weight: Floats) -> Vectors:
        """The vectors of so many documents, as :attr:`rows` gives them, in any order."""
        keys, words = np.unique(key, return_inverse=True)
        found = cls.empty(documents, keys)
        found.words[document, place], found.weights[document, place] = words, weight
        return found

    @property
    def rows(self) -> tuple[Ints, Ints, Ints, Floats]:
        """A row for each word of each document: the document, the word's place in it, its key and its weight."""
        document, place = np.nonzero(self.weights)
        return document, place, self.keys[self.words[document, place]], self.weights[document, place]

    def differ(self, other: Vectors) -> Bools:
        """Which documents have other words, or other weights, than the same of others."""
        one, two = (np.where(v.weights > 0, _spelt(v), 0) for v in (self, other))
        found: Bools = ((one != two) | (self.weights != other.weights)).any(axis=1)
        return found

    def cosines(self, one: Ints, other: Ints) -> Floats:
        """The cosine of each pair; the pairs of one document stand together."""
        found = np.empty(len(one))
        spread = np.zeros(len(self.keys))
        starts = np.flatnonzero(np.diff(one, prepend=-1))
        for start, end in zip(starts, (*starts[1:], len(one)), strict=True):
            row, others = one[start], other[start:end]
            # ``+=``, since what fills up has a word's number too.
            np.add.at(spread, self.words[row], self.weights[row])
            found[start:end] = (spread[self.words[others]] * self.weights[others]).sum(1)
            spread[self.words[row]] = 0.0
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Documents in columns, each a number: in which blocks they are, and how alike pairs of them are."""

    vectors: Vectors
    days: Days

    @property
    def blocks(self) -> Blocks:
        """The blocks of the words of most weight."""
        document, place = np.nonzero(self.vectors.weights[:, :_KEYS])
        return document, self.vectors.keys[self.vectors.words[document, place]]

    @property
    def order(self) -> tuple[Ints]:
        """By when they were published."""
        return (np.where(self.days.known, self.days.first, 0),)

    def alike(self, one: Ints, other: Ints) -> Floats:
        """How alike the documents of each pair are, from 0 to 1; the pairs of one document stand together."""
        return self.vectors.cosines(one, other) * _nearness(self.days, one, other)


def days_of(document: Document) -> Interval | None:
    """The days on which a document may have been published, where the first and the last are known."""
    published = document.published
    first, last = published.date or published.earliest, published.date or published.latest
    return Interval(first, last) if first and last else None


def _spelt(vectors: Vectors) -> Ints:
    return vectors.keys[vectors.words] if len(vectors.keys) else np.zeros_like(vectors.words, dtype=np.int64)


def terms_of(document: Document) -> dict[str, float]:
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
