"""Statements while they are being made, and the spans of words that they are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from communique.codebook import load
from communique.model import Span


@dataclass(slots=True)
class Draft:
    """A statement while it is being made; spans are of characters.

    ``verb`` is the index of the cue's token; ``attitude`` tells thinking and wanting from saying.
    """

    cue: Span
    content: list[Span]
    source: tuple[str, ...]
    source_text: Span | None
    frame: str
    addressee: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    verb: int = -1
    attitude: bool = False
    confidence: float = 0.6
    trace: list[str] = field(default_factory=list)


@cache
def cue_words() -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in load("cues").items()}


def words(first: Token, last: Token, without: frozenset[int] = frozenset()) -> list[Span]:
    """Spans of the words from one token to another, split where some are left out, trimmed of outer punctuation."""
    doc = first.doc
    runs: list[list[int]] = []
    for i in range(first.i, last.i + 1):
        if i in without:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = []
    for run in runs:
        while run and (
            doc[run[0]].is_space
            or doc[run[0]].text in ",.;:-"
            or doc[run[0]].dep_ == "mark"
            and doc[run[0]].lower_ == "that"
        ):
            run.pop(0)
        while run and (doc[run[-1]].is_space or doc[run[-1]].text in ",.;:-" or doc[run[-1]].dep_ == "cc"):
            run.pop()
        if run:
            spans.append(Span(doc[run[0]].idx, doc[run[-1]].idx + len(doc[run[-1]])))
    return spans


def subtree(token: Token, without: frozenset[int] = frozenset()) -> list[Span]:
    """Spans of all the words that hang on a token, but for some."""
    return words(token.left_edge, token.right_edge, without)
