"""Event mentions into episodes and statements into claims, brought up to date where some of them change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from communique.judgements import Verdicts
from communique.linking.episodes import group_id
from communique.linking.linker import Kind
from communique.linking.mentions import Place
from communique.linking.sets import Ints
from communique.relinking.context import Context, document_of, numbers_of
from communique.relinking.documents import Told, Weights, with_words
from communique.relinking.pairs import Compared, Kept

Group = Sequence[Place]


@dataclass(frozen=True, slots=True, eq=False)
class Regrouped:
    """Groups that are no more or have to be written anew, by their ids, and those to be written."""

    gone: Mapping[str, Group]
    found: Mapping[str, Group]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What people judged: what it comes to now, and the places of which it came to something else before."""

    now: Verdicts
    changed_pairs: frozenset[Place] = frozenset()
    changed_ones: frozenset[Place] = frozenset()

    @property
    def reached(self) -> set[Place]:
        """The places whose groups hang on what came to something else."""
        pairs = self.now.same | self.now.different
        beside = {p for pair in pairs if not self.changed_ones.isdisjoint(pair) for p in pair}
        return {*self.changed_pairs, *self.changed_ones, *beside}


def regroup(
    context: Context, kind: Kind, weights: Weights, told: Told, judged: Judged, *, prefix: str, documents: int = 1
) -> Regrouped:
    """Bring the groups of a kind up to date, but for writing them.

    Args:
        context: the record and what has changed.
        kind: event mentions or statements.
        weights: how much words tell.
        told: the stories.
        judged: what people judged.
        prefix: how the ids of groups begin.
        documents: of how many documents a group must be at least.
    """
    story = {context.names[d]: s for d, s in told.now.items()}

    def compared(items: Ints) -> Compared:
        columns = kind.columns(context.mentions(kind.name, items), story, weights.now)
        return Compared(
            items, kind.blocks(columns), kind.order(columns), lambda met: kind.likely(kind.compared(columns, met))
        )

    kept = Kept(context.record, kind.name, context.by_place, compared)
    wrong = set(context.items(kind.name, judged.now.wrong).tolist())
    new = [n for d in sorted(context.found) for n in numbers_of(d, len(context.of_document(kind.name, d)))]
    changed = {*new, *_before(context, kind), *_touched(context, kind, weights, told)}
    changed |= set(context.items(kind.name, judged.changed_ones).tolist())
    replaced = context.found | {b.number for b in context.changes.before.values()}
    there = {*new, *(n for n in changed if document_of(n) not in replaced)} - wrong
    seeds = set(kept.update(_ints(changed), _ints(there)).tolist())
    lost = [*_lost(context, kind), *judged.changed_ones]
    left = chain.from_iterable(context.record.groups_with(kind.name, lost).values())
    seeds |= {*new, *context.items(kind.name, {*left, *judged.reached}).tolist()}
    seeds -= (changed - there) | wrong
    if not (seeds or lost):
        return Regrouped({}, {})
    together, apart = (_pairs(context, kind, pairs, wrong) for pairs in (judged.now.same, judged.now.different))
    items, groups = kept.regrouped(_ints(seeds), together, apart, kind.scale.least)
    places = context.places(kind.name, items)
    return _settled(context, kind, prefix, documents, [[places[k] for k in group] for group in groups], lost)


def _settled(
    context: Context, kind: Kind, prefix: str, documents: int, groups: Iterable[Group], lost: Sequence[Place]
) -> Regrouped:
    """Which groups are no more, and which are new or have mentions of documents that were coded anew."""
    many = [group for group in groups if documents < 2 or len({name for name, _ in group}) >= documents]
    held = context.record.groups_with(kind.name, [*lost, *chain.from_iterable(groups)])
    now = {group_id(prefix, group): group for group in many}
    names = context.changes.found
    same = {key for key in now if key in held and names.keys().isdisjoint(name for name, _ in now[key])}
    return Regrouped(
        {key: group for key, group in held.items() if key not in same},
        {key: group for key, group in now.items() if key not in same},
    )


def _before(context: Context, kind: Kind) -> Iterable[int]:
    """The mentions that documents had which are gone or replaced."""
    for before in context.changes.before.values():
        yield from numbers_of(before.number, len(getattr(before, kind.name)))


def _lost(context: Context, kind: Kind) -> Iterable[Place]:
    return (m.place for before in context.changes.before.values() for m in getattr(before, kind.name))


def _touched(context: Context, kind: Kind, weights: Weights, told: Told) -> Iterable[int]:
    """The mentions of unchanged documents whose story is another, or whose words weigh otherwise than before."""
    moved = told.moved - context.found
    documents = sorted(with_words(context, weights, weights.changed) | moved)
    context.load(documents)
    for document in documents:
        for number, mention in zip(*_numbered(context, kind, document), strict=True):
            is_so = document in moved or weights.all_changed
            if is_so or not all(map(weights.changed.isdisjoint, kind.words(mention))):
                yield number


def _numbered(context: Context, kind: Kind, document: int) -> tuple[list[int], Sequence[object]]:
    mentions = context.of_document(kind.name, document)
    return numbers_of(document, len(mentions)), mentions


def _pairs(context: Context, kind: Kind, pairs: Iterable[tuple[Place, Place]], wrong: set[int]) -> tuple[Ints, Ints]:
    """Pairs that were judged, by number, as far as both are there and not wrong."""
    found = [context.items(kind.name, pair).tolist() for pair in sorted(pairs)]
    kept = [pair for pair in found if len(pair) == 2 and wrong.isdisjoint(pair)]
    return _ints((p[0] for p in kept), in_order=False), _ints((p[1] for p in kept), in_order=False)


def _ints(numbers: Iterable[int], *, in_order: bool = True) -> Ints:
    return np.fromiter(sorted(numbers) if in_order else numbers, dtype=np.int64)
