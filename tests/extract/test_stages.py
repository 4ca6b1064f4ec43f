"""What whole sentences are coded as: sentences of our own, one point each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from communique import code_text
from communique.extract.amounts import find_amount
from communique.extract.dates import known_event
from communique.extract.dating import told_once
from communique.extract.parse import load, readable
from communique.model import Coding, Event, Span

HEAD = "date 1990-08-08 www.example.test\n"


def coded(sentence: str) -> Coding:
    """A sentence as the body of a dated document."""
    return code_text(HEAD + sentence + "\nThe weather stayed fine in the capital all day long.\n")


@pytest.mark.parametrize(
    ("sentence", "type_", "actor", "recipient", "status"),
    [
        ("Syria rejected the accords.", "REJECT", ("syr",), (), "actual"),
        ("Egypt accused Libya of sending weapons to rebels.", "ACCUSE", ("egy",), ("lby",), "actual"),
        ("Iraq invaded Kuwait on Thursday.", "ASSAULT", ("irq",), ("kwt",), "actual"),
        ("Kuwait was invaded by Iraq on Thursday.", "ASSAULT", ("irq",), ("kwt",), "actual"),
        ("The invasion of Kuwait by Iraq shocked diplomats.", "ASSAULT", ("irq",), ("kwt",), "actual"),
        ("Kenya called on Uganda to open the border.", "REQUEST", ("ken",), ("uga",), "actual"),
        ("France did not condemn Iraq.", "ACCUSE", ("fra",), ("irq",), "negated"),
        ("Norway will visit Poland next month.", "AGREE", ("nor",), ("pol",), "actual"),
        ("Japan imposed sanctions on Iraq.", "SANCTION", ("jpn",), ("irq",), "actual"),
        ("Brazil withdrew its troops from Haiti.", "RETREAT", ("bra",), ("hti",), "actual"),
        ("Brazil pulled its troops out of Haiti.", "RETREAT", ("bra",), ("hti",), "actual"),
        ("Iraq attacked no town in Kuwait.", "ASSAULT", ("irq",), ("kwt",), "negated"),
        ("Iraq denied attacking Kuwait.", "ASSAULT", ("irq",), ("kwt",), "denied"),
        ("Iraq denied that its troops had attacked Kuwait.", "ASSAULT", ("irq_troops",), ("kwt",), "denied"),
    ],
)
def test_event(sentence: str, type_: str, actor: tuple[str, ...], recipient: tuple[str, ...], status: str) -> None:
    found = [(e.type, e.actor, e.recipient, e.status) for e in coded(sentence).events]
    assert (type_, actor, recipient, status) in found


def test_the_thing_demanded_is_no_event() -> None:
    assert [e.type for e in coded("Kenya urged Uganda to release the prisoners.").events] == ["REQUEST"]


def test_undated_event_does_not_get_the_publication_date() -> None:
    (event,) = [e for e in coded("The Iraqi occupation of Kuwait hurt trade.").events if e.type == "ASSAULT"]
    assert event.date is None or event.date.day is None


@pytest.mark.parametrize(
    ("sentence", "source", "content", "via"),
    [
        ('"We will stay," French President Emmanuel Macron said.', ("emmanuel_macron",), '"We will stay,"', ()),
        ("Kenya said that the border was open.", ("ken",), "the border was open", ()),
        ("The border was open, according to Kenya.", ("ken",), "The border was open", ()),
        ("Reuters reported that Kenya said the border was open.", ("ken",), "the border was open", ("reuters",)),
        ("Syria condemned the attack on the village.", ("syr",), "the attack on the village", ()),
    ],
)
def test_statement(sentence: str, source: tuple[str, ...], content: str, via: tuple[str, ...]) -> None:
    coding = coded(sentence)
    found = [(s.source, " ".join(c.of(coding.document.text) for c in s.content), s.via) for s in coding.statements]
    assert (source, content, via) in found


def test_omission() -> None:
    coding = coded("The Syrian statement made no mention of the border talks.")
    assert [(o.by, o.what.of(coding.document.text) if o.what else "") for o in coding.omissions] == [
        (("syr",), "the border talks")
    ]


def test_ambiguous_name_abstains() -> None:
    actors = {
        a.id
        for a in coded("The governor of Georgia spoke to Republican voters in Atlanta, and Florida sent help.").actors
    }
    assert "geo" not in actors


@pytest.mark.parametrize(
    ("sentence", "month"),
    [
        ("Zhang Jun met the Kenyan president.", None),
        ("In June, Kenya condemned Chad.", 6),
        ("Kenya condemned Chad in May.", 5),
        ("Kenya may condemn Chad.", None),
        ("Thousands in Kenya protested against Chad in a march.", None),
    ],
)
def test_a_month_is_a_date_and_no_other_word(sentence: str, month: int | None) -> None:
    found = coded(f"NAIROBI, December 3, 2021 (Agency) - {sentence}").events
    dates = [e.date.earliest.month for e in found if e.date is not None and e.date.earliest is not None]
    assert set(dates) - {8, 12} == ({month} if month is not None else set())
    assert found


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("GENEVA, May 3 (Agency) - Talks failed.", "Talks failed."),
        ("New Delhi, Feb 24: Talks failed.", "Talks failed."),
        ("Feb. 24: Talks failed.", "Feb. 24: Talks failed."),
    ],
)
def test_a_dateline_is_no_part_of_its_sentence_and_a_day_alone_is_no_dateline(line: str, kept: str) -> None:
    assert readable(line, ()).strip() == kept


@pytest.mark.parametrize(
    ("sentence", "value", "unit"),
    [
        ("Norway gave Kenya $12, officials said.", 12, "USD"),
        ("Norway gave Kenya 1,500 pounds for the school.", 1500, "GBP"),
        ("Norway gave Kenya 1,500 pounds of rice.", 1500, "pounds"),
        ("Norway, which in 2016 won a medal, gave Kenya 3 million won.", 3e6, "KRW"),
    ],
)
def test_money_is_what_is_paid(sentence: str, value: float, unit: str) -> None:
    doc = load()(sentence)
    given = next(t.i for t in doc if t.text == "gave")
    found = find_amount(doc, Span(0, len(sentence)), given)
    assert found is not None
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("Since the invasion, Russia and Ukraine have not met.", "invasion_of_ukraine"),
        ("Russia and Ukraine spoke of the U.S.-led invasion of Iraq.", "invasion_of_iraq"),
        ("Ukraine spoke of the Russian invasion of Georgia.", None),
    ],
)
def test_a_well_known_event_is_not_another_ones(sentence: str, known: str | None) -> None:
    row = known_event(next(t for t in load()(sentence) if t.text == "invasion"))
    assert (row and row["id"]) == known


def test_traces_name_events_by_the_ids_that_they_end_up_with() -> None:
    first = Event("e1", "CONSULT", "visit", ("ken",), ("uga",), "actual", None, Span(0, 5), Span(0, 5))
    again = replace(first, id="e2")
    third = replace(first, id="e3", type="ASSAULT", trace=("date: of e2, the same occasion",))
    last = replace(third, id="e4", type="REJECT", trace=("date: of e3, the same occasion", "word: of e9"))
    told = told_once([first, again, third, last], "Kenya visited Uganda.")
    assert [e.id for e in told] == ["e1", "e2", "e3"]
    assert [e.trace[0] for e in told[1:]] == ["date: of e1, the same occasion", "date: of e2, the same occasion"]
    assert told[2].trace[1] == "word: of e9"


def test_the_president_is_not_the_vice_president() -> None:
    coding = coded("Vice President Kamala Harris met Kenya's envoy. Harris smiled. The U.S. president condemned Chad.")
    (condemned,) = [e for e in coding.events if e.type == "ACCUSE"]
    assert "kamala_harris" not in condemned.actor


def test_whoever_speaks_of_the_government_is_not_it() -> None:
    text = 'Chad sent troops to the border. "The government bombed the town of Abeche," the United Nations said.'
    assert not [e for e in coded(text).events if e.type == "ASSAULT" and "un" in e.actor]


def test_the_object_of_another_verb_is_no_recipient() -> None:
    coding = code_text("Syria rejected the accords on Monday and urged Arab governments to oppose them.")
    (rejected,) = [e for e in coding.events if e.type == "REJECT" and e.actor == ("syr",)]
    assert rejected.recipient == ()


def test_a_launch_that_is_taken_up_again_is_of_who_launched() -> None:
    text = (
        "North Korea fired a missile on Tuesday. Japan and Norway met on Monday. The launch alarmed Japan and Norway."
    )
    found = [e.actor for e in coded(text).events if e.type == "MOBILIZE"]
    assert found
    assert set(found) == {("prk",)}


def test_what_is_shot_and_killed_is_one_act_and_a_repeated_sentence_tells_none_again() -> None:
    line = "Kenyan soldiers shot and killed a Ugandan colonel in Lodwar on Tuesday."
    found = [e for e in coded(f"{line}\nNorway waited.\n{line}").events if e.type == "ASSAULT"]
    assert len(found) == 1


def test_a_relative_clause_has_no_date_of_the_clause_around_it() -> None:
    text = "Norway waits\nOn Tuesday, the Kenyan general who attacked Uganda was praised by Norway."
    found = [t for e in coded(text).events if e.type == "ASSAULT" for t in e.trace]
    assert "date: no expression hangs on the act" in found


def test_no_trace_says_that_an_act_has_its_day_of_itself() -> None:
    text = "Kenya invades Uganda\nNorway waited. Kenya invaded Uganda on Tuesday, its minister said."
    for event in coded(text).events:
        assert f"date: of {event.id}, the same occasion" not in event.trace
