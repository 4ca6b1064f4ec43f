"""Copies: which articles have one text, against what was decided by reading; and cases of our own, edited by rule.

``copies.tsv`` names pairs of the articles of Giveme5W1H's collection by their ids. Read were all pairs of one story that
share 20 runs of five words outside quotations, or two sentences of eight words: ``copy`` where one has most of the other's
text, ``version`` where both are an earlier and a later form of one text, or have a part of it, and ``none``. What is not
listed shares less.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from pathlib import Path

from communique.linking.copies import copies
from communique.model import Document
from evaluation.clusters import read
from evaluation.corpora import ids
from evaluation.matching import Counts

FILE = Path(__file__).with_name("copies.tsv")
_ONE_TEXT = frozenset(("copy", "version"))
Pair = frozenset[str]
Edit = Callable[[str], str]
"""Makes of a text what a paper prints."""


def decided(file: Path = FILE) -> dict[Pair, str]:
    """What was decided of each pair of articles' ids."""
    with file.open(encoding="utf-8", newline="") as rows:
        return {frozenset((r["one"], r["other"])): r["decision"] for r in csv.DictReader(rows, delimiter="\t")}


def lines(file: Path) -> Iterable[str]:
    """The table: the articles of a file against what was decided, then our own cases."""
    given = [
        replace(document, id=key, name=key) for (document, _), key in zip(read(file), ids(file), strict=True)
    ]  # fmt: skip
    at_hand = {d.name for d in given}
    known = {pair: decision for pair, decision in decided().items() if pair <= at_hand}
    wanted = {pair for pair, decision in known.items() if decision in _ONE_TEXT}
    found = _pairs(given)
    yield f"{len(given)} articles, {len(known)} of their pairs decided, {len(wanted)} of them one text"
    yield _line("copies", Counts(len(wanted & found), len(wanted), len(found)))
    whole = {pair for pair, decision in known.items() if decision == "copy"}
    yield f"  of {len(whole)} that have most of the other's text {len(whole & found)} are found"


def own(originals: Sequence[Document]) -> Iterable[str]:
    """The rows for each way of editing our own articles: is the article found that each was made of, and no other?"""
    for name, edit in EDITS.items():
        yield _line(name, sum((_found_again(originals, k, edit) for k in range(len(originals))), Counts()))


def _found_again(originals: Sequence[Document], number: int, edit: Edit) -> Counts:
    original = originals[number]
    made = replace(original, id="made", name="made", text=edit(original.text))
    found = _pairs([*originals, made])
    # What is a copy of the original is one of what was made of it.
    like = {original.name, *(other for pair in found if original.name in pair for other in pair)}
    told = {other for pair in found if "made" in pair for other in pair} - {"made"}
    return Counts(original.name in told, 1, (original.name in told) + len(told - like))


def _line(name: str, counts: Counts) -> str:
    figures = f"p {counts.precision:.3f}  r {counts.recall:.3f}  f1 {counts.f1:.3f}"
    return f"{name:26} {figures}  hit {counts.hit}  gold {counts.gold}  pred {counts.predicted}"


def _pairs(documents: Iterable[Document]) -> set[Pair]:
    return {frozenset((c.one, c.other)) for c in copies(documents)}


# Edits

_EDITOR = (
    "A choir of forty fishermen sang in the market hall at the weekend, and the hall was full to the last seat.",
    "Its conductor, who is also the baker of the town, said that next year they would sing on the pier if it is repaired.",
)


def _paragraphs(text: str) -> list[str]:
    return [p for p in re.split(r"\n+", text) if p.strip()]


def _headline(text: str) -> str:
    return "\n".join(("What the papers say", *_paragraphs(text)[1:]))


def _cut(text: str) -> str:
    """The first two thirds of the paragraphs, as where a column is full."""
    found = _paragraphs(text)
    return "\n".join(found[: -(-2 * len(found) // 3)])


def _added(text: str) -> str:
    return "\n".join((text, *_EDITOR))


def _reworded(text: str) -> str:
    """One word in twenty replaced."""
    chosen = random.Random(len(text))
    return re.sub(r"\w+", lambda m: "meanwhile" if chosen.random() < 0.05 else m.group(), text)


def _joined(*edits: Edit) -> Edit:
    return lambda text: reduce(lambda so_far, edit: edit(so_far), edits, text)


EDITS: Mapping[str, Edit] = {
    "another headline": _headline,
    "the end cut": _cut,
    "two paragraphs added": _added,
    "words replaced": _reworded,
    "cut, with another headline": _joined(_headline, _cut),
    "cut, with paragraphs added": _joined(_cut, _added),
    "cut, words replaced": _joined(_cut, _reworded),
}
"""What papers do with an agency's text, and what to call it."""
