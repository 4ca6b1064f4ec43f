"""Gathers a corpus document by document, then brings its documents, events and statements together.

Nothing that is brought together depends on the order in which documents are read: every step works on sorted names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from communique.judgements import Verdicts, found_in, verdicts
from communique.linking import blocking, likeness
from communique.linking.claims import claim_of
from communique.linking.clustering import Pairs, gathered, grouped
from communique.linking.compared import Events, Utterances
from communique.linking.copies import Copies
from communique.linking.dating import Borrowed, flowing
from communique.linking.episodes import episode_of, group_id
from communique.linking.mentions import EventMention, Lean, Place, Utterance
from communique.linking.sets import Bools, Ints
from communique.linking.stories import Stories
from communique.linking.ties import ties
from communique.linking.words import Rarity
from communique.model import Anchor, Claim, Coding, Copy, Episode, Judgement, Story, Tie

FLOOR = 0.1
"""Pairs less likely than this to be one are not told from those that are not compared."""

Compared = tuple[Ints, Ints, likeness.Features]
"""A batch of pairs: one of each, the other of each, and what is compared of them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is brought together, and how: event mentions, or statements.

    Attributes:
        name: what these are called.
        columns: makes columns of some, given the numbers of documents' stories and how much words tell.
        blocks: in which blocks they are, by columns.
        order: what neighbours in a block are near in, by columns.
        may: which pairs may be one at all, by columns and both of each pair.
        features: what is compared of pairs, by the same.
        words: the words by which one is compared, in several sets.
    """

    name: str
    columns: Callable[[Sequence[Any], Mapping[str, int], Rarity], Any]
    blocks: Callable[[Any], blocking.Blocks]
    order: Callable[[Any], tuple[Ints, Ints]]
    may: Callable[[Any, Ints, Ints], Bools]
    features: Callable[[Any, Ints, Ints], likeness.Features]
    words: Callable[[Any], Iterable[Iterable[str]]]

    @property
    def scale(self) -> likeness.Scale:
        """How likely pairs are one."""
        return likeness.scales()[self.name]

    def met(self, columns: Any) -> Iterator[tuple[Ints, Ints]]:
        """The pairs that are in one block."""
        return blocking.pairs(self.blocks(columns), self.order(columns))

    def compared(self, columns: Any, met: Iterable[tuple[Ints, Ints]]) -> Iterator[Compared]:
        """Of pairs that meet, those that may be one, with what is compared of them."""
        for one, other in met:
            kept = self.may(columns, one, other)
            yield one[kept], other[kept], self.features(columns, one[kept], other[kept])

    def likely(self, compared: Iterable[Compared]) -> Pairs:
        """Of pairs that were compared, those likely enough to count."""
        scale = self.scale
        return gathered(((one, other, scale.of(features)) for one, other, features in compared), FLOOR)


EVENTS = Kind(
    "events", Events, blocking.event_blocks, blocking.event_order, likeness.comparable, likeness.event_features,
    lambda m: (m.around, m.words, m.trigger),
)  # fmt: skip
STATEMENTS = Kind(
    "statements", Utterances, blocking.utterance_blocks, blocking.utterance_order, likeness.same_matter,
    likeness.statement_features, lambda u: (u.words, u.quoted),
)  # fmt: skip


class Linker:
    """Reads codings in any order; then says what belongs together.

    Args:
        judgements: what people said, which wins over everything else.
    """

    def __init__(self, judgements: Iterable[Judgement] = ()) -> None:
        self._judgements = list(judgements)
        self._anchors = _by_document(self._judgements)
        self._judged: dict[Anchor, Place] = {}
        self._lean = Lean()
        self._stories, self._copies = Stories(), Copies()
        self._mentions: list[EventMention] = []
        self._utterances: list[Utterance] = []

    def read(self, coding: Coding) -> None:
        """Take in a document's coding."""
        self._stories.read(coding.document)
        self._copies.read(coding.document)
        self._mentions += self._lean.events(coding)
        self._utterances += self._lean.statements(coding)
        for anchor in self._anchors.get(coding.document.name, ()):
            if (place := found_in(anchor, coding)) is not None:
                self._judged[anchor] = place

    @cached_property
    def _verdicts(self) -> Verdicts:
        return verdicts(self._judgements, self._judged)

    @cached_property
    def copies(self) -> list[Copy]:
        """Pairs of documents of which one is a copy of the other."""
        return self._copies.found()

    @cached_property
    def stories(self) -> list[Story]:
        """Documents in groups, one a story."""
        return [Story(group_id("st", [(n, "") for n in names]), tuple(names)) for names in self._stories.found()]

    @cached_property
    def _story(self) -> Mapping[str, int]:
        return {name: k for k, story in enumerate(self.stories) for name in story.documents}

    @cached_property
    def _rarity(self) -> Rarity:
        return self._stories.rarity()

    @cached_property
    def _events(self) -> list[EventMention]:
        wrong = self._verdicts.wrong
        return sorted((m for m in self._mentions if m.place not in wrong), key=lambda m: m.place)

    @cached_property
    def _statements(self) -> list[Utterance]:
        wrong = self._verdicts.wrong
        return sorted((u for u in self._utterances if u.place not in wrong), key=lambda u: u.place)

    def event_pairs(self) -> Iterator[Compared]:
        """The pairs of event mentions that are compared; mentions are numbered in the order of their places."""
        return self._compared(EVENTS, self._events)

    def statement_pairs(self) -> Iterator[Compared]:
        """The pairs of statements that are compared; statements are numbered in the order of their places."""
        return self._compared(STATEMENTS, self._statements)

    def _compared(self, kind: Kind, items: Sequence[Any]) -> Iterator[Compared]:
        columns = kind.columns(items, self._story, self._rarity)
        return kind.compared(columns, kind.met(columns))

    def episodes(self) -> list[Episode]:
        """The real events, also those that are mentioned once, in the order of their first mentions."""
        found = self._events
        groups = self._groups([m.place for m in found], self.event_pairs(), EVENTS)
        return [episode_of([found[k] for k in group]) for group in groups]

    def ties(self, episodes: Sequence[Episode]) -> list[Tie]:
        """How episodes stand to each other."""
        return ties(episodes, {m.place: m for m in self._events}, self._story)

    def dates(self, episodes: Sequence[Episode]) -> Mapping[Place, Borrowed]:
        """What undated events have from dated accounts of the same episodes."""
        return flowing((e.mentions for e in episodes), {m.place: m for m in self._events})

    def claims(self) -> list[Claim]:
        """What statements in two documents or more report, in the order of their first statements."""
        found = self._statements
        groups = self._groups([u.place for u in found], self.statement_pairs(), STATEMENTS)
        return [claim_of([found[k] for k in g]) for g in groups if len({found[k].place[0] for k in g}) > 1]

    def _groups(self, places: Sequence[Place], compared: Iterable[Compared], kind: Kind) -> list[list[int]]:
        """Mentions in groups, each mention by its number in the order of places."""
        pairs = kind.likely(compared)
        at = {place: k for k, place in enumerate(places)}
        together, apart = (
            sorted((at[a], at[b]) for a, b in chosen if a in at and b in at)
            for chosen in (self._verdicts.same, self._verdicts.different)
        )
        return grouped(len(places), pairs, kind.scale.least, together, apart)


def _by_document(judgements: Iterable[Judgement]) -> Mapping[str, list[Anchor]]:
    found: dict[str, list[Anchor]] = defaultdict(list)
    for anchor in sorted({a for j in judgements for a in (j.one, j.other) if a is not None}, key=repr):
        found[anchor.document].append(anchor)
    return found


def linked(codings: Iterable[Coding], judgements: Iterable[Judgement] = ()) -> Linker:
    """A linker that has read some codings."""
    linker = Linker(judgements)
    for coding in codings:
        linker.read(coding)
    return linker
