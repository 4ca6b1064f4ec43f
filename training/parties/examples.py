"""Acts of articles that are coded by hand, each with those who may be its sides and which of them are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from evaluation.corpora import Corpora
from evaluation.record import Row, alike, cast_of, same_name, same_state

from communique.extract.actors import find_actors
from communique.extract.events import told
from communique.extract.parse import char_span
from communique.extract.parties import Surroundings, parties
from communique.extract.residence import settled
from communique.extract.scene import Draft as Told
from communique.extract.scene import Scene
from communique.extract.sighting import seen
from communique.extract.speakers import with_speakers
from communique.extract.statements import find_statements
from communique.extract.weighing import pairs, route_of, table, word_of, words
from communique.model import Page, Span
from communique.models.acts import Acts
from communique.models.parties import Habits
from communique.pipeline import Draft, ready_for_events, scene_of


@dataclass(slots=True)
class Example:
    """One coded act.

    ``rows`` say what is said of each who may be a side, ``words`` what the words for the act and for each mean, ``both`` and ``possible`` what is of each pair; ``routes`` are
    the ways to each. ``actor`` and ``recipient`` say who is right at state level, ``names`` the same by name, ``open`` which
    side the coder left open, ``rules`` whether the sides that the syntax names are right.
    """

    document: str
    type: str
    word: str
    rows: Any
    words: Any
    both: Any
    possible: Any
    routes: Sequence[tuple[str | None, str | None]]
    actor: Any
    recipient: Any
    names: tuple[Any, Any]
    open: tuple[bool, bool]
    rules: tuple[bool, bool]

    @property
    def right(self) -> Any:
        """Which pairs are right at state level."""
        return self.actor[:, None] & self.recipient[None] & self.possible

    @property
    def exact(self) -> Any:
        """Which of these name the very ones whom the coder names; all of them, where none does."""
        actor, recipient = (n if n.any() else s for n, s in zip(self.names, (self.actor, self.recipient), strict=True))
        named = actor[:, None] & recipient[None] & self.possible
        return named if named.any() else self.right


def examples(
    gold: Path,
    corpora: Corpora,
    wanted: Sequence[str] = ("",),
    without: Sequence[str] = (),
    *,
    unread: bool = True,
) -> Iterator[Example]:
    """The acts of a folder's codings whose texts are at hand.

    Args:
        gold: a folder of codings in the codebook's form.
        corpora: where their articles are.
        wanted: how the names of those that are taken begin.
        without: how the names of those that are left out begin.
        unread: take the texts as if the reader had not learnt from them.
    """
    for path in sorted(gold.glob("*.json")):
        coding = json.loads(path.read_text("utf-8"))
        if "events" not in coding or not path.stem.startswith(tuple(wanted)):
            continue
        if path.stem.startswith(tuple(without)):
            continue
        text = corpora.text_of(coding)
        if text is not None:
            page = Page(f"{path.stem}.txt", path.stem, text.encode(), "text/plain")
            draft = ready_for_events(page)
            yield from of_scene(path.stem, coding, scene_of(as_if_unread(draft) if unread else draft))


def as_if_unread(draft: Draft) -> Draft:
    """A text whose cast the reader has brought nobody into whom it takes for a side of an act.

    The reader has learnt from the same articles and points at just those whom their coders chose; whoever learnt from
    such a cast would trust it too much.
    """
    reading = replace(draft.reading, acts=Acts())
    cast = settled(with_speakers(find_actors(draft.parsed), reading, draft.parsed), draft.parsed, draft.document.outlet)
    found = replace(draft, cast=cast)
    statements = find_statements(found.parsed, found.document, cast, found.reading.attributions)
    return replace(found, statements=statements)


def of_scene(document: str, coding: Row, scene: Scene) -> Iterator[Example]:
    """The acts that a coding has in one text."""
    rows = [
        {"id": a.id, "name": a.name, "kind": a.kind, "country": a.country, "aliases": a.aliases}
        for a in scene.cast.actors
    ]
    casts = cast_of(coding), cast_of({"actors": rows})
    drafts = told(scene)
    around = Surroundings(scene, drafts)
    for event in coding["events"]:
        draft = _draft(event, drafts, scene)
        if draft is None:
            continue
        chosen = parties(draft, around)
        both, possible = pairs(chosen, draft, around)
        yield Example(
            document,
            draft.type,
            word_of(draft),
            np.array(table(draft, chosen, around, Habits()), dtype=np.float32),
            words(draft, chosen, around),
            both,
            possible,
            [(route_of(draft, p.token, around), route_of(draft, p.other, around)) for p in chosen],
            np.array([alike(event["actor"], p.actors, casts, same_state) for p in chosen]),
            np.array([alike(event["recipient"], p.actors, casts, same_state) for p in chosen]),
            (
                np.array([alike(event["actor"], p.actors, casts, same_name) for p in chosen]),
                np.array([alike(event["recipient"], p.actors, casts, same_name) for p in chosen]),
            ),
            (not event["actor"], not event["recipient"]),
            (
                alike(event["actor"], draft.actor, casts, same_state),
                alike(event["recipient"], draft.recipient, casts, same_state),
            ),
        )


def _draft(event: Mapping[str, Any], drafts: Sequence[Told], scene: Scene) -> Told | None:
    """The draft that shares words with an event's trigger, as one of its type; else one with open sides."""
    if not event.get("trigger"):
        return None
    trigger = Span(event["trigger"]["start"], event["trigger"]["end"])
    kind = event["type"]

    def fits(draft: Told) -> tuple[bool, bool, bool]:
        return draft.type == kind, draft.type_by == "rules", not draft.thin

    near = [
        d
        for d in drafts
        if any(Span(w.idx, w.idx + len(w)).overlaps(trigger) for w in d.candidate.words) and not d.silent
    ]
    if near:
        return replace(max(near, key=fits), type=kind)
    span = char_span(scene.doc, trigger)
    return None if span is None else replace(seen(kind, None, tuple(span), span.root), type=kind)
