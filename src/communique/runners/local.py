"""The pipeline on this machine, in this process or in several: same pages, same codings, in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from communique.documents import UnreadableError
from communique.model import Coding, Page
from communique.pipeline import DEFAULTS, Settings, code_page


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
    """
    if processes <= 1:
        yield from (code_one(page, settings) for page in pages)
        return
    waiting: list[Future[Outcome]] = []
    source = iter(pages)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        waiting.extend(pool.submit(code_one, p, settings) for p in islice(source, processes * 4))
        while waiting:
            outcome = waiting.pop(0).result()
            waiting.extend(pool.submit(code_one, p, settings) for p in islice(source, 1))
            yield outcome


def code_one(page: Page, settings: Settings = DEFAULTS) -> Outcome:
    """One page's outcome; whatever goes wrong in it is its reason."""
    try:
        return Outcome(page, code_page(page, settings))
    except UnreadableError as error:
        return Outcome(page, None, error.reason)
    except Exception as error:  # a document must not end the run, whatever is in it
        return Outcome(page, None, f"internal error, please report it: {type(error).__name__}: {error}")
