"""One real event out of its mentions: whom, when and where it is of by all of them together."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from communique.linking.acts import is_stay
from communique.linking.mentions import EventMention, Place
from communique.model import Episode, Interval

STAY = 7
"""Days that a visit spans at most, where accounts name different days of it."""


def episode_of(group: Sequence[EventMention]) -> Episode:
    """The episode of some mentions, which are in order."""
    often = Counter(m.type for m in group)
    kind = min(often, key=lambda t: (-often[t], t))
    lead = max(
        group,
        key=lambda m: (m.type == kind, bool(m.actor.ids), bool(m.recipient.ids), m.date is not None, -group.index(m)),
    )
    dates = [m.date for m in group if m.date is not None]
    date = (lasting(dates) if 2 * sum(map(is_stay, group)) > len(group) else None) or joined(dates)
    where = Counter(m.where for m in group if m.where)
    places = tuple(m.place for m in group)
    return Episode(
        id=group_id("ep", places),
        label=_label(kind, lead, date),
        type=kind,
        actor=tuple(p.id for p in lead.actor.parties),
        recipient=tuple(p.id for p in lead.recipient.parties),
        date=date,
        place=min(where, key=lambda p: (-where[p], p)) if where else None,
        mentions=places,
        status=group[0].status if all(m.status != "actual" for m in group) else "actual",
    )


def lasting(dates: Sequence[Interval]) -> Interval | None:
    """From the first to the last day that accounts name of a stay, of which one has the arrival and one the end.

    None where that is longer than a stay, or where no account names days.
    """
    named = [(d.earliest, d.latest) for d in dates if d.earliest and d.latest and (d.latest - d.earliest).days <= STAY]
    if not named:
        return None
    first, last = min(d[0] for d in named), max(d[1] for d in named)
    return Interval(first, last) if (last - first).days <= STAY else None


def joined(dates: Sequence[Interval]) -> Interval | None:
    """The days that most accounts allow: what they all share, else what the narrow ones most often say."""
    if not dates:
        return None
    first = max((d.earliest for d in dates if d.earliest), default=None)
    last = min((d.latest for d in dates if d.latest), default=None)
    if not (first and last and first > last):
        return Interval(first, last)
    often = Counter(dates)
    return min(often, key=lambda d: (-often[d], str(d)))


def _label(kind: str, lead: EventMention, date: Interval | None) -> str:
    names = ", ".join(p.name for p in lead.both.parties) or "?"
    if date is None:
        return f"{kind} {names}"
    until = f" to {date.latest or '…'}" if date.latest != date.earliest else ""
    return f"{kind} {names}, {date.earliest or '…'}{until}"


def group_id(prefix: str, places: Sequence[Place]) -> str:
    """An id that hashes a group's members."""
    return prefix + hashlib.sha256("\n".join(f"{d}\t{i}" for d, i in sorted(places)).encode()).hexdigest()[:14]
