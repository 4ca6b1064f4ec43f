"""Articles to measure on: a folder's own, or any number made of the paragraphs of the example corpus."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
WORDS = 500
"""Of a made article, as a news report has."""


def gather(folder: Path | None, count: int, into: Path, seed: int = 1) -> list[Path]:
    """So many articles as text files in a folder.

    Args:
        folder: where articles are; where it is None, or holds too few, they are made.
        count: how many.
        into: an empty folder for the files.
        seed: what the choice of paragraphs hangs on; the same seed makes the same articles.

    Raises:
        FileNotFoundError: the folder holds no text file.
    """
    texts = [p.read_text("utf-8") for p in sorted((folder or EXAMPLES).rglob("*.txt"))]
    if not texts:
        raise FileNotFoundError(f"{folder}: holds no .txt file; name a folder of articles, or none to have them made")
    if folder is None or len(texts) < count:
        texts = _made(texts, count, seed)
    found = []
    for k, text in enumerate(texts[:count]):
        path = into / f"{k:05}.txt"
        path.write_text(text, "utf-8")
        found.append(path)
    return found


def _made(texts: list[str], count: int, seed: int) -> list[str]:
    """Articles of the texts' lines in new orders, each with a page header of its own day."""
    chance = random.Random(seed)
    lines = [line for text in texts for line in text.splitlines() if len(line) > 60]
    return [
        f"date {1985 + k % 30}-{1 + k % 12:02}-{1 + k % 28:02} www.example.test\nReport number {k}\n\n"
        + "".join(f"{line}\n" for line in _drawn(lines, chance))
        for k in range(count)
    ]


def _drawn(lines: list[str], chance: random.Random) -> Iterator[str]:
    """Lines in a random order until they have :data:`WORDS` words, the last one cut there."""
    left = WORDS
    while left > 0:
        for line in chance.sample(lines, len(lines)):
            words = line.split()
            if left > 0:
                yield " ".join(words[:left])
            left -= len(words)
