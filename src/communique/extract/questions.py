"""What is asked of the event model: a sentence with the words for an act and for its sides marked.

What the sentence leaves to those before it is put into it: a pronoun for a side is written as the name that it means. The text
before it goes with it, for models that have learnt to read that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from spacy.tokens import Span as Words

from communique.extract.parse import sentence_of, text_of
from communique.extract.scene import Draft, Scene, Sides
from communique.model import Mention, Span
from communique.models.events import Question, text_before


def question(draft: Draft, scene: Scene) -> Question:
    """What to ask about a draft of an event: its trigger, and the nearest mention of each of its actors."""
    sentence = sentence_of(draft.candidate.token)
    words = sorted(draft.candidate.words, key=lambda t: t.i)
    near = [t for t in words if abs(t.i - draft.candidate.token.i) <= 6]
    trigger = Span(near[0].idx, near[-1].idx + len(near[-1]))
    here = _mentions(sentence, scene)
    at = draft.candidate.token.idx
    actor, recipient = (_nearest(side, here, at) for side in (draft.actor, draft.recipient))
    return _asked(sentence, actor, recipient, trigger, _names([*actor, *recipient], scene))


def _mentions(sentence: Words, scene: Scene) -> list[Mention]:
    start, end = sentence.start_char, sentence.end_char
    return [m for m in scene.cast.mentions if start <= m.span.start and m.span.end <= end]


def _nearest(actors: Sides, mentions: Iterable[Mention], at: int) -> list[Mention]:
    """Where actors are mentioned nearest to a place in the text; a mention of several stands once."""
    held = list(mentions)
    found: dict[Span, Mention] = {}
    for actor in actors:
        naming = [m for m in held if actor in m.actors]
        if naming:
            nearest = min(naming, key=lambda m: (abs(m.head.start - at), m.span.start))
            found.setdefault(nearest.span, nearest)
    return list(found.values())


def _names(sides: Iterable[Mention], scene: Scene) -> dict[Span, str]:
    """The names that pronouns mean, with what makes them owners; none for a pronoun of several."""
    found = {}
    for mention in sides:
        actor = scene.cast.actor(mention.actors[0]) if len(mention.actors) == 1 else None
        if mention.form == "pronoun" and actor is not None:
            words = mention.span.of(text_of(scene.doc)).lower()
            found[mention.span] = actor.name + ("'s" if words in _OWNING else "")
    return found


_OWNING = frozenset(("his", "its", "their", "her"))


def _asked(
    sentence: Words,
    actor: Iterable[Mention],
    recipient: Iterable[Mention],
    trigger: Span | None,
    names: Mapping[Span, str],
) -> Question:
    """A question about a sentence of the parse; ``names`` says what is written in the place of some of its words."""
    pieces: list[str] = []
    last, whole = sentence.start_char, text_of(sentence.doc)
    for span in sorted(names):
        pieces += [whole[last : span.start], names[span]]
        last = span.end
    pieces.append(whole[last : sentence.end_char])

    def moved(span: Span) -> Span:
        before = sum(len(name) - (s.end - s.start) for s, name in names.items() if s.end <= span.start)
        longer = len(names[span]) - (span.end - span.start) if span in names else 0
        start = span.start - sentence.start_char + before
        return Span(start, start + span.end - span.start + longer)

    inside = trigger is not None and sentence.start_char <= trigger.start and trigger.end <= sentence.end_char
    return Question(
        "".join(pieces),
        tuple(moved(m.span) for m in actor),
        tuple(moved(m.span) for m in recipient),
        moved(trigger) if trigger is not None and inside else None,
        text_before(whole, sentence.start_char),
    )
