"""What the attribution model reads, what it says, and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model import Span
from communique.models import attribution
from communique.models.attribution import WIDTH, attributions
from communique.models.encoder import FILES, Encoder, ModelMismatchError
from communique.models.windows import LONGEST, windows


@given(st.text(alphabet="aB.!? \n\"'", max_size=3000))
def test_windows_hold_every_word_once_and_in_order(text: str) -> None:
    found = windows(text)
    assert all(w.end - w.start <= LONGEST for w in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert "".join("".join(w.of(text) for w in found).split()) == "".join(text.split())


def test_a_cue_finds_its_source_and_its_content() -> None:
    text = 'In Geneva on Monday, the Kenyan minister said that the border would be opened "within days".'
    found = attribution.load().find(text)
    assert len(found) == 1
    assert found[0].cue.of(text) == "said"
    assert found[0].named is not None
    assert "minister" in found[0].named.of(text)
    assert 'border would be opened "within days' in " ".join(s.of(text) for s in found[0].content)
    assert found[0].confidence > 0.8


def test_the_order_of_windows_changes_nothing() -> None:
    one = "Kenya said that the border was open."
    two = "The weather in Nairobi was fine, and the market was full of people who had come to buy maize and beans."
    model = attribution.load()
    alone = model.find(one)
    after = [a for a in model.find(f"{one}\n{two}") if a.cue.end <= len(one)]
    assert [(a.cue, a.content) for a in alone] == [(a.cue, a.content) for a in after]


def test_windows_without_speech_are_not_read() -> None:
    model = attribution.load()
    assert not model.speaks("The river froze.")
    assert model.speaks("He said so.")
    assert model.speaks("“The river froze.”")


def test_contents_that_nearly_touch_are_joined() -> None:
    offsets = [(0, 3), (4, 8), (9, 12), (13, 15), (16, 20)]
    tags = np.array([[9, 0, 0], [0, 9, 0], [9, 0, 0], [9, 0, 0], [9, 0, 0]], dtype=float)
    cues = np.zeros((5, 2 * WIDTH))
    cues[1, 0] = cues[1, WIDTH] = 1.0
    members = np.full((5, 2 * WIDTH), -1.0)
    members[0, 0] = members[2, WIDTH] = members[4, WIDTH] = 9.0
    found = attributions(offsets, tags, cues, members, 0.5)
    assert [(a.cue, a.source, a.content) for a in found] == [(Span(4, 8), (Span(0, 3),), (Span(9, 20),))]


def test_a_model_for_other_features_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FILES / "attribution", tmp_path / "old")
    with pytest.raises(ModelMismatchError, match="trained for features"):
        Encoder(tmp_path / "old", "other features")


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(FILES / "attribution", folder)
    with (folder / "model.onnx").open("ab") as file:
        file.write(b"more")
    with pytest.raises(ModelMismatchError, match="not the file"):
        Encoder(folder, attribution.FEATURES)
    (folder / "manifest.json").write_text(json.dumps({"name": "attribution"}))
    with pytest.raises(ModelMismatchError, match="cannot be read"):
        Encoder(folder, attribution.FEATURES)
