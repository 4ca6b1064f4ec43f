"""What the event model is asked, what it answers, and how PLV is scored with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from evaluation import plv
from hypothesis import given
from hypothesis import strategies as st

from communique.model import Span
from communique.models import events
from communique.models.events import LONGEST, NONE, Question, marked


def asked(sentence: str) -> Question:
    return plv.question_of(sentence)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("<s>Kenya</s> condemned <t>Chad</t> for the shelling of a border town.", "ACCUSE"),
        ("<s>Norwegian police</s> arrested <t>two Danish activists</t> at the port.", "COERCE"),
        ("<s>Ghana</s> sent tents and medicine to <t>Togo</t> after the flood.", "AID"),
        ("<s>The Peruvian president</s> met <t>the Chilean foreign minister</t> in Lima for talks.", "CONSULT"),
        ("<s>Malian troops</s> shelled <t>a rebel camp</t> and killed twelve fighters.", "ASSAULT"),
        ("<s>Angola</s> has rejected <t>Zambia</t>'s offer to mediate.", "REJECT"),
    ],
)
def test_the_model_knows_plain_cases(sentence: str, kind: str) -> None:
    (answer,) = events.load().ask([asked(sentence)])
    assert plv.type_of(answer) == kind
    assert sum(answer.types.values()) == pytest.approx(1, abs=1e-5)


def test_who_acts_matters() -> None:
    there, back = events.load().ask(
        [asked("<s>Kenya</s> condemned <t>Chad</t>."), asked("<t>Kenya</t> condemned <s>Chad</s>.")]
    )
    assert there.types["ACCUSE"] > back.types["ACCUSE"]
    assert back.types[NONE] > there.types[NONE]


def test_markers_stand_around_the_parts() -> None:
    question = Question("Kenya met Chad.", (Span(0, 5),), (Span(10, 14),), Span(6, 9))
    assert marked(question) == "[S] Kenya [/S] [V] met [/V] [T] Chad [/T] ."


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_a_long_sentence_is_cut_around_its_parts(before: int, after: int) -> None:
    text = "x " * before + "Kenya met Chad" + " y" * after
    at = 2 * before
    question = Question(text, (Span(at, at + 5),), (Span(at + 10, at + 14),))
    found = marked(question)
    assert "[S] Kenya [/S]" in found
    assert "[T] Chad [/T]" in found
    assert len(found) <= LONGEST + 40


@given(st.text("ab \n", max_size=60), st.integers(0, 40))
def test_no_more_than_the_context_stands_before_a_sentence(before: str, context: int) -> None:
    plain = Question("Kenya met Chad.", (Span(0, 5),), (Span(10, 14),))
    found = marked(replace(plain, before=before), context)
    assert found.endswith(marked(plain))
    shown = found.removesuffix(marked(plain)).split()
    assert shown == before.split()[len(before.split()) - len(shown) :]
    assert len(" ".join(shown)) <= context
    if len(" ".join(before.split())) <= context:
        assert shown == before.split()


def test_a_table_is_read_with_its_marks() -> None:
    question = asked("In May <t>Chad</t> and, again, <t>Chad</t> met <s>Kenya</s>.")
    assert question.text == "In May Chad and, again, Chad met Kenya."
    assert [s.of(question.text) for s in (*question.recipient, *question.actor)] == ["Chad", "Chad", "Kenya"]


def test_macro_f1_is_the_mean_over_gold_classes() -> None:
    classes = plv.by_class(["A", "A", "B"], ["A", "B", "C"])
    assert classes["A"].f1 == pytest.approx(2 / 3)
    assert plv.macro(classes) == pytest.approx(1 / 3)


def test_every_row_is_in_one_part() -> None:
    parts = plv.folds(103)
    assert sorted(set(parts)) == [0, 1, 2, 3, 4]
    assert parts == plv.folds(103)
    assert max(map(parts.count, range(5))) - min(map(parts.count, range(5))) <= 1


def test_meanings_are_alike_where_sentences_are() -> None:
    one, like, unlike = (
        a.meaning
        for a in events.load().ask(
            [
                Question("Kenya named a new ambassador to Chad.", (), ()),
                Question("The king appointed an envoy to Portugal.", (), ()),
                Question("Rebels shelled a hospital and killed nine people.", (), ()),
            ]
        )
    )
    assert float(one @ one) == pytest.approx(1, abs=1e-3)
    assert float(one @ like) > float(one @ unlike)


def test_what_is_liker_is_likelier() -> None:
    likeness = events.Likeness(best=4.0, mean=2.0, definition=1.0, one=-4.0)
    near, far = np.array([0.9, 0.5]), np.array([0.4, 0.3])
    assert likeness(near, 0.5) > likeness(far, 0.5) > 0
