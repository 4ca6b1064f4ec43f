"""SQL from people, answered within bounds that hold whatever the SQL does.

DuckDB heeds that it is to stop between batches of rows; one expression can keep it busy, and fill memory, within one batch.
Such a question is left to itself, its asker is told so, and the process begins anew where that can be done: nothing less
ends what runs in a library's thread, and the file cannot be read by another process while this one may write to it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from communique.record import Record, RecordError
from communique.record.explore import Explored

AT_ONCE = 2
"""Questions that are answered at once, those counted that did not stop."""
GRACE = 1.0
"""Seconds that DuckDB has to heed that it is to stop."""
MEMORY = 2_000_000_000
"""Bytes by which this process may grow while a question is answered; what DuckDB counts itself is bounded by 1 GB."""
_LOOK = 0.05
"""Seconds between looks at memory."""
_PAGE = 4096


class UnstoppedError(RecordError):
    """A question that did not stop when it was told to, and runs on."""


class Questions:
    """Answers questions to one record, a few at once."""

    def __init__(self, record: Record, renewed: bool = False) -> None:
        """Take questions.

        Args:
            record: the record.
            renewed: whether the process begins anew after a question that does not stop.
        """
        self._record = record
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._renewed = renewed
        self.left = 0
        """Questions that did not stop when told to and still run."""

    def ask(self, sql: str, *, seconds: float, rows: int) -> Explored:
        """Answer a question.

        Args:
            sql: as for :meth:`communique.Record.explore`, and so are the others.
            seconds: how long it may take; it has an answer of some kind soon after.
            rows: how many rows are kept.

        Raises:
            RecordError: as for :meth:`communique.Record.explore`; also where there is no room for another question.
            UnstoppedError: it took too long or too much memory and cannot be stopped.
        """
        if not self._room.acquire(timeout=seconds):
            raise RecordError("other questions are still being answered; ask again in a while")
        answer = _Answer(self._record, sql, seconds, rows, self._done)
        before, until = _resident(), time.monotonic() + seconds + GRACE
        while not answer.wait(_LOOK):
            much = _resident() - before > MEMORY
            if (much or time.monotonic() > until) and not answer.abandon():
                self.left += 1
                raise UnstoppedError(
                    self._said("needs more memory than it may take" if much else f"took more than {seconds:g} s")
                )
        return answer.get()

    def _said(self, what: str) -> str:
        then = (
            "so that this server begins anew; open pages stay as they are"
            if self._renewed
            else "and runs on; questions may have to wait"
        )
        return f"the SQL {what} and could not be stopped, {then}. Write simpler expressions, or select fewer rows"

    def _done(self, abandoned: bool) -> None:
        self.left -= abandoned
        self._room.release()


class _Answer:
    """One question in a thread of its own, which can be waited for, and abandoned."""

    def __init__(
        self, record: Record, sql: str, seconds: float, rows: int, done: Callable[[bool], None]
    ) -> None:  # fmt: skip
        self._asked = (sql, seconds, rows)
        self._record, self._tell = record, done
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._abandoned = False
        self._found: Explored | Exception | None = None
        threading.Thread(target=self._run, name="question", daemon=True).start()

    def _run(self) -> None:
        sql, seconds, rows = self._asked
        try:
            with self._record.session() as session:
                self._found = session.explore(sql, seconds=seconds, rows=rows)
        except Exception as error:  # it is raised again where the answer is waited for
            self._found = error
        finally:
            with self._lock:
                self._ended.set()
            self._tell(self._abandoned)

    def wait(self, seconds: float) -> bool:
        return self._ended.wait(seconds)

    def abandon(self) -> bool:
        """Wait for it no more; returns whether it had ended before."""
        with self._lock:
            self._abandoned = not self._ended.is_set()
            return not self._abandoned

    def get(self) -> Explored:
        if isinstance(self._found, Explored):
            return self._found
        raise self._found or RecordError("the SQL does not run")


def _resident() -> int:
    """Bytes of memory that this process has; zero where the system does not say so."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE
    except OSError:
        return 0
