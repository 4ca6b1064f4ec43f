"""What an actor has said on each matter over time, and where its wording or its stance changed."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from communique.accounts.desk import Desk
from communique.accounts.wording import terms
from communique.linking.clustering import average_link, components
from communique.linking.mentions import Place
from communique.linking.words import Rarity, content_words, stem, tells, words
from communique.model import Coding, Span, Statement

Stance = Literal["for", "against", "asks"]

_STANCES: Mapping[str, Stance] = {
    "SUPPORT": "for", "AGREE": "for", "CONCEDE": "for", "COOPERATE": "for", "AID": "for",
    "ACCUSE": "against", "REJECT": "against", "THREATEN": "against", "REQUEST": "asks",
}  # fmt: skip
"""What an act of words says of where its speaker stands."""
MATTER = 0.12
"""Mean likeness from which two groups of statements are on one matter; far below that of one claim."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Saying:
    """One utterance: when it was told, in whose words and where, by how many accounts; ``change`` says what is new in it."""

    day: dt.date | None
    document: str
    outlet: str | None
    words: str
    span: Span
    via: tuple[str, ...]
    accounts: int
    stance: Stance | None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What was said on one matter, in order of time; what has no day comes last."""

    matter: str
    sayings: tuple[Saying, ...]


def positions(actor: str, desk: Desk) -> list[Position]:
    """What an actor has said on each matter.

    Args:
        actor: an id, a name, or a state's ISO code, which stands for the state itself and all who speak for it.
        desk: the documents to look through.

    Returns:
        The matters, those with most sayings first. Statements that report one utterance are one saying, in its first
        full wording.
    """
    said = {
        (name, s.id): s
        for name, coding in desk.codings.items()
        for s in coding.statements
        if any(_is(actor, key, coding) for key in s.source)
    }
    groups = _utterances(said, desk)
    heads = [_head(g, said, desk) for g in groups]
    found = {h: content_words(desk.said(h[0], said[h])) for h in heads}
    rarity = Rarity(content_words(c.document.text) for c in desk.codings.values())
    order = sorted(found)
    weight = {h: rarity.weight(found[h]) for h in order}
    likeness = {}
    for i, a in enumerate(order):
        for b in order[i + 1 :]:
            both = found[a] & found[b]
            shared = rarity.weight(both) if both else 0
            if shared:
                likeness[a, b] = shared / math.sqrt(weight[a] * weight[b])
    size = {h: len({d for d, _ in g}) for h, g in zip(heads, groups, strict=True)}
    matters = []
    for group in average_link(order, likeness, MATTER):
        sayings = sorted(
            (_saying(h, said[h], size[h], desk) for h in group),
            key=lambda s: (s.day or dt.date.max, s.document, s.span),
        )
        matters.append(
            Position(_matter([desk.said(*_of(h, said)) for h in group], rarity), tuple(_changes(sayings, desk)))
        )
    return sorted(matters, key=lambda p: (-len(p.sayings), p.matter))


def _of(place: Place, said: Mapping[Place, Statement]) -> tuple[str, Statement]:
    return place[0], said[place]


def _is(wanted: str, key: str, coding: Coding) -> bool:
    actor = next((a for a in coding.actors if a.id == key), None)
    name = wanted.casefold()
    if actor is None:
        return key.casefold() == name
    return name in {
        key.casefold(),
        actor.name.casefold(),
        (actor.country or "").casefold(),
        *(a.casefold() for a in actor.aliases),
    }


def _utterances(said: Mapping[Place, Statement], desk: Desk) -> list[list[Place]]:
    """Statements in groups that report one utterance."""
    pairs = []
    for claim in desk.claims:
        mine = [p for p in claim.mentions if p in said]
        pairs += [(mine[0], p) for p in mine[1:]]
    return components(sorted(said), pairs)


def _head(group: Sequence[Place], said: Mapping[Place, Statement], desk: Desk) -> Place:
    """The wording to show: the speaker's own words before a report of them, and the longest of these."""
    rank = {"direct": 0, "mixed": 1, "indirect": 2}
    return min(group, key=lambda p: (rank[said[p].kind], -len(desk.said(p[0], said[p])), p))


def _saying(place: Place, statement: Statement, accounts: int, desk: Desk) -> Saying:
    name = place[0]
    coding = desk.codings[name]
    published = coding.document.published
    shown = Span(statement.content[0].start, statement.content[-1].end)
    state = {a.id: a.country or a.id for a in coding.actors}
    speaks = {state.get(k, k) for k in statement.source}
    stances = {
        _STANCES[e.type]
        for e in coding.events
        if e.type in _STANCES and e.status != "negated" and speaks & {state.get(k, k) for k in e.actor}
        if e.trigger.overlaps(shown) or e.trigger.overlaps(statement.cue)
    }
    stance = next((s for s in ("against", "for", "asks") if s in stances), None)
    return Saying(
        published.date or published.latest, name, coding.document.outlet, desk.said(name, statement), statement.content[0],
        tuple(desk.names(name, statement.via)), accounts, stance,
    )  # fmt: skip


def _changes(sayings: Iterable[Saying], desk: Desk) -> Iterable[Saying]:
    """The sayings with what is new in each: a stance that turned, or another word for the same thing."""
    stance: Saying | None = None
    used: dict[str, tuple[str, Saying]] = {}
    for saying in sayings:
        notes = []
        if saying.stance in ("for", "against"):
            if stance is not None and stance.stance != saying.stance:
                notes.append(f"stance: {stance.stance} before ({_when(stance)}), now {saying.stance}")
            stance = saying
        text = desk.codings[saying.document].document.text
        for about, rivals in terms(text, [saying.span]).items():
            term = min(rivals)
            before = used.get(about)
            if before is not None and before[0] not in rivals:
                notes.append(f"wording: “{before[0]}” before ({_when(before[1])}), now “{term}”")
            used[about] = (term, saying)
        yield replace(saying, change="; ".join(notes) or None)


def _when(saying: Saying) -> str:
    return str(saying.day) if saying.day else "day unknown"


def _matter(said: Sequence[str], rarity: Rarity) -> str:
    """What a matter is called: the words that most of its sayings share and few other texts have."""
    often: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    for text in said:
        for word in {w for w in words(text) if tells(w) and len(w) > 2 and not w.isdigit()}:
            often[stem(word)] += 1
            shown.setdefault(stem(word), Counter())[word] += 1
    best = sorted(often, key=lambda w: (-often[w] * rarity.of(w), w))[:_NAMED]
    return ", ".join(min(shown[w], key=lambda form: (-shown[w][form], form)) for w in best) or "?"
