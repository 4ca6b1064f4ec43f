"""The words by which texts are compared, and how much each tells."""

from __future__ import annotations

import csv
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

from communique.codebook import words_of

FREQUENCIES = Path(__file__).parents[1] / "models" / "files" / "words.tsv"
"""Words as :func:`stem` cuts them, with how many of a thousand news articles use them (``training/words``)."""
BACKGROUND = 300
"""Articles that make a corpus large enough to weigh words by itself; a smaller one is filled up with the table's."""
STEM = 6
"""Letters that a word is cut to, so that its forms agree."""
LEVELS = 6
"""How many weights there are, one apart: a document more changes few of them, so that little is compared anew. Above the
highest a word is so rare in a corpus of any size that more would not tell more; a small corpus has none such."""

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of a text as they stand, in order."""
    return _WORD.findall(text)


def stem(word: str) -> str:
    """What a word is compared by: its first letters, without case; one object for all its uses."""
    return sys.intern(word.lower()[:STEM])


@cache
def _function_words() -> frozenset[str]:
    return words_of("acts", "function_words")


def tells(word: str) -> bool:
    """Whether a word is more than grammar."""
    return len(word) > 1 and word.lower() not in _function_words()


@lru_cache(maxsize=1 << 17)
def _told(word: str) -> str:
    """What a word is compared by, empty for one of grammar alone; kept, since few words make up most of all texts."""
    return stem(word) if tells(word) else ""


def told_words(text: str) -> tuple[str, ...]:
    """Words that carry meaning, cut so that their forms agree, in the order of the text."""
    return tuple(filter(None, map(_told, words(text))))


def content_words(text: str) -> frozenset[str]:
    """The same, each once."""
    return frozenset(told_words(text))


@cache
def background() -> Mapping[str, float]:
    """How many of a thousand news articles use each word."""
    with FREQUENCIES.open(encoding="utf-8", newline="") as file:
        return {word: float(often) for word, often in csv.reader(file, delimiter="\t")}


class Rarity:
    """How much each word tells: the fewer articles use it, the more (inverse document frequency, smoothed by a table).

    Args:
        texts: the words of each text of a corpus.
    """

    def __init__(self, texts: Iterable[Iterable[str]] = ()) -> None:
        self._number = 0
        self._often: Counter[str] = Counter()
        self._weights: dict[str, float] = {}
        for found in texts:
            self._number += 1
            self._often.update(set(found))

    @classmethod
    def counted(cls, number: int, often: Mapping[str, int]) -> Rarity:
        """The same from the number of texts and in how many of them each word is."""
        rarity = cls()
        rarity._number, rarity._often = number, Counter(often)
        return rarity

    def of(self, word: str) -> float:
        """The weight of a word; more than 0."""
        known = self._weights.get(word)
        if known is None:
            filled = max(0, BACKGROUND - self._number)
            often = self._often[word] + background().get(word, 0.0) * filled / 1000
            exact = math.log(1.01 + (self._number + filled - often) / (often + 0.5))
            known = self._weights[word] = min(int(exact), LEVELS - 1) + 0.5
        return known

    def often(self, word: str) -> int:
        """How many of the texts use a word."""
        return self._often[word]

    def weight(self, found: Iterable[str]) -> float:
        """The weight of several words together."""
        return math.fsum(map(self.of, found))
