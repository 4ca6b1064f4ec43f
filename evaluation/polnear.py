"""Scores statements against PolNeAR's attributions (Newell, Margolin and Ruths, LREC 2018), by words.

A word is letters and digits with inner apostrophes, hyphens and points, so punctuation does not count. ``content``
matches attributions one to one where half or more of their words are shared; ``attribution`` wants the source to
share a word too, or to be absent on both sides; ``communication`` is the share of these found whose cue holds a verb of
communication. Where an article has several annotators, the first by name is gold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from communique.model import Coding, Span
from evaluation.intervals import row, share_row
from evaluation.matching import Counts, assign, overlap

_WORD = re.compile(r"\w+(?:[’'\-.]\w+)*")
_ROLES = ("source", "cue", "content")

SPOKEN = "communication"
"""The figure of attributions whose cue holds a verb of communication: what share of them is found."""

_SPEAKING = re.compile(
    "(say|said|tell|told|ask|call|add|writ|wrote|written|announc|warn|claim|argu|accus|not(?=[ei])|report|stat|insist|explain|den|suggest|describ"
    "|declar|criticiz|criticis|urg|demand|tweet|speak|spoke|quot|acknowledg|respond|repl|promis|vow|confirm|complain|question|point"
    "|mention|discuss|emphasiz|emphasis|cit|recall|read|remark|comment|talk|testif|pledg|prais|blast|slam|condemn|admit)"
    "(s|e|es|ed|ing|y|ies|ied|ying|med|ming|ted|ting)?|according|statement|speech|interview"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """Word positions of an attribution's three parts."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def read_text(path: Path) -> str:
    """An article's text with its line ends as they are, since offsets count them."""
    return path.read_bytes().decode("utf-8")


def gold_of(part: Path, stem: str, text: str) -> list[Attribution]:
    """The gold attributions of one article."""
    path = next(iter(sorted((part / "attributions").glob(f"{stem}_*.ann"))), None)
    if path is None:
        raise FileNotFoundError(
            f"{part / 'attributions'} holds no {stem}_*.ann for {stem}.txt: give a whole part of PolNeAR"
        )
    spans: dict[str, list[Span]] = {}
    found: list[Attribution] = []
    words = word_spans(text)
    for line in path.read_text("utf-8").splitlines():
        key, *rest = line.split("\t")
        if not rest:
            continue
        if key.startswith("T"):
            _, _, pieces = rest[0].partition(" ")
            spans[key] = [Span(*map(int, piece.split())) for piece in pieces.split(";")]
        elif key.startswith("E"):
            parts: dict[str, list[Span]] = {role: [] for role in _ROLES}
            for argument in rest[0].split():
                role, _, target = argument.partition(":")
                parts.get(role.rstrip("0123456789").lower(), []).extend(spans.get(target, []))
            found.append(Attribution(*(touched(words, parts[role]) for role in _ROLES)))
    return found


def coded(coding: Coding, text: str) -> list[Attribution]:
    """The attributions of a coding."""
    words = word_spans(text)
    return [
        Attribution(
            touched(words, [s.source_text] if s.source_text else []), touched(words, [s.cue]), touched(words, s.content)
        )
        for s in coding.statements
    ]  # fmt: skip


def word_spans(text: str) -> list[Span]:
    """Where the words of a text stand."""
    return [Span(*m.span()) for m in _WORD.finditer(text)]


def touched(words: list[Span], spans: Iterable[Span]) -> frozenset[int]:
    """Which words the spans touch."""
    wanted = list(spans)
    return frozenset(i for i, word in enumerate(words) if any(word.overlaps(s) for s in wanted))


def counted(gold: list[Attribution], predicted: list[Attribution], text: str) -> dict[str, Counts]:
    """The counts of one article's figures."""
    totals: dict[str, Counts] = {}
    for role in _ROLES:
        g, p = (frozenset().union(*(getattr(a, role) for a in rows)) for rows in (gold, predicted))
        totals[f"words {role}"] = Counts(len(g & p), len(g), len(p))
    totals["content"] = Counts(len(assign(gold, predicted, _content)), len(gold), len(predicted))
    hits = {i for i, _ in assign(gold, predicted, _attribution)}
    totals["attribution"] = Counts(len(hits), len(gold), len(predicted))
    spoken = {i for i, a in enumerate(gold) if _speaks(a, text)}
    totals[SPOKEN] = Counts(len(hits & spoken), len(spoken), 0)
    return totals


def lines(articles: Sequence[Mapping[str, Counts]]) -> Iterable[str]:
    """The table: each figure with its 95 % interval over articles."""
    for name in articles[0]:
        parts = [a[name] for a in articles]
        yield share_row(name, [(c.hit, c.gold) for c in parts]) if name == SPOKEN else row(name, parts)


def _speaks(gold: Attribution, text: str) -> bool:
    words = word_spans(text)
    return any(_SPEAKING.fullmatch(words[i].of(text).lower()) for i in gold.cue)


def _content(gold: Attribution, predicted: Attribution) -> float:
    shared = overlap(gold.content, predicted.content)
    return shared if shared >= 0.5 else 0.0


def _attribution(gold: Attribution, predicted: Attribution) -> float:
    same = bool(gold.source & predicted.source) or not (gold.source or predicted.source)
    return _content(gold, predicted) if same else 0.0
