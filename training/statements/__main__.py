"""``python -m training.statements``: fits the confidence of statements on articles coded by hand."""

from __future__ import annotations

import argparse
import collections
import json
import logging
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from evaluation.corpora import Corpora
from evaluation.matching import assign
from evaluation.record import read_folder
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from communique.extract.believing import FEATURES, features
from communique.model import Page, Span, Statement
from communique.models.encoder import FILES
from communique.pipeline import before_statements, told_by
from training.calibration import reliability
from training.cards import recipe, renew
from training.command import corpora_of, gold_of, left_out, with_codings

log = logging.getLogger("training")

_STRENGTH = 0.3
"""How little the weights are held back."""

_LEAST = 5
"""How often a feature must be met for it to get a weight."""

_SAME = 0.5
"""The part of two contents' characters that must be shared, as in :mod:`evaluation.record`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement beside the gold: the document that it is in, what there is to tell of it, and whether the gold has it."""

    document: str
    features: Mapping[str, float]
    right: bool


def main(arguments: list[str] | None = None) -> int:
    """Fit and write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.statements", description=__doc__)
    with_codings(parser)
    parser.add_argument("--least", type=float, default=0.12, help="how likely a statement must be to be kept")
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    begun = time.monotonic()
    known: list[Judged] = []
    asked: list[Judged] = []
    if options.codings and "codings" not in left_out(options):
        for row in beside_gold(options.codings, corpora_of(options)):
            (asked if options.judge and row.document.startswith(tuple(options.judge)) else known).append(row)
    for folder, articles in gold_of(options):
        known += beside_gold(folder, articles)
    weights, left = _fitted(known)
    manifest = {"features": FEATURES, "least": options.least, "weights": weights}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
    shown = f"{len(known)} statements of {len({r.document for r in known})} articles, in ten parts, each left out in turn\n\n{left}"
    if asked:
        shown += f"\n\nand {len(asked)} of {len({r.document for r in asked})} that were not learnt from\n\n{_judged(asked, weights)}"
    sections = {
        "Recipe": recipe(
            "training.statements", options, ("least", "leave_out", "judge"), (time.monotonic() - begun) / 60
        ),
        "Figures": shown,
    }
    renew(options.out / "card.md", FILES / "statements" / "card.md", sections)
    log.info("%d weights; %s", len(weights), shown)
    return 0


def beside_gold(gold: Path, corpora: Corpora) -> Iterator[Judged]:
    """The statements of articles that have gold codings, with which of them the gold has.

    Args:
        gold: a folder of codings in the codebook's form.
        corpora: where their articles are; articles that are not at hand are left out.
    """
    for name, coding in read_folder(gold).documents.items():
        if (text := corpora.text_of(coding)) is None:
            continue
        draft = before_statements(Page(f"{name}.txt", name, text.encode(), "text/plain"))
        cast, told = told_by(draft)
        hit = {j for _, j in assign(coding["statements"], told, _shared)}
        for k, statement in enumerate(told):
            yield Judged(name, features(statement, cast, draft.parsed), k in hit)


def _shared(gold: Mapping[str, Any], statement: Statement) -> float:
    theirs, ours = (
        _characters(spans) for spans in ([Span(s["start"], s["end"]) for s in gold["content"]], statement.content)
    )
    shared = len(theirs & ours) / max(1, len(theirs | ours))
    return shared if shared >= _SAME else 0.0


def _characters(spans: Sequence[Span]) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end)}


def _fitted(known: Sequence[Judged]) -> tuple[dict[str, float], str]:
    """The weights of features, and how confidence is borne out on articles left out."""
    met = collections.Counter(name for row in known for name in row.features)
    rows = [{n: v for n, v in row.features.items() if met[n] >= _LEAST} for row in known]
    vectors = DictVectorizer()
    matrix, right = vectors.fit_transform(rows), np.array([r.right for r in known])
    documents = [r.document for r in known]
    model = LogisticRegression(C=_STRENGTH, max_iter=5000, fit_intercept=False)
    folds = GroupKFold(min(10, len(set(documents))))
    chances = cross_val_predict(model, matrix, right, cv=folds, groups=documents, method="predict_proba")[:, 1]
    model.fit(matrix, right)
    weights = {n: round(float(w), 4) for n, w in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)}
    return weights, reliability(list(chances), list(right), documents)


def _judged(asked: Sequence[Judged], weights: Mapping[str, float]) -> str:
    odds = np.array([sum(weights.get(n, 0.0) * v for n, v in r.features.items()) for r in asked])
    return reliability(list(1 / (1 + np.exp(-odds))), [r.right for r in asked], [r.document for r in asked])


if __name__ == "__main__":
    sys.exit(main())
