"""What whole sentences are coded as: sentences of our own, one point each."""

from __future__ import annotations

import pytest

from communique import code_text
from communique.model import Coding

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
    ("sentence", "dated"), [("Zhang Jun met the Kenyan president.", False), ("In June, Kenya condemned Chad.", True)]
)
def test_a_month_in_a_name_is_no_date(sentence: str, dated: bool) -> None:
    found = coded(f"NAIROBI, March 3, 2021 (Agency) - {sentence}").events
    assert (
        any(e.date is not None and e.date.earliest is not None and e.date.earliest.month == 6 for e in found) is dated
    )


def test_the_object_of_another_verb_is_no_recipient() -> None:
    coding = code_text("Syria rejected the accords on Monday and urged Arab governments to oppose them.")
    (rejected,) = [e for e in coding.events if e.type == "REJECT" and e.actor == ("syr",)]
    assert rejected.recipient == ()
