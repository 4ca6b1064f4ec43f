"""Who speaks where the words for the source name nobody: pronouns, shares, papers and names met nowhere else."""

from __future__ import annotations

import pytest

from communique.model import Actor, Coding, Page
from communique.pipeline import Draft, before_statements, code_page, ready_for_events, told_by


def coded(text: str) -> Coding:
    return code_page(Page("t.txt", "t.txt", text.encode(), "text/plain"))


def before_events(text: str) -> Draft:
    """A text before its events are looked for."""
    return ready_for_events(Page("t.txt", "t.txt", text.encode(), "text/plain"))


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
        ("Some argue that the bridge was never safe.", "never safe", [("some", "group")]),
        (
            "The bridge fell. 46 percent of those asked said that the mayor lied.",
            "mayor lied",
            [("46 percent of those asked", "group")],
        ),
        (
            "The bridge fell. Several reports said that the bridge was never safe.",
            "never safe",
            [("several reports", "group")],
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
    (some,) = [a for a in coded(text).actors if a.name == "some"]
    assert (some.kind, some.country) == ("group", None)


def test_every_source_is_in_the_cast() -> None:
    text = "Some said no. Another said yes. A survey found that most agree. One man said that it was late."
    coding = coded(text)
    known = {a.id for a in coding.actors}
    assert coding.statements
    assert all(key in known for s in coding.statements for key in s.source)


@pytest.mark.parametrize("pronoun", ["She", "I", "He", "We"])
def test_a_pronoun_is_nobodys_name(pronoun: str) -> None:
    text = f"The town was dark. {pronoun} said that the bridge was closed. {pronoun} told reporters that it was late."
    assert pronoun.lower() not in {a.name.lower() for a in coded(text).actors}


def test_a_title_makes_nobody_new() -> None:
    text = "President Thomas Brandt of Germany spoke. President Thomas Brandt's speech said that the bridge was closed."
    names = [a.name for a in coded(text).actors if "Brandt" in a.name]
    assert names == ["Thomas Brandt"]


def test_nobody_is_in_the_cast_for_what_is_not_believed() -> None:
    draft = before_statements(Page("t.txt", "t.txt", DOUBTFUL.encode(), "text/plain"))
    cast, told = told_by(draft)
    coding = coded(DOUBTFUL)
    kept = {key for s in coding.statements for key in s.source}
    brought = {a.id for a in cast.actors} - {a.id for a in draft.cast.actors}
    assert len(told) >= len(coding.statements)
    assert not (brought - kept) & {a.id for a in coding.actors}


DOUBTFUL = (
    "A chart showed growth. Several maps reveal rivers. The findings list towns. Some said that the bridge was closed."
)


WIMES = '"The campaign is in full panic mode," said Maria Wimes, a painter from Kenya.\n'


@pytest.mark.parametrize(
    ("text", "content", "expected"),
    [
        (WIMES + '"They have a problem with that," she said.', "They have a problem", "Maria Wimes"),
        (WIMES + "Michelle Obama's visit is near.\nShe added that the vote is lost.", "vote is lost", "Maria Wimes"),
        (WIMES + "Michelle Obama left.\nShe said that the vote is lost.", "vote is lost", "Michelle Obama"),
        (WIMES + "A baker, Anna Brown, stood near her.\nShe said that the vote is lost.", "vote is lost", "Anna Brown"),
        (WIMES + "He said that Thomas Brandt lost the vote.", "lost the vote", None),
        (
            'Angela Merkel left. "We had to march," a nurse said. "Nobody listened to us. It rained. It snowed. It hailed. '
            'We ate little. We slept less. It was cold." She added that the road was closed.',
            "road was closed",
            "nurse",
        ),
    ],
)
def test_he_said_is_of_whoever_spoke_last(text: str, content: str, expected: str | None) -> None:
    assert source(text, content) == ([(expected, "person")] if expected is not None else [])


def test_the_pronoun_itself_means_whoever_spoke() -> None:
    text = WIMES + '"They have a problem with that," she said.\nMichelle Obama left.'
    draft = before_events(text)
    at = text.index("she said")
    (mention,) = [m for m in draft.cast.mentions if m.span.start == at]
    assert mention.actors == ("maria_wimes",)
