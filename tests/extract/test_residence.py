"""Whose state people and bodies are of to whom the text gives no nationality."""

from __future__ import annotations

import re

import pytest

from communique.extract.residence import state_of
from communique.model import Page, Span
from communique.pipeline import code_page, ready_for_events


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


ABOUT = "Kenya's parliament met in Nairobi. Kenyan teachers marched through Mombasa and Kisumu. The Kenyan government offered talks.\n"
"""A text about one state, of which everybody is whom it does not say otherwise of."""


def meant(words: str) -> list[tuple[str, str | None]]:
    """Whom words in brackets mean, after a text about one state: their ids and states."""
    before, inside, after = re.split(r"[\[\]]", words)
    text = ABOUT + before + inside + after
    span = Span(len(ABOUT) + len(before), len(ABOUT) + len(before) + len(inside))
    cast = ready_for_events(Page("x.txt", "x.txt", text.encode(), "text/plain")).cast
    found = (m for m in cast.mentions if m.span.overlaps(span) and span.contains(m.head) and m.form != "adjective")
    keys = max(found, key=lambda m: m.span.end - m.span.start).actors
    return [(k, cast.by_id[k].country) for k in keys]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("[A Texas man] was arrested.", "USA"),
        ("[Residents of Lagos] left their homes.", "NGA"),
        ("[Demonstrators] gathered in Tokyo.", "JPN"),
        ("A gunman killed [22 people] in a hotel in Lyon.", "FRA"),
        ("A bus drove into [a crowd].", "KEN"),
        ("[Critics] were not convinced.", "KEN"),
        ("[Voters] will decide in May.", "KEN"),
        ("[European regulators] approved the plan.", None),
        ("[Arab traders] came to the port.", None),
        ("[African countries] sent aid.", None),
        ("[The gunman] was killed on Monday.", None),
    ],
)
def test_people_without_a_name_are_of_their_place_or_else_of_the_text(words: str, state: str | None) -> None:
    assert [country for _, country in meant(words)] == [state]


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Boko Haram burnt a village. Troops drove [the extremists] out.", "boko_haram"),
        ("[Islamic State militants] burnt a village.", "islamic_state"),
        ("Boko Haram burnt a village. [The insurgency] has lasted for years.", "boko_haram"),
        ("North Korea fired a missile over Japan. Japan asked [the reclusive state] to stop.", "prk"),
        ("Donald Trump spoke. [Trump administration officials] raised the matter.", "usa_administration_officials"),
    ],
)
def test_descriptions_mean_whom_news_describes_so(words: str, who: str) -> None:
    assert [key for key, _ in meant(words)] == [who]


def test_whoever_speaks_for_the_head_of_a_body_of_many_states_is_of_none() -> None:
    ((key, country),) = meant("[A spokesman] for U.N. Secretary-General António Guterres called the vote fair.")
    assert country is None and key.endswith("spokesman")
