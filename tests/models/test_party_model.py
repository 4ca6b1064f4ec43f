"""The networks that weigh pairs of sides: what they may choose, and which files are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from communique.extract.weighing import FEATURES, NAMES, OF_BOTH
from communique.models import parties
from communique.models.encoder import FILES, ModelMismatchError
from communique.models.meaning import MEANING


def test_chances_are_of_what_is_possible_and_make_one() -> None:
    model = parties.load(FEATURES)
    possible = np.array([[False, True, True], [True, False, True], [True, True, False]])
    chances = np.exp(
        model.weigh(
            np.zeros((3, len(NAMES))).tolist(),
            np.zeros((4, MEANING)),
            np.zeros((3, 3, len(OF_BOTH)), dtype=np.float32),
            possible,
        )
    )
    assert chances[~possible].max() < 1e-6
    assert 0 < chances.sum() <= 1 + 1e-5


def test_a_model_for_other_columns_is_refused() -> None:
    with pytest.raises(ModelMismatchError, match="fitted for features"):
        parties.load("0123456789abcdef")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda f: (f / "weights.npz").write_bytes(b"0"), "is not the file that manifest"),
        (lambda f: (f / "weights.npz").unlink(), "cannot be read"),
        (lambda f: (f / "manifest.json").write_text("{}"), "cannot be read"),
        (lambda f: _without(f / "manifest.json", "paths"), "cannot be read"),
    ],
)
def test_damaged_files_are_refused(damage: object, message: str, tmp_path: Path) -> None:
    folder = tmp_path / "parties"
    shutil.copytree(FILES / "parties", folder)
    assert callable(damage)
    damage(folder)
    with pytest.raises(ModelMismatchError, match=message):
        parties.load(FEATURES, folder)


def _without(manifest: Path, setting: str) -> None:
    row = json.loads(manifest.read_text("utf-8"))
    del row["settings"][setting]
    manifest.write_text(json.dumps(row), "utf-8")
