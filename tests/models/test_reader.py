"""What the reader reads, what it sees, and what it refuses."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.model import Span
from communique.models import reader
from communique.models.acts import KINDS, Acts, page
from communique.models.attribution import WIDTH, attributions
from communique.models.encoder import FILES, Encoder, ModelMismatchError
from communique.models.windows import LONGEST, sentences, windows


@given(st.text(alphabet="aB.!? \n\"'", max_size=3000))
def test_windows_hold_every_word_once_and_in_order(text: str) -> None:
    found = windows(text)
    assert all(w.end - w.start <= LONGEST for w in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert "".join("".join(w.of(text) for w in found).split()) == "".join(text.split())


def test_a_cue_finds_its_source_and_its_content() -> None:
    text = 'In Geneva on Monday, the Kenyan minister said that the border would be opened "within days".'
    found = reader.load().read(text).attributions
    assert len(found) == 1
    assert found[0].cue.of(text) == "said"
    assert found[0].named is not None
    assert "minister" in found[0].named.of(text)
    assert 'border would be opened "within days' in " ".join(s.of(text) for s in found[0].content)
    assert found[0].confidence > 0.8


def test_the_order_of_windows_changes_nothing() -> None:
    one = "Kenya said that the border was open."
    two = "The weather in Nairobi was fine, and the market was full of people who had come to buy maize and beans."
    model = reader.load()
    alone = model.read(one).attributions
    after = [a for a in model.read(f"{one}\n{two}").attributions if a.cue.end <= len(one)]
    assert [(a.cue, a.content) for a in alone] == [(a.cue, a.content) for a in after]


def cuts(text: str, named: Sequence[str] | None = None) -> list[list[str]]:
    """What of a text is read, if so many words of it name somebody."""
    spans = None if named is None else [Span(text.index(n), text.index(n) + len(n)) for n in named]
    return [[s.of(text) for s in cut] for cut in reader.load().cuts(text, windows(text), spans)]


def test_what_is_not_worth_reading_is_not_read() -> None:
    text = "The river froze. Kenya said that it would help. The road was closed. It was cold.\n\nThe river froze."
    assert cuts(text) == [["Kenya said that it would help. "]]
    assert reader.load().read("The river froze.\n\nThe road was closed.").acts.pages == ()


def test_of_names_only_those_of_somebody_are_read() -> None:
    text = "Turkana froze. The road to Lodwar was closed. The river froze.\nLodwar was cold."
    assert cuts(text) == [["Turkana froze. The road to Lodwar was closed. "], ["Lodwar was cold."]]
    assert cuts(text, ["Turkana"]) == [["Turkana froze. "]]
    assert cuts(text, []) == []


def test_what_stands_around_what_is_not_read_is_read_together() -> None:
    text = "It was cold. Kenya said that it would help. The road was closed. Soldiers attacked the town."
    assert cuts(text) == [["Kenya said that it would help. ", "Soldiers attacked the town."]]
    found = reader.load().read(text)
    assert [a.cue.of(text) for a in found.attributions] == ["said"]
    assert found.acts.found(0.5)[-1].trigger.of(text) == "attacked"
    assert found.acts.at(Span(text.index("road"), text.index("road") + 4)) is None


@given(st.text(alphabet='aBk.!? \n"', max_size=400))
def test_sentences_hold_all_of_their_window(text: str) -> None:
    for window in windows(text):
        found = sentences(text, window)
        assert "".join(s.of(text) for s in found) == window.of(text)
        assert all(s.start < s.end for s in found)


def test_reading_in_a_thread_of_its_own_sees_the_same() -> None:
    texts = [
        f"Lodwar was cold.\nKenya {cue} that the border was open. Troops attacked the town of Lodwar."
        for cue in ("said", "denied")
    ]
    begun = [reader.load().begin(text) for text in texts]
    for text, reading in zip(texts, begun, strict=True):
        assert [w.of(text) for w in reading.waiting] == ["Lodwar was cold."]
        found, wanted = reading.finish([Span(0, 6)]), reader.load().read(text)
        assert found.stretches == wanted.stretches and len(found.stretches) == 2
        assert found.attributions and found.attributions == wanted.attributions
        assert all(np.array_equal(a.kinds, b.kinds) for a, b in zip(found.acts.pages, wanted.acts.pages, strict=True))


def test_an_act_finds_who_does_it_and_to_whom() -> None:
    text = "On Friday, Kenyan troops attacked a rebel camp near the border."
    acts = reader.load().read(text).acts
    act = max(acts.found(0.3), key=lambda a: a.chance)
    assert (act.trigger.of(text), act.best, act.status) == ("attacked", "ASSAULT", "actual")
    actor, recipient = acts.words(act)
    assert [s.of(text) for s in actor] == ["Kenyan troops"]
    assert any("rebel" in s.of(text) for s in recipient)
    troops = text.index("troops")
    assert acts.sides(act, Span(troops, troops + 6))[0] > 0.5
    assert acts.at(Span(troops, troops + 6)) is not None


def kinds_of(text: str, words: str) -> list[float]:
    """How likely words of a text are to tell an act of each type."""
    at = text.index(words)
    act = reader.load().read(text, skip=False).acts.at(Span(at, at + len(words)))
    assert act is not None
    return list(act.types)


def test_an_act_is_read_with_the_sentences_of_its_paragraph_in_view() -> None:
    sentence = "Kenya hit back on Monday."
    guns, words = "Chad's artillery shelled two Kenyan villages. ", "Chad's press had mocked the Kenyan president. "
    alone, after_guns, after_words = (kinds_of(before + sentence, "hit back") for before in ("", guns, words))
    assault = KINDS.index("ASSAULT") - 1
    assert after_guns[assault] / sum(after_guns) > after_words[assault] / sum(after_words) + 0.1
    assert not np.allclose(alone, after_guns, atol=0.05)
    paragraphs = kinds_of(guns.strip() + "\n" + sentence, "hit back")
    assert np.allclose(paragraphs, alone, atol=1e-6)


def test_words_that_were_not_read_tell_nothing() -> None:
    assert Acts().at(Span(0, 3)) is None
    assert Acts().found(0.1) == []


def test_triggers_and_sides_are_whole_words() -> None:
    offsets = [(0, 0), (0, 5), (6, 9), (9, 11), (12, 16), (0, 0)]
    kinds = np.zeros((6, len(KINDS)))
    kinds[:, 0] = 9.0
    kinds[2, KINDS.index("CONSULT")] = kinds[3, -1] = 18.0
    anchors, members = np.zeros((6, 2 * WIDTH)), np.full((6, 2 * WIDTH), -1.0)
    anchors[2, 0] = anchors[2, WIDTH] = 1.0
    members[1, 0] = members[4, WIDTH] = 3.0
    acts = Acts((page(offsets, kinds, np.zeros((6, 29)), np.zeros((6, 5)), anchors, members),))
    (act,) = acts.found(0.5)
    assert (act.trigger, act.best, act.place) == (Span(6, 11), "CONSULT", (0, 2))
    assert acts.words(act) == ((Span(0, 5),), (Span(12, 16),))


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
    shutil.copytree(FILES / "reader", tmp_path / "old")
    with pytest.raises(ModelMismatchError, match="trained for features"):
        Encoder(tmp_path / "old", "other features", 8)


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(FILES / "reader", folder)
    with (folder / "model.onnx").open("ab") as file:
        file.write(b"more")
    with pytest.raises(ModelMismatchError, match="not the file"):
        Encoder(folder, reader.FEATURES, 8)
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelMismatchError, match="tokenizer.json is missing"):
        Encoder(folder, reader.FEATURES, 8)
    (folder / "manifest.json").write_text(json.dumps({"name": "reader"}))
    with pytest.raises(ModelMismatchError, match="cannot be read"):
        Encoder(folder, reader.FEATURES, 8)
