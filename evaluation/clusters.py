"""Stories and copies: articles with the story that each is of, as in the Giveme5W1H repository's collection."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from communique.linking.copies import copies, runs
from communique.linking.stories import stories
from communique.model import Document, Publication
from evaluation.linking import agreement

Row = dict[str, Any]


def read(file: Path) -> list[tuple[Document, str]]:
    """The articles and the story of each.

    Raises:
        ValueError: a line of the file is no article with a story.
    """
    found = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        row = json.loads(line)
        if "cluster" not in row or "text" not in row:
            raise ValueError(f"{file}:{number}: has no text and cluster; give a file of articles with their stories")
        found.append((_document(row, f"{number:06d}"), row["cluster"]))
    return found


def _document(row: Row, name: str) -> Document:
    try:
        day = dt.date.fromisoformat((row.get("published") or "")[:10])
    except ValueError:
        day = None
    title = row.get("title") or ""
    return Document(
        id=name, name=name, text=f"{title}\n\n{row['text']}", title=title or None, outlet=row.get("outlet"),
        published=Publication(day, day, day),
    )  # fmt: skip


def lines(file: Path) -> Iterable[str]:
    """The table: stories as we find them, by outlet alone for comparison, and what is copied from what."""
    rows = read(file)
    documents = [d for d, _ in rows]
    of = {d.name: cluster for d, cluster in rows}
    gold: dict[str, list[str]] = {}
    for name, cluster in of.items():
        gold.setdefault(cluster, []).append(name)
    names = [d.name for d in documents]
    yield f"{len(names)} articles in {len(gold)} stories"
    yield agreement(names, gold.values(), stories(documents)).line("stories")
    yield agreement(names, gold.values(), []).line("  none")
    found = copies(documents)
    apart = [c for c in found if of[c.one] != of[c.other]]
    yield f"copies: {len(found)} pairs, {len(apart)} of them of two stories"
    short = sum(len(runs(d)) == 0 for d in documents)
    if short:
        yield f"{short} articles are too short to be compared"
