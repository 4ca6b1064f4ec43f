"""Scores whom names, descriptions and pronouns are taken to mean, on the words that codings by hand give for sides of acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from communique.extract.casting import Cast
from communique.model import Mention, Page, Span
from communique.pipeline import ready_for_events
from evaluation.intervals import share_row
from evaluation.record import Known, cast_of, same_state

FORMS = ("name", "description", "pronoun")
"""What the words for somebody may be; an adjective ("Russian troops") counts as a name."""

OUTCOMES = ("right", "wrong", "open")

_PRONOUNS = frozenset(
    [
        "i",
        "me",
        "my",
        "we",
        "us",
        "our",
        "you",
        "your",
        "he",
        "him",
        "his",
        "she",
        "her",
        "it",
        "its",
        "they",
        "them",
        "their",
        "this",
        "that",
        "these",
        "those",
        "who",
        "which",
        "whom",
        "whose",
    ]
)


def form_of(words: str) -> str:
    """What words for somebody are: a pronoun, a name where a word but the first is capitalized or a lone word is, else a description."""
    parts = words.split()
    if len(parts) == 1 and parts[0].lower() in _PRONOUNS and parts[0] != "US":
        return "pronoun"
    named = any(p[:1].isupper() for p in parts[1:]) or parts[0][:1].isupper() and parts[0].lower() not in _LEADS
    return "name" if named else "description"


_LEADS = frozenset(
    ("the", "a", "an", "some", "many", "those", "these", "both", "two", "his", "her", "their", "its", "our")
)


def counted(coding: dict[str, Any], text: str) -> Counter[tuple[str, str]]:
    """How often words of each form mean whom the coding says (right), others (wrong), or nobody that is known (open).

    Args:
        coding: a coding whose events say which words name their sides.
        text: what it is a coding of.
    """
    cast = ready_for_events(Page("text.txt", "text.txt", text.encode("utf-8"), "text/plain")).cast
    rows = [
        {"id": a.id, "name": a.name, "kind": a.kind, "country": a.country, "aliases": a.aliases} for a in cast.actors
    ]
    gold, found = cast_of(coding), cast_of({"actors": rows})
    tally: Counter[tuple[str, str]] = Counter()
    for event in coding["events"]:
        for role in ("actor", "recipient"):
            words = event.get(f"{role}_words")
            if words and event[role]:
                span = Span(words["start"], words["end"])
                meant = _meant(span, cast)
                tally[form_of(span.of(text)), _outcome([gold(k) for k in event[role]], [found(k) for k in meant])] += 1
    return tally


def _meant(span: Span, cast: Cast) -> tuple[str, ...]:
    inside = [m for m in cast.mentions if span.contains(m.head)]
    return tuple(dict.fromkeys(a for m in _outer(inside) for a in m.actors))


def _outer(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that are no part of another one's words."""
    return [
        m for m in mentions if not any(o is not m and o.span.contains(m.span) and o.span != m.span for o in mentions)
    ]


def _outcome(wanted: Sequence[Known], found: Sequence[Known]) -> str:
    if not found:
        return "open"
    return "right" if all(any(same_state(w, f) for f in found) for w in wanted) else "wrong"


def lines(documents: Sequence[Counter[tuple[str, str]]]) -> Iterable[str]:
    """A line for each form and outcome, with a 95 % interval over documents."""
    for form in FORMS:
        whole = [sum(d[form, o] for o in OUTCOMES) for d in documents]
        for outcome in OUTCOMES:
            parts = [(d[form, outcome], n) for d, n in zip(documents, whole, strict=True)]
            yield share_row(f"{form}, {outcome}", parts)
