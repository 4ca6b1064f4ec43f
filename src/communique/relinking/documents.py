"""Words, stories and copies: what documents have in common, brought up to date where some of them change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from communique.linking import stories
from communique.linking.clustering import gathered
from communique.linking.columns import Days
from communique.linking.copies import Copies
from communique.linking.episodes import group_id
from communique.linking.sets import Ints
from communique.linking.stories import Stories, Texts, Vectors
from communique.linking.words import Rarity, background
from communique.model import Interval, Story
from communique.relinking.context import Context
from communique.relinking.pairs import Compared, Kept, Met

_NO_PAIRS = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
_UNUSED = ""
"""Stands for all words that no document uses."""


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """How much words told before and tell now, which weigh otherwise, and which are no more or newly used only once."""

    before: Rarity
    now: Rarity
    changed: frozenset[str] = frozenset()
    once: frozenset[str] = frozenset()

    @property
    def all_changed(self) -> bool:
        """Whether words that no document uses weigh otherwise too, so that any mention may have one of them."""
        return _UNUSED in self.changed


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The stories of documents: a number for each, before and now, by documents' numbers."""

    before: Mapping[int, int]
    now: Mapping[int, int]

    @property
    def moved(self) -> set[int]:
        """The documents that are of another story than before."""
        return {d for d, story in self.now.items() if d in self.before and self.before[d] != story}


def unchanged(context: Context) -> tuple[Weights, Told]:
    """Weights and stories where no document has changed."""
    rarity = Rarity.counted(len(context.numbers), context.record.frequencies())
    told = context.record.linked_column("story")
    return Weights(rarity, rarity), Told(told, told)


def bring_up_to_date(context: Context) -> tuple[Weights, Told]:
    """Keep the documents that have changed, and bring words, stories and copies up to date."""
    before = context.record.linked_column("story")
    changes = context.changes
    context.record.keep_documents(
        (b.number for b in changes.before.values()),
        (found.row(context.numbers[name]) for name, found in changes.found.items()),
    )
    weights = _weigh(context, len(before))
    now = _tell_stories(context, weights, before)
    _find_copies(context)
    return weights, Told({d: s for d, s in before.items() if d in now}, now)


def with_words(context: Context, weights: Weights, words: Iterable[str]) -> set[int]:
    """The unchanged documents that have one of some words, or all where any may have one."""
    if weights.all_changed:
        return set(context.numbers.values()) - context.found
    wanted = sorted(words)
    return set(context.record.with_words(wanted)) - context.found if wanted else set()


def _weigh(context: Context, documents: int) -> Weights:
    """Count words anew, of so many documents that there were before."""
    record, changes = context.record, context.changes
    before = record.frequencies()
    now = Counter(before)
    for found in changes.found.values():
        now.update(found.leaned.terms.keys())
    for gone in changes.before.values():
        now.subtract(gone.terms)
    record.keep_frequencies({word: n for word, n in now.items() if before.get(word, 0) != n})
    then, today = Rarity.counted(documents, before), Rarity.counted(len(context.numbers), now)
    words = {*before, *now, *background(), _UNUSED} if documents else ()
    return Weights(
        then, today, frozenset(w for w in words if then.of(w) != today.of(w)),
        frozenset(w for w in words if (then.often(w) > 1) != (today.often(w) > 1)),
    )  # fmt: skip


# Stories


def _tell_stories(context: Context, weights: Weights, before: Mapping[int, int]) -> Mapping[int, int]:
    """Bring stories up to date; returns the number of each document's."""
    kept = Kept(context.record, "documents", context.by_name, lambda items: _compared(context, items))
    replaced = {b.number for b in context.changes.before.values()}
    changed = sorted(context.found | replaced | _told_otherwise(context, weights, replaced))
    present = [d for d in changed if d in context.found or d not in replaced]
    seeds = kept.update(np.array(changed, dtype=np.int64), np.array(present, dtype=np.int64))
    lost = [(name, "") for name in context.changes.before]
    left = {name for group in context.record.groups_with("documents", lost).values() for name, _ in group}
    with_left = {*seeds.tolist(), *context.found, *(context.numbers[n] for n in left if n in context.numbers)}
    there = np.array(sorted(with_left - (replaced - context.found)), dtype=np.int64)
    items, groups = kept.regrouped(there, _NO_PAIRS, _NO_PAIRS, stories.LEAST)
    documents = items.tolist()
    names = [[(context.names[documents[k]], "") for k in group] for group in groups]
    held = context.record.groups_with("documents", [*lost, *(p for group in names for p in group)])
    now = {group_id("st", group): tuple(name for name, _ in group) for group in names}
    context.record.change_stories(set(held) - set(now), (Story(k, now[k]) for k in now if k not in held))
    found = _numbered([[documents[k] for k in group] for group in groups], before)
    context.record.keep_stories({d: s for d, s in found.items() if d in context.found or before.get(d) != s})
    return {d: s for d, s in before.items() if context.names.get(d) in context.numbers} | found


def _numbered(groups: Sequence[Sequence[int]], before: Mapping[int, int]) -> dict[int, int]:
    """A number for the story of each document: the one that most of them had before, if no other story has more of these."""
    votes = Counter((before[d], k) for k, group in enumerate(groups) for d in group if d in before)
    number: dict[int, int] = {}
    taken: set[int] = set()
    for (story, k), _ in sorted(votes.items(), key=lambda v: (-v[1], v[0])):
        if k not in number and story not in taken:
            number[k] = story
            taken.add(story)
    above = max(before.values(), default=-1) + 1
    for k in range(len(groups)):
        if k not in number:
            number[k] = above
            above += 1
    return {d: number[k] for k, group in enumerate(groups) for d in group}


def _told_otherwise(context: Context, weights: Weights, replaced: set[int]) -> set[int]:
    """The unchanged documents whose words of most weight are others, or weigh otherwise, than before.

    Their words are kept anew, and so are those of documents that have changed.
    """
    record, name = context.record, context.names.__getitem__
    perhaps = with_words(context, weights, weights.changed | weights.once)
    documents = np.array(sorted(perhaps | context.found, key=name), dtype=np.int64)
    now = _weighed(context, documents.tolist(), weights.now)
    otherwise = now.differ(_kept_vectors(context, documents)) | np.isin(documents, sorted(context.found))
    document, place, word, weight = now.rows
    chosen = otherwise[document]
    gone = np.array(sorted({*documents[otherwise].tolist(), *replaced}), dtype=np.int64)
    columns = (documents[document], place, word, weight)
    record.keep_vectors(
        gone, dict(zip(("document", "place", "word", "weight"), (c[chosen] for c in columns), strict=True))
    )
    return set(documents[otherwise].tolist()) - context.found


def _weighed(context: Context, documents: Sequence[int], rarity: Rarity) -> Vectors:
    """The words of most weight of documents, which are in the order of their names."""
    texts = Stories(rarity)
    for row in context.record.linked_documents(documents, "name", "terms", "times"):
        texts.keep(row["name"], dict(zip(row["terms"], row["times"], strict=True)), None)
    return texts.columns().vectors


def _kept_vectors(context: Context, documents: Ints) -> Vectors:
    """The words of most weight of documents as the record keeps them."""
    found = context.record.vectors(documents)
    by_number = np.argsort(documents)
    document = by_number[np.searchsorted(documents, found["document"], sorter=by_number)]
    return Vectors.of_rows(len(documents), document, found["place"], found["word"], found["weight"])


def _compared(context: Context, items: Ints) -> Compared:
    rows = context.record.linked_documents(items.tolist(), "number", "first", "last")
    days = {r["number"]: Interval(r["first"], r["last"]) for r in rows if r["first"]}
    texts = Texts(_kept_vectors(context, items), Days.of([days.get(d) for d in items.tolist()]))

    def likely(met: Met) -> tuple[Ints, Ints, np.ndarray]:
        return gathered(((one, other, texts.alike(one, other)) for one, other in met), stories.FLOOR)

    return Compared(items, texts.blocks, texts.order, likely)


# Copies


def _find_copies(context: Context) -> None:
    copies, record = Copies(), context.record
    for row in record.linked_documents(context.numbers.values(), "name", "outlet", "runs"):
        copies.keep(row["name"], row["outlet"], np.frombuffer(row["runs"], dtype=np.uint32))
    held, found = set(record.copies()), set(copies.found())
    record.change_copies(held - found, sorted(found - held, key=lambda c: (c.one, c.other)))
