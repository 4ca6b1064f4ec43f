"""Each training runs from data paths to a model that the package loads: tiny ones, where PyTorch is installed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("sklearn")

import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from training import cards, soup
from training.confidence.__main__ import main as train_confidence
from training.encoders import drop_cheaply
from training.events import __main__ as events_training
from training.events.__main__ import main as train_events
from training.parties.__main__ import main as train_parties
from training.reader import __main__ as reader_training
from training.reader.__main__ import main as train_reader
from training.statements.__main__ import main as train_statements
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from communique.extract import believing
from communique.extract.weighing import FEATURES
from communique.models import events, parties, reader, statements
from communique.models.encoder import FILES

pytestmark = pytest.mark.filterwarnings("ignore")
"""Of others: what PyTorch says when it traces a network for export."""

ROOT = Path(__file__).parents[1]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
TEXT = "Kenya said that the border was open.\n\nOn Monday, Kenya condemned Chad. Chad rejected the charge, and Kenya praised Mali."


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pretrained encoder of one layer that nobody has trained, which reads letters."""
    folder = tmp_path_factory.mktemp("encoder")
    letters = [chr(c) for c in range(33, 127)]
    vocabulary = {piece: k for k, piece in enumerate([*SPECIAL, *letters, *(f"##{c}" for c in letters)])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(t, vocabulary[t]) for t in ("[CLS]", "[SEP]")]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    ).save_pretrained(folder)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=128, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of PolNeAR, a PLV table and codings, all of our own."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("polnear/text", "polnear/attributions", "texts", "codings"):
        (folder / name).mkdir(parents=True)
    (folder / "polnear/text/one.txt").write_text(TEXT)
    spans = "T1\tSource 0 5\tKenya\nT2\tCue 6 10\tsaid\nT3\tContent 11 35\tthat the border was open"
    (folder / "polnear/attributions/one_a.ann").write_text(f"{spans}\nE1\tAttribution:T2 Source:T1 Content:T3\n")
    rows = [f"<s>Kenya</s> {verb} <t>Chad</t>.\t{kind}\t{quad}" for verb, kind, quad in VERBS for _ in range(4)]
    (folder / "plv.tsv").write_text("\n".join(["marked_sentence\tgold_root\tgold_penta", *rows]))
    for name in ("learnt_00", "judged_00"):
        (folder / f"texts/{name}.txt").write_text(TEXT)
        (folder / f"codings/{name}.json").write_text(json.dumps(coding(name)))
    return folder


VERBS = (("condemned", "ACCUSE", 3), ("praised", "SUPPORT", 1), ("rejected", "REJECT", 3))


def coding(name: str) -> dict[str, object]:
    """A coding of the text, as a file of ``training/codings`` has it; each type often enough to fit likeness."""

    def span(words: str) -> dict[str, int]:
        return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words)}

    acts = [(v, k) for v, k, _ in VERBS]
    return {
        "document": f"{name}.txt",
        "text_of": {"corpus": "mine", "id": name, "sha256": hashlib.sha256(TEXT.encode()).hexdigest()},
        "actors": [{"id": n.lower(), "name": n, "kind": "country", "country": c, "aliases": []} for n, c in STATES],
        "statements": [
            {"id": "s1", "source": ["kenya"], "source_text": span("Kenya"), "cue": span("said"), "content": [span("the border was open")]}
        ],
        "events": [
            {
                "id": f"e{k}", "type": kind, "mode": None, "status": "actual", "actor": ["kenya"], "recipient": ["chad"],
                "trigger": span(verb), "evidence": span(verb), "sentence": span(TEXT), "actor_words": span("Kenya"),
            }
            for k, (verb, kind) in enumerate(acts)
        ],
    }  # fmt: skip


STATES = (("Kenya", "KEN"), ("Chad", "TCD"), ("Mali", "MLI"))


def common(encoder: Path, data: Path, out: Path) -> list[str]:
    """The options that both networks' trainings get."""
    return [
        "--encoder", str(encoder), "--out", str(out), "--plv", str(data / "plv.tsv"), "--codings", str(data / "codings"),
        "--corpus", "mine", str(data / "texts"), "--epochs", "2", "--stop", "1", "--limit", "120", "--soup", "2",
    ]  # fmt: skip


def test_the_reader_is_trained_by_one_command(encoder: Path, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "reader"
    polnear = ["--polnear", str(data / "polnear"), "--held-out", str(data / "polnear")]
    assert train_reader([*common(encoder, data, out), *polnear, "--judge", "judged", "--leave-out", "plv"]) == 0
    assert reader.load(out).read(TEXT, skip=False).acts.pages
    card = (out / "card.md").read_text()
    assert "soup 2" in card
    assert "leave out plv, judge judged" in card
    assert "Expected calibration error" in card or "| confidence |" in card
    assert str(tmp_path) not in card
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["features"] == reader.FEATURES
    assert set(manifest["settings"]["calibration"]) == {"slope", "shift"}


def test_the_event_model_is_trained_by_one_command(encoder: Path, data: Path, tmp_path: Path) -> None:
    out = tmp_path / "events"
    assert train_events([*common(encoder, data, out), "--fold", "0", "--leave-out", "gold", "--context", "50"]) == 0
    assert events.load(out).context == 50
    (answer,) = events.load(out).ask([events.Question("Kenya condemned Chad.", (), ())])
    assert abs(sum(answer.types.values()) - 1) < 1e-3
    assert "type macro-F1" in (out / "card.md").read_text()


def test_the_event_model_is_judged_on_each_fifth_and_is_the_mean_of_all(
    encoder: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    averaged: list[dict[str, torch.Tensor]] = []

    def noted(states: list[dict[str, torch.Tensor]]) -> soup.State:
        averaged[:] = states
        return soup.mean(states)

    monkeypatch.setattr(events_training, "mean", noted)
    out, kept = tmp_path / "events", tmp_path / "weights"
    given = [*common(encoder, data, out), "--cross", "--leave-out", "gold", "--checkpoints", str(kept)]
    assert train_events(given) == 0
    card = (out / "card.md").read_text()
    assert "12 rows: type macro-F1" in card and "cross True" in card
    folds = [torch.load(kept / f"fold{k}.pt") for k in range(5)]
    name = next(n for n in folds[0] if n.endswith("word_embeddings.weight"))
    assert all(torch.equal(a[name], f[name]) for a, f in zip(averaged, folds, strict=True))
    assert not torch.equal(folds[0][name], folds[1][name])

    folds[1][name][:] = 0
    torch.save(folds[1], kept / "fold1.pt")
    (kept / "fold4.pt").unlink()
    assert train_events(given) == 0
    assert not averaged[1][name].any(), "weights that are there already are trained again"
    assert torch.equal(averaged[4][name], folds[4][name]), "a run that goes on ends otherwise"


def test_confidence_is_fitted_by_one_command(tmp_path: Path) -> None:
    out = tmp_path / "confidence"
    gold = [str(ROOT / "examples" / "gold"), str(ROOT / "examples" / "articles")]
    assert train_confidence(["--gold", *gold, "--least", "0.1", "--out", str(out)]) == 0
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest.keys() == json.loads((FILES / "confidence" / "manifest.json").read_text()).keys()
    assert "Expected calibration error" in (out / "card.md").read_text()


def test_sides_are_fitted_by_one_command(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "parties"
    given = ["--codings", str(data / "codings"), "--corpus", "mine", str(data / "texts"), "--judge", "judged"]
    small = ["--networks", "2", "--epochs", "2", "--width", "8", "--narrow", "4"]
    assert train_parties([*given, *small, "--out", str(out)]) == 0
    model = parties.load(FEATURES, out)
    assert len(model.networks) == 2
    assert model.habits.words["ACCUSE"]
    card = (out / "card.md").read_text()
    assert "judge judged" in card
    assert "model: both" in card
    assert str(tmp_path) not in card


def test_the_confidence_of_statements_is_fitted_by_one_command(tmp_path: Path) -> None:
    out = tmp_path / "statements"
    gold = [str(ROOT / "examples" / "gold"), str(ROOT / "examples" / "articles")]
    assert train_statements(["--gold", *gold, "--least", "0.2", "--out", str(out)]) == 0
    fitted = statements.load(believing.FEATURES, out)
    assert fitted.least == 0.2
    assert fitted.weights["model"] > 0
    assert "Expected calibration error" in (out / "card.md").read_text()


def test_a_reader_learns_from_a_larger_one(encoder: Path, data: Path, tmp_path: Path) -> None:
    polnear = ["--polnear", str(data / "polnear"), "--held-out", str(data / "polnear"), "--judge", "judged"]
    checkpoints = tmp_path / "checkpoints"
    first = [*common(encoder, data, tmp_path / "teacher"), *polnear, "--checkpoints", str(checkpoints)]
    assert train_reader(first) == 0
    teacher = ["--teacher", str(encoder), str(checkpoints / "seed1-epoch1.pt"), "--mask", "0.2", "--half"]
    assert train_reader([*common(encoder, data, tmp_path / "student"), *polnear, *teacher]) == 0
    assert reader.load(tmp_path / "student").read(TEXT, skip=False).acts.pages


def test_a_training_that_stopped_goes_on_as_if_it_had_not(encoder: Path, data: Path, tmp_path: Path) -> None:
    polnear = ["--polnear", str(data / "polnear"), "--held-out", str(data / "polnear")]
    cycles = [*common(encoder, data, tmp_path / "out"), *polnear, "--epochs", "1", "2", "--stop", "2", "--soup", "1"]
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    assert train_reader([*cycles, "--checkpoints", str(whole)]) == 0
    stopped.mkdir()
    (stopped / "seed1-epoch1.pt").write_bytes((whole / "seed1-epoch1.pt").read_bytes())
    assert train_reader([*cycles, "--checkpoints", str(stopped), "--after", "1"]) == 0
    ended, again = (torch.load(d / "seed1-epoch2.pt") for d in (whole, stopped))
    begun = torch.load(whole / "seed1-epoch1.pt")
    assert all(torch.equal(ended[name], again[name]) for name in ended)
    assert any(not torch.equal(ended[name], begun[name]) for name in ended)


def test_the_last_epochs_may_be_averaged(
    encoder: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[dict[str, torch.Tensor]] = []

    def write(network: torch.nn.Module, *_: object) -> str:
        made.append(network.state_dict())
        return "none"

    monkeypatch.setattr(reader_training, "_write", write)
    polnear = ["--polnear", str(data / "polnear"), "--held-out", str(data / "polnear"), "--checkpoints", str(tmp_path)]
    (tmp_path / "out").mkdir()
    train_reader([*common(encoder, data, tmp_path / "out"), *polnear, "--stop", "2", "--soup", "1", "--average", "2"])
    first, second = (torch.load(tmp_path / f"seed1-epoch{k}.pt") for k in (1, 2))
    wanted = soup.mean([first, second])
    assert all(torch.equal(made[0][name], wanted[name]) for name in wanted)


@pytest.mark.parametrize(
    ("after", "stop", "message"),
    [
        ("2", "3", r"a cycle ends after \[1\]"),
        ("1", "3", "no weights of seed 1 after that epoch"),
        ("1", "1", "0 epochs are left to be averaged"),
    ],
)
def test_a_training_goes_on_only_from_where_one_can_have_stopped(
    encoder: Path, data: Path, tmp_path: Path, after: str, stop: str, message: str
) -> None:
    polnear = ["--polnear", str(data / "polnear"), "--held-out", str(data / "polnear"), "--checkpoints", str(tmp_path)]
    cycles = ["--epochs", "1", "2", "--after", after, "--stop", stop]
    with pytest.raises(SystemExit, match=message):
        train_reader([*common(encoder, data, tmp_path / "out"), *polnear, *cycles])


def test_what_is_left_out_must_be_known(encoder: Path, data: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no such corpus; known are attributions, codings, gold, mine"):
        train_events([*common(encoder, data, tmp_path), "--leave-out", "plw"])


def test_a_soup_is_the_mean_of_trainings_from_one_beginning() -> None:
    network = torch.nn.Linear(2, 2)
    begun = network.weight.detach().clone()
    met = []

    def train(seed: int) -> None:
        met.append(network.weight.detach().clone())
        with torch.no_grad():
            network.weight += seed

    soup.souped(network, train, range(1, 4))
    assert all(torch.equal(w, begun) for w in met)
    assert torch.allclose(network.weight, begun + 2)
    with pytest.raises(ValueError, match="of one network"):
        soup.mean([{"a": begun}, {"b": begun}])


def test_a_card_keeps_what_is_written_by_hand(tmp_path: Path) -> None:
    card = tmp_path / "card.md"
    card.write_text("# A\n\n**Recipe**: old\n\nmore\n\n**Figures**: none\n\n**Known failures**: many\n")
    cards.renew(card, card, {"Recipe": "new", "Figures": "| a |\n\n**b**"})
    assert card.read_text() == "# A\n\n**Recipe**: new\n\n**Figures**: | a |\n\n**b**\n\n**Known failures**: many\n"
    with pytest.raises(ValueError, match="no section"):
        cards.renew(tmp_path / "new.md", card, {"Weather": "fine"})


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_dropout_drops_its_share_and_keeps_the_mean(share: float, kind: torch.dtype) -> None:
    network = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.Dropout(share))
    drop_cheaply(network)
    states = torch.ones(300, 400, dtype=kind)
    made = network[1].train()(states).float()
    assert (made == 0).float().mean().item() == pytest.approx(share, abs=0.01)
    assert made.mean().item() == pytest.approx(1, abs=0.02)
    assert torch.equal(network[1].eval()(states), states)
