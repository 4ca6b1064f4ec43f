"""Who may be the sides of an act: those named near it, and what shows of each whether it does the act or has it done to it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np
from spacy.tokens import Token

from communique.extract.parse import text_of
from communique.extract.scene import Draft, Scene, Sides, whom
from communique.extract.syntax import child, doer, passive, undergoer
from communique.model import Mention, Statement
from communique.models import parties as parties_model
from communique.models.encoder import fingerprint
from communique.models.events import NONE, TYPES
from communique.models.parties import SELDOM, Habits, PartyModel

_INNER = frozenset(("poss", "amod", "compound", "nmod", "appos", "conj"))
"""How words hang on the head of the phrase that they are a part of, or stand beside it."""

_FIRST_PERSON = re.compile(r"\b(?:i|we|me|us|our|my)\b", re.I)
_LONGEST = 5
"""Steps of the longest path between an act and a side that is told from others."""

_NEAR = 2
"""Sentences before an act's own whose actors may be its sides."""

_FURTHEST = 60
"""Words between an act and somebody beyond which it makes no difference how far they are apart."""

_MUTUAL = frozenset(("CONSULT", "COOPERATE", "AGREE"))
_TOGETHER = 6
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
    "deed": ("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST", "RETREAT", "AID", "COOPERATE"),
}  # fmt: skip
"""Types of acts that another act may be told under ("condemned the attack")."""

_GROUP_OF = {kind: name for name, kinds in _GROUPS.items() for kind in kinds}
_VOICES = ("verb", "passive", "noun", "other")

OF_THE_ACT = (
    *(f"type {t}" for t in TYPES if t != NONE), *(f"act {v}" for v in _VOICES), "reciprocal", "spoken", "in a statement",
    "a cue", "doer", "doer known", "undergoer", "undergoer known", "rules actor", "rules recipient", "named here",
    "states here", "actor open", "recipient open", "share of home", "words", "sentence", *(f"under {g}" for g in _GROUPS),
)  # fmt: skip
OF_THE_PARTY = (
    "nobody", "many", "left beside", "back", "before", "distance", "between", "rank", "name", "description", "pronoun",
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

FEATURES = fingerprint("parties", NAMES, OF_BOTH)
"""What the shipped model must have been fitted for."""

_AT = {name: k for k, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may be a side of an act, or several together, with the word that names them.

    ``actors`` is empty for nobody, ``token`` is None where the text near the act does not name them. ``beside`` counts
    those whom "and" joins to them and who are not among them.
    """

    actors: Sides
    token: Token | None = None
    beside: int = 0
    other: Token | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention of known actors that is no part of another's words, and its head."""

    token: Token
    mention: Mention


@dataclass(slots=True)
class Surroundings:
    """Who is named where in one document; made once for all its acts, since each asks the same of the same mentions."""

    scene: Scene
    drafts: InitVar[Sequence[Draft]]
    acts: dict[int, Draft] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    home: str | None = None
    total: int = 0
    named: dict[int, list[_Named]] = field(default_factory=dict)
    voiced: dict[int, dict[int, Token]] = field(default_factory=dict)
    often: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    said: dict[tuple[Sides, int], list[tuple[int, float]]] = field(default_factory=dict)

    def __post_init__(self, drafts: Sequence[Draft]) -> None:
        """Note the acts, and the outermost mentions and first persons of a scene, sentence by sentence."""
        for draft in drafts:
            self.acts.setdefault(draft.candidate.token.i, draft)
        doc, cast = self.scene.doc, self.scene.cast
        heads = {mention: token for token, mention in cast.heads.items()}
        for number, sentence in enumerate(doc.sents):
            self.lengths.append(len(sentence))
            self.numbers.extend([number] * len(sentence))
        for match in _FIRST_PERSON.finditer(text_of(doc)):
            words = doc.char_span(*match.span())
            if words is not None and words.text != "US":
                self.voiced.setdefault(self.numbers[words.start], {})[words.start] = words[0]
        end = -1
        for k, mention in enumerate(cast.mentions):
            inner, end = mention.span.end <= end, max(end, mention.span.end)
            if mention.actors and not inner and k in heads:
                self.named.setdefault(self.numbers[heads[k]], []).append(_Named(doc[heads[k]], mention))
            self.often.update(mention.actors)
            self.states.update(c for a in mention.actors if (w := cast.actor(a)) is not None and (c := w.country))
        self.home = self.states.most_common(1)[0][0] if self.states else None
        self.total = self.states.total()

    def share(self, state: str | None) -> float:
        """The part of all mentions of states, and of whoever is of one, that is of a state."""
        return self.states[state] / self.total if state is not None and state in self.states else 0.0

    def above(self, token: Token) -> Draft | None:
        """The act that another is told under, if there is one: the nearest above it in its sentence."""
        return next((d for a in token.ancestors if (d := self.acts.get(a.i)) is not None), None)

    def number(self, token: Token) -> int:
        """The number of the sentence that a token stands in."""
        found: int = self.numbers[token.i]
        return found

    def near(self, token: Token) -> list[_Named]:
        """The mentions in a token's sentence, and in those before it the last of each actor who is not named in it."""
        here = self.number(token)
        found = list(self.named.get(here, ()))
        seen = {n.mention.actors for n in found}
        for number in range(here - 1, here - 1 - _NEAR, -1):
            for named in reversed(self.named.get(number, ())):
                if named.mention.actors not in seen:
                    seen.add(named.mention.actors)
                    found.append(named)
        return found


def parties(draft: Draft, around: Surroundings) -> list[Party]:
    """Who may be a side of an act: nobody, whoever is named near it alone and with those beside them, who says it and
    to whom, and whom the rules have chosen.

    Args:
        draft: the act.
        around: the document that it is in.
    """
    token, scene = draft.candidate.token, around.scene
    found: dict[tuple[Sides, int], Party] = {((), -1): Party(())}
    named = around.near(token)
    by_head = {n.token.i: n for n in named}
    for n in named:
        joined = [m for c in n.token.conjuncts if (m := by_head.get(c.i)) is not None]
        found.setdefault((n.mention.actors, n.token.i), Party(n.mention.actors, n.token, len(joined)))
        if joined and n.token.dep_ != "conj":
            whole = _united(*(m.mention.actors for m in (n, *joined)))
            found.setdefault((whole, n.token.i), Party(whole, n.token))
    for word in around.voiced.get(around.number(token), {}).values():
        if who := whom(word, scene):
            found.setdefault((who, word.i), Party(who, word))
    known = {actors for actors, _ in found}
    others = [draft.actor, draft.recipient]
    if draft.candidate.act.reciprocal or draft.type in _MUTUAL:
        others.append(_united(draft.actor, draft.recipient))
    if draft.type in _MUTUAL:
        here = [n for n in named if around.number(n.token) == around.number(token)][:_TOGETHER]
        for one, other in combinations(here, 2):
            both = _united(one.mention.actors, other.mention.actors)
            if len(scene.states(both)) > 1:
                found.setdefault((both, one.token.i), Party(both, one.token, other=other.token))
        known = {actors for actors, _ in found}
    if holding := scene.holding(token.idx):
        others += [holding[0].source, holding[0].addressee]
    for actors in others:
        if actors and actors not in known:
            known.add(actors)
            at = next((n.token for n in named if set(n.mention.actors) & set(actors)), None)
            found[actors, -2] = Party(actors, at)
    return list(found.values())


def _united(*sides: Sides) -> Sides:
    return tuple(dict.fromkeys(a for s in sides for a in s))


# What is said of an act


def word_of(draft: Draft) -> str:
    """The word by which habits know an act: its lemma, how it is told, and its type."""
    token = draft.candidate.token
    return f"{token.lemma_.lower()} {_voice(token)} {draft.type}"


def _voice(token: Token) -> str:
    if token.pos_ in ("NOUN", "PROPN"):
        return "noun"
    if token.pos_ not in ("VERB", "AUX"):
        return "other"
    return "passive" if passive(token) else "verb"


@dataclass(slots=True)
class _Act:
    """What the ways from an act to its sides begin with; read off the parse once for all who may be its sides."""

    token: Token
    voice: str
    does: Token | None
    suffers: Token | None
    above: dict[int, int]
    ups: list[str]

    @classmethod
    def of(cls, token: Token) -> _Act:
        """An act by its word."""
        voice = _voice(token)
        verbal = voice in ("verb", "passive")
        above: dict[int, int] = {}
        ups: list[str] = []
        step = token
        for depth in range(_LONGEST + 1):
            above[step.i] = depth
            if step.head == step:
                break
            ups.append(_label(step))
            step = step.head
        does, suffers = (doer(token), undergoer(token)) if verbal else (child(token, "poss"), None)
        return cls(token, voice, does, suffers, above, ups)

    def route(self, other: Token) -> tuple[str, int, int]:
        """The way through the parse to somebody's words, with its steps up and down; "far" where it is long."""
        downs: list[str] = []
        step = other
        while step.i not in self.above:
            if len(downs) >= _LONGEST or step.head == step:
                return f"{self.voice} far", _LONGEST, _LONGEST
            downs.append(_label(step))
            step = step.head
        up = self.above[step.i]
        if up + len(downs) > _LONGEST:
            return f"{self.voice} far", up, len(downs)
        return f"{self.voice} {'^'.join(['', *self.ups[:up]])}{'>'.join(['', *reversed(downs)])}", up, len(downs)


def _label(token: Token) -> str:
    return f"{token.dep_}:{token.lower_}" if token.dep_ in ("prep", "agent", "dative") else str(token.dep_)


def _top(token: Token) -> Token:
    """The head of the phrase that a word is a part of, or stands beside ("offer" for "Moscow" in "Moscow's offer")."""
    for _ in range(4):
        if token.dep_ not in _INNER or token.head == token:
            break
        token = token.head
    return token


def _reached(act: Token, token: Token) -> Token:
    """The word of a phrase that the way to it leads to: its head, or the very word where the act is in the phrase too."""
    top = _top(token)
    return token if top == act or top.is_ancestor(act) and act.is_ancestor(token) else top


def _of_act(
    draft: Draft, act: _Act, holding: Statement | None, around: Surroundings, habits: Habits
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
    act = _Act.of(draft.candidate.token)
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
    mention, top = cast.headed(token.i), _top(token)
    yield "pronoun" if mention is None else mention.form, 1.0
    yield "first person", float(mention is None)
    yield "part", float(top != token)
    yield "subject", float(top.dep_ in _SUBJECTS)
    yield "object", float(top.dep_ in _OBJECTS)
    if top.dep_ == "pobj" and top.head.lower_ in _PREPOSITIONS:
        yield top.head.lower_, 1.0


def _of_place(
    token: Token, act: _Act, around: Surroundings, habits: Habits, order: Sequence[int]
) -> Iterable[tuple[str, float]]:
    """Where somebody's words stand to an act."""
    back = around.number(act.token) - around.number(token)
    low, high = sorted((token.i, act.token.i))
    found = [
        ("back", float(back)),
        ("before", float(token.i < act.token.i)),
        ("distance", math.log1p(min(high - low, _FURTHEST))),
        ("between", math.log1p(sum(low < i < high for i in order))),
    ]
    if back:
        return found
    reached = _reached(act.token, token)
    route, up, down = act.route(reached)
    actor, recipient = habits.paths.get(route, (SELDOM, SELDOM))
    return [
        *found,
        ("rank", math.log1p(sum(i < token.i and around.numbers[i] == around.numbers[token.i] for i in order))),
        ("is doer", float(act.does is not None and act.does in (token, reached))),
        ("is undergoer", float(act.suffers is not None and act.suffers in (token, reached))),
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
    return _Act.of(token).route(_reached(token, word))[0]


# What is said of two of them, and which two are chosen


def pairs(chosen: Sequence[Party], scene: Scene) -> tuple[Any, Any]:
    """What is said of each pair of those who may be sides, as :data:`OF_BOTH`, and which pairs may be at all.

    Nobody is on both sides of an act, and an act with nobody on either side is none.

    Args:
        chosen: who may be a side, each an actor by rows and a recipient by columns.
        scene: the document's scene.
    """
    size = len(chosen)
    named = np.array([bool(p.actors) for p in chosen])
    places = np.array([-1 if p.token is None else p.token.i for p in chosen])
    sets = [frozenset(p.actors) for p in chosen]
    states = [scene.states(p.actors) for p in chosen]
    shared = np.array([[bool(a & b) for b in states] for a in states])
    possible = np.array([[a.isdisjoint(b) for b in sets] for a in sets]) & (named[:, None] | named[None])
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
    return [d if d.silent else r for d in drafts for r in _sided(d, around, model)]


def _sided(draft: Draft, around: Surroundings, model: PartyModel) -> list[Draft]:
    chosen = parties(draft, around)
    both, possible = pairs(chosen, around.scene)
    if not possible.any():
        return []
    chances = model.weigh(table(draft, chosen, around, model.habits), both, possible)
    actor, recipient = np.unravel_index(int(chances.argmax()), chances.shape)
    sides = chosen[actor].actors, chosen[recipient].actors
    likely = float(np.exp(chances[actor, recipient]))
    together = draft.candidate.act.reciprocal and not draft.recipient and {*draft.actor} == {*sides[0], *sides[1]}
    if together or sides == (draft.actor, draft.recipient):  # all sides of what is done together are its actors
        return [replace(draft, likely=likely)]
    trace = (*draft.trace, "sides: by likeness to coded acts")
    return [
        replace(draft, actor=sides[0], recipient=sides[1], apart=None, trace=trace, sides_by="model", likely=likely)
    ]
