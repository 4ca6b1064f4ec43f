"""Which pairs are compared at all: those in one block, so that the work grows with the corpus and not with its square."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from communique.linking.columns import Words
from communique.linking.compared import Events, Utterances
from communique.linking.sets import Ints, Sets, ranges

WINDOW = 40
"""In a larger block only neighbours in the order of time so far apart are compared (sorted neighbourhood: Hernández and
Stolfo, 1995)."""
BATCH = 200_000
"""Neighbours that are looked at in one go, as far as whole items allow it."""

_RARE = 3

Blocks = tuple[Ints, Ints]
"""Items, and a block that each is in; an item is there once for each of its blocks."""


def pairs(blocks: Blocks, order: Sequence[Ints]) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of items that are in one block, each once and in order, a batch at a time.

    What is held at once is the blocks and one batch.

    Args:
        blocks: the items' blocks.
        order: what neighbours in a block are near in, by item; of equals the next array decides, then the item's number.
    """
    item, low, high = _neighbourhoods(*blocks, order)
    batch = np.cumsum(np.bincount(item, high - low)).astype(np.int64) // BATCH if len(item) else item
    by_item = np.argsort(item, kind="stable")
    ends = np.flatnonzero(np.diff(batch[item[by_item]], append=-1)) + 1
    for start, end in zip((0, *ends), ends, strict=False):
        chosen = by_item[start:end]
        of, at = ranges(low[chosen], high[chosen])
        one, other = item[chosen][of], item[at]
        found = np.unique((one * len(batch) + other)[other > one])
        if len(found):
            yield np.divmod(found, len(batch))


def _neighbourhoods(item: Ints, block: Ints, order: Sequence[Ints]) -> tuple[Ints, Ints, Ints]:
    """Items block by block in order, and from and to which place each one's neighbours stand."""
    by_block = np.lexsort((item, *(column[item] for column in reversed(order)), block))
    item, block = item[by_block], block[by_block]
    new = np.diff(block, prepend=-1) != 0
    once = new | (np.diff(item, prepend=-1) != 0)
    item, new = item[once], new[once]
    starts = np.flatnonzero(new)
    sizes = np.diff(starts, append=len(item))
    at = np.arange(len(item))
    low = np.maximum(np.repeat(starts, sizes), at - WINDOW)
    return item, low, np.minimum(np.repeat(starts + sizes, sizes), at + WINDOW + 1)


def joint(*columns: Ints) -> Ints:
    """A number for each combination of the columns' numbers: a hash of 64 bits, the same wherever the combination is met."""
    found = np.zeros(len(columns[0]), dtype=np.uint64)
    for column in columns:
        found = _mixed(found + column.astype(np.int64).view(np.uint64))
    return found.view(np.int64)


def _mixed(found: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Numbers with each bit hung on every other (SplitMix64: Steele, Lea and Flood, 2014)."""
    found = found + np.uint64(0x9E3779B97F4A7C15)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))


def joined(parts: Sequence[Blocks]) -> Blocks:
    """Blocks of several kinds, of which none is another's."""
    blocks = (joint(np.full(len(block), kind), block) for kind, (_, block) in enumerate(parts))
    return np.concatenate([item for item, _ in parts]), np.concatenate(tuple(blocks))


def _states(row: Ints, states: Sets) -> tuple[Ints, Ints]:
    """Each item with the key of each of its states; 0 for those that have none."""
    item, at = ranges(states.starts[row], states.starts[row + 1])
    nobody = np.flatnonzero(states.sizes[row] == 0)
    return np.concatenate((item, nobody)), np.concatenate((states.keys[at], np.zeros_like(nobody)))


def _rare(words: Words, number: int) -> tuple[Ints, Ints]:
    rare = words.rarest(number)
    return rare.rows, rare.keys


def event_blocks(events: Events) -> Blocks:
    """The blocks of event mentions.

    Within a story: of one state, of one state and type, of one word for the act, and of words that are akin; the last two
    bring together those whose sides the texts do not tell. Beyond it: of one day, and of one rare word, each with the type
    and whom they are of.
    """
    both, date, story = events.both, events.date, events.story
    item, state = _states(both.row, both.states)
    parts = [(item, joint(story[item], state)), (item, joint(story[item], state, events.type_key[item]))]
    for sets in (events.trigger, events.kin):
        parts.append((sets.rows, joint(story[sets.rows], sets.keys)))
    whom = joint(events.type_key, both.same_states[both.row])
    known = both.states.sizes[both.row] > 0
    dated = np.flatnonzero(known & date.narrow)
    of, day = ranges(date.first[dated], date.last[dated] + 1)
    parts.append((dated[of], joint(whom[dated[of]], day)))
    item, word = _rare(events.around, _RARE)
    item, word = item[known[item]], word[known[item]]
    parts.append((item, joint(whom[item], word)))
    return joined(parts)


def event_order(events: Events) -> tuple[Ints, Ints]:
    """By when it was, then by when it was told."""
    told = events.told.begin
    return np.where(events.date.known & (events.date.begin > 0), events.date.begin, told), told


def utterance_blocks(utterances: Utterances) -> Blocks:
    """The blocks of statements: their stories', and those of their rarest words, each with who they are by."""
    source = utterances.source
    item, state = _states(source.row, source.states)
    parts = [(item, joint(utterances.story[item], state))]
    of, word = _rare(utterances.words, 2 * _RARE)
    parts.append((of, joint(utterances.story[of], word)))
    starts = np.searchsorted(of, np.arange(utterances.number))
    ends = np.searchsorted(of, np.arange(utterances.number), side="right")
    by, at = ranges(starts[item], ends[item])
    parts.append((item[by], joint(state[by], word[at])))
    return joined(parts)


def utterance_order(utterances: Utterances) -> tuple[Ints, Ints]:
    """By when it was told, then by length."""
    return utterances.told.begin, utterances.words.sets.sizes
