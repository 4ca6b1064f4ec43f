"""A made world with a spread like that of news: codings of as many event mentions as are asked for, in any number.

* **Words** are of a vocabulary of 40,000, as often as a Zipf-Mandelbrot law says; a quarter of a text's are its story's own,
  a fifth those of its theme (one of 150).
* **Actors** are 190 states and 3,000 people and bodies of theirs. How often each acts is heavy-tailed too: a few states are
  in most of the events. A document names a side by its state, or by who acts for it.
* **Stories** have from one to 400 documents; few have many, and these run for weeks and have more events. There are 70
  documents a day however large the corpus is, so that a million mentions are of 125,000 documents of five years.
* **Documents** have some 250 words and eight mentions: their story's main event twice, other events of the story, and three of
  earlier stories as background; in some of an event's own words and some of any, two fifths of them dated
  loosely or not at all. One in eight of a story's documents prints another's text.
* **Meanings** of an event's mentions are its own vector with as much noise again.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

import numpy as np

from communique.codebook import load
from communique.model import Actor, Coding, Document, Event, Interval, Kind, Publication, Span
from communique.models.meaning import MEANING

A_DAY = 70
"""Documents a day."""
MENTIONS = 8
"""Event mentions a document."""

_FIRST = dt.date(2015, 1, 1)
_VOCABULARY, _STATES, _AGENTS, _THEMES = 40_000, 190, 3_000, 150
_LARGEST = 400
_OUTLETS = 300
_TYPES = ("ACCUSE", "CONSULT", "AGREE", "SUPPORT", "ASSAULT", "REQUEST", "REJECT", "COERCE", "THREATEN", "AID", "SANCTION", "MOBILIZE", "RETREAT", "PROTEST", "CONCEDE", "COOPERATE")  # fmt: skip
_WORDINGS = 12
"""Words for acts of each type, of the codebook's."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A real event of the made world; ``actor`` and ``recipient`` are states' numbers."""

    number: int
    type: str
    actor: int
    recipient: int
    day: dt.date
    words: tuple[str, ...]
    meaning: np.ndarray


@dataclass(frozen=True, slots=True)
class _Story:
    words: Sequence[str]
    theme: Sequence[str]
    happenings: Sequence[Happening]


@dataclass(frozen=True, slots=True)
class _Mention:
    of: Happening
    actor: Actor
    recipient: Actor
    line: str
    trigger: Span
    meaning: bytes


class World:
    """Makes stories and their documents, the same ones for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._rng = random.Random(seed)
        self._noise = np.random.default_rng(seed)
        names = list(_names(self._rng, _VOCABULARY + _STATES + 2 * _AGENTS))
        self._words = names[:_VOCABULARY]
        self._often = _falling(_VOCABULARY, 30)
        proper = [n.capitalize() for n in names[_VOCABULARY:]]
        self._states = [Actor(n.lower(), n, "country", n, "GOV") for n in proper[:_STATES]]
        self._state_often = _falling(_STATES, 2)
        self._agents: list[list[Actor]] = [[] for _ in self._states]
        for first, last in zip(proper[_STATES::2], proper[_STATES + 1 :: 2], strict=True):
            at = self._rng.choices(range(_STATES), cum_weights=self._state_often)[0]
            key = f"{first}_{last}".lower()
            kinds: tuple[Kind, ...] = ("person", "organization")
            self._agents[at].append(
                Actor(key, f"{first} {last}", self._rng.choice(kinds), self._states[at].country, "GOV")
            )
        self._triggers = {t: _wordings(t) for t in _TYPES}
        self._themes = [self._rng.choices(self._words, cum_weights=self._often, k=120) for _ in range(_THEMES)]
        self._number = 0
        self._past: list[Happening] = []

    def codings(self, mentions: int) -> Iterator[tuple[Coding, list[int]]]:
        """Codings with that many event mentions in all, each with the numbers of the real events that its mentions are of."""
        documents = max(1, mentions // MENTIONS)
        made = 0
        while made < documents:
            day = _FIRST + dt.timedelta(days=made // A_DAY)
            size = min(int(self._rng.paretovariate(1.1)), _LARGEST, documents - made)
            story = self._story(size, day)
            earlier: list[tuple[Coding, list[int]]] = []
            for _ in range(size):
                coding, told = self._document(f"d{made:07}", story, size, day)
                if earlier and self._rng.random() < 0.125:
                    coding, told = _reprinted(coding.document, *self._rng.choice(earlier))
                earlier.append((coding, told))
                yield coding, told
                made += 1
            self._past.append(story.happenings[0])

    def _story(self, size: int, day: dt.date) -> _Story:
        states = self._rng.choices(range(_STATES), cum_weights=self._state_often, k=2 + int(size**0.5))
        states = [*states, (states[0] + 1) % _STATES]
        own = self._rng.choices(self._words, cum_weights=_falling(_VOCABULARY, 2000), k=25)
        happenings = [self._happening(states, own, day, int(size**0.5)) for _ in range(4 + int(size**0.7))]
        return _Story(own, self._rng.choice(self._themes), happenings)

    def _happening(self, states: Sequence[int], own: Sequence[str], day: dt.date, weeks: int) -> Happening:
        actor, recipient = self._rng.sample(sorted(set(states)), 2)
        words = (*self._rng.choices(own, k=3), *self._rng.choices(self._words, cum_weights=self._often, k=5))
        kind = self._rng.choices(_TYPES, cum_weights=_TYPE_OFTEN)[0]
        when = day + dt.timedelta(days=self._rng.randrange(-2, 1 + 2 * weeks))
        self._number += 1
        return Happening(self._number, kind, actor, recipient, when, words, self._noise.standard_normal(MEANING))

    def _document(self, name: str, story: _Story, size: int, day: dt.date) -> tuple[Coding, list[int]]:
        rng = self._rng
        main = story.happenings[min(len(story.happenings) - 1, int(rng.expovariate(0.7)))]
        told = [main, main, *rng.choices(story.happenings, k=MENTIONS - 5), *(self._background(main) for _ in range(3))]
        published = max(day, main.day) + dt.timedelta(days=min(30, int(rng.expovariate(0.5))))
        mentions = [self._mention(h) for h in told]
        text, lines = " ".join(self._body(story, 12)).capitalize() + "\n", []
        title = Span(0, len(text) - 1)
        for m in mentions:
            lines.append(len(text))
            text += f"{m.line}. {' '.join(self._body(story, 16)).capitalize()}.\n"
        events = tuple(self._event(f"e{k}", m, at) for k, (m, at) in enumerate(zip(mentions, lines, strict=True)))
        actors = {a.id: a for m in mentions for a in (m.actor, m.recipient)}
        document = Document(
            id=name, name=name, text=text, title=text[: title.end], title_span=title, outlet=f"o{rng.randrange(_OUTLETS)}",
            published=Publication(published, published, published),
        )  # fmt: skip
        return Coding(document, tuple(actors.values()), events=events), [h.number for h in told]

    def _background(self, main: Happening) -> Happening:
        past = self._past
        return past[-1 - int(min(len(past) - 1, self._rng.paretovariate(0.6)))] if past else main

    def _body(self, story: _Story, number: int) -> list[str]:
        own, theme = number // 4, number // 5
        words = self._rng.choices(self._words, cum_weights=self._often, k=number - own - theme)
        words += self._rng.choices(story.words, k=own) + self._rng.choices(story.theme, k=theme)
        self._rng.shuffle(words)
        return words

    def _mention(self, of: Happening) -> _Mention:
        actor, recipient = self._named(of.actor), self._named(of.recipient)
        triggers = self._triggers[of.type]
        trigger = self._rng.choices(triggers, cum_weights=_falling(len(triggers), 2))[0]
        words = (*self._rng.sample(of.words, 5), *self._rng.choices(self._words, cum_weights=self._often, k=3))
        start = len(actor.name) + 1
        vector = of.meaning + self._noise.standard_normal(MEANING)
        meaning = np.clip(np.round(vector / np.linalg.norm(vector) * 254), -127, 127).astype(np.int8).tobytes()
        line = f"{actor.name} {trigger} {recipient.name} {' '.join(words)}"
        return _Mention(of, actor, recipient, line, Span(start, start + len(trigger)), meaning)

    def _named(self, state: int) -> Actor:
        agents = self._agents[state]
        if not agents or self._rng.random() < 0.5:
            return self._states[state]
        return agents[min(len(agents) - 1, int(self._rng.paretovariate(0.8)) - 1)]

    def _event(self, key: str, mention: _Mention, at: int) -> Event:
        h, chance = mention.of, self._rng.random()
        days = None if chance > 0.8 else dt.timedelta(days=3 if chance > 0.6 else 0)
        return Event(
            key, h.type, None, (mention.actor.id,), (mention.recipient.id,), "actual",
            Interval(h.day - days, h.day + days) if days is not None else None,
            Span(at, at + len(mention.line)), Span(at + mention.trigger.start, at + mention.trigger.end),
            meaning=mention.meaning,
        )  # fmt: skip


def _wordings(kind: str) -> list[str]:
    words = (w for row in load("acts")["verbs"] if row["type"] == kind for w in row["words"])
    return [w for w in words if w.isalpha()][:_WORDINGS]


def _reprinted(document: Document, coding: Coding, told: list[int]) -> tuple[Coding, list[int]]:
    """Another document's text under this one's name, by its outlet and of its day."""
    copy = replace(
        coding.document, id=document.id, name=document.name, outlet=document.outlet, published=document.published
    )
    return replace(coding, document=copy), told


@cache
def _falling(number: int, shift: float) -> tuple[float, ...]:
    """Shares that fall with the rank, added up (Mandelbrot's form of Zipf's law)."""
    return tuple(accumulate(1 / (k + shift) for k in range(number)))


_TYPE_OFTEN = _falling(len(_TYPES), 3)


def _names(rng: random.Random, number: int) -> Iterator[str]:
    """Words that differ in the six letters by which words are compared."""
    syllables = [a + b for a in "bcdfghjklmnprstvwxyz" for b in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(rng.choices(syllables, k=3))] = None
    yield from found
