"""What the rules draft in texts: as questions for a teacher, and beside gold codings as examples with answers."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evaluation.record import Row, alike, cast_of, positions, same_state

from communique.documents import read
from communique.extract.events import drafted
from communique.extract.questions import pairs, question
from communique.extract.scene import Draft, Scene
from communique.model import Page
from communique.models.events import NONE, Question
from communique.pipeline import STAGES
from communique.pipeline import Draft as Stage
from training.events.sentences import Example

_PAIRS_A_SENTENCE = 2
_MOST_PAIRS = 12


@dataclass(frozen=True, slots=True)
class Judged:
    """A draft beside the gold: the document that it is in, and the types that its sides and place make right."""

    document: str
    draft: Draft
    question: Question
    right: tuple[str, ...]

    @property
    def example(self) -> Example:
        """What the model is to learn of it: the right type, or none where its sides are wrong."""
        if self.draft.type in self.right:
            return Example(self.question, (self.draft.type,), self.draft.mode or "-", self.draft.status, 2.0)
        return Example(self.question, self.right or (NONE,), weight=2.0 if self.right else 1.5)


def scene_of(page: Page) -> Scene:
    """A page read and parsed, up to where its events are looked for."""
    stage = Stage(read(page))
    for step in STAGES[:-1]:
        stage = step(stage)
    return Scene(stage.parsed, stage.document, stage.cast, stage.statements, stage.dates, stage.omissions)


def beside_gold(gold: Path, sources: Path) -> Iterator[Judged]:
    """The drafts of articles that have gold codings, with what is right.

    Args:
        gold: a folder of codings in the codebook's form.
        sources: the folder of their articles.
    """
    for path in sorted(gold.glob("*.json")):
        article = sources / f"{path.stem}.txt"
        if article.exists():
            coding = json.loads(path.read_text("utf-8"))
            scene = scene_of(Page(article.name, str(article), article.read_bytes(), "text/plain"))
            for draft in drafted(scene):
                yield Judged(path.stem, draft, question(draft, scene), _right(draft, coding, scene))


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


def texts(paths: list[Path]) -> Iterator[str]:
    """Articles without codings: ``.txt`` files of folders, and the ``text`` of each line of ``.jsonl`` files."""
    for path in paths:
        if path.is_dir():
            yield from (p.read_text("utf-8", "replace") for p in sorted(path.glob("*.txt")))
        else:
            for line in path.read_text("utf-8").splitlines():
                row = json.loads(line)
                yield f"{row.get('title') or ''}\n\n{row['text']}"


def questions(articles: Iterator[str], seed: int) -> Iterator[Question]:
    """What may be asked of articles: the rules' drafts without their triggers, and pairs of actors of a sentence."""
    rng = random.Random(seed)
    for number, text in enumerate(articles):
        scene = scene_of(Page(f"{number}.txt", f"{number}.txt", text.encode(), "text/plain"))
        for draft in drafted(scene):
            asked = question(draft, scene)
            if asked.actor:
                yield Question(asked.text, asked.actor, asked.recipient)
        for sentence in scene.doc.sents:
            found = pairs(sentence, scene, _MOST_PAIRS)
            yield from (q for _, _, q in rng.sample(found, min(_PAIRS_A_SENTENCE, len(found))))
