"""``python -m training.words``: how many news articles use each word, into the package's own small table."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from evaluation.corpora import articles

from communique.linking.words import FREQUENCIES, stem, tells, words

_LEAST = 4
"""Per thousand: rarer words weigh alike."""


def main(arguments: list[str] | None = None) -> int:
    """Count the words of corpora and write the table; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.words", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, help="folders of .txt files, and .jsonl files of articles")
    options = parser.parse_args(arguments)
    often: Counter[str] = Counter()
    number = 0
    for place in options.corpora:
        for text in articles(place).values():
            number += 1
            often.update({stem(w) for w in words(text) if tells(w)})
    rows = sorted((-round(1000 * n / number), word) for word, n in often.items() if n * 1000 / number >= _LEAST)
    FREQUENCIES.write_text("".join(f"{word}\t{-share}\n" for share, word in rows), encoding="utf-8")
    print(f"{len(rows)} words of {number} articles: {FREQUENCIES}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
