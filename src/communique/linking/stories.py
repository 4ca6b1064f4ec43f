"""Which documents are of one story: TF-IDF vectors of their words, near in time, in groups of mean likeness."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from communique.linking.blocking import pairs
from communique.linking.clustering import average_link
from communique.linking.words import Rarity, cosine, stem, tells, words
from communique.model import Document

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
        self._terms: dict[str, dict[str, float]] = {}
        self._days: dict[str, tuple[dt.date, dt.date] | None] = {}

    def read(self, document: Document) -> None:
        """Take in a document."""
        published = document.published
        self._terms[document.name] = _terms(document)
        first, last = published.date or published.earliest, published.date or published.latest
        self._days[document.name] = (first, last) if first and last else None

    def found(self) -> list[list[str]]:
        """Documents' names in groups, one a story; a document of no other's story is a group by itself."""
        names = sorted(self._terms)
        vectors = dict(self._vectors(names))
        likeness = {}
        for a, b in self._candidates(vectors):
            value = cosine(vectors[a], vectors[b]) * _nearness(self._days[a], self._days[b])
            if value > LEAST / 4:
                likeness[a, b] = value
        return average_link(names, likeness, LEAST)

    def rarity(self) -> Rarity:
        """How much each word of these documents tells."""
        return Rarity(self._terms.values())

    def _vectors(self, names: list[str]) -> Iterator[tuple[str, Mapping[str, float]]]:
        """Each document's words of most weight, without those that no other document uses."""
        rarity = self.rarity()
        for name in names:
            terms = self._terms[name].items()
            weighted = {t: (1 + math.log(n)) * rarity.of(t) for t, n in terms if rarity.often(t) > 1}
            best = sorted(weighted, key=lambda t: (-weighted[t], t))[:_TERMS]
            length = math.sqrt(math.fsum(weighted[t] ** 2 for t in best)) or 1.0
            yield name, {t: weighted[t] / length for t in best}

    def _candidates(self, vectors: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[str, str]]:
        """Pairs that share one of the words that tell most of each; of many that do, those near in time."""
        names = sorted(vectors)

        def keys_of(k: int) -> Iterable[str]:
            return islice(vectors[names[k]], _KEYS)

        def order_of(name: str) -> dt.date:
            days = self._days[name]
            return days[0] if days is not None else dt.date.min

        return ((names[i], names[j]) for i, j in pairs(names, keys_of, order_of))


def _terms(document: Document) -> dict[str, float]:
    """How often each word is used, the title and the lead counting more than once."""
    text = document.text
    for span in sorted(document.boilerplate, reverse=True):
        text = f"{text[: span.start]}\n{text[span.end :]}"
    title = document.title or ""
    found: dict[str, float] = defaultdict(float)
    for word in words(f"{title} {title} {text[:_LEAD]} {text}"):
        if (word.isalpha() and len(word) > 2 or _YEAR.fullmatch(word)) and tells(word):
            found[stem(word)] += _NAME if word[0].isupper() else 1
    return found


def _nearness(a: tuple[dt.date, dt.date] | None, b: tuple[dt.date, dt.date] | None) -> float:
    """How much two documents' days of publication let them be of one story, from 1 for the same day down."""
    if a is None or b is None:
        return _UNKNOWN
    return 1 / (1 + max(0, (max(a[0], b[0]) - min(a[1], b[1])).days) / FADING)


def stories(documents: Iterable[Document]) -> list[list[str]]:
    """The stories among some documents, as their names."""
    gathered = Stories()
    for document in documents:
        gathered.read(document)
    return gathered.found()
