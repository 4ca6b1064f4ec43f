"""How much memory a coding run holds at its peak, by the number of articles."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import communique
from benchmarks.articles import gather


def peak(folder: Path | None, count: int) -> float:
    """Megabytes that a fresh process holds at its peak while it codes so many articles."""
    place = [] if folder is None else [str(folder)]
    command = [sys.executable, "-m", "benchmarks", "peak", *place, "--articles", str(count)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(found.stdout.strip())


def own_peak(folder: Path | None, count: int) -> float:
    """Megabytes that this process has held at its peak after coding so many articles."""
    with tempfile.TemporaryDirectory() as scratch:
        articles = Path(scratch) / "articles"
        articles.mkdir()
        communique.code(gather(folder, count, articles), Path(scratch) / "memory.duckdb")
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
