"""``python -m benchmarks``: ``speed``, ``memory``, ``linking`` and ``web``; the exit code says whether limits are kept."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from benchmarks import linking, memory, speed, web
from benchmarks.articles import EXAMPLES


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line and measure one thing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure a coding run, as ratios.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("speed", help="wall time beside the parser's alone")
    two = commands.add_parser("memory", help="peak resident size by number of articles")
    hidden = commands.add_parser("peak", help="peak resident size of this process, in megabytes")
    for command in (one, two, hidden):
        command.add_argument("folder", type=Path, nargs="?", help="folder of .txt articles (default: made ones)")
    for command in (one, hidden):
        command.add_argument("--articles", type=int, default=300)
    one.add_argument("--processes", type=int, default=1)
    one.add_argument("--at-most", type=float, default=3.0, help="limit of the ratio")
    two.add_argument("--few", type=int, default=200)
    two.add_argument("--many", type=int, default=2000)
    two.add_argument("--at-most", type=float, default=1.2, help="limit of the ratio")
    four = commands.add_parser("skipping", help="what it changes that the reader leaves out text; at most .005")
    four.add_argument(
        "gold", nargs="*", type=Path, help="pairs of folders: gold codings and their articles (default: the examples)"
    )
    three = commands.add_parser("linking", help="time and memory of bringing made event mentions together")
    three.add_argument("mentions", type=int, nargs="*", default=[10_000, 100_000], help="how many; a process for each")
    three.add_argument("--later", action="store_true", help="a record's, and what comes to it later")
    five = commands.add_parser("web", help="how long the web app's pages take on a large record")
    five.add_argument("record", type=Path, help="the record's file; it is made if there is none")
    five.add_argument("--documents", type=int, default=100_000, help="how many to make, with ten events each")
    five.add_argument("--times", type=int, default=40, help="how often each kind of page is asked")
    inner = commands.add_parser("linked", help="the same of this process")
    inner.add_argument("mentions", type=int)
    inner.add_argument("--later", action="store_true")
    given = parser.parse_args(arguments)
    if given.command == "linked":
        print((linking.later if given.later else linking.measure)(given.mentions).line)
        return 0
    if given.command == "linking":
        return max(
            subprocess.run(
                [sys.executable, "-m", "benchmarks", "linked", str(n), *(["--later"] if given.later else [])],
                check=False,
            ).returncode
            for n in given.mentions
        )
    if given.command == "web":
        return _web(given.record, given.documents, given.times)
    if given.command == "skipping":
        return _skipping(given.gold or [EXAMPLES.parent / "gold", EXAMPLES])
    if given.command == "peak":
        print(memory.own_peak(given.folder, given.articles))
        return 0
    if given.command == "speed":
        return _speed(given.folder, given.articles, given.processes, given.at_most)
    return _memory(given.folder, given.few, given.many, given.at_most)


def _speed(folder: Path | None, count: int, processes: int, limit: float) -> int:
    alone, whole = speed.compare(folder, count, processes)
    ratio = whole / alone
    print(f"{count} articles, {processes} process{'es' if processes > 1 else ''}")
    print(f"parser alone {alone:.1f} s, whole run {whole:.1f} s, ratio {ratio:.2f} (at most {limit})")
    print(f"{count / whole:.1f} articles a second, {round(86400 * count / whole, -3):.0f} a day")
    found = speed.skipped(folder, min(count, 50))
    print(
        f"{found.share:.1%} of the text is not read by the models, {found.unread} of {found.sentences} sentences: they can hold neither "
        f"actors nor speech; of {found.empty} that were coded with neither, {found.kept_out} were kept from them"
    )
    for name, seconds in speed.stages(folder, min(count, 50)).items():
        print(f"  {name:12} {1000 * seconds / min(count, 50):7.1f} ms an article")
    return int(ratio > limit)


def _skipping(folders: list[Path]) -> int:
    """Print each figure both ways; the exit code says whether one changes by more than the limit."""
    limit, worst = 0.005, 0.0
    for name, (with_, without) in speed.skipping(list(zip(folders[::2], folders[1::2], strict=True))).items():
        if with_ is not None and without is not None:
            worst = max(worst, abs(with_ - without))
            print(f"{name:13} {with_:.3f}, nothing skipped {without:.3f}")
    print(f"largest change {worst:.3f} (at most {limit})")
    return int(worst > limit)


def _web(record: Path, documents: int, times: int) -> int:
    print("page                            median  95th percentile  processor  compressed")
    kept = True
    for timing in web.measure(record, documents, times):
        print(timing.line, flush=True)
        kept = kept and timing.kept
    return int(not kept)


def _memory(folder: Path | None, few: int, many: int, limit: float) -> int:
    small, large = memory.peak(folder, few), memory.peak(folder, many)
    ratio = large / small
    print(f"{few} articles {small:.0f} MB, {many} articles {large:.0f} MB, ratio {ratio:.2f} (at most {limit})")
    return int(ratio > limit)


if __name__ == "__main__":
    sys.exit(main())
