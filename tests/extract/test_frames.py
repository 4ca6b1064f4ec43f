"""Who says what, and who only passes it on, in the frames of sentences."""

from __future__ import annotations

import pytest

from communique.model import Coding, Page
from communique.pipeline import code_page


def coded(text: str) -> Coding:
    return code_page(Page("x.txt", "x.txt", text.encode(), "text/plain"))


@pytest.mark.parametrize(
    ("text", "source", "via", "content"),
    [
        ("Interfax quoted Sergei Ryabkov as saying that Moscow would respond.", "Sergei Ryabkov", "Interfax", "Moscow would respond"),
        ("Sergei Ryabkov was quoted by Interfax as saying Russia would respond.", "Sergei Ryabkov", "Interfax", "Russia would respond"),
        ("Sergei Ryabkov was quoted as saying Russia would respond.", "Sergei Ryabkov", None, "Russia would respond"),
        ("Reuters quoted a Turkish official as telling reporters that the border would close.", "a Turkish official", "Reuters", "the border would close"),
        ('"We will respond to this," Interfax quoted Sergei Ryabkov as saying.', "Sergei Ryabkov", "Interfax", '"We will respond to this,"'),
        ("The plan to annex the region was described by Turkish officials as a success.", "Turkish officials", None, "The plan to annex the region|as a success"),
        ("The ship has left, Reuters reported, citing a Turkish official.", "a Turkish official", "Reuters", "The ship has left"),
    ],
)  # fmt: skip
def test_who_is_quoted_speaks_and_who_quotes_passes_on(text: str, source: str, via: str | None, content: str) -> None:
    coding = coded(text)
    names = {a.id: a.name for a in coding.actors}
    (statement,) = coding.statements
    assert [names[s] for s in statement.source] == [source]
    assert [names.get(v, v) for v in statement.via] == ([via] if via else [])
    assert [s.of(text) for s in statement.content] == content.split("|")


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("A video shows that the bridge was safe.", []),
        ("Records show that the bank owned the bridge.", ["show"]),
        ('"It is a shame," Thomas Brandt said, referring to the bridge.', ["said"]),
        ("Thomas Brandt referred to the bridge as a shame.", ["referred"]),
    ],
)
def test_a_picture_and_a_gloss_say_nothing(text: str, cues: list[str]) -> None:
    assert [s.cue.of(text).split()[0] for s in coded(text).statements] == cues


@pytest.mark.parametrize(
    "text",
    [
        '"We had to march for ten long years," said Ana Lopez of Kenya, "and nobody ever listened to us there."',
        'Ana Lopez said that it was "a march for ten long years" and "a cry that nobody ever listened to".',
    ],
)
def test_a_cue_attributes_once(text: str) -> None:
    cues = [s.cue for s in coded(text).statements]
    assert len(cues) == len(set(cues)) == 1
