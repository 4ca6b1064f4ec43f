"""What the event model says to the drafts of the rules, and which of them are believed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from communique.extract.questions import question
from communique.extract.scene import Draft, Scene
from communique.models import events
from communique.models.events import NONE, TYPES, Answer


def judged(drafts: Sequence[Draft], scene: Scene, least: float | None = None) -> list[Draft]:
    """Drafts with the confidence that rules and model together give them, but for those that it is too low for.

    Args:
        drafts: what the rules have found.
        scene: the document's scene.
        least: how likely an event must be to be kept; the event model's own threshold if not given.
    """
    model = events.load()
    answers = model.ask([question(d, scene) for d in drafts])
    found = [_judged(d, a, model) for d, a in zip(drafts, answers, strict=True)]
    threshold = model.least if least is None else least
    return [d for d in found if d.confidence >= threshold]


def _judged(draft: Draft, answer: Answer, model: events.EventModel) -> Draft:
    odds = sum(model.weights.get(name, 0.0) * value for name, value in features(draft, answer).items())
    second = max((t for t in answer.types if t != draft.type), key=lambda t: answer.types[t])
    trace = (
        *draft.trace,
        f"rules: {draft.confidence:.2f}",
        f"model: {draft.type} {answer.types[draft.type]:.2f}, else {second} {answer.types[second]:.2f}",
        f"model: {answer.status} {answer.status_chance:.2f}",
    )
    return replace(draft, confidence=round(1 / (1 + math.exp(-odds)), 4), trace=trace)


def features(draft: Draft, answer: Answer) -> dict[str, float]:
    """What the confidence of a draft is made of; the weights come with the event model.

    Args:
        draft: a draft of the rules.
        answer: what the model says to it.
    """
    kinds = {f"type:{t}": float(t == draft.type) for t in TYPES if t != NONE}
    return kinds | {
        "one": 1.0,
        "model:type": _odds(answer.types[draft.type]),
        "model:none": _odds(answer.types[NONE]),
        "rule": draft.confidence,
        "noun": float(draft.candidate.token.pos_ in ("NOUN", "PROPN")),
        "spoken": float(draft.by is not None),
        "actor": float(bool(draft.actor)),
        "recipient": float(bool(draft.recipient)),
    }


def _odds(chance: float) -> float:
    inside = min(max(chance, 0.001), 0.999)
    return math.log(inside / (1 - inside))
