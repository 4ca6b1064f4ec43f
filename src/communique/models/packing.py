"""Weights kept in four bits: small on disk, and eight-bit integers or floats once they are loaded.

Four bits in blocks, each with its own scale, at the levels of NormalFloat (Dettmers et al., "QLoRA", NeurIPS 2023,
appendix E): equally likely values of a normal distribution, which weights nearly follow.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

LEVELS = np.array(
    [
        -1.0, -0.6961928, -0.52507305, -0.39491749, -0.28444138, -0.18477343, -0.09105004, 0.0,
        0.0795803, 0.1609302, 0.2461123, 0.33791524, 0.44070983, 0.562617, 0.72295684, 1.0,
    ],
    dtype=np.float32,
)  # fmt: skip
"""What a code of 0 to 15 stands for, in parts of its block's scale."""

BLOCK = 128
"""Weights that share a scale."""


def packed(weights: Any) -> tuple[Any, Any]:
    """Weights as codes, two a byte, and the scale of each block; the scale is the one, of four, that errs least.

    Args:
        weights: an array of floats of any shape.
    """
    flat = np.ascontiguousarray(weights, dtype=np.float32).reshape(-1)
    blocks = np.pad(flat, (0, -len(flat) % BLOCK)).reshape(-1, BLOCK)
    peaks = np.abs(blocks).max(1, keepdims=True)
    scales = np.zeros_like(peaks)
    codes = np.zeros(blocks.shape, dtype=np.uint8)
    errors = np.full(len(blocks), np.inf, dtype=np.float32)
    between = (LEVELS[1:] + LEVELS[:-1]) / 2
    for part in (1.0, 0.94, 0.88, 0.82):
        tried = (peaks * part).astype(np.float16).astype(np.float32)
        tried[tried == 0] = 1.0
        found = np.searchsorted(between, blocks / tried).astype(np.uint8)
        error = ((LEVELS[found] * tried - blocks) ** 2).sum(1)
        better = error < errors
        codes[better], scales[better], errors[better] = found[better], tried[better], error[better]
    pairs = codes.reshape(-1, 2)
    return pairs[:, 0] << 4 | pairs[:, 1], scales.reshape(-1).astype(np.float16)


def unpacked(codes: Any, scales: Any, shape: tuple[int, ...]) -> Any:
    """The weights that codes and scales stand for, as floats."""
    both = np.stack([codes >> 4, codes & 15], -1).reshape(-1, BLOCK)
    flat = (LEVELS[both] * scales.astype(np.float32)[:, None]).reshape(-1)
    return flat[: int(np.prod(shape))].reshape(shape)


def tensors(path: Path) -> Iterator[tuple[str, Any]]:
    """The tensors of a file of packed weights as its network reads them, by their names: eight-bit integers, or floats.

    Args:
        path: an ``.npz`` with, for each tensor, its codes, scales and shape, and the step and zero of its integers,
            the zero in their type; a step of 0 says that it is read as floats.
    """
    with np.load(path, allow_pickle=False) as file:
        for name in sorted(key.removesuffix("|codes") for key in file.files if key.endswith("|codes")):
            codes, scales, shape, step, zero = (file[f"{name}|{part}"] for part in PARTS)
            weights = unpacked(codes, scales, tuple(shape))
            if not np.any(step):
                yield name, np.ascontiguousarray(weights, dtype=np.float32)
                continue
            bounds = np.iinfo(zero.dtype)
            yield name, np.clip(np.round(weights / step) + zero, bounds.min, bounds.max).astype(zero.dtype)


PARTS = ("codes", "scales", "shape", "step", "zero")
"""What the file holds of each tensor, after its name and a bar."""
