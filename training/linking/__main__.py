"""``python -m training.linking``: how likely two mentions are one, from gold groups to ``linking.json``.

Three logistic regressions, over what :mod:`communique.linking.likeness` compares: of two event mentions whose days can be
compared, of two where no text says when anything was, and of two statements. The second learns from the same stories with
all days hidden. Each story is learnt from twice: as people coded it, and as we read its articles, with our errors. How
strongly to hold the weights back and from which mean likeness to join are chosen by leaving out one story after the
other; then all are fitted to all stories.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from evaluation.intervals import row
from evaluation.linking import agreement
from evaluation.matching import Counts
from sklearn.linear_model import LogisticRegression

from communique.linking import likeness
from communique.linking.clustering import average_link
from communique.linking.linker import FLOOR
from training.calibration import reliability
from training.cards import recipe, renew
from training.command import with_codings
from training.linking.stories import KINDS, Story, stories_of, told_in

log = logging.getLogger("training")

_GOLD = {"undated": 20.0, "events": 5.0, "statements": 3.0}
"""How much more a gold folder counts than a story of ``groups``: its days and sides are coded and its groups are of two
people. Set by leaving folders out."""
_AS_READ = {"undated": 1.0, "events": 4.0, "statements": 1.0}
"""How much more a story as we read it counts than the same as coded by hand, of which there is more. Set in the same way."""
_SAY = 20.0
"""How much more a gold folder counts where strength and likeness are chosen."""
_STRENGTHS = {"undated": (0.01,), "events": (0.03, 0.1, 0.3), "statements": (0.03, 0.1, 0.3, 1.0)}
_LEASTS = {
    # Set on the chains of NewsWCL50, which are wider than our groups: .04 would do best on those, .12 on these.
    "undated": (0.055,),
    "events": tuple(round(0.025 * k, 3) for k in range(10, 21)),
    "statements": tuple(round(0.05 * k, 2) for k in range(2, 9)),
}


def main(arguments: list[str] | None = None) -> int:
    """Fit and write the weights; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m training.linking", description=__doc__)
    with_codings(parser)
    parser.add_argument("--groups", type=Path, help="what of these codings is one, such as training/groups")
    parser.add_argument("--out", type=Path, default=likeness.FILE, help="file to write; its card (.md) lies beside it")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    begun = time.monotonic()
    found: dict[str, list[Story]] = {kind: [] for kind in KINDS}
    for told in told_in(options):
        for kind, story in stories_of(told).items():
            if story.groups:
                by_us = 1.0 if told.known is None else _AS_READ[kind]
                gold, say = (_GOLD[kind], _SAY) if told.is_gold else (1.0, 1.0)
                found[kind].append(replace(story, weight=by_us * gold, say=say))
            one = sum(len(g) * (len(g) - 1) // 2 for g in story.groups)
            log.info(
                "%-22s %-10s %6d pairs compared, %4d of %4d that are one%s",
                told.name, kind, len(story.pairs), sum(story.right), one, "" if told.known is None else ", as read by us",
            )  # fmt: skip
    fits: dict[str, Fit] = {}
    for kind in KINDS:
        fits[kind] = _fitted(kind, found[kind], fits["undated"].without if kind == "events" else {})
    weights = {
        kind: {"intercept": fit.scale.intercept, "weights": dict(fit.scale.weights), "least": fit.scale.least}
        for kind, fit in fits.items()
    }
    options.out.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", "utf-8")
    sure = "\n\n".join(
        f"Likeness of pairs of {k}, as a probability:\n\n{fits[k].reliable}" for k in ("events", "statements")
    )
    table = "\n".join(line for kind in ("events", "undated", "statements") for line in fits[kind].table)
    shown = f"each story left out in turn, 95 % intervals over stories\n\n```\n{table}\n```\n\n{sure}"
    renew(
        options.out.with_suffix(".md"),
        likeness.FILE.with_suffix(".md"),
        {
            "Recipe": recipe("training.linking", options, ("leave_out",), (time.monotonic() - begun) / 60),
            "Figures": shown,
        },
    )
    return 0


@dataclass(frozen=True, slots=True)
class Fit:
    """A scale, the scales by the name of the story that each has not seen, the table of what these make of it, and how far
    likeness is a probability there."""

    scale: likeness.Scale
    without: Mapping[str, likeness.Scale]
    table: Sequence[str]
    reliable: str


def _scale(kind: str, stories: Sequence[Story], strength: float) -> likeness.Scale:
    names = sorted(likeness.fitted_to()[kind])
    stories = [s.to_learn for s in stories]
    if kind != "statements":
        stories = [s.where((s.compared[likeness.UNDATED] > 0) == (kind == "undated")) for s in stories if s.compared]
    table = np.vstack([np.column_stack([s.compared[n] for n in names]) for s in stories])
    # A story counts by the root of its pairs, so that one of many documents does not drown the others.
    weights = np.concatenate([np.full(len(s.pairs), s.weight / max(1, len(s.pairs)) ** 0.5) for s in stories])
    fitted = LogisticRegression(C=strength, solver="newton-cholesky", max_iter=100).fit(
        table, [r for s in stories for r in s.right], sample_weight=weights / weights.mean()
    )
    return likeness.Scale(float(fitted.intercept_[0]), dict(zip(names, map(float, fitted.coef_[0]), strict=True)), 0.5)


def _grouped(story: Story, scale: likeness.Scale, kind: str) -> Counts:
    scored = zip(story.pairs, map(float, scale.of(story.compared)) if story.compared else (), strict=True)
    likely = {pair: value for pair, value in scored if value >= FLOOR}
    groups = average_link(sorted(story.items), likely, scale.least)
    if kind == "statements":
        groups = [g for g in groups if len({d for d, _ in g}) > 1]
    return agreement(sorted(story.known), story.groups, groups).pairs


def _fitted(kind: str, stories: Sequence[Story], undated: Mapping[str, likeness.Scale]) -> Fit:
    """One kind's scale, chosen by leaving out each story in turn.

    Args:
        kind: what is fitted.
        stories: what it is fitted to.
        undated: the scales of pairs of which no days can be compared, by the story that each has not seen.
    """
    strengths, leasts = _STRENGTHS[kind], _LEASTS[kind]
    without = {
        (strength, name): _scale(kind, [other for other in stories if other.name != name], strength)
        for strength in strengths
        for name in {s.name for s in stories}
    }

    def blind(strength: float, least: float, story: Story) -> likeness.Scale:
        scale = replace(without[strength, story.name], least=least, undated=undated.get(story.name))
        # Those of undated pairs count what they would beside a scale of dated ones.
        return replace(scale, least=0.5, undated=scale) if kind == "undated" else scale

    counts = {
        (strength, least): [_grouped(s, blind(strength, least, s), kind) for s in stories]
        for strength, least in product(strengths, leasts)
    }
    mean = {
        key: sum(s.say * c.f1 for s, c in zip(stories, found, strict=True)) / sum(s.say for s in stories)
        for key, found in counts.items()
    }

    strength, least = max(mean, key=lambda key: (mean[key], -key[0]))
    for (some, other), value in mean.items():
        log.info("%s: strength %s, joined from %s: %.3f", kind, some, other, value)
    log.info("%s: strength %s, joined from %s", kind, strength, least)
    table = list(_table("events, days hidden" if kind == "undated" else kind, stories, counts[strength, least]))
    log.info("%s", "\n".join(table))
    compared = (
        [(s, blind(strength, least, s).of(s.compared)) for s in stories if s.compared] if kind != "undated" else []
    )
    sure = [float(v) for _, values in compared for v in values]
    right = [bool(r) for s, _ in compared for r in s.right]
    reliable = reliability(sure, right, [s.name for s, _ in compared for _ in s.pairs]) if sure else ""
    return Fit(
        replace(_scale(kind, stories, strength), least=least),
        {s.name: replace(without[strength, s.name], least=least) for s in stories},
        table,
        reliable,
    )


def _table(name: str, stories: Sequence[Story], counts: Sequence[Counts]) -> Iterable[str]:
    """The figures of each story as it was coded by hand, then of the same as read by us."""
    told = list(zip(stories, counts, strict=True))
    for how, chosen in (
        ("coded by hand", [(s, c) for s, c in told if not s.as_read]),
        ("as read by us", [(s, c) for s, c in told if s.as_read]),
    ):
        yield f"{name}, {how}"
        yield row("  together", [c for _, c in chosen])
        for story, c in chosen:
            yield f"  {story.name:22} p {c.precision:.3f}  r {c.recall:.3f}  f1 {c.f1:.3f}  gold {c.gold}"


if __name__ == "__main__":
    sys.exit(main())
