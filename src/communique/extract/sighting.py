"""What the reader sees of acts beside what the rules draft: other types for their words, and acts they have no word for.

Each reading of the same words is a draft of its own; which of them is believed is decided where drafts are judged.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as Words
from spacy.tokens import Token

from communique.codebook import load, words_of
from communique.extract.acts import Act as Entry
from communique.extract.acts import Candidate
from communique.extract.parse import char_span, sentence_of
from communique.extract.scene import Draft, Scene
from communique.extract.status import GOVERNORS, status_of
from communique.extract.syntax import child, clause
from communique.model import Mention, Span, Status
from communique.models.acts import Act

SURE = 0.5
"""How sure the reader must be that an act is not done, where the words around it say nothing of the kind."""

LEAST = 0.15
"""How likely words must be to tell an act, or another type of it, for the reader's view of them to become a draft."""


def sighted(
    drafts: Sequence[Draft], thin: Sequence[Draft], scene: Scene, refused: Collection[int] = frozenset()
) -> list[Draft]:
    """Drafts of the rules, beside each what the reader sees otherwise in its words, and what only the reader sees.

    Args:
        drafts: what the rules have drafted.
        thin: words for acts of which the rules know too little; the reader must see an act in them too.
        scene: the document's scene, with what the reader has made of its text.
        refused: words of which the rules know that they tell no act here ("declined to comment").
    """
    found: list[Draft] = []
    for draft in drafts:
        act = scene.acts.at(_trigger(draft))
        own = _not_so(replace(draft, act=act))
        found += [own] if act is None or draft.by is not None or draft.silent else [own, *_otherwise(own, act)]
    for draft in thin:
        act = scene.acts.at(_trigger(draft))
        if act is not None and act.chance >= LEAST:
            own = _not_so(replace(draft, act=act))
            found += [own, *_otherwise(own, act)]
    taken = {t.i for d in (*drafts, *thin) for t in d.candidate.words} | set(refused)
    cues = [d.by.cue for d in drafts if d.by is not None]
    for act in scene.acts.found(LEAST):
        span = char_span(scene.doc, act.trigger)
        token = _telling(span) if span is not None else None
        if span is None or token is None or any(t.i in taken for t in (token, *span)) or _of_a_name(token, scene):
            continue
        inner = child(token, "xcomp")
        if token.lemma_.lower() in GOVERNORS and inner is not None and inner.i in taken:
            continue  # "failed to agree" is an agreement that was not
        if not any(act.trigger.overlaps(c) for c in cues) and not _only_says(token, scene):
            found.append(seen(act.best, act.mode, tuple(span) if token in span else (token,), token, act))
            taken.add(token.i)
    return found


def _telling(span: Words) -> Token | None:
    """The word of a trigger that tells the act: its head, or what a trigger of mere function words hangs on; None if nothing."""
    if not all(t.pos_ in _HELPING or t.pos_ == "ADJ" and t.dep_ == "amod" for t in span):
        return span.root
    return next((a for a in itertools.islice(span.root.ancestors, 2) if a.pos_ in ("VERB", "NOUN", "PROPN")), None)


_HELPING = frozenset(("AUX", "ADV", "ADP", "DET", "PART", "NUM", "PRON", "SCONJ", "CCONJ", "PUNCT"))


def _only_says(token: Token, scene: Scene) -> bool:
    """Whether a word is the cue of a statement and, by itself, no more than one ("noted", "claims")."""
    neutral = token.lemma_.lower() in words_of("acts", "neutral")
    return neutral and any(s.cue.start <= token.idx < s.cue.end for s in scene.statements)


def _of_a_name(token: Token, scene: Scene) -> bool:
    """Whether a word is a part of a person's name, and so tells no act ("Begin", "Grant")."""
    mention = scene.cast.at(token.i)
    people = (scene.cast.actor(a) for a in mention.actors) if mention is not None and mention.form == "name" else ()
    return token.pos_ == "PROPN" and any(a is not None and a.kind == "person" for a in people)


def _not_so(draft: Draft) -> Draft:
    """A draft of the rules with the reader's status, where that is to be believed."""
    status = draft.status if draft.act is None or draft.by is not None else _believed(draft.status, draft.act)
    return draft if status == draft.status else replace(draft, status=status)


def _believed(told: Status, act: Act | None) -> Status:
    """The status that words tell; where none shows an act to be anything but done, the reader's, if it is sure that it is not."""
    doubted = act is not None and told == "actual" and act.status in ("hypothetical", "negated") and act.sure >= SURE
    return act.status if act is not None and doubted else told


def _trigger(draft: Draft) -> Span:
    words = sorted(draft.candidate.words, key=lambda t: t.i)
    return Span(words[0].idx, words[-1].idx + len(words[-1]))


def _otherwise(draft: Draft, act: Act) -> Iterator[Draft]:
    """The same words with the type that the reader sees in them, but for those that can tell but one."""
    candidate = draft.candidate  # whose status the draft's type may have taken up ("will not" as a refusal)
    kind, status = _to_come(act.best, _believed(status_of(candidate.token, candidate.act.carriers), act))
    if act.of(act.best) >= LEAST and kind != draft.type and not candidate.act.sure:
        trace = (*draft.trace, f"type: {kind} by the reader")
        yield replace(
            draft, type=kind, mode=act.mode, status=status, apart=None, trace=trace, type_by="reader"
        )  # fmt: skip


def seen(kind: str, mode: str | None, words: tuple[Token, ...], token: Token, act: Act | None = None) -> Draft:
    """A draft of what somebody sees in words that the rules have no draft of; its sides are open.

    Args:
        kind: the act's type.
        mode: its mode, if it has one.
        words: that tell it.
        token: the one that the others hang on.
        act: what the reader sees in them.
    """
    now, status = _to_come(kind, _believed(status_of(token), act))
    return Draft(
        Candidate(token, Entry(now, mode), words), now, mode, (), (), status, Span(*clause(token)),
        (f"word: {' '.join(w.text for w in words)}", f"reader: {now}"), 0.5, act=act, type_by="reader",
    )  # fmt: skip


def _to_come(kind: str, status: Status) -> tuple[str, Status]:
    """A future act of cooperation is the willingness to it."""
    instead = load("types")[kind].get("future")
    return (instead, "actual") if status == "future" and instead else (kind, status)


def named_beside(token: Token, scene: Scene) -> list[Mention]:
    """The mentions of known actors in a word's sentence, but for those that are only a part of another's words."""
    start, end = sentence_of(token).start_char, sentence_of(token).end_char
    here = [m for m in scene.cast.mentions if start <= m.span.start and m.span.end <= end and m.actors]
    return [m for m in here if not any(o is not m and o.span.contains(m.span) and o.span != m.span for o in here)]
