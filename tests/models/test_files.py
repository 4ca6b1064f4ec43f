"""The model files that ship: small, each with a whole card, and refused where they do not fit the code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from communique.extract import believing, judging
from communique.linking import likeness
from communique.models import confidence, statements
from communique.models.encoder import FILES, Encoder, ModelMismatchError
from communique.models.reader import FEATURES

CARDS = sorted([*FILES.glob("*/card.md"), *FILES.glob("*.md")])
SECTIONS = ("For", "What it is", "Learnt from", "Licences", "Recipe", "Figures", "Known failures")


def test_all_files_together_are_small() -> None:
    assert sum(p.stat().st_size for p in FILES.rglob("*") if p.is_file()) < 80_000_000


@pytest.mark.parametrize("card", CARDS, ids=lambda c: str(c.relative_to(FILES)))
def test_a_card_says_what_its_reader_must_know(card: Path) -> None:
    text = card.read_text("utf-8")
    assert [s for s in SECTIONS if f"**{s}**" not in text] == []
    assert "seed" in text or "no chance" in text


@pytest.mark.parametrize("name", ["reader", "events", "parties", "confidence", "statements", "linking"])
def test_a_card_says_how_reliable_its_chances_are(name: str) -> None:
    card = next(c for c in CARDS if name in (c.parent.name, c.stem))
    text = card.read_text("utf-8")
    assert "| confidence | found | mean | right |" in text
    assert "Expected calibration error" in text


def test_another_tokenizer_than_it_was_trained_with_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    shutil.copytree(FILES / "reader", folder)
    with (folder / "tokenizer.json").open("a") as file:
        file.write(" ")
    with pytest.raises(ModelMismatchError, match=r"tokenizer\.json or weights\.npz is not the file"):
        Encoder(folder, FEATURES, 8)


def test_confidences_for_other_features_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMismatchError, match="fit it again"):
        confidence.load("other features")
    with pytest.raises(ModelMismatchError, match="fit it again"):
        statements.load("other features")
    with pytest.raises(ModelMismatchError, match="install the package again"):
        confidence.load(judging.FEATURES, tmp_path)
    assert confidence.load(judging.FEATURES).least == statements.load(believing.FEATURES).least


def test_likeness_of_other_things_than_are_compared_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = json.loads(likeness.FILE.read_text("utf-8"))
    del rows["events"]["weights"]["same day"]
    (tmp_path / "linking.json").write_text(json.dumps(rows))
    monkeypatch.setattr(likeness, "FILE", tmp_path / "linking.json")
    with pytest.raises(ModelMismatchError, match="fitted to other things"):
        likeness.scales.__wrapped__()
