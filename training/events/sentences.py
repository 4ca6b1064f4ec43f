"""Makes training examples from the sentences of our own: slots filled, actors turned round, bystanders asked about."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from communique.model import Span
from communique.models.events import NONE, Question

_HERE = Path(__file__).parent
_PIECE = re.compile(r"\{(?P<slot>[ARXY]2?|R2)(?::(?P<kind>\w+))?\}|(?P<star>\*)")


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its answer; a field of the answer that is None is not known and not learnt from.

    ``types`` holds the types that are right: more than one where the source of the example does not tell them apart.
    ``document`` is the article that it is of, if it is of one.
    """

    question: Question
    types: tuple[str, ...]
    mode: str | None = None
    status: str | None = None
    weight: float = 1.0
    document: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence of our own, filled in: the ``spans`` of its slots by their letters, and what it tells.

    ``type`` is ``NONE`` for a sentence that tells no act; ``mutual`` says that both sides do it alike.
    """

    text: str
    type: str
    mode: str | None
    status: str | None
    spans: dict[str, Span]
    trigger: Span | None
    mutual: bool


def filled(rounds: int, rng: random.Random) -> Iterator[Filled]:
    """Every sentence, filled in ``rounds`` ways."""
    fillers = yaml.safe_load((_HERE / "fillers.yaml").read_text("utf-8"))
    kind, mode, status = NONE, None, None
    for line in (_HERE / "sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("="):
            fields = line[1:].split()
            kind = NONE if fields[0] == "none" else fields[0]
            mode, status = (None, None) if kind == NONE else (fields[1], fields[2])
        elif line and not line.startswith("#"):
            for _ in range(rounds):
                text, spans, trigger = _filled(line, fillers, rng)
                yield Filled(text, kind, mode, status, spans, trigger, _mutual(line))


def examples(rounds: int, seed: int) -> Iterator[Example]:
    """Every sentence filled in ``rounds`` ways, with the questions that it answers with none beside them."""
    rng = random.Random(seed)
    for made in filled(rounds, rng):
        yield from _questions(made, rng)


def _questions(made: Filled, rng: random.Random) -> Iterator[Example]:
    text, kind, mode, status, trigger = made.text, made.type, made.mode, made.status, made.trigger
    actor, recipient = made.spans.get("A"), made.spans.get("R")
    others = [s for k, s in made.spans.items() if k not in "AR"]
    shown = trigger if rng.random() < 0.7 else None
    answer = (kind,)
    if actor and recipient:
        yield Example(Question(text, (actor,), (recipient,), shown), answer, mode, status)
        if kind != NONE and not made.mutual:
            yield Example(Question(text, (recipient,), (actor,), shown), (NONE,), weight=0.5)
        if kind != NONE and rng.random() < 0.3:
            yield Example(Question(text, (), (recipient,), trigger), answer, mode, status, weight=0.5)
    if actor and kind != NONE and (recipient is None or rng.random() < 0.3):
        yield Example(Question(text, (actor,), (), trigger), answer, mode, status, weight=0.5)
    for other in others:
        if actor and rng.random() < 0.7 and "R2" not in made.spans:
            pair = ((actor,), (other,)) if rng.random() < 0.5 else ((other,), (recipient or actor,))
            yield Example(Question(text, *pair, shown), (NONE,), weight=0.5)


def _mutual(line: str) -> bool:
    """Whether a sentence tells its act of both sides alike."""
    return bool(re.search(r"\{A[^}]*\} and \{R|between \{A|of \{A[^}]*\} and \{R", line))


def _filled(line: str, fillers: dict[str, Any], rng: random.Random) -> tuple[str, dict[str, Span], Span | None]:
    """The sentence, where its slots stand and its trigger; a slot within the trigger stays out of it."""
    states = rng.sample(fillers["states"], 6)
    made: list[str] = []
    length, last = 0, 0
    spans: dict[str, Span] = {}
    stars: list[int] = []
    for m in _PIECE.finditer(line):
        length += _append(made, line[last : m.start()])
        last = m.end()
        if m["star"]:
            stars.append(length)
            continue
        words = _words(m["kind"] or "actor", states.pop(), fillers, rng)
        if not "".join(made).strip():
            words = words[0].upper() + words[1:]
        start = length
        length += _append(made, words)
        spans[m["slot"]] = Span(start, length)
    _append(made, line[last:])
    text = "".join(made)
    return text, spans, Span(stars[0], stars[1]) if len(stars) >= 2 else None


def _append(made: list[str], words: str) -> int:
    made.append(words)
    return len(words)


def _words(kind: str, state: list[str], fillers: dict[str, Any], rng: random.Random) -> str:
    name, adjective, capital = state
    return str(rng.choice(fillers[kind])).format(
        state=name,
        adjective=adjective,
        capital=capital,
        body=rng.choice(fillers["bodies"]),
        group=rng.choice(fillers["groups"]),
        name=rng.choice(fillers["names"]),
    )
