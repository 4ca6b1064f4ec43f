"""Dates that acts get from each other and from the report, where their own sentence has none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from communique.codebook import load
from communique.extract.casting import Cast
from communique.extract.dates import Dated
from communique.extract.parse import char_span
from communique.extract.status import perfect
from communique.model import Document, Event, Interval

_TALK = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE", "CONSULT"))
_LOOSE = dt.timedelta(days=31)
"""Of a publication that is known no more closely, nothing is said of its story's day."""
_TOLD = ("statement: ", "silence pointed out")


def inherit(
    events: Sequence[Event], dates: Sequence[Dated], doc: Doc, document: Document, cast: Cast
) -> tuple[Event, ...]:
    """Give undated acts the date that the document itself gives the same act, the same speaker's words, or its story.

    A headline's act is dated by the first dated act of its type and sides in the body. Acts of words of one speaker
    in one story are of one occasion, so an undated one takes the date of the speaker's nearest dated one. Background
    ("has long", a nominalization told in passing) stays open. Last, a loosely dated act takes the days of a mention
    of the same act that lie within its own.

    Args:
        events: the document's events.
        dates: its date expressions.
        doc: its parse.
        document: the document.
        cast: its actors, by whose states sides are compared.
    """
    found = [_future(e, document) for e in events]
    for k, event in enumerate(found):
        if event.date is None and event.status != "hypothetical":
            found[k] = _dated(event, k, found, dates, doc, document)
    return tuple(_narrowed(e, found, cast) for e in found)


def _dated(
    event: Event, at: int, events: Sequence[Event], dates: Sequence[Dated], doc: Doc, document: Document
) -> Event:
    token = _token(doc, event)
    told = any(t.startswith(_TOLD) for t in event.trace)
    if token is None or perfect(token) and not told:
        day = document.published.date
        if token is None or day is None or event.status != "actual":
            return event
        return _with(event, Interval(None, day), f"background, before publication {day}")
    talk = event.type in _TALK and (token.pos_ == "VERB" or told)
    news = document.published.date if _news(token, document) else None
    model = _like(event, events, news) or (_spoken_like(event, at, events, document) if talk else None)
    if model is not None and model.date is not None:
        return _with(event, model.date, f"of {model.id}, the same occasion")
    if (talk or _news(token, document)) and (scene := _scene(token, dates, doc, document, told)) is not None:
        return _with(event, scene, "the day that the report is of")
    return event


def _with(event: Event, date: Interval, why: str) -> Event:
    return replace(event, date=date, trace=(*event.trace, f"date: {why}"))


def _future(event: Event, document: Document) -> Event:
    day = document.published.date
    if event.date is None and event.status == "future" and day is not None:
        return _with(event, Interval(day, None), f"still to come on {day}")
    return event


def _token(doc: Doc, event: Event) -> Token | None:
    span = char_span(doc, event.trigger)
    return span.root if span is not None else None


def _like(event: Event, events: Sequence[Event], day: dt.date | None) -> Event | None:
    """A dated mention of the same act: same type, somebody who does both, and the same recipients.

    It is the first that there is, or the one nearest to a day, if that is given: that of the report, for what it brings.
    """
    found: list[tuple[dt.date, Event]] = []
    for other in events:
        last = other.date.latest if other.date is not None else None
        same = other.type == event.type and other.status == event.status
        sides = set(other.actor) & set(event.actor) and set(other.recipient) == set(event.recipient)
        if last is not None and same and sides:
            found.append((last, other))
    return min(found, key=lambda f: abs(f[0] - day) if day is not None else dt.timedelta(0))[1] if found else None


_RECENT = dt.timedelta(days=31)


def _spoken_like(event: Event, at: int, events: Sequence[Event], document: Document) -> Event | None:
    """The nearest dated act of words by the same speaker, on one day, not long before the report."""
    day = document.published.date
    best: tuple[int, Event] | None = None
    for k, other in enumerate(events):
        if other.date is None or other.date.earliest is None or other.date.latest is None or other.type not in _TALK:
            continue
        if (other.date.latest - other.date.earliest).days > 7 or not set(other.actor) & set(event.actor):
            continue
        if day is not None and day - other.date.latest > _RECENT:
            continue
        if best is None or abs(k - at) < best[0]:
            best = (abs(k - at), other)
    return best[1] if best is not None and best[0] < 14 else None


def _news(token: Token, document: Document) -> bool:
    """Whether an act is what the report brings: told in its headline, or by a main verb of its first lines."""
    title = document.title_span
    if title is not None and title.start <= token.idx < title.end:
        return bool(token.pos_ == "VERB")
    first = token.idx < max(600, len(document.text) // 4)
    return bool(first and token.tag_ in ("VBD", "VBZ") and token.dep_ in ("ROOT", "conj", "ccomp"))


def _scene(token: Token, dates: Sequence[Dated], doc: Doc, document: Document, told: bool) -> Interval | None:
    """The day of the report's own story: the first day named in its opening, close to publication."""
    aside = token.tag_ in ("VBN", "VBG") and token.dep_ not in ("ROOT", "conj", "ccomp", "advcl", "xcomp", "pcomp")
    published = document.published
    first, last = published.date or published.earliest, published.date or published.latest
    if aside and not told or first is None or last is None or last - first > _LOOSE:
        return None
    day = published.date
    if day is None:
        return Interval(first - dt.timedelta(days=1), last)
    for d in dates:
        if d.token > len(doc) // 3:
            break
        since, until = d.interval.earliest, d.interval.latest
        if since is not None and until is not None and (until - since).days <= 1 and abs((day - until).days) <= 3:
            return d.interval
    return Interval(day - dt.timedelta(days=1), day)


def _narrowed(event: Event, events: Sequence[Event], cast: Cast) -> Event:
    """The days of another mention of the same act, where these lie within its own and are fewer."""
    if event.date is None or event.date.earliest is None or event.date.latest is None:
        return event
    width = (event.date.latest - event.date.earliest).days
    for other in events:
        days = other.date
        if other.type != event.type or days is None or days.earliest is None or days.latest is None or width < 28:
            continue
        within = event.date.earliest <= days.earliest and days.latest <= event.date.latest
        fewer = (days.latest - days.earliest).days < width
        if within and fewer and _same_sides(event, other, cast):
            return _with(event, days, f"of {other.id}, which says it more exactly")
    return event


def told_once(events: Sequence[Event], text: str) -> tuple[Event, ...]:
    """Events but for mentions that add nothing to an earlier one: no side, day, place, amount or voice of their own.

    The ids run on without a gap, in traces that name them too. A test of a bomb and one of a missile are two, whatever else
    they share.
    """
    kept: list[Event] = []
    ids: dict[str, str] = {}
    reasons = {e.id: next((t for t in reversed(e.trace) if t.startswith("date: ")), None) for e in events}
    for event in events:
        told = next((k for k in kept if _adds_nothing(event, k) and _arms(event, text) == _arms(k, text)), None)
        ids[event.id] = told.id if told is not None else f"e{len(kept) + 1}"
        if told is None:
            kept.append(replace(event, id=ids[event.id]))

    def line_of(event: Event, line: str) -> str:
        lender = _ID.search(line)
        if lender is None or ids[lender[0]] != event.id:
            return _ID.sub(lambda m: ids[m[0]], line)
        return _ID.sub(lambda m: ids[m[0]], reasons[lender[0]] or line)  # the mention that held the day is this one now

    return tuple(replace(e, trace=tuple(line_of(e, t) for t in e.trace)) for e in kept)


_ID = re.compile(r"(?<=^date: of )e\d+")


def _arms(event: Event, text: str) -> str | None:
    """The kind of weapon that is launched or tested, by the words of the act."""
    if event.type != "MOBILIZE":
        return None
    words = event.trigger.of(text).lower()
    held = (
        words
        if any(w in words for kinds in load("acts")["arms"].values() for w in kinds)
        else event.evidence.of(text).lower()
    )
    return next((kind for kind, names in load("acts")["arms"].items() if any(w in held for w in names)), None)


def _adds_nothing(event: Event, told: Event) -> bool:
    same = (event.type, event.status) == (told.type, told.status) and not any(t.startswith(_TOLD) for t in event.trace)
    if not same or event.type in ("ACCUSE", "REQUEST", "REJECT", "AGREE", "THREATEN", "SUPPORT"):
        return False
    known = set(told.actor) | set(told.recipient)
    sides = set(event.actor) <= set(told.actor) and set(event.recipient) <= known and bool(event.actor)
    day = event.date is None or event.date == told.date
    rest = event.place in (None, told.place) and event.amount is None and set(event.claimed_by) <= set(told.claimed_by)
    return sides and day and rest


def _same_sides(a: Event, b: Event, cast: Cast) -> bool:
    def states(actors: tuple[str, ...]) -> set[str | None]:
        return {cast.state(x) for x in actors}

    return states(a.actor) == states(b.actor) and states(a.recipient) == states(b.recipient)
