"""``python -m training.linking``: how likely two mentions are one, from gold groups to ``linking.json``.

Two logistic regressions, over what :mod:`communique.linking.likeness` compares of two event mentions and of two
statements. How strongly to hold the weights back and from which mean likeness to join are chosen by leaving out one
story after the other; then both are fitted to all stories.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

import numpy as np
from evaluation.intervals import row
from evaluation.linking import Place, agreement, coded, read
from evaluation.matching import Counts
from sklearn.linear_model import LogisticRegression

from communique.linking import likeness
from communique.linking.clustering import average_link
from communique.linking.linker import FLOOR, Compared, linked
from communique.model import Coding
from training.cards import renew
from training.command import corpora_of, gold_of, left_out, with_codings

log = logging.getLogger("training")

_GOLD = {"events": 6.0, "statements": 3.0}
"""How much more a gold folder counts than a story of ``groups``: it holds several stories, and its groups are of two people.
Set by leaving folders out."""
_STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0)
_LEASTS = tuple(round(0.05 * k, 2) for k in range(3, 15))


@dataclass(frozen=True, slots=True)
class Story:
    """One story's pairs of one kind: what is compared, whether they are one, and the groups themselves.

    ``compared`` has for each feature a number for each pair.
    """

    name: str
    items: Sequence[Place]
    groups: Sequence[frozenset[Place]]
    pairs: Sequence[tuple[Place, Place]]
    compared: likeness.Features
    weight: float = 1.0

    @property
    def right(self) -> list[bool]:
        """Whether each pair is one."""
        one = {frozenset(p) for g in self.groups for p in combinations(sorted(g), 2)}
        return [frozenset(p) in one for p in self.pairs]


def story_of(
    name: str,
    items: Sequence[Place],
    groups: Sequence[frozenset[Place]],
    batches: Iterable[Compared],
    weight: float,
) -> Story:
    """A story out of batches of pairs, which number its items in their order."""
    held = list(batches)
    pairs = [(items[a], items[b]) for one, other, _ in held for a, b in zip(one, other, strict=True)]
    names = held[0][2] if held else ()
    compared = {n: np.concatenate([features[n] for _, _, features in held]) for n in names}
    return Story(name, items, groups, pairs, compared, weight)


def main(arguments: list[str] | None = None) -> int:
    """Fit and write the weights; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.linking", description=__doc__)
    with_codings(parser)
    parser.add_argument("--groups", type=Path, help="what of these codings is one, such as training/groups")
    parser.add_argument("--out", type=Path, default=likeness.FILE, help="file to write; its card (.md) lies beside it")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    found: dict[str, list[Story]] = {"events": [], "statements": []}
    for name, codings, groups, is_gold in _stories(options):
        linker = linked(codings)
        told = {
            "events": sorted((c.document.name, e.id) for c in codings for e in c.events),
            "statements": sorted((c.document.name, s.id) for c in codings for s in c.statements),
        }
        for kind, compared in {"events": linker.event_pairs(), "statements": linker.statement_pairs()}.items():
            story = story_of(name, told[kind], groups[kind], compared, _GOLD[kind] if is_gold else 1.0)
            if groups[kind]:
                found[kind].append(story)
            one = sum(len(g) * (len(g) - 1) // 2 for g in groups[kind])
            log.info(
                "%-22s %-10s %6d pairs compared, %4d of %4d that are one",
                name, kind, len(story.pairs), sum(story.right), one,
            )  # fmt: skip
    fits = {kind: _fitted(kind, stories) for kind, stories in found.items()}
    weights = {kind: row for kind, (row, _) in fits.items()}
    options.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")
    table = "\n".join(line for _, lines in fits.values() for line in lines)
    renew(
        options.out.with_suffix(".md"),
        likeness.FILE.with_suffix(".md"),
        {"Figures": f"each story left out in turn, 95 % intervals over stories\n\n```\n{table}\n```"},
    )
    return 0


def _stories(
    options: argparse.Namespace,
) -> Iterable[tuple[str, list[Coding], Mapping[str, list[frozenset[Place]]], bool]]:
    """Each story's name, codings and groups, and whether it is a gold folder."""
    for gold, articles in gold_of(options):
        folder, codings = read(gold, articles)
        yield gold.name, codings, {"events": list(folder.episodes), "statements": list(folder.claims)}, True
    if options.groups and "codings" not in left_out(options):
        corpora = corpora_of(options)
        for path in sorted(options.groups.glob("*.json")):
            rows = json.loads(path.read_text("utf-8"))
            codings = []
            for name in rows["documents"]:
                row = json.loads((options.codings / f"{name}.json").read_text("utf-8"))
                if (text := corpora.text_of(row)) is not None:
                    codings.append(coded(row, text))
            if len(codings) > 1:
                kinds = {"events": rows["episodes"], "statements": rows["claims"]}
                yield (
                    path.stem,
                    codings,
                    {k: [frozenset(map(tuple, g)) for g in groups] for k, groups in kinds.items()},
                    False,
                )


def _scale(stories: Sequence[Story], strength: float) -> likeness.Scale:
    names = sorted(stories[0].compared)
    table = np.vstack([np.column_stack([s.compared[n] for n in names]) for s in stories])
    # A story counts by the root of its pairs, so that one of many documents does not drown the others.
    weights = np.concatenate([np.full(len(s.pairs), s.weight / max(1, len(s.pairs)) ** 0.5) for s in stories])
    fitted = LogisticRegression(C=strength, max_iter=5000).fit(
        table, [r for s in stories for r in s.right], sample_weight=weights / weights.mean()
    )
    return likeness.Scale(float(fitted.intercept_[0]), dict(zip(names, map(float, fitted.coef_[0]), strict=True)), 0.5)


def _grouped(story: Story, scale: likeness.Scale, least: float, kind: str) -> Counts:
    scored = zip(story.pairs, map(float, scale.of(story.compared)), strict=True)
    likely = {pair: value for pair, value in scored if value >= FLOOR}
    groups = average_link(sorted(story.items), likely, least)
    if kind == "statements":
        groups = [g for g in groups if len({d for d, _ in g}) > 1]
    return agreement(story.items, story.groups, groups).pairs


def _fitted(kind: str, stories: Sequence[Story]) -> tuple[dict[str, object], list[str]]:
    """The weights of one kind, chosen by leaving out each story in turn, and the table of what each is without its story."""
    without = {
        (strength, k): _scale([s for s in stories if s is not story], strength)
        for strength in _STRENGTHS
        for k, story in enumerate(stories)
    }
    figures = {}
    for strength, least in product(_STRENGTHS, _LEASTS):
        counts = [_grouped(s, without[strength, k], least, kind) for k, s in enumerate(stories)]
        # The mean over stories beside the sum over pairs, most of which the two largest stories have.
        mean = sum(s.weight * c.f1 for s, c in zip(stories, counts, strict=True)) / sum(s.weight for s in stories)
        figures[strength, least] = (sum(counts, Counts()).f1 + mean) / 2
    strength, least = max(figures, key=lambda key: (figures[key], -key[0]))
    log.info("%s: strength %s, joined from %s", kind, strength, least)
    counts = [_grouped(story, without[strength, k], least, kind) for k, story in enumerate(stories)]
    table = [row(kind, counts)]
    for story, c in zip(stories, counts, strict=True):
        table.append(f"  {story.name:22} p {c.precision:.3f}  r {c.recall:.3f}  f1 {c.f1:.3f}  gold {c.gold}")
    log.info("%s", "\n".join(table))
    scale = _scale(stories, strength)
    return {"intercept": scale.intercept, "weights": dict(scale.weights), "least": least}, table


if __name__ == "__main__":
    sys.exit(main())
