"""Bringing together at scale: how long and in what memory the mentions of a made world are linked, and how well.

The world (:mod:`benchmarks.world`) has a spread like that of news, so that blocks, stories and episodes grow with the
corpus as they do there.
"""

from __future__ import annotations

import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.world import World
from communique.linking.linker import Linker
from communique.model import Episode

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
