"""Weights in four bits: what comes back of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from communique.models.packing import BLOCK, LEVELS, PARTS, packed, tensors, unpacked


def test_normal_weights_come_back_nearly_as_they_were() -> None:
    weights = np.random.default_rng(1).normal(0, 0.02, (96, 40)).astype(np.float32)
    codes, scales = packed(weights)
    back = unpacked(codes, scales, weights.shape)
    assert codes.nbytes * 2 == scales.size * BLOCK
    assert np.corrcoef(weights.ravel(), back.ravel())[0, 1] > 0.99


def test_what_lies_on_the_levels_comes_back_exactly() -> None:
    weights = np.resize(LEVELS, (2, BLOCK)) * np.float32(0.5)
    assert np.allclose(unpacked(*packed(weights), weights.shape), weights)


@given(arrays.arrays(np.float32, st.integers(1, 300), elements=st.floats(-1e3, 1e3, width=32)))
def test_nothing_errs_by_more_than_a_part_of_its_block(weights: np.ndarray) -> None:
    back = unpacked(*packed(weights), weights.shape)
    assert back.shape == weights.shape
    peak = float(np.abs(weights).max())
    assert np.abs(back - weights).max() <= 0.35 * peak + 1e-6


def test_a_file_gives_tensors_by_name(tmp_path: Path) -> None:
    weights = np.linspace(-1, 1, 2 * BLOCK, dtype=np.float32).reshape(2, BLOCK)
    codes, scales = packed(weights)
    values = (codes, scales, np.array(weights.shape), np.float32(1 / 127), np.int8(0))
    path = tmp_path / "weights.npz"
    np.savez(path, **{f"w|{part}": v for part, v in zip(PARTS, values, strict=True)})
    ((name, made),) = tensors(path)
    assert (name, made.dtype, made.shape) == ("w", np.int8, weights.shape)
    assert made[0, 0] == pytest.approx(-127, abs=10)
    assert made[1, -1] == pytest.approx(127, abs=10)
