"""Gathers a corpus document by document, then brings its documents, events and statements together.

Nothing that is brought together depends on the order in which documents are read: every step works on sorted names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from communique.judgements import Verdicts, found_in, verdicts
from communique.linking import blocking, likeness
from communique.linking.claims import claim_of
from communique.linking.clustering import average_link, components
from communique.linking.copies import Copies
from communique.linking.dating import Borrowed, flowing
from communique.linking.episodes import episode_of, group_id
from communique.linking.mentions import EventMention, Lean, Place, Utterance
from communique.linking.stories import Stories
from communique.linking.ties import ties
from communique.linking.words import Rarity
from communique.model import Anchor, Claim, Coding, Copy, Episode, Judgement, Story, Tie

FLOOR = 0.1
"""Pairs less likely than this to be one are not told from those that are not compared."""


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

    def event_pairs(self) -> Iterable[tuple[EventMention, EventMention, likeness.Features]]:
        """The pairs of event mentions that are compared, with what is compared of them."""
        items = self._events
        story, rarity = self._story, self._rarity

        def keys_of(k: int) -> Iterable[object]:
            return blocking.event_keys(items[k], story[items[k].place[0]], rarity)

        for i, j in blocking.pairs(items, keys_of, blocking.event_order):
            a, b = items[i], items[j]
            same = story[a.place[0]] == story[b.place[0]]
            if likeness.comparable(a, b, same):
                yield a, b, likeness.event_features(a, b, same, rarity)

    def statement_pairs(self) -> Iterable[tuple[Utterance, Utterance, likeness.Features]]:
        """The pairs of statements that are compared, with what is compared of them."""
        items = self._statements
        story, rarity = self._story, self._rarity

        def keys_of(k: int) -> Iterable[object]:
            return blocking.utterance_keys(items[k], story[items[k].place[0]], rarity)

        for i, j in blocking.pairs(items, keys_of, blocking.utterance_order):
            a, b = items[i], items[j]
            if likeness.same_matter(a, b):
                yield a, b, likeness.statement_features(a, b, story[a.place[0]] == story[b.place[0]], rarity)

    def episodes(self) -> list[Episode]:
        """The real events, also those that are mentioned once, in the order of their first mentions."""
        found = {m.place: m for m in self._events}
        groups = self._groups(sorted(found), self.event_pairs(), likeness.scales()["events"])
        return [episode_of([found[p] for p in group]) for group in groups]

    def ties(self, episodes: Sequence[Episode]) -> list[Tie]:
        """How episodes stand to each other."""
        return ties(episodes, {m.place: m for m in self._events}, self._story)

    def dates(self, episodes: Sequence[Episode]) -> Mapping[Place, Borrowed]:
        """What undated events have from dated accounts of the same episodes."""
        return flowing(episodes, {m.place: m for m in self._events})

    def claims(self) -> list[Claim]:
        """What statements in two documents or more report, in the order of their first statements."""
        found = {u.place: u for u in self._statements}
        groups = self._groups(sorted(found), self.statement_pairs(), likeness.scales()["statements"])
        return [claim_of([found[p] for p in g]) for g in groups if len({d for d, _ in g}) > 1]

    def _groups(
        self,
        places: Sequence[Place],
        compared: Iterable[tuple[EventMention, EventMention, likeness.Features]]
        | Iterable[tuple[Utterance, Utterance, likeness.Features]],
        scale: likeness.Scale,
    ) -> list[list[Place]]:
        likely = {
            (a.place, b.place): value for a, b, features in compared if (value := scale.of(features)) >= FLOOR
        }  # fmt: skip
        # Within a component only: the pairs of a whole corpus need not be held in one heap.
        known = set(places)
        together, apart = (
            sorted(p for p in pairs if known.issuperset(p)) for pairs in (self._verdicts.same, self._verdicts.different)
        )
        parts = components(places, [*likely, *together])
        at = {place: k for k, part in enumerate(parts) for place in part}
        by_part: dict[int, dict[tuple[Place, Place], float]] = defaultdict(dict)
        while likely:
            pair, value = likely.popitem()
            by_part[at[pair[0]]][pair] = value
        found = []
        for k, part in enumerate(parts):
            alike = by_part.pop(k, {})
            found += average_link(part, alike, scale.least, together=together, apart=apart) if len(part) > 1 else [part]
        return sorted(found)


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
