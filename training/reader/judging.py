"""What the reader alone makes of articles that it has not learnt from: attributions of PolNeAR, and acts coded by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.corpora import Corpora
from evaluation.intervals import row
from evaluation.matching import Counts, assign
from evaluation.polnear import Attribution as Words
from evaluation.polnear import gold_of, read_text, touched, word_spans
from evaluation.record import read_folder

from communique.model import Span
from communique.models.acts import Act
from communique.models.attribution import Attribution
from communique.models.reader import Reader
from training.calibration import reliability

_SURE = 0.5
"""How sure the reader must be of words for an act to be counted."""


@dataclass(frozen=True, slots=True)
class Judged:
    """An article's attributions as the model finds them: how sure it is of each, and which the gold has."""

    name: str
    scores: Sequence[float]
    right: Sequence[bool]
    gold: int


def attributions(model: Reader, part: Path) -> list[Judged]:
    """What the model finds in the articles of a part of PolNeAR."""
    return [_judged(model, part, path) for path in sorted((part / "text").glob("*.txt"))]


def _judged(model: Reader, part: Path, path: Path) -> Judged:
    text = read_text(path)
    found, words, gold = model.read(text).attributions, word_spans(text), gold_of(part, path.stem, text)
    hits = {j for _, j in assign(gold, [_in_words(a, words) for a in found], _same)}
    return Judged(path.stem, [a.confidence for a in found], [j in hits for j in range(len(found))], len(gold))


def _in_words(found: Attribution, words: list[Span]) -> Words:
    return Words(touched(words, found.source), touched(words, [found.cue]), touched(words, found.content))


def _same(gold: Words, predicted: Words) -> float:
    shared = len(gold.content & predicted.content) / max(1, len(gold.content | predicted.content))
    source = bool(gold.source & predicted.source) or not (gold.source or predicted.source)
    return shared if shared >= 0.5 and source else 0.0


def flat(judged: Sequence[Judged]) -> tuple[list[float], list[bool], list[str]]:
    """All scores, whether each is right, and the article that it is of."""
    scores = [s for j in judged for s in j.scores]
    return scores, [r for j in judged for r in j.right], [j.name for j in judged for _ in j.scores]


def acts(model: Reader, folder: Path, corpora: Corpora, wanted: Sequence[str]) -> list[Counts]:
    """For each coded article, how many of the words for acts that the model is sure of are coded so, with their type.

    Args:
        model: the reader.
        folder: codings in the codebook's form.
        corpora: where their articles are; articles that are not at hand are left out.
        wanted: how the names of the codings that are taken begin.
    """
    found = []
    for name, coding in read_folder(folder).documents.items():
        text = corpora.text_of(coding) if name.startswith(tuple(wanted)) else None
        if text is not None:
            seen, events = model.read(text).acts.found(_SURE), coding["events"]
            found.append(Counts(len(assign(events, seen, _alike)), len(events), len(seen)))
    return found


def _alike(event: Mapping[str, Any], act: Act) -> float:
    words = event.get("trigger") or event["evidence"]
    return float(act.best == event["type"] and act.trigger.overlaps(Span(words["start"], words["end"])))


def table(judged: Sequence[Judged], acted: Sequence[Counts], sure: Sequence[float]) -> str:
    """The figures as a card shows them, with 95 % intervals over articles.

    Args:
        judged: attributions.
        acted: acts, by article; nothing where none are judged.
        sure: the confidence of each attribution, as it is calibrated without its article.
    """
    counts = [Counts(sum(j.right), j.gold, len(j.right)) for j in judged]
    rows = [row("attributions", counts), *([row("acts", acted)] if acted else [])]
    _, right, parts = flat(judged)
    return "```\n" + "\n".join(rows) + "\n```\n\nConfidence of attributions:\n\n" + reliability(sure, right, parts)
