"""Whom descriptions mean: of one state where the text says or shows it, nobody where it does not."""

from __future__ import annotations

import pytest

from communique.extract.casting import Cast
from communique.model import Page
from communique.pipeline import ready_for_events

GERMANY = "Germany's government met in Berlin on Monday. German police said the German capital was calm. "


def cast_of(text: str) -> Cast:
    """Who takes part in a text."""
    return ready_for_events(Page("t.txt", "t.txt", text.encode(), "text/plain")).cast


def meant(text: str, words: str) -> list[tuple[str, str | None]]:
    """The kind and state of whom some words of a text mean."""
    cast, at = cast_of(text), text.rindex(words)
    inside = [m for m in cast.mentions if at <= m.head.start < at + len(words)]
    return [(a.kind, a.country) for m in inside for key in m.actors if (a := cast.actor(key)) is not None]


@pytest.mark.parametrize(
    ("sentence", "words", "expected"),
    [
        ("Officers arrested 200 migrants on a bus.", "200 migrants", [("group", None)]),
        ("Officers arrested 200 workers on a bus.", "200 workers", [("organization", "DEU")]),
        ("The court ordered police to free the Syrian refugees.", "refugees", [("organization", "SYR")]),
        ("The student said that it was late.", "student", [("person", "DEU")]),
        ("One man said that it was late.", "man", [("person", "DEU")]),
        ("Two men said that it was late.", "men", [("organization", "DEU")]),
        ("A Syrian military source said that it was late.", "source", [("person", "SYR")]),
        ("An official said that it was late.", "official", [("person", "DEU")]),
        ("Syrian officials said that it was late.", "officials", [("organization", "SYR")]),
        ("Syria's opposition said that it was late.", "opposition", [("organization", "SYR")]),
        ("A spokesman for Russian President Vladimir Putin said that it was late.", "spokesman", [("person", "RUS")]),
    ],
)
def test_a_text_about_one_state_does_not_make_all_its_own(
    sentence: str, words: str, expected: list[tuple[str, str | None]]
) -> None:
    assert meant(GERMANY + sentence, words) == expected


def test_a_firm_named_before_is_meant() -> None:
    text = "Northern Steel Corporation denied the charge. Prosecutors said that the firm hid money for a minister."
    cast = cast_of(text)
    (mention,) = [m for m in cast.mentions if m.head.of(text) == "firm"]
    assert [cast.by_id[key].name for key in mention.actors] == ["Northern Steel Corporation"]


def test_a_country_that_is_not_clear_is_nobody_new() -> None:
    text = "The storm moved on. The rebels attacked the country on Monday."
    assert not any(a.name == "country" for a in cast_of(text).actors)


def speaker(text: str) -> list[tuple[str, str, str | None]]:
    """Name, kind and sector of the source of a text's last statement."""
    draft = ready_for_events(Page("t.txt", "t.txt", text.encode(), "text/plain"))
    return [
        (a.name, a.kind, a.sector) for key in draft.statements[-1].source if (a := draft.cast.actor(key)) is not None
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kenya's president, Mwai Kibaki, left. An aide to Kibaki, Mallam Peter Otieno, said that it was late.", "Peter Otieno"),
        ("Another brother, Patrick Paddock II, said that it was late.", "Patrick Paddock II"),
        ("A resident, Priscilla McBride, said that it was late.", "Priscilla McBride"),
        ("One of the firm's lawyers, Thomas Brandt, said that it was late.", "Thomas Brandt"),
        ("Sheriff Joseph Lombardo left. Lombardo said that it was late.", "Joseph Lombardo"),
        ("CNN's Anderson Cooper said that it was late.", "Anderson Cooper"),
        ("Lawyer Carlos Ruiz said that it was late.", "Carlos Ruiz"),
        ("Ildefonso Guajardo Villarreal left. Mr. Guajardo Villarreal said that it was late.", "Ildefonso Guajardo Villarreal"),
        ("American Dominique Molina left. Her husband, Tony Molina, stayed. Dominique Molina said that it was late.", "Dominique Molina"),
    ],
)  # fmt: skip
def test_a_name_beside_a_description_is_who_speaks(text: str, name: str) -> None:
    assert [(found, kind) for found, kind, _ in speaker(text)] == [(name, "person")]


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("A spokesman for Thomas Brandt said that it was late.", "Thomas Brandt"),
        ("Attorneys for the family of Keith Scott said that it was late.", "Keith Scott"),
        ("Thomas Brandt left. According to a poster for Thomas Brandt, the bank was closed.", "Thomas Brandt"),
    ],
)
def test_whom_somebody_speaks_for_does_not_speak(text: str, nobody: str) -> None:
    assert nobody not in [name for name, *_ in speaker(text)]


@pytest.mark.parametrize(
    ("text", "name", "sector"),
    [
        ("State-run news agency KCNA said that it was late.", "KCNA", "MED"),
        ("South Korea's Yonhap news agency said that it was late.", "Yonhap", "MED"),
        ("The newspaper Nice Matin said that it was late.", "Nice-Matin", "MED"),
        ("Kenya's Zebo news agency said that it was late.", "Zebo", "MED"),
        ("The U.S. Central Intelligence Agency said that it was late.", "Central Intelligence Agency", "SPY"),
        ("Goldman Sachs rose. Goldman (GS) said that it was late.", "Goldman Sachs", "BUS"),
        ("The UN leader said that it was late.", "The UN leader", "IGO"),
        ("The ISIS chief said that it was late.", "The ISIS chief", "REB"),
    ],
)
def test_whose_a_noun_is(text: str, name: str, sector: str) -> None:
    assert [(found, its) for found, _, its in speaker(text)] == [(name, sector)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The museum said that it was late.", {"organization"}),
        ("A truck hit the crowd. Truck attacked the crowd.", set()),
        ("A poster shocked the crowd.", set()),
        ("The App Store said that it was late.", {"organization"}),
        ("Charlotte Mayor Jennifer Roberts said that it was late.", {"person"}),
    ],
)
def test_things_are_nobody_and_bodies_are_no_persons(text: str, kinds: set[str]) -> None:
    cast = cast_of(text)
    assert {a.kind for a in cast.actors if a.name != "crowd"} - {"group"} == kinds
    assert not [a.name for a in cast.actors if a.name in ("Charlotte Mayor", "Truck", "poster")]


def test_a_noun_without_an_article_is_the_only_one_who_speaks_for_others() -> None:
    text = "China opposed the launch, FM spokesperson says.\nForeign Ministry spokeswoman Hua Chunying spoke on Monday."
    cast = cast_of(text)
    (mention,) = [m for m in cast.mentions if m.head.of(text) == "spokesperson"]
    assert mention.actors == ("hua_chunying",)
