"""Which pairs are compared at all: those in one block, so that the work grows with the corpus and not with its square."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from communique.linking.mentions import EventMention, Utterance, is_narrow
from communique.linking.words import Rarity

T = TypeVar("T")

WINDOW = 40
"""In a larger block only neighbours in the order of time so far apart are compared (sorted neighbourhood: Hernández and
Stolfo, 1995)."""

_RARE = 3
_OPEN = dt.date.min


def pairs(
    items: Sequence[T], keys_of: Callable[[int], Iterable[Hashable]], order_of: Callable[[T], object]
) -> Iterator[tuple[int, int]]:
    """Pairs of items that share a key, each once, as indices in order.

    What is held at once is the blocks, not the pairs.

    Args:
        items: what is compared, in an order of its own.
        keys_of: the blocks of the item at an index.
        order_of: what neighbours in a block are near in.
    """
    blocks: dict[Hashable, list[int]] = defaultdict(list)
    for k in range(len(items)):
        for key in dict.fromkeys(keys_of(k)):
            blocks[key].append(k)
    order = [order_of(item) for item in items]
    places: list[list[tuple[list[int], int]]] = [[] for _ in items]
    for block in blocks.values():
        if len(block) > 1:
            block.sort(key=lambda k: (order[k], k))
            for at, k in enumerate(block):
                places[k].append((block, at))
    for one, found in enumerate(places):
        near = {other for block, at in found for other in block[max(0, at - WINDOW) : at + 1 + WINDOW] if other > one}
        places[one] = []
        for other in sorted(near):
            yield one, other


def event_keys(mention: EventMention, story: int, rarity: Rarity) -> Iterator[Hashable]:
    """The blocks of an event mention: its story's, its days', and those of its rarest words, each with whom it is of."""
    states = mention.both.states
    for state in sorted(states) or ("",):
        yield "story", story, state
    if not states:
        return
    if mention.date is not None and is_narrow(mention.date) and mention.date.earliest and mention.date.latest:
        for k in range((mention.date.latest - mention.date.earliest).days + 1):
            yield "day", mention.type, states, mention.date.earliest + dt.timedelta(days=k)
    rare = sorted(mention.around, key=lambda w: (-rarity.of(w), w))[:_RARE]
    for word in rare:
        yield "word", mention.type, states, word


def event_order(mention: EventMention) -> tuple[dt.date, dt.date]:
    """By when it was, then by when it was told."""
    told = mention.told.earliest or mention.told.latest or _OPEN if mention.told is not None else _OPEN
    date = mention.date.earliest or mention.date.latest if mention.date is not None else None
    return date or told, told


def utterance_keys(utterance: Utterance, story: int, rarity: Rarity) -> Iterator[Hashable]:
    """The blocks of a statement: its story's, and those of its rarest words, each with who it is by."""
    states = sorted(utterance.source.states) or [""]
    for state in states:
        yield "story", story, state
    rare = sorted(utterance.words, key=lambda w: (-rarity.of(w), w))[: 2 * _RARE]
    for word in rare:
        yield "words", story, word
        for state in states:
            yield "word", state, word


def utterance_order(utterance: Utterance) -> tuple[dt.date, int]:
    """By when it was told."""
    told = utterance.told.earliest or utterance.told.latest or _OPEN if utterance.told is not None else _OPEN
    return told, len(utterance.words)
