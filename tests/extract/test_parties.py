"""Who may be a side of an act, what is said of each, and whom sentences of our own are found to have as sides."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from communique.extract.events import drafted, told
from communique.extract.parties import Surroundings, may_do, may_suffer, parties
from communique.extract.scene import Draft, Scene
from communique.extract.weighing import NAMES, OF_BOTH, pairs, route_of, sided, table, words
from communique.model import Page
from communique.models.meaning import MEANING
from communique.models.parties import Habits
from communique.pipeline import ready_for_events, scene_of


def scene(text: str) -> Scene:
    """A text as the coding of events sees it."""
    return scene_of(ready_for_events(Page("t.txt", "t.txt", text.encode(), "text/plain")))


def draft_of(found: Scene, word: str) -> Draft:
    """The draft that a word tells."""
    return next(d for d in told(found) if d.candidate.token.text == word)


def test_nobody_and_all_who_are_near_may_be_a_side() -> None:
    found = scene("Chad met Mali on Sunday. On Monday, Kenya and Uganda accused Norway of fraud.")
    chosen = parties(draft_of(found, "accused"), Surroundings(found, told(found)))
    actors = [p.actors for p in chosen]
    assert actors[0] == ()
    assert {("ken",), ("uga",), ("ken", "uga"), ("nor",), ("tcd",), ("mli",)} <= set(actors)
    assert [p.beside for p in chosen if p.actors == ("ken",)] == [1]


def test_what_is_done_together_has_any_two_as_one_side() -> None:
    found = scene("Kenya held talks in Oslo with Uganda.")
    sides = [p.actors for p in parties(draft_of(found, "talks"), Surroundings(found, told(found)))]
    assert ("ken", "uga") in sides


def test_every_column_is_filled_for_each() -> None:
    found = scene('"We condemn Iraq," said a Kenyan minister. He and Norway met the rebels.')
    around = Surroundings(found, told(found))
    for draft in told(found):
        chosen = parties(draft, around)
        rows = table(draft, chosen, around, Habits())
        assert {len(row) for row in rows} == {len(NAMES)}
        both, possible = pairs(chosen, draft, around)
        assert both.shape == (len(chosen), len(chosen), len(OF_BOTH))
        assert not possible[0, 0]
        assert not np.diag(possible).any()


def test_the_words_for_an_act_and_for_each_have_a_meaning_and_nobody_has_none() -> None:
    found = scene("Kenya accused Uganda and Norway accused Uganda.")
    around = Surroundings(found, told(found))
    draft = draft_of(found, "accused")
    chosen = parties(draft, around)
    meant = words(draft, chosen, around)
    assert meant.shape == (1 + len(chosen), MEANING)
    lengths = np.linalg.norm(meant, axis=1)
    named = [True, *(p.token is not None for p in chosen)]
    assert np.allclose(lengths, named, atol=1e-3)
    assert not np.allclose(meant[0], meant[2])


@pytest.mark.parametrize(
    ("sentence", "word", "name", "route"),
    [
        ("Kenya accused Uganda.", "accused", "Kenya", "verb >nsubj"),
        ("Kenya accused Uganda.", "accused", "Uganda", "verb >dobj"),
        ("Kenya was accused by Uganda.", "accused", "Uganda", "passive >agent:by>pobj"),
        ("Kenya's invasion of Uganda shocked Norway.", "invasion", "Kenya", "noun >poss"),
        ("Kenya's invasion of Uganda shocked Norway.", "invasion", "Norway", "noun ^nsubj>dobj"),
    ],
)
def test_the_way_from_an_act_to_its_sides(sentence: str, word: str, name: str, route: str) -> None:
    found = scene(sentence)
    token = next(t for t in found.doc if t.text == name)
    assert route_of(draft_of(found, word), token, Surroundings(found, told(found))) == route


@pytest.mark.parametrize(
    ("sentence", "type_", "actor", "recipient"),
    [
        ("Kenya accused Uganda of fraud.", "ACCUSE", ("ken",), ("uga",)),
        ("Kenya was invaded by Uganda.", "ASSAULT", ("uga",), ("ken",)),
        ("Norwegian lawmakers met on Monday. Kenya condemned Uganda.", "ACCUSE", ("ken",), ("uga",)),
        ("Kenya rejected a call by Uganda for a ceasefire.", "REJECT", ("ken",), ("uga",)),
    ],
)
def test_the_likeliest_sides(sentence: str, type_: str, actor: tuple[str, ...], recipient: tuple[str, ...]) -> None:
    found = drafted(scene(sentence))
    assert (type_, actor, recipient) in [(d.type, d.actor, d.recipient) for d in found]
    assert all(0 < d.likely <= 1 for d in found)


def test_sides_that_the_syntax_leaves_open_are_found() -> None:
    found = scene("Kenya accused Uganda of fraud.")
    draft = draft_of(found, "accused")
    (mended,) = sided([replace(draft, actor=(), recipient=())], found)
    assert (mended.actor, mended.recipient, mended.sides_by) == (("ken",), ("uga",), "model")


def test_the_trace_tells_the_sides_chance_the_next_likeliest_and_those_of_the_rules() -> None:
    found = scene("Kenya, which had met Norway, accused Uganda and Chad of fraud.")
    draft = draft_of(found, "accused")
    (same,) = sided([draft], found)
    line = same.trace[-1]
    assert re.fullmatch(r"sides: ken > uga\+tcd 0\.\d\d, else [\w+]+ > [\w+]+ 0\.\d\d, as by the rules", line), line
    chances = [float(c) for c in re.findall(r"0\.\d\d", line)]
    assert chances == sorted(chances, reverse=True)
    assert same.likely == pytest.approx(chances[0], abs=0.005)
    (mended,) = sided([replace(draft, recipient=())], found)
    assert mended.trace[-1].startswith("sides: ken > uga+tcd ")
    assert mended.trace[-1].endswith(", by the rules ken > nobody")


def test_who_stands_where_makes_no_other_sides_of_what_is_done_together() -> None:
    found = scene("Kenya and Uganda met in Oslo.")
    (line,) = [w for d in drafted(found) if d.type == "CONSULT" for w in d.trace if w.startswith("sides: ")]
    told = [{*actor.split("+"), *recipient.split("+")} for actor, recipient in re.findall(r"(\S+) > (\S+)", line)]
    assert told[0] == {"ken", "uga", "nobody"}
    assert all(not sides >= {"ken", "uga"} for sides in told[1:])


def test_silence_that_is_pointed_out_keeps_its_sides() -> None:
    found = scene("Kenya accused Uganda of fraud.")
    draft = draft_of(found, "accused")
    silent = replace(draft, actor=("uga",), recipient=("ken",), trace=("silence pointed out",))
    assert sided([silent], found) == [silent]


def test_the_same_text_has_the_same_sides() -> None:
    text = "Kenya and Uganda accused Norway of fraud, and rebels attacked their troops near Chad."
    one, two = ([(d.type, d.actor, d.recipient, d.likely) for d in drafted(scene(text))] for _ in range(2))
    assert one == two


@pytest.mark.parametrize(
    ("sentence", "word", "name", "may"),
    [
        ("Kenyan President Mwai Kibaki said that 80 people were killed in Mombasa.", "killed", "mwai_kibaki", False),
        ("Kenyan President Mwai Kibaki said that he arrested 80 people in Mombasa.", "arrested", "mwai_kibaki", True),
        ("Kenyan President Mwai Kibaki accused Uganda of fraud.", "accused", "mwai_kibaki", True),
        ("Kenya said that 80 people were killed in Mombasa.", "killed", "ken", True),
        ("Norway said that Kenya was invaded by Uganda.", "invaded", "uga", True),
        ("Norway said that Kenya was invaded by Uganda.", "invaded", "ken", False),
    ],
)
def test_who_tells_of_a_deed_has_not_done_it(sentence: str, word: str, name: str, may: bool) -> None:
    found = scene(sentence)
    around, draft = Surroundings(found, told(found)), draft_of(found, word)
    rows = [may_do(p, draft, around) for p in parties(draft, around) if p.actors == (name,)]
    assert rows
    assert any(rows) is may


def test_of_several_whom_the_syntax_names_none_is_left_out() -> None:
    found = scene("Kenya and Chad signed a treaty with Uganda.")
    draft = replace(draft_of(found, "signed"), actor=("ken", "tcd", "uga"), recipient=())
    chosen = parties(draft, Surroundings(found, told(found)))
    _, possible = pairs(chosen, draft, Surroundings(found, told(found)))
    may = {(a.actors, r.actors): possible[i, j] for i, a in enumerate(chosen) for j, r in enumerate(chosen)}
    assert may[("ken", "tcd"), ("uga",)]
    assert not may[("ken",), ()] and not may[("ken",), ("uga",)] and not may[("ken", "tcd"), ()]


@pytest.mark.parametrize(
    ("sentence", "may"),
    [
        ("Kenya rejected the treaty and urged Uganda to leave.", False),
        ("Kenya condemned and attacked Uganda.", True),
        ("Kenya attacked the port and Uganda.", True),
    ],
)
def test_whom_a_second_verb_is_about_is_no_recipient_of_the_first(sentence: str, may: bool) -> None:
    found = scene(sentence)
    draft = min(told(found), key=lambda d: d.candidate.token.i)
    around = Surroundings(found, told(found))
    (uganda,) = {may_suffer(p, replace(draft, recipient=())) for p in parties(draft, around) if p.actors == ("uga",)}
    assert uganda is may
