"""Sets in rows: what pairs of rows have in common is what Python's own sets say."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.linking.sets import Sets, numbered

ROWS = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=6), min_size=1, max_size=6)


@settings(deadline=None)
@given(ROWS)
def test_pairs_of_rows_share_what_sets_share(rows: list[list[str]]) -> None:
    numbers = numbered(rows)
    sets, weights = Sets.of(rows, numbers), np.arange(1.0, len(numbers) + 1)
    one, other = (a.ravel() for a in np.indices((len(rows), len(rows))))
    shared, share = sets.shared(one, other), sets.share(one, other)
    apart, weight = sets.apart(one, other), sets.shared_weight(one, other, weights)
    for k, (i, j) in enumerate(zip(one, other, strict=True)):
        a, b = set(rows[i]), set(rows[j])
        assert shared[k] == len(a & b)
        assert share[k] == (len(a & b) / len(a | b) if a and b else 0.5)
        assert apart[k] == bool(a and b and not a & b)
        assert weight[k] == sum(numbers[w] + 1 for w in a & b)


@settings(deadline=None)
@given(ROWS)
def test_neighbours_are_what_stands_beside_each_other(rows: list[list[str]]) -> None:
    sets = Sets.of_neighbours(rows, numbered(rows))
    one, other = (a.ravel() for a in np.indices((len(rows), len(rows))))
    beside = [set(pairwise(row)) for row in rows]
    expected = [len(beside[i] & beside[j]) for i, j in zip(one, other, strict=True)]
    assert sets.shared(one, other).tolist() == expected


def test_words_without_a_number_are_left_out() -> None:
    sets = Sets.of([["b", "x", "a", "b"], []], {"a": 0, "b": 1})
    assert sets.values.tolist() == [0, 1]
    assert sets.sizes.tolist() == [2, 0]
    assert sets.weights(np.array([0.5, 2.0])).tolist() == [2.5, 0.0]
