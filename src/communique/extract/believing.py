"""How sure it is that a statement is one: what frame and reader say of it, its cue, its source and the shape of its content."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from communique.extract.casting import Cast
from communique.extract.drafts import cue_words
from communique.extract.parse import char_span
from communique.extract.sourcing import BY_WORDS
from communique.model import Statement
from communique.models import statements
from communique.models.encoder import fingerprint

_CLASSES = ("clause", "quiet", "thing", "request", "charge")
_SHORT = 25
"""Characters of content that is seldom something said."""

FEATURES = fingerprint("statements", _CLASSES, _SHORT)


def believed(found: Sequence[Statement], cast: Cast, doc: Doc) -> tuple[Statement, ...]:
    """Statements with their confidence, but for those that are likelier none; ids are ``s1``… anew.

    Args:
        found: a document's statements, in text order.
        cast: its actors.
        doc: its parse.
    """
    fitted = statements.load(FEATURES)
    rated = [replace(s, confidence=round(fitted(features(s, cast, doc)), 4)) for s in found]
    kept = [s for s in rated if s.confidence >= fitted.least]
    return tuple(replace(s, id=f"s{k}") for k, s in enumerate(kept, 1))


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
