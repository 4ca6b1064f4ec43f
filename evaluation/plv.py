"""Scores the event model on PLV (Zero-Shot-PLOVER, ACL 2024): sentences with a marked source and target, type and quad.

The type that is likeliest among the sixteen is taken, CONCEDE and RETREAT together as the table's YIELD; the quad is
that of the likeliest quad, its types' chances added up. Macro-F1 is the mean over the classes that the gold has.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.codebook import load
from communique.model import Span
from communique.models.events import NONE, TYPES, Answer, Question
from evaluation.intervals import interval, row
from evaluation.matching import Counts

APART: Mapping[str, tuple[str, ...]] = {"YIELD": ("CONCEDE", "RETREAT")}
"""The table's types that are several of ours."""

QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
"""In the order of the table's numbers, from 1."""

_TAG = re.compile(r"</?[st]>")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A row of the table: what it asks, and the type and quad (1 to 4) that are right, where the table has them."""

    question: Question
    type: str
    quad: int | None


def read(path: Path) -> list[Sentence]:
    """The rows of a PLV table.

    Raises:
        ValueError: the file has no column ``marked_sentence``.
    """
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file, delimiter="\t")
        if "marked_sentence" not in (table.fieldnames or ()):
            raise ValueError(f"{path} has no column 'marked_sentence': give a table with the columns of plv/train.tsv")
        return [
            Sentence(
                question_of(row["marked_sentence"]),
                row.get("gold_root") or "",
                int(float(row["gold_penta"])) if row.get("gold_penta") else None,
            )
            for row in table
        ]


def question_of(sentence: str) -> Question:
    """A sentence with ``<s>…</s>`` and ``<t>…</t>`` around its actors, as a question."""
    spans: dict[str, list[Span]] = {"s": [], "t": []}
    opened: dict[str, int] = {}
    plain: list[str] = []
    length = last = 0
    for m in _TAG.finditer(sentence):
        plain.append(sentence[last : m.start()])
        length += m.start() - last
        last = m.end()
        role = m.group()[-2]
        if m.group().startswith("</"):
            spans[role].append(Span(opened.pop(role, length), length))
        else:
            opened[role] = length
    text = "".join([*plain, sentence[last:]])
    return Question(text, tuple(spans["s"]), tuple(spans["t"]))


FOLDS = 5
"""Parts that the table is cut into."""


def folds(rows: int, parts: int = FOLDS, seed: int = 7) -> list[int]:
    """Which of so many parts each row is in: the same in training, which may leave one out, and in evaluation."""
    order = list(range(rows))
    random.Random(seed).shuffle(order)
    place = {row: k % parts for k, row in enumerate(order)}
    return [place[row] for row in range(rows)]


def type_of(answer: Answer) -> str:
    """The likeliest of the table's types, never none."""
    chances = {t: answer.types[t] for t in TYPES if t != NONE}
    for whole, parts in APART.items():
        chances[whole] = sum(chances.pop(p) for p in parts)
    return max(chances, key=lambda t: chances[t])


def quad_of(answer: Answer) -> int:
    """The likeliest quad, from 1 to 4. What the table calls YIELD counts as material cooperation there."""
    chances = dict.fromkeys(QUADS, 0.0)
    for kind in TYPES:
        if kind != NONE:
            whole = any(kind in parts for parts in APART.values())
            quad = "material cooperation" if whole else load("types")[kind]["quad"]
            chances[quad] += answer.types[kind]
    return 1 + QUADS.index(max(chances, key=lambda q: chances[q]))


def by_class(gold: Sequence[object], predicted: Sequence[object]) -> dict[object, Counts]:
    """Precision, recall and F1 of each class that the gold has."""
    wanted, had = Counter(gold), Counter(predicted)
    hits = Counter(g for g, p in zip(gold, predicted, strict=True) if g == p)
    return {c: Counts(hits[c], wanted[c], had[c]) for c in sorted(wanted, key=str)}


def macro(classes: Mapping[object, Counts]) -> float:
    """The mean F1 over classes."""
    return sum(c.f1 for c in classes.values()) / len(classes) if classes else 0.0


def lines(rows: Sequence[Sentence], found: Sequence[Answer]) -> Iterable[str]:
    """The table: macro-F1 of types and quads, and the figures of each type, with 95 % intervals over rows."""
    judged = [(sentence, answer) for sentence, answer in zip(rows, found, strict=True) if sentence.type]
    if not judged:
        yield f"{len(rows)} rows, none with a gold type"
        return
    types = [(s.type, type_of(a)) for s, a in judged]
    quads = [(s.quad, quad_of(a)) for s, a in judged if s.quad is not None]
    yield f"{len(judged)} rows: type macro-F1 {_with_interval(types)}, quad macro-F1 {_with_interval(quads)}"
    for name in sorted({gold for gold, _ in types}):
        yield "  " + row(name, [Counts(g == p == name, g == name, p == name) for g, p in types])


def _with_interval(pairs: Sequence[tuple[object, object]]) -> str:
    return f"{_macro(pairs):.3f} {interval(pairs, _macro)}" if pairs else "of nothing"


def _macro(pairs: Sequence[tuple[object, object]]) -> float:
    return macro(by_class([g for g, _ in pairs], [p for _, p in pairs]))


def write(path: Path, answers: Sequence[Answer], indices: Sequence[int]) -> None:
    """Write the index of each answer's row in the table, from 0, and the predicted type and quad."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow(("index", "type", "quad"))
        table.writerows((i, type_of(a), quad_of(a)) for i, a in zip(indices, answers, strict=True))
