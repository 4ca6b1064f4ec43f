"""How an episode is put into a few words, and counts of episodes into a bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from communique.codebook import load
from communique.record.views import Moment, Quads

_UNDONE = ("negated", "denied")


def phrase(moment: Moment) -> str:
    """What was done, between who did it and whom it was done to, as ``met or spoke with``."""
    done, undone, alone, nothing = load("phrases")[moment.type]
    if moment.recipient:
        return str(undone if moment.status in _UNDONE else done)
    return str(nothing if moment.status in _UNDONE else alone)


@dataclass(frozen=True, slots=True)
class Part:
    """A quad category's part of a bar, in hundredths of the longest bar's length."""

    quad: str
    number: int
    start: float
    length: float


def bar(quads: Quads, most: int) -> list[Part]:
    """A bar of as many episodes, cut by quad category, beside others of which the longest has ``most`` of them."""
    parts: list[Part] = []
    start = 0.0
    for name, count in quads.by_name():
        length = 100 * count / max(most, 1)
        if count:
            parts.append(Part(name, count, start, length))
        start += length
    return parts


def taking_part(moments: Iterable[Moment]) -> set[str]:
    """The ids of all who act or are acted on in some episodes."""
    return {key for m in moments for key in (*m.actor, *m.recipient)}
