"""Blocks: every pair in one block is compared once, in a crowded block only near neighbours, whatever the batches are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.linking import blocking
from communique.linking.columns import Words
from communique.linking.words import Rarity

BLOCKS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=40)


def found(blocks: list[tuple[int, int]], order: list[int]) -> list[tuple[int, int]]:
    columns = np.array(blocks, dtype=np.int64).reshape(-1, 2)
    batches = blocking.pairs((columns[:, 0], columns[:, 1]), (np.array(order),))
    return [(int(a), int(b)) for one, other in batches for a, b in zip(one, other, strict=True)]


def expected(blocks: list[tuple[int, int]], order: list[int], window: int) -> list[tuple[int, int]]:
    pairs = set()
    for block in {b for _, b in blocks}:
        members = sorted({i for i, b in blocks if b == block}, key=lambda i: (order[i], i))
        near = [(a, b) for (k, a), (m, b) in combinations(enumerate(members), 2) if m - k <= window]
        pairs |= {(min(p), max(p)) for p in near}
    return sorted(pairs)


@settings(deadline=None)
@given(BLOCKS, st.lists(st.integers(0, 3), min_size=10, max_size=10), st.integers(1, 5), st.integers(1, 50))
def test_neighbours_in_a_block_are_paired_once(
    blocks: list[tuple[int, int]], order: list[int], window: int, batch: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocking, "WINDOW", window)
        patch.setattr(blocking, "BATCH", batch)
        assert found(blocks, order) == expected(blocks, order, window)


def test_blocks_of_two_kinds_are_never_one() -> None:
    item, block = blocking.joined([(np.array([0, 1]), np.array([0, 0])), (np.array([2, 3]), np.array([0, 5]))])
    assert item.tolist() == [0, 1, 2, 3]
    assert block[0] == block[1]
    assert len(set(block.tolist())) == 3


def test_a_combination_has_a_number_of_its_own() -> None:
    a, b, c = np.array([0, 0, 1, 1, 0]), np.array([0, 7, 0, 7, 7]), np.array([3, 3, 3, 3, 3])
    numbers = blocking.joint(a, b, c)
    assert numbers[1] == numbers[4]
    assert len(set(numbers.tolist())) == 4


def test_the_rarest_words_are_taken_and_of_equal_ones_the_first() -> None:
    rows = [["common", "rarea", "rareb", "rarec"], ["common"], []]
    numbers = {w: k for k, w in enumerate(("common", "rarea", "rareb", "rarec"))}
    words = Words.of(rows, numbers, Rarity([*rows, ["common"]]))
    rarest = words.rarest(2)
    assert rarest.sizes.tolist() == [2, 1, 0]
    assert rarest.values.tolist() == [1, 2, 0]
