"""A large record of made codings, for measuring what is asked of one: the same seed makes the same record."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from communique.codebook import load
from communique.model import (
    Actor,
    Claim,
    Coding,
    Document,
    Episode,
    Event,
    Interval,
    Mention,
    Publication,
    Span,
    Statement,
    Story,
)
from communique.record import Record, in_batches

EVENTS = 10
"""Acts that a made document tells of, a sentence each."""
STATEMENTS = 5
WORDS = 30_000
"""Words of the made language; how often each comes falls as in natural text (Zipf's law)."""
PEOPLE = 3_000
OUTLETS = 80
LARGEST = 500
"""Documents of the first story, the largest; others have at most ``_LARGE``."""
AGENCIES = ("Reuters", "AP", "AFP")
FIRST = dt.date(2016, 1, 1)
DAYS = 3_650
_LARGE = 200
_CREDITED = 0.3
"""The share of documents whose text is an agency's."""
_TOGETHER = 200
"""Documents that are written at once."""


@dataclass(frozen=True, slots=True)
class _Act:
    """A made real event, which the documents of its story tell of."""

    type: str
    actor: Actor
    recipient: Actor
    day: int


class _World:
    """Actors, words and acts to make documents of; all that is drawn comes from one seeded generator."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        self.types = tuple(load("types"))
        states = [Actor(code, row["name"], "country", code) for code, row in sorted(load("states").items())]
        people = [
            Actor(f"person:{k}", f"{self.word(k)} {self.word(7 * k + 1)}".title(), "person", states[k % 40].id, "GOV")
            for k in range(PEOPLE)
        ]
        self.actors = [actor for pair in zip(states, people, strict=False) for actor in pair] + people[len(states) :]

    @staticmethod
    @cache
    def word(number: int) -> str:
        """A word of the made language: syllables that spell its number."""
        syllables = []
        number += 30
        while number:
            number, rest = divmod(number, 30)
            syllables.append("bdfgklmnprstvz"[rest % 14] + "aeiou"[rest % 5])
        return "".join(syllables)

    def ranks(self, count: int, among: int) -> list[int]:
        """Numbers from 0 of which the low ones come most often."""
        return [int(r - 1) % among for r in self.draw.zipf(1.3, count)]

    def words(self, count: int) -> str:
        return " ".join(self.word(r) for r in self.ranks(count, WORDS))

    def acts(self) -> list[_Act]:
        """The acts of one story: among few actors, within weeks."""
        cast = [self.actors[r] for r in self.ranks(4, len(self.actors))]
        begins = int(self.draw.integers(DAYS))
        return [
            _Act(
                self.types[int(self.draw.integers(len(self.types)))], cast[k % 4], cast[(k + 1) % 4],
                begins + int(self.draw.integers(14)),
            )
            for k in range(EVENTS)
        ]  # fmt: skip


def make(file: Path, documents: int, seed: int = 1) -> None:
    """Write a record of so many made documents, through the same door as real ones.

    Args:
        file: the record's file; there must be none yet.
        documents: how many, each with ``EVENTS`` events and ``STATEMENTS`` statements, in stories of one to many
            documents (Zipf's law), which are its episodes' and claims' too.
        seed: what every choice hangs on.
    """
    world = _World(seed)
    episodes: dict[tuple[int, int], list[tuple[str, str]]] = defaultdict(list)
    claims: dict[int, list[tuple[str, str]]] = defaultdict(list)
    acts: dict[int, list[_Act]] = {}
    told: dict[int, list[str]] = defaultdict(list)
    with Record.open(file, ample=True) as record:
        for some in in_batches(_stories(world, documents), _TOGETHER):
            codings = []
            for number, story in some:
                if story not in acts:
                    acts[story] = world.acts()
                coding = _coding(world, number, acts[story])
                name = coding.document.name
                for k in range(EVENTS):
                    episodes[story, k].append((name, f"e{k + 1}"))
                claims[story].append((name, "s1"))
                told[story].append(name)
                codings.append((coding, name, "made"))
            record.write_all(codings)
        record.replace_episodes(_episode(acts[s][k], s, k, m) for (s, k), m in sorted(episodes.items()))
        record.replace_claims(
            Claim(f"cl{s:010x}", "says", (acts[s][0].actor.id,), tuple(m)) for s, m in sorted(claims.items())
        )
        record.replace_stories((Story(f"st{s:010x}", tuple(n)) for s, n in sorted(told.items())), ())


def _stories(world: _World, documents: int) -> Iterator[tuple[int, int]]:
    """Each document's number and its story's; the first story has very many documents, the others one to many."""
    number = story = 0
    while number < documents:
        size = min(int(world.draw.zipf(2.0)), _LARGE) if story else LARGEST
        for _ in range(min(size, documents - number)):
            yield number, story
            number += 1
        story += 1


def _coding(world: _World, number: int, acts: list[_Act]) -> Coding:
    name = f"made{number:06}.txt"
    published = FIRST + dt.timedelta(days=acts[0].day + 1)
    title = world.words(8).capitalize()
    agency = AGENCIES[int(world.draw.integers(len(AGENCIES)))] if world.draw.random() < _CREDITED else None
    text, events, statements, mentions = f"{title}\n\n" + (f"({agency}) " if agency else ""), [], [], []
    for k, act in enumerate(acts):
        at = len(text)
        sentence = f"{act.actor.name} {world.words(2)} {act.recipient.name} {world.words(24)}."
        verb = Span(at + len(act.actor.name) + 1, at + len(act.actor.name) + 4)
        day = FIRST + dt.timedelta(days=act.day)
        events.append(
            Event(
                f"e{k + 1}", act.type, None, (act.actor.id,), (act.recipient.id,), "actual", Interval(day, day),
                Span(at, at + len(sentence)), verb, meaning=bytes(128),
            )
        )  # fmt: skip
        mentions.append(
            Mention(Span(at, at + len(act.actor.name)), Span(at, at + len(act.actor.name)), (act.actor.id,))
        )
        text += sentence + " "
        if k < STATEMENTS:
            at = len(text)
            said = world.words(20)
            whole = f"{act.actor.name} said that {said}."
            cue = at + len(act.actor.name) + 1
            statements.append(
                Statement(
                    f"s{k + 1}", (act.actor.id,), Span(at, cue - 1), Span(cue, cue + 4),
                    (Span(cue + 10, at + len(whole) - 1),), "indirect", meaning=bytes(128),
                )
            )  # fmt: skip
            text += whole + "\n\n"
    actors = {a.id: a for act in acts for a in (act.actor, act.recipient)}
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        hashlib.sha256(f"{name}\0{digest}".encode()).hexdigest()[:16], name, text, digest, digest,
        title=title, title_span=Span(0, len(title)), outlet=f"Outlet {world.ranks(1, OUTLETS)[0]}",
        credits=(agency,) if agency else (), published=Publication(published, published, published, "made"),
    )  # fmt: skip
    return Coding(document, tuple(actors.values()), tuple(mentions), tuple(statements), tuple(events))


def _episode(act: _Act, story: int, number: int, mentions: list[tuple[str, str]]) -> Episode:
    day = FIRST + dt.timedelta(days=act.day)
    label = f"{act.type} {act.actor.name}, {act.recipient.name}, {day}"
    return Episode(
        f"ep{story:08x}{number:02x}", label, act.type, (act.actor.id,), (act.recipient.id,), Interval(day, day), None, tuple(mentions)
    )  # fmt: skip
