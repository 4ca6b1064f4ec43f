"""Event mentions and statements in columns, each mention a number: what pairs of them are compared by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import numpy as np

from communique.linking.acts import OUTCOMES, Turns, is_stay, joint_papers, kin
from communique.linking.columns import Days, Meanings, Sides, Words, codes, flags
from communique.linking.mentions import EventMention, Utterance
from communique.linking.sets import Ints, Sets, keys_of, numbered
from communique.linking.words import Rarity

UNDONE = frozenset(("negated", "denied"))
"""What an act that did not happen is told as."""


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


class Events:
    """Event mentions in columns; of sets, which stand in rows of their own, the row of each mention's.

    Args:
        items: the mentions.
        story: the number of each document's story.
        rarity: how much each word tells.
    """

    def __init__(self, items: Sequence[EventMention], story: Mapping[str, int], rarity: Rarity) -> None:
        self.number = len(items)
        self.story = _ints(story[m.place[0]] for m in items)
        self.document = codes(m.place[0] for m in items)
        self.position = _ints(m.position for m in items)
        self.in_title = flags(m.in_title for m in items)
        self.types = sorted({m.type for m in items})
        self.type = _ints(map({t: k for k, t in enumerate(self.types)}.__getitem__, (m.type for m in items)))
        self.type_key = keys_of(m.type for m in items)
        self.meeting = flags(m.type == "CONSULT" for m in items)
        self.mode, self.status = codes(m.mode for m in items), codes(m.status for m in items)
        self.undone = flags(m.status in UNDONE for m in items)
        self.actual = flags(m.status == "actual" for m in items)
        self.visit = flags(map(is_stay, items))
        self.papers = Sets.of(map(joint_papers, items), {word: k for k, word in enumerate(sorted(OUTCOMES))})
        self.actor, self.recipient = Sides([m.actor for m in items]), Sides([m.recipient for m in items])
        self.both = Sides([m.both for m in items])
        self.date, self.told = Days.of([m.date for m in items]), Days.of([m.told for m in items])
        self.where = codes(m.where for m in items)
        self.amount = np.array([np.nan if m.amount is None else m.amount for m in items], dtype=np.float64)
        self.meaning = Meanings.of([m.meaning for m in items])
        self._read_words(items, rarity)

    def _read_words(self, items: Sequence[EventMention], rarity: Rarity) -> None:
        numbers = numbered(chain.from_iterable((m.around, m.words, m.trigger) for m in items))
        self.words = Words.of((m.words for m in items), numbers, rarity)
        self.said = Words.of(((*m.words, *m.trigger) for m in items), numbers, rarity)
        self.around = Words.of((m.around for m in items), numbers, rarity)
        self.trigger = Sets.of((m.trigger for m in items), numbers)
        self.kin = kin(m.trigger for m in items)
        self.turns = Turns([(*m.words, *m.trigger) for m in items])
        self.numbers = Sets.of((m.numbers for m in items), numbered(m.numbers for m in items))


class Utterances:
    """Statements in columns; the arguments are those of :class:`Events`."""

    def __init__(self, items: Sequence[Utterance], story: Mapping[str, int], rarity: Rarity) -> None:
        self.number = len(items)
        self.story = _ints(story[u.place[0]] for u in items)
        self.document = codes(u.place[0] for u in items)
        self.position = _ints(u.position for u in items)
        self.source = Sides([u.source for u in items])
        self.told = Days.of([u.told for u in items])
        self.direct, self.negated = flags(u.direct for u in items), flags(u.negated for u in items)
        numbers = numbered(u.words for u in items)
        self.words = Words.of((u.words for u in items), numbers, rarity)
        self.quoted = Words.of((u.quoted for u in items), numbers, rarity)
        self.neighbours = Sets.of_neighbours((u.words for u in items), numbers)
        self.turns = Turns([u.words for u in items])
        self.numbers = Sets.of((u.numbers for u in items), numbered(u.numbers for u in items))
        self.meaning = Meanings.of([u.meaning for u in items])
