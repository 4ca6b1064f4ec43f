"""What the event model is asked: a sentence in which the sides are marked, and pronouns for them are names."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.extract.events import drafted
from communique.extract.questions import question
from communique.model import Page
from communique.models.events import FARTHEST, Question
from communique.pipeline import ready_for_events, scene_of


def asked(text: str) -> list[Question]:
    scene = scene_of(ready_for_events(Page("t.txt", "t.txt", text.encode(), "text/plain")))
    return [question(draft, scene) for draft in drafted(scene)]


def test_a_pronoun_is_written_as_the_name_that_it_means() -> None:
    text = "Thomas Brandt of Germany flew to Nairobi on Monday. There he condemned Kenya for the arrests."
    found = [q for q in asked(text) if q.trigger is not None and "condemned" in q.trigger.of(q.text)]
    assert found
    for q in found:
        assert q.trigger is not None
        assert q.trigger.of(q.text) == "condemned"
        assert {s.of(q.text) for s in q.actor} == {"Thomas Brandt"}
        assert q.text.startswith("There Thomas Brandt condemned Kenya")
        assert [s.of(q.text) for s in q.recipient] == ["Kenya"]


def test_the_text_before_a_sentence_goes_with_it() -> None:
    first, second, third = (
        "Kenya's envoy flew home. ",
        "Chad condemned Kenya for the arrests. ",
        "Kenya rejected the charge.",
    )
    before = {q.text: q.before for q in asked(f"{'Far off. ' * 90}Talks went on.\n\n{first}{second}{third}")}
    assert {second.strip(), third} <= set(before)
    assert before[third].endswith(f" Talks went on.\n\n{first}{second}")
    assert all(FARTHEST - 10 < len(b) <= FARTHEST and b.startswith(("Far ", "off. ")) for b in before.values())


def test_an_owner_stays_an_owner() -> None:
    text = "Kenya's army left the town. Chad condemned its attack on the market."
    for q in asked(text):
        spans = [s.of(q.text) for s in (*q.actor, *q.recipient)]
        assert all(words and words in q.text for words in spans)
        assert not any(words.lower() in ("its", "it") for words in spans)


NAMES = st.sampled_from(["Kenya", "Chad", "Maria Keller", "He", "She", "they", "the ministry"])
VERBS = st.sampled_from(["condemned", "met", "praised", "sued", "asked"])


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(NAMES, VERBS, NAMES), min_size=1, max_size=4))
def test_marked_words_are_always_words_of_the_sentence(rows: list[tuple[str, str, str]]) -> None:
    text = " ".join(f"{a} {v} {b}." for a, v, b in rows)
    for q in asked(text):
        for span in (*q.actor, *q.recipient, *([q.trigger] if q.trigger is not None else [])):
            words = span.of(q.text)
            assert words == words.strip() != ""
            before, after = q.text[: span.start][-1:], q.text[span.end :][:1]
            assert not before.isalnum()
            assert not after.isalnum()
