"""From a trained network to a model folder: ONNX, quantized, with its tokenizer and its manifest."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from communique.models.encoder import PACKED, digest
from communique.models.packing import PARTS, packed, unpacked

_LARGE = 100_000
"""Numbers above which a tensor is worth packing."""


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


def quantize(source: Path, target: Path, *, per_channel: bool = False) -> None:
    """Quantize matrices and word embeddings to 8 bits, and activations too, as they come.

    Matrices get 7 of the 8 bits: processors without VNNI add up pairs of products in 16, which 8 would overflow.

    Args:
        source: an ONNX file in full precision.
        target: what is written.
        per_channel: whether each column of a matrix has a step of its own.
    """
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=per_channel, reduce_range=True)


def halve(source: Path, folder: Path, *, integers: bool) -> None:
    """Write a network with its large matrices in four bits, which are unpacked when it is loaded.

    Args:
        source: an ONNX file in full precision.
        folder: ``model.onnx`` is written here, and ``weights.npz`` if there are large matrices.
        integers: unpack to eight-bit integers, which is fast, or else to floats, which costs no accuracy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    model = onnx.load(source)
    # The quantizer turns the matrices of these over, so that they are packed turned over.
    turned = {node.input[1] for node in model.graph.node if node.op_type == "Gemm"} if integers else set()
    kept: dict[str, Any] = {}
    for tensor in model.graph.initializer:
        large = np.prod(tensor.dims) > _LARGE and "position" not in tensor.name  # few numbers, and much hangs on them
        if tensor.data_type == onnx.TensorProto.FLOAT and large:
            given = numpy_helper.to_array(tensor)
            given, suffix = (given.T, "_Transposed_quantized") if tensor.name in turned else (given, "_quantized")
            suffix = suffix if integers else ""
            codes, scales = packed(given)
            weights = unpacked(codes, scales, given.shape)
            kept[tensor.name + suffix] = codes, scales
            rounded = np.ascontiguousarray(weights.T if tensor.name in turned else weights)
            tensor.CopyFrom(numpy_helper.from_array(rounded, tensor.name))
    if integers:
        with tempfile.TemporaryDirectory() as scratch:
            coarse, small = Path(scratch) / "coarse.onnx", Path(scratch) / "small.onnx"
            onnx.save(model, str(coarse))
            quantize(coarse, small, per_channel=True)
            model = onnx.load(small)
    made = {tensor.name: tensor for tensor in model.graph.initializer}
    table: dict[str, Any] = {}
    for name, (codes, scales) in kept.items():
        tensor, root = made[name], name.removesuffix("_quantized")
        steps = (numpy_helper.to_array(made[f"{root}_{part}"]) for part in ("scale", "zero_point"))
        step, zero = steps if integers else (np.float32(0), np.int8(0))
        values = (codes, scales, np.array(tensor.dims), step, zero)
        table |= {f"{name}|{part}": value for part, value in zip(PARTS, values, strict=True)}
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value=PACKED)
    onnx.save(model, str(folder / "model.onnx"))
    (folder / PACKED).unlink(missing_ok=True)
    if table:
        np.savez(folder / PACKED, **table)


def describe(
    folder: Path, tokenizer: Any, *, name: str, version: str, features: str, settings: Mapping[str, Any]
) -> None:
    """Put the tokenizer and the manifest beside a network, as :class:`communique.models.encoder.Encoder` reads them."""
    (folder / "tokenizer.json").write_text(tokenizer.backend_tokenizer.to_str(), "utf-8")
    manifest = {
        "name": name, "version": version, "features": features, "sha256": digest(folder), "settings": dict(settings),
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", "utf-8")
