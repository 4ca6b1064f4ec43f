"""A coding run: from paths to a record and, if wanted, to JSON files; what ``communique code`` does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.codebook.schemes import read_scheme
from communique.documents import UnreadableError
from communique.exporters.json import write_json
from communique.model import Coding, Page
from communique.pipeline import Settings, code_page
from communique.record import Record
from communique.relinking import relink
from communique.runners.local import Outcome, run
from communique.sources import SOURCES, find
from communique.sources.names import name_files, place


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be coded, and why."""

    name: str
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. ``skipped`` were in the record already, coded by this version from the same bytes."""

    record: str
    read: int
    coded: int
    skipped: int
    failures: tuple[Failure, ...]
    ignored: tuple[str, ...]
    statements: int
    events: int
    episodes: int
    seconds: float


def code(
    paths: Sequence[str | Path],
    record: str | Path = "communique.duckdb",
    *,
    json: str | Path | None = None,
    processes: int = 1,
    threshold: float | None = None,
    thorough: bool = False,
    codebook: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Summary:
    """Code files and folders into a record.

    Args:
        paths: files, and folders that are searched for files of a known kind.
        record: the record's file; it is made if it does not exist, and added to if it does.
        json: a folder for one JSON file for each document under the paths, whether coded now or before, and
            ``episodes.json`` and ``claims.json`` with what these documents are in, in the codebook's form.
        processes: how many processes to code in.
        threshold: how likely an event must be to be recorded, from 0 to 1: higher gives fewer and surer ones
            (``docs/accuracy.md`` has the curve). Documents coded with another threshold are coded again.
        thorough: ask the large event model about every draft of an event: some twenty times slower, and better
            (``docs/accuracy.md``). Documents coded otherwise are coded again.
        codebook: a YAML file with classes of one's own (``docs/how-to.md``), coded beside PLOVER's by likeness.
        progress: called with each document's name once it is done.

    Returns:
        What was done. Coding the same documents again changes nothing in the record.

    Raises:
        FileNotFoundError: a path does not exist, or no file under the paths is of a known kind.
        communique.RecordError: the record cannot be opened or written.
        communique.SchemeError: the codebook cannot be read or lacks something.
        communique.models.encoder.ModelMismatchError: the installation is not whole.
        communique.runners.local.WorkersError: no other process can be started.
        ValueError: the threshold is no probability.
    """
    began = time.monotonic()
    if threshold is not None and not 0 <= threshold <= 1:
        raise ValueError(f"the threshold is a probability from 0 to 1, not {threshold}")
    scheme = read_scheme(Path(codebook)) if codebook is not None else None
    settings = Settings(threshold, scheme, thorough=thorough)
    found = find([Path(p) for p in paths])
    if not found.files:
        kinds = ", ".join(sorted(SOURCES))
        raise FileNotFoundError(
            f"no readable file in {', '.join(map(str, paths))}: name a file or folder with {kinds} files"
        )
    counts = {"read": 0, "coded": 0, "skipped": 0, "statements": 0, "events": 0}
    failures: list[Failure] = []
    with Record.open(record) as opened:
        if settings.scheme is not None:
            opened.keep_scheme(settings.scheme.digest, settings.scheme.text)
        files = name_files(found.files, opened.paths(), _home(opened), lambda: _digests(opened))
        fresh = _unseen(files, opened, settings.version, counts, failures)
        done: list[Outcome] = []
        try:
            for outcome in run(fresh, processes, settings):
                done.append(outcome)
                if len(done) >= _AT_ONCE:
                    ready, done = done, []
                    _keep(ready, opened, settings.version, counts, failures)
                if progress is not None:
                    progress(outcome.page.name)
        finally:  # whatever ends the run, what is coded is kept
            _keep(done, opened, settings.version, counts, failures)
    with Record.open(record, ample=True) as opened:
        episodes = relink(opened)
        if json is not None:
            write_json(opened, Path(json), {name for name, _ in files})
    return Summary(
        record=str(record), failures=tuple(failures), ignored=tuple(map(str, found.ignored)),
        episodes=episodes, seconds=time.monotonic() - began, **counts,
    )  # fmt: skip


def _home(record: Record) -> Path:
    """The record's folder, from which it notes where files are."""
    return record.path.resolve().parent


def _digests(record: Record) -> dict[str, str]:
    """The hashes of the bytes of the record's documents, by name."""
    return {r["name"]: r["sha256"] for r in record.query("SELECT name, sha256 FROM documents")}


def _unseen(
    files: Iterable[tuple[str, Path]], record: Record, version: str, counts: dict[str, int], failures: list[Failure]
) -> Iterator[Page]:
    """Pages that the record does not hold yet; a file that cannot be opened costs itself."""
    failed = {r["name"] for r in record.failures()}
    for name, path in files:
        counts["read"] += 1
        try:
            pages = list(SOURCES[path.suffix.lower()](path, name))
        except (OSError, UnreadableError) as error:
            reason = getattr(error, "reason", None) or f"cannot be read ({error}): check the file and its permissions"
            record.fail(name, place(path, _home(record)), reason)
            failures.append(Failure(name, str(path), reason))
            continue
        for page in pages:
            if record.has(page, version):
                counts["skipped"] += 1
                if page.name in failed:  # the file could not be read for a while
                    record.unfail(page.name)
            else:
                yield page


_AT_ONCE = 16
"""Documents that are written at once; a run that is cut off loses no more of its work than these."""


def _keep(
    outcomes: Sequence[Outcome], record: Record, version: str, counts: dict[str, int], failures: list[Failure]
) -> None:
    home = _home(record)
    coded = [(o.coding, place(Path(o.page.path), home), version) for o in outcomes if o.coding is not None]
    if coded:
        record.write_all(coded)
    for coding, _, _ in coded:
        counts["coded"] += 1
        counts["statements"] += len(coding.statements)
        counts["events"] += len(coding.events)
    for outcome in outcomes:
        if outcome.coding is None:
            page, reason = outcome.page, outcome.reason or "unknown"
            record.fail(page.name, place(Path(page.path), home), reason)
            failures.append(Failure(page.name, page.path, reason))


def link(record: str | Path, *, afresh: bool = False) -> int:
    """Bring a record's documents together, as :func:`code` and judging do by themselves.

    Args:
        record: the record's file.
        afresh: compare everything again, and not only what changed since the last time; the result is the same.

    Returns:
        The number of episodes with two mentions or more.

    Raises:
        communique.RecordError: the record cannot be opened or written.
    """
    with Record.open(record, ample=True, make=False) as opened:
        return relink(opened, afresh=afresh)


def code_text(text: str, name: str = "text.txt") -> Coding:
    """Code one text that is at hand, without a record.

    Args:
        text: the article.
        name: what to call it; the codebook's ids do not depend on it.

    Raises:
        communique.UnreadableError: the text is empty, or no text: half of a character stands in it.
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError(
            name, f"holds half of a character at {error.start} (a lone surrogate); decode the article's bytes again"
        ) from error
    return code_page(Page(name, name, data, "text/plain"))
