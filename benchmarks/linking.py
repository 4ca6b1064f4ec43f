"""Bringing together at scale: made codings with a spread like that of news, and how long and in what memory they are linked.

A made corpus has as many documents a day however large it is. Stories have from one to sixty documents (few have many),
are of two or three states (a few states are in most), and each document tells its story's main event twice, some of the
story's other events, and background from earlier stories, in some of the event's own words and some of any.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from communique.linking.linker import Linker
from communique.model import Actor, Coding, Document, Event, Interval, Publication, Span

A_DAY = 70
"""Documents a day."""
MENTIONS = 8
"""Event mentions a document."""

_FIRST = dt.date(2015, 1, 1)
_STATES = tuple(a + b + c for a in "ABCDEF" for b in "AEIOU" for c in "KLMNRST")[:200]
_SHARES = tuple(accumulate(1 / (k + 2) for k in range(len(_STATES))))
_TYPES = ("ACCUSE", "CONSULT", "AGREE", "SUPPORT", "ASSAULT", "REQUEST", "REJECT", "COERCE", "THREATEN", "AID", "SANCTION", "MOBILIZE", "RETREAT", "PROTEST", "CONCEDE", "COOPERATE")  # fmt: skip
_TYPE_SHARES = tuple(accumulate(1 / (k + 3) for k in range(len(_TYPES))))
_WORDS = tuple(
    f"{a}{b}{c}{d}"
    for a in "bdfgklmn"
    for b in "aeiou"
    for c in ("rst", "ndl", "mpt", "lks")
    for d in ("on", "ar", "el", "im", "us")
)
_TRIGGERS = {t: tuple(f"{t.lower()}{k}" for k in range(4)) for t in _TYPES}


@dataclass(frozen=True, slots=True)
class _Happening:
    """A real event of the made world."""

    number: int
    type: str
    actor: str
    recipient: str
    day: dt.date
    words: tuple[str, ...]


def corpus(mentions: int, seed: int = 1) -> Iterator[tuple[Coding, list[int]]]:
    """Codings with that many event mentions in all, each with the numbers of the real events that its mentions are of."""
    rng = random.Random(seed)
    documents = max(1, mentions // MENTIONS)
    made, number, past = 0, 0, []
    while made < documents:
        day = _FIRST + dt.timedelta(days=made // A_DAY)
        size = min(60, int(rng.paretovariate(1.1)), documents - made)
        states = rng.choices(_STATES, cum_weights=_SHARES, k=3)
        own = rng.choices(_WORDS, k=5)
        happenings = []
        for _ in range(5):
            actor, recipient = rng.sample(states, 2)
            words = (*rng.choices(own, k=2), *rng.choices(_WORDS, k=5))
            kind = rng.choices(_TYPES, cum_weights=_TYPE_SHARES)[0]
            happenings.append(
                _Happening(number, kind, actor, recipient, day - dt.timedelta(days=rng.randrange(3)), words)
            )
            number += 1
        for _ in range(size):
            told = [happenings[0], happenings[0], *rng.sample(happenings[1:], 3)]
            told += [
                past[-1 - int(min(len(past) - 1, rng.paretovariate(0.6)))] if past else happenings[0]
                for _ in range(MENTIONS - 5)
            ]
            yield _coding(f"d{made:07}", told, day + dt.timedelta(days=rng.randrange(3)), rng), [h.number for h in told]
            made += 1
        past.append(happenings[0])


def _coding(name: str, told: Iterable[_Happening], published: dt.date, rng: random.Random) -> Coding:
    text, events, states = "", [], set()
    for k, h in enumerate(told):
        trigger = rng.choice(_TRIGGERS[h.type])
        before = f"{h.actor} "
        words = " ".join((*rng.sample(h.words, 4), *rng.choices(_WORDS, k=3)))
        line = f"{before}{trigger} {h.recipient} {words}"
        start = len(text)
        at = Span(start + len(before), start + len(before) + len(trigger))
        chance = rng.random()
        week = dt.timedelta(days=3)
        date = (
            Interval(h.day, h.day) if chance < 0.6 else Interval(h.day - week, h.day + week) if chance < 0.8 else None
        )
        events.append(
            Event(
                f"e{k}",
                h.type,
                None,
                (h.actor.lower(),),
                (h.recipient.lower(),),
                "actual",
                date,
                Span(start, start + len(line)),
                at,
            )
        )
        states |= {h.actor, h.recipient}
        text += line + "\n"
    actors = tuple(Actor(s.lower(), s, "country", s, "GOV") for s in sorted(states))
    document = Document(id=name, name=name, text=text, published=Publication(published, published, published))
    return Coding(document, actors, events=tuple(events))


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds to read and to bring together, peak memory in MB, and how far the episodes are the made world's events."""

    mentions: int
    read: float
    linked: float
    peak: float
    episodes: int
    precision: float
    recall: float

    @property
    def line(self) -> str:
        """One row of the table."""
        each = 1e6 * (self.read + self.linked) / self.mentions
        return (
            f"{self.mentions:>9,} mentions: read {self.read:7.1f} s, linked {self.linked:7.1f} s ({each:6.0f} µs a mention), "
            f"peak {self.peak:6.0f} MB, {self.episodes:,} episodes, pairs p {self.precision:.3f} r {self.recall:.3f}"
        )


def measure(mentions: int) -> Measured:
    """Link a made corpus in this process."""
    linker, of = Linker(), {}
    begun = time.perf_counter()
    for coding, numbers in corpus(mentions):
        linker.read(coding)
        of.update({(coding.document.name, e.id): n for e, n in zip(coding.events, numbers, strict=True)})
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    episodes = linker.episodes()
    linked = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sizes: dict[int, int] = {}
    for n in of.values():
        sizes[n] = sizes.get(n, 0) + 1
    wanted = sum(n * (n - 1) // 2 for n in sizes.values())
    had = sum(len(e.mentions) * (len(e.mentions) - 1) // 2 for e in episodes)
    right = 0
    for e in episodes:
        within: dict[int, int] = {}
        for place in e.mentions:
            within[of[place]] = within.get(of[place], 0) + 1
        right += sum(n * (n - 1) // 2 for n in within.values())
    return Measured(len(of), read, linked, peak, len(episodes), right / max(1, had), right / max(1, wanted))
