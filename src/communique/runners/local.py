"""The pipeline on this machine, in this process or in several: same pages, same codings, in the same order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context

from communique.documents import UnreadableError
from communique.extract.parse import load as load_parser
from communique.model import Coding, Page
from communique.models.encoder import ModelMismatchError
from communique.pipeline import DEFAULTS, Settings, code_page

_KILLED = (
    "ended the process that coded it (a crash in a library, or the memory ran out): split it into one file per article, "
    "or leave it out and report it"
)


class WorkersError(RuntimeError):
    """No process can be started to code in."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one page: its coding, or the reason there is none."""

    page: Page
    coding: Coding | None
    reason: str | None = None


def run(pages: Iterable[Page], processes: int = 1, settings: Settings = DEFAULTS) -> Iterator[Outcome]:
    """Code pages, yielding outcomes in the pages' order; a page that cannot be coded costs only itself.

    Args:
        pages: read one at a time; at most four a process are held at once.
        processes: how many to run; with 1, everything happens in this one.
        settings: what is set about coding.

    Raises:
        communique.models.encoder.ModelMismatchError: the installation is not whole, so that no page can be coded.
        WorkersError: no other process can be started.
    """
    if processes <= 1:
        yield from (code_one(page, settings) for page in pages)
        return
    source = iter(pages)
    for page in source:  # a pool lasts until a page breaks it; what is left goes to the next
        yield from _in_pool(chain([page], source), processes, settings)


def _in_pool(source: Iterator[Page], processes: int, settings: Settings) -> Iterator[Outcome]:
    """Outcomes of pages until there are no more, or one ends its process; none that was taken is lost."""
    waiting: deque[tuple[Page, Future[Outcome]]] = deque()
    with _pool(processes) as pool:
        waiting.extend((p, _begun(pool, p, settings)) for p in islice(source, processes * 4))
        while waiting and not _is_broken(waiting[0][1]):
            outcome = waiting.popleft()[1].result()
            waiting.extend((p, _begun(pool, p, settings)) for p in islice(source, 1))
            yield outcome
    again = _one_by_one([page for page, future in waiting if _is_broken(future)], settings)
    for _, future in waiting:
        yield next(again) if _is_broken(future) else future.result()


def _one_by_one(pages: Sequence[Page], settings: Settings) -> Iterator[Outcome]:
    """Outcomes of pages of which one broke a pool, each alone in it now: only that one is to fail."""
    left = deque(pages)
    while left:
        with _pool(1) as pool:
            if _is_broken(pool.submit(_nothing)):
                raise WorkersError(
                    "no process can be started to code in: code in one process, or call this from a script's "
                    "`if __name__ == '__main__':`"
                )
            broken = False
            while left and not broken:
                page = left.popleft()
                future = _begun(pool, page, settings)
                broken = _is_broken(future)
                yield Outcome(page, None, _KILLED) if broken else future.result()


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, mp_context=get_context("spawn"))


def _begun(pool: ProcessPoolExecutor, page: Page, settings: Settings) -> Future[Outcome]:
    """A page's outcome to come; that the pool broke meanwhile is found when it is asked for."""
    try:
        return pool.submit(code_one, page, settings)
    except BrokenProcessPool as error:
        future: Future[Outcome] = Future()
        future.set_exception(error)
        return future


def _is_broken(future: Future[Outcome] | Future[None]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _nothing() -> None:
    """What any process can do."""


def code_one(page: Page, settings: Settings = DEFAULTS) -> Outcome:
    """One page's outcome; whatever goes wrong in it is its reason.

    Raises:
        communique.models.encoder.ModelMismatchError: not the page is at fault but the installation.
    """
    try:
        _check_parser()
        return Outcome(page, code_page(page, settings))
    except ModelMismatchError:
        raise
    except UnreadableError as error:
        return Outcome(page, None, error.reason)
    except Exception as error:  # a document must not end the run, whatever is in it
        return Outcome(page, None, f"internal error, please report it: {type(error).__name__}: {error}")


def _check_parser() -> None:
    try:
        load_parser()
    except OSError as error:
        raise ModelMismatchError(f"the parser cannot be loaded ({error}); install communique again") from error
