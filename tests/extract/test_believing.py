"""How sure it is that a statement is one, and what is left out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from communique.extract.believing import FEATURES, believed, features
from communique.model import Page
from communique.models import statements
from communique.models.encoder import ModelMismatchError
from communique.pipeline import before_statements, told_by

TEXT = (
    'Kenya\'s president said on Monday that the border was closed. "We will not open it," he added.\n\n'
    "The figures show that trade fell. Some hope to see the mayor go. Chad is expected to send a delegation."
)


def drafted() -> tuple[object, ...]:
    draft = before_statements(Page("t.txt", "t.txt", TEXT.encode(), "text/plain"))
    return (*told_by(draft), draft.parsed)


def test_what_is_kept_is_likely_enough_and_counted_anew() -> None:
    cast, told, doc = drafted()
    kept = believed(told, cast, doc)  # type: ignore[arg-type]
    least = statements.load(FEATURES).least
    assert all(least <= s.confidence <= 1 for s in kept)
    assert [s.id for s in kept] == [f"s{k}" for k in range(1, len(kept) + 1)]
    assert "the border was closed" in " ".join(span.of(TEXT) for s in kept for span in s.content)


def test_the_trace_tells_the_class_of_the_cue_and_what_weighs_most() -> None:
    cast, told, doc = drafted()
    said = next(s for s in believed(told, cast, doc) if s.cue.of(TEXT) == "said")  # type: ignore[arg-type]
    kinds, belief = said.trace[-2:]
    assert kinds == "cue class: clause"
    assert re.fullmatch(r"belief: for .+ \+\d\.\d and .+ \+\d\.\d, against .+ -\d\.\d and .+ -\d\.\d", belief), belief
    assert "model +" in belief


def test_plain_saying_is_surer_than_showing() -> None:
    cast, told, doc = drafted()
    fitted = statements.load(FEATURES)
    chance = {s.cue.of(TEXT): fitted(features(s, cast, doc)) for s in told}  # type: ignore[arg-type,attr-defined]
    assert chance["said"] > 0.5 > fitted.least
    assert chance["said"] > max(v for cue, v in chance.items() if cue not in ("said", "added"))


def test_a_cue_that_was_never_met_counts_nothing() -> None:
    fitted = statements.Belief({"model": 2.0}, 0.3)
    assert fitted({"model": 1.0, "cue=mumble": 1.0}) == fitted({"model": 1.0})


def test_weights_of_other_features_are_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"weights": {}, "least": 0.3, "features": "old"}))
    with pytest.raises(ModelMismatchError, match="fit it again"):
        statements.load(FEATURES, tmp_path)
    with pytest.raises(ModelMismatchError, match="install the package again"):
        statements.load(FEATURES, tmp_path / "none")
