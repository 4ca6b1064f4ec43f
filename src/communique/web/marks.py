"""A text with marks on it, cut into paragraphs of pieces that each bear the same marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communique.model import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """What some characters are, as ``source`` or ``evidence``, and the id of what they belong to; ``link`` leads there."""

    span: Span
    kind: str
    of: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that all bear the same marks; ``start`` is where they stand in the text."""

    start: int
    text: str
    kinds: tuple[str, ...]
    of: tuple[str, ...]
    link: str | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's place in the text, and its pieces."""

    span: Span
    pieces: tuple[Piece, ...]


_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*\S|\S")


def marked(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """Cut a text at its empty lines and at each mark's ends.

    Args:
        text: the stored text.
        marks: may overlap and nest in any way; one that reaches over paragraphs marks its part of each.
    """
    held = sorted(marks, key=lambda m: (m.span, m.kind, m.of))
    spans = (Span(*m.span()) for m in _PARAGRAPH.finditer(text))
    return [Paragraph(s, tuple(_pieces(text, s, [m for m in held if m.span.overlaps(s)]))) for s in spans]


def _pieces(text: str, within: Span, marks: Sequence[Mark]) -> Iterator[Piece]:
    ends = {within.start, within.end}
    ends.update(min(max(e, within.start), within.end) for m in marks for e in m.span)
    cuts = sorted(ends)
    for start, end in zip(cuts, cuts[1:], strict=False):
        here = [m for m in marks if m.span.start <= start and end <= m.span.end]
        yield Piece(
            start,
            text[start:end],
            tuple(dict.fromkeys(m.kind for m in here)),
            tuple(dict.fromkeys(m.of for m in here if m.of)),
            next((m.link for m in here if m.link is not None), None),
        )
