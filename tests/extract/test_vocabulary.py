"""What words for acts are drafted as, by the vocabulary and the syntax alone: sentences of our own, one act each."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from communique.codebook import load
from communique.extract.acts import vocabulary
from communique.extract.events import drafted
from communique.extract.names import person_id
from communique.extract.scene import Draft
from communique.model import Page
from communique.models.acts import Acts
from communique.pipeline import ready_for_events, scene_of

HEAD = "date 1990-08-08 www.example.test\n"
Act = tuple[str, tuple[str, ...], tuple[str, ...]]


def drafts(sentence: str) -> list[Draft]:
    """What the rules draft of a sentence, without what the reader sees in it."""
    page = Page("a.txt", "a.txt", f"{HEAD}{sentence}\nThe weather stayed fine all day long.\n".encode(), "text/plain")
    scene = replace(scene_of(ready_for_events(page)), acts=Acts())
    return drafted(scene)


def acts(sentence: str) -> set[Act]:
    """Type, actor and recipient of what is drafted."""
    return {(d.type, d.actor, d.recipient) for d in drafts(sentence)}


KEN, UGA, CHN, USA, FRA, NOR, EGY = ("ken",), ("uga",), ("chn",), ("usa",), ("fra",), ("nor",), ("egy",)
ROWS: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    # courts and police
    ("Kenya fined Uganda over the spill.", "SANCTION", KEN, UGA),
    ("Norway punished Egypt for the delay.", "SANCTION", NOR, EGY),
    ("Norway arraigned Egypt over the debts.", "ACCUSE", NOR, EGY),
    ("Kenya took Uganda to court over the lake.", "ACCUSE", KEN, UGA),
    ("Norway put Egypt on trial for the seizure.", "ACCUSE", NOR, EGY),
    ("Norway audited Egypt last year.", "ACCUSE", NOR, EGY),
    ("Kenya filed a lawsuit against Uganda.", "ACCUSE", KEN, UGA),
    ("Kenya blacklisted Uganda in March.", "SANCTION", KEN, UGA),
    ("Kenya seized a Ugandan ship.", "COERCE", KEN, UGA),
    ("China stole data from Norway.", "COERCE", CHN, NOR),
    ("China hacked into Norway last week.", "COERCE", CHN, NOR),
    ("China spied on Norway for years.", "COERCE", CHN, NOR),
    ("China leaked the emails of Norway.", "COERCE", CHN, NOR),
    ("China blocked a website from Norway.", "COERCE", CHN, NOR),
    ("Egypt revoked the visas of Norway.", "COERCE", EGY, NOR),
    ("Egypt discriminated against Norway.", "COERCE", EGY, NOR),
    ("Egypt blackmailed Norway.", "COERCE", EGY, NOR),
    ("Egypt imposed a lockdown in Kenya.", "COERCE", EGY, KEN),
    ("Kenya barred Uganda from the port.", "COERCE", KEN, UGA),
    ("Kenya cracked down on Uganda.", "COERCE", KEN, UGA),
    ("Egypt launched a crackdown against Kenya.", "COERCE", EGY, KEN),
    ("The Chinese hack of Norway was found out.", "COERCE", CHN, NOR),
    ("Norway complained of China's surveillance of Kenya.", "COERCE", CHN, KEN),
    # trade, money, breaks
    ("China slapped Norway with tariffs.", "SANCTION", CHN, NOR),
    ("China raised tariffs on Norway.", "SANCTION", CHN, NOR),
    ("China cancelled a contract with Norway.", "SANCTION", CHN, NOR),
    ("France divested from Egypt.", "SANCTION", FRA, EGY),
    ("France defunded Egypt.", "SANCTION", FRA, EGY),
    ("Kenya broke with Uganda in May.", "REJECT", KEN, UGA),
    ("Kenya pulled its investment from Uganda.", "SANCTION", KEN, UGA),
    ("Norway invested in Kenya.", "COOPERATE", NOR, KEN),
    ("Norway bought oil from Kenya.", "COOPERATE", NOR, KEN),
    ("Norway shared intelligence with Kenya.", "COOPERATE", NOR, KEN),
    ("Norway bailed out Kenya.", "AID", NOR, KEN),
    ("Norway helped Kenya after the flood.", "AID", NOR, KEN),
    ("Norway came to the aid of Kenya.", "AID", NOR, KEN),
    ("Norway raised money for Kenya.", "AID", NOR, KEN),
    ("Norway forgave the debt of Kenya.", "AID", NOR, KEN),
    ("Norway bankrolled Kenya for a decade.", "AID", NOR, KEN),
    ("Norway trained Kenya in first aid.", "AID", NOR, KEN),
    # demonstrations
    ("Kenyans marched against Uganda.", "PROTEST", KEN, UGA),
    ("Kenyan workers went on strike against Uganda.", "PROTEST", ("kenyan_workers",), UGA),
    ("Kenyans took to the streets against Uganda.", "PROTEST", KEN, UGA),
    ("Kenyan demonstrators burned an effigy of Uganda.", "PROTEST", ("ken_demonstrators",), UGA),
    ("Kenyan activists disrupted a speech by Uganda.", "PROTEST", ("ken_activists",), UGA),
    ("Kenyans staged a walkout over Uganda.", "PROTEST", KEN, UGA),
    # violence
    ("Egypt overthrew Kenya.", "ASSAULT", EGY, KEN),
    ("Egypt shot at Kenya.", "ASSAULT", EGY, KEN),
    ("Egypt opened fire on Kenya.", "ASSAULT", EGY, KEN),
    ("Egypt set fire to Kenya.", "ASSAULT", EGY, KEN),
    ("Egypt wiped out Kenya.", "ASSAULT", EGY, KEN),
    ("Egypt seized a town in Kenya.", "ASSAULT", EGY, KEN),
    ("Egypt carried out an ambush in Kenya.", "ASSAULT", EGY, KEN),
    ("Egypt retaliated against Kenya.", "ASSAULT", EGY, KEN),
    ("The Egyptian airstrikes on Kenya went on.", "ASSAULT", EGY, KEN),
    # blame and favour
    ("Kenya lambasted Uganda over the dam.", "ACCUSE", KEN, UGA),
    ("Kenya took aim at Uganda.", "ACCUSE", KEN, UGA),
    ("Kenya tore into Uganda.", "ACCUSE", KEN, UGA),
    ("Kenya held Uganda accountable.", "ACCUSE", KEN, UGA),
    ("Kenya singled out Uganda.", "ACCUSE", KEN, UGA),
    ("Kenya took issue with Uganda.", "ACCUSE", KEN, UGA),
    ("Kenya called Uganda a liar.", "ACCUSE", KEN, UGA),
    ("Kenya described Uganda as corrupt.", "ACCUSE", KEN, UGA),
    ("Kenya was critical of Uganda.", "ACCUSE", KEN, UGA),
    ("Kenya is furious with Uganda.", "ACCUSE", KEN, UGA),
    ("Uganda angered Kenya.", "ACCUSE", KEN, UGA),
    ("Uganda drew criticism from Kenya.", "ACCUSE", KEN, UGA),
    ("Uganda came under fire from Kenya.", "ACCUSE", KEN, UGA),
    ("Kenya touted Uganda as a model.", "SUPPORT", KEN, UGA),
    ("Kenya voted for Uganda.", "SUPPORT", KEN, UGA),
    ("Kenya threw its support behind Uganda.", "SUPPORT", KEN, UGA),
    ("Kenya is grateful to Uganda.", "SUPPORT", KEN, UGA),
    ("Kenya came to the defense of Uganda.", "SUPPORT", KEN, UGA),
    ("Kenya approved of Uganda.", "SUPPORT", KEN, UGA),
    ("Kenya stood behind Uganda.", "SUPPORT", KEN, UGA),
    # refusing, yielding, asking, threatening
    ("Kenya turned down an offer from Uganda.", "REJECT", KEN, UGA),
    ("Kenya pushed back against Uganda.", "REJECT", KEN, UGA),
    ("Kenya stood up to Uganda.", "REJECT", KEN, UGA),
    ("Kenya brushed off Uganda.", "REJECT", KEN, UGA),
    ("Kenya blocked a motion by Uganda.", "REJECT", KEN, UGA),
    ("Kenya appealed a ruling by Uganda.", "REJECT", KEN, UGA),
    ("Kenya boycotted Uganda.", "PROTEST", KEN, UGA),
    ("Kenya is opposed to Uganda.", "REJECT", KEN, UGA),
    ("An offer by Uganda was voted down by Kenya.", "REJECT", KEN, UGA),
    ("Kenya bowed to Uganda.", "CONCEDE", KEN, UGA),
    ("Kenya backed off from the plan.", "CONCEDE", KEN, ()),
    ("Kenya admitted its mistake.", "CONCEDE", KEN, ()),
    ("Kenya dropped its lawsuit against Uganda.", "CONCEDE", KEN, UGA),
    ("Kenya issued an apology to Uganda.", "CONCEDE", KEN, UGA),
    ("Kenya pleaded with Uganda.", "REQUEST", KEN, UGA),
    ("Kenya put pressure on Uganda.", "REQUEST", KEN, UGA),
    ("Kenya wants Uganda to leave the valley.", "REQUEST", KEN, UGA),
    ("Kenya told Uganda to leave the valley.", "REQUEST", KEN, UGA),
    ("Kenya suggested that Uganda leave the valley.", "REQUEST", KEN, UGA),
    ("Kenya sought an apology from Uganda.", "REQUEST", KEN, UGA),
    ("Kenya menaced Uganda.", "THREATEN", KEN, UGA),
    ("Kenya warned Uganda that it would close the road.", "THREATEN", KEN, UGA),
    ("Kenya issued an ultimatum to Uganda.", "THREATEN", KEN, UGA),
    ("Kenya vowed to ban Uganda.", "THREATEN", KEN, UGA),
    # talks, offices, leaving, posture
    ("Kenya chatted with Uganda.", "CONSULT", (*KEN, *UGA), ()),
    ("Kenya held a debate with Uganda.", "CONSULT", (*KEN, *UGA), ()),
    ("Kenya sat down with Uganda.", "CONSULT", (*KEN, *UGA), ()),
    ("Kenya is ready to negotiate with Uganda.", "AGREE", KEN, UGA),
    ("Kenya disarmed in June.", "RETREAT", KEN, ()),
    ("Kenya declassified the files.", "RETREAT", KEN, ()),
    ("Kenya ceded the territory to Uganda.", "RETREAT", KEN, UGA),
    ("Kenya vacated its bases.", "RETREAT", KEN, ()),
    ("Kenya put its army on alert.", "MOBILIZE", KEN, ()),
    ("Kenya called up reservists.", "MOBILIZE", KEN, ()),
    ("Kenya tightened security along the Ugandan border.", "MOBILIZE", KEN, UGA),
    ("Kenya scrambled jets against Uganda.", "MOBILIZE", KEN, UGA),
]


@pytest.mark.parametrize(("sentence", "type_", "actor", "recipient"), ROWS)
def test_act(sentence: str, type_: str, actor: tuple[str, ...], recipient: tuple[str, ...]) -> None:
    assert (type_, actor, recipient) in acts(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Kenya admitted the patients from Uganda to a clinic.",
        "Kenya told Uganda that the road was closed.",
        "Kenya took the bus to Uganda.",
        "Kenya called Uganda a neighbour.",
        "Kenya was ready for the winter.",
        "Kenya suggested that Uganda had won the match.",
        "Kenya deflected the ball.",
        "Kenya fed the horses.",
    ],
)
def test_no_act(sentence: str) -> None:
    assert not acts(sentence)


def test_people_are_named_by_their_names_alone() -> None:
    offices = {"President", "Vice", "Prime", "Minister", "Deputy", "Chairman", "Chancellor", "Lord"}
    names = [row["name"] for row in load("people")]
    assert not [n for n in names if not n[:1].isupper() or n.split()[0] in offices]


def test_a_person_has_one_row_for_each_office_under_one_name() -> None:
    names = {row["name"] for row in load("people")}
    also = [name for row in load("people") for name in row.get("also", ())]
    assert not names & set(also)
    assert len(also) == len(set(also))
    assert len({person_id(name) for name in names}) == len(names)


def test_every_type_has_words_of_each_kind() -> None:
    words = vocabulary()
    for kind in load("types"):
        assert sum(a.type == kind for found in words.verbs.values() for a in found) > 20, kind
        assert any(a.type == kind for found in words.nouns.values() for a in found), kind


def test_no_word_stands_behind_a_row_that_takes_it_always() -> None:
    asking = {"object", "subject", "intransitive", "clause", "naming", "joint"}
    for key in ("verbs", "nouns", "adjectives"):
        free = [w for row in load("acts")[key] if not asking & set(row) for w in row["words"]]
        assert [w for w, n in Counter(free).items() if n > 1] == []


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("John McCain said that Hillary Clinton must apologize.", "REQUEST"),
        ("John McCain said that Hillary Clinton needs to apologize.", "REQUEST"),
        ("John McCain said that Hillary Clinton was a disgrace.", "ACCUSE"),
    ],
)
def test_rivals_at_home_are_two_sides(sentence: str, act: str) -> None:
    assert (act, ("john_mccain",), ("hillary_clinton",)) in acts(sentence)


@pytest.mark.parametrize(("negation", "status"), [("", "actual"), ("not ", "negated")])
def test_a_predicate_has_the_status_of_its_verb(negation: str, status: str) -> None:
    assert [d.status for d in drafts(f"Kenya was {negation}critical of Uganda.")] == [status]
