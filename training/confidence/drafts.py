"""Drafts of articles that are coded by hand, each with what is right."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.corpora import Corpora
from evaluation.record import Row, alike, cast_of, positions, same_state

from communique.extract.events import drafted
from communique.extract.judging import features
from communique.extract.questions import question
from communique.extract.scene import Draft, Scene
from communique.model import Page
from communique.models.events import Question
from communique.pipeline import ready_for_events, scene_of


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft beside the gold: the document that it is in, and the types that its sides and place make right."""

    document: str
    draft: Draft
    question: Question
    features: Mapping[str, float]
    right: tuple[str, ...]


def beside_gold(gold: Path, corpora: Corpora, wanted: Sequence[str] = ("",)) -> Iterator[Judged]:
    """The drafts of articles that have gold codings, with what is right.

    Args:
        gold: a folder of codings in the codebook's form.
        corpora: where their articles are; articles that are not at hand are left out.
        wanted: how the names of the codings that are taken begin.
    """
    for path in sorted(gold.glob("*.json")):
        coding = json.loads(path.read_text("utf-8"))
        if "events" not in coding or not path.stem.startswith(tuple(wanted)):
            continue
        text = corpora.text_of(coding)
        if text is not None:
            page = Page(f"{path.stem}.txt", path.stem, text.encode(), "text/plain")
            scene = scene_of(ready_for_events(page))
            for draft in drafted(scene):
                right = _right(draft, coding, scene)
                yield Judged(path.stem, draft, question(draft, scene), features(draft, scene), right)


def _right(draft: Draft, gold: Row, scene: Scene) -> tuple[str, ...]:
    actors = [
        {"id": a.id, "name": a.name, "kind": a.kind, "country": a.country, "aliases": a.aliases}
        for a in scene.cast.actors
    ]
    casts = cast_of(gold), cast_of({"actors": actors})
    shown = set(range(*draft.evidence)) | {draft.candidate.token.idx}
    found = {
        event["type"]
        for event in gold["events"]
        if positions([event["evidence"], event["trigger"]]) & shown
        and alike(event["actor"], draft.actor, casts, same_state)
        and alike(event["recipient"], draft.recipient, casts, same_state)
    }
    return tuple(sorted(found))
