"""How sure it is that a statement is one: what frame and reader say of it, its cue, its source and the shape of its content."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from communique.extract.casting import Cast
from communique.extract.drafts import cue_words
from communique.extract.parse import char_span
from communique.extract.sourcing import BY_WORDS
from communique.model import Statement
from communique.models import statements
from communique.models.encoder import fingerprint
from communique.models.statements import Belief

_CLASSES = ("clause", "quiet", "thing", "request", "charge")
_SHORT = 25
"""Characters of content that is seldom something said."""

FEATURES = fingerprint("statements", _CLASSES, _SHORT, BY_WORDS, 2)
"""What the confidence must have been fitted for; its number rises whenever what a feature says is another thing than before."""


def believed(found: Sequence[Statement], cast: Cast, doc: Doc) -> tuple[Statement, ...]:
    """Statements with their confidence, but for those that are likelier none; ids are ``s1``… anew.

    Args:
        found: a document's statements, in text order.
        cast: its actors.
        doc: its parse.
    """
    fitted = statements.load(FEATURES)
    rated = [_rated(s, features(s, cast, doc), fitted) for s in found]
    kept = [s for s in rated if s.confidence >= fitted.least]
    return tuple(replace(s, id=f"s{k}") for k, s in enumerate(kept, 1))


def _rated(statement: Statement, row: Mapping[str, float], fitted: Belief) -> Statement:
    """A statement with its confidence; its trace has the classes of its cue and what weighs most for and against it."""
    kinds = ", ".join(sorted(n.removeprefix("class=") for n in row if n.startswith("class=")))
    trace = (*statement.trace, f"cue class: {kinds or 'none'}", f"belief: {_weighed(row, fitted)}")
    return replace(statement, confidence=round(fitted(row), 4), trace=trace)


def _weighed(row: Mapping[str, float], fitted: Belief) -> str:
    """The features that add most to the log odds of a statement, and those that take most from them, two of each."""
    adds = {name: fitted.weights.get(name, 0.0) * value for name, value in row.items() if name != "always"}
    adds["model"] += adds.pop("model squared")
    order = sorted(adds, key=lambda name: -adds[name])
    sides = {"for": [n for n in order[:2] if adds[n] > 0], "against": [n for n in order[:-3:-1] if adds[n] < 0]}
    return ", ".join(
        f"{side} {' and '.join(f'{n} {adds[n]:+.1f}' for n in names)}" for side, names in sides.items() if names
    )


def features(statement: Statement, cast: Cast, doc: Doc) -> dict[str, float]:
    """What there is to believe or doubt a statement by; the weights of these come with the fitted confidence.

    Args:
        statement: its trace tells the frame that has found it and how sure the model is.
        cast: the actors of the document.
        doc: its parse.
    """
    told = dict(line.partition(": ")[::2] for line in statement.trace)
    model = float(told.get("model", 0.0))
    cue = char_span(doc, statement.cue)
    lemma = next((t.lemma_.lower() for t in cue or () if t.pos_ in ("VERB", "NOUN", "ADP")), "")
    length = sum(s.end - s.start for s in statement.content)
    source = cast.actor(statement.source[0]) if statement.source else None
    named = {
        f"frame={told['frame']}",
        f"kind={statement.kind}",
        f"source={source.kind if source is not None else 'nobody'}",
        f"cue={lemma}",
        *(f"class={k}" for k in _CLASSES if lemma in cue_words()[k]),
    }
    return {
        **dict.fromkeys(sorted(named), 1.0),
        "always": 1.0,
        "model": model,
        "model squared": model**2,
        "not by the model": float("model" not in told),
        "no words for a source": float(statement.source_text is None),
        "source by its words alone": float(BY_WORDS in statement.trace),
        "length": min(5.0, math.log(1 + length)),
        "short": float(length < _SHORT),
        "pieces": float(len(statement.content) > 1),
        "verb": float(any(t.pos_ == "VERB" for t in cue or ())),
    }
