"""Statements within statements: which of them are told for themselves."""

from __future__ import annotations

from collections.abc import Sequence

from communique.extract.drafts import Draft
from communique.model import Span

# Words that speak of nobody in particular, or of whoever speaks around them.
_NOBODY = frozenset(("i", "we", "you", "it", "that", "this", "us", "me", "one", "there", "which", "who", "let"))


def outermost(drafts: list[Draft], quotes: Sequence[Span], text: str) -> list[Draft]:
    """Statements but for those that only belong to another's content.

    Where two cues claim the same words the surer one has them. What somebody says inside a quotation, and what a
    statement tells of thoughts and wishes, is that statement's content; a message passed on stays, for its chain.

    Args:
        drafts: a document's statements, in any order.
        quotes: its quotations.
        text: its text.
    """
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-_weight(d, quotes, text), d.cue.start)):
        mine = _characters(draft)
        if not any(len(mine & (its := _characters(k))) > 0.8 * max(len(mine), len(its)) for k in kept):
            kept.append(draft)
    return [d for d in kept if not any(_within(d, o, quotes, text) for o in kept if o is not d)]


def _weight(draft: Draft, quotes: Sequence[Span], text: str) -> float:
    """How sure a statement is, less what speaks for its being somebody's words."""
    quoted = any(q.contains(draft.cue) for q in quotes)
    return draft.confidence - 0.3 * draft.attitude - 0.3 * quoted - 0.3 * _nobody(draft, text)


def _nobody(draft: Draft, text: str) -> bool:
    if draft.source_text is None:
        return True
    words = draft.source_text.of(text)
    return not draft.source and words != "US" and words.lower() in _NOBODY


def _within(inner: Draft, outer: Draft, quotes: Sequence[Span], text: str) -> bool:
    """Whether a statement is no more than a part of what another one says."""
    if not any(s.contains(inner.cue) for s in outer.content):
        return False
    if any(q.contains(inner.cue) for q in quotes):
        told = inner.frame == "clause" and bool(inner.source) and inner.source != outer.source
        return not told or len(_characters(inner)) < 0.6 * len(_characters(outer))
    return inner.attitude or inner.frame in ("thing", "infinitive", "description") or _nobody(inner, text)


def _characters(draft: Draft) -> set[int]:
    return {i for s in draft.content for i in range(s.start, s.end)}
