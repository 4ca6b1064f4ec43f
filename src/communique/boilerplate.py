"""What in a text is not the article: navigation, related headlines, credits, forms, closing agency lines."""

from __future__ import annotations

import itertools
import os.path
import re
from collections.abc import Iterator, Sequence
from functools import cache

from communique.codebook import load
from communique.model import Span


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(p) for p in load("boilerplate")[kind])


@cache
def agencies() -> frozenset[str]:
    """Names of agencies and outlets, as a line by itself may hold them."""
    return frozenset(name for row in load("outlets")["outlets"] for name in row["names"])


def find_boilerplate(text: str) -> tuple[Span, ...]:
    """Spans of boilerplate, in order and apart from each other.

    Args:
        text: the document's text; works by line, since web text keeps one piece of furniture to a line.
    """
    spans: list[Span] = []
    start = over = 0
    lines = text.splitlines(keepends=True)
    written = [i for i, line in enumerate(lines) if line.strip()]
    for i, line in enumerate(lines):
        bare = line.strip()
        begin = start + len(line) - len(line.lstrip())
        end = begin + len(bare)
        start += len(line)
        if not bare:
            continue
        if i > len(lines) // 2 and any(p.fullmatch(bare) for p in _patterns("blocks")):
            spans.append(Span(begin, len(text.rstrip())))
            break
        if any(p.fullmatch(bare) for p in _patterns("teasers")):
            over = i + _titles(lines[i:], late=i > len(lines) // 2)
        if (
            i < over
            or any(p.fullmatch(bare) for p in _patterns("lines"))
            or (i == written[-1] and i != written[0] and bare.strip("().- ") in agencies())
        ):
            spans.append(Span(begin, end))
            continue
        found = (m for p in _patterns("parts") for m in p.finditer(bare))
        spans.extend(Span(begin + m.start(), begin + m.end()) for m in found)
        spans.extend(Span(begin + a, begin + b) for a, b in _gallery(bare))
    return _apart(spans)


_PROSE = 25
"""Words of a line that is longer than a title."""
_SENTENCE = re.compile(r"[.!?…][\"'”’)]*$")


def _titles(lines: Sequence[str], *, late: bool) -> int:
    """How many lines a heading takes up with the titles of other articles below it.

    These are short and no sentences; where nothing longer follows late in a text, they run to its end, sentences or not.
    """
    bare = [line.strip() for line in lines]
    if late and all(len(line.split()) < _PROSE for line in bare):
        return len(lines)
    ends = (k for k, line in enumerate(bare) if k and (len(line.split()) >= _PROSE or _SENTENCE.search(line)))
    return next(ends, len(lines))


_CAPTION = re.compile(r"(?i)hide caption\s*\d+ of \d+\s*(photos?:)?\s*")
_TITLE = 12
"""Letters of a gallery's title; what captions share by chance is shorter."""


def _gallery(line: str) -> Iterator[tuple[int, int]]:
    """What a gallery in one line says over and over: its counters, and its own title before each caption."""
    counters = list(_CAPTION.finditer(line))
    yield from (m.span() for m in counters)
    captions = [line[a.end() : b.start()] for a, b in itertools.pairwise(counters)]
    shared = os.path.commonprefix(captions)
    title = shared[: shared.rfind(" ")] if len(captions) > 1 else ""
    if len(title) >= _TITLE:
        yield from (m.span() for m in re.finditer(rf"(photos?:\s*)?{re.escape(title)}\s*", line, re.IGNORECASE))


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in sorted(spans):
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        elif span.end > span.start:
            kept.append(span)
    return tuple(kept)
