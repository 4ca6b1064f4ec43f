"""What is laid out to compare accounts: some documents' codings, and all that they have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from communique.linking.mentions import Place
from communique.model import Claim, Coding, Copy, Episode, Event, Span, Statement, Story, Tie
from communique.record import Record

_READ = ("actors", "statements", "events", "omissions")
"""The parts of a document that comparing accounts takes."""


@dataclass(frozen=True)
class Desk:
    """Documents' codings by name, the episodes and claims that they are in, and how these hang together."""

    codings: Mapping[str, Coding]
    episodes: Sequence[Episode] = ()
    claims: Sequence[Claim] = ()
    ties: Sequence[Tie] = ()
    copies: Sequence[Copy] = ()
    stories: Sequence[Story] = ()

    @classmethod
    def of(cls, record: Record, documents: Iterable[str] | None = None) -> Desk:
        """What a record holds of some documents, by name, but for mentions and codes; of all where none are named."""
        if documents is None:
            names = None
            codings = list(record.codings(_READ))
            episodes, claims = list(record.all_episodes()), list(record.all_claims())
        else:
            names = sorted(set(documents))
            codings = record.codings_of(names, _READ)
            episodes, claims = record.episodes_of(names), record.claims_of(names)
        ties = record.ties(None if names is None else [e.id for e in episodes])
        held = {c.document.name: c for c in codings}
        return cls(held, episodes, claims, ties, record.copies(names), record.stories(names))

    @classmethod
    def of_episode(cls, record: Record, episode: Episode) -> Desk:
        """What a record holds of the documents that tell of an episode, or of one that contradicts it."""
        others = [t.other for t in record.ties([episode.id]) if t.episode == episode.id and t.kind == "contradicts"]
        told = [episode, *(e for key in others for e in record.episodes_like(key))]
        return cls.of(record, {name for e in told for name, _ in e.mentions})

    @cached_property
    def _events(self) -> Mapping[Place, Event]:
        return {(d, e.id): e for d, c in self.codings.items() for e in c.events}

    @cached_property
    def _statements(self) -> Mapping[Place, Statement]:
        return {(d, s.id): s for d, c in self.codings.items() for s in c.statements}

    @cached_property
    def _by_id(self) -> Mapping[str, Episode]:
        return {e.id: e for e in self.episodes}

    @cached_property
    def _contradicted(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for tie in self.ties:
            if tie.kind == "contradicts":
                found.setdefault(tie.episode, []).append(tie.other)
        return found

    def event(self, place: Place) -> Event | None:
        """The event at a place; None where its document is not on the desk."""
        return self._events.get(place)

    def statement(self, place: Place) -> Statement | None:
        """The statement at a place; None where its document is not on the desk."""
        return self._statements.get(place)

    def episode(self, key: str) -> Episode | None:
        """The episode of an id."""
        return self._by_id.get(key)

    def told(self, episode: Episode) -> dict[str, list[Event]]:
        """The mentions of an episode by document, in order."""
        found: dict[str, list[Event]] = {}
        for place in episode.mentions:
            if (event := self.event(place)) is not None:
                found.setdefault(place[0], []).append(event)
        return found

    def accounts(self, episode: Episode) -> dict[str, list[Event]]:
        """The same, and the mentions of the same act in accounts that have it as not done, or that alone have it as done."""
        found = self.told(episode)
        for key in self._contradicted.get(episode.id, ()):
            if (other := self.episode(key)) is not None:
                for name, events in self.told(other).items():
                    found[name] = [*found.get(name, ()), *events]
        return found

    def names(self, document: str, keys: Iterable[str]) -> list[str]:
        """What a document calls actors."""
        known = {a.id: a.name for a in self.codings[document].actors}
        return [known.get(k, k) for k in keys]

    def quote(self, document: str, span: Span) -> str:
        """A document's words on one line."""
        return re.sub(r"\s+", " ", span.of(self.codings[document].document.text)).strip()

    def said(self, document: str, statement: Statement) -> str:
        """What a statement's source says, on one line."""
        return " … ".join(self.quote(document, p) for p in statement.content)
