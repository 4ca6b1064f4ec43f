"""Where quotation marks open and close, whatever marks a text uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.model import Span

_MARKS = re.compile("[\"“”„«»]|''|``")
_OPENS, _CLOSES = frozenset(("“", "„", "«", "``")), frozenset(("”", "»", "''"))
_SINGLE_OPEN = re.compile(r"(?<![\w'’])[‘'](?=[A-Za-z])")
_SINGLE_CLOSE = re.compile(r"(?<=[A-Za-z.,!?…])[’'](?![\w])")


def find_quotes(text: str) -> tuple[Span, ...]:
    """Spans of quotations, their marks included, in order and apart.

    A mark that opens before the last one closed closes it where only that makes sense („…” closes with the mark that
    opens elsewhere); a quotation that is never closed runs to the end of its paragraph, or to the mark that closes it where
    its sentences stand on lines of their own. Single marks count where they cannot be apostrophes.
    """
    found: list[Span] = []
    start = 0
    for line in _joined(text.split("\n")):
        found.extend(Span(start + a, start + b) for a, b in _double(line)[0])
        start += len(line) + 1
    return tuple(sorted((*found, *(s for s in _single(text) if not any(s.overlaps(f) for f in found)))))


_MOST_LINES = 6
"""How many lines a quotation may go on for that none but the first opens and the last closes."""


def _joined(lines: list[str]) -> Iterator[str]:
    """Lines, those together through which one quotation goes on: it is open at the end of one and closed in a later one."""
    at = 0
    while at < len(lines):
        line, at = lines[at], at + 1
        while _double(line)[1] is not None and (more := _closing(lines[at : at + _MOST_LINES])):
            line, at = "\n".join((line, *lines[at : at + more])), at + more
        yield line


def _closing(lines: list[str]) -> int:
    """How many lines there are up to the one whose first mark closes what is open before them; none where none does."""
    for count, line in enumerate(lines, 1):
        first = _MARKS.search(line)
        if first is None and line.strip():
            continue
        before = line[: first.start()] if first is not None else ""
        if first is None or first.group() in _OPENS or not before.strip():
            return 0
        after = line[first.end() :].strip()
        closes = first.group() in _CLOSES or not before[-1].isspace() or not after or after[0] in ",.;"
        ended = before.rstrip()[-1] in ".,!?" and after[:1].islower()  # a mark that was set apart: ``laws, "he said``
        return count if closes or ended else 0
    return 0


def _double(line: str) -> tuple[list[tuple[int, int]], int | None]:
    """Where quotations in double marks are in a line, and where the last begins if nothing closes it."""
    found, opened = [], None
    inner = False  # curved marks within straight ones
    for match in _MARKS.finditer(line):
        mark = match.group()
        at = match.start()
        if opened is not None and line[opened] == '"' and (mark in _OPENS or inner and mark in _CLOSES):
            inner = mark in _OPENS
        elif opened is None:
            loose = mark in _CLOSES and (at + 1 >= len(line) or not line[at + 1 :].strip())
            if not loose:
                opened = at
        elif (
            mark in _OPENS
            and at > 0
            and line[at - 1] in " ("
            and at + 1 < len(line)
            and line[at + 1].isalnum()
            and line[opened] in _OPENS
        ):
            continue  # a quotation within a quotation, or a mark that was forgotten
        else:
            found.append((opened, match.end()))
            opened = None
    if opened is not None and len(line.rstrip()) - opened > 12:
        found.append((opened, len(line.rstrip())))
    return found, opened


def _single(text: str) -> list[Span]:
    found: list[Span] = []
    for opening in _SINGLE_OPEN.finditer(text):
        if found and opening.start() < found[-1].end:
            continue
        stop = text.find("\n", opening.start())
        stop = len(text) if stop < 0 else stop
        closings = [
            m
            for m in _SINGLE_CLOSE.finditer(text, opening.end(), min(stop, opening.start() + 500))
            if m.end() - opening.start() > 3
        ]
        closing = next(
            (
                m
                for m in closings
                if not text[m.end() : m.end() + 2].strip()[:1].islower() or text[m.start() - 1] != "s"
            ),
            None,
        )
        if closing is not None:
            found.append(Span(opening.start(), closing.end()))
    return found
