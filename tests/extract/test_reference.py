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
