"""How right the event model is in coded articles that it has not learnt from, given an act's words and its sides, and how sure."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from evaluation.intervals import share_row

from communique.models.events import NONE, TYPES, Answer, EventModel
from training.calibration import reliability
from training.events.sentences import Example

_MOST = 400
"""Acts, and pairs of sides that no act joins, that are asked about, since each question takes a tenth of a second."""

_FOLDS = 5
_TEMPERATURES = np.geomspace(0.5, 4.0, 43)


@dataclass(frozen=True, slots=True)
class Asked:
    """An example, and what the model has answered."""

    example: Example
    answer: Answer

    @property
    def is_act(self) -> bool:
        """Whether it is an act, and not a pair of sides that none joins."""
        return self.example.question.trigger is not None


def asked(model: EventModel, judged: Sequence[Example], seed: int) -> list[Asked]:
    """The answers about some of the acts, and of the pairs that no act joins.

    Args:
        model: the event model.
        judged: examples of articles that it has not learnt from.
        seed: of which are asked about where there are many.
    """
    rng = random.Random(seed)
    kinds = [[e for e in judged if (e.question.trigger is not None) is act] for act in (True, False)]
    some = [e for kind in kinds for e in rng.sample(kind, min(_MOST, len(kind)))]
    return [Asked(e, a) for e, a in zip(some, model.ask([e.question for e in some]), strict=True)]


def in_articles(found: Sequence[Asked]) -> str:
    """The shares of acts with the right type, mode and status, and of pairs without an act of which the model says so."""
    acts = [(f.answer, f.example) for f in found if f.is_act]
    shares = {
        "type": [a.best == e.types[0] for a, e in acts],
        "mode": [a.mode == (None if e.mode == "-" else e.mode) for a, e in acts],
        "status": [a.status == e.status for a, e in acts],
        "no act": [f.answer.best == NONE for f in found if not f.is_act],
    }
    return "\n".join(share_row(name, [(int(r), 1) for r in rows]) for name, rows in shares.items() if rows)


def tempered(found: Sequence[Asked]) -> tuple[float, str]:
    """The temperature by which scores of types become chances (Guo et al. 2017), and how reliable those of the likeliest are.

    Args:
        found: answers of a model whose temperature is 1.

    Returns:
        the temperature of all of them, and the table in which each fifth of the articles has that of the others.
    """
    logs = np.log(np.clip([[f.answer.types[t] for t in TYPES] for f in found], 1e-12, 1.0))
    right = np.array([TYPES.index(f.example.types[0]) for f in found])
    documents = [f.example.document for f in found]
    fold = {d: k % _FOLDS for k, d in enumerate(dict.fromkeys(documents))}
    folds = np.array([fold[d] for d in documents])
    sure = np.zeros(len(found))
    for k in set(folds.tolist()) if len(fold) > 1 else ():
        chances = _chances(logs[folds == k], _best(logs[folds != k], right[folds != k]))
        sure[folds == k] = chances.max(-1)
    table = reliability(sure.tolist(), (logs.argmax(-1) == right).tolist(), documents)
    return _best(logs, right), table


def _best(logs: np.ndarray, right: np.ndarray) -> float:
    """The temperature at which what is right is least surprising."""
    surprise = [-np.log(_chances(logs, t)[np.arange(len(right)), right] + 1e-12).mean() for t in _TEMPERATURES]
    return round(float(_TEMPERATURES[int(np.argmin(surprise))]), 3)


def _chances(logs: np.ndarray, temperature: float) -> np.ndarray:
    scaled = np.exp(logs / temperature - (logs / temperature).max(-1, keepdims=True))
    chances: np.ndarray = scaled / scaled.sum(-1, keepdims=True)
    return chances
