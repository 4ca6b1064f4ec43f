"""What the event model says to the drafts of the rules, and which of them are believed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from communique.extract.questions import question
from communique.extract.scene import Draft, Scene
from communique.models import events
from communique.models.events import NONE, TYPES, Answer


def judged(drafts: Sequence[Draft], scene: Scene, least: float | None = None) -> list[Draft]:
    """Drafts with the confidence that rules and model together give them, but for those that it is too low for.

    The model is asked only about drafts that its answer could keep or drop.

    Args:
        drafts: what the rules have found.
        scene: the document's scene.
        least: how likely an event must be to be kept; the event model's own threshold if not given.
    """
    model = events.load()
    threshold = model.least if least is None else least
    odds = [by_rules(d, model.weights) for d in drafts]
    reach = sum(abs(model.weights.get(name, 0.0)) for name in _SAID) * odds_of(1.0)
    open_ = [k for k, o in enumerate(odds) if abs(o - odds_of(threshold)) <= reach]
    answers = dict(zip(open_, model.ask([question(drafts[k], scene) for k in open_]), strict=True))
    found = [_judged(d, o, answers.get(k), model.weights) for k, (d, o) in enumerate(zip(drafts, odds, strict=True))]
    return [d for d in found if d.confidence >= threshold]


_SAID = ("model:type", "model:none")


def _judged(draft: Draft, odds: float, answer: Answer | None, weights: Mapping[str, float]) -> Draft:
    said = ["model: not asked, since the rules are sure enough"]
    if answer is None:
        odds += weights.get("unasked", 0.0)
    else:
        odds += sum(weights.get(name, 0.0) * value for name, value in by_model(draft, answer).items())
        second = max((t for t in answer.types if t != draft.type), key=lambda t: answer.types[t])
        said = [
            f"model: {draft.type} {answer.types[draft.type]:.2f}, else {second} {answer.types[second]:.2f}",
            f"model: {answer.status} {answer.status_chance:.2f}",
        ]
    trace = (*draft.trace, f"rules: {draft.confidence:.2f}", *said)
    return replace(draft, confidence=round(1 / (1 + math.exp(-odds)), 4), trace=trace)


def by_rules(draft: Draft, weights: Mapping[str, float]) -> float:
    """The log odds of a draft before the model is asked."""
    return sum(weights.get(name, 0.0) * value for name, value in features(draft).items())


def features(draft: Draft) -> dict[str, float]:
    """What the rules say of a draft; the weights come with the event model."""
    kinds = {f"type:{t}": float(t == draft.type) for t in TYPES if t != NONE}
    return kinds | {
        "one": 1.0,
        "rule": draft.confidence,
        "noun": float(draft.candidate.token.pos_ in ("NOUN", "PROPN")),
        "spoken": float(draft.by is not None),
        "actor": float(bool(draft.actor)),
        "recipient": float(bool(draft.recipient)),
    }


def by_model(draft: Draft, answer: Answer) -> dict[str, float]:
    """What the model says of a draft: the log odds of its type and of no act at all."""
    return {"model:type": odds_of(answer.types[draft.type]), "model:none": odds_of(answer.types[NONE])}


def odds_of(chance: float) -> float:
    """Log odds, kept within those of a thousandth."""
    inside = min(max(chance, 0.001), 0.999)
    return math.log(inside / (1 - inside))
