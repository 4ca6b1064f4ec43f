"""Average-link clustering: what it promises whatever the pairs are."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.linking.clustering import average_link, components

Likeness = dict[tuple[str, str], float]
ITEMS = list("abcdefgh")
PAIRS = st.dictionaries(st.sampled_from(list(combinations(ITEMS, 2))), st.floats(0, 1), max_size=20)
FEW = st.lists(st.sampled_from(list(combinations(ITEMS, 2))), max_size=4)


def mean(one: list[str], other: list[str], likeness: Likeness) -> float:
    values = [likeness.get((a, b), likeness.get((b, a), 0.0)) for a in one for b in other]
    return sum(values) / len(values)


@settings(deadline=None)
@given(PAIRS, st.floats(0.05, 1))
def test_it_is_a_partition_and_no_two_groups_are_alike_enough_to_join(likeness: Likeness, least: float) -> None:
    groups = average_link(ITEMS, likeness, least)
    assert sorted(i for g in groups for i in g) == ITEMS
    for one, other in combinations(groups, 2):
        assert mean(one, other, likeness) < least + 1e-9


@settings(deadline=None)
@given(PAIRS, st.floats(0.05, 1), st.permutations(list(combinations(ITEMS, 2))))
def test_the_order_of_pairs_does_not_matter(likeness: Likeness, least: float, order: list[tuple[str, str]]) -> None:
    shuffled = {pair: likeness[pair] for pair in order if pair in likeness}
    assert average_link(ITEMS, shuffled, least) == average_link(ITEMS, likeness, least)


@settings(deadline=None)
@given(PAIRS, FEW, FEW)
def test_what_people_say_wins(
    likeness: Likeness, together: list[tuple[str, str]], apart: list[tuple[str, str]]
) -> None:
    groups = average_link(ITEMS, likeness, 0.3, together=together, apart=apart)
    of = {i: k for k, g in enumerate(groups) for i in g}
    assert all(of[a] == of[b] for a, b in together)
    forced = {i: k for k, g in enumerate(components(ITEMS, together)) for i in g}
    assert all(of[a] != of[b] for a, b in apart if forced[a] != forced[b])


@pytest.mark.parametrize(
    ("likeness", "least", "groups"),
    [
        ({}, 0.5, [["a"], ["b"], ["c"]]),
        ({("a", "b"): 0.9}, 0.5, [["a", "b"], ["c"]]),
        ({("a", "b"): 0.9, ("b", "c"): 0.9}, 0.5, [["a", "b"], ["c"]]),  # a and c are not alike: .45 on average
        ({("a", "b"): 0.9, ("b", "c"): 0.9}, 0.4, [["a", "b", "c"]]),
        ({("a", "c"): 0.6, ("b", "c"): 0.8}, 0.5, [["a"], ["b", "c"]]),
    ],
)
def test_examples(likeness: Likeness, least: float, groups: list[list[str]]) -> None:
    assert average_link(["a", "b", "c"], likeness, least) == groups


def slowly(likeness: Likeness, least: float, apart: list[tuple[str, str]]) -> list[list[str]]:
    """The definition, word for word: of all pairs of groups that may be joined, the one most alike, until there is none."""
    groups = [[i] for i in ITEMS]
    while True:
        offers = [
            (-round(mean(a, b, likeness), 12), a, b)
            for a, b in combinations(groups, 2)
            if not any((x, y) in apart or (y, x) in apart for x in a for y in b)
        ]
        value, one, other = min(offers, default=(0.0, [], []))
        if -value < least:
            return groups
        groups = sorted([g for g in groups if g not in (one, other)] + [sorted(one + other)])


@settings(deadline=None)
@given(PAIRS, st.floats(0.05, 1), FEW)
def test_it_joins_what_the_definition_joins(likeness: Likeness, least: float, apart: list[tuple[str, str]]) -> None:
    assert average_link(ITEMS, likeness, least, apart=apart) == slowly(likeness, least, apart)
