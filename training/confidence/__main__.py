"""``python -m training.confidence``: fits the confidence of events on articles that neither model has learnt from."""

from __future__ import annotations

import argparse
import json
import logging
import math
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from communique.extract.judging import FEATURES, by_model
from communique.models import events
from communique.models.encoder import FILES
from training.calibration import reliability
from training.cards import recipe, renew
from training.command import corpora_of, gold_of, left_out, with_codings
from training.confidence.drafts import Judged, beside_gold

log = logging.getLogger("training")

_STRENGTH = 0.1
"""How little the weights are held back; set by leaving stories out."""
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Drafts:
    """Drafts of articles coded by hand: what is said of each, whether it is right, and the article that it is in."""

    before: Sequence[Mapping[str, float]]
    after: Sequence[Mapping[str, float]]
    right: Any
    documents: Sequence[str]

    @property
    def stories(self) -> list[str]:
        """The story of each."""
        return [story_of(d) for d in self.documents]


def main(arguments: list[str] | None = None) -> int:
    """Fit and write; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.confidence", description=__doc__)
    with_codings(parser)
    parser.add_argument("--least", type=float, default=0.3, help="the default threshold")
    parser.add_argument(
        "--questions", type=float, default=0.1, help="the share of drafts that the event model is asked about"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    begun, corpora = time.monotonic(), corpora_of(options)
    judged = (
        list(beside_gold(options.codings, corpora, options.judge))
        if options.codings and "codings" not in left_out(options)
        else []
    )
    for folder, articles in gold_of(options):
        judged += beside_gold(folder, articles)
    drafts = _drafts(judged)
    (before, plain), (after, asked) = (_fitted(rows, drafts) for rows in (drafts.before, drafts.after))
    odds = [sum(before[n] * v for n, v in row.items()) for row in drafts.before]
    edge = math.log(options.least / (1 - options.least))
    reach = float(np.quantile([abs(o - edge) for o in odds], options.questions))
    row = {"features": FEATURES, "before": before, "after": after, "least": options.least, "reach": round(reach, 4)}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "manifest.json").write_text(json.dumps(row, indent=1, sort_keys=True) + "\n", "utf-8")
    figures = f"without the event model\n\n{plain}\n\nand with it\n\n{asked}"
    stories = len(set(drafts.stories))
    minutes = (time.monotonic() - begun) / 60
    renew(
        options.out / "card.md",
        FILES / "confidence" / "card.md",
        {"Recipe": recipe("training.confidence", options, ("least", "questions", "judge", "leave_out"), minutes),
         "Figures": f"drafts of {stories} stories in {min(_FOLDS, stories)} parts, each left out in turn, {figures}"},
    )  # fmt: skip
    return 0


def _drafts(judged: Sequence[Judged]) -> Drafts:
    answers = events.load().ask([j.question for j in judged])
    before = [j.features for j in judged]
    after = [{**j.features, **by_model(j.draft, a)} for j, a in zip(judged, answers, strict=True)]
    right = np.array([j.draft.type in j.right for j in judged])
    return Drafts(before, after, right, [j.document for j in judged])


def story_of(document: str) -> str:
    """The story of an article, by its name but for the last part."""
    return document.rpartition("_")[0]


def _fitted(rows: Sequence[Mapping[str, float]], drafts: Drafts) -> tuple[dict[str, float], str]:
    """Weights of features by logistic regression, and how reliable they are on stories left out."""
    names = [n for n in rows[0] if n != "one"]
    table = np.array([[row[n] for n in names] for row in rows])
    line = LogisticRegression(C=_STRENGTH, max_iter=5000)
    stories = len(set(drafts.stories))
    shown = "(one story: nothing to leave out)"
    if stories > 1:
        folds = GroupKFold(min(_FOLDS, stories))
        held = cross_val_predict(line, table, drafts.right, groups=drafts.stories, cv=folds, method="predict_proba")
        shown = reliability(held[:, 1].tolist(), drafts.right.tolist(), drafts.documents)
        log.info("%d drafts, reliability on stories left out:\n%s", len(held), shown)
    line.fit(table, drafts.right)
    weights = dict(zip(names, (round(float(c), 4) for c in line.coef_[0]), strict=True))
    return {**weights, "one": round(float(line.intercept_[0]), 4)}, shown


if __name__ == "__main__":
    sys.exit(main())
