"""Reporting chains: who passed a statement on between its source and this text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc

from communique.extract.casting import Cast

if TYPE_CHECKING:
    from communique.extract.drafts import Draft

_PASSING_ON = 0.55
"""An outer statement whose content is to this share an inner attribution only passes that on."""


def chain(drafts: list[Draft], cast: Cast, doc: Doc) -> list[Draft]:
    """Fold statements that only pass another on into that one's ``via``, nearest to the source first.

    Args:
        drafts: a document's statements, in any order.
        cast: its actors, of whom media and agencies pass on.
        doc: its parse.
    """
    dropped: set[int] = set()
    for inner in sorted(drafts, key=_size):
        outers = [o for o in drafts if o is not inner and _holds(o, inner)]
        via: list[str] = []
        for outer in sorted(outers, key=_size):
            if not _passes_on(outer, inner, doc):
                continue
            if outer.source == inner.source or not outer.source:
                if outer.source == inner.source and _size(inner) > _PASSING_ON * _size(outer):
                    dropped.add(id(inner))
                continue
            via.extend(a for a in outer.source if a not in via and a not in inner.source)
            covered = (
                _size(inner)
                + (inner.cue.end - inner.cue.start)
                + (len(range(*inner.source_text)) if inner.source_text else 0)
            )
            if _media(outer, cast) or covered > _PASSING_ON * _size(outer):
                dropped.add(id(outer))
        inner.via = tuple(dict.fromkeys((*inner.via, *via)))
    return [d for d in drafts if id(d) not in dropped]


def _holds(outer: Draft, inner: Draft) -> bool:
    """Whether the inner statement's cue and content stand in the outer one's content."""
    cue = any(s.contains(inner.cue) for s in outer.content)
    within = all(any(s.start <= p.start and p.end <= s.end for s in outer.content) for p in inner.content)
    return cue and within and not any(s.contains(outer.cue) for s in inner.content)


def _passes_on(outer: Draft, inner: Draft, doc: Doc) -> bool:
    """Whether the inner cue is what the outer speaker tells, and not a part of what he says of something else.

    "Reuters reports that Xi told Putin …" passes on; "He noted that she had been attacked for saying …" does not.
    """
    if outer.verb < 0 or inner.verb < 0:
        return True
    between = doc[inner.verb]
    for _ in range(_DEEP):
        if between.head.i == outer.verb or between.dep_ == "ROOT":
            return True
        if between.dep_ in _APART:
            return False
        between = between.head
    return False


_DEEP = 4
"""Words between two cues beyond which nothing is passed on."""

_APART = frozenset(("pcomp", "advcl", "relcl", "acl"))
"""Clauses that are about something in what is said, or beside it."""


def _size(draft: Draft) -> int:
    return sum(s.end - s.start for s in draft.content)


def _media(draft: Draft, cast: Cast) -> bool:
    actors = [cast.actor(a) for a in draft.source]
    return bool(actors) and all(a is not None and a.sector == "MED" for a in actors)
