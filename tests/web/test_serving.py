"""The served process as people run it: it ends when it is told to, whatever is under way, and no question holds it up."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest

from communique.record import Record
from communique.web.relinking import Relinking

MOST = 2.0
"""Seconds that ending may take."""
SERVE = "import sys; from communique.cli import main; {}; sys.argv = ['communique', *sys.argv[1:]]; main()"
STUCK = """
import time, communique.web.relinking as r
def relink(record):
    with record.transaction():
        record.replace_episodes([])
        record.replace_stories([], [])
        while True: {}
r.relink = relink
"""
ENDLESS = "SELECT length(" + "replace(" * 9 + "text" + ", 'a', 'aaaaaaaaaa')" * 9 + ") FROM documents"
"""Works on one batch of rows for longer than anybody waits, with functions that are harmless one by one."""


@contextmanager
def serving(file: Path, before: str = "pass") -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process that serves a record, and its address; ``before`` is run in it first."""
    command = [sys.executable, "-c", SERVE.format(f"exec({before!r})"), "serve", "--port", "0", "--record", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        yield process, found[0]
    finally:
        process.kill()
        process.communicate()


def answer(address: str, sent: dict[str, str] | None = None) -> str:
    """The page at an address, whatever its status; asked again while nobody listens."""
    data = urlencode(sent).encode() if sent else None
    until = time.monotonic() + 30
    while True:
        try:
            with urlopen(Request(address, data=data), timeout=30) as got:
                return str(got.read().decode())
        except HTTPError as error:
            return error.read().decode()
        except (URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def interrupted(process: subprocess.Popen[str]) -> float:
    """Tell it to end as Ctrl-C does; returns the seconds that this took."""
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    return time.monotonic() - began


@pytest.mark.parametrize("step", ["pass", "time.sleep(60)"], ids=["in Python", "in a library"])
def test_ctrl_c_does_not_wait_for_bringing_together_and_the_record_stays_sound(record_copy: Path, step: str) -> None:
    with Record.open(record_copy) as record:
        episodes, stories = len(list(record.all_episodes())), len(record.stories())
        document, event = record.told_most(1)[0].mentions[0]
    judged = {"verdict": "right", "one": f"{document}:{event}", "author": "Ada"}
    with serving(record_copy, STUCK.format(step)) as (process, address):
        answer(f"{address}judge", judged)
        assert "Bringing the record together anew" in answer(f"{address}relinking")
        time.sleep(0.5)  # until it is in the midst of its transaction
        assert interrupted(process) < MOST
    with Record.open(record_copy, ample=True) as record:
        assert (len(list(record.all_episodes())), len(record.stories())) == (episodes, stories)
        assert [j.author for j in record.judgements()] == ["Ada"]
        assert Relinking(record).due
    with serving(record_copy) as (process, address):
        until(lambda: "Bringing" not in answer(f"{address}relinking"))
        interrupted(process)
    with Record.open(record_copy) as record:
        assert not Relinking(record).due


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a process cannot take another's place")
def test_sql_that_does_not_stop_is_answered_in_time_and_the_server_goes_on(record_copy: Path) -> None:
    with serving(record_copy) as (process, address):
        began = time.monotonic()
        shown = answer(f"{address}explore?sql={quote(ENDLESS)}")
        assert time.monotonic() - began < 8
        assert "could not be stopped" in shown and "begins anew" in shown
        assert "Overview" in answer(address)
        assert process.poll() is None
        assert '<h2 id="rows">1 row</h2>' in answer(f"{address}explore?sql=SELECT+1")
        assert interrupted(process) < MOST


def test_an_idle_server_ends_at_once(record_copy: Path) -> None:
    with serving(record_copy) as (process, address):
        answer(address)
        assert interrupted(process) < MOST
    with suppress(FileNotFoundError):
        assert not Path(f"{record_copy}.wal").stat().st_size
