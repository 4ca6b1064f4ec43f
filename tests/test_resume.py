"""A run that is killed is taken up again, and comes to what an unbroken one comes to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb

import communique

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"
RUN = "import sys, communique; communique.code(sys.argv[1:-1], sys.argv[-1])"


def content(record: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(record), read_only=True) as connection:
        return [
            *connection.execute("SELECT name FROM documents ORDER BY name").fetchall(),
            *connection.execute("SELECT id FROM events ORDER BY id").fetchall(),
            *connection.execute("SELECT id FROM statements ORDER BY id").fetchall(),
            *connection.execute("SELECT episode, document, event FROM episode_mentions ORDER BY ALL").fetchall(),
        ]


def test_a_killed_run_is_taken_up(tmp_path: Path) -> None:
    for round_ in range(4):
        for path in ARTICLES.glob("*.txt"):
            (tmp_path / f"{round_}_{path.name}").write_bytes(path.read_bytes())
    whole, broken = tmp_path / "whole.duckdb", tmp_path / "broken.duckdb"
    communique.code([tmp_path], whole)
    child = subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path), str(broken)])
    for _ in range(400):
        if broken.exists() and broken.stat().st_size > 100_000:
            break
        time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    summary = communique.code([tmp_path], broken)
    assert summary.coded + summary.skipped == summary.read
    assert content(broken) == content(whole)
