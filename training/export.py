"""From a trained network to a model folder: ONNX, quantized, with its tokenizer and its manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from torch import nn


def export(network: nn.Module, outputs: Sequence[str], path: Path) -> None:
    """Write a network that reads ``input_ids`` and ``attention_mask`` as ONNX, in full precision."""
    network.eval()
    ids = torch.ones((2, 8), dtype=torch.long)
    axes = {0: "batch", 1: "pieces"}
    torch.onnx.export(
        network,
        (ids, torch.ones_like(ids)),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=list(outputs),
        dynamic_axes={"input_ids": axes, "attention_mask": axes, **{o: dict(axes) for o in outputs}},
        opset_version=17,
        dynamo=False,
    )


def quantize(source: Path, target: Path, bits: int) -> None:
    """Quantize matrices to 8 or 4 bits and word embeddings to 8.

    Args:
        source: an ONNX file in full precision.
        target: what is written.
        bits: 8 quantizes activations too, as they come, which is fast; 4 only weights, in blocks of 32, which is small.
    """
    if bits == 8:
        quantize_dynamic(source, target, weight_type=QuantType.QInt8)
        return
    with tempfile.TemporaryDirectory() as folder:
        smaller = Path(folder) / "embeddings.onnx"
        quantize_dynamic(source, smaller, weight_type=QuantType.QInt8, op_types_to_quantize=["Gather"])
        quantizer = MatMulNBitsQuantizer(
            onnx.load(smaller), bits=bits, block_size=32, is_symmetric=False, accuracy_level=4
        )
        quantizer.process()
        onnx.save(quantizer.model.model, str(target))


def pack(
    folder: Path,
    network_file: Path,
    tokenizer_file: Path,
    *,
    name: str,
    version: str,
    features: str,
    settings: Mapping[str, Any],
) -> None:
    """Put a model folder together as :class:`communique.models.encoder.Encoder` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(network_file, folder / "model.onnx")
    shutil.copyfile(tokenizer_file, folder / "tokenizer.json")
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    manifest = {"name": name, "version": version, "features": features, "sha256": digest, "settings": dict(settings)}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
