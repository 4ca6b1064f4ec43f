"""How right the event model is in coded articles that it has not learnt from, given an act's words and its sides."""

from __future__ import annotations

import random
from collections.abc import Sequence

from evaluation.intervals import share_row

from communique.models.events import NONE, EventModel
from training.events.sentences import Example

_MOST = 400
"""Acts, and pairs of sides that no act joins, that are asked about, since each question takes a tenth of a second."""


def in_articles(model: EventModel, judged: Sequence[Example], seed: int) -> str:
    """The shares of acts with the right type, mode and status, and of pairs without an act of which the model says so.

    Args:
        model: the event model.
        judged: examples of articles that it has not learnt from.
        seed: of which are asked about where there are many.
    """
    acts = [e for e in judged if e.question.trigger is not None]
    pairs = [e for e in judged if e.question.trigger is None]
    rng = random.Random(seed)
    acts, pairs = (rng.sample(some, min(_MOST, len(some))) for some in (acts, pairs))
    answers = list(zip(model.ask([e.question for e in acts]), acts, strict=True))
    silent = model.ask([e.question for e in pairs])
    shares = {
        "type": [a.best == e.types[0] for a, e in answers],
        "mode": [a.mode == (None if e.mode == "-" else e.mode) for a, e in answers],
        "status": [a.status == e.status for a, e in answers],
        "no act": [a.best == NONE for a in silent],
    }
    return "\n".join(share_row(name, [(int(r), 1) for r in rows]) for name, rows in shares.items() if rows)
