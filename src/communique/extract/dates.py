"""When: the date expressions of a text, and which of them dates an act."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from communique.codebook import load
from communique.extract.calendar import EXPRESSION, LASTING, MONTHS, days_counted, resolve, stretched
from communique.extract.parse import char_span, sentence_of, text_of
from communique.extract.status import tense_of
from communique.model import Document, Interval, Span


@dataclass(frozen=True, slots=True)
class Dated:
    """A date expression: its words, the days they mean, and the token that ties it to the sentence."""

    span: Span
    interval: Interval
    token: int
    later: Interval | None = None


def anchor_of(document: Document) -> Interval | None:
    """What relative expressions are counted from: the day, or the interval, of publication."""
    published = document.published
    if published.date is not None:
        return Interval(published.date, published.date)
    return Interval(published.earliest, published.latest) if published.earliest and published.latest else None


def find_dates(doc: Doc, document: Document) -> tuple[Dated, ...]:
    """Every date expression that resolves, in text order.

    Args:
        doc: the document's parse.
        document: the document, whose publication date relative expressions are counted from.
    """
    anchor, text = anchor_of(document), text_of(doc)
    found = []
    for match in EXPRESSION.finditer(text):
        words = match.group()
        span = char_span(doc, Span(*match.span()))
        if span is None or _named_so(span, words):
            continue
        before = doc[span.start - 1].lower_ if span.start else ""
        bare = words.lower().rstrip(".")
        if bare in MONTHS and (not words[0].isupper() or bare == "may" and before != "in"):
            continue
        said = (
            f"since {words}"
            if before == "since"
            else f"in {words}"
            if words[-4:].isdigit() and len(words) <= 10 or bare == "may"
            else words
        )
        interval, later = resolve(said, anchor, "past"), resolve(said, anchor, "future")
        if interval is None:
            continue
        lasting = LASTING.search(text, max(0, match.start() - 60), match.start())
        words_of_days = char_span(doc, Span(*lasting.span("days"))) if lasting is not None else None
        if (
            lasting is not None
            and words_of_days is not None
            and sentence_of(span.root) == sentence_of(words_of_days.root)
        ):
            count = days_counted(lasting["count"])
            whole = Span(lasting.start(), match.end())
            found.append(
                Dated(whole, stretched(interval, count), words_of_days.root.i, later and stretched(later, count))
            )
        else:
            found.append(Dated(Span(*match.span()), interval, span.root.i, later))
    return tuple(found)


def _named_so(span: Words, words: str) -> bool:
    """Whether a lone month is somebody's name: "Zhang Jun said", "April Ryan"."""
    beside = (span.doc[i] for i in (span.start - 1, span.end) if 0 <= i < len(span.doc))
    alone = words.lower().rstrip(".") in MONTHS
    named = any(t.ent_type_ == "PERSON" for t in span)
    return alone and (named or any(t.ent_type_ == "PERSON" and t.text[:1].isupper() for t in beside))


def date_of(token: Token, dates: Sequence[Dated]) -> Interval | None:
    """The days of an act, or ``None`` where the text does not settle them.

    Args:
        token: the word for the act.
        dates: the document's date expressions.
    """
    nearest = _attached(token, dates)
    if nearest is not None:
        return nearest.later if tense_of(token) == "future" and nearest.later is not None else nearest.interval
    return _known(token)


def date_basis(token: Token, dates: Sequence[Dated]) -> str:
    """Why :func:`date_of` gives an act the days that it gives, in words."""
    nearest = _attached(token, dates)
    if nearest is not None:
        return f"the words {nearest.span.of(text_of(token.doc))!r}"
    return "a well-known event, dated elsewhere" if _known(token) is not None else "no expression hangs on the act"


def _attached(token: Token, dates: Sequence[Dated]) -> Dated | None:
    """The expression that hangs on the act's word, else on the verb of its clause."""
    sentence = sentence_of(token)
    here = [d for d in dates if sentence.start <= d.token < sentence.end]
    if not here:
        return None
    best: tuple[int, int, Dated] | None = None
    for d in here:
        distance = _distance(token, token.doc[d.token])
        if distance is not None and (best is None or (distance, abs(d.token - token.i)) < best[:2]):
            best = (distance, abs(d.token - token.i), d)
    return best[2] if best is not None else None


_CLAUSES = frozenset(("relcl", "advcl", "acl"))


def _distance(act: Token, date: Token) -> int | None:
    """Steps from a date up to a word that governs the act too, or ``None`` where a clause of its own lies between."""
    above = [act, *(_governing(act))]
    order = {t.i: k for k, t in enumerate(above)}
    step, count = date, 0
    while step.i not in order:
        if step.head == step or (step.dep_ in _CLAUSES or step.dep_ in ("ccomp", "conj") and step.pos_ == "VERB"):
            return None
        step, count = step.head, count + 1
    climbed = order[step.i]
    if climbed > 0 and climbed > 3:
        return None
    return climbed * 3 + count


def _governing(token: Token) -> list[Token]:
    """The words above an act up to the main verb of its clause, and over to the verb that reports it."""
    found = []
    for below, above in itertools.pairwise((token, *token.ancestors)):
        found.append(above)
        if (
            "relcl" in (below.dep_, above.dep_) or len(found) > 4
        ):  # what the clause around a relative one has is not its own
            break
    return found


@cache
def _anchors() -> tuple[tuple[tuple[re.Pattern[str], ...], Mapping[str, Any]], ...]:
    return tuple((tuple(re.compile(w, re.I) for w in row["words"]), row) for row in load("anchors"))


def _known(token: Token) -> Interval | None:
    """The days of a well-known event that the act's own words name."""
    row = known_event(token)
    return Interval(row["first"], row["last"]) if row is not None else None


def known_event(token: Token) -> Mapping[str, Any] | None:
    """The entry of ``anchors.yaml`` for a well-known event that an act's own words name, if there is one."""
    words = token.doc[max(token.left_edge.i - 1, token.i - 12, 0) : min(token.right_edge.i + 1, token.i + 12)].text
    best: tuple[int, Mapping[str, Any] | None] = (0, None)
    for patterns, row in _anchors():
        long = max((len(m.group()) for p in patterns if (m := p.search(words))), default=0)
        together = row["with"]
        if long > best[0] and (not together or any(w in text_of(token.doc) for w in together)):
            best = (long, row) if not together or _there(token, together) else best
    return best[1]


def _there(token: Token, places: Sequence[str]) -> bool:
    """Whether the place that follows the word for an act, if one does, is among those of a well-known event."""
    after = [t for t in token.doc[token.i + 1 : token.i + 4] if t.lower_ not in ("of", "the")]
    return not after or after[0].ent_type_ not in ("GPE", "LOC") or after[0].text in places
