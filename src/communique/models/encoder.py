"""Runs a shipped model: its word pieces, its network in ONNX Runtime, and the manifest that both must fit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from tokenizers import Encoding, Tokenizer

from communique.models import packing

FILES = Path(__file__).parent / "files"
"""Where the model files are, one folder per model: ``model.onnx``, ``tokenizer.json``, ``manifest.json``, ``card.md``."""

PACKED = "weights.npz"
"""Where a model keeps weights in four bits, if it does."""

_BATCH = 16
_PIECES = 2048


class ModelMismatchError(Exception):
    """A model file that was trained for other features or labels than this code has, or that is damaged."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model was made for.

    ``features`` is the hash of the code's features and labels when it was trained, ``sha256`` that of ``model.onnx``,
    ``tokenizer.json`` and, where there is one, ``weights.npz``, one after the other; ``settings`` are its thresholds and calibration.
    """

    name: str
    version: str
    features: str
    sha256: str
    settings: Mapping[str, Any]


def digest(folder: Path) -> str:
    """The hash of a model's files.

    Raises:
        OSError: ``model.onnx`` or ``tokenizer.json`` is missing.
    """
    found = hashlib.sha256((folder / "model.onnx").read_bytes())
    found.update((folder / "tokenizer.json").read_bytes())
    if (folder / PACKED).exists():
        found.update((folder / PACKED).read_bytes())
    return found.hexdigest()


def fingerprint(*parts: object) -> str:
    """A hash of what a model depends on: names of labels, markers, lengths."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


class Encoder:
    """A model that reads texts and gives arrays, one row for each; threads may share one."""

    def __init__(self, folder: Path, features: str, longest: int) -> None:
        """Load the model of a folder.

        Args:
            folder: holds the model's files.
            features: the fingerprint that the code asks for.
            longest: how many word pieces of a text are read.

        Raises:
            ModelMismatchError: files are missing or damaged, or the model was made for other features.
        """
        self.folder = folder
        self.manifest = read_manifest(folder)
        if self.manifest.features != features:
            raise ModelMismatchError(
                f"{folder}: the model was trained for features {self.manifest.features}, this version of communique has "
                f"{features}; train it again (see training/) or install the version that it came with"
            )
        for name in ("model.onnx", "tokenizer.json"):
            if not (folder / name).exists():
                raise ModelMismatchError(f"{folder / name} is missing; install the model again")
        data = (folder / "model.onnx").read_bytes()
        if digest(folder) != self.manifest.sha256:
            raise ModelMismatchError(
                f"{folder}: model.onnx, tokenizer.json or weights.npz is not the file that manifest.json names; install it again"
            )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(longest)
        self._padding = int(self.manifest.settings["padding"])
        options = ort.SessionOptions()
        # One thread a process: runners spread documents over processes, and sums come out the same everywhere.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        if (folder / PACKED).exists():
            names, tensors = zip(*packing.tensors(folder / PACKED), strict=True)
            values = [ort.OrtValue.ortvalue_from_numpy(t) for t in tensors]
            options.add_external_initializers(list(names), values)
        self._session = ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])

    def read(self, texts: Sequence[str]) -> list[Encoding]:
        """The word pieces of texts."""
        return list(self._tokenizer.encode_batch(list(texts)))

    def run(self, read: Sequence[Encoding]) -> list[list[Any]]:
        """The network's outputs for each text, in the order given; those for each piece have rows for padding at the end."""
        found: list[list[Any]] = [[] for _ in read]
        for batch in _batches([len(r.ids) for r in read]):
            width = max(len(read[i].ids) for i in batch)
            ids = np.full((len(batch), width), self._padding, dtype=np.int64)
            mask = np.zeros((len(batch), width), dtype=np.int64)
            for row, i in enumerate(batch):
                ids[row, : len(read[i].ids)] = read[i].ids
                mask[row, : len(read[i].ids)] = 1
            outputs = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
            for row, i in enumerate(batch):
                found[i] = [o[row] for o in outputs]
        return found


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices in batches of texts of like length."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if batch and (
            len(batch) == _BATCH or lengths[i] * (len(batch) + 1) > _PIECES or lengths[i] > 1.3 * lengths[batch[0]]
        ):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a model.

    Raises:
        ModelMismatchError: it is missing or lacks a field.
    """
    try:
        row = json.loads((folder / "manifest.json").read_text("utf-8"))
        return Manifest(row["name"], row["version"], row["features"], row["sha256"], row["settings"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelMismatchError(
            f"{folder / 'manifest.json'} cannot be read ({error}); install the model again"
        ) from error
