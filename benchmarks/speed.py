"""How long coding takes beside the parser that it rests on, on the same texts in one run."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from evaluation import record

import communique
from benchmarks.articles import gather
from communique.documents import read
from communique.exporters.json import coding_json
from communique.extract.parse import blanked, parse
from communique.model import Page
from communique.models import events, reader
from communique.models.windows import windows
from communique.pipeline import STAGES, Draft, Settings, code_page
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


def skipped(folder: Path | None, count: int) -> float:
    """The share of the text of so many articles that the reader does not read, since it can hold neither speech nor acts."""
    model = reader.load()
    unread = whole = 0
    with tempfile.TemporaryDirectory() as scratch:
        for page in _pages(gather(folder, count, Path(scratch))):
            document = read(page)
            text = blanked(document.text, document.boilerplate)
            for window in windows(text):
                whole += window.end - window.start
                unread += 0 if model.worth(window.of(text)) else window.end - window.start
    return unread / whole if whole else 0.0


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
