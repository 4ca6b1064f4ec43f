"""How sure a draft of an event is, by all that rules and models say of it, and which drafts are believed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from communique.extract.acts import Act
from communique.extract.questions import question
from communique.extract.scene import Draft, Scene, Sides
from communique.extract.sighting import named_beside
from communique.extract.weighing import LEAST_SHOWN, shown
from communique.models import confidence, events
from communique.models.confidence import Confidence
from communique.models.encoder import fingerprint
from communique.models.events import NONE, TYPES, Answer

FEATURES = fingerprint("confidence", TYPES, 3)
"""What the confidence must have been fitted for; its number rises whenever what a feature says is another thing than before."""


def judged(drafts: Sequence[Draft], scene: Scene, least: float | None = None, *, thorough: bool = False) -> list[Draft]:
    """Drafts with their confidence, the likeliest of each trigger's, but for those whose confidence is too low.

    The event model, which is large, is asked only about drafts that its answer is likeliest to keep or drop.

    Args:
        drafts: what the rules have drafted and the reader has seen.
        scene: the document's scene.
        least: how likely an event must be to be kept; the default threshold if not given.
        thorough: ask the event model about all of them.
    """
    fitted = confidence.load(FEATURES)
    threshold = fitted.least if least is None else least
    rows = [features(d, scene) for d in drafts]
    odds = [fitted.first(row) for row in rows]
    open_ = [k for k, o in enumerate(odds) if thorough or abs(o - odds_of(threshold)) <= fitted.reach]
    asked = [question(drafts[k], scene) for k in open_]
    answers = dict(zip(open_, events.load().ask(asked) if asked else (), strict=True))
    found = [
        _judged(d, o, r, answers.get(k), fitted) for k, (d, o, r) in enumerate(zip(drafts, odds, rows, strict=True))
    ]
    return [d for d in best_of_each(found) if d.confidence >= threshold]


def best_of_each(drafts: Sequence[Draft]) -> list[Draft]:
    """Of drafts that read the same words otherwise, the surest; the earlier one where two are as sure.

    Its trace tells the next surest.
    """
    readings: dict[tuple[int, bool, str], list[Draft]] = {}
    for draft in drafts:
        key = (draft.candidate.token.i, draft.silent, "" if draft.by is None else f"{draft.by.id} {draft.type}")
        readings.setdefault(key, []).append(draft)
    best: dict[int, Draft] = {}
    for found in readings.values():
        first, *others = sorted(found, key=lambda d: -d.confidence)
        best[id(first)] = _instead_of(first, others[0]) if others else first
    return [best[id(d)] for d in drafts if id(d) in best]


def _instead_of(draft: Draft, other: Draft) -> Draft:
    """A draft that notes another reading of its words, which is less sure."""
    same = (draft.actor, draft.recipient) == (other.actor, other.recipient)
    sides = "" if same else f" {shown(other.actor, other.recipient)}"
    return replace(draft, trace=(*draft.trace, f"other reading: {other.type}{sides} {other.confidence:.2f}"))


def _judged(draft: Draft, odds: float, row: Mapping[str, float], answer: Answer | None, fitted: Confidence) -> Draft:
    said = ["model: not asked, since rules and reader are sure enough"]
    if answer is not None:
        odds = fitted.second({**row, **by_model(draft, answer)})
        second = max((t for t in answer.types if t != draft.type), key=lambda t: answer.types[t])
        said = [
            f"model: {draft.type} {answer.types[draft.type]:.2f}, else {second} {answer.types[second]:.2f}",
            f"model: {answer.status} {answer.status_chance:.2f}",
        ]
    if draft.act is not None:
        other = max((t for t in TYPES if t not in (draft.type, NONE)), key=draft.act.of)
        also = f", else {other} {draft.act.of(other):.2f}" if draft.act.of(other) >= LEAST_SHOWN else ""
        seen = f"{draft.type} {draft.act.of(draft.type):.2f}{also}, no act {1 - draft.act.chance:.2f}"
        said.insert(0, f"reader: {seen}, {draft.act.status}")
    trace = (*draft.trace, f"rules: {draft.confidence:.2f}", *said)
    return replace(draft, confidence=round(1 / (1 + math.exp(-odds)), 4), trace=trace)


def features(draft: Draft, scene: Scene) -> dict[str, float]:
    """What rules and reader say of a draft; the weights of these come with the fitted confidence."""
    kinds = {f"type:{t}": float(t == draft.type) for t in TYPES if t != NONE}
    act = draft.act
    seen = {
        "reader:type": 0.0 if act is None else odds_of(act.of(draft.type)),
        "reader:act": 0.0 if act is None else odds_of(act.chance),
        "reader:best": float(act is not None and act.best == draft.type),
        "reader:unread": float(act is None),
    }
    return (
        kinds
        | seen
        | _of_sides(draft, scene)
        | {
            "one": 1.0,
            "rule": draft.confidence if draft.type_by == "rules" else 0.0,
            "rule asks more": float(draft.type_by == "rules" and _asks_more(draft.candidate.act)),
            "type by reader": float(draft.type_by == "reader"),
            "sides by model": float(draft.sides_by == "model"),
            "sides": odds_of(draft.likely),
            "noun": float(draft.candidate.token.pos_ in ("NOUN", "PROPN")),
            "spoken": float(draft.by is not None),
            "silent": float(draft.silent),
            "thin": float(draft.thin),
            "actor": float(bool(draft.actor)),
            "recipient": float(bool(draft.recipient)),
        }
    )


def _asks_more(act: Act) -> bool:
    """Whether the vocabulary's entry wants more than the word: an object, a subject, a clause."""
    return bool(act.objects or act.subjects or act.clause or act.naming)


def _of_sides(draft: Draft, scene: Scene) -> dict[str, float]:
    """How the reader sees a draft's sides: its own actors as what they are taken for, and others that are left out."""
    found = {f"{role}:{name}": 0.0 for role in ("actor", "recipient") for name in ("held", "unnamed", "left out")}
    if draft.act is None:
        return found
    mentions = [(m, scene.acts.sides(draft.act, m.head)) for m in named_beside(draft.candidate.token, scene)]
    mutual = bool(draft.actor) and not draft.recipient and len(draft.actor) > 1
    sides: list[tuple[str, Sides]] = [("actor", draft.actor), ("recipient", draft.recipient)]
    for number, (role, actors) in enumerate(sides):
        held = [max(c) if mutual else c[number] for m, c in mentions if set(m.actors) & set(actors)]
        others = [c[number] for m, c in mentions if not set(m.actors) & {*draft.actor, *draft.recipient}]
        found[f"{role}:held"] = odds_of(max(held)) if held else 0.0
        found[f"{role}:unnamed"] = float(bool(actors) and not held)
        found[f"{role}:left out"] = max(others, default=0.0)
    return found


def by_model(draft: Draft, answer: Answer) -> dict[str, float]:
    """What the event model says of a draft: the log odds of its type and of no act at all."""
    return {
        "model:type": odds_of(answer.types[draft.type]),
        "model:none": odds_of(answer.types[NONE]),
        "model:best": float(answer.best == draft.type),
    }


def odds_of(chance: float) -> float:
    """Log odds, kept within those of a thousandth."""
    inside = min(max(chance, 0.001), 0.999)
    return math.log(inside / (1 - inside))
