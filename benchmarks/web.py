"""How long the web app's pages take on a large record, and how large they are."""

from __future__ import annotations

import gzip
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from benchmarks.large import make
from communique.record import Record
from communique.web import application

MEDIAN, MOST, SIZE = 0.3, 1.0, 300_000
"""Limits: seconds in the middle and at the 95th percentile, and compressed bytes."""


@dataclass(frozen=True, slots=True)
class Timing:
    """One kind of page: seconds in the middle and at the 95th percentile, and its largest compressed size in bytes.

    ``work`` is the processor's time in the middle, of all threads, which other work on the machine hardly changes.
    """

    page: str
    asked: int
    median: float
    most: float
    work: float
    size: int

    @property
    def kept(self) -> bool:
        """Whether all limits are kept."""
        return self.median <= MEDIAN and self.most <= MOST and self.size <= SIZE

    @property
    def line(self) -> str:
        figures = f"{1000 * self.median:7.0f} ms  {1000 * self.most:7.0f} ms  {1000 * self.work:7.0f} ms  {self.size / 1000:7.0f} kB"
        return f"{self.page:20} {self.asked:4} asked  {figures}{'' if self.kept else '  over the limit'}"


def measure(file: Path, documents: int, times: int) -> Iterator[Timing]:
    """Ask every kind of page so many times, each time another of its kind where there are several.

    Args:
        file: the record; it is made, of so many documents, where there is none.
        documents: how many documents to make.
        times: how often each kind is asked.
    """
    if not file.exists():
        make(file, documents)
    with Record.open(file, ample=True) as record:
        client = TestClient(application(record), base_url="http://127.0.0.1")
        for page, addresses in _addresses(record, times).items():
            seconds, work, size = [], [], 0
            for address in addresses:
                began, worked = time.perf_counter(), time.process_time()
                answer = client.get(address)
                seconds.append(time.perf_counter() - began)
                work.append(time.process_time() - worked)
                if answer.status_code != 200:
                    raise RuntimeError(f"{address} answered {answer.status_code}: {answer.text[:200]}")
                size = max(size, len(gzip.compress(answer.content)))
            seconds.sort()
            most = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
            yield Timing(page, len(seconds), statistics.median(seconds), most, statistics.median(work), size)


def _addresses(record: Record, times: int) -> dict[str, list[str]]:
    """Addresses of each kind of page, the first those with most in them."""

    def some(sql: str) -> list[str]:
        return [quote(str(r["key"]), safe="") for r in record.query(f"{sql} LIMIT {times}")]

    often = "SELECT {0} AS key FROM {1} GROUP BY 1 ORDER BY count(*) DESC, 1"
    episodes = some(often.format("episode", "episode_mentions"))
    largest = some("SELECT id AS key FROM episodes WHERE documents = (SELECT max(documents) FROM episodes) ORDER BY id")
    states = some(often.format("country", "state_sides"))
    actors = some(often.format("id", "actors"))
    documents = some("SELECT name AS key FROM documents ORDER BY hash(name)")
    words = some("SELECT split_part(text, ' ', 30) AS key FROM documents ORDER BY hash(name)")
    every: dict[str, list[str]] = {
        "overview": ["/"] * times,
        "overview of a state": [f"/?actor={s}" for s in states],
        "episode": [f"/episode/{e}" for e in episodes],
        "largest episode": [f"/episode/{e}?page={1 + k % 40}" for k, e in enumerate((largest * times)[:times])],
        "document": [f"/document/{d}" for d in documents],
        "actor": [f"/actor/{a}" for a in actors],
        "network": ["/network"] * times,
        "dealings": [f"/dealings?actor={a}&recipient={b}" for a, b in zip(actors, actors[1:], strict=False)],
        "search": [f"/search?q={w}" for w in words],
        "search statements": [f"/search?q={w}&kind=statements" for w in words],
        "search events": [f"/search?q={w}&kind=events" for w in words],
        "explore": [
            "/explore?sql=" + quote("SELECT type, count(*) AS events FROM events GROUP BY type ORDER BY 2 DESC")
        ]
        * times,
        "brief": ["/brief"] * times,
    }
    return every
