"""How long coding takes beside the parser that it rests on, on the same texts in one run."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from evaluation import record

import communique
from benchmarks.articles import gather
from communique.documents import read
from communique.exporters.json import coding_json
from communique.extract.parse import blanked, parse
from communique.model import Page, Span
from communique.models import events
from communique.models.telling import quoted
from communique.models.windows import windows
from communique.pipeline import STAGES, Draft, Settings, code_page, ready_for_events
from communique.sources import SOURCES


def compare(folder: Path | None, count: int, processes: int) -> tuple[float, float]:
    """Seconds of the parser alone and of a whole coding run into a new record, linking and writing included.

    Parser, vocabulary and models are loaded before either is timed where there is one process, and within both where
    there are more.
    """
    with tempfile.TemporaryDirectory() as scratch:
        articles = Path(scratch) / "articles"
        articles.mkdir()
        paths = gather(folder, count, articles)
        if processes == 1:
            communique.code(paths[:2], Path(scratch) / "warm.duckdb")
            events.load()
        alone = _timed(lambda: _parse_all(paths, processes))
        whole = _timed(lambda: communique.code(paths, Path(scratch) / "speed.duckdb", processes=processes))
    return alone, whole


def stages(folder: Path | None, count: int) -> dict[str, float]:
    """Seconds that each stage of the pipeline takes on so many articles, by the stage's name."""
    taken: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        events.load()
        for page in _pages(gather(folder, count, Path(scratch))):
            draft = Draft(read(page))
            for stage in STAGES:
                began = time.perf_counter()
                draft = stage(draft)
                name = stage.__name__.strip("_")
                taken[name] = taken.get(name, 0.0) + time.perf_counter() - began
    return taken


@dataclass(frozen=True, slots=True)
class Skipped:
    """What of some articles the reader does not read: ``unread`` of their ``sentences``, and a ``share`` of their text.

    ``empty`` of the sentences have no actors and no speech, as they were coded in the end, and no quotation, of which
    ``kept_out`` were not read. What has no word in it is not counted.
    """

    sentences: int
    unread: int
    empty: int
    kept_out: int
    share: float


def skipped(folder: Path | None, count: int) -> Skipped:
    """What of so many articles the reader does not read, since it can hold neither actors nor speech."""
    rows: list[tuple[bool, bool]] = []
    read_, whole = 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        for page in _pages(gather(folder, count, Path(scratch))):
            draft = ready_for_events(page)
            text = blanked(draft.document.text, draft.document.boilerplate)
            stretches, cut = draft.reading.stretches, windows(text)
            read_ += sum(s.end - s.start for s in stretches)
            whole += sum(w.end - w.start for w in cut)
            told = [m.span for m in draft.cast.mentions if m.actors]
            told += [span for s in draft.statements for span in (s.cue, *s.content)]
            told += [span for w in cut for span in quoted(text, w)]
            for sentence in (
                Span(s.start_char, s.end_char) for s in draft.parsed.sents if any(map(str.isalpha, s.text))
            ):
                rows.append((any(sentence.overlaps(t) for t in told), any(sentence.overlaps(s) for s in stretches)))
    unread = [full for full, reached in rows if not reached]
    empty = [reached for full, reached in rows if not full]
    return Skipped(len(rows), len(unread), len(empty), empty.count(False), 1 - read_ / whole if whole else 0.0)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _parse_all(paths: list[Path], processes: int) -> None:
    if processes == 1:
        for page in _pages(paths):
            parse(read(page))
        return
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for _ in pool.map(_parse_one, _pages(paths), chunksize=1):
            pass


def _parse_one(page: Page) -> None:
    parse(read(page))


def _pages(paths: list[Path]) -> Iterator[Page]:
    for path in paths:
        yield from SOURCES[path.suffix](path, path.name)


def skipping(pairs: Sequence[tuple[Path, Path]]) -> dict[str, tuple[float | None, float | None]]:
    """Each figure of evaluation with and without what the reader skips.

    Args:
        pairs: folders of gold codings, each with the folder of its articles.
    """
    read = [record.read_folder(gold) for gold, _ in pairs]
    wanted = record.Folder({stem: row for folder in read for stem, row in folder.documents.items()})
    found = []
    for settings in (Settings(), Settings(skip=False)):
        rows = {}
        for (_, articles), folder in zip(pairs, read, strict=True):
            for stem in folder.documents:
                page = next(SOURCES[".txt"](articles / f"{stem}.txt", stem))
                rows[stem] = coding_json(code_page(page, settings))
        found.append(record.score(wanted, record.Folder(rows)))
    return {name: (found[0].value(name), found[1].value(name)) for name in (*found[0].counts, *found[0].shares)}
