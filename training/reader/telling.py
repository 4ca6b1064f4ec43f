"""Words by which the reader knows, before it reads, which sentences may hold speech or somebody who acts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from communique.codebook import words_of
from communique.model import Span
from communique.models.windows import sentences
from training.reader.data import Example

_WORD = re.compile(r"[^\W\d_]+")
_PRONOUNS = frozenset(
    [
        "i",
        "we",
        "you",
        "he",
        "she",
        "they",
        "us",
        "me",
        "him",
        "her",
        "them",
        "my",
        "mine",
        "our",
        "ours",
        "your",
        "his",
        "hers",
        "their",
        "theirs",
        "who",
        "whom",
        "whose",
        "himself",
        "herself",
        "themselves",
        "myself",
        "ourselves",
        "yourself",
        "anyone",
        "anybody",
        "everyone",
        "everybody",
        "someone",
        "somebody",
        "nobody",
        "people",
    ]
)
_OFFICES = ("many", "bodies", "official", "state", "domestic")
"""The words for people and bodies in ``roles.yaml``."""


_IRREGULAR = {"child": "children", "wife": "wives", "thief": "thieves", "media": "media"}


def words_for_speech(examples: Iterable[Example], rate: float = 0.2, least: int = 4) -> set[str]:
    """Words that are in a cue in at least ``rate`` of the windows that hold them, and in ``least`` of these."""
    held: Counter[str] = Counter()
    telling: Counter[str] = Counter()
    for example in examples:
        held.update(set(_small(example.text)))
        telling.update(
            {w for parts in example.attributions or () for s in parts["cue"] for w in _small(s.of(example.text))}
        )
    return {w for w, n in telling.items() if n >= least and n / held[w] >= rate}


def words_for_people() -> set[str]:
    """Pronouns for people, and nouns for people and bodies with their plurals."""
    nouns = {w for key in _OFFICES for phrase in words_of("roles", key) for w in _small(phrase)}
    return _PRONOUNS | nouns | {_plural(n) for n in nouns}


def plain_words(examples: Iterable[Example], least: int = 10) -> list[str]:
    """Words that begin at least ``least`` sentences with a capital, and that have a small letter within sentences more often
    than a capital."""
    begun: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for example in examples:
        for sentence in sentences(example.text, Span(0, len(example.text))):
            first, *rest = _WORD.findall(sentence.of(example.text)) or [""]
            begun[first.lower()] += first[:1].isupper()
            for word in rest:
                (capital if word[0].isupper() else small)[word.lower()] += 1
    return sorted(w for w, n in begun.items() if n >= least and small[w] > capital[w])


def _small(text: str) -> list[str]:
    return [w.lower() for w in _WORD.findall(text)]


def _plural(noun: str) -> str:
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2] not in "aeou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "ch", "sh", "x")) else "s")
