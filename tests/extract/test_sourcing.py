"""Who speaks where the words for the source name nobody: pronouns, shares, papers and names met nowhere else."""

from __future__ import annotations

import pytest

from communique.model import Actor, Coding, Page
from communique.pipeline import code_page


def coded(text: str) -> Coding:
    return code_page(Page("t.txt", "t.txt", text.encode(), "text/plain"))


def source(text: str, content: str) -> list[tuple[str, str]]:
    """The names and kinds of the source of the statement whose content has some words; none where it has no source."""
    coding = coded(text)
    by_id: dict[str, Actor] = {a.id: a for a in coding.actors}
    (found,) = [s for s in coding.statements if any(content in span.of(text) for span in s.content)]
    return [(by_id[key].name, by_id[key].kind) for key in found.source]


LAWYERS = "Lawyers met in the town. "


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        ("Some argue that the bridge was never safe.", "never safe", [("Some", "group")]),
        (
            "The bridge fell. 46 percent of those asked said that the mayor lied.",
            "mayor lied",
            [("46 percent of those asked", "group")],
        ),
        (
            "The bridge fell. Several reports said that the bridge was never safe.",
            "never safe",
            [("Several reports", "group")],
        ),
        (
            "A commentary run by the Northern Gazette said that the bridge was never safe.",
            "never safe",
            [("Northern Gazette", "organization")],
        ),
    ],
)
def test_words_alone_give_a_source(text: str, content: str, expected: list[tuple[str, str]]) -> None:
    assert source(text, content) == expected


def test_she_is_the_woman_who_was_named() -> None:
    text = "Maria Keller met Thomas Brandt on Monday. She said that the bridge was closed."
    assert source(text, "bridge was closed") == [("Maria Keller", "person")]


def test_he_is_the_man_who_was_named() -> None:
    text = "Thomas Brandt met Maria Keller on Monday. He said that the bridge was closed."
    assert source(text, "bridge was closed") == [("Thomas Brandt", "person")]


def test_an_open_group_is_of_no_state() -> None:
    text = (
        "Kenya's parliament met in Nairobi. Kenyan teachers marched through Mombasa and Kisumu. "
        "Some argue that the law is bad."
    )
    (some,) = [a for a in coded(text).actors if a.name == "Some"]
    assert (some.kind, some.country) == ("group", None)


def test_every_source_is_in_the_cast() -> None:
    text = "Some said no. Another said yes. A survey found that most agree. One man said that it was late."
    coding = coded(text)
    known = {a.id for a in coding.actors}
    assert coding.statements
    assert all(key in known for s in coding.statements for key in s.source)
