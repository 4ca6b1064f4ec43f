"""Whose state people and bodies are of to whom the text gives no nationality."""

from __future__ import annotations

import pytest

from communique.extract.residence import state_of
from communique.model import Page
from communique.pipeline import code_page


def countries(text: str, name: str = "x.txt") -> dict[str, str | None]:
    coding = code_page(Page(name, name, text.encode(), "text/plain"))
    return {a.name: a.country for a in coding.actors}


@pytest.mark.parametrize(
    ("text", "who", "country"),
    [
        ('"The bridge is closed," said Karl Weber, the mayor of Cologne.', "Karl Weber", "DEU"),
        ('"We will vote no," said Jane Doe, R-Va., on Monday.', "Jane Doe", "USA"),
        ("Gov. Jane Doe said on Monday that the talks would fail.", "Jane Doe", "USA"),
        ("Ana Lopez, a nurse from Brownsville, Texas, said the clinic had closed.", "Ana Lopez", "USA"),
        ("Peter Hill, an analyst at a think tank in Sydney, said the talks would fail.", "Peter Hill", "AUS"),
        ("Peter Hill, a Sydney-based historian, said the talks would fail.", "Peter Hill", "AUS"),
        ("Peter Hill, a China expert at a university in Sydney, said the talks would fail.", "Peter Hill", "AUS"),
        ("Peter Hill, an expert on Australia, said the talks would fail.", "Peter Hill", None),
        ("Peter Hill, an analyst at the Martin Center, said the talks would fail.", "Peter Hill", None),
    ],
)
def test_words_beside_a_name_place_it(text: str, who: str, country: str | None) -> None:
    found = countries(text)
    assert {v for k, v in found.items() if who.split()[-1] in k} == {country}


def test_everybody_in_a_text_about_one_state_is_of_it() -> None:
    text = (
        "Kenya's parliament met in Nairobi. Kenyan teachers marched through Mombasa and Kisumu.\n"
        "The Kenyan government offered talks. Grace Otieno, who leads the march, said that the offer was too small."
    )
    assert countries(text)["Grace Otieno"] == "KEN"


def test_nobody_is_placed_by_a_text_about_two_states() -> None:
    text = (
        "Kenya met Chad in Nairobi and in N'Djamena. Kenya and Chad signed a treaty.\n"
        "Grace Otieno, who watched, said that the treaty was too short."
    )
    assert countries(text)["Grace Otieno"] is None


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Bavaria", "DEU"),
        ("Calif.", "USA"),
        ("Mombasa", "KEN"),
        ("Kenyan", "KEN"),
        ("President", None),
        ("Xyzzy", None),
    ],
)
def test_names_of_places_tell_states(name: str, state: str | None) -> None:
    assert state_of(name, ()) == state
