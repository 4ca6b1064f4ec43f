"""The words of texts as they are looked up: where each stands, and what it is found by whatever its case, marks and ending."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f'’]+[^\W_]+)*[\u0300-\u036f]*")
_VOWEL = re.compile("[aeiouy]")
_SYLLABLES = re.compile("[aeiouy]+[^aeiouy]+")
_SHORT = re.compile("(?:^|[^aeiouy])[aeiouy][^aeiouywx]$")
_PLURAL = re.compile("(?=.*[aeiouy].+s$).*[^us]s$")
_WHOLE = frozenset({"evening", "news", "united"})
"""Words that end as if they were inflected."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order, one in each list: where it starts and ends, and what it is looked up by.

    ``forms`` are without case, marks and a possessive ending, ``terms`` without the ending of their inflection too.
    """

    starts: list[int]
    ends: list[int]
    forms: list[str]
    terms: list[str]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of a text."""
        found = list(_WORD.finditer(text))
        looked_up = [_forms(m.group()) for m in found]
        return cls(
            [m.start() for m in found], [m.end() for m in found], [f for f, _ in looked_up], [t for _, t in looked_up]
        )


@lru_cache(maxsize=1 << 15)
def _forms(word: str) -> tuple[str, str]:
    form = fold(word)
    return form, stem(form)


def fold(word: str) -> str:
    """A word without case, marks and a possessive ending."""
    plain = word.casefold()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain).replace("’", "'")
        plain = "".join(c for c in parts if not unicodedata.combining(c))
    return plain.removesuffix("'s")


def stem(form: str) -> str:
    """A folded word without the ending of its plural, past or participle, so that these agree.

    Steps 1 and 5 of M. F. Porter, "An algorithm for suffix stripping" (1980), with what he later changed about "-s";
    the steps between them, which bring together words of different kinds ("relate", "relation"), are left out.
    """
    if len(form) < 3 or form in _WHOLE:
        return form
    word = _without_tense(_without_plural(form))
    if len(word) > 2 and word[-1] == "y" and not _VOWEL.match(word[-2]):
        word = f"{word[:-1]}i"
    return _without_last(word)


def _without_plural(word: str) -> str:
    if word.endswith("ies"):
        return word[:-2] if len(word) > 4 else word[:-1]
    if word.endswith("sses"):
        return word[:-2]
    return word[:-1] if _PLURAL.match(word) else word


def _without_tense(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _SYLLABLES.search(word[:-3]) else word
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and _VOWEL.search(rest):
            return _mended(rest)
    return word


def _mended(rest: str) -> str:
    """What is left of a word when its tense is gone, as its base form is written."""
    if rest.endswith(("at", "bl", "iz")) or (_measure(rest) == 1 and _SHORT.search(rest)):
        return f"{rest}e"
    doubled = len(rest) > 2 and rest[-1] == rest[-2] and not _VOWEL.match(rest[-1])
    return rest[:-1] if doubled and rest[-1] not in "lsz" else rest


def _without_last(word: str) -> str:
    rest = word[:-1]
    if word.endswith("e") and (_measure(rest) > 1 or (_measure(rest) == 1 and not _SHORT.search(rest))):
        return rest
    return rest if word.endswith("ll") and _measure(rest) > 1 else word


def _measure(word: str) -> int:
    return len(_SYLLABLES.findall(word))
