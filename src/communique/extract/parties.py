"""Who may be the sides of an act: nobody, those named near it, who says it and to whom, and whom the rules have chosen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from itertools import combinations
from typing import Any

from spacy.tokens import Token

from communique.extract.parse import text_of
from communique.extract.scene import Draft, Scene, Sides, whom
from communique.extract.syntax import child
from communique.model import Mention

_FIRST_PERSON = re.compile(r"\b(?:i|we|me|us|our|my)\b", re.I)
_NEAR = 2
"""Sentences before an act's own whose actors may be its sides."""

_MUTUAL = frozenset(("CONSULT", "COOPERATE", "AGREE"))
_TOGETHER = 6


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
    meant: dict[int, Any] = field(default_factory=dict)

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


def may_do(party: Party, draft: Draft, around: Surroundings) -> bool:
    """Whether somebody may be an act's actor.

    Whoever a passive names with "by" is it; a person or a paper that tells of a deed in a statement, or is told, has not done
    it unless the rules say so or the statement names them.

    Args:
        party: somebody who may be a side.
        draft: the act, with the sides that the rules have chosen.
        around: the document that it is in.
    """
    token, scene = draft.candidate.token, around.scene
    if not party.actors or set(party.actors) & set(draft.actor):
        return bool(party.actors) or not _by(token, draft)
    if _by(token, draft):
        return False
    holding = scene.holding(token.idx) if draft.type in DEEDS else []
    if not holding or not set(party.actors) <= {*holding[0].source, *holding[0].addressee}:
        return True
    if party.token is not None and any(p.start <= party.token.idx < p.end for p in holding[0].content):
        return True
    told = [scene.cast.actor(a) for a in party.actors]
    return not all(a is not None and (a.kind == "person" or a.sector == "MED") for a in told)


def leaves_out(actor: Party, recipient: Party, draft: Draft) -> bool:
    """Whether two as the sides of an act leave out some of several whom the syntax has on one side: "A and B signed" is no act of A's alone."""
    both = {*actor.actors, *recipient.actors}
    chosen = ((actor, draft.actor), (recipient, draft.recipient))
    return any(party.actors and set(party.actors) < set(side) and not set(side) <= both for party, side in chosen)


def may_suffer(party: Party, draft: Draft) -> bool:
    """Whether somebody may be an act's recipient: not whom a second verb behind it is about, where the act has an object of its own.

    "Syria rejected the accords and urged X to oppose them" rejects nothing of X, unless the rules say so.

    Args:
        party: somebody who may be a side.
        draft: the act, with the sides that the rules have chosen.
    """
    act, word = draft.candidate.token, party.token
    if word is None or word.i < act.i or set(party.actors) & set(draft.recipient) or child(act, "dobj") is None:
        return True
    verb = next((a for a in word.ancestors if a.pos_ in ("VERB", "AUX")), None)
    return verb is None or verb not in act.conjuncts or not act.i < verb.i < word.i


DEEDS = frozenset(("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST", "RETREAT", "AID", "COOPERATE"))
"""Acts that are done and not only said."""


def _by(token: Token, draft: Draft) -> bool:
    """Whether the rules have the actor of an act from a passive's "by"."""
    return bool(draft.actor) and child(token, "agent") is not None


def _united(*sides: Sides) -> Sides:
    return tuple(dict.fromkeys(a for s in sides for a in s))
