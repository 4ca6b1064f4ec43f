"""Contexts: the matters that an act belongs to, by words in the sentence that tells it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache

from spacy.tokens import Span as Words

from communique.codebook import load
from communique.extract.parse import text_of
from communique.model import Document, Event, Span

HISTORICAL = dt.timedelta(days=365)
"""How long before its report an act must lie to be told as history."""


def in_time(event: Event, document: Document) -> Event:
    """An event with PLOVER's contexts of time too: future and hypothetical by its status, historical by its days."""
    told = document.published.date or document.published.earliest
    latest = event.date.latest if event.date is not None else None
    found: list[str] = [event.status] if event.status in ("future", "hypothetical") else []
    if event.status == "actual" and told and latest and latest < told - HISTORICAL:
        found.append("historical")
    return replace(event, contexts=(*event.contexts, *(c for c in found if c not in event.contexts)))


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
    return shown(evidence.of(text)) or shown(sentence.text)


def shown(text: str) -> tuple[str, ...]:
    """The contexts that words show, in the order of ``contexts.yaml``."""
    small = text.lower()
    return tuple(name for name, pattern in _patterns() if pattern.search(small))
