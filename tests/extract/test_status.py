"""Whether an act happened, by the words around it: sentences of our own, one point each."""

from __future__ import annotations

import pytest

from communique.extract.parse import load
from communique.extract.status import status_of, told


@pytest.mark.parametrize(
    ("sentence", "word", "status"),
    [
        ("Kenya attacked Uganda.", "attacked", "actual"),
        ("Kenya did not attack Uganda.", "attack", "negated"),
        ("Kenya will attack Uganda.", "attack", "future"),
        ("Kenya is to attack Uganda on Monday.", "attack", "future"),
        ("If Kenya were to attack Uganda, many would flee.", "attack", "hypothetical"),
        ("If Kenya attacks Uganda, many will flee.", "attacks", "hypothetical"),
        ("Kenya will protect the port and attacked Uganda last month.", "attacked", "actual"),
        ("Kenya will enter the port and destroy the ships.", "destroy", "future"),
        ("Kenya left without warning Uganda or attacking it.", "warning", "negated"),
        ("Kenya was blamed for its failure to attack Uganda.", "attack", "negated"),
        ("Kenya was blamed for its plan to attack Uganda.", "attack", "future"),
        ("Kenya was praised for its decision to attack Uganda.", "attack", "actual"),
        ("Did Kenya attack Uganda?", "attack", "hypothetical"),
        ("Why did Kenya attack Uganda?", "attack", "actual"),
        ("Attack the town at once.", "Attack", "hypothetical"),
        ("Kenya might attack Uganda.", "attack", "hypothetical"),
        ("Kenya denied attacking Uganda.", "attacking", "denied"),
        ("Kenya announced that it would attack Uganda.", "attack", "future"),
        ("Kenya said that it would attack Uganda if talks failed.", "attack", "hypothetical"),
        ("Kenya said that it would rather attack Uganda.", "attack", "hypothetical"),
        ("Kenya would attack Uganda.", "attack", "hypothetical"),
    ],
)
def test_status(sentence: str, word: str, status: str) -> None:
    doc = load()(sentence)
    assert status_of(next(t for t in doc if t.text == word)) == status


@pytest.mark.parametrize(
    ("sentence", "word", "why"),
    [
        ("Kenya attacked Uganda.", "attacked", "no word says otherwise"),
        ("Kenya will attack Uganda.", "attack", 'by "will"'),
        ("Kenya never attacked Uganda.", "attacked", 'by "never"'),
        ("Kenya denied attacking Uganda.", "attacking", 'by "denied"'),
        ("Kenya failed to attack Uganda.", "attack", 'by "failed"'),
        ("No attack was seen.", "attack", 'by "no"'),
        ("The planned attack was seen.", "attack", 'by "planned"'),
        ("Did Kenya attack Uganda?", "attack", "it is asked"),
        ("Kenya said it would attack Uganda.", "attack", 'by "would" after "said"'),
    ],
)
def test_why_an_act_has_its_status(sentence: str, word: str, why: str) -> None:
    doc = load()(sentence)
    assert told(next(t for t in doc if t.text == word)).why == why
