"""Loaded words: which of several rival terms each account has for one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from communique.codebook import load
from communique.model import Span


@cache
def _sets() -> tuple[tuple[str, Mapping[str, re.Pattern[str]]], ...]:
    return tuple(
        (
            row["about"],
            {
                term: re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", re.I)
                for term, forms in row["terms"].items()
            },
        )
        for row in load("wording")["sets"]
    )


def terms(text: str, spans: Iterable[Span]) -> dict[str, dict[str, Span]]:
    """The loaded terms in some words of a text: by what they are about, each with the first place where it stands."""
    found: dict[str, dict[str, Span]] = {}
    for span in spans:
        for about, rivals in _sets():
            for term, pattern in rivals.items():
                match = pattern.search(text, span.start, span.end)
                if match and term not in found.get(about, {}):
                    found.setdefault(about, {})[term] = Span(*match.span())
    return found
