"""What the reader sees of acts beside what the rules draft: other types and sides for their words, and acts they have no word for.

Each reading of the same words is a draft of its own; which of them is believed is decided where drafts are judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from communique.codebook import load
from communique.extract.acts import Act as Entry
from communique.extract.acts import Candidate
from communique.extract.parse import char_span, sentence_of
from communique.extract.scene import Draft, Scene, Sides, whom
from communique.extract.status import status_of
from communique.extract.syntax import clause
from communique.model import Mention, Span, Status
from communique.models.acts import Act

LEAST = 0.15
"""How likely words must be to tell an act, or another type of it, for the reader's view of them to become a draft."""


def sighted(drafts: Sequence[Draft], thin: Sequence[Draft], scene: Scene) -> list[Draft]:
    """Drafts of the rules, beside each what the reader sees otherwise in its words, and what only the reader sees.

    Args:
        drafts: what the rules have drafted.
        thin: words for acts of which the rules know too little; the reader must see an act in them too.
        scene: the document's scene, with what the reader has made of its text.
    """
    found: list[Draft] = []
    for draft in drafts:
        act = scene.acts.at(_trigger(draft))
        own = replace(draft, act=act)
        found += [own] if act is None or draft.by is not None or draft.silent else [own, *_otherwise(own, act, scene)]
    for draft in thin:
        act = scene.acts.at(_trigger(draft))
        if act is not None and act.chance >= LEAST:
            own = replace(draft, act=act)
            found += [d for d in (own, *_otherwise(own, act, scene)) if d.actor or d.recipient]
    taken = {t.i for d in (*drafts, *thin) for t in d.candidate.words}
    cues = [d.by.cue for d in drafts if d.by is not None]
    for act in scene.acts.found(LEAST):
        span = char_span(scene.doc, act.trigger)
        new = span is not None and not any(t.i in taken for t in span)
        if span is not None and new and not any(act.trigger.overlaps(c) for c in cues):
            found += _only_seen(act, span.root, tuple(span), scene)
    return found


def _trigger(draft: Draft) -> Span:
    words = sorted(draft.candidate.words, key=lambda t: t.i)
    return Span(words[0].idx, words[-1].idx + len(words[-1]))


def _otherwise(draft: Draft, act: Act, scene: Scene) -> Iterator[Draft]:
    """The same words with sides that the syntax does not name, or with the type, that the reader sees in them."""
    actor, recipient = _sides(act, draft.candidate.token, scene)
    actor, recipient = draft.actor or actor, draft.recipient or recipient
    pairs = [(draft.actor, draft.recipient)]
    for pair in ((actor, recipient), (actor, draft.recipient), (draft.actor, recipient)):
        if pair not in pairs and any(pair) and not set(pair[0]) & set(pair[1]):
            pairs.append(pair)
    if draft.candidate.act.reciprocal and not draft.recipient:  # what is done together has all its sides as actors
        pairs = list(dict.fromkeys((tuple(dict.fromkeys((*a, *r))), ()) for a, r in pairs))
    kind, status = _to_come(act.best, draft.status)
    for number, (actor, recipient) in enumerate(pairs):
        if number:
            trace = (*draft.trace, "sides: by the reader")
            yield replace(draft, actor=actor, recipient=recipient, apart=None, trace=trace, sides_by="reader")
        if act.of(act.best) >= LEAST and kind != draft.type:
            yield replace(
                draft, type=kind, mode=act.mode, status=status, actor=actor, recipient=recipient, apart=None,
                trace=(*draft.trace, f"type: {kind} by the reader"), type_by="reader",
                sides_by="reader" if number else draft.sides_by,
            )  # fmt: skip


def _only_seen(act: Act, token: Token, words: tuple[Token, ...], scene: Scene) -> Iterator[Draft]:
    """What the reader sees in words that the rules have no draft of."""
    actor, recipient = _sides(act, token, scene)
    if not actor and not recipient:
        return
    kind, status = _to_come(act.best, status_of(token))
    confidence = 0.5 + 0.2 * bool(actor) + 0.15 * bool(recipient)
    yield Draft(
        Candidate(token, Entry(kind, act.mode), words), kind, act.mode, actor, recipient, status, Span(*clause(token)),
        (f"word: {' '.join(w.text for w in words)}", f"reader: {kind}"), round(confidence, 2),
        act=act, type_by="reader", sides_by="reader",
    )  # fmt: skip


def _to_come(kind: str, status: Status) -> tuple[str, Status]:
    """A future act of cooperation is the willingness to it."""
    instead = load("types")[kind].get("future")
    return (instead, "actual") if status == "future" and instead else (kind, status)


def _sides(act: Act, token: Token, scene: Scene) -> tuple[Sides, Sides]:
    """Whom the reader takes for the actor and for the recipient, of those whom the sentence names."""
    mentions = named_beside(token, scene)
    actor, recipient = (
        tuple(
            dict.fromkeys(
                a
                for span in spans
                if not _of_another_verb(span, token, scene)
                for a in _meant(span, mentions, token, scene)
            )
        )
        for spans in scene.acts.words(act)
    )
    return actor, tuple(a for a in recipient if a not in actor)


def _of_another_verb(span: Span, token: Token, scene: Scene) -> bool:
    """Whether words are the object of another verb than the one that tells the act ("rejected it and urged X to …")."""
    words = char_span(scene.doc, span)
    if token.pos_ != "VERB" or words is None or words.root.dep_ not in ("dobj", "pobj", "dative"):
        return False
    verb = next((a for a in words.root.ancestors if a.pos_ == "VERB"), token)
    return verb != token and verb.dep_ in ("conj", "advcl") and verb.i > token.i


def _meant(span: Span, mentions: Sequence[Mention], token: Token, scene: Scene) -> Sides:
    """Whom words mean: those whose mentions they hold; else whom the head of them means, as "we" in a quotation."""
    held = tuple(a for m in mentions if span.contains(m.head) for a in m.actors)
    words = char_span(scene.doc, span)
    if held or words is None or sentence_of(words.root) != sentence_of(token):
        return held
    return whom(words.root, scene)


def named_beside(token: Token, scene: Scene) -> list[Mention]:
    """The mentions of known actors in a word's sentence, but for those that are only a part of another's words."""
    start, end = sentence_of(token).start_char, sentence_of(token).end_char
    here = [m for m in scene.cast.mentions if start <= m.span.start and m.span.end <= end and m.actors]
    return [m for m in here if not any(o is not m and o.span.contains(m.span) and o.span != m.span for o in here)]
