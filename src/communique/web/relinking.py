"""Bringing a record together anew while its pages are being read."""

from __future__ import annotations

import threading

from communique.record import Record
from communique.relinking import relink


class Relinking:
    """Brings a record together anew in the background, one time after another.

    Readers see the record as it was before until all of it is there.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False
        self.error: str | None = None
        """What went wrong the last time."""
        self.rounds = 0
        """How often it was brought together anew: what was read of the record before is no more true after."""

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        return self._thread is not None

    def ask(self) -> None:
        """Begin, or begin again once what is under way is done: that may have read the record too early."""
        with self._lock:
            self._again = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="relinking")
                self._thread.start()

    def wait(self) -> None:
        """Wait until nothing is under way."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        while self._is_wanted():
            try:
                with self._record.session() as record:
                    relink(record)
                self.error = None
                self.rounds += 1
            except Exception as error:  # a thread has nobody above it who would show what went wrong
                self.error = str(error) or type(error).__name__

    def _is_wanted(self) -> bool:
        """Whether there is more to do; if not, the work ends here, so that nothing asked for is lost between the two."""
        with self._lock:
            wanted, self._again = self._again, False
            if not wanted:
                self._thread = None
            return wanted
