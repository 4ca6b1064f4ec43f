"""What is asked of the event model: a sentence with the words for an act and for its sides marked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

from spacy.tokens import Span as Words

from communique.extract.parse import sentence_of
from communique.extract.scene import Draft, Scene, Sides
from communique.model import Mention, Span
from communique.models.events import Question


def question(draft: Draft, scene: Scene) -> Question:
    """What to ask about a draft of an event: its trigger, and the nearest mention of each of its actors."""
    sentence = sentence_of(draft.candidate.token)
    words = sorted(draft.candidate.words, key=lambda t: t.i)
    near = [t for t in words if abs(t.i - draft.candidate.token.i) <= 6]
    trigger = Span(near[0].idx, near[-1].idx + len(near[-1]))
    here = _mentions(sentence, scene)
    at = draft.candidate.token.idx
    return _asked(sentence, _nearest(draft.actor, here, at), _nearest(draft.recipient, here, at), trigger)


def pairs(sentence: Words, scene: Scene, most: int) -> list[tuple[Mention, Mention, Question]]:
    """Every ordered pair of different political actors that a sentence names, with what to ask about it.

    Args:
        sentence: a sentence of the parse.
        scene: the document's scene.
        most: sentences with more pairs than this are lists, and give none.
    """
    named: dict[tuple[str, ...], Mention] = {}
    for mention in _mentions(sentence, scene):
        if mention.actors:
            named.setdefault(mention.actors, mention)
    found = [
        (a, b, _asked(sentence, [a.span], [b.span], None))
        for a, b in permutations(named.values(), 2)
        if not a.span.overlaps(b.span) and not set(a.actors) & set(b.actors)
    ]
    return found if len(found) <= most else []


def _mentions(sentence: Words, scene: Scene) -> list[Mention]:
    start, end = sentence.start_char, sentence.end_char
    return [m for m in scene.cast.mentions if start <= m.span.start and m.span.end <= end]


def _nearest(actors: Sides, mentions: Iterable[Mention], at: int) -> list[Span]:
    """Where actors are mentioned nearest to a place in the text; a mention of several stands once."""
    held = list(mentions)
    spans: dict[Span, None] = {}
    for actor in actors:
        naming = [m for m in held if actor in m.actors]
        if naming:
            spans[min(naming, key=lambda m: (abs(m.head.start - at), m.span.start)).span] = None
    return list(spans)


def _asked(sentence: Words, actor: Iterable[Span], recipient: Iterable[Span], trigger: Span | None) -> Question:
    start = sentence.start_char

    def moved(span: Span) -> Span:
        return Span(span.start - start, span.end - start)

    inside = trigger is not None and start <= trigger.start and trigger.end <= sentence.end_char
    return Question(
        sentence.text,
        tuple(map(moved, actor)),
        tuple(map(moved, recipient)),
        moved(trigger) if trigger is not None and inside else None,
    )
