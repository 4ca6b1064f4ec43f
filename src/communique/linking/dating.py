"""Dates flow through episodes: an account that does not say when its event was has the days of those that do.

Mentions are brought together by what their own texts say, and what flowed is known by its trace: so neither the order of
documents nor how often they are brought together matters, and what no longer holds is taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from communique.corpus import THROUGH, few_names
from communique.linking.mentions import EventMention, Place, width
from communique.model import Coding, Event, Interval

_NOTED = f"date: {THROUGH}"
_FEW = dt.timedelta(days=7)
_RECENT = dt.timedelta(days=31)

Days = tuple[dt.date, dt.date]


# What texts say themselves


def is_borrowed(event: Event) -> bool:
    """Whether another account gave the event its date."""
    return any(t.startswith(_NOTED) for t in event.trace)


def own(coding: Coding) -> Coding:
    """A coding with the dates of events that its text gives itself, and no others."""
    return replace(coding, events=tuple(map(_own, coding.events))) if any(map(is_borrowed, coding.events)) else coding


def _own(event: Event) -> Event:
    if not is_borrowed(event):
        return event
    return replace(event, date=None, trace=tuple(t for t in event.trace if not t.startswith(_NOTED)))


# Acts


@dataclass(frozen=True, slots=True)
class Borrowed:
    """The days that an account of an event has from others, and the names of the documents that give them."""

    days: Interval
    documents: tuple[str, ...]

    @property
    def basis(self) -> str:
        """Why, in words."""
        return f"{THROUGH}{few_names(self.documents)}"


def flowing(groups: Iterable[Sequence[Place]], mentions: Mapping[Place, EventMention]) -> dict[Place, Borrowed]:
    """What undated mentions have from the dated ones of their episode, where these agree on a few days.

    Args:
        groups: the mentions of each episode, by their places.
        mentions: these mentions by place, with the dates that their own texts give.
    """
    found = {}
    for places in groups:
        told = [mentions[p] for p in places]
        dated = [(m.place[0], days) for m in told if (days := _few(m.date)) is not None]
        first, last = min((d[0] for _, d in dated), default=None), max((d[1] for _, d in dated), default=None)
        if first is None or last is None or last - first > _FEW:
            continue
        given = Borrowed(Interval(first, last), tuple(sorted({name for name, _ in dated})))
        found.update({m.place: given for m in told if m.date is None and not _long_before(last, m.told)})
    return found


def _long_before(last: dt.date, told: Interval | None) -> bool:
    """Whether days are over long before a report that gives none: what it brings without a day is seldom so old."""
    return told is not None and told.earliest is not None and told.earliest - last > _RECENT


def dated(coding: Coding, given: Mapping[Place, Borrowed | None]) -> Coding:
    """A coding with what its undated events have from other accounts, and the trace that says from which.

    Args:
        coding: a document's.
        given: what events have, None where that is nothing; events that are not in it stay as they are.
    """

    def event_of(event: Event) -> Event:
        place = coding.document.name, event.id
        if place not in given:
            return event
        plain, borrowed = _own(event), given[place]
        if borrowed is None or plain.date is not None:
            return plain
        return replace(plain, date=borrowed.days, trace=(*plain.trace, f"date: {borrowed.basis}"))

    return replace(coding, events=tuple(map(event_of, coding.events)))


def _few(date: Interval | None) -> Days | None:
    """The first and last of a few days."""
    wide = width(date) if date is not None else None
    if date is None or wide is None or wide > _FEW or date.earliest is None or date.latest is None:
        return None
    return date.earliest, date.latest
