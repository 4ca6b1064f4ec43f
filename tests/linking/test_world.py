"""The made world of the benchmark: linked well, the same in any order, and with a number of pairs that grows as it does."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.linking import measure
from benchmarks.world import World

from communique.linking.linker import Linker, linked
from communique.model import Coding


def made(mentions: int) -> list[Coding]:
    return [coding for coding, _ in World().codings(mentions)]


def test_it_is_linked_well() -> None:
    found = measure(1600)
    assert found.mentions == 1600
    assert found.precision > 0.95
    assert set(found.seconds) == {"read", "stories", "copies", "episodes", "ties"}


def test_order_does_not_matter_in_crowded_blocks() -> None:
    codings = made(1600)
    one, other = linked(codings), Linker()
    for coding in [*codings[1::2], *codings[0::2]]:
        other.read(coding)
    assert one.stories == other.stories
    assert one.episodes() == other.episodes()


def test_pairs_of_a_crowd_grow_with_it_and_not_with_its_square() -> None:
    one = made(8)[0]

    def compared(documents: int) -> int:
        names = (f"d{k:04}" for k in range(documents))
        crowd = (replace(one, document=replace(one.document, id=n, name=n)) for n in names)
        return sum(len(found) for found, _, _ in linked(crowd).event_pairs())

    assert 0 < compared(300) < 2.5 * compared(150)
