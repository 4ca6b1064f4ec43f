"""Bringing together at scale: how long and in what memory the mentions of a made world are linked, and how well.

The world (:mod:`benchmarks.world`) has a spread like that of news, so that blocks, stories and episodes grow with the
corpus as they do there.
"""

from __future__ import annotations

import datetime as dt
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.world import MENTIONS, World
from communique.judgements import anchor_of
from communique.linking.linker import Linker
from communique.model import Coding, Episode, Judgement
from communique.record import Record, in_batches
from communique.relinking import relink

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each stage, peak memory in MB, and how far the episodes are the made world's events.

    ``processor`` is what the process took of a processor in all, also to make the corpus: others' work slows it less.
    """

    mentions: int
    seconds: Mapping[str, float]
    processor: float
    peak: float
    episodes: int
    precision: float
    recall: float

    @property
    def line(self) -> str:
        """One row of the table."""
        whole = sum(self.seconds.values())
        stages = ", ".join(f"{name} {taken:.1f} s" for name, taken in self.seconds.items())
        return (
            f"{self.mentions:>9,} mentions: {whole:7.1f} s ({stages}), "
            f"of a processor {self.processor:7.1f} s ({1e6 * self.processor / self.mentions:5.0f} µs a mention), "
            f"peak {self.peak:6.0f} MB, {self.episodes:,} episodes, pairs p {self.precision:.3f} r {self.recall:.3f}"
        )


def measure(mentions: int) -> Measured:
    """Link a made corpus in this process, all that a record's linking does before it writes.

    The time in which the corpus is made is not counted, the memory that it takes is.
    """
    linker, of, clock = Linker(), {}, _Clock()
    for coding, numbers in World().codings(mentions):
        with clock.of("read"):
            linker.read(coding)
        of[coding.document.name] = numbers
    with clock.of("stories"):
        _ = linker.stories
    with clock.of("copies"):
        _ = linker.copies
    with clock.of("episodes"):
        episodes = linker.episodes()
    with clock.of("ties"):
        linker.ties(episodes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(
        sum(map(len, of.values())), clock.seconds, time.process_time(), peak, len(episodes), *_agreement(of, episodes)
    )


@dataclass(frozen=True, slots=True)
class Later:
    """Seconds of a processor that bringing a record together takes: all at once, and after what comes later."""

    mentions: int
    seconds: Mapping[str, float]

    @property
    def line(self) -> str:
        """One row of the table."""
        stages = ", ".join(f"{name} {taken:.2f} s" for name, taken in self.seconds.items())
        return f"{self.mentions:>9,} mentions, of a processor: {stages}"


def later(mentions: int) -> Later:
    """Bring a made record together, add documents and a judgement to it, and bring it together after each.

    The time in which documents are made and written is not counted. "All at once" is the first time, in which two thirds of the
    documents are written again with the dates that flow to them; "afresh" is once more from scratch, when all have theirs.
    """
    codings = [coding for coding, _ in World().codings(mentions + 101 * MENTIONS)]
    there, one, many = codings[:-101], codings[-101:-100], codings[-100:]
    seconds = {}
    with TemporaryDirectory() as folder, Record.open(Path(folder) / "made.duckdb", ample=True) as record:

        def together(name: str, *, afresh: bool = False) -> None:
            begun = time.process_time()
            relink(record, afresh=afresh)
            seconds[name] = time.process_time() - begun

        _write(record, there)
        together("all at once")
        together("nothing new")
        first, other = (c for c in there[len(there) // 2 :][:2])
        judged = Judgement("same", anchor_of(first, first.events[0]), anchor_of(other, other.events[5]), "made", _NOON)
        record.judge([judged])
        together("a judgement")
        _write(record, one)
        together("1 document")
        _write(record, many)
        together("100 documents")
        together("afresh", afresh=True)
    return Later(MENTIONS * len(there), seconds)


_NOON = dt.datetime(2020, 1, 1, 12)


def _write(record: Record, codings: Iterable[Coding]) -> None:
    for some in in_batches(codings, 16):
        record.write_all([(coding, "made", "made") for coding in some])


class _Clock:
    """Adds up how long stages take."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Count what is done inside to a stage."""
        begun = time.perf_counter()
        yield
        self.seconds[stage] += time.perf_counter() - begun


def _agreement(of: Mapping[str, list[int]], episodes: Iterable[Episode]) -> tuple[float, float]:
    """Precision and recall of the pairs of mentions that are in one episode."""
    wanted = _pairs(Counter(n for numbers in of.values() for n in numbers))
    had = right = 0
    for e in episodes:
        within = Counter(of[document][int(key[1:])] for document, key in e.mentions)
        had += len(e.mentions) * (len(e.mentions) - 1) // 2
        right += _pairs(within)
    return right / max(1, had), right / max(1, wanted)


def _pairs(sizes: Counter[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())
