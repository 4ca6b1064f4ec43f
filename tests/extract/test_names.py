"""Whom names mean: people, their families and those who speak for them, against places of the same name."""

from __future__ import annotations

import pytest

from communique.model import Page, Statement
from communique.pipeline import Draft, ready_for_events


def draft_of(text: str) -> Draft:
    """A text before its events are looked for."""
    return ready_for_events(Page("t.txt", "t.txt", text.encode(), "text/plain"))


def countries(text: str) -> dict[str, str | None]:
    """The state of everybody in a text, by name."""
    return {a.name: a.country for a in draft_of(text).cast.actors}


@pytest.mark.parametrize(
    ("text", "who", "country"),
    [
        ("Douglas Merton, an accountant, asked for the files. Merton asked twice.", "Merton", None),
        ("Paul Ames, a former ambassador to Slovakia, gave a speech on Monday.", "Paul Ames", None),
        ('"What happened in Paris was awful," said Ruth Bell, a spokeswoman for a charity.', "Ruth Bell", None),
        ("Quiz Time host Peter Malk called the vote a farce.", "Peter Malk", None),
    ],
)
def test_a_place_that_only_looks_like_ones_own_is_not(text: str, who: str, country: str | None) -> None:
    assert {v for k, v in countries(text).items() if k.endswith(who.split()[-1])} == {country}


def test_who_speaks_for_somebody_is_of_his_state() -> None:
    text = "Emmanuel Macron left early. Macron spokeswoman Lea Dupont said on Friday that the trip was over."
    assert countries(text)["Lea Dupont"] == "FRA"


def sources(text: str, cue: str) -> tuple[str, ...]:
    """Whose the statement is that a cue attributes."""
    draft = draft_of(text)
    (found,) = [s for s in draft.statements if s.cue.of(text) == cue]
    return tuple(draft.cast.by_id[a].name for a in found.source)


def test_a_family_name_alone_is_whoever_holds_the_office() -> None:
    text = (
        "President Emmanuel Macron arrived on Monday. His wife, Brigitte Macron, came with him. "
        "Macron said that the treaty was dead."
    )
    assert sources(text, "said") == ("Emmanuel Macron",)


def test_a_family_name_follows_its_form_of_address() -> None:
    text = "Mr. John Hale and Mrs. Ann Hale run the firm. Mr. Hale left. Mrs. Ann Hale stayed. Mr. Hale said that he was ill."
    assert sources(text, "said") == ("John Hale",)


def test_a_campaign_of_a_person_speaks() -> None:
    text = "Donald Trump flew to Ohio. The Trump campaign said on Friday that the rally was full."
    draft = draft_of(text)
    (found,) = draft.statements
    assert [draft.cast.by_id[a].country for a in found.source] == ["USA"]


def test_a_share_of_people_speaks_as_they_do() -> None:
    text = "Some 46 percent of German lawmakers said that the tax was unjust."
    draft = draft_of(text)
    (found,) = [s for s in draft.statements if s.cue.of(text) == "said"]
    assert [draft.cast.by_id[a].country for a in found.source] == ["DEU"]


def statements(text: str) -> list[Statement]:
    """The statements of a text."""
    return list(draft_of(text).statements)


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Reuters reported that Angela Merkel told lawmakers that the bank was safe.", ["told"]),
        (
            "Angela Merkel noted that, like him, Theresa May had been attacked in parliament for claiming that coal was over.",
            ["noted", "claiming"],
        ),
        ("Angela Merkel never said that the bank was safe.", []),
    ],
)
def test_a_message_is_passed_on_only_where_it_is_all_that_is_told(text: str, cues: list[str]) -> None:
    assert [s.cue.of(text) for s in statements(text)] == cues


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("Apple said that the app was safe. Photo: Jane Doe/Reuters", "Reuters"),
        ("Kenya won an encounter with Uganda in Nairobi on Monday.", "encounter"),
    ],
)
def test_credits_of_pictures_and_words_for_acts_are_nobody(text: str, nobody: str) -> None:
    assert not any(a.name.lower().endswith(nobody.lower()) for a in draft_of(text).cast.actors)


@pytest.mark.parametrize(
    ("text", "cue", "who"),
    [
        ("Donald J. Trump said that the bank was closed.", "said", "donald_trump"),
        ("President Donald Trump said that the bank was closed.", "said", "donald_trump"),
        ("Vladimir Vladimirovich Putin said that the bank was closed.", "said", "vladimir_putin"),
        ("Volodymyr Zelenskiy left. Zelenskiy said that the bank was closed.", "said", "volodymyr_zelenskyy"),
        ("François Hollande said that the bank was closed.", "said", "francois_hollande"),
        ("Enrique Peña Nieto said that the bank was closed.", "said", "enrique_pena_nieto"),
        ("North Korea's Kim said that the bank was closed.", "said", "kim_jong_un"),
        ("South Korea is calm. Mr. Moon said that the bank was closed.", "said", "moon_jae_in"),
        ("North Korea saw Kim Kardashian sing. Kim said that the bank was closed.", "said", "kim_kardashian"),
        ("Tom Holland left the Netherlands. Holland said that the bank was closed.", "said", "tom_holland"),
    ],
)
def test_one_person_is_one_actor_however_the_name_is_written(text: str, cue: str, who: str) -> None:
    (found,) = [s for s in draft_of(text).statements if s.cue.of(text) == cue]
    assert found.source == (who,)


@pytest.mark.parametrize("text", ["The moon of North Korea rose. Park visitors in South Korea said that it was cold."])
def test_a_family_name_that_is_a_common_word_is_nobody_elsewhere(text: str) -> None:
    assert not {"moon_jae_in", "park_geun_hye"} & {a.id for a in draft_of(text).cast.actors}
