"""What only the model takes for a statement, and which words are a statement's content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique.extract.casting import Cast
from communique.extract.drafts import Draft
from communique.extract.joining import joined
from communique.extract.parse import load
from communique.model import Span
from communique.models.attribution import Attribution


def found(text: str, cue: str, *content: str) -> Attribution:
    """What the model might see: a cue and its content."""
    spans = tuple(Span(text.index(c), text.index(c) + len(c)) for c in content)
    at = text.index(cue)
    return Attribution(Span(at, at + len(cue)), (), spans, 0.9)


@pytest.mark.parametrize(
    ("text", "cue", "content", "kept"),
    [
        ("Exports of coal were banned in the north.", "were", "Exports of coal", False),
        ("The lawyer said so and also that the road was closed.", "also", "the road was closed", False),
        ("Police then called her husband out of the car.", "then", "her husband", False),
        ("The video showed people on the bridge.", "showed", "people on the bridge", False),
        ("The channel showed footage of a crowd on the bridge.", "showed", "a crowd on the bridge", False),
        ("The bank is a cheat, he said, referring to the fees.", "referring to", "the fees", False),
        ("The records showed people on the bridge.", "showed", "people on the bridge", True),
        ("The road is closed: police", ":", "The road is closed", True),
        ("The road is closed - police", "-", "The road is closed", True),
        ("The road was reportedly closed on Monday.", "reportedly", "The road was", True),
        ("The report is a rebuke of the bank and its fees.", "rebuke", "the bank and its fees", True),
    ],
)
def test_what_can_be_a_cue(text: str, cue: str, content: str, kept: bool) -> None:
    assert bool(joined([], [found(text, cue, content)], load()(text), Cast())) is kept


@pytest.mark.parametrize(
    ("text", "cue", "pieces", "whole"),
    [
        ("The driver was killed by the police, she said.", "said", ["The driver was killed by"], ["The driver was killed by the police"]),
        ("She said that the driver had met the mayor.", "said", ["the driver had met the"], ["the driver had met the mayor"]),
        ("She said that he would have to leave.", "said", ["he would have to"], ["he would have to leave"]),
        ("She said that they shut it down and left.", "said", ["they shut it down and"], ["they shut it down"]),
        ("She said the great museum would close.", "said", ["eat museum would close"], ["great museum would close"]),
        ("She said the road was closed for a week or more because of the rain.", "said", ["the road was closed", "because of the rain"],
         ["the road was closed for a week or more because of the rain"]),
        ("The road, she said, was closed for a week.", "said", ["The road", "was closed for a week"], ["The road", "was closed for a week"]),
        ("She said that the road was closed. The town sold coal.", "said", ["the road was closed", "coal"], ["the road was closed"]),
    ],
)  # fmt: skip
def test_content_is_whole(text: str, cue: str, pieces: list[str], whole: list[str]) -> None:
    attribution = found(text, cue, *pieces)
    attribution = replace(
        attribution, source=tuple(s for s in [Span(text.find("she"), text.find("she") + 3)] if s.start > 0)
    )
    (draft,) = joined([], [attribution], load()(text), Cast())
    assert [s.of(text) for s in draft.content] == whole


def test_a_parenthesis_keeps_what_stands_before_it() -> None:
    text = "The museum, Mr. Obama said, would close."
    first, second = Span(0, 10), Span(28, 39)
    cue = Span(text.index("said"), text.index("said") + 4)
    rule = Draft(cue, [first, second], (), None, "parenthesis")
    (draft,) = joined([rule], [found(text, "said", "would close")], load()(text), Cast())
    assert [s.of(text) for s in draft.content] == ["The museum", "would close"]
