"""Reads what the event model learns from besides our own sentences: PLV's marked sentences, and codings by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

from evaluation import plv
from evaluation.corpora import Corpora

from communique.model import Span
from communique.models.events import NONE, Question, text_before
from training.events.sentences import Example

_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘A-Z])|\n")


def read_plv(path: Path) -> Iterator[Example]:
    """The sentences of a PLV table as examples.

    Raises:
        ValueError: the file has no column ``marked_sentence``.
    """
    for sentence in plv.read(path):
        kinds = plv.APART.get(sentence.type, (sentence.type,) if sentence.type else ())
        if kinds:
            yield Example(sentence.question, kinds)


def read_codings(
    folder: Path, corpora: Corpora, without: Sequence[str], wanted: Sequence[str] = ("",)
) -> Iterator[Example]:
    """The events of coded articles as examples, and pairs of sides that no event of their sentence joins as none.

    Only codings that say which words name the sides are read (``actor_words``, ``recipient_words``).

    Args:
        folder: codings in the codebook's form.
        corpora: where their articles are; articles that are not at hand are left out.
        without: how the names of codings begin that are left out.
        wanted: how the names of those begin that are read.
    """
    for path in sorted(folder.glob("*.json")):
        coding = json.loads(path.read_text("utf-8"))
        if "events" not in coding or path.stem.startswith(tuple(without)) or not path.stem.startswith(tuple(wanted)):
            continue
        text = corpora.text_of(coding)
        if text is not None:
            found = _examples([e for e in coding["events"] if "sentence" in e], text)
            yield from (replace(e, document=path.stem) for e in found)


def _examples(events: Sequence[Mapping[str, Any]], text: str) -> Iterator[Example]:
    sides: dict[Span, list[tuple[Span, Span]]] = {}
    for event in events:
        trigger = Span(event["trigger"]["start"], event["trigger"]["end"])
        around = _sentence(text, trigger)
        actor, recipient = (_words(event, role, around) for role in ("actor", "recipient"))
        asked = Question(around.of(text), actor, recipient, _moved(trigger, around), text_before(text, around.start))
        yield Example(asked, (event["type"],), event["mode"] or "-", event["status"])
        if actor and recipient:
            sides.setdefault(around, []).append((actor[0], recipient[0]))
    for around, pairs in sides.items():
        named = sorted({side for pair in pairs for side in pair})
        for pair in permutations(named, 2):
            if pair not in pairs and not pair[0].overlaps(pair[1]):
                asked = Question(around.of(text), (pair[0],), (pair[1],), before=text_before(text, around.start))
                yield Example(asked, (NONE,), weight=0.5)


def _sentence(text: str, trigger: Span) -> Span:
    """The sentence around a trigger, by its marks."""
    start = max((m.end() for m in _END.finditer(text, 0, trigger.start)), default=0)
    end = _END.search(text, trigger.end)
    return Span(start, end.start() + 1 if end else len(text))


def _words(event: Mapping[str, Any], role: str, around: Span) -> tuple[Span, ...]:
    found = event.get(f"{role}_words")
    span = Span(found["start"], found["end"]) if found else None
    return (_moved(span, around),) if span is not None and around.contains(span) else ()


def _moved(span: Span, around: Span) -> Span:
    return Span(span.start - around.start, span.end - around.start)
