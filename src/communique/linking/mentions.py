"""What bringing together needs to know of an event mention and of a statement, without the texts that they are from."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from communique.linking.words import content_words, told_words
from communique.model import Actor, Coding, Event, Interval, Span, Statement, Status

Place = tuple[str, str]
"""A document's name and an id within it."""
K = TypeVar("K", bound=Hashable)

LABEL = 160
"""Characters of a claim's label."""
NARROW = 3
"""Days of an interval that still tells one event from the next."""


@dataclass(frozen=True, slots=True)
class Party:
    """One actor on a side: its id, what it is rolled up to (its state, else itself), and the words of its names.

    ``whole`` is whether it is the state itself.
    """

    id: str
    state: str
    name: str
    words: frozenset[str]
    person: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Side:
    """Actors of one side, or of both, with what they are compared by: states, ids and the words of their names.

    ``own`` are the ids of those that are not states themselves, ``persons`` those of persons.
    """

    parties: tuple[Party, ...]
    states: frozenset[str]
    ids: frozenset[str]
    words: frozenset[str]
    own: frozenset[str]
    persons: frozenset[str]

    @classmethod
    def of(cls, parties: Iterable[Party]) -> Side:
        """The side of some actors."""
        given = tuple(parties)
        return cls(
            given,
            frozenset(p.state for p in given),
            frozenset(p.id for p in given),
            frozenset(w for p in given for w in p.words),
            frozenset(p.id for p in given if not p.whole),
            frozenset(p.id for p in given if p.person),
        )


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event as one document mentions it; ``told`` is when that document was published, as far as it is known.

    ``words`` are those of the evidence but for the sides' names, ``around`` those of the whole sentence; both in order,
    which takes a fifth of a set's memory.
    """

    place: Place
    position: int
    type: str
    mode: str | None
    status: Status
    actor: Side
    recipient: Side
    both: Side
    date: Interval | None
    told: Interval | None
    where: str | None
    amount: float | None
    trigger: frozenset[str]
    words: tuple[str, ...]
    around: tuple[str, ...]
    numbers: frozenset[str]
    in_title: bool
    meaning: bytes


@dataclass(frozen=True, slots=True)
class Utterance:
    """A statement as one document reports it; ``words`` in the order of the text, ``quoted`` those in quotation marks."""

    place: Place
    position: int
    source: Side
    told: Interval | None
    words: tuple[str, ...]
    quoted: tuple[str, ...]
    numbers: frozenset[str]
    direct: bool
    negated: bool
    label: str
    meaning: bytes


class Lean:
    """Makes mentions and utterances, with one object for equal parts: a large corpus has few of each."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, Hashable] = {}
        self._sides: dict[tuple[int, ...], Side] = {}

    def side(self, parties: Sequence[Party]) -> Side:
        """The side of some actors that are each one object already."""
        key = tuple(map(id, parties))
        found = self._sides.get(key)
        if found is None:
            found = self._sides[key] = self.shared(Side.of(parties))
        return found

    def events(self, coding: Coding) -> list[EventMention]:
        """The event mentions of a document."""
        actors = {a.id: a for a in coding.actors}
        told = self.shared(told_of(coding))
        return [self._event(e, k, coding, actors, told) for k, e in enumerate(coding.events)]

    def statements(self, coding: Coding) -> list[Utterance]:
        """The statements of a document."""
        actors = {a.id: a for a in coding.actors}
        told = self.shared(told_of(coding))
        return [self._statement(s, k, coding, actors, told) for k, s in enumerate(coding.statements)]

    def _event(
        self, event: Event, position: int, coding: Coding, actors: Mapping[str, Actor], told: Interval | None
    ) -> EventMention:
        text, title = coding.document.text, coding.document.title_span
        actor, recipient = self._side(event.actor, actors), self._side(event.recipient, actors)
        both = self.side((*actor.parties, *recipient.parties))
        shown = event.evidence.of(text)
        trigger, words = content_words(event.trigger.of(text)), content_words(shown) - both.words
        around = (content_words(sentence(text, event.evidence).of(text)) - both.words) | trigger
        return EventMention(
            (coding.document.name, sys.intern(event.id)), position, event.type, event.mode, event.status, actor, recipient, both,
            self.shared(event.date), told, event.place, event.amount.value if event.amount else None,
            self.shared(trigger), tuple(sorted(words)), tuple(sorted(around)), self.shared(numbers(shown)),
            title is not None and title.overlaps(event.evidence), event.meaning,
        )  # fmt: skip

    def _statement(
        self, statement: Statement, position: int, coding: Coding, actors: Mapping[str, Actor], told: Interval | None
    ) -> Utterance:
        said = " ".join(p.of(coding.document.text) for p in statement.content)
        source = self._side(statement.source, actors)
        label = re.sub(r"\s+", " ", said)[:LABEL]
        return Utterance(
            (coding.document.name, sys.intern(statement.id)), position, source, told, told_words(said), told_words(" ".join(_QUOTED.findall(said))), self.shared(numbers(said)),
            statement.kind == "direct", _NEGATION.search(said) is not None, label, statement.meaning,
        )  # fmt: skip

    def _side(self, keys: Iterable[str], actors: Mapping[str, Actor]) -> Side:
        return self.side([self._party(k, actors) for k in keys])

    def _party(self, key: str, actors: Mapping[str, Actor]) -> Party:
        actor = actors.get(key)
        if actor is None:
            return self.shared(Party(key, key, key, content_words(key.replace("_", " ")), False, False))
        words = content_words(" ".join((actor.name, *actor.aliases)))
        return self.shared(
            Party(key, actor.country or key, actor.name, words, actor.kind == "person", actor.kind == "country")
        )

    def shared(self, value: K) -> K:
        """The value, or an equal one that was there before."""
        return cast(K, self._seen.setdefault(value, value))


def told_of(coding: Coding) -> Interval | None:
    """The days on which a document may have been published; None where nothing is known."""
    published = coding.document.published
    first, last = published.date or published.earliest, published.date or published.latest
    return Interval(first, last) if first or last else None


_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n")
_REACH = 400


def sentence(text: str, words: Span) -> Span:
    """The sentence or sentences that words stand in, within a few hundred characters of them."""
    start = max(0, words.start - _REACH)
    for match in _END.finditer(text, start, words.start):
        start = match.end()
    end = _END.search(text, words.end, min(len(text), words.end + _REACH))
    return Span(start, end.start() + 1 if end else min(len(text), words.end + _REACH))


_QUOTED = re.compile(r"[“\"„«‘']([^”\"“»’]{3,})[”\"“»’']")
_NEGATION = re.compile(r"\b(?:not|never|no|none|nobody|neither|nor|without|cannot)\b|n['’]t\b", re.I)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def numbers(text: str) -> frozenset[str]:
    """The figures in a text, without what groups their digits."""
    return frozenset(m.replace(",", "") for m in _NUMBER.findall(text))


def days_between(a: Interval, b: Interval) -> int:
    """How many days lie between two intervals at least; 0 where they meet. An open end meets everything beyond."""
    if a.latest and b.earliest and a.latest < b.earliest:
        return (b.earliest - a.latest).days
    if b.latest and a.earliest and b.latest < a.earliest:
        return (a.earliest - b.latest).days
    return 0


def width(days: Interval) -> dt.timedelta | None:
    """From the first to the last day of an interval; None where an end is open."""
    return days.latest - days.earliest if days.earliest and days.latest else None


def is_narrow(days: Interval | None) -> bool:
    """Whether days tell one event from the next."""
    wide = width(days) if days is not None else None
    return wide is not None and wide.days <= NARROW
