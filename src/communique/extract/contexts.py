"""Contexts: the matters that an act belongs to, by words in the sentence that tells it."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Span as Words

from communique.codebook import load
from communique.extract.parse import text_of
from communique.model import Span


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = load("contexts").items()
    return tuple((name, re.compile(rf"\b(?:{'|'.join(words)})")) for name, words in rows)


def find_contexts(sentence: Words, evidence: Span) -> tuple[str, ...]:
    """PLOVER's contexts that the words of an act show, in the order of ``contexts.yaml``.

    Args:
        sentence: the sentence that tells the act.
        evidence: the characters of its clause; where these show none, the sentence decides.
    """
    text = text_of(sentence.doc)
    shown = _shown(evidence.of(text))
    return shown or _shown(sentence.text)


def _shown(text: str) -> tuple[str, ...]:
    small = text.lower()
    return tuple(name for name, pattern in _patterns() if pattern.search(small))
