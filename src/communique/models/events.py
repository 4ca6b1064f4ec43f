"""The question that the event model answers: what, if anything, this actor does to that one in this sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from communique.model import Span, Status
from communique.models.encoder import FILES, Encoder, fingerprint

NONE = "none"
TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", NONE,
)  # fmt: skip
"""What the model tells apart, in the order of its scores."""

STATUSES: tuple[Status, ...] = ("actual", "future", "hypothetical", "negated", "denied")
MODES = (
    "-", "visit", "phone", "third-party", "multilateral", "withdraw", "release", "disarm", "ceasefire", "access",
    "resign", "assist", "change", "yield", "meet", "disapprove", "allege", "investigate", "restrict", "arrest",
    "relations", "expel", "territory", "violence", "convict", "discontinue", "troops", "weapons", "police",
)  # fmt: skip
"""PLOVER's modes, "-" for an act of none."""

MARKERS = ("[S]", "[/S]", "[T]", "[/T]", "[V]", "[/V]")
"""Pieces around the actor (source), the recipient (target) and the trigger."""

LONGEST = 420
"""Characters of a sentence that are read, about 90 word pieces."""


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence with the mentions of an actor, of a recipient and a trigger; each may be unknown.

    ``before`` is the text that stands before the sentence, as :func:`text_before` cuts it.
    """

    text: str
    actor: tuple[Span, ...]
    recipient: tuple[Span, ...]
    trigger: Span | None = None
    before: str = ""


FARTHEST = 600
"""Characters before a sentence that go with a question; a model reads as many of them as it has learnt to."""


def text_before(text: str, start: int) -> str:
    """What stands before a sentence that starts at ``start``, over the ends of paragraphs: many have one sentence only."""
    before = text[max(0, start - FARTHEST) : start]
    return before if start <= FARTHEST or text[start - FARTHEST - 1].isspace() else before.partition(" ")[2]


def marked(question: Question, context: int = 0) -> str:
    """The sentence with markers around its parts, cut to what stands nearest to them where it is long.

    Args:
        question: the sentence with its parts.
        context: the characters of the text before it that are read with it, at most; whole words of them.
    """
    sentence = _marked(question)
    whole = " ".join(question.before.split())
    before = whole if len(whole) <= context else whole[len(whole) - context :].partition(" ")[2]
    return f"{before} {sentence}" if context and before else sentence


def _marked(question: Question) -> str:
    text = question.text
    opened: dict[int, list[str]] = {}
    closed: dict[int, list[str]] = {}
    parts = [(s, 0) for s in question.actor] + [(s, 2) for s in question.recipient]
    if question.trigger is not None:
        parts.append((question.trigger, 4))
    for span, marker in parts:
        opened.setdefault(span.start, []).append(MARKERS[marker])
        closed.setdefault(span.end, []).insert(0, MARKERS[marker + 1])
    start, end = _window(text, [s for s, _ in parts])
    pieces: list[str] = []
    last = start
    for at in sorted({*opened, *closed}):
        if start <= at <= end:
            pieces += [text[last:at], *(f" {m} " for m in closed.get(at, ())), *(f" {m} " for m in opened.get(at, ()))]
            last = at
    return " ".join("".join([*pieces, text[last:end]]).split())


def _window(text: str, spans: list[Span]) -> tuple[int, int]:
    if len(text) <= LONGEST or not spans:
        return 0, min(len(text), LONGEST)
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    room = max(0, LONGEST - (last - first)) // 2
    start = max(0, min(first - room, len(text) - LONGEST))
    return start, min(len(text), max(last, start + LONGEST))


FEATURES = fingerprint("events", "meaning", TYPES, MODES, STATUSES, MARKERS, LONGEST)
MOST_PIECES = 200
"""Word pieces of a question that are read: the sentence's, its marks', and those of 300 characters before it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model says to a question: how likely each type (and "none") is, and the likeliest mode and status.

    ``meaning`` is the whole sentence as a vector of length 1: like meanings have a product near 1.
    """

    types: dict[str, float]
    mode: str | None
    status: str
    status_chance: float
    meaning: Any = field(default=None, repr=False, compare=False)

    @property
    def best(self) -> str:
        """The likeliest type, or ``NONE``."""
        return max(self.types, key=lambda t: self.types[t])


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely a sentence is of a class of which there are a few examples and a definition: a logistic regression."""

    best: float
    mean: float
    definition: float
    one: float

    def __call__(self, examples: Any, definition: float) -> float:
        """The chance, by the products of the sentence's meaning with those of the examples and of the definition."""
        odds = self.one + self.best * float(examples.max()) + self.mean * float(examples.mean())
        return round(1 / (1 + math.exp(-(odds + self.definition * definition))), 4)


@dataclass(frozen=True, slots=True)
class EventModel:
    """The shipped event model.

    ``temperature`` is what its scores are divided by to be calibrated, ``context`` how many characters of the text before
    a sentence it has learnt to read with it.
    """

    encoder: Encoder
    temperature: float
    likeness: Likeness
    context: int = 0

    def ask(self, questions: Sequence[Question]) -> list[Answer]:
        """The answers to questions, in their order."""
        read = self.encoder.read([marked(q, self.context) for q in questions])
        return [self._answer(scores, meaning) for scores, meaning in self.encoder.run(read)]

    def _answer(self, scores: Any, meaning: Any) -> Answer:
        kinds, rest = scores[: len(TYPES)], scores[len(TYPES) :]
        modes, statuses = rest[: len(MODES)], rest[len(MODES) :]
        chances = _softmax(kinds / self.temperature)
        certain = _softmax(statuses)
        mode = MODES[int(modes.argmax())]
        best = int(certain.argmax())
        return Answer(
            {t: float(c) for t, c in zip(TYPES, chances, strict=True)},
            None if mode == "-" else mode,
            STATUSES[best],
            float(certain[best]),
            meaning,
        )


def _softmax(scores: Any) -> Any:
    shifted = np.exp(scores - scores.max())
    return shifted / shifted.sum()


@cache
def load(folder: Path | None = None) -> EventModel:
    """The event model, loaded once a process and refused as :class:`Encoder` refuses; from ``folder``, if not the shipped one."""
    encoder = Encoder(folder or FILES / "events", FEATURES, MOST_PIECES)
    settings = encoder.manifest.settings
    return EventModel(encoder, settings["temperature"], Likeness(**settings["likeness"]), settings.get("context", 0))
