"""What the event model says to the drafts of the rules, and which of them are believed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from communique.extract.acts import Act, Candidate
from communique.extract.questions import pairs, question
from communique.extract.scene import Draft, Scene
from communique.extract.syntax import clause, subject
from communique.model import Span
from communique.models import events
from communique.models.events import NONE, Answer

_PAIRS = 6
"""Ordered pairs of actors in a sentence above which it is taken for a list."""


def between(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """Drafts for what no word of the vocabulary tells: the subject of a verb and somebody else whom its clause names.

    Args:
        drafts: what the vocabulary has found, whose sentences are not asked about again.
        scene: the document's scene.
    """
    told = {d.candidate.token.sent.start for d in drafts}
    found: list[Draft] = []
    for sentence in scene.doc.sents:
        if sentence.start in told:
            continue
        for actor, recipient, _ in pairs(sentence, scene, _PAIRS):
            verb = _verb_of(actor.head, recipient.head, scene)
            if verb is not None and actor.form != "adjective":
                act = Candidate(verb, Act(NONE, None, ()), (verb,))
                evidence = Span(*clause(verb))
                found.append(
                    Draft(act, NONE, None, actor.actors, recipient.actors, "actual", evidence, (), 0.0, loose=True)
                )
    return found


def _verb_of(actor: Span, recipient: Span, scene: Scene) -> Token | None:
    """The verb that one is the subject of and that the other hangs on."""
    first = scene.doc.char_span(*actor, alignment_mode="expand")
    second = scene.doc.char_span(*recipient, alignment_mode="expand")
    if first is None or second is None:
        return None
    verb = first.root.head
    if verb.pos_ != "VERB" or subject(verb) != first.root:
        return None
    return verb if any(a.i == verb.i for a in second.root.ancestors) else None


def judged(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """Drafts with the confidence that rules and model together give them; loose ones only if that is enough.

    Args:
        drafts: what the rules have found, and what they would not have taken.
        scene: the document's scene.
    """
    model = events.load()
    answers = model.ask([question(d, scene) for d in drafts])
    found = [_judged(d, a, model.weights) for d, a in zip(drafts, answers, strict=True)]
    return [d for d in found if d.type != NONE and d.confidence >= (model.sure if d.loose else model.least)]


def _judged(draft: Draft, answer: Answer, weights: Mapping[str, float]) -> Draft:
    kind = draft.type
    if kind == NONE:
        kind = max((t for t in answer.types if t != NONE), key=lambda t: answer.types[t])
    odds = sum(weights[name] * value for name, value in features(draft, kind, answer).items())
    second = max((t for t in answer.types if t != kind), key=lambda t: answer.types[t])
    trace = (
        *draft.trace,
        f"model: {kind} {answer.types[kind]:.2f}, {second} {answer.types[second]:.2f}",
        f"model: {answer.status} {answer.status_chance:.2f}",
    )
    return replace(draft, type=kind, confidence=round(1 / (1 + math.exp(-odds)), 4), trace=trace)


def features(draft: Draft, kind: str, answer: Answer) -> dict[str, float]:
    """What the confidence of a draft is made of; the weights come with the event model.

    Args:
        draft: a draft of the rules.
        kind: the type that is asked about.
        answer: what the model says to it.
    """
    return {
        "one": 1.0,
        "type": _odds(answer.types[kind]),
        "none": _odds(answer.types[NONE]),
        "rule": draft.confidence,
        "loose": float(draft.loose),
        "unknown": float(draft.type == NONE),
        "noun": float(draft.candidate.token.pos_ in ("NOUN", "PROPN")),
        "spoken": float(draft.by is not None),
        "actor": float(bool(draft.actor)),
        "recipient": float(bool(draft.recipient)),
    }


def _odds(chance: float) -> float:
    inside = min(max(chance, 0.001), 0.999)
    return math.log(inside / (1 - inside))
