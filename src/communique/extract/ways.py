"""The way through a parse from the word for an act to the words for somebody."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from communique.extract.syntax import child, doer, passive, undergoer

_INNER = frozenset(("poss", "amod", "compound", "nmod", "appos", "conj"))
"""How words hang on the head of the phrase that they are a part of, or stand beside it."""

_LONGEST = 5
"""Steps of the longest path between an act and a side that is told from others."""

VOICES = ("verb", "passive", "noun", "other")
"""How the word for an act tells it."""


def voice(token: Token) -> str:
    """Which of :data:`VOICES` a word for an act is."""
    if token.pos_ in ("NOUN", "PROPN"):
        return "noun"
    if token.pos_ not in ("VERB", "AUX"):
        return "other"
    return "passive" if passive(token) else "verb"


@dataclass(slots=True)
class Act:
    """What the ways from an act to its sides begin with; read off the parse once for all who may be its sides."""

    token: Token
    voice: str
    does: Token | None
    suffers: Token | None
    above: dict[int, int]
    ups: list[str]

    @classmethod
    def of(cls, token: Token) -> Act:
        """An act by its word."""
        told = voice(token)
        verbal = told in ("verb", "passive")
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
        return cls(token, told, does, suffers, above, ups)

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


def top(token: Token) -> Token:
    """The head of the phrase that a word is a part of, or stands beside ("offer" for "Moscow" in "Moscow's offer")."""
    for _ in range(4):
        if token.dep_ not in _INNER or token.head == token:
            break
        token = token.head
    return token


def reached(act: Token, token: Token) -> Token:
    """The word of a phrase that the way to it leads to: its head, or the very word where the act is in the phrase too."""
    head = top(token)
    return token if head == act or head.is_ancestor(act) and act.is_ancestor(token) else head
