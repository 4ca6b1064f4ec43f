"""The stories that linking learns from: each as people coded it, and as we read the same articles."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, compress
from pathlib import Path

import numpy as np
from evaluation.linking import Place, coded, read
from evaluation.record import Folder, Row, matches

from communique.corpus import CorpusDates
from communique.exporters.json import coding_json
from communique.linking import likeness
from communique.linking.linker import Compared, linked
from communique.model import Coding, Page, Publication
from communique.pipeline import code_page
from training.command import corpora_of, gold_of, left_out

KINDS = ("undated", "events", "statements")
Groups = Mapping[str, Sequence[frozenset[Place]]]


@dataclass(frozen=True, slots=True)
class Told:
    """The codings of a story's documents, and which of their ``events`` and ``statements`` are one.

    Attributes:
        name: what the story is called.
        codings: its documents'.
        groups: the mentions that are one, by kind.
        known: the mentions that whoever grouped them could group; all where it is None.
        is_gold: whether the groups are of two people.
    """

    name: str
    codings: Sequence[Coding]
    groups: Groups
    known: Mapping[str, frozenset[Place]] | None = None
    is_gold: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """One story's pairs of one kind: what is compared, whether they are one, and the groups themselves.

    ``compared`` has for each feature a number for each pair; ``known`` are the items that could be grouped; ``weight`` is
    how much the story counts in what is fitted, and ``say`` in what is chosen by leaving it out.
    """

    name: str
    items: Sequence[Place]
    known: frozenset[Place]
    groups: Sequence[frozenset[Place]]
    pairs: Sequence[tuple[Place, Place]]
    compared: likeness.Features
    weight: float = 1.0
    say: float = 1.0

    @property
    def right(self) -> list[bool]:
        """Whether each pair is one."""
        one = {frozenset(p) for g in self.groups for p in combinations(sorted(g), 2)}
        return [frozenset(p) in one for p in self.pairs]

    @property
    def as_read(self) -> bool:
        """Whether the items are what we read, of which not all could be grouped."""
        return len(self.known) < len(self.items)

    @property
    def to_learn(self) -> Story:
        """The same with the pairs of which it is known whether they are one."""
        return self.where([a in self.known and b in self.known for a, b in self.pairs])

    def where(self, kept: Sequence[bool]) -> Story:
        """The same with some of the pairs alone."""
        at = np.array(kept, dtype=bool)
        return replace(
            self,
            pairs=list(compress(self.pairs, kept)),
            compared={n: values[at] for n, values in self.compared.items()},
        )


def stories_of(told: Told) -> Mapping[str, Story]:
    """A story by kind of pairs: of events, of the same with all days hidden, and of statements."""
    events = sorted((c.document.name, e.id) for c in told.codings for e in c.events)
    statements = sorted((c.document.name, s.id) for c in told.codings for s in c.statements)
    linker = linked(told.codings)
    compared = {
        "undated": (events, linked(map(hidden, told.codings)).event_pairs()),
        "events": (events, linker.event_pairs()),
        "statements": (statements, linker.statement_pairs()),
    }
    return {kind: _story(told, kind, items, batches) for kind, (items, batches) in compared.items()}


def _story(told: Told, kind: str, items: Sequence[Place], batches: Iterable[Compared]) -> Story:
    """A story out of batches of pairs, which number its items in their order."""
    of = "statements" if kind == "statements" else "events"
    held = list(batches)
    pairs = [(items[a], items[b]) for one, other, _ in held for a, b in zip(one, other, strict=True)]
    names = held[0][2] if held else ()
    compared = {n: np.concatenate([features[n] for _, _, features in held]) for n in names}
    known = frozenset(items) if told.known is None else told.known[of]
    return Story(told.name, items, known, told.groups[of], pairs, compared)


def hidden(coding: Coding) -> Coding:
    """A coding of which nobody knows when anything was."""
    document = replace(coding.document, published=Publication())
    return replace(coding, document=document, events=tuple(replace(e, date=None) for e in coding.events))


# Where they are from


def told_in(options: argparse.Namespace) -> Iterable[Told]:
    """The stories that the options name, each as it was coded by hand and as we read its articles."""
    for gold, articles in gold_of(options):
        folder, codings = read(gold, articles)
        groups = {"events": list(folder.episodes), "statements": list(folder.claims)}
        yield Told(gold.name, codings, groups, is_gold=True)
        texts = {name: articles.text_of(row) for name, row in folder.documents.items()}
        yield _as_read(gold.name, folder.documents, texts, groups, is_gold=True)
    if options.groups and "codings" not in left_out(options):
        corpora = corpora_of(options)
        for path in sorted(options.groups.glob("*.json")):
            found = json.loads(path.read_text("utf-8"))
            rows = {n: json.loads((options.codings / f"{n}.json").read_text("utf-8")) for n in found["documents"]}
            texts = {name: corpora.text_of(row) for name, row in rows.items()}
            at_hand = {name: text for name, text in texts.items() if text is not None}
            if len(at_hand) > 1:
                kinds = {"events": found["episodes"], "statements": found["claims"]}
                groups = {k: [frozenset(map(tuple, g)) for g in some] for k, some in kinds.items()}
                yield Told(path.stem, [coded(rows[name], text) for name, text in at_hand.items()], groups)
                yield _as_read(path.stem, rows, at_hand, groups)


def _as_read(
    name: str, rows: Mapping[str, Row], texts: Mapping[str, str | None], groups: Groups, *, is_gold: bool = False
) -> Told:
    """A story as we code its articles, with the groups of what is found again of what was coded by hand."""
    pages = (Page(f"{n}.txt", n, text.encode("utf-8"), "text/plain") for n, text in texts.items() if text is not None)
    codings = _through_others([_called(Path(page.name).stem, code_page(page)) for page in pages])
    ours = Folder({c.document.name: coding_json(c) for c in codings})
    found = matches(Folder(rows), ours)
    return Told(
        name,
        codings,
        {kind: _carried(some, found[kind]) for kind, some in groups.items()},
        {kind: frozenset(places) for kind, places in found.items()},
        is_gold,
    )


def _called(name: str, coding: Coding) -> Coding:
    return replace(coding, document=replace(coding.document, name=name))


def _through_others(codings: Sequence[Coding]) -> list[Coding]:
    """Codings with the publication dates that those of documents without one have from the others."""
    dates = CorpusDates()
    for coding in codings:
        dates.read(coding)
    published = {document.name: found for document, found in dates.publications()}
    return [
        replace(c, document=replace(c.document, published=published.get(c.document.name, c.document.published)))
        for c in codings
    ]


def _carried(groups: Iterable[frozenset[Place]], ours: Mapping[Place, Place]) -> list[frozenset[Place]]:
    """Groups of what was coded by hand as groups of ours."""
    back: dict[Place, set[Place]] = defaultdict(set)
    for mine, theirs in ours.items():
        back[theirs].add(mine)
    found = (frozenset(place for theirs in group for place in back.get(theirs, ())) for group in groups)
    return [group for group in found if len(group) > 1]
