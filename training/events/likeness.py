"""Fits how likely a sentence is of a class that a user describes, on classes that the fit has not seen."""

from __future__ import annotations

import logging
import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from communique.models.events import EventModel, Question
from training.calibration import reliability
from training.events.sentences import Example

log = logging.getLogger("training")
SHOWN = 4
"""Example sentences of each class, as many as a user may be expected to give."""

_ROUNDS = 5
_OTHERS = 400
"""Sentences of other classes beside each class's own."""

DEFINITIONS = {
    "AGREE": "Somebody agrees, offers or promises to cooperate.", "CONSULT": "Somebody meets, visits, calls or negotiates with somebody.",
    "SUPPORT": "Somebody praises, defends or recognizes somebody.", "CONCEDE": "Somebody gives in, apologizes or eases a demand.",
    "COOPERATE": "Two sides trade, exercise or work together.", "AID": "Somebody gives somebody money, arms or relief.",
    "RETREAT": "Somebody withdraws, releases somebody or stops fighting.", "REQUEST": "Somebody asks or urges somebody to do something.",
    "ACCUSE": "Somebody criticizes, accuses or investigates somebody.", "REJECT": "Somebody refuses, opposes or denies something.",
    "THREATEN": "Somebody warns somebody of harm.", "PROTEST": "People demonstrate, strike or riot.",
    "SANCTION": "Somebody imposes sanctions, breaks relations or convicts somebody.", "MOBILIZE": "Somebody deploys troops or tests weapons.",
    "COERCE": "Somebody arrests, seizes, bans or censors.", "ASSAULT": "Somebody attacks, kills or abducts somebody.",
}  # fmt: skip
"""What a user might write of PLOVER's types, of which the classes of the fit are parts."""


def fitted(model: EventModel, judged: Sequence[Example], seed: int) -> tuple[dict[str, float], str]:
    """Weights of the nearest example's likeness, of the examples' mean one, and of the definition's; and how reliable they are.

    A class is a type with a mode, as finely as a user might want it; each is shown by a few of its sentences and asked
    about others, its own and those of other classes.

    Args:
        model: the event model.
        judged: examples of articles that the model has not learnt from.
        seed: of which sentences are shown.
    """
    texts = sorted({e.question.text for e in judged})
    meanings = dict(zip(texts, (a.meaning for a in model.ask([Question(t, (), ()) for t in texts])), strict=True))
    kinds = sorted(DEFINITIONS)
    defined = dict(
        zip(kinds, (a.meaning for a in model.ask([Question(DEFINITIONS[k], (), ()) for k in kinds])), strict=True)
    )
    classes: dict[str, set[str]] = defaultdict(set)
    for example in judged:
        classes[f"{example.types[0]} {example.mode or '-'}"].add(example.question.text)
    rng = random.Random(seed)
    rows, right, groups = [], [], []
    for name, held in sorted(classes.items()):
        if len(held) < SHOWN + 3:
            continue
        others = [t for t in texts if t not in held]
        for _ in range(_ROUNDS):
            own = rng.sample(sorted(held), len(held))
            shown = np.stack([meanings[t] for t in own[:SHOWN]])
            asked = [(t, True) for t in own[SHOWN:]] + [
                (t, False) for t in rng.sample(others, min(_OTHERS, len(others)))
            ]
            for text, is_of_it in asked:
                near = shown @ meanings[text]
                rows.append((near.max(), near.mean(), float(defined[name.split()[0]] @ meanings[text])))
                right.append(is_of_it)
                groups.append(name)
    if len(set(groups)) < 2:
        raise ValueError(
            f"{len(set(groups))} classes to fit likeness on, two are needed: name more codings with --judge"
        )
    table = np.array(rows)
    line = LogisticRegression(C=100, max_iter=2000)
    folds = GroupKFold(min(5, len(set(groups))))
    held_out = cross_val_predict(line, table, right, groups=groups, cv=folds, method="predict_proba")[:, 1]
    shown = reliability(held_out.tolist(), right, groups)
    log.info("likeness, %d classes left out in turn:\n%s", len(set(groups)), shown)
    line.fit(table, right)
    best, mean, definition = (round(float(c), 4) for c in line.coef_[0])
    weights = {"best": best, "mean": mean, "definition": definition, "one": round(float(line.intercept_[0]), 4)}
    return weights, shown
