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
from evaluation.linking import Place, agreement, coded, read
from evaluation.matching import Counts
from sklearn.linear_model import LogisticRegression

from communique.linking import likeness
from communique.linking.clustering import average_link
from communique.linking.linker import FLOOR, linked
from communique.model import Coding
from training.command import corpora_of, with_codings

log = logging.getLogger("training")

_GOLD = 3.0
"""How much more a story of a gold folder counts: its days and evidence are coded, not read off by the pipeline."""
_STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0)
_LEASTS = tuple(round(0.05 * k, 2) for k in range(3, 15))


@dataclass(frozen=True, slots=True)
class Story:
    """One story's pairs of one kind: what is compared, whether they are one, and the groups themselves."""

    name: str
    items: Sequence[Place]
    groups: Sequence[frozenset[Place]]
    pairs: Sequence[tuple[Place, Place]]
    compared: Sequence[likeness.Features]
    weight: float = 1.0

    @property
    def right(self) -> list[bool]:
        """Whether each pair is one."""
        one = {frozenset(p) for g in self.groups for p in combinations(sorted(g), 2)}
        return [frozenset(p) in one for p in self.pairs]


def main(arguments: list[str] | None = None) -> int:
    """Fit and write the weights; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.linking", description=__doc__)
    with_codings(parser)
    parser.add_argument("--groups", type=Path, help="what of these codings is one, such as training/groups")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    found: dict[str, list[Story]] = {"events": [], "statements": []}
    for name, codings, groups, weight in _stories(options):
        linker = linked(codings)
        told = {
            "events": [(c.document.name, e.id) for c in codings for e in c.events],
            "statements": [(c.document.name, s.id) for c in codings for s in c.statements],
        }
        compared = {"events": list(linker.event_pairs()), "statements": list(linker.statement_pairs())}
        for kind, rows in compared.items():
            story = Story(
                name,
                told[kind],
                groups[kind],
                [(a.place, b.place) for a, b, _ in rows],
                [f for _, _, f in rows],
                weight,
            )
            if groups[kind]:
                found[kind].append(story)
            one = sum(len(g) * (len(g) - 1) // 2 for g in groups[kind])
            log.info(
                "%-22s %-10s %6d pairs compared, %4d of %4d that are one", name, kind, len(rows), sum(story.right), one
            )
    weights = {kind: _fitted(kind, stories) for kind, stories in found.items()}
    likeness.FILE.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")
    return 0


def _stories(
    options: argparse.Namespace,
) -> Iterable[tuple[str, list[Coding], Mapping[str, list[frozenset[Place]]], float]]:
    for gold, articles in options.gold:
        folder, codings = read(gold, articles)
        yield gold.name, codings, {"events": list(folder.episodes), "statements": list(folder.claims)}, _GOLD
    if options.groups:
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
                    1.0,
                )


def _scale(stories: Sequence[Story], strength: float) -> likeness.Scale:
    names = sorted(stories[0].compared[0])
    table = np.array([[f[n] for n in names] for s in stories for f in s.compared])
    # A story counts by the root of its pairs, so that one of many documents does not drown the others.
    weights = np.concatenate([np.full(len(s.pairs), s.weight / max(1, len(s.pairs)) ** 0.5) for s in stories])
    fitted = LogisticRegression(C=strength, max_iter=5000).fit(
        table, [r for s in stories for r in s.right], sample_weight=weights / weights.mean()
    )
    return likeness.Scale(float(fitted.intercept_[0]), dict(zip(names, map(float, fitted.coef_[0]), strict=True)), 0.5)


def _grouped(story: Story, scale: likeness.Scale, least: float, kind: str) -> Counts:
    scored = zip(story.pairs, map(scale.of, story.compared), strict=True)
    likely = {pair: value for pair, value in scored if value >= FLOOR}
    groups = average_link(sorted(story.items), likely, least)
    if kind == "statements":
        groups = [g for g in groups if len({d for d, _ in g}) > 1]
    return agreement(story.items, story.groups, groups).pairs


def _fitted(kind: str, stories: Sequence[Story]) -> dict[str, object]:
    """The weights of one kind, chosen by leaving out each story in turn; pairs of all stories are counted together."""
    left_out = {
        (strength, k): _scale([s for s in stories if s is not story], strength)
        for strength in _STRENGTHS
        for k, story in enumerate(stories)
    }
    figures = {}
    for strength, least in product(_STRENGTHS, _LEASTS):
        counts = [_grouped(s, left_out[strength, k], least, kind) for k, s in enumerate(stories)]
        # The mean over stories beside the sum over pairs: the largest story has most of the pairs.
        mean = sum(s.weight * c.f1 for s, c in zip(stories, counts, strict=True)) / sum(s.weight for s in stories)
        figures[strength, least] = (sum(counts, Counts()).f1 + mean) / 2
    strength, least = max(figures, key=lambda key: (figures[key], -key[0]))
    log.info("%s: strength %s, joined from %s", kind, strength, least)
    for k, story in enumerate(stories):
        c = _grouped(story, left_out[strength, k], least, kind)
        log.info("  without it %-22s p %.3f  r %.3f  f1 %.3f  gold %d", story.name, c.precision, c.recall, c.f1, c.gold)
    scale = _scale(stories, strength)
    return {"intercept": scale.intercept, "weights": dict(scale.weights), "least": least}


if __name__ == "__main__":
    sys.exit(main())
