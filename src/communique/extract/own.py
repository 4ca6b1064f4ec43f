"""Classes of a user's own codebook: found by likeness of meaning to its example sentences, or named after PLOVER's types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from spacy.tokens import Span as Words

from communique.codebook.schemes import OwnType, Scheme
from communique.extract.acts import Act, Candidate
from communique.extract.scene import Scene, Sides
from communique.extract.sides import verb_sides
from communique.model import Code, Event, Span
from communique.models import events
from communique.models.events import Question

LEAST = 0.5
"""How likely a sentence must be of a class to be coded so."""

_ANYWHERE = ("object", "with", "to", "for", "against", "of", "in")


def find_codes(scene: Scene, found: Sequence[Event], scheme: Scheme) -> tuple[Code, ...]:
    """The classes of an own codebook that sentences are likely of, in text order, with ids ``c1``…

    Only sentences that name somebody are looked at: an act needs an actor. A sentence's sides are those of its event,
    where it has one, or else those of its main verb. Of a class that is another name for PLOVER types is every event of
    these, as surely as it is of its type.

    Args:
        scene: the document's scene.
        found: its events.
        scheme: the codebook.
    """
    told = [(s, [e for e in found if _inside(e.trigger, s)]) for s in scene.doc.sents]
    told = [(s, here) for s, here in told if here or _named(s, scene)]
    alike = replace(scheme, types=tuple(t for t in scheme.types if not t.renames))
    meanings = _meanings([s.text for s, _ in told]) if alike.types else [None] * len(told)
    codes: list[Code] = []
    for (sentence, here), meaning in zip(told, meanings, strict=True):
        codes += _renamed(sentence, here, scheme)
        codes += _alike(sentence, here, meaning, alike, scene) if alike.types else ()
    return tuple(replace(c, id=f"c{k}") for k, c in enumerate(codes, 1))


def _renamed(sentence: Words, here: Sequence[Event], scheme: Scheme) -> Iterator[Code]:
    """A code for each event of a sentence whose type a class is another name for."""
    for own in scheme.types:
        for event in here if own.renames else ():
            if event.type in own.plover:
                trace = (f"another name for: {event.type}",)
                yield Code(
                    "", scheme.name, own.name, event.actor, event.recipient, _span(sentence), event.confidence, event.id, trace
                )  # fmt: skip


def _alike(sentence: Words, here: Sequence[Event], meaning: Any, scheme: Scheme, scene: Scene) -> Iterator[Code]:
    """A code for each class that a sentence is likely of."""
    for own, chance, nearest in _likely(meaning, scheme):
        fitting = [e for e in here if not own.plover or e.type in own.plover]
        if chance < LEAST or own.plover and not fitting:
            continue
        event = max(fitting, key=lambda e: e.confidence, default=None)
        actor, recipient = (event.actor, event.recipient) if event else _sides(sentence, scene)
        if actor or recipient:
            yield Code(
                "", scheme.name, own.name, actor, recipient, _span(sentence), chance, event.id if event else None,
                (f"most like: {nearest}",),
            )  # fmt: skip


def _meanings(texts: Sequence[str]) -> list[Any]:
    return [a.meaning for a in events.load().ask([Question(t, (), ()) for t in texts])]


def _likely(meaning: Any, scheme: Scheme) -> list[tuple[OwnType, float, str]]:
    """Each class with how likely a meaning is of it, and the example that is nearest."""
    likeness = events.load().likeness
    found = []
    for own, vectors in zip(scheme.types, _vectors(scheme), strict=True):
        near = vectors @ meaning
        chance = likeness(near[1:], float(near[0]))
        found.append((own, chance, own.examples[int(near[1:].argmax())]))
    return found


@cache
def _vectors(scheme: Scheme) -> tuple[Any, ...]:
    """The meanings of each class's definition and examples, one a row."""
    return tuple(np.stack(_meanings([own.definition, *own.examples])) for own in scheme.types)


def _sides(sentence: Words, scene: Scene) -> tuple[Sides, Sides]:
    """Who does what the main verb says, and to whom."""
    candidate = Candidate(sentence.root, Act("", None, _ANYWHERE, alone=True), (sentence.root,))
    return verb_sides(candidate, scene) or ((), ())


def _named(sentence: Words, scene: Scene) -> bool:
    mentions = (scene.cast.at(t.i) for t in sentence)
    return any(m is not None and bool(m.actors) for m in mentions)


def _inside(span: Span, sentence: Words) -> bool:
    return bool(sentence.start_char <= span.start < sentence.end_char)


def _span(sentence: Words) -> Span:
    text = sentence.text
    start = sentence.start_char + len(text) - len(text.lstrip())
    return Span(start, start + len(text.strip()))
