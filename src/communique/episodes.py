"""Which event mentions are of one real event, and which statements report one utterance.

A first version: mentions are joined when type, sides, days and status allow it and their words have something in
common. Mentions are blocked by type and state before any two are compared, and components are taken over sorted
keys, so that neither the order of documents nor how they were added matters.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar, cast

from communique.codebook import words_of
from communique.model import Actor, Claim, Coding, Episode, Interval

Place = tuple[str, str]
K = TypeVar("K", bound=Hashable)

_RECIPROCAL = frozenset(("CONSULT", "SUPPORT", "COOPERATE", "AGREE"))
_ALIKE = {"REJECT": "ACCUSE"}
_STOP = words_of("acts", "function_words")
CLAIM_LIKENESS = 0.34
"""Share of weighted words that two statements of one source must have in common to be one claim."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """What linking needs to know of one event mention."""

    place: Place
    type: str
    actor: frozenset[str]
    recipient: frozenset[str]
    status: str
    date: Interval | None
    words: tuple[str, ...]
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    where: str | None
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Utterance:
    """What joining needs to know of one statement."""

    states: frozenset[str]
    words: frozenset[str]
    source: tuple[str, ...]
    label: str


_LABEL = 160
"""Characters of a claim's label."""


def link(codings: Iterable[Coding], *, singletons: bool = False) -> Iterator[Episode]:
    """Bring event mentions together into episodes.

    Args:
        codings: documents' codings, in any order.
        singletons: also give events that are mentioned once an episode.

    Yields:
        Episodes in the order of their first mentions; each lists its mentions in order of document and event.
    """
    seen: dict[Hashable, Hashable] = {}
    mentions = sorted((_lean(m, seen) for c in codings for m in _mentions(c)), key=lambda m: m.place)
    del seen
    blocks: dict[tuple[str, frozenset[str]], list[_Mention]] = defaultdict(list)
    for m in mentions:
        blocks[_ALIKE.get(m.type, m.type), m.actor | m.recipient].append(m)
    by_place = {m.place: m for m in mentions}
    for group in components(list(by_place), (pair for block in blocks.values() for pair in _pairs(block))):
        if singletons or len(group) > 1:
            yield _episode([by_place[p] for p in group])


def _lean(mention: _Mention, seen: dict[Hashable, Hashable]) -> _Mention:
    """The mention with the sides and days that an equal one holds already: a large corpus has few of each."""

    def shared(value: K) -> K:
        return cast(K, seen.setdefault(value, value))

    return replace(
        mention, actor=shared(mention.actor), recipient=shared(mention.recipient), date=shared(mention.date),
        actors=shared(mention.actors), recipients=shared(mention.recipients), names=shared(mention.names),
    )  # fmt: skip


def _pairs(block: Sequence[_Mention]) -> Iterator[tuple[Place, Place]]:
    """Mentions of one type and the same states that are of one event, two by two."""
    words = [frozenset(m.words) for m in block]
    for i, j in combinations(range(len(block)), 2):
        if _same_event(block[i], block[j], words[i], words[j]):
            yield block[i].place, block[j].place


def components(items: Sequence[K], pairs: Iterable[tuple[K, K]]) -> list[list[K]]:
    """Items that pairs lead between, in groups; items and groups keep the order of ``items``."""
    leader = {i: i for i in items}

    def find(item: K) -> K:
        while leader[item] != item:
            leader[item] = leader[leader[item]]
            item = leader[item]
        return item

    rank = {i: k for k, i in enumerate(items)}
    for a, b in pairs:
        first, second = sorted((find(a), find(b)), key=rank.__getitem__)
        leader[second] = first
    groups: dict[K, list[K]] = {}
    for item in items:
        groups.setdefault(find(item), []).append(item)
    return list(groups.values())


def side(actor: Actor | None, key: str) -> str:
    """What an actor is compared as: its state, else its name."""
    return (actor.country or actor.id) if actor is not None else key


def _mentions(coding: Coding) -> list[_Mention]:
    actors = {a.id: a for a in coding.actors}
    text = coding.document.text
    found = []
    for e in coding.events:
        actor = frozenset(side(actors.get(a), a) for a in e.actor)
        recipient = frozenset(side(actors.get(a), a) for a in e.recipient)
        names = tuple(actors[a].name if a in actors else a for a in (*e.actor, *e.recipient))
        found.append(
            _Mention(
                (coding.document.name, e.id), e.type, actor, recipient,
                "negated" if e.status in ("negated", "denied") else e.status,
                e.date, tuple(sorted(content_words(e.evidence.of(text)))), e.actor, e.recipient, e.place, names,
            )
        )  # fmt: skip
    return found


def content_words(text: str) -> frozenset[str]:
    """Words that carry meaning, cut to their first six letters so that their forms agree."""
    found = re.findall(r"[a-z0-9]+", text.lower())
    return frozenset(sys.intern(w[:6]) for w in found if w not in _STOP and len(w) > 1)  # one object a word


def _same_event(a: _Mention, b: _Mention, here: frozenset[str], there: frozenset[str]) -> bool:
    """Whether two mentions with these words are of one event."""
    if a.status != b.status:
        return False
    if a.type not in _RECIPROCAL and (a.actor != b.actor or a.recipient != b.recipient):
        return False
    shared = len(here & there) / (min(len(here), len(there)) or 1)
    if a.date is None or b.date is None:
        return shared >= 0.5
    if not _meet(a.date, b.date):
        return False
    narrow = all(d.earliest and d.latest and (d.latest - d.earliest).days <= 3 for d in (a.date, b.date))
    return shared >= (0.2 if narrow else 0.4)


def _meet(a: Interval, b: Interval) -> bool:
    return not (a.latest and b.earliest and a.latest < b.earliest or b.latest and a.earliest and b.latest < a.earliest)


def _episode(group: Sequence[_Mention]) -> Episode:
    lead = max(group, key=lambda m: (m.date is not None, len(m.actors) + len(m.recipients), m.place))
    dates = [m.date for m in group if m.date is not None]
    first = max((d.earliest for d in dates if d.earliest), default=None)
    last = min((d.latest for d in dates if d.latest), default=None)
    date = Interval(first, last) if dates and not (first and last and first > last) else (lead.date if dates else None)
    where = Counter(m.where for m in group if m.where)
    day = (
        ""
        if date is None
        else f", {date.earliest or '…'}" + (f" to {date.latest or '…'}" if date.latest != date.earliest else "")
    )
    places = tuple(m.place for m in group)
    return Episode(
        id=group_id("ep", places),
        label=f"{lead.type} {', '.join(lead.names) or '?'}{day}",
        type=lead.type,
        actor=lead.actors,
        recipient=lead.recipients,
        date=date,
        place=min(where, key=lambda p: (-where[p], p)) if where else None,
        mentions=places,
    )


def group_id(prefix: str, places: Sequence[Place]) -> str:
    """An id that hashes a group's members."""
    return prefix + hashlib.sha256("\n".join(f"{d}\t{i}" for d, i in sorted(places)).encode()).hexdigest()[:10]


def claims(codings: Iterable[Coding]) -> tuple[Claim, ...]:
    """Bring statements together that report one utterance, in two documents at least.

    Args:
        codings: documents' codings, in any order.
    """
    rows: dict[Place, _Utterance] = {}
    for c in codings:
        actors = {a.id: a for a in c.actors}
        for s in c.statements:
            text = " ".join(p.of(c.document.text) for p in s.content)
            states = frozenset(side(actors.get(a), a) for a in s.source)
            label = re.sub(r"\s+", " ", text)[:_LABEL]
            rows[c.document.name, s.id] = _Utterance(states, content_words(text), s.source, label)
    places = sorted(rows)
    blocks: dict[str, list[Place]] = defaultdict(list)
    for p in places:
        for state in sorted(rows[p].states):
            blocks[state].append(p)
    often = Counter(w for r in rows.values() for w in r.words)
    pairs = (
        (a, b) for block in blocks.values() for a, b in combinations(block, 2)
        if a[0] != b[0] and _likeness(rows[a].words, rows[b].words, often) >= CLAIM_LIKENESS
    )  # fmt: skip
    found = []
    for group in components(places, pairs):
        if len({d for d, _ in group}) > 1:
            label = min((rows[p].label for p in group), key=lambda t: (abs(len(t) - 90), t))
            found.append(Claim(group_id("cl", group), label, rows[group[0]].source, tuple(group)))
    return tuple(sorted(found, key=lambda c: c.id))


def _likeness(a: frozenset[str], b: frozenset[str], often: Counter[str]) -> float:
    """Shared words over the words of the shorter statement, rare words counting more."""
    if min(len(a), len(b)) < 3:
        return 0.0

    def weight(words: frozenset[str]) -> float:
        return float(sum(1 / often[w] ** 0.5 for w in words))

    return weight(a & b) / (0.5 * min(weight(a), weight(b)) + 0.5 * max(weight(a), weight(b)))
