"""How long searching takes in a large made record, and what keeping its index costs when documents are written."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from statistics import median, quantiles

from communique.model import Actor, Coding, Document, Event, Interval, Publication, Span, Statement
from communique.record import Record, in_batches
from communique.record.index import entry_of

WORDS, VOCABULARY, ACTORS = 500, 200_000, 3000
_TYPES = ("CONSULT", "ACCUSE", "ASSAULT", "SANCTION", "AGREE", "REQUEST", "THREATEN", "AID")
_STATUSES = ("actual", "actual", "actual", "future", "negated", "denied")
_LETTERS = "etaoinshrdlu"


def word(rank: int) -> str:
    """A made word for a rank, always the same."""
    letters = ""
    number = rank + 1
    while number:
        number, letter = divmod(number, len(_LETTERS))
        letters += _LETTERS[letter]
    return f"{letters}o"


class Maker:
    """Made codings, the same for the same seed: words by Zipf's law, ten events and four statements a document."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self._words = [word(k) for k in range(VOCABULARY)]
        self._weights = list(accumulate(1 / (k + 1) for k in range(VOCABULARY)))

    def words(self, number: int) -> list[str]:
        """So many words, frequent ones more often."""
        return self.random.choices(self._words, cum_weights=self._weights, k=number)

    def codings(self) -> Iterator[Coding]:
        """Codings without end."""
        number = 0
        while True:
            yield self._coding(number)
            number += 1

    def _coding(self, number: int) -> Coding:
        sentences = [self.words(20) for _ in range(WORDS // 20)]
        pieces = [" ".join(s).capitalize() + "." for s in sentences]
        starts = list(accumulate((len(p) + 1 for p in pieces), initial=0))
        spans = [Span(start, start + len(p) - 1) for start, p in zip(starts, pieces, strict=False)]
        actors = tuple(
            Actor(f"a{k}", f"Actor {k}", "country", f"{k % 200:03}"[-3:])
            for k in sorted({int(ACTORS * self.random.random() ** 3) for _ in range(12)})
        )
        day = dt.date(2020, 1, 1) + dt.timedelta(days=self.random.randrange(2000))
        events = tuple(self._event(k, spans[k], actors, day) for k in range(10))
        statements = tuple(
            Statement(f"s{k}", (self.random.choice(actors).id,), None, Span(s.start, s.start + 4), (s,), "indirect")
            for k, s in enumerate(spans[10:14])
        )
        outlet = f"outlet{int(40 * self.random.random() ** 2)}.test"
        document = Document(
            f"d{self.random.getrandbits(64):016x}", f"{number:06}.txt", " ".join(pieces), title=" ".join(self.words(8)),
            outlet=outlet, published=Publication(day, day, day),
        )  # fmt: skip
        return Coding(document, actors, (), statements, events)

    def _event(self, k: int, span: Span, actors: tuple[Actor, ...], day: dt.date) -> Event:
        pick = self.random.choice
        sides = (pick(actors).id,), (pick(actors).id,)
        return Event(
            f"e{k}", pick(_TYPES), None, *sides, pick(_STATUSES), Interval(day, day), span, Span(span.start, span.start + 4)  # type: ignore[arg-type]
        )  # fmt: skip

    def query(self) -> str:
        """What a person might ask: one to three words, some of them a phrase, the beginning of a word or barred."""
        words = [w for w in self.words(3) if len(w) > 2] or [word(300)]
        some = words[: self.random.randint(1, 3)]
        kind = self.random.random()
        if kind < 0.15 and len(some) > 1:
            return f'"{" ".join(some[:2])}"'
        if kind < 0.3:
            return f"{some[0][:4]}* {' '.join(some[1:])}"
        return " ".join([*some, *(["-eto"] if kind > 0.9 else [])])


@dataclass(frozen=True, slots=True)
class Written:
    """What writing cost: milliseconds a document in all, and for the index's entries alone."""

    documents: int
    each: float
    entries: float

    @property
    def line(self) -> str:
        return f"{self.documents} documents written in {self.each:.1f} ms each, {self.entries:.2f} ms of it to make the index's entries"


def write(path: Path, documents: int) -> Written:
    """Make a record of so many documents."""
    made = islice(Maker().codings(), documents)
    spent = entries = 0.0
    with Record.open(path) as record:
        for some in in_batches(made, 16):
            began = time.perf_counter()
            for coding in some:
                entry_of(coding)
            entries += time.perf_counter() - began
            began = time.perf_counter()
            record.write_all([(c, "", "") for c in some])
            spent += time.perf_counter() - began
    return Written(documents, 1000 * spent / documents, 1000 * entries / documents)


def search(path: Path, number: int, *, read_only: bool = True) -> Iterator[str]:
    """Seconds of so many queries of each kind, facets and marked hits included, a line a kind."""
    maker = Maker(2)
    queries = [maker.query() for _ in range(number)]
    with Record.open(path, read_only=read_only) as record:
        for kind in ("documents", "statements", "events"):
            took, found = [], []
            for query in queries:
                began = time.perf_counter()
                found.append(record.search(query, kind).total)
                took.append(time.perf_counter() - began)
            slow = quantiles(took, n=20)[-1]
            yield f"{kind:10} median {median(took):.3f} s, 95th percentile {slow:.3f} s, longest {max(took):.3f} s; {median(found):.0f} hits at the median"
