"""Cuts a text into the windows that an encoder reads: paragraphs, and long ones at the ends of sentences; and into sentences."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from communique.model import Span

LONGEST = 900
"""Characters of the longest window: some 190 word pieces, which keeps attention cheap."""

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_SHORT = re.compile(r"\b(?:[A-Z]\w{0,3}|\w)\.\s+$")
"""What may be a title or an initial, and so is no end of a sentence: a short word with a capital, or one letter."""
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])")


def windows(text: str) -> list[Span]:
    """The windows of a text in order: its paragraphs, those above ``LONGEST`` characters in pieces of whole sentences."""
    return [piece for m in _PARAGRAPH.finditer(text) for piece in _pieces(text, m.start(), m.end())]


def sentences(text: str, window: Span) -> list[Span]:
    """The sentences of a window, which hold all of it, by a rule that needs no parse and rather joins two than cuts one."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text, *window) if not _SHORT.search(text, window.start, m.end())]
    places = [window.start, *(e for e in ends if e < window.end), window.end]
    return [Span(a, b) for a, b in itertools.pairwise(places)]


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start, start + LONGEST)]
        cut = ends[-1] if ends else text.rfind(" ", start, start + LONGEST) + 1 or start + LONGEST
        if cut <= start:
            cut = start + LONGEST
        yield Span(start, cut)
        start = cut
    yield Span(start, end)
