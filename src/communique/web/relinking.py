"""Bringing a record together anew while its pages are being read."""

from __future__ import annotations

import ctypes
import threading
import time
from contextlib import suppress

import duckdb

from communique.record import Record
from communique.relinking import relink

_DUE = "relinking"
"""What a record notes of itself from when it must be brought together anew until it is."""
_PATIENCE = 0.5
"""Seconds after which what was told to end is told so again."""


class Relinking:
    """Brings a record together anew in the background, one time after another.

    Readers see the record as it was before until all of it is there. That it is to be done is noted in the record: what
    is cut off, by :meth:`stop` or with the whole process, is done when the record is next served.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._session: Record | None = None
        self._again = False
        self._over = False
        self.error: str | None = None
        """What went wrong the last time."""
        self.rounds = 0
        """How often it was brought together anew: what was read of the record before is no more true after."""

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    @property
    def due(self) -> bool:
        """Whether it was asked for, now or before this process, and is not done."""
        return self._record.writable and self._record.noted(_DUE) is not None

    def ask(self) -> None:
        """Begin, or begin again once what is under way is done: that may have read the record too early."""
        with self._lock:
            self._again = True
            self._note("due")
            if not self.running:
                # Nothing waits for a daemon at the process's end; `stop` lets it end in good order before.
                self._thread = threading.Thread(target=self._work, name="relinking", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Wait until nothing is under way."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def stop(self, seconds: float) -> bool:
        """Have it end where it is: what it has written of this round is undone by the database.

        Args:
            seconds: how long to wait for that.

        Returns:
            Whether it has ended. It has not where it is in a long step of some library; then the process may end over it.
        """
        until = time.monotonic() + seconds
        with self._lock:
            self._over, thread = True, self._thread
        while thread is not None and thread.is_alive() and time.monotonic() < until:
            session = self._session
            if session is not None:
                session.interrupt()
            if thread.ident is not None:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))
            thread.join(min(_PATIENCE, max(0.0, until - time.monotonic())))
        return thread is None or not thread.is_alive()

    def _work(self) -> None:
        with suppress(SystemExit):  # that is how `stop` ends it
            while self._is_wanted():
                self._bring_together()

    def _bring_together(self) -> None:
        try:
            with self._record.session() as self._session:
                relink(self._session)
            self.error = None
            self.rounds += 1
        except Exception as error:  # a thread has nobody above it who would show what went wrong
            self.error = str(error) or type(error).__name__
        finally:
            self._session = None

    def _is_wanted(self) -> bool:
        """Whether there is more to do; if not, the work ends here, so that nothing asked for is lost between the two."""
        with self._lock:
            wanted, self._again = self._again and not self._over, False
            if not wanted:
                if self.error is None and not self._over and self.rounds:
                    self._note(None)
                self._thread = None
            return wanted

    def _note(self, value: str | None) -> None:
        # Where this cannot be written, what it is a note of cannot either, and says so.
        with suppress(duckdb.Error), self._record.session() as record:
            record.note(_DUE, value)
