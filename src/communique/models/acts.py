"""Acts as the reader sees them: what each word piece may be a trigger of, and who does it to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from communique.model import Span, Status
from communique.models.attribution import WIDTH
from communique.models.events import MODES, NONE, STATUSES, TYPES

KINDS = ("outside", *(t for t in TYPES if t != NONE), "later")
"""What a word piece can be of a trigger, in the order of the model's scores: its first piece, of a type, or a later one."""

_FIRST = slice(1, len(KINDS) - 1)


@dataclass(frozen=True, slots=True)
class Act:
    """Words that may tell an act, and how likely each type of it is; the rest of the chance is that they tell none.

    ``status`` and ``mode`` are the likeliest, ``sure`` is how likely the status is; ``place`` leads back to the window and the
    piece that it was read from.
    """

    trigger: Span
    types: tuple[float, ...]
    status: Status
    mode: str | None
    place: tuple[int, int]
    sure: float = 1.0

    @property
    def best(self) -> str:
        """The likeliest type."""
        return KINDS[1 + int(np.argmax(self.types))]

    @property
    def chance(self) -> float:
        """How likely the words tell an act of any type."""
        return float(sum(self.types))

    def of(self, kind: str) -> float:
        """How likely they tell an act of a type."""
        return self.types[KINDS.index(kind) - 1]


@dataclass(frozen=True, slots=True)
class Page:
    """What the reader has made of one window: chances and projections of its pieces, which stand at ``offsets``."""

    offsets: Sequence[tuple[int, int]]
    kinds: Any
    modes: Any
    statuses: Any
    acts: Any
    sides: Any
    starts: Any
    ends: Any
    _members: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    _pieces: dict[Span, Any] = field(default_factory=dict, repr=False, compare=False)

    def pieces(self, span: Span) -> Any:
        """The pieces that stand in a span."""
        if span not in self._pieces:
            inside = (self.ends > self.starts) & (self.starts < span.end) & (self.ends > span.start)
            self._pieces[span] = np.flatnonzero(inside)
        return self._pieces[span]

    def members(self, piece: int) -> Any:
        """How likely each piece is one of the actor (first row), and of the recipient, of the act that begins at one."""
        if piece not in self._members:
            scores = np.einsum("rw,trw->rt", self.acts[piece].reshape(2, WIDTH), self.sides.reshape(-1, 2, WIDTH))
            self._members[piece] = 1 / (1 + np.exp(-scores))
        return self._members[piece]


@dataclass(frozen=True, slots=True)
class Acts:
    """What the reader has seen of acts in one text, to be asked about its words."""

    pages: tuple[Page, ...] = ()

    def at(self, trigger: Span) -> Act | None:
        """What the words of a trigger tell; None where they were not read."""
        for number, page in enumerate(self.pages):
            pieces = page.pieces(trigger)
            if len(pieces):
                best = pieces[page.kinds[pieces, _FIRST].sum(-1).argmax()]
                return _act(number, page, int(best), trigger)
        return None

    def found(self, threshold: float) -> list[Act]:
        """The words that tell an act of any type with a chance of at least ``threshold``, in text order."""
        return [
            _act(number, page, first, Span(page.offsets[first][0], page.offsets[last][1]))
            for number, page in enumerate(self.pages)
            for first, last in _triggers(page, threshold)
        ]

    def sides(self, act: Act, words: Span) -> tuple[float, float]:
        """How likely words of the same window name an act's actor, and its recipient; 0 where they are of another window."""
        page = self.pages[act.place[0]]
        pieces = page.pieces(words)
        if not len(pieces):
            return 0.0, 0.0
        actor, recipient = page.members(act.place[1])[:, pieces].max(-1)
        return float(actor), float(recipient)

    def words(self, act: Act) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """The words that likely name an act's actor, and its recipient."""
        page = self.pages[act.place[0]]
        actor, recipient = (_runs(page.offsets, row > 0.3) for row in page.members(act.place[1]))
        return actor, recipient


def page(offsets: Sequence[tuple[int, int]], kinds: Any, modes: Any, statuses: Any, acts: Any, sides: Any) -> Page:
    """The model's scores of one window as chances."""
    places = np.array(offsets, dtype=np.int64).reshape(-1, 2)
    return Page(offsets, _softmax(kinds), modes, _softmax(statuses), acts, sides, places[:, 0], places[:, 1])


def _act(number: int, page: Page, piece: int, trigger: Span) -> Act:
    mode = MODES[int(page.modes[piece].argmax())]
    return Act(
        trigger,
        tuple(float(c) for c in page.kinds[piece, _FIRST]),
        STATUSES[int(page.statuses[piece].argmax())],
        None if mode == "-" else mode,
        (number, piece),
        float(page.statuses[piece].max()),
    )


def _triggers(page: Page, threshold: float) -> list[tuple[int, int]]:
    """First and last piece of each trigger: a likely first piece and the later ones that follow it."""
    runs: list[tuple[int, int]] = []
    firsts = page.kinds[:, _FIRST].sum(-1).tolist()
    for i, (start, end) in enumerate(page.offsets):
        if end <= start:
            continue
        first, later = firsts[i], float(page.kinds[i, -1])
        if runs and runs[-1][1] == i - 1 and later > max(first, threshold):
            runs[-1] = (runs[-1][0], i)
        elif first >= threshold:
            runs.append((i, i))
    return runs


def _runs(offsets: Sequence[tuple[int, int]], chosen: Any) -> tuple[Span, ...]:
    """Neighbouring pieces that are chosen, as spans of whole words."""
    runs: list[list[int]] = []
    for i, (start, end) in enumerate(offsets):
        inside = end > start and bool(runs) and runs[-1][1] == i - 1
        if end > start and (chosen[i] or inside and offsets[i - 1][1] == start):
            if inside:
                runs[-1][1] = i
            else:
                runs.append([i, i])
    return tuple(Span(offsets[a][0], offsets[b][1]) for a, b in runs)


def _softmax(scores: Any) -> Any:
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)
