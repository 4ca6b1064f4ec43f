"""What the coding of events looks at, what a draft of an event is, and whom words in it mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from communique.codebook import words_of
from communique.extract.acts import Candidate
from communique.extract.casting import Cast
from communique.extract.dates import Dated
from communique.extract.parse import text_of
from communique.extract.sources import authors
from communique.extract.syntax import conjuncts, governed, inside
from communique.model import Document, Omission, Span, Statement, Status
from communique.models.acts import Act, Acts
from communique.models.meaning import Meanings

Sides = tuple[str, ...]
By = Literal["rules", "reader", "model"]

_FIRST_PERSON = frozenset(("i", "we", "me", "us", "our", "my", "ourselves"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
# Words that only count or select: "one of the girls", "dozens of soldiers".
_PART = frozenset(("one", "some", "many", "most", "several", "dozen", "hundred", "thousand", "number", "group", "none"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the coding of one document's events looks at."""

    doc: Doc
    document: Document
    cast: Cast
    statements: tuple[Statement, ...]
    dates: tuple[Dated, ...]
    omissions: tuple[Omission, ...] = ()
    acts: Acts = Acts()
    meanings: Meanings = Meanings()

    def holding(self, at: int) -> list[Statement]:
        """Statements whose content holds a character, the tightest first."""
        found = [s for s in self.statements if any(p.start <= at < p.end for p in s.content)]
        return sorted(found, key=lambda s: sum(p.end - p.start for p in s.content))

    def states(self, actors: Sides) -> frozenset[str | None]:
        """The states of actors; an actor without one stands for itself."""
        return frozenset(self.cast.state(a) for a in actors)


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate with its sides and status, before it is written down as an event.

    ``apart`` keeps the two sides of a meeting as they were named; ``by`` is the statement that the act is
    done by, ``act`` what the reader sees in its words; ``type_by`` and ``sides_by`` say who gave them, ``thin`` that
    the syntax names too little of it for the rules to believe it, ``likely`` how likely its sides are if it is an act.
    """

    candidate: Candidate
    type: str
    mode: str | None
    actor: Sides
    recipient: Sides
    status: Status
    evidence: Span
    trace: tuple[str, ...]
    confidence: float
    apart: tuple[Sides, Sides] | None = None
    by: Statement | None = None
    act: Act | None = None
    type_by: By = "rules"
    sides_by: By = "rules"
    thin: bool = False
    likely: float = 0.5

    @property
    def silent(self) -> bool:
        """Whether the act is one whose absence the text points out."""
        return "silence pointed out" in self.trace


def _joined_before(token: Token, scene: Scene) -> list[str]:
    """Those whom "and" joins to a name where the parse has made them a part of its phrase ("President A and Premier B")."""
    mention = scene.cast.headed(token.i)
    if mention is None or mention.form != "name":
        return []
    inner = {t.i for t in token.subtree if t.i < token.i}
    before = [
        m
        for t in sorted(inner)
        if (m := scene.cast.headed(t)) is not None and m.form == "name" and m.span.end <= mention.span.start
    ]
    found: list[str] = []
    start = mention.span.start
    for other in reversed(before):
        between = text_of(scene.doc)[other.span.end : start].strip()
        if between not in ("and", ",", ", and", "&"):
            break
        found = [*other.actors, *found]
        start = other.span.start
    return found


# What a speaker calls his own state in his own words.
_OWN_STATE = frozenset(("government", "country", "nation", "administration"))


def _speakers_state(token: Token, scene: Scene) -> Sides:
    """The state of whoever says "the government" or "our country" in so many words."""
    if not any(c.lower_ in ("the", "our") for c in token.lefts) or any(
        c.dep_ in ("amod", "prep") for c in token.children
    ):
        return ()
    holding = scene.holding(token.idx)
    if not holding or holding[0].kind == "indirect":
        return ()
    speakers = (scene.cast.actor(a) for a in holding[0].source)
    states = {a.country.lower() for a in speakers if a is not None and a.country is not None}
    found = tuple(s for s in states if s in scene.cast.by_id)
    return found if len(found) == 1 else ()


def whom(token: Token | None, scene: Scene, deep: bool = True) -> Sides:
    """The actors that a noun phrase names: itself and what is joined to it, else whose it is.

    Args:
        token: the head of the phrase; nobody where it is None.
        scene: the document's scene.
        deep: whether words inside the phrase may name whose it is ("Moscow's offer").
    """
    if token is None:
        return ()
    if token.lower_ in _RELATIVE and token.head.dep_ == "relcl":
        token = token.head.head
    if token.lower_ in _FIRST_PERSON and token.text != "US":
        holding = scene.holding(token.idx)
        return holding[0].source if holding else ()
    if token.lemma_.lower() in _OWN_STATE and (own := _speakers_state(token, scene)):
        return own
    names: list[str] = []
    for word in conjuncts(token):
        mention = scene.cast.at(word.i)
        if mention is not None and (
            mention.head.start == word.idx or mention.span.start <= word.idx and mention.form != "adjective"
        ):
            names.extend(mention.actors)
    names = [*_joined_before(token, scene), *names] if names else names
    if not names and (token.pos_ == "NUM" or token.lemma_.lower() in _PART):
        names.extend(whom(governed(token, "of"), scene, deep))
    if not names and deep:
        for word in inside(token):
            mention = scene.cast.at(word.i)
            names.extend(mention.actors if mention is not None else ())
            if names:
                names.extend(a for w in word.conjuncts if (m := scene.cast.at(w.i)) is not None for a in m.actors)
                break
    if not names and token.lemma_.lower() in words_of("cues", "papers"):
        names.extend(authors(token, scene.cast))
    return tuple(dict.fromkeys(names))
