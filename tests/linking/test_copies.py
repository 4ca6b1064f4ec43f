"""Copies: agency texts as papers print them, with edits, cuts and paragraphs of their own; and what only looks alike."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from communique.linking.copies import COPIED, EDITED, copies
from communique.model import Document

WIRE = """The foreign ministers of Norland and Suder ended two days of talks in the harbour town of Veld on Tuesday without
agreeing how many of the fishing boats seized since January are to be given back. Officials on both sides described the
mood as cold. A joint statement that had been prepared over the weekend was withdrawn an hour before it was to be read.
Norland says that its coast guard acted within its own waters when it boarded eleven trawlers last winter, and that their
crews were treated well. Suder calls the boardings piracy and has put a levy on all timber that comes from its neighbour.
Traders in the border towns say that the levy has cost them a third of their business. Diplomats expect that the two will
meet again in the autumn, when the fishing season ends and neither government has an election to win. Until then the boats
remain under guard in the inner harbour, where families of the crews hold a vigil every evening."""

OWN = """Our correspondent in Veld saw few people in the streets as the ministers left by separate roads. Shopkeepers had
closed early, and a choir that was to sing at the farewell had been sent home by the mayor's office without a reason."""

OTHER = """Two days of negotiations over captured fishing vessels have failed. Norland's minister and her colleague from
Suder parted on Tuesday evening in Veld with no word on the trawlers, and a text that both had drafted was never issued.
Norland maintains that it boarded the vessels lawfully; for Suder it was an act of pirates, answered with a tax on wood.
Merchants complain, and another round is thought likely once the season is over."""

SPEECH = """“We will not be moved from the waters that our fathers fished, and we will not pay for what is ours, and we will
come back every year until the last boat is returned to the last of the families that wait for it in the harbour tonight.”"""


def document(name: str, text: str, outlet: str | None = None) -> Document:
    return Document(id=name, name=name, text=text, outlet=outlet)


def edited(text: str, share: float, seed: int) -> str:
    """A text in which an editor changed, dropped or added a word here and there."""
    rng = random.Random(seed)
    found = []
    for word in text.split():
        chance = rng.random()
        if chance < share / 3:
            continue
        found.append("meanwhile" if chance < 2 * share / 3 else word)
        if 2 * share / 3 <= chance < share:
            found.append("reportedly")
    return " ".join(found)


def sentences(text: str, keep: int) -> str:
    return ". ".join(" ".join(text.split()).split(". ")[:keep]) + "."


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("whole", WIRE),
        ("with a headline", f"No deal on boats\n\n{WIRE}"),
        ("with paragraphs of its own", f"{OWN}\n\n{WIRE}\n\n{OWN.upper()}"),
        ("cut to its beginning", sentences(WIRE, 4)),
        ("cut, with an own paragraph", f"{sentences(WIRE, 5)}\n\n{OWN}"),
        ("in other lines and case", WIRE.replace("\n", " ").upper()),
        *((f"edited, {seed}", edited(WIRE, 0.08, seed)) for seed in range(6)),
    ],
)
def test_a_copy_is_found(name: str, text: str) -> None:
    found = copies([document("wire", WIRE), document("paper", text), document("other", OTHER)])
    assert [(c.one, c.other) for c in found] == [("paper", "wire")], name
    assert 0.5 <= found[0].share <= 1


def test_a_short_text_is_found_inside_a_long_one() -> None:
    rng = random.Random(2)
    long = " ".join("".join(rng.choices("abcdefgh", k=6)) for _ in range(2000))
    assert copies([document("long", f"{long} {WIRE} {long[::-1]}"), document("wire", WIRE)])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIRE, OTHER),
        (f"{OWN} {SPEECH}", f"{OTHER} {SPEECH}"),  # both only quote the same words
        (OWN, OWN[:60]),  # too short to tell
        ("", WIRE),
    ],
)
def test_what_is_no_copy(one: str, other: str) -> None:
    assert not copies([document("a", one), document("b", other)])


def mixed(text: str, kept: Sequence[int], own: str) -> str:
    """Some of a text's sentences, each with one of another's after it."""
    said, others = (t.replace("\n", " ").split(". ") for t in (text, own))
    return ". ".join(f"{said[k]}. {others[place % len(others)]}" for place, k in enumerate(kept))


def test_versions_share_many_passages_and_what_both_quote_is_one() -> None:
    version = f"{mixed(WIRE, (0, 3, 6), OTHER)} {OWN}"
    quoting = f"{sentences(WIRE, 3)} {OTHER} {OWN}"
    (found,) = copies([document("wire", WIRE), document("later", version)])
    assert EDITED <= found.share < COPIED
    assert not copies([document("wire", WIRE), document("quoting", quoting)])


def test_an_outlets_furniture_makes_no_copies() -> None:
    furniture = " ".join(
        f"Read our newsletter number {word} every morning and never miss a thing." for word in "abcdefg"
    )
    texts = [
        OWN,
        OTHER,
        "The council of Veld has voted for a new roof on the market hall, at a cost that it keeps to itself.",
    ]
    same = [document(f"d{k}", f"{text} {furniture}", "The Veld Post") for k, text in enumerate(texts)]
    assert not copies(same)


def test_the_order_of_documents_does_not_matter() -> None:
    some = [document(f"d{k}", edited(WIRE, 0.05, k), "x") for k in range(2)] + [document("d2", OTHER)]
    assert copies(some) == copies(reversed(some))
