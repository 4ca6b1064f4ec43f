"""Of readings of the same words the surest is kept, and tells in its trace what it was surer than."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from communique.extract.events import drafted, find_events
from communique.extract.judging import best_of_each
from communique.extract.scene import Draft, Scene
from communique.model import Page
from communique.pipeline import ready_for_events, scene_of


def scene(text: str) -> Scene:
    return scene_of(ready_for_events(Page("t.txt", "t.txt", text.encode(), "text/plain")))


@pytest.fixture(scope="module")
def draft() -> Draft:
    return next(d for d in drafted(scene("Kenya accused Uganda of fraud.")) if d.type == "ACCUSE")


def test_the_surest_reading_tells_the_next_surest(draft: Draft) -> None:
    other = replace(draft, type="REJECT", recipient=(), confidence=0.31)
    worst = replace(draft, type="THREATEN", confidence=0.1)
    (kept,) = best_of_each([worst, other, replace(draft, confidence=0.6)])
    assert (kept.type, kept.trace[-1]) == ("ACCUSE", "other reading: REJECT ken > nobody 0.31")


def test_sides_that_are_the_same_are_not_told_again(draft: Draft) -> None:
    (kept,) = best_of_each([replace(draft, confidence=0.6), replace(draft, type="REJECT", confidence=0.3)])
    assert kept.trace[-1] == "other reading: REJECT 0.30"


def test_of_two_as_sure_the_earlier_one_is_kept(draft: Draft) -> None:
    other = replace(draft, type="REJECT")
    assert [d.type for d in best_of_each([draft, other])] == ["ACCUSE"]
    assert [d.type for d in best_of_each([other, draft])] == ["REJECT"]


def test_a_reading_by_itself_stays_as_it_is(draft: Draft) -> None:
    apart = replace(draft, trace=("silence pointed out",))
    assert best_of_each([draft, apart]) == [draft, apart]


def test_the_trace_tells_the_readers_next_likeliest_type() -> None:
    (event,) = find_events(scene("Kenya froze the assets of Uganda on Monday."), 0.0)
    (line,) = [w for w in event.trace if re.match(r"reader: .*no act", w)]
    assert re.fullmatch(r"reader: [A-Z]+ \d\.\d\d, else [A-Z]+ \d\.\d\d, no act \d\.\d\d.*", line), line
    kinds = re.findall(r"[A-Z]{3,}", line)
    assert kinds[0] == event.type != kinds[1]
