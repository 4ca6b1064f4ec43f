"""Where quotation marks open and close, whatever marks a text uses."""

from __future__ import annotations

import re

from communique.model import Span

_MARKS = re.compile("[\"“”„«»]|''|``")
_OPENS, _CLOSES = frozenset(("“", "„", "«", "``")), frozenset(("”", "»", "''"))
_SINGLE_OPEN = re.compile(r"(?<![\w'’])[‘'](?=[A-Za-z])")
_SINGLE_CLOSE = re.compile(r"(?<=[A-Za-z.,!?…])[’'](?![\w])")


def find_quotes(text: str) -> tuple[Span, ...]:
    """Spans of quotations, their marks included, in order and apart.

    A mark that opens before the last one closed closes it where only that makes sense („…” closes with the mark that
    opens elsewhere); a quotation that is never closed runs to the end of its paragraph. Single marks count where they
    cannot be apostrophes.
    """
    found: list[Span] = []
    start = 0
    for line in text.split("\n"):
        found.extend(Span(start + a, start + b) for a, b in _double(line))
        start += len(line) + 1
    return tuple(sorted((*found, *(s for s in _single(text) if not any(s.overlaps(f) for f in found)))))


def _double(line: str) -> list[tuple[int, int]]:
    found, opened = [], None
    for match in _MARKS.finditer(line):
        mark = match.group()
        at = match.start()
        if opened is None:
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
    return found


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
