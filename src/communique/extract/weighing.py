"""What shows of those who may be the sides of an act whether they do it or have it done to them, and which two are chosen."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from spacy.tokens import Token

from communique.extract.parties import DEEDS, Party, Surroundings, leaves_out, may_do, may_suffer, parties
from communique.extract.scene import Draft, Scene, Sides
from communique.extract.ways import VOICES, Act, reached, top, voice
from communique.model import Span, Statement
from communique.models import parties as parties_model
from communique.models.encoder import fingerprint
from communique.models.events import NONE, TYPES
from communique.models.meaning import MEANING
from communique.models.parties import SELDOM, Habits, PartyModel

_FURTHEST = 60
"""Words between an act and somebody beyond which it makes no difference how far they are apart."""

LEAST_SHOWN = 0.005
"""The least chance that two decimals show."""

_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_OBJECTS = frozenset(("dobj", "dative", "oprd", "attr"))
_PREPOSITIONS = ("by", "with", "to", "against", "of", "from", "for", "on", "in", "at", "between", "about", "over")
_SECTORS: Mapping[str, tuple[str, ...]] = {
    "government": ("GOV",), "force": ("MIL", "COP", "SPY"), "law": ("JUD",), "parliament": ("LEG",),
    "party": ("PTY", "OPP"), "rebel": ("REB",), "people": ("CVL", "REF"), "business": ("BUS", "MNC"),
    "press": ("MED",), "body": ("IGO", "NGO"),
}  # fmt: skip
_SECTOR_NAMES = {code: name for name, codes in _SECTORS.items() for code in codes}
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "blame": ("ACCUSE", "REJECT"), "demand": ("REQUEST", "THREATEN"), "will": ("AGREE", "SUPPORT", "CONCEDE"), "talks": ("CONSULT",),
    "deed": tuple(sorted(DEEDS)),
}  # fmt: skip
"""Types of acts that another act may be told under ("condemned the attack")."""

_GROUP_OF = {kind: name for name, kinds in _GROUPS.items() for kind in kinds}

OF_THE_ACT = (
    *(f"type {t}" for t in TYPES if t != NONE), *(f"act {v}" for v in VOICES), "reciprocal", "spoken", "in a statement",
    "a cue", "doer", "doer known", "undergoer", "undergoer known", "rules actor", "rules recipient", "named here",
    "states here", "actor open", "recipient open", "share of home", "words", "sentence", *(f"under {g}" for g in _GROUPS),
)  # fmt: skip
OF_THE_PARTY = (
    "nobody", "many", "left beside", "back", "before", "distance", "named between", "rank", "name", "description", "pronoun",
    "adjective", "first person", "person", "organization", "country", "group", *_SECTORS, "stateless", "of the home state",
    "share of state", "often", "speaker", "addressee", "rules' actor", "rules' recipient", "as rules' actor",
    "as rules' recipient", "is doer", "is undergoer", "owns", "subject", "object", *_PREPOSITIONS, "part", "up", "down",
    "path actor", "path recipient", "path", "in the content", "number", "other", "other path actor",
    "other path recipient", "other path", "does what is above", "has done to it what is above",
)  # fmt: skip
_OF_OTHERS = ("path actor", "path recipient", "path")
"""What is said of the second of two who are one side together as well."""

NAMES = (*OF_THE_ACT, *OF_THE_PARTY)
"""What is said of an act and somebody who may be a side of it, in the order of the model's columns."""

OF_BOTH = ("one state", "actor open", "recipient open", "actor before", "apart")
"""What is said of two who may be the actor and the recipient of an act."""

FEATURES = fingerprint("parties", NAMES, OF_BOTH, MEANING)
"""What the shipped model must have been fitted for."""

_AT = {name: k for k, name in enumerate(NAMES)}


# What is said of an act


def word_of(draft: Draft) -> str:
    """The word by which habits know an act: its lemma, how it is told, and its type."""
    token = draft.candidate.token
    return f"{token.lemma_.lower()} {voice(token)} {draft.type}"


def _of_act(
    draft: Draft, act: Act, holding: Statement | None, around: Surroundings, habits: Habits
) -> Iterable[tuple[str, float]]:
    token, scene = draft.candidate.token, around.scene
    number = around.number(token)
    here = around.named.get(number, ())
    open_ = habits.words.get(word_of(draft), habits.words.get(draft.type, (SELDOM, SELDOM)))
    above = around.above(token)
    under = () if above is None else ((f"under {_GROUP_OF[above.type]}", 1.0),)
    return (
        *under,
        (f"type {draft.type}", 1.0),
        (f"act {act.voice}", 1.0),
        ("reciprocal", float(draft.candidate.act.reciprocal)),
        ("spoken", float(draft.by is not None)),
        ("in a statement", float(holding is not None)),
        ("a cue", float(any(s.cue.start <= token.idx < s.cue.end for s in scene.statements))),
        ("doer", float(act.does is not None)),
        ("doer known", float(act.does is not None and scene.cast.at(act.does.i) is not None)),
        ("undergoer", float(act.suffers is not None)),
        ("undergoer known", float(act.suffers is not None and scene.cast.at(act.suffers.i) is not None)),
        ("rules actor", float(bool(draft.actor))),
        ("rules recipient", float(bool(draft.recipient))),
        ("named here", math.log1p(len(here))),
        ("states here", math.log1p(len({scene.cast.state(a) for n in here for a in n.mention.actors}))),
        ("actor open", open_[0]),
        ("recipient open", open_[1]),
        ("share of home", around.share(around.home)),
        ("words", math.log1p(around.lengths[number])),
        ("sentence", math.log1p(number)),
    )


# What is said of somebody who may be a side of it


def table(draft: Draft, chosen: Sequence[Party], around: Surroundings, habits: Habits) -> list[list[float]]:
    """What is said of an act with each who may be a side of it, a row of :data:`NAMES` for each.

    Args:
        draft: the act.
        chosen: who may be a side of it.
        around: the document that it is in.
        habits: what was counted of coded articles.
    """
    act = Act.of(draft.candidate.token)
    holding = next(iter(around.scene.holding(draft.candidate.token.idx)), None)
    common = [0.0] * len(NAMES)
    for name, value in _of_act(draft, act, holding, around, habits):
        common[_AT[name]] = value
    for name in ("path actor", "path recipient", "other path actor", "other path recipient"):
        common[_AT[name]] = SELDOM
    order = sorted({p.token.i for p in chosen if p.token is not None})
    rows = []
    for number, party in enumerate(chosen):
        row = common.copy()
        for name, value in _of_party(party, draft, holding, around):
            row[_AT[name]] = value
        for at, value in _of_who(party, around):
            row[at] = value
        if party.token is not None:
            for name, value in _of_place(party.token, act, around, habits, order):
                row[_AT[name]] = value
        if party.other is not None:
            found = dict(_of_place(party.other, act, around, habits, order))
            for name in _OF_OTHERS:
                row[_AT[f"other {name}"]] = found.get(name, row[_AT[f"other {name}"]])
            row[_AT["other"]] = 1.0
        row[_AT["number"]] = math.log1p(number)
        rows.append(row)
    return rows


def words(draft: Draft, chosen: Sequence[Party], around: Surroundings) -> Any:
    """What the words for an act mean, and then those for each who may be a side of it; zero where nobody names them."""
    meant = around.scene.meanings.vector
    act = meant([Span(t.idx, t.idx + len(t)) for t in draft.candidate.words])
    return np.stack([act, *(_meant(p.token, around) for p in chosen)])


def _meant(token: Token | None, around: Surroundings) -> Any:
    """What a word means; worked out once, since all acts near it ask."""
    key = -1 if token is None else token.i
    if key not in around.meant:
        around.meant[key] = around.scene.meanings.vector(
            [] if token is None else [Span(token.idx, token.idx + len(token))]
        )
    return around.meant[key]


def _of_party(
    party: Party, draft: Draft, holding: Statement | None, around: Surroundings
) -> Iterable[tuple[str, float]]:
    """What the rules, and the statement that tells an act, make of somebody."""
    scene, mine = around.scene, frozenset(party.actors)
    found = [
        ("rules' actor", float(mine == frozenset(draft.actor))),
        ("rules' recipient", float(mine == frozenset(draft.recipient))),
    ]
    if not mine:
        return found
    states = scene.states(party.actors)
    found += [
        ("as rules' actor", float(bool(draft.actor) and bool(states & scene.states(draft.actor)))),
        ("as rules' recipient", float(bool(draft.recipient) and bool(states & scene.states(draft.recipient)))),
    ]
    if (above := around.above(draft.candidate.token)) is not None:
        found += [
            ("does what is above", float(not mine.isdisjoint(above.actor))),
            ("has done to it what is above", float(not mine.isdisjoint(above.recipient))),
        ]
    if holding is not None:
        found += [
            ("speaker", float(mine == frozenset(holding.source))),
            ("addressee", float(mine == frozenset(holding.addressee))),
        ]
        if party.token is not None:
            at = party.token.idx
            found.append(("in the content", float(any(p.start <= at < p.end for p in holding.content))))
    return found


def _of_who(party: Party, around: Surroundings) -> list[tuple[int, float]]:
    """Who somebody is, and what their words are in their sentence; the same for all acts, and so worked out once."""
    key = (party.actors, -1 if party.token is None else party.token.i)
    if key not in around.said:
        around.said[key] = [(_AT[name], value) for name, value in _who(party, around)]
    return [*around.said[key], (_AT["left beside"], float(party.beside))]


def _who(party: Party, around: Surroundings) -> Iterable[tuple[str, float]]:
    if not party.actors:
        yield "nobody", 1.0
        return
    cast, token = around.scene.cast, party.token
    actor = cast.actor(party.actors[0])
    yield "many", math.log1p(len(party.actors))
    if actor is not None:
        yield actor.kind, 1.0
        if actor.sector in _SECTOR_NAMES:
            yield _SECTOR_NAMES[actor.sector], 1.0
        yield "stateless", float(actor.country is None)
        yield "of the home state", float(actor.country is not None and actor.country == around.home)
        yield "share of state", around.share(actor.country)
    yield "often", math.log1p(max(around.often[a] for a in party.actors))
    if token is None:
        return
    mention, head = cast.headed(token.i), top(token)
    yield "pronoun" if mention is None else mention.form, 1.0
    yield "first person", float(mention is None)
    yield "part", float(head != token)
    yield "subject", float(head.dep_ in _SUBJECTS)
    yield "object", float(head.dep_ in _OBJECTS)
    if head.dep_ == "pobj" and head.head.lower_ in _PREPOSITIONS:
        yield head.head.lower_, 1.0


def _of_place(
    token: Token, act: Act, around: Surroundings, habits: Habits, order: Sequence[int]
) -> Iterable[tuple[str, float]]:
    """Where somebody's words stand to an act."""
    back = around.number(act.token) - around.number(token)
    low, high = sorted((token.i, act.token.i))
    found = [
        ("back", float(back)),
        ("before", float(token.i < act.token.i)),
        ("distance", math.log1p(min(high - low, _FURTHEST))),
        ("named between", math.log1p(sum(low < i < high for i in order))),
    ]
    if back:
        return found
    word = reached(act.token, token)
    route, up, down = act.route(word)
    actor, recipient = habits.paths.get(route, (SELDOM, SELDOM))
    return [
        *found,
        ("rank", math.log1p(sum(i < token.i and around.numbers[i] == around.numbers[token.i] for i in order))),
        ("is doer", float(act.does is not None and act.does in (token, word))),
        ("is undergoer", float(act.suffers is not None and act.suffers in (token, word))),
        ("owns", float(token.head == act.token and token.dep_ in ("poss", "amod", "compound", "nmod"))),
        ("up", float(up)),
        ("down", float(down)),
        ("path actor", actor),
        ("path recipient", recipient),
        ("path", float(route in habits.paths)),
    ]


def route_of(draft: Draft, word: Token | None, around: Surroundings) -> str | None:
    """The way from an act to a word for somebody in its sentence, as habits know it."""
    token = draft.candidate.token
    if word is None or around.number(word) != around.number(token):
        return None
    return Act.of(token).route(reached(token, word))[0]


# What is said of two of them, and which two are chosen


def pairs(chosen: Sequence[Party], draft: Draft, around: Surroundings) -> tuple[Any, Any]:
    """What is said of each pair of those who may be sides, as :data:`OF_BOTH`, and which pairs may be at all.

    Nobody is on both sides of an act, an act with nobody on either side is none, and some cannot have done it.

    Args:
        chosen: who may be a side, each an actor by rows and a recipient by columns.
        draft: the act.
        around: the document that it is in.
    """
    scene = around.scene
    size = len(chosen)
    named = np.array([bool(p.actors) for p in chosen])
    places = np.array([-1 if p.token is None else p.token.i for p in chosen])
    sets = [frozenset(p.actors) for p in chosen]
    states = [scene.states(p.actors) for p in chosen]
    shared = np.array([[bool(a & b) for b in states] for a in states])
    possible = np.array([[a.isdisjoint(b) for b in sets] for a in sets]) & (named[:, None] | named[None])
    possible &= np.array([may_do(p, draft, around) for p in chosen])[:, None]
    possible &= np.array([may_suffer(p, draft) for p in chosen])[None]
    if max(len(draft.actor), len(draft.recipient)) > 1:
        possible &= ~np.array([[leaves_out(a, r, draft) for r in chosen] for a in chosen])
    placed = (places[:, None] >= 0) & (places[None] >= 0)
    found = np.zeros((size, size, len(OF_BOTH)), dtype=np.float32)
    found[..., 0] = shared
    found[..., 1] = ~named[:, None]
    found[..., 2] = ~named[None]
    found[..., 3] = placed & (places[:, None] < places[None])
    found[..., 4] = np.where(placed, np.log1p(np.abs(places[:, None] - places[None])) / 3, 0)
    return found, possible


def sided(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """Each draft with the sides that are likeliest for it, and how likely these are; silence that is pointed out stays.

    Args:
        drafts: acts with the sides that the syntax names, if any.
        scene: the document's scene.
    """
    model = parties_model.load(FEATURES)
    around = Surroundings(scene, drafts)
    return [r for d in drafts for r in ([d] if d.silent or _turned(d) else _sided(d, around, model))]


def _turned(draft: Draft) -> bool:
    """Whether a verb's subject has the act done to it, and both sides are named ("X angered Y"): the rules know that."""
    return draft.candidate.act.swap and bool(draft.actor) and bool(draft.recipient)


def _sided(draft: Draft, around: Surroundings, model: PartyModel) -> list[Draft]:
    chosen = parties(draft, around)
    both, possible = pairs(chosen, draft, around)
    if not possible.any():
        return []
    chances = model.weigh(table(draft, chosen, around, model.habits), words(draft, chosen, around), both, possible)
    actor, recipient = np.unravel_index(int(chances.argmax()), chances.shape)
    sides = chosen[actor].actors, chosen[recipient].actors
    likely = float(np.exp(chances[actor, recipient]))
    together = draft.candidate.act.reciprocal and not draft.recipient and {*draft.actor} == {*sides[0], *sides[1]}
    rules = draft.actor, draft.recipient
    found = f"{likely:.2f}{_otherwise(sides, together, chosen, chances)}"
    if together or sides == rules:  # all sides of what is done together are its actors
        trace = (*draft.trace, f"sides: {shown(*rules)} {found}, as by the rules")
        return [replace(draft, likely=likely, trace=trace)]
    trace = (*draft.trace, f"sides: {shown(*sides)} {found}, by the rules {shown(*rules) if any(rules) else 'none'}")
    return [
        replace(draft, actor=sides[0], recipient=sides[1], apart=None, trace=trace, sides_by="model", likely=likely)
    ]


def _otherwise(sides: tuple[Sides, Sides], together: bool, chosen: Sequence[Party], chances: Any) -> str:
    """The likeliest sides but for the chosen ones, whom the text may name more than once, and their chance."""
    if together:  # who of them stands where makes no difference
        whole = {*sides[0], *sides[1]}
        same = np.array([[{*a.actors, *r.actors} == whole for r in chosen] for a in chosen])
    else:
        actors, recipients = (np.array([p.actors == side for p in chosen]) for side in sides)
        same = actors[:, None] & recipients[None]
    others = np.where(same, -np.inf, chances)
    actor, recipient = map(int, np.unravel_index(int(others.argmax()), others.shape))
    chance = float(np.exp(others[actor, recipient]))
    if chance < LEAST_SHOWN:
        return ""
    return f", else {shown(chosen[actor].actors, chosen[recipient].actors)} {chance:.2f}"


def shown(actor: Sides, recipient: Sides) -> str:
    """The sides of an act as traces have them: "irq+prk > usa"."""
    return " > ".join("+".join(side) or "nobody" for side in (actor, recipient))
