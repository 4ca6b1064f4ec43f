"""What the reader's view of acts adds to the rules' drafts, and what it does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from communique.extract.events import told
from communique.extract.scene import Draft, Scene
from communique.model import Page, Span, Status
from communique.models.acts import KINDS, Act, Acts
from communique.pipeline import ready_for_events, scene_of

HEAD = "date 1990-08-08 www.example.test\n"


@dataclass(frozen=True)
class Seen:
    """A reader that sees acts in given words."""

    acts: tuple[Act, ...]

    def found(self, threshold: float) -> list[Act]:
        return [a for a in self.acts if a.chance >= threshold]

    def at(self, trigger: Span) -> Act | None:
        return next((a for a in self.acts if a.trigger.overlaps(trigger)), None)

    def sides(self, act: Act, words: Span) -> tuple[float, float]:
        return 0.0, 0.0


def drafts(sentence: str, words: str, kind: str, status: Status = "actual", sure: float = 0.9) -> list[Draft]:
    """What is drafted of a sentence in whose words the reader sees an act of a kind."""
    page = Page("a.txt", "a.txt", f"{HEAD}{sentence}\n".encode(), "text/plain")
    scene: Scene = scene_of(ready_for_events(page))
    at = scene.document.text.index(words, len(HEAD))
    types = tuple(0.8 if k == kind else 0.0 for k in KINDS[1:-1])
    act = Act(Span(at, at + len(words)), types, status, None, (0, 0), sure)
    return told(replace(scene, acts=cast(Acts, cast(Any, Seen((act,))))))


def by_reader(found: list[Draft]) -> list[tuple[str, str]]:
    return [(d.candidate.token.text, d.type) for d in found if d.type_by == "reader" and len(d.trace) == 2]


@pytest.mark.parametrize(
    ("sentence", "words", "found"),
    [
        ("Kenya paused with Uganda.", "paused", [("paused", "REJECT")]),
        ("Kenya resolutely paused with Uganda.", "resolutely", [("paused", "REJECT")]),
        ("Kenya resolutely condemned Uganda.", "resolutely", []),
        ("Kenya made its first pause with Uganda.", "first", [("pause", "REJECT")]),
        ("Kenya noted that Uganda was late.", "noted", []),
        ("Kenya failed to agree with Uganda on a border.", "failed", []),
        ("Kenya declined to comment on Uganda.", "declined to comment", []),
        ("Kenya declined to comment on Uganda.", "declined", []),
    ],
)
def test_words_that_only_the_reader_sees_tell_an_act_where_they_can(
    sentence: str, words: str, found: list[tuple[str, str]]
) -> None:
    assert by_reader(drafts(sentence, words, "REJECT")) == found


@pytest.mark.parametrize(
    ("sentence", "status", "sure", "believed"),
    [
        ("Kenya attacked Uganda.", "hypothetical", 0.9, "hypothetical"),
        ("Kenya attacked Uganda.", "negated", 0.9, "negated"),
        ("Kenya attacked Uganda.", "hypothetical", 0.4, "actual"),
        ("Kenya attacked Uganda.", "future", 0.9, "actual"),
        ("Kenya did not attack Uganda.", "hypothetical", 0.9, "negated"),
    ],
)
def test_the_reader_may_say_that_an_act_is_not_done(sentence: str, status: Status, sure: float, believed: str) -> None:
    words = "attacked" if "attacked" in sentence else "attack"
    assert {d.status for d in drafts(sentence, words, "ASSAULT", status, sure) if d.candidate.token.text == words} == {
        believed
    }
